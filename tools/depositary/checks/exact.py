"""Row by row: what is wrong with this table?

This path decides what an error is and puts it into words; a faster one may only skip rows of which
it is sure. The set of (row, field, kind) that it finds is that of frictionless 5.21, but where that
differs from the standard; ``tests/checks/test_parity.py`` names each difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.batches import Batch
from depositary.checks.cells import UNKNOWN, Column
from depositary.checks.counting import count_rest, count_row
from depositary.checks.headers import Header, distinct, fields_match, labels_of
from depositary.checks.keycolumns import KeyColumns, can_see, follow, key_columns, let_follow
from depositary.checks.keys import names
from depositary.checks.ledger import Fault, TooBrokenError
from depositary.checks.limits import FIELDS
from depositary.checks.sweeps import Sweep, doubts
from depositary.checks.timings import lap
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from depositary.checks.dialects import Dialect
    from depositary.checks.keys import Keys
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record
    from depositary.checks.recordstream import Source
    from depositary.checks.rowschemas import RowJudge, RowSchema
    from depositary.checks.sweeps import Doubts


class Table:
    """What is known of a table before its rows are read.

    Parameters
    ----------
    schema : mapping
        Its Table Schema; empty where it has none.
    fields : sequence of Column
        Those of the schema.
    dialect : Dialect
        Where its header stands.
    make_keys : callable
        From the columns, as they stand in the table, to its keys.
    row_schema : RowSchema, optional
        What each row has to keep.
    """

    __slots__ = ("dialect", "fields", "make_keys", "row_schema", "schema")

    def __init__(
        self,
        schema: Mapping[str, Any],
        fields: Sequence[Column],
        dialect: Dialect,
        make_keys: Callable[[Sequence[Column]], Keys],
        row_schema: RowSchema | None = None,
    ) -> None:
        self.schema = schema
        self.fields = fields
        self.dialect = dialect
        self.make_keys = make_keys
        self.row_schema = row_schema


class Outcome:
    """What a table holds, and its keys, some of whose references may wait for other tables."""

    __slots__ = ("cells", "fields", "keys", "rows")

    def __init__(self, rows: int, cells: int, fields: int, keys: Keys) -> None:
        self.rows = rows
        self.cells = cells
        self.fields = fields
        self.keys = keys


def check_table(table: Table, source: Source, ledger: TableLedger) -> Outcome:
    """Check the header and every row of a table.

    Parameters
    ----------
    table : Table
        What it should be.
    source : Source
        All of its records, header included.
    ledger : TableLedger
        Where findings go.

    Returns
    -------
    Outcome
        Counts, and the keys. Of a table that is too broken to be read to its end there are none,
        and nothing is said of references to it.
    """
    try:
        return _checked(table, source, ledger)
    except TooBrokenError:
        return Outcome(0, 0, 0, table.make_keys([]))


def _checked(table: Table, source: Source, ledger: TableLedger) -> Outcome:
    header = header_of(table.dialect, source, ledger)
    labels = labels_of(header, table.dialect)
    first = source.peek()
    if not labels and first is None and not ledger.findings:
        _report_empty(header, ledger)
    elif header and not labels:
        words = "The header is blank; it should hold the labels of the columns."
        ledger.add(header[-1], 0, Fault("E122", "blank-header", words, "write the header"))
    fields = table.fields or _guessed(labels, first)
    mode = fields_match(table.schema)
    matching = Header(labels, fields, mode, ignores_case=table.dialect.ignores_case)
    if labels:
        matching.examine(header[-1], names(table.schema.get("primaryKey")), ledger)
    columns = matching.columns() if len(labels) <= FIELDS else []
    keys = table.make_keys(columns)
    outcome = Outcome(0, 0, len(fields), keys)
    if len(labels) > FIELDS:
        words = f"The table has {len(labels)} columns; {FIELDS} is the most."
        ledger.add(header[-1], 0, Fault("E108", "source-error", words, "split the table"))
    elif first is not None:
        judge = table.row_schema.of(columns) if table.row_schema else None
        parts = keys.watched(source.parts(columns))
        _check_parts(columns, parts, outcome, ledger, judge)
        for reference in keys.references:
            follow(keys, reference, ledger)
        keys.rest()
    return outcome


def header_of(dialect: Dialect, source: Source, ledger: TableLedger) -> list[Record]:
    """The records of the header, which are taken from the source."""
    header: list[Record] = []
    if not dialect.header_rows:
        return header
    if dialect.finds_header:
        while (record := source.take()) is not None:
            for blank in header:
                words = "A blank line stands before the header."
                ledger.add(blank, 0, Fault("E122", "blank-header", words, "remove the line"))
            header = [record]
            if any(cell not in ("", None) for cell in record.cells):
                break
        return header
    while (found := source.peek()) is not None and found.number < dialect.first_row:
        source.take()
        if found.number in dialect.header_rows:
            header.append(found)
    return header


def _report_empty(header: Sequence[Record], ledger: TableLedger) -> None:
    words = "The table is empty; its first row should hold the labels of its columns."
    fault = Fault("E122", "source-error", words, "write the header")
    if header:
        ledger.add(header[-1], 0, fault)
    else:
        ledger.write(ledger.file, (1, 1), 0, fault)


def _guessed(labels: Sequence[str], first: Record | None) -> list[Column]:
    """Columns of any type, named as the header names them, for a table without a schema."""
    width = len(labels) if labels or first is None else len(first.cells)
    called = ((labels[at] if labels else "") or f"field{at + 1}" for at in range(width))
    return [Column(name) for name in distinct(called)]


def _check_parts(
    columns: Sequence[Column],
    parts: Iterator[Batch | Iterable[Record]],
    outcome: Outcome,
    ledger: TableLedger,
    judge: RowJudge | None,
) -> None:
    primary = outcome.keys.primary
    sweeps = [
        Sweep(column, is_key=bool(primary and at in primary.at))
        for at, column in enumerate(columns)
    ]
    if judge is None:
        let_follow(outcome.keys, sweeps)
    by_column = can_see(outcome.keys, columns)
    for part in parts:
        lap("reading")
        before = outcome.rows
        if not isinstance(part, Batch):
            _check_rows(columns, part, outcome, ledger, judge)
            lap("row by row", outcome.rows - before)
        elif by_column:
            _check_batch(sweeps, part, outcome, ledger, judge)
            lap("keys")
        else:
            _check_rows(columns, map(part.record, range(part.count)), outcome, ledger, judge)
            lap("row by row", outcome.rows - before)


def _check_batch(
    sweeps: Sequence[Sweep],
    batch: Batch,
    outcome: Outcome,
    ledger: TableLedger,
    judge: RowJudge | None,
) -> None:
    columns = [sweep.column for sweep in sweeps]
    outcome.rows += batch.count
    outcome.cells += batch.cells
    every = len(columns)
    found = doubts(batch, sweeps, is_told=ledger.room > 0)
    judged: list[dict[int, Any]] = [{} for _ in columns]
    listed = _tell(columns, batch, found, judged, ledger)
    if not ledger.room:
        needed = key_columns(outcome.keys) if judge is None else range(every)
        count_rest(columns, batch, found, judged, needed, listed, ledger)
    # To pyarrow an empty line has a cell for each column.
    for row in found.whole.difference(batch.ragged):
        outcome.cells += len(batch.record(row).cells) - every
    one_by_one = set().union(*judged)
    lap("columns", len(one_by_one))
    if judge is not None:
        for row in judge.doubtful(batch, one_by_one):
            record = batch.record(row)
            values = values_of(columns, record)
            if values.count(None) < every:
                for at, fault, name in judge.faults(record.cells, values):
                    ledger.add(record, at, fault, name)
        lap("row schema")
    if not outcome.keys.is_idle:
        KeyColumns(batch, columns, judged).see(outcome.keys, ledger)


def _tell(
    columns: Sequence[Column],
    batch: Batch,
    found: Doubts,
    judged: Sequence[dict[int, Any]],
    ledger: TableLedger,
) -> int:
    """Judge what is not surely right, as long as there is room: the last row that was judged."""
    listed = -1
    for row, doubtful in found.by_row(batch) if ledger.room else ():
        if not ledger.room:
            break
        listed, record = row, batch.record(row)
        if row in found.whole:
            for at, value in enumerate(_check_row(columns, record, ledger)):
                judged[at][row] = value
            continue
        for at in doubtful:
            judged[at][row], faults = columns[at].judge(record.cells[at])
            for fault in faults:
                ledger.add(record, at, fault, columns[at].name)
    return listed


def _check_rows(
    columns: Sequence[Column],
    records: Iterable[Record],
    outcome: Outcome,
    ledger: TableLedger,
    judge: RowJudge | None,
) -> None:
    sure = [(column.passed, column.clear) for column in columns]
    width, keys = len(columns), outcome.keys
    has_keys = not keys.is_idle
    for record in records:
        cells = record.cells
        outcome.rows += 1
        outcome.cells += len(cells)
        values = _surely(sure, cells) if len(cells) == width else []
        if len(values) < width or values.count(None) == width:
            values = _check_row(columns, record, ledger)
        if judge is not None and values.count(None) < width:
            for at, fault, name in judge.faults(cells, values):
                ledger.add(record, at, fault, name)
        if has_keys:
            keys.see(record, values, ledger)


def _surely(
    sure: Sequence[tuple[dict[str, Any], Callable[[object], Any]]], cells: Sequence[Any]
) -> list[Any]:
    """The values of cells that are surely right, up to the first that is not."""
    values = []
    for (passed, clear), cell in zip(sure, cells, strict=True):
        value = passed.get(cell, UNKNOWN) if type(cell) is str else UNKNOWN
        if value is UNKNOWN:
            value = clear(cell)
            if value is UNKNOWN:
                break
        values.append(value)
    return values


def _check_row(columns: Sequence[Column], record: Record, ledger: TableLedger) -> list[Any]:
    """Check one row, and return its values, None for what has none or a wrong one."""
    if not ledger.room:
        return count_row(columns, record, ledger)
    cells = record.cells
    values: list[Any] = []
    found: list[tuple[int, Fault, str]] = []
    has_value = False
    for at, column in enumerate(columns):
        value, faults = column.judge(cells[at] if at < len(cells) else None)
        values.append(value)
        has_value = has_value or value is not None or any(f.code == "E201" for f in faults)
        found += [(at, fault, column.name) for fault in faults]
    if not has_value:
        words = "The row is blank."
        ledger.add(record, 0, Fault("E210", "blank-row", words, "remove the line"))
        return values
    unlisted = max(abs(len(columns) - len(cells)) - ledger.room, 0)
    found += _ragged(columns, record, ledger)
    for at, fault, name in found:
        ledger.add(record, at, fault, name)
    ledger.count(unlisted)
    return values


def values_of(columns: Sequence[Column], record: Record) -> list[Any]:
    """The values of a row, None for what has none or a wrong one."""
    cells = [*record.cells, *[None] * (len(columns) - len(record.cells))]
    return [column.judge(cell)[0] for column, cell in zip(columns, cells, strict=False)]


def _ragged(
    columns: Sequence[Column], record: Record, ledger: TableLedger
) -> list[tuple[int, Fault, str]]:
    """The cells that a row has too many or too few, no more of them than can be listed."""
    cells, width = record.cells, len(columns)
    found = []
    counts = f"The row has {_cells(cells)}, and the header {width}"
    for at in range(width, min(len(cells), width + ledger.room)):
        words = f"{counts}; {shown(cells[at])} is one too many."
        hint = "quote the value that holds the delimiter"
        found.append((at, Fault("E208", "extra-cell", words, hint, str(cells[at])), ""))
    for column in columns[len(cells) : len(cells) + ledger.room]:
        words = f"{counts}; {shown(column.name)} has none."
        fault = Fault("E209", "missing-cell", words, "add the missing cells, empty or not")
        found.append((len(cells), fault, column.name))
    return found


def _cells(cells: Sequence[object]) -> str:
    return "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
