"""What do two curators' readings say together? A merge by entries and fields, not by lines.

Three values are compared: what both began with, and what each made of it. An entry is known by
its key, so that it does not matter where in a list it stands, nor who merges whose work: both
get the same bytes. Only where both gave one field another value is there a conflict.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.schema import Law, Nesting, Table

Key = tuple[str, int]
"""What an entry is known by in its list, and which of several with the same key it is."""

_Pair = tuple[Any, Any]
"""A merged value, with conflicts decided for ours, and for theirs."""

_ABSENT: Any = object()
_ASIDE = {"set_aside": ("quote", "nth"), "rejected": ("proposal",), "retired": ("id",)}
_EVIDENCE = ("quote", "nth", "claim", "field")


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged reading, twice: each place of conflict as ours has it, and as theirs has it.

    Parameters
    ----------
    ours, theirs : mapping
        Readings; the same where nothing is in conflict.
    """

    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]

    @property
    def is_clean(self) -> bool:
        """Whether no field was given two values."""
        return _is_same(self.ours, self.theirs)


def merge(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], law: Law
) -> Merged:
    """The work of two on one reading, together.

    Parameters
    ----------
    base : mapping
        The reading that both began with; empty where there was none.
    ours, theirs : mapping
        What each made of it.
    law : Law
        Says by which columns the entries of a list are known.

    Returns
    -------
    Merged
        With ours and theirs exchanged, the same with its two readings exchanged.
    """
    return Merged(*_Merge(_lists_of(law)).members(base, ours, theirs, ""))


def woven(
    ours: str, theirs: str, labels: tuple[str, str] = ("ours", "theirs"), marker_size: int = 7
) -> str:
    r"""Two texts as one, with git's markers around the lines in which they differ.

    Parameters
    ----------
    ours, theirs : str
        Texts, each line ended.
    labels : tuple of str
        What the two are called beside the markers.
    marker_size : int
        Characters of a marker.

    Examples
    --------
    >>> woven("a\nb\n", "a\nc\n").splitlines()
    ['a', '<<<<<<< ours', 'b', '=======', 'c', '>>>>>>> theirs']
    """
    left, right = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    before, between, after = (sign * marker_size for sign in "<=>")
    lines = []
    matcher = difflib.SequenceMatcher(a=left, b=right)
    for tag, from_left, to_left, from_right, to_right in matcher.get_opcodes():
        if tag == "equal":
            lines += left[from_left:to_left]
            continue
        lines += [f"{before} {labels[0]}\n", *left[from_left:to_left], f"{between}\n"]
        lines += [*right[from_right:to_right], f"{after} {labels[1]}\n"]
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class _List:
    """How a list of entries is read.

    Parameters
    ----------
    keys : tuple of str
        The members that an entry is known by.
    table : str
        Whose rows the entries are; empty where they are no rows.
    short : str
        The member that a bare string stands for.
    is_links : bool
        Whether an entry is known by what it links, so that another link is another value.
    """

    keys: tuple[str, ...]
    table: str = ""
    short: str = ""
    is_links: bool = False


def _lists_of(law: Law) -> dict[tuple[str, str], _List]:
    """Every list that a reading may hold, by the table of what holds it and its key there."""
    found = {("", key): _List(keys) for key, keys in _ASIDE.items()}
    found |= {(table.name, "evidence"): _List(_EVIDENCE) for table in law.records}
    for table in law.tables.values():
        for place in table.nested_in:
            found[place.table, place.key] = _list_of(table, place)
    return found


def _list_of(table: Table, place: Nesting) -> _List:
    given = {place.parent, *place.fixed}
    columns = [name for name in table.id_columns or table.primary_key if name not in given]
    short = table.entry_key(place.short) if place.short else ""
    keys = tuple(table.entry_key(name) for name in columns)
    return _List(keys, table.name, short, is_links=bool(table.id_columns))


