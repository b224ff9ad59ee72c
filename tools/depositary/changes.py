"""What differs between two states of a package: rows and cells, schema, metadata; all as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from depositary.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Key = tuple[str, ...]
"""The values of a row's primary key."""

RENAMED = "renamed"
"""A moved row whose key a person gave: it says the same under another one."""
CSV_COLUMNS = ("op", "table", "key", "column", "old", "new", "class", "rule", "reason")


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs.

    Parameters
    ----------
    column : str
        Its column.
    old, new : str
        As they stand in CSV; ``""`` is a missing value.
    kind : {"value", "spelling", "consequence"}
        Whether it says another thing, the same in other letters (``1.0`` and ``1.00``), or only
        follows from another change (the label of a record whose name was corrected).
    """

    column: str
    old: str
    new: str
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs.

    Parameters
    ----------
    key : tuple of str
        Its primary key; of a row that moved, the one that it has now.
    cells : tuple of CellChange
        In the order of the columns; for an added or a removed row, every cell that is not empty.
    former : tuple of str
        The key that a moved row had before, else empty.
    kind : str
        Of a removed row, what became of its key: ``withdrawn`` and ``replaced`` (it stays in the
        registry), ``dependent`` (it belonged to a record that stays or was withdrawn), ``lost``
        (it should be in the registry and is not), ``deleted`` (no registry keeps such keys).
        Of a moved row, ``renamed`` where a person gave both keys.
    reason : str
        Why, where a curator said so.
    """

    key: Key
    cells: tuple[CellChange, ...] = ()
    former: Key = ()
    kind: str = "value"
    reason: str = ""

    @property
    def name(self) -> str:
        """The key as a person reads it, columns joined by ``/``."""
        return "/".join(self.key)


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What differs in one table.

    Parameters
    ----------
    table : str
        Its name.
    before, after : int
        How many rows it had and has.
    added, removed, changed, moved : sequence of RowChange
        In order of the key. A row moved where its key follows from its content, and that was
        corrected: it is the same row under another key.
    """

    table: str
    before: int = 0
    after: int = 0
    added: Sequence[RowChange] = ()
    removed: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    moved: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.added or self.removed or self.changed or self.moved)


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference in how a table is described.

    Parameters
    ----------
    kind : str
        ``table added``, ``column removed``, ``type changed``, ``code removed``, ``constraint
        tightened``, ``words changed`` and their like.
    table, column : str
        Where; the column is empty where the table as a whole is meant.
    old, new : str
        In words.
    """

    kind: str
    table: str
    column: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """One property of the descriptor that differs."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``changes.csv``: the smallest thing that a rule of versions judges."""

    op: str
    table: str
    key: str
    column: str
    old: str
    new: str
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two states of a package.

    Parameters
    ----------
    before, after : str
        Their versions; ``before`` is empty where there was nothing before.
    tables : mapping of str to TableChanges
        Only tables that differ, in the order of the package.
    schema : tuple of SchemaChange
        In the order of the package.
    metadata : tuple of MetadataChange
        In order of the property.
    """

    before: str
    after: str
    tables: Mapping[str, TableChanges] = field(default_factory=dict)
    schema: tuple[SchemaChange, ...] = ()
    metadata: tuple[MetadataChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (any(self.tables.values()) or self.schema or self.metadata)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of facts were added, changed and removed; a moved row is a changed one.

        The registry ``records`` is left out: its rows follow those of the other tables.
        """
        facts = [table for name, table in self.tables.items() if name != "records"]
        return {
            "added": sum(len(table.added) for table in facts),
            "changed": sum(len(table.changed) + len(table.moved) for table in facts),
            "removed": sum(len(table.removed) for table in facts),
        }

    def entries(self) -> Iterator[Entry]:
        """Yield every difference as one flat line, schema first, then metadata, then rows."""
        for part in self.schema:
            yield Entry("schema", part.table, "", part.column, part.old, part.new, part.kind)
        for item in self.metadata:
            yield Entry("metadata", "", "", item.name, item.old, item.new, "value")
        for name, table in self.tables.items():
            for row in table.added:
                yield Entry("add", name, row.name, "", "", "", row.kind, row.reason)
            for row in table.removed:
                yield Entry("remove", name, row.name, "", "", "", row.kind, row.reason)
            for row in table.changed:
                yield from _cells_of(name, row, "change")
            for row in table.moved:
                old = "/".join(row.former)
                kind = RENAMED if row.kind == RENAMED else "consequence"
                yield Entry("move", name, row.name, "", old, row.name, kind, row.reason)
                yield from _cells_of(name, row, "move")

    def as_json(self, *, with_rows: bool = True) -> dict[str, Any]:
        """The changes as a JSON value; without rows only their counts, for a first release."""
        tables = [_table_as_json(table, with_rows=with_rows) for table in self.tables.values()]
        return {
            "before": self.before,
            "after": self.after,
            "counts": self.counts,
            "schema": [_without_blanks(asdict(part)) for part in self.schema],
            "metadata": [asdict(item) for item in self.metadata],
            "tables": tables,
        }

    def as_rows(self, rules: Iterable[str]) -> Rows:
        """The changes as a table, one line an entry.

        Parameters
        ----------
        rules : iterable of str
            The rule of versions that judged each entry, in their order.
        """
        rows = (
            (item.op, item.table, item.key, item.column, item.old, item.new,
             item.kind, rule, item.reason)
            for item, rule in zip(self.entries(), rules, strict=True)
        )  # fmt: skip
        return Rows("changes", CSV_COLUMNS, tuple(rows))


