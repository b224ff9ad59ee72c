"""A package at one moment, as a value: its descriptor, its tables, and the law of their keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from depositary.ids import EVIDENCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.tables import Rows

REGISTRY = "records"
"""The table that keeps every id ever given."""
CODEBOOK = "codes"
"""The table that defines every code."""
_CODED = ("enum", "categories")
_MOMENTS = ("date", "datetime", "time", "year", "yearmonth")


@dataclass(frozen=True, slots=True)
class Edition:
    """A release, a revision, or the register as it stands.

    Parameters
    ----------
    name : str
        What a person calls it: a version, a path, a revision.
    version : str
        As its descriptor says; empty where it says none.
    descriptor : mapping
        ``datapackage.json``.
    tables : mapping of str to Rows
        Every table of the descriptor, in its order.
    law : mapping of str to mapping
        The JSON Schema of the rows of a table, where the package carries it.
    release_id : str
        SHA-256 of the tag manifest of a release, else empty.
    changelog : str
        Text of its CHANGELOG.md, else empty.
    totals : mapping of str to int
        Rows of a table of which only some are here.
    """

    name: str
    version: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, Rows]
    law: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    release_id: str = ""
    changelog: str = ""
    totals: Mapping[str, int] = field(default_factory=dict)

    def size(self, table: str) -> int:
        """How many rows a table has, also where only those that differ were read."""
        if table not in self.tables:
            return 0
        return self.totals.get(table, len(self.tables[table]))

    def schema(self, table: str) -> Mapping[str, Any]:
        """The Table Schema of a table; empty where there is no such table."""
        return next(
            (resource.get("schema", {}) for resource in self.descriptor["resources"]
             if resource["name"] == table), {},
        )  # fmt: skip

    def primary_key(self, table: str) -> tuple[str, ...]:
        """The columns of the primary key; all columns where a table declares none."""
        return names(self.schema(table).get("primaryKey", ())) or self.tables[table].columns

    def references(self, table: str) -> dict[str, str]:
        """The columns that are a foreign key alone, and the table that each refers to."""
        found = {}
        for key in self.schema(table).get("foreignKeys", ()):
            fields = names(key["fields"])
            if len(fields) == 1:
                found[fields[0]] = key["reference"].get("resource") or table
        return found

    def identity(self, table: str) -> tuple[tuple[str, ...], ...]:
        """What the key of a table follows from, where it follows from content.

        Returns
        -------
        tuple of tuple of str
            Groups of columns, the first being the record that the row belongs to. Empty where a
            person gives the key, and for the registry and the codebook.
        """
        if table in (REGISTRY, CODEBOOK):
            return ()
        if ids := self.law.get(table, {}).get("x-id"):
            return tuple((column,) for column in ids)
        if set(EVIDENCE_COLUMNS) < set(self.tables[table].columns):
            return (*((column,) for column in EVIDENCE_COLUMNS if column not in _SPAN), _SPAN)
        key = self.primary_key(table)
        is_natural = len(key) > 1 and key[0] in self.references(table)
        return tuple((column,) for column in key) if is_natural else ()

    def is_registered(self, table: str) -> bool:
        """Whether the keys of a table stand in the registry."""
        key = self.primary_key(table)
        return len(key) == 1 and self.references(table).get(key[0]) == REGISTRY

    def role(self, table: str, column: str) -> str:
        """What a column is for a reader who joins, filters and counts.

        Returns
        -------
        {"key", "reference", "code", "date", "identifier", "text"}
            ``identifier`` is a value written to a pattern, such as an ISO code; ``text`` is all
            that no query depends on by its exact letters.
        """
        schema = self.schema(table)
        field_: Mapping[str, Any] = next(
            (part for part in schema.get("fields", ()) if part["name"] == column), {}
        )
        constraints = field_.get("constraints", {})
        keys = [schema.get("primaryKey", ()), *schema.get("uniqueKeys", ())]
        if any(column in names(key["fields"]) for key in schema.get("foreignKeys", ())):
            return "reference"
        if field_.get("type") == "boolean" or any(
            name in part for name in _CODED for part in (field_, constraints)
        ):
            return "code"
        law = self.law.get(table, {}).get("properties", {}).get(column, {})
        if field_.get("type") in _MOMENTS or law.get("format") == "edtf":
            return "date"
        if "pattern" in constraints:
            return "identifier"
        is_key = any(column in names(key) for key in keys) or constraints.get("unique")
        return "key" if is_key and not self.identity(table) else "text"


_SPAN = ("start", "end")


def names(value: object) -> tuple[str, ...]:
    """The columns of a key, which Table Schema allows to be one name or a list of them."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(name) for name in value) if isinstance(value, list | tuple) else ()
