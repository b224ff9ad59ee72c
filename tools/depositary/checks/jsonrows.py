"""Which records does a list of JSON rows hold, each a list or an object?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import jsontext
from depositary.checks.ledger import Fault
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.checks.dialects import Dialect
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record
    from depositary.findings import Finding
    from depositary.jsontext import Document, Pointer


# What stands for a byte that is no text, in lines that are read in spite of it.
_NO_TEXT = re.compile("[\udc80-\udcff]")
_DOUBTFUL = re.compile(r"NaN|Infinity|\\u|[0-9.]{19}|[eE]\+?[0-9]{3}")


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

    def place(self, index: int | None) -> tuple[int, int]:
        """The line and character column, both from 1, of a cell; of the record for None."""
        if self.document is None:
            return self.line, 1 if self.line else 0
        step: tuple[str | int, ...] = () if index is None else (index,)
        if self.keys and index is not None:
            step = (self.keys[index],) if index < len(self.keys) else ()
        line, column = self.document.place((*self.pointer, *step))
        return line + max(self.line - 1, 0), column


def value_at(value: Any, member: str) -> tuple[Any, Pointer]:
    """What a JSON value holds under a name, or under a path of names with dots; and where.

    Examples
    --------
    >>> value_at({"a": {"rows": [1]}}, "a.rows"), value_at({"a.b": [1]}, "a.b")
    (([1], ('a', 'rows')), ([1], ('a.b',)))
    """
    if isinstance(value, dict) and member in value:
        return value[member], (member,)
    pointer = tuple(filter(None, member.split(".")))
    for step in pointer:
        value = value.get(step) if isinstance(value, dict) else None
    return value, pointer


@dataclass(slots=True)
class Rows:
    """Reads the rows of a table: lists, the first of which is the header, or objects.

    Parameters
    ----------
    dialect : Dialect
        Whether there is a header, and what the rows should be.
    field_names : sequence of str
        Of the schema.
    ledger : TableLedger
        What is no row is written down here.
    named : bool
        Objects are read by the fields of the schema, not by what the first of them has.
    number : int
        Of the last record.
    """

    dialect: Dialect
    field_names: Sequence[str]
    ledger: TableLedger
    named: bool = False
    number: int = 0
    _is_keyed: bool | None = None
    _keys: Sequence[str] = ()
    _header: Any = None

    def of_value(
        self, value: Any, file: str, document: Document | None, pointer: Pointer
    ) -> Iterator[Record]:
        """The records of a list of rows."""
        if not isinstance(value, list):
            place = document.place(pointer) if document else (0, 0)
            words = "The data is not a list of rows, each a list or an object."
            self.ledger.write(file, place, 0, Fault("E114", "source-error", words))
            return
        is_first = True
        for at, row in enumerate(value):
            if not (is_first and self._repeats(row)):
                yield from self._records(row, file, 0, document, (*pointer, at))
            is_first = False

    def of_lines(self, lines: Iterator[str], file: str) -> Iterator[Record]:
        """The records of JSON Lines: a row on each line; a blank line is none."""
        is_first = True
        for line, text in enumerate(lines, 1):
            if not text.strip():
                continue
            unread = _NO_TEXT.search(text)
            if unread:
                self._report_bytes(file, line, unread)
                continue
            document, findings = _document(text.rstrip("\r\n"), file)
            number = self.number + 1
            self.ledger.adopt([found._replace(line=line, row=number) for found in findings])
            if document is None:
                self.number = number
            elif not (is_first and self._repeats(document.value)):
                yield from self._records(document.value, file, line, document, ())
            is_first = False

    def _repeats(self, row: Any) -> bool:
        """Whether the first row of a further file is its header, which is that of the table."""
        return isinstance(row, list) and row == self._header

    def _report_bytes(self, file: str, line: int, unread: re.Match[str]) -> None:
        self.number += 1
        byte = f"0x{ord(unread[0]) - 0xDC00:02x}"
        words = f"Byte {byte} is not text; the row is not read."
        fault = Fault("E102", "encoding-error", words, "save the file as UTF-8", byte)
        self.ledger.write(file, (line, unread.start() + 1), self.number, fault)

    def _records(
        self, row: Any, file: str, line: int, document: Document | None, where: Pointer
    ) -> Iterator[Record]:
        """The record of a row, after that of the header which objects imply."""
        if self._is_keyed is None:
            self._begin(row)
        if self._is_keyed and not self._keys and isinstance(row, dict):
            self._keys = self._keys_of(row)
            if self.dialect.header_rows:
                self.number += 1
                yield ValueRecord(self.number, line, file, self._keys, document, where[:-1])
        self.number += 1
        if not isinstance(row, dict if self._is_keyed else list):
            record = ValueRecord(self.number, line, file, [], document, where)
            kind = "an object" if self._is_keyed else "a list"
            words = f"Row {self.number} is not {kind}, as the others should be: {shown(row)}."
            fault = Fault("E114", "source-error", words)
            self.ledger.write_limited(file, record.place(None), self.number, fault)
            return
        cells = list(map(row.get, self._keys)) if isinstance(row, dict) else list(row)
        yield ValueRecord(self.number, line, file, cells, document, where, self._keys)

    def _begin(self, row: Any) -> None:
        """Learn from the first row what the others are."""
        self._header = row if self.dialect.header_rows else None
        wanted = {"array": False, "object": True}.get(self.dialect.item_type)
        self._is_keyed = isinstance(row, dict) if wanted is None else wanted

    def _keys_of(self, row: Mapping[str, Any]) -> Sequence[str]:
        """What the columns of objects are called.

        An object has no order (RFC 8259, section 1): its keys stand in that of the schema.
        """
        if self.dialect.keys or (self.named and self.field_names):
            return (self.named and self.field_names) or self.dialect.keys
        known = [name for name in self.field_names if name in row]
        return [*known, *(key for key in row if key not in set(known))]


def _document(text: str, file: str) -> tuple[Document | None, list[Finding]]:
    """What a line says, read strictly; as quickly as can be where nothing in it is doubtful."""
    if not _DOUBTFUL.search(text):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return jsontext.parse(text.encode(), file)
        # Each key has a colon: where there are no more of these, no key stands twice.
        if text.count(":") == (len(value) if isinstance(value, dict) else 0):
            return jsontext.Document(file, text, value), []
    return jsontext.parse(text.encode(), file)
