"""What differs in how a package is described: tables, columns, keys, codes, words, metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from depositary.changes import MetadataChange, SchemaChange
from depositary.release.edition import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.release.edition import Edition

_RELEASE = ("version", "created", "previousRelease", "resources", "sources", "$schema")
"""Properties that follow from the release or the tables, and are no change of their own."""
_WORDS = ("title", "description", "example")
_FORM = ("type", "format", "unit", "missingValues", "decimalChar", "groupChar", "bareNumber")
_READING = ("path", "encoding", "dialect", "format", "mediatype", "type")
_LOWER = ("minimum", "minLength", "exclusiveMinimum")
_UPPER = ("maximum", "maxLength", "exclusiveMaximum")


def metadata_changes(before: Edition, after: Edition) -> tuple[MetadataChange, ...]:
    """The properties of two descriptors that differ, apart from what follows from the tables."""
    keys = sorted({*before.descriptor, *after.descriptor} - set(_RELEASE))
    pairs = [(key, before.descriptor.get(key), after.descriptor.get(key)) for key in keys]
    return tuple(
        MetadataChange(key, _shown(old), _shown(new)) for key, old, new in pairs if old != new
    )


def schema_changes(before: Edition, after: Edition) -> tuple[SchemaChange, ...]:
    """How the tables of two packages differ in their description, in the order of the package."""
    old = {part["name"]: part for part in before.descriptor["resources"]}
    new = {part["name"]: part for part in after.descriptor["resources"]}
    found = [SchemaChange("table removed", name) for name in old if name not in new]
    for name, resource in new.items():
        if name not in old:
            found.append(SchemaChange("table added", name))
        else:
            found += _table_changes(name, old[name], resource)
    return tuple(found)


def _table_changes(
    table: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[SchemaChange]:
    for key in _READING:
        if old.get(key) != new.get(key):
            yield SchemaChange(f"{key} changed", table, "", _shown(old.get(key)),
                               _shown(new.get(key)))  # fmt: skip
    for key in ("title", "description"):
        if old.get(key) != new.get(key):
            yield SchemaChange("words changed", table, "", _shown(old.get(key)),
                               _shown(new.get(key)))  # fmt: skip
    yield from _key_changes(table, old.get("schema", {}), new.get("schema", {}))
    yield from _column_changes(table, old.get("schema", {}), new.get("schema", {}))


def _key_changes(
    table: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[SchemaChange]:
    sides = [
        {
            "primary key": list(names(schema.get("primaryKey", ()))),
            "unique keys": [list(names(key)) for key in schema.get("uniqueKeys", ())],
            "foreign keys": schema.get("foreignKeys", []),
            "missing values": schema.get("missingValues", [""]),
        }
        for schema in (old, new)
    ]
    for what, value in sides[0].items():
        if value != sides[1][what]:
            yield SchemaChange(f"{what} changed", table, "", _shown(value), _shown(sides[1][what]))


def _column_changes(
    table: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[SchemaChange]:
    was = {part["name"]: part for part in old.get("fields", ())}
    now = {part["name"]: part for part in new.get("fields", ())}
    for name in was:
        if name not in now:
            yield SchemaChange("column removed", table, name)
    for name in now:
        if name not in was:
            yield SchemaChange("column added", table, name)
    kept = [name for name in was if name in now]
    if kept != [name for name in now if name in was]:
        yield SchemaChange("columns reordered", table, "", ", ".join(was), ", ".join(now))
    for name in kept:
        yield from _field_changes(table, name, was[name], now[name])


def _field_changes(
    table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[SchemaChange]:
    for key in _FORM:
        if old.get(key) != new.get(key):
            yield SchemaChange(f"{key} changed", table, column, _shown(old.get(key)),
                               _shown(new.get(key)))  # fmt: skip
    yield from _code_changes(table, column, _codes(old), _codes(new))
    was, now = old.get("constraints", {}), new.get("constraints", {})
    for name in sorted({*was, *now} - {"enum"}):
        if was.get(name) != now.get(name):
            how = "loosened" if _is_looser(name, was.get(name), now.get(name)) else "tightened"
            sides = (f"{name} {_shown(side.get(name))}" for side in (was, now))
            yield SchemaChange(f"constraint {how}", table, column, *sides)
    for key in _WORDS:
        if old.get(key) != new.get(key):
            yield SchemaChange("words changed", table, column, _shown(old.get(key)),
                               _shown(new.get(key)))  # fmt: skip


def _code_changes(
    table: str, column: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[SchemaChange]:
    """Codes that a column lost, gained, or calls by another label."""
    if bool(old) != bool(new):
        how = "tightened" if new else "loosened"
        yield SchemaChange(f"constraint {how}", table, column, f"codes {', '.join(old)}",
                           f"codes {', '.join(new)}")  # fmt: skip
        return
    for code in old:
        if code not in new:
            yield SchemaChange("code removed", table, column, code)
        elif old[code] != new[code]:
            yield SchemaChange("words changed", table, column, old[code], new[code])
    for code in new:
        if code not in old:
            yield SchemaChange("code added", table, column, "", code)


def _codes(field: Mapping[str, Any]) -> dict[str, str]:
    """The values that a column may have, by its categories or its enum, and their labels."""
    listed = field.get("categories") or field.get("constraints", {}).get("enum") or ()
    return {
        str(part["value"] if isinstance(part, dict) else part): str(
            part.get("label", "") if isinstance(part, dict) else ""
        )
        for part in listed
    }


def _is_looser(name: str, old: Any, new: Any) -> bool:
    """Whether every value that a constraint allowed is still allowed, as far as one can tell."""
    if new is None or new is False:
        return True
    if old is None or old is False:
        return False
    if name in _LOWER:
        return bool(new < old)
    return bool(new > old) if name in _UPPER else False


def _shown(value: object) -> str:
    """A property as text: a string as it is, anything else as JSON, nothing as nothing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