class _Merge:
    """The walk through three readings at once."""

    def __init__(self, lists: Mapping[tuple[str, str], _List]) -> None:
        self.lists = lists

    def members(self, base: Any, ours: Any, theirs: Any, table: str) -> _Pair:
        """Merge objects, member by member."""
        pairs = {
            name: self._value(
                base.get(name, _ABSENT), ours.get(name, _ABSENT), theirs.get(name, _ABSENT),
                self.lists.get((table, name)),
            )
            for name in {**ours, **theirs}
        }  # fmt: skip
        order = _order(list(base), list(ours), list(theirs))
        left = {name: pairs[name][0] for name in order if pairs[name][0] is not _ABSENT}
        right = {name: pairs[name][1] for name in order if pairs[name][1] is not _ABSENT}
        return left, right

    def _value(self, base: Any, ours: Any, theirs: Any, entries: _List | None) -> _Pair:
        """Merge values: what only one changed is as that one has it."""
        if _is_same(base, ours) or _is_same(ours, theirs):
            return theirs, theirs
        if _is_same(base, theirs):
            return ours, ours
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self.members(base if isinstance(base, dict) else {}, ours, theirs, "no table")
        if entries and all(each is _ABSENT or isinstance(each, list) for each in (ours, theirs)):
            return self._list(_list_in(base), ours, theirs, entries)
        return ours, theirs

    def _list(self, base: list[Any], ours: Any, theirs: Any, of: _List) -> _Pair:
        """Merge lists, entry by entry; one that is not there is an empty one."""
        was, left, right = (_by_key(_list_in(each), of) for each in (base, ours, theirs))
        pairs = {
            key: self._entry(
                was.get(key, _ABSENT), left.get(key, _ABSENT), right.get(key, _ABSENT), of
            )
            for key in {**left, **right}
        }
        if of.is_links:
            for mine, others in _rivals(list(was), list(left), list(right)):
                pairs |= {key: (left[key], _ABSENT) for key in mine if key not in right}
                pairs |= {key: (_ABSENT, right[key]) for key in others if key not in left}
        order = _order(list(was), list(left), list(right))
        empty = _ABSENT if ours is _ABSENT or theirs is _ABSENT else []
        mine = [pairs[key][0] for key in order if pairs[key][0] is not _ABSENT]
        others = [pairs[key][1] for key in order if pairs[key][1] is not _ABSENT]
        return mine or empty, others or empty

    def _entry(self, base: Any, ours: Any, theirs: Any, of: _List) -> _Pair:
        """Merge entries with one key; a bare string is spelt out where the other is no string."""
        if isinstance(ours, dict) != isinstance(theirs, dict):
            ours, theirs = _spelt(ours, of), _spelt(theirs, of)
            base = _spelt(base, of)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self.members(base if isinstance(base, dict) else {}, ours, theirs, of.table)
        return self._value(base, ours, theirs, None)


def _is_same(left: Any, right: Any) -> bool:
    """Whether two values are written the same; 1, 1.0 and true are not."""
    if left is _ABSENT or right is _ABSENT:
        return left is right
    return left is right or json.dumps(left) == json.dumps(right)


def _list_in(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _spelt(entry: Any, of: _List) -> Any:
    return {of.short: entry} if isinstance(entry, str) and of.short else entry


def _by_key(entries: Sequence[Any], of: _List) -> dict[Key, Any]:
    """Entries by what they are known by, in their order; none is lost where keys are doubled."""
    met: Counter[str] = Counter()
    found = {}
    for entry in entries:
        whole = _spelt(entry, of)
        known_by = [whole.get(name) for name in of.keys] if isinstance(whole, dict) else whole
        text = json.dumps(known_by, ensure_ascii=False, sort_keys=True)
        found[text, met[text]] = entry
        met[text] += 1
    return found


def _rivals(
    base: list[Key], ours: list[Key], theirs: list[Key]
) -> Iterator[tuple[list[Key], list[Key]]]:
    """Yield what the two put in the place of a link that neither kept, where that differs."""
    for key in base:
        if key not in ours and key not in theirs:
            mine, others = _instead(key, base, ours), _instead(key, base, theirs)
            if mine and others and mine != others:
                yield mine, others


def _instead(key: Key, base: list[Key], side: list[Key]) -> list[Key]:
    """What a side added between the neighbours, of those that it kept, of a key that it has not."""
    at = base.index(key)
    before = [side.index(near) for near in base[:at] if near in side]
    after = [side.index(near) for near in base[at + 1 :] if near in side]
    between = side[before[-1] + 1 if before else 0 : after[0] if after else len(side)]
    return [near for near in between if near not in base]


def _order(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """The keys of both sides in one order, whichever is called ours.

    What both have stands as the side has it that moved something. What only one has follows what
    it follows there; where both put something into one place, the smaller key goes first.
    """
    in_ours, in_theirs = set(ours), set(theirs)
    shared = _shared(
        base, [key for key in ours if key in in_theirs], [key for key in theirs if key in in_ours]
    )
    runs: dict[Any, list[list[Any]]] = defaultdict(list)
    for side in (ours, theirs):
        last = None
        own: dict[Any, list[Any]] = defaultdict(list)
        for key in side:
            if key in in_ours and key in in_theirs:
                last = key
            else:
                own[last].append(key)
        for after, run in own.items():
            runs[after].append(run)
    order = [key for run in sorted(runs[None]) for key in run]
    for start in shared:
        order += [start, *(key for run in sorted(runs[start]) for key in run)]
    return order


def _shared(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """The order of the keys that both have: of the side that moved any, else of the smaller."""
    has_moved = [_in_common(base, side) != _in_common(side, base) for side in (ours, theirs)]
    if has_moved[0] == has_moved[1]:
        return min(ours, theirs)
    return ours if has_moved[0] else theirs


def _in_common(ordered: list[Any], other: list[Any]) -> list[Any]:
    others = set(other)
    return [key for key in ordered if key in others]
