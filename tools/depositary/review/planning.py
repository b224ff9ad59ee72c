"""What a decision comes to: which entries of the reading change, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.errors import CallError, DataError
from depositary.ids import slug
from depositary.review.decisions import UNTOLD
from depositary.review.edits import Edit, entry_of, key_of
from depositary.review.entries import (
    became,
    called,
    defines,
    given,
    joined,
    references,
    replaced,
    telling,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.review.decisions import Decision, Proposed
    from depositary.review.edits import Entry
    from depositary.schema import Law, Table

_LONGEST_NAME = 48


class Planner:
    """Works out what decisions change.

    Parameters
    ----------
    reading : mapping
        As it is.
    proposed : Proposed
        What may be accepted.
    law : Law
        For the tables and the keys of entries.
    is_taken : callable
        Whether an id was given to a record, anywhere in the register, ever.
    """

    def __init__(
        self,
        reading: Mapping[str, Any],
        proposed: Proposed,
        law: Law,
        is_taken: Callable[[str], bool],
    ) -> None:
        self._reading, self._proposed, self._law = reading, proposed, law
        self._is_taken = is_taken
        self._became = became(reading, law)
        self._turned_down = {str(each["proposal"]) for each in reading.get("rejected", ())}
        self._given = given(reading, self._became)
        self._new: set[str] = set()
        self._edits: list[Edit] = []

    def edits(self, decision: Decision) -> tuple[Edit, ...]:
        """The edits that a decision comes to; none where it leaves the reading as it is.

        Raises
        ------
        CallError
            E805 for a key that no proposal and no record of this reading has.
        DataError
            E806 for an entry that refers to a proposal that was turned down, E803 for an id that
            is given already.
        """
        match decision.op:
            case "accept" | "split":
                keys = decision.keys * (len(decision.entries) if decision.op == "split" else 1)
                entries = decision.entries or map(self._entry, keys)
                self._accept([*zip(keys, entries, strict=True)])
            case "merge":
                self._merge(decision.keys[0], decision.into)
            case "reject":
                for key in decision.keys:
                    self._turn_down(key, {"reason": decision.reason.strip() or UNTOLD})
            case "add":
                self._add(decision.table, decision.entries[0])
            case "change":
                part, before = self._record(decision.keys[0])
                kept = {k: before[k] for k in ("proposed_by",) if k in before}
                after = {**self._linked(decision.entries[0]), **kept}
                self._edits.append(Edit(part, decision.keys[0], before, after))
            case "later" | "draft":
                for key in decision.keys:
                    self._entry(key)
            case "drop":
                part, before = self._record(decision.keys[0])
                self._edits.append(Edit(part, decision.keys[0], before, None))
        return tuple(edit for edit in self._edits if edit.before != edit.after)

    def needed(self, key: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """The undecided proposals that an entry refers to, and those that they refer to."""
        links = self._proposed.links
        is_as_proposed = entry is self._proposed.entries.get(key)
        waiting = [*(links[key] if is_as_proposed else references(entry))]
        found: dict[str, None] = {}
        for word in waiting:
            if word != key and word not in found and self._is_open(word):
                found[word] = None
                waiting += links[word]
        return tuple(found)

    def _is_open(self, word: str) -> bool:
        """Whether a word is a proposal about which nothing was decided."""
        is_decided = word in self._given or word in self._turned_down
        return word in self._proposed.entries and not is_decided and not self._is_taken(word)

    def _accept(
        self, chosen: list[tuple[str, Mapping[str, Any]]], same: tuple[str, str] = ("", "")
    ) -> None:
        """Make records of proposals, and first of those that they refer to; one may be another."""
        keys = {key for key, _ in chosen} | {same[0]}
        along = {
            needed: self._entry(needed)
            for key, entry in chosen
            for needed in self.needed(key, entry)
            if needed not in keys
        }
        # All get their names before any is written: they may refer to each other.
        named = [(key, entry, self._name(key, entry)) for key, entry in [*along.items(), *chosen]]
        if same[0]:
            self._given[same[0]] = self._given.get(same[1], same[1])
        for key, entry, name in named:
            self._take(key, entry, name)

    def _name(self, key: str, entry: Mapping[str, Any]) -> str:
        """The id of the record that a proposal becomes; empty where it follows from the entry."""
        part = self._part(key)
        table = self._law.tables.get(part)
        if table is None or table.id_columns:
            return ""
        name = str(entry.get("id", "")).strip() or key
        if name == key and defines(entry):
            before = self._became.get(key, ("",))[0]
            is_first = before and before not in self._new
            name = before if is_first else self._free(self._readable(entry, table))
        if key not in self._given or key in self._turned_down:
            self._given[key] = name
        self._new.add(name)
        return name

    def _take(self, key: str, entry: Mapping[str, Any], name: str) -> None:
        """Write a proposal as a record."""
        part = self._proposed.parts[key]
        after = self._linked(entry)
        if name:
            after = {"id": name, **without(after, "id")}
        if part != "set_aside":
            by = self._proposed.entries[key].get("proposed_by", {"extractor": "curator"})
            after["proposed_by"] = {**by, "proposal": key}
        if key in self._turned_down:
            self._edits.append(Edit("rejected", key, self._now("rejected", key), None))
            self._turned_down.remove(key)
        self._put(part, key_of(part, after, self._law), after, key)

    def _put(self, part: str, name: str, after: Entry, proposal: str) -> None:
        """Write an entry; where one only cites what there is already, that gets what it lacks."""
        before = self._now(part, name)
        if before is not None and part != "set_aside":
            if not defines(after):
                after = joined(before, after, telling(self._law, part))
            elif before.get("proposed_by", {}).get("proposal") != proposal:
                raise DataError("E803", f"{name} is in the reading already.", "give it another id")
        self._edits.append(Edit(part, name, before, after))

    def _merge(self, key: str, into: str) -> None:
        part = self._part(key)
        table = self._law.table_of(into)
        if table is None or table.name != part:
            raise DataError(
                "E807",
                f"{key} is of {part or 'no table'}; {into} is no record of that.",
                "name a record of the same table",
            )
        # Where it is the same as another proposal, that becomes the record.
        also = dict.fromkeys((into, *self.needed(key, self._entry(key))))
        waiting = [each for each in also if each != key and self._is_open(each)]
        self._accept([(each, self._entry(each)) for each in waiting], (key, into))
        into = self._given[key]
        entry = self._linked(self._entry(key))
        there = self._now(part, into)
        if there is None and not self._is_taken(into):
            raise CallError("E805", f"There is no record {into}.", "search for it by its name")
        more = {name: value for name, value in entry.items() if isinstance(value, list)}
        if there is None:
            more.pop("names", None)  # a citation adds evidence; names stand where it is defined
        after = joined(there or {"id": into}, more, telling(self._law, part))
        self._edits.append(Edit(part, into, there, after))
        self._turn_down(key, {"reason": f"The same as {into}.", "into": into})

    def _turn_down(self, key: str, words: Mapping[str, str]) -> None:
        part = self._part(key)
        for name in (key,) if part == "set_aside" else self._became.get(key, ()):
            if self._now(part, name) is not None:
                self._edits.append(Edit(part, name, self._now(part, name), None))
        before = self._now("rejected", key)
        by = self._entry(key).get("proposed_by", {})
        who = {"extractor": by["extractor"]} if "extractor" in by else {}
        self._edits.append(Edit("rejected", key, before, {"proposal": key, **words, **who}))

    def _add(self, part: str, entry: Mapping[str, Any]) -> None:
        table = self._law.tables.get(part)
        after = self._linked(entry)
        if table is not None and not table.id_columns and not str(after.get("id", "")).strip():
            after = {"id": self._free(self._readable(after, table)), **without(after, "id")}
        name = key_of(part, after, self._law)
        if self._now(part, name) is not None:
            raise DataError("E803", f"{name} is in the reading already.", "give it another id")
        self._edits.append(Edit(part, name, None, after))

    def _record(self, key: str) -> tuple[str, Entry]:
        """A record of this reading, and the list that it stands in."""
        for part in self._reading:
            if part not in ("rejected", "retired") and isinstance(self._reading[part], list):
                entry = entry_of(self._reading, part, key, self._law)
                if entry is not None:
                    return part, entry
        raise CallError("E805", f"This reading has no record {key}.", "look at the list anew")

    def _part(self, key: str) -> str:
        self._entry(key)
        return self._proposed.parts[key]

    def _entry(self, key: str) -> Mapping[str, Any]:
        if key not in self._proposed.entries:
            raise CallError("E805", f"There is no proposal {key}.", "look at the list anew")
        return self._proposed.entries[key]

    def _now(self, part: str, key: str) -> Entry | None:
        """An entry as the edits made so far leave it."""
        for edit in reversed(self._edits):
            if edit.part == part and edit.key == key:
                return None if edit.after is None else dict(edit.after)
        return entry_of(self._reading, part, key, self._law)

    def _linked(self, entry: Mapping[str, Any]) -> Entry:
        """An entry with the ids of records in place of those of proposals."""
        refused = {
            word for word in references(entry)
            if word in self._turned_down and word not in self._given
            and word in self._proposed.entries and not self._is_taken(word)
        }  # fmt: skip
        if refused:
            one = min(refused)
            raise DataError(
                "E806",
                f"It refers to {called(self._proposed.entries[one])}, which was turned down.",
                "name another record in its place, or take the reference out",
            )
        linked: Entry = replaced(entry, self._given)
        return linked

    def _readable(self, entry: Mapping[str, Any], table: Table) -> str:
        """An id in words of the entry."""
        words = []
        for column in table.label:
            value = str(entry.get(table.entry_key(column), ""))
            value = self._given.get(value, value)
            is_reference = bool(table.target_of(column))
            words.append(value.partition("-")[2] if is_reference else value)
        name = slug(" ".join(words)) if any(words) else "unnamed"
        if len(name) > _LONGEST_NAME:
            name = name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]
        return f"{table.prefix}-{name}"

    def _free(self, name: str) -> str:
        """An id that no record has."""
        wanted, number = name, 1
        while self._is_taken(wanted) or wanted in self._new:
            number += 1
            wanted = f"{name}-{number}"
        return wanted
