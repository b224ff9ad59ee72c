"""Does a confidence say how often a proposal is right? Proposals by their confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOUNDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_CELLS = 40


class Judged(NamedTuple):
    """A proposal: how sure its proposer is, 0 to 1, and whether the gold has it."""

    confidence: float
    is_right: bool


def table(judged: Sequence[Judged]) -> str:
    """Proposals in classes of confidence: how many, how sure, how often right, and a plot of it.

    Parameters
    ----------
    judged : sequence of Judged
        In any order.

    Examples
    --------
    >>> print(table([Judged(0.92, True), Judged(0.92, False)]).splitlines()[-1][:32])
    | 0.90 |     2 |  0.920 |  0.500
    """
    lines = ["| from | proposals | confidence | right | right `█`, confidence `│` |"]
    lines.append("|---:|---:|---:|---:|:---|")
    for low, high in zip(_BOUNDS, (*_BOUNDS[1:], 2.0), strict=True):
        inside = [each for each in judged if low <= each.confidence < high]
        if inside:
            sure = sum(each.confidence for each in inside) / len(inside)
            right = sum(each.is_right for each in inside) / len(inside)
            cells = (f"{low:.2f}", f"{len(inside):5}", f" {sure:.3f}", f" {right:.3f}")
            lines.append(f"| {' | '.join(cells)} | {_bar(right, sure)} |")
    return "\n".join(lines)


def _bar(right: float, sure: float) -> str:
    cells = ["█" if at < round(right * _CELLS) else "·" for at in range(_CELLS)]
    cells[min(_CELLS - 1, round(sure * _CELLS))] = "│"
    return f"`{''.join(cells)}`"
