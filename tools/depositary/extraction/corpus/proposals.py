"""Mentions as rows of Parquet: one a mention, the same rows always the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Self

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.corpus.entries import Entry
    from depositary.extraction.mentions import Mention

COLUMNS = (
    ("source_id", "string"),
    ("kind", "string"),
    ("start", "int32"),
    ("end", "int32"),
    ("text", "string"),
    ("proposed_by", "string"),
    ("rule", "string"),
    ("confidence", "float64"),
    ("about", "string"),
)
"""Their names and types in Arrow; ``about`` is JSON with its keys sorted."""

# All that decides about bytes is written here: no default of another version may change them.
_LAYOUT: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": ["source_id", "kind", "proposed_by", "rule"],
    "data_page_size": 1 << 20,
    "write_statistics": True,
}
_GROUP_ROWS = 50_000

Row = tuple[str, str, int, int, str, str, str, float, str]


def rows_of(entry: Entry, mentions: Iterable[Mention]) -> list[Row]:
    """The mentions of an article as rows, in their order."""
    text = entry.text
    return [
        (
            entry.source_id,
            each.kind,
            each.start,
            each.end,
            text[each.start : each.end],
            each.proposed_by,
            each.rule,
            float(each.confidence),
            orjson.dumps(dict(each.about), option=orjson.OPT_SORT_KEYS).decode(),
        )
        for each in mentions
    ]


class Proposals:
    """A Parquet file of proposals, written piece by piece.

    Parameters
    ----------
    file : binary file
        Where to.
    """

    def __init__(self, file: BinaryIO) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self.count = 0
        self._schema = pa.schema([pa.field(n, t, nullable=False) for n, t in COLUMNS])
        self._writer = parquet.ParquetWriter(file, self._schema, **_LAYOUT)
        self._rows: list[Row] = []

    def __enter__(self) -> Self:
        """Write into it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left, and the end of the file."""
        self._write()
        self._writer.close()

    def add(self, rows: Sequence[Row]) -> None:
        """Take the rows of one article, in the order in which they are given."""
        self._rows += rows
        if len(self._rows) >= _GROUP_ROWS:
            self._write()

    def _write(self) -> None:
        import pyarrow as pa

        if not self._rows:
            return
        columns = zip(*self._rows, strict=True)
        arrays = [
            pa.array(column, field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        table = pa.Table.from_arrays(arrays, schema=self._schema)
        self._writer.write_table(table, row_group_size=len(self._rows))
        self.count += len(self._rows)
        self._rows = []
