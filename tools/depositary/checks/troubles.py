"""What keeps a table from being read: bytes that are no text, and ends before the end."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from depositary.checks.cells import Unreadable
from depositary.checks.ledger import Fault
from depositary.checks.limits import RECORD_CHARS
from depositary.checks.records import TooLongError
from depositary.checks.streams import READING_ERRORS, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Trouble

_MARKED = re.compile("[\udc00-\udcff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Stand in for bytes that are no text, one lone surrogate for each."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("depositary-mark", _mark)

ENDS = (TooLongError, TooLargeError, UnicodeError, *READING_ERRORS)
"""What ends the reading of a table before its end."""


def tell_end(error: BaseException, ledger: TableLedger, file: str) -> None:
    """Write down why a table is not read to its end."""
    place = (0, 0)
    if isinstance(error, TooLongError):
        place = (error.line, 1)
        words = f"A line has more than {RECORD_CHARS} characters; what follows is not read."
        fault = Fault("E108", "source-error", words, "split the line")
    elif isinstance(error, TooLargeError):
        words = "The file holds far more than a table of its size would; it is not read on."
        fault = Fault("E108", "source-error", words, "split the file")
    elif isinstance(error, UnicodeError):  # UTF-16 without its byte order mark
        place = (1, 1)
        hint = "name the encoding with its byte order"
        fault = Fault("E102", "encoding-error", f"{error}.", hint)
    else:
        words = f"The file cannot be unpacked: {error}."
        fault = Fault("E114", "compression-error", words, "pack it again")
    ledger.write(file, place, 0, fault)


def tell_of(path: str, tell: Callable[[Trouble], None], trouble: Trouble) -> None:
    """Tell of a trouble in a file."""
    tell(trouble._replace(file=path))


class Marks:
    """Finds the cells that hold bytes that are no text, and reports the first."""

    def __init__(self, ledger: TableLedger, encoding: str) -> None:
        self._ledger, self._encoding = ledger, encoding
        self._first: tuple[str, tuple[int, int], int] | None = None
        self._count = 0

    def seen(self, record: Any) -> Any:  # a record of text, whose cells may be replaced
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
        return record

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
            self._first = None
