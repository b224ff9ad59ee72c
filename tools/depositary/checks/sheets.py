"""The records of a resource, from whatever it is written in: delimited text, JSON, JSON Lines."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from depositary import jsontext
from depositary.checks.cells import Unreadable
from depositary.checks.dialects import codec
from depositary.checks.jsonrows import json_lines, row_records, value_at
from depositary.checks.ledger import Fault
from depositary.checks.records import (
    RECORD_LIMIT_CHARS,
    TooLongError,
    delimited,
    text_lines,
)
from depositary.checks.stores import unpacked
from depositary.checks.streams import READING_ERRORS, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depositary.checks.dialects import Dialect
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record, Trouble
    from depositary.checks.stores import Store
    from depositary.jsontext import Document, Pointer

DELIMITED = frozenset({"csv", "tsv"})
JSON_LINES = frozenset({"jsonl", "ndjson"})
_JSON_LIMIT_BYTES = 1 << 28
_MARKED = re.compile("[\udc00-\udcff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Stand in for bytes that are no text, one lone surrogate for each."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("depositary-mark", _mark)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a table stands and how it is written.

    Parameters
    ----------
    paths : tuple of str
        Its files; none where it is inline.
    form : str
        ``csv``, ``tsv``, ``json``, ``jsonl``, ``ndjson`` or ``inline``.
    dialect : Dialect
        How it is written.
    encoding, compression, inner : str
        As the descriptor names them.
    field_names : tuple of str
        Of the schema: objects are read by them.
    inline : object
        The data that stands in the descriptor.
    document, pointer
        The descriptor and where in it that data stands.
    """

    paths: tuple[str, ...]
    form: str
    dialect: Dialect
    encoding: str
    compression: str
    inner: str
    field_names: tuple[str, ...]
    inline: Any
    document: Document | None
    pointer: Pointer

    def records(self, store: Store, ledger: TableLedger, *, marks: bool) -> Iterator[Record]:
        """All records, in order.

        Parameters
        ----------
        store : Store
            Where the files are.
        ledger : TableLedger
            What cannot be read is written down here.
        marks : bool
            Go on after bytes that are no text, reporting the first.

        Raises
        ------
        UnicodeDecodeError
            Without ``marks``.
        """
        if self.form == "inline":
            return self._inline(ledger)
        read = self._from_json if self.form == "json" else self._from_text
        return _guarded(read(store, ledger, marks=marks), ledger)

    def _inline(self, ledger: TableLedger) -> Iterator[Record]:
        if isinstance(self.inline, str):
            lines = io.StringIO(self.inline, newline="")
            return iter(delimited(lines, self.dialect, ledger.file, ledger.trouble))
        rows = partial(row_records, self.inline, self.field_names, self.dialect, ledger)
        return rows(self.document, self.pointer)

    def _from_json(self, store: Store, ledger: TableLedger, *, marks: bool) -> Iterator[Record]:
        del marks  # JSON is UTF-8, or is not read
        for path in self.paths:
            source = self._opened(store, path)
            if isinstance(source, Fault):
                ledger.write(path, (0, 0), 0, source)
                continue
            with source:
                content = source.read(_JSON_LIMIT_BYTES + 1)
            if len(content) > _JSON_LIMIT_BYTES:
                raise TooLargeError
            document, findings = jsontext.parse(content, path)
            ledger.adopt(findings)
            if document is not None:
                pointer = tuple(filter(None, self.dialect.member.split(".")))
                rows = value_at(document.value, pointer)
                dialect, names = self.dialect, self.field_names
                yield from row_records(rows, names, dialect, ledger, document, pointer)

    def _opened(self, store: Store, path: str) -> BinaryIO | Fault:
        packed = store.open(path)
        if isinstance(packed, Fault):
            return packed
        return unpacked(packed, self.compression, path, self.inner)

    def _from_text(self, store: Store, ledger: TableLedger, *, marks: bool) -> Iterator[Record]:
        shift, last, header = 0, 0, None
        marked = _Marked(ledger, self.encoding) if marks else None
        for path in self.paths:
            source = self._opened(store, path)
            if isinstance(source, Fault):
                ledger.write(path, (0, 0), 0, source)
                continue
            shift += last
            with source:
                first_of_file = True
                for record in self._records_of(source, path, ledger, marks=marks):
                    # Every file of a table may begin with its header: it is that of the first.
                    repeats = first_of_file and header is not None and record.cells == header
                    header = record.cells if header is None else header
                    first_of_file, last = False, record.number
                    if repeats and self.dialect.header_rows:
                        shift -= 1
                        continue
                    record.number += shift
                    yield marked.seen(record) if marked else record
        if marked:
            marked.tell()

    def _records_of(
        self, source: BinaryIO, path: str, ledger: TableLedger, *, marks: bool
    ) -> Iterator[Any]:
        beginning = source.peek(4) if isinstance(source, io.BufferedReader) else b""
        if isinstance(source, io.BytesIO):
            beginning = source.getvalue()[:4]
        errors = "depositary-mark" if marks else "strict"
        lines = text_lines(source, codec(self.encoding, beginning), errors, self.dialect.terminator)
        if self.form in JSON_LINES:
            return json_lines(lines, path, self.field_names or self.dialect.keys, ledger)
        tell = partial(_tell_of, path, ledger.trouble)
        return delimited(lines, self.dialect, path, tell)


