"""Which removed row and which added row are one row, whose key followed its corrected content?

Keys of links and of evidence follow from what they link or quote: correcting one letter of a
quote gives the row another key. Shown as a removal and an addition, a correction would look like
a withdrawn fact. Two rows are the same where they belong to the same record and differ in only
one part of their identity, and where no other row could be meant.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.changes import Key

Cells = dict[str, str]
_ALIKE = 0.6
"""From which similarity (difflib's ratio) two names are spellings of one: Putn, Putin are 0.91."""


@dataclass(frozen=True, slots=True)
class Kin:
    """How rows of a table are recognised.

    Parameters
    ----------
    parts : tuple of tuple of str
        Groups of columns that make the identity, the first being the record it belongs to.
    own : str
        The column of the derived id; empty where the key is the identity itself.
    is_exclusive : bool
        Whether a pair counts only where neither row could be paired otherwise: a wrong pair
        would name a wrong successor in the registry.
    """

    parts: tuple[tuple[str, ...], ...]
    own: str
    is_exclusive: bool


def pairs(removed: Mapping[Key, Cells], added: Mapping[Key, Cells], kin: Kin) -> dict[Key, Key]:
    """The former key of each added row that is a removed row under another key.

    Parameters
    ----------
    removed, added : mapping of key to cells
        References to records that moved already carry their new key in ``removed``.
    kin : Kin
        Of the table.

    Returns
    -------
    dict
        Key of the added row to key of the removed one.
    """
    families: dict[Key, list[Key]] = defaultdict(list)
    for key, cells in added.items():
        families[_part(cells, kin.parts[0])].append(key)
    candidates = [
        (_likeness(cells, added[new], kin.parts), old, new)
        for old, cells in removed.items()
        for new in families.get(_part(cells, kin.parts[0]), ())
        if _may_be_one(cells, added[new], kin)
    ]
    if kin.is_exclusive:
        return _only(candidates, len(kin.parts))
    return _nearest(candidates)


def renamed(
    removed: Mapping[Key, Cells], added: Mapping[Key, Cells], key: Sequence[str]
) -> dict[Key, Key]:
    """The former key of each added row that says, apart from its key, what a removed row said.

    Parameters
    ----------
    removed, added : mapping of key to cells
        Of a table whose keys a person gives.
    key : sequence of str
        The columns of the primary key.

    Returns
    -------
    dict
        Key of the added row to key of the removed one; only where no other row says the same.
    """
    sides: list[dict[tuple[tuple[str, str], ...], list[Key]]] = []
    for rows in (removed, added):
        saying = defaultdict(list)
        for own, cells in rows.items():
            said = tuple((name, cell) for name, cell in cells.items() if cell and name not in key)
            if said:
                saying[said].append(own)
        sides.append(saying)
    return {
        sides[1][said][0]: olds[0]
        for said, olds in sides[0].items()
        if len(olds) == 1 and len(sides[1].get(said, ())) == 1
    }


def _part(cells: Cells, columns: Sequence[str]) -> Key:
    return tuple(cells.get(column, "") for column in columns)


def _may_be_one(old: Cells, new: Cells, kin: Kin) -> bool:
    differing = [part for part in kin.parts if _part(old, part) != _part(new, part)]
    if len(differing) > 1:
        return False
    if len(kin.parts) > 2 or not differing:  # noqa: PLR2004 - with two parts only one is left
        return True
    if not kin.own:
        left, right = ("/".join(_part(cells, differing[0])) for cells in (old, new))
        return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio() >= _ALIKE
    identity = {kin.own, *differing[0]}
    return all(old[column] == new.get(column) for column in old if column not in identity)


def _likeness(old: Cells, new: Cells, parts: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """How much two rows have in common: parts of identity, cells, and nearness in the text."""
    same_parts = sum(_part(old, part) == _part(new, part) for part in parts)
    same_cells = sum(old[column] == new.get(column) for column in old)
    starts = old.get("start", ""), new.get("start", "")
    is_number = all(start.isascii() and start.isdigit() for start in starts)
    return same_parts, same_cells, -abs(int(starts[0]) - int(starts[1])) if is_number else 0


_Candidate = tuple[tuple[int, int, int], tuple[str, ...], tuple[str, ...]]


def _only(candidates: Sequence[_Candidate], parts: int) -> dict[Key, Key]:
    """Pairs of rows that have no other candidate; those that agree in all parts go first."""
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    for least in (parts, 0):
        left = [
            item
            for item in candidates
            if item[0][0] >= least and item[2] not in found and item[1] not in taken
        ]
        olds, news = Counter(item[1] for item in left), Counter(item[2] for item in left)
        sure = [item for item in left if olds[item[1]] == 1 and news[item[2]] == 1]
        found |= {new: old for _, old, new in sure}
        taken |= {old for _, old, _ in sure}
    return found


def _nearest(candidates: Sequence[_Candidate]) -> dict[Key, Key]:
    """Each row with the one that is most like it, the most alike first."""
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    for _, old, new in sorted(candidates, key=lambda item: (tuple(-n for n in item[0]), *item[1:])):
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found
