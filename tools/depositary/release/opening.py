"""A release opened: its tables in Arrow, pandas, polars or SQL, each byte checked when read."""

from __future__ import annotations

import io
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from depositary import database
from depositary.errors import CallError, DataError, Unavailable
from depositary.release import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from depositary.release.obtaining import Obtained
    from depositary.release.verification import Verification

_BLOCK_BYTES = 16 << 20
"""A row must fit in a block, and a row is no longer than 4 MB."""
_TYPES = {"integer": "int64", "number": "float64", "boolean": "bool", "date": "date32"}


class OpenRelease:
    """A release on this machine, of which nothing is loaded before it is asked for.

    Parameters
    ----------
    obtained : Obtained
        Where it lies, and its release id.

    Attributes
    ----------
    name, version, release_id : str
        Which release it is; the id names every byte of it.
    path : Path
        The folder of its files, not to be written into.
    signature : Signature
        Who vouches for it, and what that is worth to you.

    Examples
    --------
    ::

        release = depositary.open_release("https://example.org/harbour/index.json", "^1")
        release.to_pandas("claims")
        release.sql("SELECT kind, count(*) FROM events GROUP BY ALL").df()
    """

    def __init__(self, obtained: Obtained) -> None:
        self._obtained = obtained
        self.release_id = obtained.release_id
        self.path: Path = obtained.folder
        self.signature = obtained.signature
        self._hashes = shelf.hashes_of(self.path, self.release_id)
        self.descriptor = shelf.descriptor_of(self.path, self.release_id)
        self.name = str(self.descriptor.get("name", ""))
        self.version = str(self.descriptor.get("version", ""))

    def __repr__(self) -> str:
        """Return what it is and where."""
        return f"<{self.name} {self.version} in {self.path}>"

    @cached_property
    def _resources(self) -> dict[str, Mapping[str, Any]]:
        return {part["name"]: part for part in self.descriptor["resources"]
                if str(part.get("path", "")).endswith(".csv") and "schema" in part}  # fmt: skip

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables, in the order of its descriptor."""
        return tuple(self._resources)

    @property
    def citation(self) -> str:
        """How it is cited, in the form of the APA."""
        return self.cite()

    @property
    def changelog(self) -> str:
        """What changed in this version and in those before, in words."""
        return self.read("CHANGELOG.md").decode("utf-8")

    def cite(self, form: str = "apa") -> str:
        """How it is cited: as ``apa``, ``bibtex``, ``ris`` or ``csl-json``.

        Raises
        ------
        CallError
            E904 for another form.
        """
        from depositary.release.citing import FORMS, cited

        if form not in FORMS:
            raise CallError("E904", f"There is no form {form!r}.", f"forms: {', '.join(FORMS)}")
        return cited(self.descriptor, form, self.name)

    def read(self, path: str) -> bytes:
        """A file of the release, by its path in it, if it is the one that was published.

        Raises
        ------
        CallError
            E904 where the release has no such file.
        DataError
            E507 where it is damaged. A copy that was fetched is then taken away: the release is
            fetched anew when it is opened again.
        """
        if path not in self._hashes:
            raise CallError("E904", f"{self.name} {self.version} has no file {path!r}.",
                            "see SHA256SUMS in it for all")  # fmt: skip
        try:
            return shelf.read(self.path, path, self._hashes[path])
        except DataError:
            if self._obtained.shelf is not None:
                self._obtained.shelf.remove(self.release_id)
            raise

    def table(self, name: str) -> pa.Table:
        """A table in the types of its schema: text, int64, float64, bool, date32.

        Parameters
        ----------
        name : str
            One of :attr:`tables`.

        Returns
        -------
        pyarrow.Table
            Rows and columns in their order. An empty cell is null, and nothing else is: ``NA``
            is a text.

        Raises
        ------
        CallError
            E904 where there is no such table.
        DataError
            E507 where its file is damaged, E114 where it is not what its schema says.
        """
        if name not in self._resources:
            raise CallError("E904", f"{self.name} {self.version} has no table {name!r}.",
                            f"tables: {', '.join(self.tables)}")  # fmt: skip
        resource = self._resources[name]
        return _typed(name, self.read(resource["path"]), resource["schema"]["fields"])

    def to_pandas(self, name: str) -> Any:
        """A table as a ``pandas.DataFrame`` with the types of Arrow: text stays text, null null.

        Raises
        ------
        Unavailable
            E581 where pandas is not installed; else as :meth:`table`.
        """
        return self.table(name).to_pandas(types_mapper=_library("pandas").ArrowDtype)

    def to_polars(self, name: str) -> Any:
        """A table as a ``polars.DataFrame``.

        Raises
        ------
        Unavailable
            E581 where polars is not installed; else as :meth:`table`.
        """
        return _library("polars").from_arrow(self.table(name))

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """The rows that one SELECT over all tables gives, by DuckDB.

        Returns
        -------
        duckdb.DuckDBPyRelation
            ``.df()``, ``.pl()``, ``.arrow()`` and ``.fetchall()`` make of it what is wanted.

        Raises
        ------
        CallError
            E902 where it is not one SELECT, or the database refuses it.
        """
        return database.selected(self._connection, query)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return database.closed({name: self.table(name) for name in self.tables})

    def verify(self) -> Verification:
        """What is found when every file of it is hashed; see :func:`depositary.verify`."""
        from depositary.release.verification import verify

        return verify(self.path, self.release_id)


def _typed(name: str, data: bytes, fields: list[Mapping[str, Any]]) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv

    types = {
        field["name"]: pa.type_for_alias(_TYPES.get(field.get("type", ""), "string"))
        for field in fields
    }
    try:
        # In one thread: a process that ends while threads of Arrow still run may be aborted.
        return csv.read_csv(
            io.BytesIO(data),
            csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=types, include_columns=list(types), null_values=[""],
                strings_can_be_null=True, true_values=["true"], false_values=["false"],
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, KeyError) as error:
        raise DataError("E114", f"Table {name}: {str(error).rstrip('.')}.",
                        "tell its publisher") from error  # fmt: skip


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise Unavailable("E581", f"{name} is not installed.", f"pip install {name}") from error
