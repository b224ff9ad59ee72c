"""Is every key unique, and does every reference find its row?"""

from __future__ import annotations

import json
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.checks.fields import is_nan
from depositary.checks.ledger import Fault
from depositary.checks.lookalikes import Twins, difference
from depositary.checks.seen import Seen
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depositary.checks.cells import Column
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record

_HINTS = 25
_COMPARISONS = 100_000


class Target:
    """The keys that other rows refer to.

    Parameters
    ----------
    resource : str
        Whose rows they are.
    fields : tuple of str
        The columns that make the key.
    keys : set
        The keys seen so far.
    is_complete : bool
        Whether all rows were seen.
    is_known : bool
        Whether the table could be read and has the columns; without, nothing is checked.
    """

    __slots__ = ("fields", "is_complete", "is_known", "keys", "resource")

    def __init__(self, resource: str, fields: tuple[str, ...]) -> None:
        self.resource = resource
        self.fields = fields
        self.keys: set[object] = set()
        self.is_complete = False
        self.is_known = True


class ForeignKey(NamedTuple):
    """Columns whose values are keys of a target."""

    fields: tuple[str, ...]
    target: Target


class Uniqueness:
    """Columns whose values together should be different in every row."""

    __slots__ = ("at", "code", "key", "kind", "names", "seen", "twins")

    def __init__(
        self,
        code: str,
        kind: str,
        names: tuple[str, ...],
        at: tuple[int, ...],
        key: Callable[[Sequence[Any]], Any],
    ) -> None:
        self.code = code
        self.kind = kind
        self.names = names
        self.at = at
        self.key = key
        self.seen = Seen()
        self.twins: Twins | None = Twins()


class Reference:
    """A foreign key, and the rows that wait for its target to be complete."""

    __slots__ = ("at", "hints", "key", "names", "target", "waiting")

    def __init__(
        self,
        names: tuple[str, ...],
        at: tuple[int, ...],
        key: Callable[[Sequence[Any]], Any],
        target: Target,
    ) -> None:
        self.names = names
        self.at = at
        self.key = key
        self.target = target
        self.waiting: list[tuple[Any, str, tuple[int, int], int]] = []
        self.hints = 0


def key_of(value: Any) -> object:
    """A key as something that has a hash, whatever its values.

    Examples
    --------
    >>> key_of((1, [2])) == key_of((1, [2]))
    True
    """
    if isinstance(value, tuple):
        return tuple(map(key_of, value))
    if isinstance(value, list | dict):
        return "json", json.dumps(value, sort_keys=True, default=str)
    return value


def is_missing(key: Any, size: int) -> bool:
    """Whether a key has no value in any of its columns."""
    return key is None if size == 1 else all(value is None for value in key)


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
    ignores_case : bool
        Whether names of columns may differ in case.
    """

    def __init__(
        self,
        schema: Mapping[str, Any],
        columns: Sequence[Column],
        foreign: Sequence[ForeignKey],
        feeds: Sequence[Target],
        *,
        ignores_case: bool = False,
    ) -> None:
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
        for unique in (*self.unique, *((self.primary,) if self.primary else ())):
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
                add(target.keys, key)
        for reference in self.references:
            key = reference.key(values)
            if not is_missing(key, len(reference.at)):
                self.see_reference(reference, key, record, ledger)

    def _see_unique(
        self, unique: Uniqueness, key: Any, record: Record, ledger: TableLedger
    ) -> None:
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
        if not target.is_known or has(target.keys, key):
            return
        place = record.place(reference.at[0])
        if target.is_complete:
            self._lost(reference, key, record.file, place, record.number, ledger)
        else:
            reference.waiting.append((key, record.file, place, record.number))

    def settle(self, ledger: TableLedger) -> None:
        """Report the references that waited for their target, now that it is complete."""
        for reference in self.references:
            waiting, reference.waiting = reference.waiting, []
            for key, file, place, row in waiting:
                if reference.target.is_known and not has(reference.target.keys, key):
                    self._lost(reference, key, file, place, row, ledger)

    def _lost(
        self,
        reference: Reference,
        key: Any,
        file: str,
        place: tuple[int, int],
        row: int,
        ledger: TableLedger,
    ) -> None:
        target = reference.target
        where = f"{target.resource}.{', '.join(target.fields)}"
        parts = key if len(reference.at) > 1 else (key,)
        words = f"{_together(parts)} is not in {where}."
        hint = "name an existing key, or add the row"
        # Each hint looks at every key: of many keys only the first few references get one.
        left = _HINTS - reference.hints
        if left and len(parts) == 1 and (_HINTS - left + 1) * len(target.keys) <= _COMPARISONS:
            reference.hints += 1
            hint = did_you_mean(key, sorted(map(str, target.keys))) or hint
        fault = Fault("E303", "foreign-key", words, hint, _plain(parts))
        ledger.write_limited(file, place, row, fault, ", ".join(reference.names))


def add(keys: set[object], key: Any) -> None:
    """Put a key among keys, whatever its value."""
    try:
        keys.add(key)
    except TypeError:  # a list or an object
        keys.add(key_of(key))


def has(keys: set[object], key: Any) -> bool:
    """Whether a key is among keys; no number that is none ever is."""
    try:
        return key in keys and not any(map(is_nan, key if isinstance(key, tuple) else (key,)))
    except TypeError:
        return key_of(key) in keys


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
