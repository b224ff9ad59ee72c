"""What the law says of a table, a column, a key, a code and a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.findings import Severity


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, title, description : str
        As in the law.
    type : {"string", "integer", "number", "boolean"}
        Of JSON Schema; what a date or a code is says ``format`` or ``vocabulary``.
    format : str
        ``date``, ``edtf``, ``uri``, ``bcp47`` or empty.
    pattern : str
        Anchored, as in JSON Schema; empty where there is none.
    minimum, maximum : int or None
        Both included.
    vocabulary : str
        Name of the code list, empty where the column has none.
    required, derived, verbatim : bool
        Never empty; computed by build; the words of the source.
    default : str
        What build fills in where a reading leaves the column out; empty where nothing.
    examples : tuple
        Values as they stand in a row object.
    schema : mapping
        The JSON Schema of the column, its code list resolved.
    """

    name: str
    type: str = "string"
    format: str = ""
    title: str = ""
    description: str = ""
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    vocabulary: str = ""
    required: bool = False
    derived: bool = False
    verbatim: bool = False
    default: str = ""
    examples: tuple[Any, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are a key of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nesting:
    """A place in a reading where rows of a table stand.

    Parameters
    ----------
    key : str
        Of the list in the reading, or in the entry that holds it.
    table : str
        The table of the entry that holds the list; empty for the reading itself.
    parent : str
        The column that the id of that entry fills.
    fixed : mapping of str to str
        Columns whose value is set by the place.
    short : str
        The column that a bare string in the list fills; empty where that is not allowed.
    """

    key: str
    table: str = ""
    parent: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    short: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the register.

    Parameters
    ----------
    name, title, description : str
        As in the law.
    prefix : str
        Of its ids, ``act`` for ``act-arvenia``; empty where rows have no id of their own.
    primary_key : tuple of str
        Columns.
    foreign_keys : tuple of ForeignKey
        References to other tables, or to itself.
    unique : tuple of tuple of str
        Groups of columns that are different in every row, beyond the primary key.
    id_columns : tuple of str
        The columns from which the id is derived; empty where a curator gives it.
    label : tuple of str
        The columns that make the label of a record.
    nested_in : tuple of Nesting
        Where its rows stand in a reading.
    derived : bool
        The whole table is made by build.
    columns : tuple of Column
        In order.
    schema : mapping
        The JSON Schema of a row, code lists resolved.
    """

    name: str
    title: str
    description: str
    prefix: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique: tuple[tuple[str, ...], ...]
    id_columns: tuple[str, ...]
    label: tuple[str, ...]
    nested_in: tuple[Nesting, ...]
    derived: bool
    columns: tuple[Column, ...]
    schema: Mapping[str, Any]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def clauses(self) -> tuple[Mapping[str, Any], ...]:
        """The conditions within a row (``if/then``), each with its rule code and mend."""
        return tuple(self.schema.get("allOf", ()))

    def column(self, name: str) -> Column:
        """The column of a name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def target_of(self, column: str) -> str:
        """The table that a column alone refers to, beyond the registry; empty where none."""
        for key in self.foreign_keys:
            if key.columns == (column,) and self.primary_key != (column,):
                return key.table
        return ""

    def entry_key(self, column: str) -> str:
        """How a column is called in an entry of a reading.

        The key of the row is ``id``; a reference drops its ``_id``; the rest keep their name.
        """
        if self.prefix and self.primary_key == (column,):
            return "id"
        return column.removesuffix("_id") if self.target_of(column) else column


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a vocabulary, with its match in other code books (empty where none)."""

    vocabulary: str
    code: str
    label: str
    definition: str
    examples: tuple[str, ...]
    plover: str = ""
    cameo: str = ""
    dac: str = ""
    eurovoc: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule across rows: a SELECT of the rows that break it.

    Parameters
    ----------
    code : str
        ``R02``.
    name : str
        The rest of the file's name, ``quote-verbatim``.
    title, why, mend : str
        In the words of a curator.
    severity : {"error", "warning"}
        MUST or SHOULD.
    needs : tuple of str
        ``texts`` or ``previous``: tables without which the rule cannot be asked.
    sql : str
        The SELECT.
    file : str
        The path of the rule, as findings should show it.
    """

    code: str
    name: str
    title: str
    severity: Severity
    needs: tuple[str, ...]
    why: str
    mend: str
    sql: str
    file: str


@dataclass(frozen=True, slots=True)
class View:
    """A SELECT that rules share, by its name."""

    name: str
    title: str
    sql: str
    file: str


@dataclass(frozen=True, slots=True)
class Law:
    """All of ``schema/``.

    Parameters
    ----------
    folder : Path
        Where it was read.
    dataset : mapping
        ``dataset.json``: metadata and policy.
    tables : mapping of str to Table
        In the order in which the package lists them.
    codes : mapping of str to tuple of Code
        By vocabulary.
    rules : tuple of Rule
        By code.
    views : tuple of View
        What rules share, by name.
    digest : str
        SHA-256 of all that the tables and code lists say.
    """

    folder: Path
    dataset: Mapping[str, Any]
    tables: Mapping[str, Table]
    codes: Mapping[str, tuple[Code, ...]]
    rules: tuple[Rule, ...]
    views: tuple[View, ...]
    digest: str

    @property
    def records(self) -> tuple[Table, ...]:
        """The tables whose rows have an id in the registry."""
        return tuple(
            table
            for table in self.tables.values()
            if any(key.table == "records" and key.columns == table.primary_key
                   for key in table.foreign_keys)
        )  # fmt: skip

    def table_of(self, record_id: str) -> Table | None:
        """The table that the prefix of an id belongs to."""
        prefix = record_id.partition("-")[0]
        return next((table for table in self.tables.values() if table.prefix == prefix), None)
