"""An entry of a reading becomes rows: its own, those nested in it, and the quotes for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary.ids import link_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.jsontext import Document, Pointer
    from depositary.reading import Reading
    from depositary.schema import Law, Nesting, Table


@dataclass(frozen=True, slots=True)
class Origin:
    """The entry that a row was made from."""

    document: Document
    pointer: Pointer

    def place(self, table: Table, column: str) -> tuple[str, int, int]:
        """File, line and column of what the curator wrote for one cell of the row."""
        key = column if table.name == "sources" else table.entry_key(column)
        if table.name == "records":
            key = "id"
        if table.name == "evidence" and column in ("start", "end", "evidence_id"):
            key = "quote"
        line, at = self.document.place((*self.pointer, key))
        return self.document.file, line, at


@dataclass(frozen=True, slots=True)
class Draft:
    """A row before quotes and bounds are worked out; ``is_defined`` unless it only cites an id."""

    table: str
    values: Mapping[str, str]
    origin: Origin
    is_defined: bool
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """One record and one entry of evidence for it."""

    record_id: str
    evidence: Mapping[str, Any]
    origin: Origin


def expand(reading: Reading, law: Law) -> tuple[list[Draft], list[Quoted]]:
    """Every row that a reading holds, and every quote for one.

    Parameters
    ----------
    reading : Reading
        Follows its schema.
    law : Law
        Says where rows of which table stand.

    Returns
    -------
    tuple of list
        Drafts, parents before what is nested in them, and quotes.
    """
    expansion = _Expansion(reading.document, law)
    for table in law.tables.values():
        for place in table.nested_in:
            if not place.table:
                expansion.list_of(table, place, (), reading.document.value, "", ())
    return expansion.drafts, expansion.quotes


class _Expansion:
    """The walk through one reading."""

    def __init__(self, document: Document, law: Law) -> None:
        self.document = document
        self.law = law
        self.recorded = {table.name for table in law.records}
        self.drafts: list[Draft] = []
        self.quotes: list[Quoted] = []

    def list_of(
        self,
        table: Table,
        place: Nesting,
        above: Pointer,
        holder: Mapping[str, Any],
        parent_id: str,
        inherited: tuple[tuple[Mapping[str, Any], Origin], ...],
    ) -> None:
        """Expand the entries of one list, and what is nested in each."""
        for index, written in enumerate(holder.get(place.key, ())):
            pointer = (*above, place.key, index)
            entry = {table.entry_key(place.short): written} if isinstance(written, str) else written
            values = _values(table, place, entry, parent_id)
            record_id = values[table.primary_key[0]] if table.prefix else ""
            origin = Origin(self.document, pointer)
            self.drafts.append(
                Draft(
                    table.name,
                    values,
                    origin,
                    is_defined=_is_definition(table, entry),
                    is_suggested="proposed_by" in entry,
                )
            )
            quotes = self._quotes_of(entry, pointer) or inherited
            if table.name in self.recorded:
                self.quotes += [Quoted(record_id, part, where) for part, where in quotes]
            for child, nested in self._nested_in(table):
                self.list_of(child, nested, pointer, entry, record_id, _general(quotes))

    def _quotes_of(
        self, entry: Mapping[str, Any], pointer: Pointer
    ) -> tuple[tuple[Mapping[str, Any], Origin], ...]:
        return tuple(
            (part, Origin(self.document, (*pointer, "evidence", index)))
            for index, part in enumerate(entry.get("evidence", ()))
        )

    def _nested_in(self, table: Table) -> Iterator[tuple[Table, Nesting]]:
        for child in self.law.tables.values():
            for place in child.nested_in:
                if place.table == table.name:
                    yield child, place


def _general(
    quotes: tuple[tuple[Mapping[str, Any], Origin], ...],
) -> tuple[tuple[Mapping[str, Any], Origin], ...]:
    """The evidence that also speaks for what is nested in the entry: not that for one column."""
    return tuple((part, origin) for part, origin in quotes if "field" not in part)


def _values(
    table: Table, place: Nesting, entry: Mapping[str, Any], parent_id: str
) -> dict[str, str]:
    values = {
        column.name: _cell(entry.get(table.entry_key(column.name), column.default))
        for column in table.columns
        if not column.derived
    }
    values |= place.fixed
    if place.parent:
        values[place.parent] = parent_id
    if table.id_columns:
        values[table.primary_key[0]] = link_id(table, values)
    return values


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # 2.0 is a whole number in JSON, and in its schemas
    return str(value)


def _is_definition(table: Table, entry: Mapping[str, Any]) -> bool:
    """Whether an entry says something of its record, or only cites its id."""
    keys = {table.entry_key(column.name) for column in table.columns} - {"id"}
    return not table.prefix or bool(table.id_columns) or any(key in keys for key in entry)
