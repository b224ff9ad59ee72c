"""What a decision changes in a reading, entry by entry, so that it can be undone in any order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.ids import link_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.schema import Law

Entry = dict[str, Any]
"""One entry of a list of a reading."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of one list, before and after.

    Parameters
    ----------
    part : str
        The list: ``actors``, ``rejected``.
    key : str
        What the entry is called there, see :func:`key_of`.
    before, after : mapping or None
        None where there is none.
    at : int
        The place in the list that the entry had before it was taken out; -1 for the end.
    new_key : str
        What it is called afterwards, where that is something else.
    """

    part: str
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: int = -1
    new_key: str = ""

    @property
    def inverse(self) -> Edit:
        """What takes it back."""
        return Edit(self.part, self.new_key or self.key, self.after, self.before, self.at, self.key)

    def as_json(self) -> dict[str, Any]:
        """As a line of the journal holds it."""
        return {
            "part": self.part, "key": self.key, "before": self.before, "after": self.after,
            "at": self.at, "new_key": self.new_key,
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Edit:
        """From a line of the journal."""
        return cls(*(value[name] for name in ("part", "key", "before", "after", "at", "new_key")))


def key_of(part: str, entry: Mapping[str, Any], law: Law) -> str:
    """What an entry of a list is called: the same in every run, for as long as it is that entry.

    Parameters
    ----------
    part : str
        The list that it stands in.
    entry : mapping
        As written.
    law : Law
        Says from what an id is derived, where a curator gives none.
    """
    if part == "rejected":
        return str(entry["proposal"])
    if part == "set_aside":
        words = f"{entry.get('nth', 1)}\x1f{entry['quote']}"
        return f"aside-{hashlib.sha256(words.encode()).hexdigest()[:12]}"
    if "id" in entry:
        return str(entry["id"])
    table = law.tables[part]
    cells = {name: str(entry.get(table.entry_key(name), "")) for name in table.column_names}
    return link_id(table, cells)


def edited(
    reading: Mapping[str, Any], edits: Iterable[Edit], law: Law
) -> tuple[dict[str, Any], tuple[Edit, ...]]:
    """A reading after edits, and the edits with the places where they were made.

    Parameters
    ----------
    reading : mapping
        Not changed.
    edits : iterable of Edit
        In order.
    law : Law
        For the keys of entries.

    Raises
    ------
    DataError
        E802 where an entry is not what it was when the edit was made, E803 where it takes the id
        of another.
    """
    lists: dict[str, list[Any]] = {}
    made = []
    for edit in edits:
        if edit.part not in lists:
            lists[edit.part] = list(reading.get(edit.part, ()))
        made.append(_made(edit, lists[edit.part], law))
    value = {**reading, **lists}
    return {part: entries for part, entries in value.items() if entries != []}, tuple(made)


def _made(edit: Edit, entries: list[Any], law: Law) -> Edit:
    """Make an edit in a list, and say where."""
    at = place_of(edit.part, edit.key, entries, law)
    there = entries[at] if at >= 0 else None
    if there != edit.before:
        raise DataError(
            "E802",
            f"{edit.key} was changed since: the decision cannot be taken over as it was made.",
            "look at it as it is now, and decide again",
        )
    if edit.after is None:
        del entries[at]
        return replace(edit, at=at)
    name = key_of(edit.part, edit.after, law)
    if name != edit.key and place_of(edit.part, name, entries, law) >= 0:
        raise DataError("E803", f"{name} is in the reading already.", "give it another id")
    if there is not None:
        entries[at] = dict(edit.after)
    else:
        entries.insert(edit.at if edit.at >= 0 else len(entries), dict(edit.after))
    return edit if name == edit.key else replace(edit, new_key=name)


def place_of(part: str, key: str, entries: Sequence[Any], law: Law) -> int:
    """Where in a list an entry stands; -1 where it does not."""
    return next(
        (
            at
            for at, entry in enumerate(entries)
            if isinstance(entry, dict) and key_of(part, entry, law) == key
        ),
        -1,
    )


def entry_of(reading: Mapping[str, Any], part: str, key: str, law: Law) -> Entry | None:
    """An entry of a reading by its list and key."""
    entries = reading.get(part, ())
    at = place_of(part, key, entries, law)
    return entries[at] if at >= 0 else None
