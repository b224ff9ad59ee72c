"""Is every key unique, and does every reference find its row?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from depositary.checks.fields import is_nan
from depositary.checks.ledger import Fault
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depositary.checks.cells import Column
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record

_HINTS = 25
_HINT_CHOICES = 50_000


@dataclass(slots=True)
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

    resource: str
    fields: tuple[str, ...]
    keys: set[object] = field(default_factory=set)
    is_complete: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are keys of a target."""

    fields: tuple[str, ...]
    target: Target


@dataclass(slots=True)
class _Uniqueness:
    """Columns whose values together should be different in every row."""

    code: str
    kind: str
    names: tuple[str, ...]
    at: tuple[int, ...]
    key: Callable[[Sequence[Any]], Any]
    seen: dict[object, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Reference:
    """A foreign key, and the rows that wait for its target to be complete."""

    names: tuple[str, ...]
    at: tuple[int, ...]
    key: Callable[[Sequence[Any]], Any]
    target: Target
    waiting: list[tuple[Any, str, tuple[int, int], int]] = field(default_factory=list)
    hints: int = 0


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


def _is_missing(key: Any, size: int) -> bool:
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
        self._unique = [
            _Uniqueness("E207", "unique-error", (each.name,), (at,), itemgetter(at))
            for at, each in enumerate(columns)
            if each.is_unique
        ]
        self._unique += self._groups(schema.get("uniqueKeys"))
        self._primary = self._uniqueness("E301", "primary-key", names(schema.get("primaryKey")))
        self._references = [
            _Reference(each.fields, at, itemgetter(*at), each.target)
            for each in foreign
            if (at := self._at(each.fields))
        ]
        self._feeds = [
            (itemgetter(*at), len(at), each) for each in feeds if (at := self._at(each.fields))
        ]
        for each in feeds:
            each.is_known = each.is_known and bool(self._at(each.fields))

    def _at(self, fields: tuple[str, ...]) -> tuple[int, ...]:
        """Where columns stand; empty where one of them does not."""
        at = tuple(self._index.get(self._fold(name), -1) for name in fields)
        return () if -1 in at else at

    def _uniqueness(self, code: str, kind: str, fields: tuple[str, ...]) -> _Uniqueness | None:
        at = self._at(fields)
        return _Uniqueness(code, kind, fields, at, itemgetter(*at)) if at else None

    def _groups(self, given: object) -> list[_Uniqueness]:
        groups = [names(group) for group in given] if isinstance(given, list) else []
        found = (self._uniqueness("E304", "unique-error", group) for group in groups)
        return [each for each in found if each is not None]

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to look at."""
        return not (self._unique or self._primary or self._references or self._feeds)

    def see(self, record: Record, values: Sequence[Any], ledger: TableLedger) -> None:
        """Look at a row; ``values`` stand as the columns do, None where there is none."""
        for unique in self._unique:
            key = unique.key(values)
            if key is not None and (len(unique.at) == 1 or None not in key):
                self._see_unique(unique, key, record, ledger)
        if self._primary:
            self._see_primary(self._primary, record, values, ledger)
        for get, size, target in self._feeds:
            key = get(values)
            if not _is_missing(key, size):
                _add(target.keys, key)
        for reference in self._references:
            key = reference.key(values)
            if not _is_missing(key, len(reference.at)):
                self._see_reference(reference, key, record, ledger)

    def _see_unique(
        self, unique: _Uniqueness, key: Any, record: Record, ledger: TableLedger
    ) -> None:
        try:
            before = unique.seen.setdefault(key, record.number)
        except TypeError:  # a list or an object
            before = unique.seen.setdefault(key_of(key), record.number)
        if before != record.number:
            parts = key if len(unique.at) > 1 else (key,)
            words = f"{_together(parts)} stands in row {before} already, and should be different "
            words += f"in every row ({', '.join(unique.names)})."
            hint = "correct or remove one of the two rows"
            fault = Fault(unique.code, unique.kind, words, hint, _plain(parts))
            ledger.add(record, unique.at[0], fault, ", ".join(unique.names))

    def _see_primary(
        self, primary: _Uniqueness, record: Record, values: Sequence[Any], ledger: TableLedger
    ) -> None:
        key = primary.key(values)
        size = len(primary.at)
        if key is None or (size > 1 and None in key):
            empty = [at for at in primary.at if values[at] is None]
            column = ", ".join(primary.names)
            words = f"The row has no value in its primary key ({column})."
            ledger.add(
                record, empty[0], Fault("E302", "primary-key", words, "fill the key"), column
            )
        if not _is_missing(key, size):
            self._see_unique(primary, key, record, ledger)

    def _see_reference(
        self, reference: _Reference, key: Any, record: Record, ledger: TableLedger
    ) -> None:
        target = reference.target
        if not target.is_known or _has(target.keys, key):
            return
        place = record.place(reference.at[0])
        if target.is_complete:
            self._lost(reference, key, record.file, place, record.number, ledger)
        else:
            reference.waiting.append((key, record.file, place, record.number))

    def settle(self, ledger: TableLedger) -> None:
        """Report the references that waited for their target, now that it is complete."""
        for reference in self._references:
            waiting, reference.waiting = reference.waiting, []
            for key, file, place, row in waiting:
                if reference.target.is_known and not _has(reference.target.keys, key):
                    self._lost(reference, key, file, place, row, ledger)

    def _lost(
        self,
        reference: _Reference,
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
        if reference.hints < _HINTS and len(parts) == 1 and len(target.keys) <= _HINT_CHOICES:
            reference.hints += 1
            hint = did_you_mean(key, sorted(map(str, target.keys))) or hint
        fault = Fault("E303", "foreign-key", words, hint, _plain(parts))
        ledger.write_limited(file, place, row, fault, ", ".join(reference.names))


def _add(keys: set[object], key: Any) -> None:
    try:
        keys.add(key)
    except TypeError:  # a list or an object
        keys.add(key_of(key))


def _has(keys: set[object], key: Any) -> bool:
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
