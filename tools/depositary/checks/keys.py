"""Is every key unique, and does every reference find its row?"""

from __future__ import annotations

import sys
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from depositary.checks.holdings import COMPARISONS, Reference, Uniqueness
from depositary.checks.keyvalues import has, is_missing, key_of
from depositary.checks.ledger import Fault
from depositary.checks.lookalikes import difference
from depositary.checks.seen import Seen
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.checks.cellar import Cellar, Part
    from depositary.checks.cells import Column
    from depositary.checks.holdings import ForeignKey, Target
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record

_HINTS = 25


class Keys:
    """The keys of one table, seen row by row.

    Parameters
    ----------
    schema : mapping
        Its Table Schema.
    columns : sequence of Column
        As they stand in the table.
    foreign : sequence of ForeignKey
        Those that can be checked.
    feeds : sequence of Target
        What this table is the target of.
    cellar : Cellar, optional
        Where keys go that memory has no room for; without it all are kept there.
    ignores_case : bool
        Whether names of columns may differ in case.
    """

    def __init__(
        self,
        schema: Mapping[str, Any],
        columns: Sequence[Column],
        foreign: Sequence[ForeignKey],
        feeds: Sequence[Target],
        cellar: Cellar | None = None,
        *,
        ignores_case: bool = False,
    ) -> None:
        self.columns = columns
        self._cellar = cellar
        self._fold = str.lower if ignores_case else str
        self._index = {self._fold(each.name): at for at, each in reversed([*enumerate(columns)])}
        self.unique = [
            Uniqueness("E207", "unique-error", (each.name,), (at,), itemgetter(at))
            for at, each in enumerate(columns)
            if each.is_unique
        ]
        self.unique += self._groups(schema.get("uniqueKeys"))
        self.primary = self._uniqueness("E301", "primary-key", names(schema.get("primaryKey")))
        told: set[tuple[int, ...]] = set()
        for unique in self.every_unique:
            unique.twins = None if unique.at in told else unique.twins
            told.add(unique.at)
        self.references = [
            Reference(each.fields, at, itemgetter(*at), each.target)
            for each in foreign
            if (at := self._at(each.fields))
        ]
        self.feeds = [
            (at, itemgetter(*at), each) for each in feeds if (at := self._at(each.fields))
        ]
        for each in feeds:
            each.is_known = each.is_known and bool(self._at(each.fields))

    def _at(self, fields: tuple[str, ...]) -> tuple[int, ...]:
        """Where columns stand; empty where one of them does not."""
        at = tuple(self._index.get(self._fold(name), -1) for name in fields)
        return () if -1 in at else at

    def _uniqueness(self, code: str, kind: str, fields: tuple[str, ...]) -> Uniqueness | None:
        at = self._at(fields)
        return Uniqueness(code, kind, fields, at, itemgetter(*at)) if at else None

    def _groups(self, given: object) -> list[Uniqueness]:
        groups = [names(group) for group in given] if isinstance(given, list) else []
        found = (self._uniqueness("E304", "unique-error", group) for group in groups)
        return [each for each in found if each is not None]

    def watched(self, parts: Iterator[Part]) -> Iterator[Part]:
        """The same rows; between them there is seen to it that their keys fit into memory."""
        if self._cellar is None:
            return parts
        targets = [target for _, _, target in self.feeds]
        return self._cellar.watched(parts, [*self.every_unique, *targets, *self.references])

    @property
    def waiting_bytes(self) -> int:
        """What rows may take that wait for references to be followed."""
        return sys.maxsize if self._cellar is None else self._cellar.waiting_bytes

    @property
    def every_unique(self) -> list[Uniqueness]:
        """What should be different in every row, the primary key last."""
        return [*self.unique, *([self.primary] if self.primary else [])]

    def rest(self) -> None:
        """Forget what only rows after the last would ask for."""
        for unique in self.every_unique:
            unique.seen = Seen()

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to look at."""
        return not (self.unique or self.primary or self.references or self.feeds)

    def see(self, record: Record, values: Sequence[Any], ledger: TableLedger) -> None:
        """Look at a row; ``values`` stand as the columns do, None where there is none."""
        for unique in self.unique:
            key = unique.key(values)
            if key is not None and (len(unique.at) == 1 or None not in key):
                self._see_unique(unique, key, record, ledger)
        if self.primary:
            self.see_empty(record, values, ledger)
            key = self.primary.key(values)
            if not is_missing(key, len(self.primary.at)):
                self._see_unique(self.primary, key, record, ledger)
        for at, get, target in self.feeds:
            key = get(values)
            if not is_missing(key, len(at)):
                target.add(key)
        for reference in self.references:
            key = reference.key(values)
            if not is_missing(key, len(reference.at)):
                self.see_reference(reference, key, record, ledger)

    def _see_unique(
        self, unique: Uniqueness, key: Any, record: Record, ledger: TableLedger
    ) -> None:
        if unique.shelf is not None:
            unique.shelf.put(key, record.number)
            return
        known = key
        try:
            before = unique.seen.see(known, record.number)
        except TypeError:  # a list or an object
            known = key_of(key)
            before = unique.seen.see(known, record.number)
        if before != record.number:
            self.repeated(unique, key, before, record, ledger)
        elif unique.twins and (twin := unique.twins.see(known, record.number, unique.seen)):
            self.twin(unique, key, twin, record, ledger)

    @staticmethod
    def repeated(
        unique: Uniqueness, key: Any, before: int, record: Record, ledger: TableLedger
    ) -> None:
        """Report a row whose key is that of a row before it."""
        parts = key if len(unique.at) > 1 else (key,)
        words = f"{_together(parts)} stands in row {before} already, and should be different "
        words += f"in every row ({', '.join(unique.names)})."
        hint = "correct or remove one of the two rows"
        fault = Fault(unique.code, unique.kind, words, hint, _plain(parts))
        ledger.add(record, unique.at[0], fault, ", ".join(unique.names))

    @staticmethod
    def twin(
        unique: Uniqueness, key: Any, before: tuple[Any, int], record: Record, ledger: TableLedger
    ) -> None:
        """Report a row whose key looks like that of a row before it, and is another."""
        other, row = before
        ours, theirs = (key, other) if len(unique.at) > 1 else ((key,), (other,))
        letters = difference("".join(map(str, ours)), "".join(map(str, theirs)))
        words = f"{_together(ours)} looks like {_together(theirs)} of row {row}, and is another "
        words += f"key ({letters})."
        hint = "write one of the two, if both are meant to be the same"
        fault = Fault("E215", "look-alike", words, hint, _plain(ours), "warning")
        ledger.add(record, unique.at[0], fault, ", ".join(unique.names))

    def see_empty(
        self, record: Record, values: Sequence[Any] | Mapping[int, Any], ledger: TableLedger
    ) -> None:
        """Report a row without a value in its primary key."""
        empty = [at for at in self.primary.at if values[at] is None] if self.primary else []
        if self.primary and empty:
            column = ", ".join(self.primary.names)
            words = f"The row has no value in its primary key ({column})."
            ledger.add(
                record, empty[0], Fault("E302", "primary-key", words, "fill the key"), column
            )

    def see_reference(
        self, reference: Reference, key: Any, record: Record, ledger: TableLedger
    ) -> None:
        """Report a reference that does not find its row, or remember to ask again later."""
        target = reference.target
        if not target.is_known:
            return
        if reference.shelf is not None:
            reference.shelf.put(key, record.number)
            return
        if has(target.keys, key):
            return
        place = record.place(reference.at[0])
        if target.is_complete:
            self.lost(reference, key, record.file, place, record.number, ledger)
        else:
            reference.waiting.append((key, record.file, place, record.number))

    def settle(self, ledger: TableLedger) -> None:
        """Report the references that waited for their target, now that it is complete."""
        for reference in self.references:
            if reference.shelf is not None:
                continue  # what waits there is asked together
            waiting, reference.waiting = reference.waiting, []
            for key, file, place, row in waiting:
                if reference.target.is_known and not has(reference.target.keys, key):
                    self.lost(reference, key, file, place, row, ledger)

    @staticmethod
    def lost(
        reference: Reference,
        key: Any,
        file: str,
        place: tuple[int, int],
        row: int,
        ledger: TableLedger,
    ) -> None:
        """Report a reference that does not find its row."""
        target = reference.target
        where = f"{target.resource}.{', '.join(target.fields)}"
        parts = key if len(reference.at) > 1 else (key,)
        words = f"{_together(parts)} is not in {where}."
        hint = "name an existing key, or add the row"
        # Each hint looks at every key: of many keys only the first few references get one.
        left = _HINTS - reference.hints
        is_compared = target.shelf is None and len(parts) == 1 and left
        if is_compared and (_HINTS - left + 1) * len(target.keys) <= COMPARISONS:
            reference.hints += 1
            hint = did_you_mean(key, sorted(map(str, target.keys))) or hint
        fault = Fault("E303", "foreign-key", words, hint, _plain(parts))
        ledger.write_limited(file, place, row, fault, ", ".join(reference.names))


def names(value: object) -> tuple[str, ...]:
    """The names that a key is made of: a list of them, or in version 1 a single one.

    Examples
    --------
    >>> names("id"), names(["a", "b"]), names(None)
    (('id',), ('a', 'b'), ())
    """
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _together(key: tuple[Any, ...]) -> str:
    return " with ".join("nothing" if value is None else shown(value) for value in key)


def _plain(key: tuple[Any, ...]) -> str:
    return ", ".join("" if value is None else str(value) for value in key)
