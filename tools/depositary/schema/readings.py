"""The schema of readings, derived from the tables: what an editor completes as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depositary.schema.values import Law, Nesting, Table

_WORDS = {"type": "string", "pattern": "\\S"}
_ID = "^[a-z]{3}-[a-z0-9]+(-{1,2}[a-z0-9]+)*$"


def reading_schema(law: Law) -> dict[str, Any]:
    """The JSON Schema of a reading.

    Parameters
    ----------
    law : Law
        Its tables say where their rows stand (``x-nested-in``).

    Returns
    -------
    dict
        JSON Schema 2020-12; written to ``schema/reading.json`` by build.
    """
    places = [(table, place) for table in law.tables.values() for place in table.nested_in]
    definitions = {_name(table, place): _entry(table, place, law) for table, place in places}
    tops = {place.key: _list(table, place) for table, place in places if not place.table}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reading",
        "description": "What one coder found in one source. Made from schema/tables by "
        "depositary build: edit those, not this.",
        "type": "object",
        "required": ["source", "coder"],
        "additionalProperties": False,
        "properties": {**_frame(law), **tops, **_aside()},
        "$defs": {**definitions, "evidence": _evidence(law), "proposed_by": _PROPOSED_BY},
    }


def _name(table: Table, place: Nesting) -> str:
    return f"{place.table}.{place.key}" if place.table else table.name


def _frame(law: Law) -> dict[str, Any]:
    records = law.tables["records"]
    return {
        "$schema": {
            "type": "string",
            "description": "Where editors find this schema: ../schema/reading.json",
        },
        "source": {
            "title": "Source",
            "description": "The id of the article that was read, as its source card gives it.",
            "type": "string",
            "pattern": "^src-",
        },
        **{name: records.column(name).schema for name in ("coder", "reviewer", "review")},
    }


def _aside() -> dict[str, Any]:
    quoted = {"quote": _WORDS, "nth": {"type": "integer", "minimum": 1}}
    return {
        "set_aside": {
            "description": "Words of the article that state nothing: furniture, headings.",
            "type": "array",
            "items": _closed({**quoted, "reason": _WORDS}, "quote", "reason"),
        },
        "rejected": {
            "description": "Proposals that the coder turned down, so that they do not come back.",
            "type": "array",
            "items": _closed(
                {
                    "proposal": _WORDS,
                    "reason": _WORDS,
                    "extractor": {**_WORDS, "description": "Who proposed it."},
                    "into": {
                        "description": "The record that the proposal is the same as.",
                        "type": "string",
                        "pattern": _ID,
                    },
                },
                "proposal",
                "reason",
            ),
        },
        "retired": {
            "description": "Ids that were released and are withdrawn, with the reason.",
            "type": "array",
            "items": _closed(
                {
                    "id": {"type": "string", "pattern": _ID},
                    "reason": _WORDS,
                    "label": {**_WORDS, "description": "What the record was called."},
                    "replaced_by": {"type": "string", "pattern": _ID},
                },
                "id",
                "reason",
            ),
        },
    }


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


_PROPOSED_BY = {
    "description": "The extractor that proposed the entry, where one did.",
    **_closed(
        {
            "extractor": _WORDS,
            "version": _WORDS,
            "why": _WORDS,
            "proposal": {**_WORDS, "description": "The id of the proposal that was accepted."},
        },
        "extractor",
    ),
}


def _list(table: Table, place: Nesting) -> dict[str, Any]:
    item: dict[str, Any] = {"$ref": f"#/$defs/{_name(table, place)}"}
    if place.short:
        item = {"if": {"type": "string"}, "then": {"pattern": _ID}, "else": item}
    return {"title": table.title, "description": table.description, "type": "array", "items": item}


def _entry(table: Table, place: Nesting, law: Law) -> dict[str, Any]:
    """The form of one entry: the columns that a curator writes, nested lists, evidence."""
    absent = {place.parent, *place.fixed}
    columns = [
        column
        for column in table.columns
        if column.name not in absent
        and not column.derived
        and not _is_derived_key(table, column.name)
    ]
    inner = {
        nested.key: _list(child, nested)
        for child in law.tables.values()
        for nested in child.nested_in
        if nested.table == table.name
    }
    if table in law.records:
        inner["evidence"] = {
            "title": "Evidence",
            "description": "The words of the article that say so.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/evidence"},
        }
        inner["proposed_by"] = {"$ref": "#/$defs/proposed_by"}
    required = [
        table.entry_key(column.name) for column in columns if column.required and not column.default
    ]
    properties = {table.entry_key(column.name): _property(table, column.name) for column in columns}
    entry = {
        "title": table.title,
        "description": table.description,
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, **inner},
    }
    if "id" not in properties:
        return {**entry, "required": required}
    citation = ["id", *inner]
    return {
        **entry,
        "required": ["id"],
        "if": {"propertyNames": {"enum": citation}},
        "else": {"required": required},
    }


def _is_derived_key(table: Table, column: str) -> bool:
    return bool(table.id_columns) and table.primary_key == (column,)


def _property(table: Table, name: str) -> dict[str, Any]:
    """The schema of a column; a reference without a pattern of its own must look like an id."""
    schema = dict(table.column(name).schema)
    if table.target_of(name) and "pattern" not in schema:
        schema["pattern"] = _ID
    return schema


def _evidence(law: Law) -> dict[str, Any]:
    table = law.tables["evidence"]
    columns = {name: table.column(name).schema for name in ("quote", "support", "note", "field")}
    return {
        "title": table.title,
        "description": table.description,
        **_closed(
            {
                "quote": columns["quote"],
                "nth": {
                    "description": "Which one is meant, from 1, where the quote stands more than "
                    "once in the article.",
                    "type": "integer",
                    "minimum": 1,
                },
                "support": columns["support"],
                "claim": {
                    "description": "The claim whose speaker says it; without it the article "
                    "says it in its own voice.",
                    "type": "string",
                    "pattern": "^clm-",
                },
                "field": columns["field"],
                "note": columns["note"],
            },
            "quote",
        ),
    }
