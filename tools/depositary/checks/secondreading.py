"""What is wrong with keys that went to disk, and where in the file do they stand?

A shelf tells rows by their numbers. Those few are read once more, and reported as they would have
been the first time: with their values and their places.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.checks.batches import Batch
from depositary.checks.exact import header_of, values_of
from depositary.checks.ledger import TableLedger
from depositary.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from depositary.checks.holdings import Reference, Target, Uniqueness
    from depositary.checks.keys import Keys
    from depositary.checks.records import Record
    from depositary.checks.resources import Resource
    from depositary.checks.shelves import Shelf
    from depositary.checks.stores import Store

    Report = Callable[[Record, Sequence[Any], Mapping[int, Sequence[Any]]], None]
    """Takes a row, its values, and those of rows before that it is compared with."""


class _Open(NamedTuple):
    """What is open about the rows of a table.

    Parameters
    ----------
    reports : dict
        What is to be reported of each row.
    compared : set of int
        Rows that others are compared with.
    beyond : int
        How much more there is, which is only counted.
    """

    reports: dict[int, list[Report]]
    compared: set[int]
    beyond: int


def settle_on_disk(table: Resource, keys: Keys, ledger: TableLedger, store: Store) -> None:
    """Report the keys of a table that are on disk, now that all tables were read.

    Parameters
    ----------
    table : Resource
        How it is read.
    keys : Keys
        Those of it.
    ledger : TableLedger
        Where findings go.
    store : Store
        Where its files are.

    Raises
    ------
    Unavailable
        E107 where keys do not fit on the disk either, or the file is no longer what it was.
    """
    still = _open(keys, ledger)
    if table.sheet is not None and still.reports:
        told = TableLedger(ledger.resource, ledger.file)
        with closing(table.sheet.source(store, told, marks=True)) as source:
            header_of(table.sheet.dialect, source, told)
            _report(still, source.parts(keys.columns), keys, ledger)
    ledger.unlisted += still.beyond + sum(map(len, still.reports.values()))


def _open(keys: Keys, ledger: TableLedger) -> _Open:
    """What shelves answer, no more of each kind than can be listed."""
    reports: dict[int, list[Report]] = defaultdict(list)
    compared: set[int] = set()
    beyond = 0
    for unique in keys.every_unique:
        if unique.shelf is not None:
            repeats, total = unique.shelf.repeats(ledger.room)
            twins, more = unique.shelf.twins(ledger.room)
            beyond += total - len(repeats) + more - len(twins)
            for row, first in repeats:
                reports[row].append(partial(_repeated, keys, unique, first, ledger))
            for row, first in twins:
                reports[row].append(partial(_twin, keys, unique, first, ledger))
            compared.update(first for _, first in twins)
    for reference in keys.references:
        target, shelf = reference.target, reference.shelf
        if shelf is not None and target.is_known:
            missing, total = shelf.missing_in(_known(target, shelf), ledger.room)
            beyond += total - len(missing)
            for row in missing:
                reports[row].append(partial(_lost, keys, reference, ledger))
    return _Open(reports, compared, beyond)


def _report(
    still: _Open, parts: Iterator[Batch | Iterable[Record]], keys: Keys, ledger: TableLedger
) -> None:
    """Report rows as long as there is room; what is left of ``still`` is only counted."""
    compared: dict[int, Sequence[Any]] = {}
    for record in _records(parts, sorted(still.reports.keys() | still.compared)):
        values = values_of(keys.columns, record)
        if record.number in still.compared:
            compared[record.number] = values
        for report in still.reports.pop(record.number, ()):
            report(record, values, compared)
        if not (still.reports and ledger.room):
            return
    words = f"{ledger.file} has changed while it was checked."
    raise Unavailable("E107", words, "check it again")


def _known(target: Target, beside: Shelf) -> Shelf:
    """The keys of a target on disk, also where they are few and stayed in memory."""
    if target.shelf is not None:
        return target.shelf
    shelf = beside.another()
    shelf.put_all(target.keys, 0)
    return shelf


def _records(parts: Iterator[Batch | Iterable[Record]], rows: Sequence[int]) -> Iterator[Record]:
    """The records with these numbers, which are in order."""
    wanted = set(rows)
    for part in parts:
        if isinstance(part, Batch):
            first = bisect_left(rows, part.number)
            after = bisect_left(rows, part.number + part.count)
            yield from (part.record(row - part.number) for row in rows[first:after])
        else:
            yield from (record for record in part if record.number in wanted)


def _repeated(
    keys: Keys,
    unique: Uniqueness,
    first: int,
    ledger: TableLedger,
    record: Record,
    values: Sequence[Any],
    _compared: Mapping[int, Sequence[Any]],
) -> None:
    keys.repeated(unique, unique.key(values), first, record, ledger)


def _twin(
    keys: Keys,
    unique: Uniqueness,
    first: int,
    ledger: TableLedger,
    record: Record,
    values: Sequence[Any],
    compared: Mapping[int, Sequence[Any]],
) -> None:
    before = unique.key(compared[first]), first
    keys.twin(unique, unique.key(values), before, record, ledger)


def _lost(
    keys: Keys,
    reference: Reference,
    ledger: TableLedger,
    record: Record,
    values: Sequence[Any],
    _compared: Mapping[int, Sequence[Any]],
) -> None:
    place = record.place(reference.at[0])
    key = reference.key(values)
    keys.lost(reference, key, record.file, place, record.number, ledger)
