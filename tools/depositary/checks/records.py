"""Which records does a text hold, and at which line and column does each of its cells stand?

``csv.reader`` gives the cells; physical lines are counted beside it. Where a cell stands in its
line is worked out only for a cell that a finding is about.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from functools import lru_cache, partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from depositary.checks.limits import RECORD_CHARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from depositary.checks.dialects import Dialect

_RECOVERIES = 10
_CHUNK_CHARS = 1 << 16


class Record(Protocol):
    """One record of a table."""

    number: int
    line: int
    file: str
    cells: Sequence[object]

    def place(self, index: int) -> tuple[int, int]:
        """The line and character column, both from 1, of a cell (of the end, past the last)."""


class TextRecord:
    """A record of a delimited text.

    Parameters
    ----------
    number, line, file, cells
        As of every :class:`Record`.
    lines : list of str
        The physical lines that hold it.
    dialect : Dialect
        How they were read.
    """

    __slots__ = ("cells", "dialect", "end", "file", "line", "lines", "number", "starts")

    def __init__(
        self,
        number: int,
        line: int,
        file: str,
        cells: Sequence[object],
        lines: list[str],
        dialect: Dialect,
    ) -> None:
        self.number = number
        self.line = line
        self.file = file
        self.cells = cells
        self.lines = lines
        self.dialect = dialect
        self.starts: list[int] = []
        self.end = 0

    def place(self, index: int) -> tuple[int, int]:
        """The line and character column, both from 1, of a cell (of the end, past the last)."""
        if not self.starts:
            raw = "".join(self.lines)
            self.starts = (
                _starts_of(raw, self.cells, self.dialect) or (cell_starts(raw, self.dialect)[0])
            )
            self.end = len(raw.rstrip("\r\n"))
        return self.place_of(self.starts[index] if index < len(self.starts) else self.end)

    def place_of(self, offset: int) -> tuple[int, int]:
        """The line and character column, both from 1, of an offset in the lines."""
        for number, line in enumerate(self.lines):
            if offset < len(line):
                return self.line + number, offset + 1
            offset -= len(line)
        return self.line + len(self.lines) - 1, len(self.lines[-1]) + offset + 1


class Trouble(NamedTuple):
    """What kept a part of a text from being read as records."""

    code: str
    number: int
    line: int
    column: int
    message: str
    hint: str = ""
    is_error: bool = True
    kind: str = "source-error"
    file: str = ""


def _starts_of(raw: str, cells: Sequence[object], dialect: Dialect) -> list[int]:
    """Where cells begin in a record that is well formed; nothing where it is not surely so."""
    if dialect.escape or dialect.skips_space or not dialect.doubles_quote:
        return []
    starts, at, quote = [], 0, dialect.quote
    for cell in map(str, cells):
        starts.append(at)
        is_quoted = bool(quote) and raw.startswith(quote, at)
        at += len(cell) + (2 + cell.count(quote) if is_quoted else 0)
        if not raw.startswith((dialect.delimiter, "\n", "\r"), at) and at != len(raw):
            return []
        at += 1
    return starts


def cell_starts(raw: str, dialect: Dialect) -> tuple[list[int], int | None]:
    """Where the cells of a record begin, as ``csv.reader`` splits it.

    Parameters
    ----------
    raw : str
        All lines of the record.
    dialect : Dialect
        How it is written.

    Returns
    -------
    tuple
        The offsets, and the offset of a quote that is never closed, or None.
    """
    cell = _cell(dialect)
    starts, at = [], 0
    while True:
        if dialect.skips_space:
            at += len(raw[at:]) - len(raw[at:].lstrip(" "))
        starts.append(at)
        found = cell.match(raw, at)
        if found is None:
            return starts, None
        if found["open"] and not found["close"]:
            return starts, at
        if not raw.startswith(dialect.delimiter, found.end()):
            return starts, None
        at = found.end() + len(dialect.delimiter)


@lru_cache(maxsize=8)
def _cell(dialect: Dialect) -> re.Pattern[str]:
    """A cell: quoted or not, and whatever goes on after the closing quote."""
    delimiter, quote, escape = dialect.delimiter, dialect.quote, dialect.escape
    escaped = f"|{re.escape(escape)}.?" if escape else ""
    special = re.escape(quote + escape)
    doubled = f"|{re.escape(quote * 2)}" if dialect.doubles_quote else ""
    opening = f"(?P<open>{re.escape(quote)})" if quote else "(?P<open>(?!))"
    body = f"(?:[^{special}]++{doubled}{escaped})*+" if quote else ""
    # Where a quote may be doubled, the reader takes the sign after a closing one as it is.
    literal = f"{re.escape(escape)}?" if dialect.doubles_quote and escape else ""
    closing = f"(?P<close>{re.escape(quote)}{literal})?"
    plain = f"(?:[^{re.escape(delimiter + escape)}\\r\\n]++{escaped})*+"
    return re.compile(f"(?:{opening}{body}{closing})?+{plain}", re.DOTALL)


class TooLongError(Exception):
    """A line that is longer than any table should have; ``line`` is its number."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def text_lines(source: BinaryIO, codec: str, errors: str, terminator: str) -> Iterator[str]:
    """The physical lines of a file, each with its end.

    Parameters
    ----------
    source : binary file
        Open for reading.
    codec, errors : str
        How it is decoded.
    terminator : str
        What ends a row, where that is not a line end.

    Raises
    ------
    TooLongError
        At a line of more than :data:`depositary.checks.limits.RECORD_CHARS`.
    UnicodeDecodeError
        With strict ``errors``.
    """
    with io.TextIOWrapper(source, codec, errors, newline="") as text:
        if terminator.strip("\r\n"):
            yield from _split(text, terminator)
            return
        for number, line in enumerate(iter(partial(text.readline, RECORD_CHARS), ""), 1):
            if len(line) >= RECORD_CHARS:
                raise TooLongError(number)
            yield line


