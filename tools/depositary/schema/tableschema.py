"""A table of the law as a Table Schema of the Data Package standard, version 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depositary.schema.values import Column, Law, Table

_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def table_schema(table: Table, law: Law) -> dict[str, Any]:
    """The Table Schema of a table: fields, constraints, keys, labelled categories.

    Parameters
    ----------
    table : Table
        One table of the law.
    law : Law
        For the labels of its codes.

    Returns
    -------
    dict
        JSON, valid under the official profile of version 2.0.

    Notes
    -----
    A coded column has ``categories`` (version 2) and the same codes as ``enum``: frictionless
    5.21 passes a value outside ``categories`` in silence (frictionless-py #1814).
    """
    schema: dict[str, Any] = {
        "$schema": _PROFILE,
        "fields": [_field(column, law) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.unique:
        schema["uniqueKeys"] = [list(group) for group in table.unique]
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": _reference(key.table, key.references, table)}
            for key in table.foreign_keys
        ]
    return schema


def _reference(target: str, columns: tuple[str, ...], table: Table) -> dict[str, Any]:
    """A reference; one to the table itself leaves the resource out, as the standard says."""
    fields = {"fields": list(columns)}
    return fields if target == table.name else {"resource": target, **fields}


def _field(column: Column, law: Law) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "date" if column.format == "date" else column.type,
        "title": column.title,
        "description": column.description,
        "example": str(column.examples[0]),
    }
    if column.format == "uri":
        field["format"] = "uri"
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.pattern:
        constraints["pattern"] = column.pattern.removeprefix("^").removesuffix("$")
    for name in ("minimum", "maximum"):
        if getattr(column, name) is not None:
            constraints[name] = getattr(column, name)
    if column.vocabulary:
        codes = law.codes[column.vocabulary]
        constraints["enum"] = [code.code for code in codes]
        field["categories"] = [{"value": code.code, "label": code.label} for code in codes]
    if constraints:
        field["constraints"] = constraints
    return field
