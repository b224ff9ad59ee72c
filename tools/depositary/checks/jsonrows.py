"""Which records does a list of JSON rows hold, each a list or an object?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import jsontext
from depositary.checks.ledger import Fault
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.checks.dialects import Dialect
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record
    from depositary.jsontext import Document, Pointer


@dataclass(slots=True)
class ValueRecord:
    """A record of JSON: a list, or an object by its keys.

    Parameters
    ----------
    number : int
        From 1; the header that objects imply is counted.
    line : int
        Physical line on which it begins, 0 where it has none.
    file : str
        Path as findings show it.
    cells : sequence
        In the order of the header.
    document : Document, optional
        The text that it stands in.
    pointer : tuple
        Where in that.
    keys : sequence of str
        Of an object; empty for a list.
    """

    number: int
    line: int
    file: str
    cells: Sequence[object]
    document: Document | None = None
    pointer: Pointer = ()
    keys: Sequence[str] = ()

    def place(self, index: int) -> tuple[int, int]:
        """The line and character column, both from 1, of a cell."""
        if self.document is None:
            return self.line, 1 if self.line else 0
        step: tuple[str | int, ...] = (index,)
        if self.keys:
            step = (self.keys[index],) if index < len(self.keys) else ()
        line, column = self.document.place((*self.pointer, *step))
        return line + max(self.line - 1, 0), column


def value_at(value: Any, pointer: Sequence[str | int]) -> Any:
    """What stands in a JSON value at a pointer; None where nothing does."""
    for step in pointer:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def row_records(
    rows: Any,
    field_names: Sequence[str],
    dialect: Dialect,
    ledger: TableLedger,
    document: Document | None = None,
    pointer: Pointer = (),
) -> Iterator[Record]:
    """The records of JSON rows: lists, the first of which is the header, or objects."""
    if not isinstance(rows, list) or (rows and not isinstance(rows[0], list | dict)):
        place = document.place(pointer) if document else (0, 0)
        words = "The data is not a list of rows, each a list or an object."
        ledger.write(ledger.file, place, 0, Fault("E114", "source-error", words))
        return
    keys: Sequence[str] = ()
    if rows and isinstance(rows[0], dict):
        keys = field_names or dialect.keys or list(rows[0])
    if keys and dialect.header_rows:
        yield ValueRecord(1, 0, ledger.file, keys, document, pointer)
    number = 1 if keys and dialect.header_rows else 0
    for at, row in enumerate(rows):
        number += 1
        where = (*pointer, at)
        if not isinstance(row, dict if keys else list):
            record = ValueRecord(number, 0, ledger.file, [], document, where)
            words = f"Row {number} is not {'an object' if keys else 'a list'}, as those before are."
            ledger.add(record, 0, Fault("E114", "source-error", words))
            continue
        cells = _cells(row, keys)
        yield ValueRecord(number, 0, ledger.file, cells, document, where, keys)


def _cells(row: Any, keys: Sequence[str]) -> Sequence[object]:
    return [row.get(key) for key in keys] if keys else row


def json_lines(
    lines: Iterator[str], path: str, names: Sequence[str], ledger: TableLedger
) -> Iterator[Record]:
    """The records of JSON Lines: a list or an object on each line; a blank line is none."""
    keys: Sequence[str] | None = None
    number = 0
    for line, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            words = f"The line is not JSON: {getattr(error, 'msg', error)}."
            place = line, getattr(error, "colno", 1)
            ledger.write(path, place, number + 1, Fault("E101", "source-error", words))
            continue
        if keys is None:
            is_object = isinstance(row, dict)
            keys = (names or list(row)) if is_object else ()
            if keys:
                number += 1
                yield ValueRecord(number, line, path, keys)
        number += 1
        if not isinstance(row, dict if keys else list):
            words = f"{shown(text.strip())} is not {'an object' if keys else 'a list'}."
            ledger.write(path, (line, 1), number, Fault("E114", "source-error", words))
            continue
        cells = _cells(row, keys)
        document = jsontext.Document(path, text, row)
        yield ValueRecord(number, line, path, cells, document, (), keys)