def _split(text: io.TextIOWrapper, terminator: str) -> Iterator[str]:
    rest = ""
    while chunk := text.read(_CHUNK_CHARS):
        *whole, rest = (rest + chunk).split(terminator)
        if len(rest) >= RECORD_CHARS:
            raise TooLongError(0)
        yield from (line + "\n" for line in whole)
    if rest.strip("\r\n"):
        yield rest


class Held:
    """The lines of the record that is being read, and those that will be read again.

    Parameters
    ----------
    source : iterator of str
        From :func:`text_lines`.
    count, number : int
        Lines and records taken so far, those before the first of ``source`` included.
    recoveries : int
        Quotes that were never closed.
    """

    __slots__ = ("count", "lines", "number", "recoveries", "size", "source", "waiting")

    def __init__(
        self, source: Iterator[str], count: int = 0, number: int = 0, recoveries: int = 0
    ) -> None:
        self.source = source
        self.count = count
        self.number = number
        self.recoveries = recoveries
        self.lines: list[str] = []
        self.waiting: deque[str] = deque()
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        """The lines, one by one, as ``csv.reader`` takes them."""
        while True:
            line = self.waiting.popleft() if self.waiting else next(self.source, None)
            if line is None:
                return
            self.lines.append(line)
            self.count += 1
            self.size += len(line)
            if self.size > RECORD_CHARS:
                return  # the reader sees the end of the text: a quote that was never closed
            yield line

    @property
    def has_given_up(self) -> bool:
        """Whether so much is wrong that what follows is not read."""
        return self.recoveries > _RECOVERIES

    def begin(self) -> None:
        """Forget the lines of the last record."""
        self.lines, self.size = [], 0

    def again(self, kept: int = 0) -> list[str]:
        """Put all lines but the first few back, and return those few."""
        back = self.lines[kept:]
        self.waiting.extendleft(reversed(back))
        self.count -= len(back)
        return self.lines[:kept]


def delimited(
    held: Held, dialect: Dialect, file: str, tell: Callable[[Trouble], None]
) -> Iterator[TextRecord]:
    """The records of a delimited text; what cannot be read is told, and the rest goes on.

    Parameters
    ----------
    held : Held
        Its lines; no more of them are taken than the records given so far need.
    dialect : Dialect
        How they are written.
    file : str
        Path as findings show it.
    tell : callable
        Is given each trouble.
    """
    allow_long_cells()
    options = dialect.options()
    reader = csv.reader(held, strict=True, **options)
    while not held.has_given_up:
        held.begin()
        line, number = held.count + 1, held.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            held.number = number
            reader = csv.reader(held, strict=True, **options)
            found = _leniently(held, dialect, number, line)
            if isinstance(found, Trouble):
                tell(found)
                held.recoveries += 1
                continue
            cells = found
            tell(_stray(TextRecord(number, line, file, cells, held.lines, dialect)))
        held.number = number
        record = TextRecord(number, line, file, cells, held.lines, dialect)
        if any("\0" in part for part in held.lines):
            tell(_nul(record))
        yield record


def allow_long_cells() -> None:
    """Let ``csv`` read cells as long as a record may be; its own limit is that of the process."""
    csv.field_size_limit(max(csv.field_size_limit(), RECORD_CHARS + 1))


def _leniently(held: Held, dialect: Dialect, number: int, line: int) -> list[str] | Trouble:
    """Read a record that is not strictly well formed; an open quote ends with its line."""
    held.again()
    held.begin()
    try:
        cells: list[str] = next(csv.reader(held, **dialect.options()), [])
    except csv.Error as error:
        return Trouble("E114", number, line, 1, f"The record cannot be read: {error}.")
    raw = "".join(held.lines)
    _, opened = cell_starts(raw, dialect)
    if opened is None:
        return cells
    at_line, column = TextRecord(number, line, "", cells, held.lines, dialect).place_of(opened)
    rest = len(held.lines) - (at_line - line + 1)
    held.again(at_line - line + 1)
    message = "The quote that opens here is never closed"
    swallowed = f", so that it swallows {rest} more lines." if rest else "."
    return Trouble("E114", number, at_line, column, message + swallowed, "close the quote")


def _stray(record: TextRecord) -> Trouble:
    message = (
        "A quoted cell goes on after its closing quote; readers differ in what they make of it."
    )
    hint = "double the quotes inside of the cell"
    return Trouble("E114", record.number, *record.place(0), message, hint, is_error=False)


def _nul(record: TextRecord) -> Trouble:
    raw = "".join(record.lines)
    place = record.place_of(raw.index("\0"))
    return Trouble("E114", record.number, *place, "The line holds a NUL character.", "remove it")
