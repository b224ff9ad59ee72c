"""SQLite: all tables in one file, with their keys, codes and types kept by the database itself."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from depositary.errors import Unavailable
from depositary.files import speaking_of
from depositary.release.formats.cells import arrow_type, differing, kind
from depositary.release.formats.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Cell, Contents
    from depositary.schema import Law
    from depositary.schema.values import Column, ForeignKey, Table

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_ABOUT = "about_this_dataset"
_CHANGES_AT, _VALID_FOR_AT = 24, 92
_BATCH = 2_000
"""Rows that are Python objects at once: few enough to stay near the processor."""
_VALUES = 1_000
"""Of one statement; SQLite takes 32,766 (SQLITE_MAX_VARIABLE_NUMBER), and gains no more by it."""
_CACHE_KIB = 1 << 16
_PAGE_BYTES = 1 << 13
"""Twice the usual: rows are long, and fewer pages are split where keys come in order."""
_LEAST_VERSION = 3_037_000
"""The first SQLite that knows STRICT tables, 3.37.0."""


def write(contents: Contents) -> dict[str, bytes]:
    """One file for all tables.

    Raises
    ------
    DataError
        E520 where the database refuses a row.
    Unavailable
        E107 where the folder for temporary files has no room.
    """
    # On disk: what a database in memory takes is not all given back when it is closed.
    with tempfile.TemporaryDirectory(prefix="depositary-") as scratch:
        path = Path(scratch, "database")
        try:
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
                _make(database, contents)
            _fix_header(path)
            return {_path(contents): path.read_bytes()}
        except sqlite3.IntegrityError as error:
            raise differing(_path(contents), 0, f"SQLite refuses it: {error}.") from error
        except sqlite3.OperationalError as error:
            raise Unavailable("E107", f"{path}: {error}.", "free some space there") from error


def _make(database: sqlite3.Connection, contents: Contents) -> None:
    """Fill a database that nobody else sees, so that nothing of it need be safe before its end."""
    database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    _fill(database, contents)
    _ask(database)
    _refuse_loose_ends(database)


def _path(contents: Contents) -> str:
    return f"derived/{contents.name}.sqlite"


def _fill(database: sqlite3.Connection, contents: Contents) -> None:
    """Tables first, indexes after their rows, and all in one transaction."""
    law = contents.law
    # They are half of the time, and asked once more when the file is read back.
    database.execute("PRAGMA ignore_check_constraints = ON")
    database.execute("BEGIN")
    for name, cells in contents.tables.items():
        database.execute(_table(law.tables[name], law))
        for batch in cells.to_batches(max_chunksize=_BATCH):
            _insert(database, name, [column.to_pylist() for column in batch.columns])
    for name in contents.tables:
        for statement in _indexes(law.tables[name]):
            database.execute(statement)
    database.execute(
        f"CREATE TABLE {_ABOUT} (property TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT"
    )
    about = {
        "name": contents.name,
        "title": law.dataset["title"],
        "description": law.dataset["description"],
        "version": contents.version,
        "date": contents.date,
        "licence": ", ".join(part["path"] for part in law.dataset["licenses"]),
    }
    database.executemany(f"INSERT INTO {_ABOUT} VALUES (?, ?)", about.items())  # noqa: S608 - ours
    database.execute("COMMIT")


def _insert(database: sqlite3.Connection, table: str, columns: list[list[Cell]]) -> None:
    """Put rows into a table, as many at once as SQLite takes values.

    With a row at a time, Python would hand its lock to another thread and back for each of them.
    """
    cells = list(chain.from_iterable(zip(*columns, strict=True)))
    width = len(columns)
    slots = f"({', '.join('?' * width)})"
    most = max(1, _VALUES // width)
    whole = len(columns[0]) // most * most
    for rows, start, end in ((most, 0, whole * width), (1, whole * width, len(cells))):
        insert = f"INSERT INTO {_quoted(table)} VALUES {', '.join([slots] * rows)}"  # noqa: S608 - names of the law
        size = rows * width
        database.executemany(insert, (cells[at : at + size] for at in range(start, end, size)))


# ── what the law says, in SQL ───────────────────────────────────────────────────────────────────
def _table(table: Table, law: Law) -> str:
    """The CREATE TABLE of a table; SQLite keeps its comments, so that ``.schema`` explains it."""
    lines = [(_column(column, law), column.title) for column in table.columns]
    lines.append((f"PRIMARY KEY ({_listed(table.primary_key)})", ""))
    lines += [(f"UNIQUE ({_listed(group)})", "") for group in table.unique]
    lines += [(_reference(key), "") for key in table.foreign_keys if _can_refer(key, law)]
    last = len(lines) - 1
    written = "\n".join(
        f"  {definition}{',' if at < last else ''}{f'  -- {_one_line(words)}' if words else ''}"
        for at, (definition, words) in enumerate(lines)
    )
    head = f"CREATE TABLE {_quoted(table.name)} (  -- {_one_line(table.title)}"
    return f"{head}\n{written}\n) STRICT"


def _column(column: Column, law: Law) -> str:
    name = _quoted(column.name)
    parts = [name, _TYPES.get(kind(column), "TEXT")]
    if column.required:
        parts.append("NOT NULL")
    if column.vocabulary:
        codes = ", ".join(f"'{code.code}'" for code in law.codes[column.vocabulary])
        parts.append(f"CHECK ({name} IN ({codes}))")
    if kind(column) == "boolean":
        parts.append(f"CHECK ({name} IN (0, 1))")
    return " ".join(parts)


def _can_refer(key: ForeignKey, law: Law) -> bool:
    """Whether SQLite can hold a foreign key: it wants one that is a key over there."""
    target = law.tables[key.table]
    return key.references in (target.primary_key, *target.unique)


def _reference(key: ForeignKey) -> str:
    return (f"FOREIGN KEY ({_listed(key.columns)}) "
            f"REFERENCES {_quoted(key.table)} ({_listed(key.references)})")  # fmt: skip


def _indexes(table: Table) -> Iterator[str]:
    """Yield an index for each foreign key that no key of the table begins with."""
    known = [table.primary_key, *table.unique]
    for key in table.foreign_keys:
        if not any(have[: len(key.columns)] == key.columns for have in known):
            known.append(key.columns)
            name = _quoted("_".join((table.name, "by", *key.columns)))
            yield f"CREATE INDEX {name} ON {_quoted(table.name)} ({_listed(key.columns)})"


def _ask(database: sqlite3.Connection) -> None:
    """Keep each question as a view, if this law has what it asks for."""
    for name, select in QUESTIONS.items():
        with contextlib.suppress(sqlite3.OperationalError):
            database.execute(f"SELECT * FROM ({select}\n) LIMIT 0")  # noqa: S608 - our own
            database.execute(f"CREATE VIEW {name} AS{select}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _one_line(text: str) -> str:
    return " ".join(text.split())


# ── the file ────────────────────────────────────────────────────────────────────────────────────
def _refuse_loose_ends(database: sqlite3.Connection) -> None:
    """A foreign key that leads nowhere; SQLite does not look while rows are put in."""
    loose = database.execute("PRAGMA foreign_key_check").fetchone()
    if loose:
        table, row, target, _ = loose
        raise differing(f"data/{table}.csv", (row or 0) + 1, f"A key leads to no row of {target}.")


def _fix_header(path: Path) -> None:
    """Take out of a file what depends on the SQLite that wrote it.

    Bytes 24-27 count the changes, 92-95 repeat the count, 96-99 are the version of the writer
    (SQLite, "Database File Format", sections 1.3.7 and 1.3.20); no reader depends on them.
    """
    with path.open("r+b") as file:
        file.seek(_CHANGES_AT)
        file.write(struct.pack(">I", 1))
        file.seek(_VALID_FOR_AT)
        file.write(struct.pack(">II", 1, _LEAST_VERSION))


def read(contents: Contents, files: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table as the file holds it; on another core it is asked whether it is sound.

    Raises
    ------
    DataError
        E520 where the file is not sound.
    Unavailable
        E105 to E107 where the folder for temporary files has no room.
    """
    name = _path(contents)
    # On disk: in memory there would be a second copy of it, that SQLite makes.
    with (
        tempfile.TemporaryDirectory(prefix="depositary-") as scratch,
        ThreadPoolExecutor(1) as aside,
    ):
        path = Path(scratch, "database")
        with speaking_of(path):
            path.write_bytes(files[name])
        soundness = aside.submit(_soundness, path)
        try:
            with contextlib.closing(_opened(path)) as database:
                for table in contents.tables:
                    yield table, _rows(database, contents.law.tables[table])
            sound = soundness.result()
        except sqlite3.DatabaseError as error:
            raise differing(name, 0, f"The file cannot be read: {error}.") from error
        if sound != "ok":
            raise differing(name, 0, f"The file is not sound: {sound}.")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)


def _soundness(path: Path) -> str:
    """What SQLite finds wrong in a file, its conditions asked; ``ok`` where that is nothing."""
    with contextlib.closing(_opened(path)) as database:
        (found,) = database.execute("PRAGMA quick_check").fetchone()
    return str(found)


def _rows(database: sqlite3.Connection, table: Table) -> pa.Table:
    import pyarrow as pa

    names = _listed(table.column_names)
    select = f"SELECT {names} FROM {_quoted(table.name)} ORDER BY rowid"  # noqa: S608 - names of the law
    rows = database.execute(select)
    types = [pa.int64() if column.type == "boolean" else arrow_type(column)
             for column in table.columns]  # fmt: skip
    parts: list[list[pa.Array]] = [[] for _ in types]
    while some := rows.fetchmany(_BATCH):
        for part, cells, type_ in zip(parts, zip(*some, strict=True), types, strict=True):
            part.append(pa.array(cells, type_))
    read_as = zip(parts, types, strict=True)
    columns = [pa.chunked_array(part, type_) for part, type_ in read_as]
    typed = pa.schema([(column.name, arrow_type(column)) for column in table.columns])
    return pa.table(columns, list(table.column_names)).cast(typed)
