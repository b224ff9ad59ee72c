"""JSON Lines: one file a table, one row a line, valid under the law of the table as it stands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from depositary.release.formats.cells import arrow_type
from depositary.tables import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Contents

_FOLDER = "derived/jsonl"
_ESCAPED = r'["\\\x00-\x1f]'
"""What JSON does not take in a text as it is (RFC 8259, section 7)."""
_BATCH = 50_000
_BLOCK_BYTES = 1 << 26
"""Of a file that is read at once; longer than any row."""


def write(contents: Contents) -> dict[str, bytes]:
    """A file a table; what is missing is left out of its line, as the law of a row asks."""
    return {f"{_FOLDER}/{name}.jsonl": _lines(cells) for name, cells in contents.tables.items()}


def _lines(cells: pa.Table) -> bytes:
    """All rows of a table: the members of each joined, column by column."""
    from pyarrow import compute

    if not cells.num_rows:
        return b""
    # Written one after the other: joined in the end, all of it would be there twice.
    sink = io.BytesIO()
    for batch in cells.to_batches(max_chunksize=_BATCH):
        columns = zip(cells.column_names, batch.columns, strict=True)
        members = [_members(name, column) for name, column in columns]
        joined = compute.binary_join_element_wise(*members, ",", null_handling="skip")
        lines = compute.binary_join_element_wise("{", joined, "}\n", "")
        sink.write(text_of(lines))
    return sink.getvalue()


def _members(name: str, column: pa.Array) -> pa.Array:
    """Name and value of a column in each row; null where there is no value."""
    import pyarrow as pa
    from orjson import dumps
    from pyarrow import compute

    key = f"{dumps(name).decode()}:"
    if pa.types.is_string(column.type):
        special = compute.match_substring_regex(column, _ESCAPED)
        quoted = compute.binary_join_element_wise(f'{key}"', column, '"', "")
        if not compute.any(special).as_py():
            return quoted
        cells = [f"{key}{dumps(cell).decode()}" for cell in column.filter(special).to_pylist()]
        mask = special.fill_null(False)  # noqa: FBT003 - of pyarrow
        return compute.replace_with_mask(quoted, mask, pa.array(cells, pa.string()))
    known = compute.unique(column.drop_null())
    values = pa.array([f"{key}{dumps(cell).decode()}" for cell in known.to_pylist()],
                      pa.string())  # fmt: skip
    return values.take(compute.index_in(column, known))


def read(contents: Contents, files: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table as its file holds it; a member that the law does not know is an error."""
    import pyarrow as pa
    from pyarrow import json

    for name in contents.tables:
        columns = contents.law.tables[name].columns
        schema = pa.schema([(column.name, arrow_type(column)) for column in columns])
        data = files[f"{_FOLDER}/{name}.jsonl"]
        reading = json.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES)
        parsing = json.ParseOptions(schema, unexpected_field_behavior="error")
        yield (
            name,
            json.read_json(pa.BufferReader(data), reading, parsing)
            if data
            else (schema.empty_table()),
        )
