"""JSON Lines: one file a table, one row a line, valid under the law of the table as it stands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.release.formats.cells import Columns, Contents

_FOLDER = "derived/jsonl"


def write(contents: Contents) -> dict[str, bytes]:
    """A file a table; what is missing is left out of its line, as the law of a row asks."""
    return {
        f"{_FOLDER}/{name}.jsonl": b"".join(_lines(contents.law.tables[name].column_names, columns))
        for name, columns in contents.tables.items()
    }


def _lines(names: tuple[str, ...], columns: Columns) -> Iterator[bytes]:
    from orjson import OPT_APPEND_NEWLINE, dumps

    for cells in zip(*columns, strict=True):
        row = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        yield dumps(row, option=OPT_APPEND_NEWLINE)


def read(contents: Contents, files: Mapping[str, bytes]) -> dict[str, Columns]:
    """The tables as the files hold them.

    Notes
    -----
    orjson may read here: that it keeps the last of two equal keys, and makes a float of an
    integer of more than 64 bits, matters only for what strangers wrote.
    """
    from orjson import loads

    tables: dict[str, Columns] = {}
    for name in contents.tables:
        columns = contents.law.tables[name].column_names
        cells: Columns = tuple([] for _ in columns)
        for line in io.BytesIO(files[f"{_FOLDER}/{name}.jsonl"]):
            row = loads(line)
            for held, column in zip(cells, columns, strict=True):
                held.append(row.get(column))
        tables[name] = cells
    return tables
