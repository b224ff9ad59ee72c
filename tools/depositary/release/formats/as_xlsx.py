"""XLSX: one workbook with a sheet a table, for a spreadsheet. No cell of it is ever a formula."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from depositary.errors import Unavailable
from depositary.release.formats.cells import VALUES, kind, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Cell, Columns, Contents
    from depositary.schema.values import Column

_GUIDE = "All columns"
"""The sheet that explains the columns; no table is called so, as names of tables have no blank."""
_GUIDE_HEADER = ("table", "column", "title", "type", "codes", "never empty", "what it says")
_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 60, 8
_LOOKED_AT = 200
"""Rows by which the width of a column is chosen."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def write(contents: Contents) -> dict[str, bytes]:
    """One workbook: a sheet that explains the columns, and one for each table.

    Raises
    ------
    Unavailable
        E521 where the extra is not installed.

    Notes
    -----
    Dates are text: Excel knows none before 1900, and an ISO day sorts as it should. So is a
    number of more digits than a spreadsheet keeps (15 for sure), because it would be rounded.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise Unavailable(
            "E521", "A workbook needs the extra 'xlsx'.", "pip install 'depositary[xlsx]'"
        ) from error
    sink = io.BytesIO()
    with Workbook(sink, _OPTIONS) as book:
        year, month, day = map(int, contents.date.split("-"))
        book.set_properties(
            {
                "title": f"{contents.law.dataset['title']}, version {contents.version}",
                "created": dt.datetime(year, month, day),  # noqa: DTZ001 - the form has no zone
            }
        )
        bold = book.add_format({"bold": True})
        _sheet(book, _GUIDE, _GUIDE_HEADER, _guide(contents), bold)
        for name in contents.tables:
            header = contents.law.tables[name].column_names
            _sheet(book, name, header, contents.columns(name), bold)
    return {_path(contents): sink.getvalue()}


def _path(contents: Contents) -> str:
    return f"derived/{contents.name}.xlsx"


def _guide(contents: Contents) -> Columns:
    rows: list[tuple[Cell, ...]] = [
        (name, column.name, column.title, kind(column), column.vocabulary or None,
         "yes" if column.required else None, column.description)
        for name in contents.tables for column in contents.law.tables[name].columns
    ]  # fmt: skip
    return tuple(map(list, zip(*rows, strict=True)))


def _sheet(book: Any, name: str, header: tuple[str, ...], columns: Columns, bold: Any) -> None:
    """A sheet, row by row, as constant memory asks; its header stays in sight and filters."""
    sheet = book.add_worksheet(name[:_LONGEST_NAME])
    count = len(columns[0])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(header) - 1)
    for at, (title, cells) in enumerate(zip(header, columns, strict=True)):
        sheet.set_column(at, at, _width(title, cells[:_LOOKED_AT]))
        sheet.write_string(0, at, title, bold)
    for row, across in enumerate(zip(*columns, strict=True), 1):
        for at, cell in enumerate(across):
            if cell is None:
                continue
            if isinstance(cell, bool):
                sheet.write_boolean(row, at, cell)
            elif isinstance(cell, str) or float(f"{cell:.15G}") != cell:
                sheet.write_string(row, at, str(cell))
            else:
                sheet.write_number(row, at, cell)


def _width(title: str, cells: list[Cell]) -> int:
    longest = max(len(title) + 3, *(len(str(cell)) for cell in cells if cell is not None), 0)
    return min(_WIDEST, max(_NARROWEST, longest))


# ── reading it back ─────────────────────────────────────────────────────────────────────────────
def read(contents: Contents, files: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table as the workbook holds it: sheets in the order in which they were added."""
    with zipfile.ZipFile(io.BytesIO(files[_path(contents)])) as book:
        for number, name in enumerate(contents.tables, 2):
            table = contents.law.tables[name]
            with book.open(f"xl/worksheets/sheet{number}.xml") as sheet:
                yield name, table_of(_columns(sheet, table.columns), table)


def _columns(sheet: Any, columns: tuple[Column, ...]) -> Columns:
    rows = _rows(sheet, len(columns))
    next(rows)
    values = [VALUES.get(kind(column), str) for column in columns]
    found: Columns = tuple([] for _ in columns)
    for texts in rows:
        for cells, text, value in zip(found, texts, values, strict=True):
            cells.append(None if text is None else value(text))
    return found


def _rows(sheet: Any, width: int) -> Iterator[list[str | None]]:
    """Yield the text of each cell, row by row; a row is forgotten when it was read."""
    for _, row in ET.iterparse(sheet):  # noqa: S314 - we wrote it a moment ago
        if row.tag != f"{_MAIN}row":
            continue
        texts: list[str | None] = [None] * width
        for cell in row:
            inline = cell.find(f"{_MAIN}is/{_MAIN}t")
            number = cell.find(f"{_MAIN}v")
            at = _column_number(cell.get("r", ""))
            if inline is not None:
                texts[at] = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), inline.text or "")
            elif number is not None:
                texts[at] = number.text
        row.clear()
        yield texts


def _column_number(reference: str) -> int:
    """The column of a cell, from 0, by its reference: 27 for ``AB12``."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1
