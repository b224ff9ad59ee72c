"""Which stretch of a delimited file is whole rows, well formed, to be judged by the column?

A file is read in large pieces. What one expression proves to be whole records (each quote opens or
closes a cell, or is doubled in one; lines end alike; no NUL) becomes a batch. What it does not is
read record by record, as exactly as the standard library can, and then the next piece is tried.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from depositary.checks.batches import ListBatch, Piece, UnfitError
from depositary.checks.limits import RECORD_CHARS
from depositary.checks.lineends import LineEnds
from depositary.checks.records import Held, TooLongError, delimited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedIOBase

    from depositary.checks.batches import Batch
    from depositary.checks.dialects import Dialect
    from depositary.checks.records import TextRecord, Trouble

_Part = TypeVar("_Part")

FIRST_BYTES = 1 << 18
BLOCK_BYTES = 1 << 22
_ARROW_BYTES = 5 << 20  # so much is worth the tenth of a second that importing pyarrow takes
_ARROW_BYTES_AGAIN = 1 << 16

_STRETCH_RECORDS = 2000
_SHORT = 4  # times as many cells as bytes: few rows have all of theirs
_LINE_LIMIT_BYTES = 4 * RECORD_CHARS
_MARK = b"\xef\xbb\xbf"
_EMPTY_LINE = re.compile(rb"(?:\A|\n)\r?\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")


def is_plain(dialect: Dialect) -> bool:
    """Whether a table is written as most are, so that its rows can be read by blocks."""
    marks = (dialect.delimiter, dialect.quote or '"')
    return (
        all(len(mark) == 1 and mark.isascii() and mark not in "\r\n\0" for mark in marks)
        and dialect.delimiter != dialect.quote
        and dialect.doubles_quote
        and dialect.header_rows in ((), (1,))
        and not (dialect.escape or dialect.comment or dialect.comment_rows)
        and not (dialect.skips_space or dialect.skips_blank or dialect.terminator.strip("\r\n"))
    )


@lru_cache(maxsize=8)
def _well_formed(delimiter: str, quote: str) -> re.Pattern[bytes]:
    """Matches from the beginning of a record up to the first quote that is out of place."""
    if not quote:
        return re.compile(rb".*+", re.DOTALL)
    edge, mark = re.escape(delimiter).encode(), re.escape(quote).encode()
    plain = rb"[^%b]*+" % mark
    cell = rb"(?<![^%b\n])%b%b(?:%b%b%b)*+%b(?![^%b\r\n])" % (
        edge, mark, plain, mark, mark, plain, mark, edge,
    )  # fmt: skip
    return re.compile(rb"(?>%b%b)*+%b" % (plain, cell, plain))


class Blocks:
    """The records of one delimited file in UTF-8, in the order in which they stand.

    Parameters
    ----------
    source : buffered binary file
        Open for reading, at its start.
    file : str
        Path as findings show it.
    dialect : Dialect
        How it is written: plainly, see :func:`is_plain`.
    tell : callable
        Is given each trouble.
    number : int
        Records of the table before this file.
    """

    def __init__(
        self,
        source: BufferedIOBase,
        file: str,
        dialect: Dialect,
        tell: Callable[[Trouble], None],
        number: int = 0,
    ) -> None:
        self._source, self._file, self._dialect, self._tell = source, file, dialect, tell
        self._buffer, self._at, self._is_whole = bytearray(), 0, False
        self._dropped, self._line, self.number = 0, 0, number
        self._recoveries = 0
        self._has_return = False
        self.ends = LineEnds(file)
        self._fill(FIRST_BYTES)
        if self._buffer.startswith(_MARK):
            self._at = len(_MARK)

    @property
    def is_at_end(self) -> bool:
        """Whether there is nothing left to read."""
        if self._at == len(self._buffer):
            self._fill(FIRST_BYTES)
        return self._at == len(self._buffer)

    @property
    def is_large(self) -> bool:
        """Whether it takes more than one block."""
        self._fill(BLOCK_BYTES)
        return not self._is_whole

    @property
    def place(self) -> tuple[int, int, int]:
        """Where reading stands; to be given to :meth:`go_back` before the next batch."""
        return self._dropped + self._at, self._line, self.number

    def go_back(self, place: tuple[int, int, int]) -> None:
        """Stand again where reading stood before the last record."""
        at, self._line, self.number = place
        self._at = at - self._dropped

    def record(self, *, silent: bool = False) -> TextRecord | None:
        """The next record; None at the end.

        Parameters
        ----------
        silent : bool
            Say nothing of what cannot be read.
        """
        found = self._stretch(1, (lambda _: None) if silent else self._tell)
        if found and not silent:
            self.ends.see(found[0])
        return found[0] if found else None

    def parts(self, width: int, *, is_empty_missing: bool) -> Iterator[Batch | list[TextRecord]]:
        """All records that are left, in batches where they are well formed.

        Parameters
        ----------
        width : int
            Columns of the table.
        is_empty_missing : bool
            Whether an empty cell means in each of them that there is no value.
        """
        while True:
            self._fill(BLOCK_BYTES)
            if self._at == len(self._buffer):
                return
            batch = self._batch(width, is_empty_missing=is_empty_missing)
            if batch is not None:
                self._line += batch.lines
                self.number += batch.count
                yield batch
            elif found := self._stretch(_STRETCH_RECORDS, self._tell):
                for record in found:
                    self.ends.see(record)
                yield found

    def _fill(self, size: int) -> None:
        """Have so many bytes at hand, or all that there are."""
        missing = size - (len(self._buffer) - self._at)
        if missing > 0 and not self._is_whole:
            rest = memoryview(self._buffer)[self._at :]
            buffer = bytearray(len(rest) + missing)
            buffer[: len(rest)] = rest
            self._dropped += self._at
            self._at, filled = 0, len(rest)
            with memoryview(buffer) as room:
                while filled < len(buffer):
                    count = self._source.readinto(room[filled:])
                    if not count:
                        self._is_whole = True
                        break
                    filled += count
            del buffer[filled:]
            self._buffer = buffer

    def _batch(self, width: int, *, is_empty_missing: bool) -> Batch | None:
        """The well-formed records that come next; None where the next is not."""
        end = self._well_formed_end()
        if end == self._at:
            return None
        buffer, start = self._buffer, self._at
        ends_line = end == len(buffer) and not buffer.endswith(b"\n")
        lines = buffer.count(b"\n", start, end) + ends_line
        if lines * width > _SHORT * (end - start):
            return None  # rows of a cell each would become a thousand times as many empty ones
        data = memoryview(buffer)[start:end]
        piece = Piece(data, lines, self.number + 1, self._line + 1, self._file, self._dialect)
        # An empty line is to pyarrow a row of empty cells, to the standard library one without any.
        is_for_arrow = width > 1 and (is_empty_missing or not _EMPTY_LINE.search(data))
        make = _maker(end - start) if is_for_arrow else ListBatch
        try:
            batch = make(piece, width)
        except UnfitError:
            return None
        returns = buffer.count(b"\r", start, end) if self._has_return else 0
        self.ends.see_piece(piece, batch.count, returns)
        self._at = end
        return batch

    def _well_formed_end(self) -> int:
        buffer, start = self._buffer, self._at
        found = _well_formed(self._dialect.delimiter, self._dialect.quote).match(buffer, start)
        closed = end = found.end() if found else start
        nul = buffer.find(b"\0", start, end)
        end = nul if nul >= 0 else end
        self._has_return = buffer.find(b"\r", start, end) >= 0
        if self._has_return:
            lone = _LONE_RETURN.search(buffer, start, end)
            # A return at the very end may be half of a line end.
            end = lone.start() if lone else end
        if buffer.startswith(_MARK, start) or _has_long_line(buffer, start, end):
            return start  # inside of a file a mark is a letter, which pyarrow would leave out
        if end == len(buffer) and self._is_whole:
            return end
        return self._last_record_end(end, closed)

    def _last_record_end(self, end: int, closed: int) -> int:
        """Where the last record before a place ends, all quotes before a later one being closed."""
        quote = self._dialect.quote.encode()
        buffer, after, quotes = self._buffer, closed, 0
        feed = end
        while (feed := buffer.rfind(b"\n", self._at, feed)) >= 0:
            quotes += buffer.count(quote, feed, after) if quote else 0
            if quotes % 2 == 0:
                return feed + 1
            after = feed
        return self._at

    def _stretch(self, most: int, tell: Callable[[Trouble], None]) -> list[TextRecord]:
        """The next records, read one by one."""
        ends: list[int] = []
        held = Held(self._lines(ends), self._line, self.number, self._recoveries)
        found = list(islice(delimited(held, self._dialect, self._file, tell), most))
        taken = held.count - self._line
        self._line, self.number, self._recoveries = held.count, held.number, held.recoveries
        if taken:
            self._at = ends[taken - 1]
        if held.has_given_up:
            self._at, self._is_whole = len(self._buffer), True
        return found

    def _lines(self, ends: list[int]) -> Iterator[str]:
        """The lines that come next, each with its end; where each ends in the buffer is told.

        Bytes that are no text stand as lone surrogates.
        """
        at = self._at
        while True:
            end = self._line_end(at)
            while end is None and not self._is_whole:
                if len(self._buffer) - at > _LINE_LIMIT_BYTES:
                    raise TooLongError(self._line + len(ends) + 1)
                at -= self._extend(ends)
                end = self._line_end(at)
            end = len(self._buffer) if end is None else end
            if end == at:
                return
            line = self._buffer[at:end].decode("utf-8", "depositary-mark")
            if len(line) >= RECORD_CHARS:
                raise TooLongError(self._line + len(ends) + 1)
            ends.append(end)
            at = end
            yield line

    def _extend(self, ends: list[int]) -> int:
        """Have more bytes at hand; by how much everything moved in the buffer."""
        before = self._at
        self._fill(len(self._buffer) - before + FIRST_BYTES)
        moved = before - self._at
        ends[:] = [end - moved for end in ends]
        return moved

    def _line_end(self, at: int) -> int | None:
        """Where the line at a place ends; None where its end is not at hand."""
        feed = self._buffer.find(b"\n", at)
        back = self._buffer.find(b"\r", at, feed if feed >= 0 else len(self._buffer))
        if back < 0 or back == feed - 1:
            return feed + 1 if feed >= 0 else None
        if back == len(self._buffer) - 1 and not self._is_whole:
            return None  # it may be half of a line end
        return back + 1


def _maker(size_bytes: int) -> Callable[..., Batch]:
    """What makes a batch of a block: with pyarrow where that is worth its import."""
    least = _ARROW_BYTES_AGAIN if "pyarrow.csv" in sys.modules else _ARROW_BYTES
    if size_bytes < least:
        return ListBatch
    from depositary.checks.arrowbatches import ArrowBatch

    return ArrowBatch


def _has_long_line(buffer: bytearray, start: int, end: int) -> bool:
    """Whether a line may be longer than a record can be; a long one spans half of its length."""
    half = RECORD_CHARS // 2
    return any(buffer.find(b"\n", at, at + half) < 0 for at in range(start, end - half, half))


def ahead(parts: Iterator[_Part]) -> Iterator[_Part]:
    """The same parts, each being read while the one before is looked at."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, parts, None)
            yield part