def _tell_of(path: str, tell: Callable[[Trouble], None], trouble: Trouble) -> None:
    trouble.file = path
    tell(trouble)


def _guarded(records: Iterator[Record], ledger: TableLedger) -> Iterator[Record]:
    """The records; an end before their end is written down."""
    try:
        yield from records
    except TooLongError as error:
        words = f"A line has more than {RECORD_LIMIT_CHARS} characters; what follows is not read."
        fault = Fault("E108", "source-error", words, "split the line")
        ledger.write(ledger.file, (error.line, 1), 0, fault)
    except TooLargeError:
        words = "The file holds far more than a table of its size would; it is not read on."
        ledger.write(ledger.file, (0, 0), 0, Fault("E108", "source-error", words, "split the file"))
    except UnicodeDecodeError:
        raise
    except UnicodeError as error:  # UTF-16 without its byte order mark
        fault = Fault(
            "E102", "encoding-error", f"{error}.", "name the encoding with its byte order"
        )
        ledger.write(ledger.file, (1, 1), 0, fault)
    except READING_ERRORS as error:
        words = f"The file cannot be unpacked: {error}."
        ledger.write(
            ledger.file, (0, 0), 0, Fault("E114", "compression-error", words, "pack it again")
        )


class _Marked:
    """Finds the cells that hold bytes that are no text, and reports the first."""

    def __init__(self, ledger: TableLedger, encoding: str) -> None:
        self._ledger, self._encoding = ledger, encoding
        self._first: tuple[str, tuple[int, int], int] | None = None
        self._count = 0

    def seen(self, record: Any) -> Record:  # a record of text, whose cells may be replaced
        """The record, with what cannot be read marked as such."""
        bad = [at for at, cell in enumerate(record.cells) if _MARKED.search(str(cell))]
        if bad:
            self._count += len(bad)
            raw = "".join(getattr(record, "lines", ()))
            found = _MARKED.search(raw)
            if self._first is None and found:
                place = record.place_of(found.start())
                self._first = record.file, place, ord(found[0]) - 0xDC00
            cells = list(record.cells)
            for at in bad:
                cells[at] = Unreadable(cells[at])
            record.cells = cells
        return record  # type: ignore[no-any-return]

    def tell(self) -> None:
        """Report the first byte, and how many cells there are like it."""
        if self._first:
            file, place, byte = self._first
            rest = self._count - 1
            more = f", nor is a byte of {rest} more cell{'s' * (rest > 1)}" if rest else ""
            words = f"Byte 0x{byte:02x} is not {self._encoding} text{more}."
            fault = Fault(
                "E102", "encoding-error", words, "save the file as UTF-8", f"0x{byte:02x}"
            )
            self._ledger.write(file, place, 0, fault)
