"""The records of a resource, from whatever it is written in: delimited text, JSON, JSON Lines."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from depositary import jsontext
from depositary.checks.blocks import is_plain
from depositary.checks.dialects import codec
from depositary.checks.ledger import Fault
from depositary.checks.limits import JSON_VALUES
from depositary.checks.lineends import LineEnds
from depositary.checks.records import Held, delimited, text_lines
from depositary.checks.recordstream import Records
from depositary.checks.stores import unpacked
from depositary.checks.streams import TooLargeError
from depositary.checks.textfiles import TextFiles
from depositary.checks.troubles import ENDS, Marks, tell_end, tell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depositary.checks.dialects import Dialect
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record
    from depositary.checks.recordstream import Source
    from depositary.checks.stores import Store
    from depositary.jsontext import Document, Pointer

DELIMITED = frozenset({"csv", "tsv"})
JSON_LINES = frozenset({"jsonl", "ndjson"})
PARQUET = frozenset({"parquet", "parq"})
_WHOLE_LIMIT_BYTES = 1 << 28


class Sheet(NamedTuple):
    """Where a table stands and how it is written.

    Parameters
    ----------
    paths : tuple of str
        Its files; none where it is inline.
    form : str
        ``csv``, ``tsv``, ``json``, ``jsonl``, ``ndjson``, ``parquet``, ``parq`` or ``inline``.
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

    def source(self, store: Store, ledger: TableLedger, *, marks: bool) -> Source:
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
            From the source, without ``marks``.
        """
        if self.form == "inline":
            return Records(self._inline(ledger), self.dialect)
        if self.form in DELIMITED and is_plain(self.dialect):
            open_file = self._opens_utf8(store, codec(self.encoding, b""))
            if open_file is not None:
                return TextFiles(self.paths, open_file, self.dialect, self.encoding, ledger)
        if self.form in PARQUET:
            read = self._from_parquet(store, ledger)
        elif self.form == "json":
            read = self._from_json(store, ledger)
        elif self.form in JSON_LINES:
            read = self._from_lines(store, ledger, marks=marks)
        else:
            read = self._from_text(store, ledger, marks=marks)
        return Records(_guarded(read, ledger), self.dialect)

    def opened(self, store: Store, path: str) -> BinaryIO | Fault:
        """One of its files, unpacked, open for reading; or why not."""
        packed = store.open(path)
        if isinstance(packed, Fault):
            return packed
        return unpacked(packed, self.compression, path, self.inner)

    def _opens_utf8(self, store: Store, name: str) -> Callable[[str], BinaryIO | Fault] | None:
        """What opens its files as UTF-8; None where they cannot be read as that."""
        if name == "utf-8-sig":
            return partial(self.opened, store)
        from depositary.checks.recoding import is_by_byte, recoded

        def opened(path: str) -> BinaryIO | Fault:
            source = self.opened(store, path)
            return source if isinstance(source, Fault) else recoded(source, name)

        return opened if is_by_byte(name) else None

    def _inline(self, ledger: TableLedger) -> Iterator[Record]:
        if isinstance(self.inline, str):
            lines = io.StringIO(self.inline, newline="")
            return iter(delimited(Held(lines), self.dialect, ledger.file, ledger.trouble))
        from depositary.checks.jsonrows import Rows

        rows = Rows(self.dialect, self.field_names, ledger, named=True)
        return rows.of_value(self.inline, ledger.file, self.document, self.pointer)

    def _from_json(self, store: Store, ledger: TableLedger) -> Iterator[Record]:
        from depositary.checks.jsonrows import Rows, value_at

        rows = Rows(self.dialect, self.field_names, ledger)
        for path in self.paths:
            source = self.opened(store, path)
            if isinstance(source, Fault):
                ledger.write(path, (0, 0), 0, source)
                continue
            with source:
                content = _whole(source)
                if sum(map(content.count, (b",", b"[", b"{"))) > JSON_VALUES:
                    raise TooLargeError
            document, findings = jsontext.parse(content, path)
            ledger.adopt(findings)
            if document is not None:
                value, pointer = value_at(document.value, self.dialect.member)
                yield from rows.of_value(value, path, document, pointer)

    def _from_lines(self, store: Store, ledger: TableLedger, *, marks: bool) -> Iterator[Record]:
        from depositary.checks.jsonrows import Rows

        rows = Rows(self.dialect, self.field_names, ledger)
        for path in self.paths:
            source = self.opened(store, path)
            if isinstance(source, Fault):
                ledger.write(path, (0, 0), 0, source)
                continue
            with source:
                yield from rows.of_lines(self._lines(source, marks=marks), path)

    def _from_parquet(self, store: Store, ledger: TableLedger) -> Iterator[Record]:
        from depositary.checks.parquetrows import parquet_records

        shift, header, record = 0, None, None
        for path in self.paths:
            source = self.opened(store, path)
            if isinstance(source, Fault):
                ledger.write(path, (0, 0), 0, source)
                continue
            with source:
                seekable = source if source.seekable() else io.BytesIO(_whole(source))
                for record in parquet_records(seekable, path, ledger, header):
                    header = header or record
                    record.number += shift
                    yield record
            # The names of the columns, which every file has, are counted once.
            shift = record.number - 1 if record else 0

    def _from_text(self, store: Store, ledger: TableLedger, *, marks: bool) -> Iterator[Record]:
        shift, last, header = 0, 0, None
        marked = Marks(ledger, self.encoding) if marks else None
        for path in self.paths:
            source = self.opened(store, path)
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

    def _lines(self, source: BinaryIO, *, marks: bool) -> Iterator[str]:
        beginning = source.peek(4) if isinstance(source, io.BufferedReader) else b""
        if isinstance(source, io.BytesIO):
            beginning = source.getvalue()[:4]
        errors = "depositary-mark" if marks else "strict"
        terminator = "" if self.form in JSON_LINES else self.dialect.terminator
        return text_lines(source, codec(self.encoding, beginning), errors, terminator)

    def _records_of(
        self, source: BinaryIO, path: str, ledger: TableLedger, *, marks: bool
    ) -> Iterator[Any]:
        lines = self._lines(source, marks=marks)
        tell = partial(tell_of, path, ledger.trouble)
        ends = LineEnds(path)
        try:
            for record in delimited(Held(lines), self.dialect, path, tell):
                ends.see(record)
                yield record
        finally:
            ends.tell(ledger)


def _whole(source: BinaryIO) -> bytes:
    content = source.read(_WHOLE_LIMIT_BYTES + 1)
    if len(content) > _WHOLE_LIMIT_BYTES:
        raise TooLargeError
    return content


def _guarded(records: Iterator[Any], ledger: TableLedger) -> Iterator[Any]:
    """The records; an end before their end is written down."""
    try:
        yield from records
    except UnicodeDecodeError:
        raise
    except ENDS as error:
        tell_end(error, ledger, ledger.file)
