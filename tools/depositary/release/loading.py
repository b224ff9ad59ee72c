"""How does one load a table so that each cell stays what it is? Lines for pandas, R and others.

Readers guess: ids of digits become numbers, ``NA`` becomes nothing, whole numbers with gaps become
fractions. Each call here names the type of each column, and that only an empty cell is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.release.formats.cells import kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depositary.schema.values import Column, Table

_PANDAS = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
_POLARS = {"integer": "Int64", "number": "Float64", "boolean": "Boolean", "date": "Date"}
_DUCKDB = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_R = {"integer": "d", "number": "d", "boolean": "l", "date": "D"}


def loading(name: str, version: str, table: Table, *, has_sqlite: bool) -> str:
    """The part of a release's README on loading it.

    Parameters
    ----------
    name, version : str
        Of the dataset.
    table : Table
        The one that is loaded for an example.
    has_sqlite : bool
        Whether the release holds the tables as SQLite too.
    """
    return "\n".join(
        [
            "## Load it\n",
            "From where it is published, verified, and kept; `release.tables` names all.\n",
            _block("python", _opened(name, version, table.name)),
            "In the folder of the release, without Depositary:\n",
            *[_block("python", made(table)) for made in (_pandas, _polars, _duckdb)],
            *([_block("python", _sqlite(name, table.name))] if has_sqlite else []),
            _block("r", _r(table)),
            _WORDS,
        ]
    )


_WORDS = """\
So text stays text, `NA` is a word and not nothing, and only an empty cell is missing; pandas and R
get days as ISO text where they know no type for them. The type of every column of every table is in
`datapackage.json`. A cell that begins with `=`, `+`, `-` or `@` is text and is left as it is:
import the files into a spreadsheet as text.
"""


def _block(language: str, lines: str) -> str:
    return f"```{language}\n{lines}\n```\n"


def _opened(name: str, version: str, table: str) -> str:
    return f"""\
import depositary
release = depositary.open_release("{name}-{version}.zip")  # or the address of index.json, and "^1"
{table} = release.to_pandas("{table}")  # or .to_polars, .table (Arrow), .sql("SELECT …")"""


def _columns(columns: Sequence[Column], written: Callable[[Column], str]) -> str:
    return ",\n".join(f"    {written(column)}" for column in columns)


def _pandas(table: Table) -> str:
    types = _columns(table.columns, lambda c: f'"{c.name}": "{_PANDAS.get(kind(c), "string")}"')
    return f"""\
import pandas
{table.name} = pandas.read_csv("data/{table.name}.csv", keep_default_na=False, na_values=[""],
  dtype={{
{types},
}})"""


def _polars(table: Table) -> str:
    types = _columns(
        table.columns, lambda c: f'"{c.name}": polars.{_POLARS.get(kind(c), "String")}'
    )
    return f"""\
import polars
{table.name} = polars.read_csv("data/{table.name}.csv", schema={{
{types},
}})"""


def _duckdb(table: Table) -> str:
    types = _columns(table.columns, lambda c: f"'{c.name}': '{_DUCKDB.get(kind(c), 'VARCHAR')}'")
    return f"""\
import duckdb
{table.name} = duckdb.sql(\"\"\"FROM read_csv('data/{table.name}.csv', header=true, delim=',',
  quote='"', escape='"', nullstr='', columns={{
{types}
  }})\"\"\")"""


def _sqlite(name: str, table: str) -> str:
    return f"""\
import sqlite3
tables = sqlite3.connect("derived/{name}.sqlite")
{table} = tables.execute("SELECT * FROM {table}").fetchall()"""  # noqa: S608 - of the law


def _r(table: Table) -> str:
    types = "".join(_R.get(kind(column), "c") for column in table.columns)
    return f"""\
{table.name} <- readr::read_csv("data/{table.name}.csv", na = "", trim_ws = FALSE,
  col_types = "{types}")"""
