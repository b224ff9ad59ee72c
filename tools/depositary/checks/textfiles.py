"""The records of a table that is written as most are: UTF-8, in one file or several, by blocks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from depositary.checks.blocks import Blocks, ahead
from depositary.checks.ledger import Fault
from depositary.checks.troubles import ENDS, Marks, tell_end, tell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedIOBase
    from typing import BinaryIO

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.dialects import Dialect
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import TextRecord


class TextFiles:
    """The records of the files of one table, one file after the other.

    Parameters
    ----------
    paths : sequence of str
        Its files.
    open_file : callable
        From a path to the file, open for reading, or to why it cannot be.
    dialect : Dialect
        How they are written: plainly, see :func:`depositary.checks.blocks.is_plain`.
    encoding : str
        As the descriptor names it.
    ledger : TableLedger
        Where findings go.
    """

    def __init__(
        self,
        paths: Sequence[str],
        open_file: Callable[[str], BinaryIO | Fault],
        dialect: Dialect,
        encoding: str,
        ledger: TableLedger,
    ) -> None:
        self._paths, self._open, self._dialect, self._ledger = [*paths], open_file, dialect, ledger
        self._marks = Marks(ledger, encoding)
        self._source: BinaryIO | None = None
        self._path = ledger.file
        self._blocks: Blocks | None = None
        self._header: Sequence[object] | None = None
        self._number = 0

    def peek(self) -> TextRecord | None:
        """The next record, which stays where it is; None at the end."""
        while (blocks := self._at_hand()) is not None:
            place = blocks.place
            try:
                found = blocks.record(silent=True)
            except ENDS as error:
                self._end(error)
                continue
            blocks.go_back(place)
            if found is not None:
                return found
            blocks.record()  # what is left is no record, and is told now
        return None

    def take(self) -> TextRecord | None:
        """The next record; None at the end."""
        while (blocks := self._at_hand()) is not None:
            try:
                record = blocks.record()
            except ENDS as error:
                self._end(error)
                continue
            if record is not None:
                return self._marks.seen(record)  # type: ignore[no-any-return]
        return None

    def parts(self, columns: Sequence[Column]) -> Iterator[Batch | list[TextRecord]]:
        """All records that are left, in batches where they are well formed.

        Parameters
        ----------
        columns : sequence of Column
            Of the table.
        """
        is_empty_missing = all("" in column.missing for column in columns)
        while (blocks := self._at_hand()) is not None:
            try:
                found = blocks.parts(len(columns), is_empty_missing=is_empty_missing)
                for part in ahead(found) if blocks.is_large else found:
                    yield [*map(self._marks.seen, part)] if isinstance(part, list) else part
            except ENDS as error:
                self._end(error)

    def _at_hand(self) -> Blocks | None:
        """The file that has records left; None at the end of the last."""
        while self._blocks is None or self._blocks.is_at_end:
            self.close()
            if not self._paths:
                self._marks.tell()
                return None
            self._begin(self._paths.pop(0))
        return self._blocks

    def _begin(self, path: str) -> None:
        source = self._open(path)
        if isinstance(source, Fault):
            self._ledger.write(path, (0, 0), 0, source)
            return
        self._source, self._path = source, path
        tell = partial(tell_of, path, self._ledger.trouble)
        try:
            self._blocks = Blocks(
                cast("BufferedIOBase", source), path, self._dialect, tell, self._number
            )
            self._pass_header(self._blocks)
        except ENDS as error:
            self._end(error)

    def _pass_header(self, blocks: Blocks) -> None:
        """Every file of a table may begin with its header: it is that of the first."""
        place = blocks.place
        record = blocks.record(silent=True)
        if record is not None and self._header is None:
            self._header = record.cells
        elif record is not None and self._dialect.header_rows and record.cells == self._header:
            blocks.number -= 1
            blocks.ends.see(record)
            return
        blocks.go_back(place)

    def _end(self, error: BaseException) -> None:
        tell_end(error, self._ledger, self._path)
        self.close()

    def close(self) -> None:
        """Let go of what is open."""
        if self._blocks is not None:
            self._number = self._blocks.number
            self._blocks.ends.tell(self._ledger)
        self._blocks = None
        if self._source is not None:
            self._source.close()
            self._source = None
