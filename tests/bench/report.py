"""What was measured, as tables of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parties import BEST_KNOWN, FLOOR, OURS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from measuring import Series
    from parties import Party

WANTED = {200: 10, 10_000: 10, 100_000: 18, 1_000_000: 45}
"""How many times as fast as frictionless the check is to be, by rows of the largest table."""

MOST_TIMES_FLOOR = 3
_MEGABYTE = 1_000_000
_SECOND_MS = 1_000

Case = tuple[str, int]
"""A variant of the package, and the rows of its largest table."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; the first column is words, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def milliseconds(elapsed_s: float) -> str:
    """A time, in whole milliseconds."""
    return f"{elapsed_s * _SECOND_MS:.0f} ms"


def seconds(elapsed_s: float) -> str:
    """A time with as many digits as mean something."""
    return f"{elapsed_s:.3f} s" if elapsed_s < 1 else f"{elapsed_s:.2f} s"


def of_case(found: Mapping[str, Series], parties: Sequence[Party]) -> str:
    """Everyone on one package, in the order in which they took turns."""
    checks = {party.name: party.checks for party in parties}
    ours = found[OURS].wall_s
    rows = [
        [
            ": ".join(filter(None, [name, checks[name]])),
            "failed" if each.is_failed else seconds(each.wall_s),
            seconds(each.fastest_s),
            seconds(each.cpu_s),
            f"{each.peak_bytes / _MEGABYTE:.0f} MB",
            str(len(each.runs)),
            f"{each.wall_s / ours:.2f}",
        ]
        for name, each in found.items()
    ]
    return table(
        [
            "who, and what is checked",
            "median",
            "fastest",
            "cores",
            "memory",
            "runs",
            "time to ours",
        ],
        rows,
    )


def summary(found: Mapping[Case, Mapping[str, Series]]) -> str:
    """This check beside its best-known peer and beside only parsing, on each package."""
    rows = []
    for (variant, largest), each in found.items():
        ours, floor = each[OURS], each[FLOOR]
        wanted = WANTED.get(largest, 0)
        # One row in a hundred broken may cost a third of the ratio.
        wanted = {"clean": wanted, "broken": wanted * 2 / 3}.get(variant, 0)
        theirs = each.get(BEST_KNOWN)
        rows.append(
            [
                f"{largest:,} {variant}",
                seconds(ours.wall_s),
                seconds(theirs.wall_s) if theirs else "not run",
                f"**{theirs.wall_s / ours.wall_s:.1f}**" if theirs else "",
                f"{wanted:.0f}" if wanted else "",
                f"{ours.wall_s / floor.wall_s:.1f}",
                f"{ours.peak_bytes / _MEGABYTE:.0f} MB",
                str(len(ours.runs)) + (f", {len(theirs.runs)}" if theirs else ""),
            ]
        )
    head = ["rows, variant", OURS, BEST_KNOWN, "times as fast", "wanted"]
    return table([*head, "times only parsing", "memory", "runs"], rows)


def missed(found: Mapping[str, Counter[str]], injected: Mapping[str, int]) -> str:
    """Which faults each finds: the rows that it names, out of those that are broken so."""
    rows = []
    for kind, count in injected.items():
        is_valid = kind.startswith("ok")
        cells = [_cell(each[kind], 0 if is_valid else count) for each in found.values()]
        rows.append([kind, "valid" if is_valid else str(count), *cells])
    rows.append(["rows without a fault", "valid", *(_cell(each[""], 0) for each in found.values())])
    return table(["fault", "rows", *found], rows)


def _cell(found: int, right: int) -> str:
    return str(found) if found == right else f"**{found}**"
