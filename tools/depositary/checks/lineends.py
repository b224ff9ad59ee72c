"""Do all records of a delimited file end alike?

Lines that end in two ways are most often two files put together, or an edit by a program that
knows one way only; the next program takes the odd return for a part of the last cell. Ends inside
of quotes belong to a cell, and are not asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from depositary.checks.ledger import Fault

if TYPE_CHECKING:
    from depositary.checks.batches import Piece
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import TextRecord

_NAMES: Final = {"\r\n": "CRLF", "\n": "LF", "\r": "a lone CR"}
_FEED: Final = ord("\n")


class LineEnds:
    """How the records of one file end, as far as they were seen.

    Parameters
    ----------
    file : str
        Path as findings show it.
    """

    __slots__ = ("_count", "_file", "_first", "_odd")

    def __init__(self, file: str) -> None:
        self._file = file
        self._count = dict.fromkeys(_NAMES, 0)
        self._first = ""
        self._odd: tuple[str, tuple[int, int], int] | None = None

    def see(self, record: TextRecord) -> None:
        """Look at a record."""
        last = record.lines[-1]
        end = "\r\n" if last.endswith("\r\n") else last[-1]
        if end not in self._count:
            return  # the file ends without one
        self._first = self._first or end
        self._count[end] += 1
        if end != self._first and self._odd is None:
            place = record.line + len(record.lines) - 1, len(last) - len(end) + 1
            self._odd = end, place, record.number

    def see_piece(self, piece: Piece, records: int, returns: int) -> None:
        """Look at well-formed records, none of which ends with a lone return.

        Parameters
        ----------
        piece : Piece
            Their text.
        records : int
            How many they are.
        returns : int
            How many returns it holds.
        """
        rest = piece.data[-1] != _FEED
        ended = records - rest
        pairs = _pairs(piece, ended, piece.lines - rest, returns)
        if self._odd is None:
            first = self._first or ("" if 0 < pairs < ended else "\r\n" if pairs else "\n")
            if pairs != (ended if first == "\r\n" else 0):
                self._find(piece)
            elif ended:
                self._first = first
        self._count["\r\n"] += pairs
        self._count["\n"] += ended - pairs

    def _find(self, piece: Piece) -> None:
        """Find the first record that ends otherwise than those before it."""
        data, row = bytes(piece.data), 0
        for found in _tokens(piece.dialect.quote).finditer(data):
            end = found[0].decode() if found[0] in (b"\n", b"\r\n") else ""
            self._first = self._first or end
            if end and end != self._first:
                line = piece.line + data.count(b"\n", 0, found.start())
                begin = data.rfind(b"\n", 0, found.start()) + 1
                column = len(data[begin : found.start()].decode("utf-8", "replace")) + 1
                self._odd = end, (line, column), piece.number + row
                return
            row += bool(end)

    def tell(self, ledger: TableLedger) -> None:
        """Report the first record that ends otherwise than those before it."""
        if self._odd is None:
            return
        end, place, row = self._odd
        counts = [f"{count} with {_NAMES[each]}" for each, count in self._count.items() if count]
        words = f"The record ends with {_NAMES[end]}, those before it with {_NAMES[self._first]}; "
        words += f"of the file's records {', '.join(counts[:-1])} and {counts[-1]}."
        hint = "save the file with one kind of line end"
        fault = Fault("E126", "mixed-line-ends", words, hint, severity="warning")
        ledger.write(self._file, place, row, fault)
        self._odd = None


def _pairs(piece: Piece, ended: int, feeds: int, returns: int) -> int:
    """How many records end with a return and a line feed."""
    if returns == feeds:
        return ended
    if not returns or feeds == ended:
        return returns
    return _quoted(piece.dialect.quote).sub(b"", piece.data).count(b"\r")


@lru_cache(maxsize=8)
def _quoted(quote: str) -> re.Pattern[bytes]:
    mark = re.escape(quote).encode()
    return re.compile(rb"%b[^%b]*+%b" % (mark, mark, mark))


@lru_cache(maxsize=8)
def _tokens(quote: str) -> re.Pattern[bytes]:
    """What is quoted, and the ends of lines outside of it."""
    return re.compile((_quoted(quote).pattern + b"|" if quote else b"") + rb"\r?\n")