def around(old: str, new: str, longest: int) -> tuple[str, str]:
    """Two texts from shortly before the place where they differ, if they are long.

    Parameters
    ----------
    old, new : str
        Two values of one cell.
    longest : int
        Characters up to which nothing is left out.

    Examples
    --------
    >>> around("a long quote that ends here", "a long quote that ends there", 20)
    ('…at ends here', '…at ends there')
    """
    if max(len(old), len(new)) <= longest:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    at = next((at for at, (left, right) in pairs if left != right), min(len(old), len(new)))
    start = max(0, at - longest // 2 + 2)
    return ("…" + old[start:], "…" + new[start:]) if start else (old, new)


def from_json(value: Mapping[str, Any]) -> Changes:
    """Changes as :meth:`Changes.as_json` gave them, with rows.

    Examples
    --------
    >>> change = TableChanges("actors", 1, 1, added=(RowChange(("act-a",)),))
    >>> changes = Changes("1.0.0", "1.1.0", {"actors": change})
    >>> from_json(changes.as_json()) == changes
    True
    """
    return Changes(
        value["before"],
        value["after"],
        {table["table"]: _table_from_json(table) for table in value["tables"]},
        tuple(SchemaChange(**part) for part in value["schema"]),
        tuple(MetadataChange(**item) for item in value["metadata"]),
    )


def _cells_of(table: str, row: RowChange, op: str) -> Iterator[Entry]:
    for cell in row.cells:
        yield Entry(op, table, row.name, cell.column, cell.old, cell.new, cell.kind, row.reason)


def _table_as_json(table: TableChanges, *, with_rows: bool) -> dict[str, Any]:
    value: dict[str, Any] = {"table": table.table, "before": table.before, "after": table.after}
    for op in ("added", "removed", "changed", "moved"):
        rows: Sequence[RowChange] = getattr(table, op)
        value[op] = [_row_as_json(row) for row in rows] if with_rows else len(rows)
    return value


def _row_as_json(row: RowChange) -> dict[str, Any]:
    value: dict[str, Any] = {"key": list(row.key)}
    if row.former:
        value["former"] = list(row.former)
    if row.kind != "value":
        value["kind"] = row.kind
    if row.reason:
        value["reason"] = row.reason
    if row.cells:
        value["cells"] = [
            {"column": cell.column, "old": cell.old, "new": cell.new, "kind": cell.kind}
            for cell in row.cells
        ]
    return value


def _table_from_json(value: Mapping[str, Any]) -> TableChanges:
    ops = {op: tuple(map(_row_from_json, value[op])) for op in
           ("added", "removed", "changed", "moved")}  # fmt: skip
    return TableChanges(value["table"], value["before"], value["after"], **ops)


def _row_from_json(value: Mapping[str, Any]) -> RowChange:
    return RowChange(
        tuple(value["key"]),
        tuple(CellChange(**cell) for cell in value.get("cells", ())),
        tuple(value.get("former", ())),
        value.get("kind", "value"),
        value.get("reason", ""),
    )


def _without_blanks(value: Mapping[str, str]) -> dict[str, str]:
    return {name: part for name, part in value.items() if part}
