"""Which of the versions that there are does a reader want? ``^1``, ``~1.2``, ``>=1,<2``, or one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary import releases
from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.releases import Index, Release

    Bound = tuple[int, int, int]

LATEST = "latest"
_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_PART = re.compile(rf"(\^|~|>=|<=|>|<)\s*({_NUMBER}(?:\.{_NUMBER}){{0,2}})\Z")
_COMPARED: dict[str, Callable[[Bound, Bound], bool]] = {
    ">=": lambda version, bound: version >= bound,
    "<=": lambda version, bound: version <= bound,
    ">": lambda version, bound: version > bound,
    "<": lambda version, bound: version < bound,
}


def chosen(index: Index, wanted: str) -> Release | None:
    """The release of an index that a wish leads to; None where none does.

    Parameters
    ----------
    index : Index
        What was published.
    wanted : str
        ``latest``; one version; or a range of one or more parts with commas between them, each
        ``^1.2`` (nothing that breaks readers), ``~1.2`` (corrections only), ``>=``, ``>``,
        ``<=`` or ``<``. A range gives its highest version.

    Raises
    ------
    CallError
        E561 where it is none of these.

    Notes
    -----
    ``^`` and ``~`` are those of npm and Cargo. A pre-release, and a release that was yanked, is
    given only to those who name it.
    """
    if releases.is_version(wanted):
        return index.find(wanted)
    bounds = _bounds(wanted)
    standing = (
        part for part in index.releases
        if part.state == "published" and releases.is_final(part.version)
    )  # fmt: skip
    return next((part for part in standing if _is_within(part.version, bounds)), None)


def is_met(version: str, wanted: str) -> bool:
    """Whether a version is one that is wanted; any is the latest of those that one was given.

    Examples
    --------
    >>> [is_met(version, "^1.2") for version in ("1.1.9", "1.2.0", "1.10.0", "2.0.0")]
    [False, True, True, False]
    >>> [is_met(version, ">=1, <1.3") for version in ("1.2.9", "1.3.0", "1.2.0-rc.1")]
    [True, False, False]
    >>> is_met("1.2.0-rc.1", "1.2.0-rc.1")
    True
    """
    if releases.is_version(wanted):
        return version == wanted
    bounds = _bounds(wanted)
    return not bounds or (releases.is_final(version) and _is_within(version, bounds))


def _is_within(version: str, bounds: list[tuple[str, Bound]]) -> bool:
    numbers = releases.ordinal(version)[:3]
    return all(_COMPARED[sign](numbers, bound) for sign, bound in bounds)


def _bounds(wanted: str) -> list[tuple[str, Bound]]:
    """The comparisons that a version must pass, all of them."""
    if wanted.strip() == LATEST:
        return []
    bounds: list[tuple[str, Bound]] = []
    for part in wanted.split(","):
        found = _PART.match(part.strip())
        if found is None:
            raise CallError("E561", f"{wanted!r} is not a version or a range of versions.",
                            "write 1.2.0, ^1.2, ~1.2, '>=1,<2' or latest")  # fmt: skip
        sign, numbers = found[1], [int(number) for number in found[2].split(".")]
        low = _filled(numbers)
        if sign in _COMPARED:
            bounds.append((sign, low))
        else:
            bounds += [(">=", low), ("<", _above(numbers, is_caret=sign == "^"))]
    return bounds


def _above(numbers: list[int], *, is_caret: bool) -> Bound:
    """The first version that a ``^`` or ``~`` leaves out."""
    last = min(len(numbers), 2) - 1
    if is_caret:
        # Before 1.0.0 the first number that is not zero is the one that promises.
        last = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return _filled([*numbers[:last], numbers[last] + 1])


def _filled(numbers: list[int]) -> Bound:
    major, minor, patch = (*numbers, 0, 0)[:3]
    return major, minor, patch
