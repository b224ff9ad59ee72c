"""Does a descriptor list more than a check can judge one by one?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.ledger import Fault
from depositary.checks.limits import CODES, FIELDS, FOREIGN_KEYS, NAMES, RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.jsontext import Pointer

_OF_PACKAGE = {"resources": RESOURCES}
_OF_RESOURCE = {"path": NAMES, "extrapaths": NAMES}
_OF_SCHEMA = {
    "fields": FIELDS,
    "foreignKeys": FOREIGN_KEYS,
    "primaryKey": NAMES,
    "uniqueKeys": NAMES,
    "missingValues": NAMES,
}
_OF_FIELD = {"categories": CODES, "missingValues": NAMES}
_OF_DIALECT = {"headerRows": NAMES, "commentRows": NAMES}


def excess(descriptor: dict[str, Any]) -> tuple[Pointer, Fault] | None:
    """The first list of a descriptor that is too long, with its place; None where none is.

    Parameters
    ----------
    descriptor : dict
        Of a package; or a schema or dialect that stands in a file of its own.
    """
    for at, count, most in _counts(descriptor):
        if count > most:
            words = f"There are {count} {at[-1]}; {most} is the most that is checked."
            return at, Fault("E108", "package-error", words, "split the package", str(count))
    return None


def _counts(value: dict[str, Any]) -> Iterator[tuple[Pointer, int, int]]:
    """Yield the place of each list that is bounded, its length, and its bound."""
    yield from _lists(value, _OF_PACKAGE, ())
    yield from _in_schema(value, ())
    yield from _lists(value, _OF_DIALECT, ())
    fields = 0
    for number, entry in _objects(value.get("resources")):
        at = ("resources", number)
        yield from _lists(entry, _OF_RESOURCE, at)
        for key, inner in entry.items():
            if key == "schema" and isinstance(inner, dict):
                yield from _in_schema(inner, (*at, key))
                fields += _length(inner.get("fields"))
                yield (*at, key, "fields"), fields, FIELDS
            elif key == "dialect" and isinstance(inner, dict):
                yield from _lists(inner, _OF_DIALECT, (*at, key))


def _in_schema(schema: dict[str, Any], at: Pointer) -> Iterator[tuple[Pointer, int, int]]:
    yield from _lists(schema, _OF_SCHEMA, at)
    for number, each in _objects(schema.get("fields")):
        where = (*at, "fields", number)
        yield from _lists(each, _OF_FIELD, where)
        wanted = each.get("constraints")
        if isinstance(wanted, dict):
            yield from _lists(wanted, {"enum": CODES}, (*where, "constraints"))


def _lists(
    value: dict[str, Any], bounds: dict[str, int], at: Pointer
) -> Iterator[tuple[Pointer, int, int]]:
    for key, most in bounds.items():
        yield (*at, key), _length(value.get(key)), most


def _objects(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, each in enumerate(value if isinstance(value, list) else []):
        if isinstance(each, dict):
            yield number, each


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
