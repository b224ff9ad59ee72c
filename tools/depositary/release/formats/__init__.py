"""The same tables as other programs like them: made, read back, and compared cell by cell."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from depositary.release.formats.cells import contents as contents_of
from depositary.release.formats.cells import differing
from depositary.tables import forget_unused, memory_given_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Cell, Contents
    from depositary.schema import Law
    from depositary.tables import Rows

FOLDER = "derived/"
"""Where the files lie in a release."""
_LINKED_ROWS = 100_000
"""Of linked data, a million rows are a gigabyte in each form, and an archive holds two."""


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which the tables are given.

    Parameters
    ----------
    module, write, read : str
        The module here, and the functions in it that make the files and read them.
    pattern : str
        Its files, as a person would write them; ``{name}`` is the dataset's.
    purpose : str
        For whom it is, in a few words.
    is_extra : bool
        Whether it needs an extra, and so is made only where it is asked for.
    usual_rows : int or None
        Above so many rows of the package it is made only where it is asked for.
    """

    module: str
    pattern: str
    purpose: str
    write: str = "write"
    read: str = "read"
    is_extra: bool = False
    usual_rows: int | None = None

    def function(self, name: str) -> Any:
        """One of its functions; its libraries are loaded when it is called."""
        return getattr(import_module(f"{__name__}.{self.module}"), name)


FORMATS = {
    "sqlite": Format(
        "as_sqlite", "derived/{name}.sqlite",
        "all tables in one database: keys, indexes, and views for the first questions",
    ),
    "parquet": Format(
        "as_parquet", "derived/parquet/*.parquet", "pandas, polars, R, DuckDB: typed, small, fast"
    ),
    "xlsx": Format(
        "as_xlsx", "derived/{name}.xlsx",
        "spreadsheets: a sheet a table, no cell ever a formula", is_extra=True,
    ),
    "jsonl": Format(
        "as_jsonl", "derived/jsonl/*.jsonl", "programs: a row a line, valid under `schemas/tables`"
    ),
    "jsonld": Format(
        "as_rdf", "derived/{name}.jsonld", "linked data, as JSON-LD",
        "write_jsonld", "read_jsonld", usual_rows=_LINKED_ROWS,
    ),
    "turtle": Format(
        "as_rdf", "derived/{name}.ttl", "linked data, as Turtle: PROV-O, Web Annotation, SKOS",
        "write_turtle", "read_turtle", usual_rows=_LINKED_ROWS,
    ),
}  # fmt: skip
"""Every format by its name in ``"formats"`` of ``schema/dataset.json``."""


def chosen(law: Law, tables: Mapping[str, Rows]) -> tuple[str, ...]:
    """The formats that a release has: those of ``dataset.json``, else the usual ones.

    Usual are all that need no extra, apart from those that would be far too large.
    """
    rows = sum(map(len, tables.values()))
    usual = [
        name for name, form in FORMATS.items()
        if not form.is_extra and (form.usual_rows is None or rows <= form.usual_rows)
    ]  # fmt: skip
    wanted = law.dataset.get("formats", usual)
    return tuple(name for name in FORMATS if name in wanted)


def derived(law: Law, tables: Mapping[str, Rows], version: str, date: str) -> dict[str, bytes]:
    """The files of all formats of a release, each read back and found equal to the tables.

    Parameters
    ----------
    law : Law
        For types, keys, codes, and the choice of formats.
    tables : mapping of str to Rows
        As they are released.
    version, date : str
        Of the release; the date is an ISO day.

    Returns
    -------
    dict of str to bytes
        By path; the same for the same values and the same versions of the libraries.

    Raises
    ------
    DataError
        E520 where a format does not hold what the tables hold.
    Unavailable
        E521 where a format was asked for whose extra is not installed.
    """
    names = chosen(law, tables)
    contents = contents_of(law, tables, version, date) if names else None
    if contents is None:
        return {}
    # SQLite is half of the work, and lets the other core do the rest meanwhile.
    with memory_given_back(), ThreadPoolExecutor(2) as workers:
        made = list(workers.map(partial(_made, contents), names))
    return {path: data for files in made for path, data in files.items()}


def _made(contents: Contents, name: str) -> dict[str, bytes]:
    form = FORMATS[name]
    files: dict[str, bytes] = form.function(form.write)(contents)
    forget_unused()
    refuse_differences(name, contents, form.function(form.read)(contents, files))
    forget_unused()
    return files


def refuse_differences(
    name: str, contents: Contents, found: Iterable[tuple[str, pa.Table]]
) -> None:
    """Nothing, where what was read from a format is what the tables hold.

    Parameters
    ----------
    name : str
        Of the format.
    contents : Contents
        What should be in it.
    found : iterable of tuple of str and pyarrow.Table
        What is, a table at a time.

    Raises
    ------
    DataError
        E520 with the table, the column and the row.
    """
    for table, columns in found:
        for title, back in zip(columns.column_names, columns.columns, strict=True):
            cells = contents.tables[table].column(title)
            if not cells.equals(back):
                row, words = _first_difference(cells.to_pylist(), back.to_pylist())
                message = f"As {name}, column {title} {words}."
                raise differing(f"data/{table}.csv", row, message)


def _first_difference(cells: list[Cell], back: list[Cell]) -> tuple[int, str]:
    for row, (cell, other) in enumerate(zip(cells, back, strict=False), 2):
        if cell != other:
            return row, f"holds {_short(other)} for {_short(cell)}"
    return min(len(cells), len(back)) + 2, f"has {len(back):,} rows for {len(cells):,}"


def _short(cell: Cell) -> str:
    text = "nothing" if cell is None else repr(cell)
    most = 60
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


def listing(law: Law, files: Mapping[str, bytes]) -> str:
    """What the README of a release says of these files: purpose and size, and how to open them."""
    lines = [
        f"| `{pattern}` | {sum(sizes):,} | {form.purpose} |"
        for form in FORMATS.values()
        if (pattern := form.pattern.format(name=law.dataset["name"]))
        and (sizes := [len(data) for path, data in files.items() if fnmatchcase(path, pattern)])
    ]
    if not lines:
        return ""
    table = "\n".join(["| file | bytes | for |", "|---|---:|---|", *lines])
    return f"""\
## The same in other forms

{table}

They are made from the tables, read back, and compared with them cell by cell before the release.
The CSV files are the original: another version of a library may write other bytes. Numbers with a
fraction are there as 64-bit floating point, what is missing as NULL, in JSON by leaving it out.
"""


def told(files: Mapping[str, bytes]) -> str:
    """What was made, in one line for the person who waits."""
    made = [path for path in files if path.startswith(FOLDER)]
    kinds = sorted({path.rpartition(".")[2] for path in made})
    if not made:
        return "none but CSV"
    return f"{', '.join(kinds)}: {len(made)} files, equal to the tables"
