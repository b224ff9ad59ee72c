"""The package opened: its tables as rows, in a database, and as Arrow, pandas or polars."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Self

from depositary import database, files, jsontext, project, schema
from depositary.errors import CallError, DataError
from depositary.schema import Column
from depositary.sources import read_sources
from depositary.tables import Rows, from_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb

    from depositary.schema import Law
    from depositary.sources import SourceText

_JSON_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Held:
    """A project's register: its law, its tables, and the articles at hand by source id."""

    law: Law
    tables: Mapping[str, Rows]
    texts: Mapping[str, SourceText]


def hold(start: Path) -> Held:
    """The register of the project that a folder is or lies in, as it stands on disk.

    Parameters
    ----------
    start : Path
        A folder.

    Raises
    ------
    CallError
        E903 where there is no project, E103 where it was not built yet.
    DataError
        Where the law or a table cannot be read.
    """
    where = project.find(start)
    law = schema.load(where.schema)
    tables = {
        name: from_csv(name, files.read_bytes(where.datapackage / "data" / f"{name}.csv"))
        for name in law.tables
    }
    sources, _ = read_sources(where, law)
    texts = {key: source.text for key, source in sources.items() if source.text is not None}
    return Held(law, tables, texts)


def ask(held: Held, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows that one SELECT over a register gives.

    Raises
    ------
    CallError
        E902 where it is not one SELECT, or the database refuses it.
    """
    import duckdb

    with database.connect(held.law, held.tables) as connection:
        relation = database.selected(connection, sql)
        try:
            return list(relation.columns), relation.fetchall()
        except duckdb.Error as error:
            raise database.refused(error) from error


class Package:
    """The tables of a Data Package as DuckDB relations.

    A relation becomes what a reader works with by ``.df()`` (pandas), ``.pl()`` (polars) or
    ``.arrow()``; offsets are integers, days are dates, an empty cell is NULL.

    Parameters
    ----------
    descriptor : mapping
        ``datapackage.json``.
    read : callable
        The bytes of a file of the package, by its path.

    Examples
    --------
    ::

        with depositary.open_package("dist/treaty-1.0.0.zip") as package:
            package["claims"].filter("act = 'denies'").df()
    """

    def __init__(self, descriptor: Mapping[str, Any], read: Callable[[str], bytes]) -> None:
        self.descriptor = descriptor
        contents = {}
        for resource in descriptor.get("resources", ()):
            fields = resource.get("schema", {}).get("fields")
            if fields and isinstance(resource.get("path"), str):
                rows = _resource_rows(resource, read(_inside(resource["path"])))
                contents[resource["name"]] = database.arrow([*map(_column, fields)], rows)
        self.tables = tuple(contents)
        self._connection = database.closed(contents)

    def __getitem__(self, table: str) -> duckdb.DuckDBPyRelation:
        """Return a table as a relation.

        Raises
        ------
        CallError
            E904 where the package has no such table.
        """
        if table not in self.tables:
            raise CallError(
                "E904", f"The package has no table {table}.", f"tables: {', '.join(self.tables)}"
            )
        quoted = table.replace('"', '""')
        return self._connection.table(f'"{quoted}"')

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """The rows that one SELECT over the tables gives.

        Raises
        ------
        CallError
            E902 where it is not one SELECT, or the database refuses it.
        """
        return database.selected(self._connection, query)

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Return the package."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def open_package(path: str | Path) -> Package:
    """A Data Package as tables of a database.

    Parameters
    ----------
    path : str or Path
        A ``datapackage.json``, a folder or a zip that holds one, or a project.

    Returns
    -------
    Package
        Close it, or use it in a ``with`` block.

    Raises
    ------
    CallError
        E103 where nothing is there, E905 where it is not a package, E109 where a path of it leads
        out of it.
    DataError
        Where its descriptor or a table cannot be read.
    """
    place = Path(path)
    if place.is_file() and zipfile.is_zipfile(place):
        try:
            with zipfile.ZipFile(place) as archive:
                if "datapackage.json" not in archive.namelist():
                    raise CallError("E905", f"{place} holds no datapackage.json.")
                return Package(_described(archive.read("datapackage.json"), place), archive.read)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
            raise DataError("E114", f"{place} cannot be unpacked: {error}.") from error
    if place.is_dir():
        inner = place / "datapackage" if project.is_project(place) else place
        place = inner / "datapackage.json"
    data = files.read_bytes(place)
    return Package(_described(data, place), lambda name: files.read_bytes(place.parent / name))


def _described(data: bytes, place: Path) -> Mapping[str, Any]:
    document, findings = jsontext.parse(data, place.name)
    if document is None or not isinstance(document.value, dict):
        raise DataError("E101", f"{place} has no readable descriptor.", "", findings)
    return document.value


def _inside(path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path or ":" in path:
        raise CallError("E109", f"The path {path} leads out of the package.")
    return path


def _column(field: Mapping[str, Any]) -> Column:
    """A field of a Table Schema as a column that the database knows how to type."""
    kind = field.get("type", "string")
    return Column(field["name"], _JSON_TYPES.get(kind, "string"), "date" if kind == "date" else "")


def _resource_rows(resource: Mapping[str, Any], data: bytes) -> Rows:
    """The rows of a resource; in another dialect than ours, by the characters that it names."""
    dialect = resource.get("dialect")
    if not isinstance(dialect, dict):
        return from_csv(resource["name"], data)
    text = io.StringIO(data.decode(resource.get("encoding", "utf-8")), newline="")
    header, *rows = csv.reader(
        text, delimiter=dialect.get("delimiter", ","), quotechar=dialect.get("quoteChar", '"')
    )
    return Rows(resource["name"], tuple(header), tuple(map(tuple, rows)))
