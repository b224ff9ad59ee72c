"""Can the schema of a table be applied, and which columns and keys does it describe?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.cells import column, missing_values
from depositary.checks.descriptors import examine_spelling
from depositary.checks.fields import any_value
from depositary.checks.holdings import ForeignKey, Target
from depositary.checks.keys import names
from depositary.checks.ledger import Fault
from depositary.checks.lookalikes import odd_names
from depositary.checks.moments import can_parse_any
from depositary.checks.stores import path_fault
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import ExitStack

    from depositary.checks.cells import Column
    from depositary.checks.ledger import DescriptorLedger
    from depositary.jsontext import Pointer

_MOMENTS = frozenset({"date", "time", "datetime"})
_BOUNDS_OF_2 = ("exclusiveMinimum", "exclusiveMaximum")


class Schema:
    """A Table Schema, and where it stands.

    Parameters
    ----------
    resource : str
        The table it is of.
    value : mapping
        What it says; empty where the table has none.
    ledger : DescriptorLedger
        Of the file that it stands in.
    at : tuple
        Where in that file.
    columns : list of Column
        Its fields, once read.
    """

    __slots__ = ("at", "columns", "ledger", "resource", "value")

    def __init__(
        self, resource: str, value: Mapping[str, Any], ledger: DescriptorLedger, at: Pointer
    ) -> None:
        self.resource = resource
        self.value = value
        self.ledger = ledger
        self.at = at
        self.columns: list[Column] = []

    @property
    def names(self) -> list[str]:
        """The names of its fields."""
        return [each.name for each in self.columns]

    def report(
        self, pointer: Pointer, message: str, hint: str = "", column: str = "", **more: Any
    ) -> None:
        """Write down what is wrong at a place of it."""
        kind = more.pop("kind", "field-error" if column else "schema-error")
        fault = Fault("E112", kind, message, hint, **more)
        self.ledger.add((*self.at, *pointer), fault, self.resource, column)


def read_columns(schema: Schema, stack: ExitStack, version: int) -> None:
    """Read the fields of a schema into its columns, and report what cannot be applied.

    Parameters
    ----------
    schema : Schema
        Is given its columns.
    stack : ExitStack
        Ends what a pattern may have started.
    version : int
        Of the standard.
    """
    inherited = missing_values(schema.value)
    _examine_missing(schema, (), schema.value, version)
    places: list[Pointer] = []
    fields = schema.value.get("fields")
    known: set[str] = set()
    for at, descriptor in enumerate(fields if isinstance(fields, list) else []):
        if not isinstance(descriptor, dict):
            continue  # the profile says so
        where = (*schema.at, "fields", at)
        examine_spelling(descriptor, "field", schema.ledger, where, schema.resource)
        _examine_missing(schema, ("fields", at), descriptor, version)
        found, problems = column(descriptor, inherited, stack, is_first_version=version == 1)
        for name, words in problems:
            place = ("fields", at, *(() if name == "categories" else ("constraints",)), name)
            schema.report(place, words, column=found.name)
        if found.kind in _MOMENTS and found.form == "any" and not can_parse_any():
            words = 'The format "any" can only be read where python-dateutil is installed; the '
            words += "cells are not checked against it."
            hint = "name the format that the cells have, or install python-dateutil"
            schema.report(("fields", at, "format"), words, hint, found.name, severity="warning")
            found.read = any_value({})
        if "required" in descriptor:
            words = "The property required has no effect here."
            hint = 'write it in "constraints"'
            schema.report(("fields", at, "required"), words, hint, found.name)
        if found.name in known:
            words = f"Two fields have the name {shown(found.name)}."
            hint = "rename one of them"
            schema.report(("fields", at, "name"), words, hint, found.name, severity="warning")
        known.add(found.name)
        schema.columns.append(found)
        places.append((*where, "name"))
    for at, name, fault in odd_names(schema.names):
        schema.ledger.add(places[at], fault, schema.resource, name)
    if version == 1:
        _examine_bounds(schema)


def _examine_missing(schema: Schema, at: Pointer, holder: Mapping[str, Any], version: int) -> None:
    given = holder.get("missingValues")
    if version == 1 and isinstance(given, list) and any(isinstance(each, dict) for each in given):
        words = "Missing values with labels are of version 2 of the standard."
        schema.report((*at, "missingValues"), words, _SAY_VERSION_2)


def _examine_bounds(schema: Schema) -> None:
    fields = schema.value.get("fields")
    for at, descriptor in enumerate(fields if isinstance(fields, list) else []):
        given = descriptor.get("constraints") if isinstance(descriptor, dict) else None
        for name in _BOUNDS_OF_2:
            if isinstance(given, dict) and name in given:
                words = f"The constraint {name} is of version 2 of the standard."
                place = ("fields", at, "constraints", name)
                schema.report(place, words, _SAY_VERSION_2, str(descriptor.get("name", "")))


_SAY_VERSION_2 = (
    'say which version it is: "$schema": "https://datapackage.org/profiles/2.0/datapackage.json"'
)


def examine_keys(schema: Schema) -> None:
    """Report keys that name fields that are not there; columns that are keys are ids."""
    for each in schema.columns:
        each.is_id = each.name in names(schema.value.get("primaryKey"))
    _examine_names(schema, ("primaryKey",), names(schema.value.get("primaryKey")))
    groups = schema.value.get("uniqueKeys")
    for at, group in enumerate(groups if isinstance(groups, list) else []):
        _examine_names(schema, ("uniqueKeys", at), names(group))


def _examine_names(schema: Schema, at: Pointer, given: tuple[str, ...]) -> bool:
    for each in schema.columns:
        each.is_id = each.is_id or each.is_unique or each.name in given
    unknown = [name for name in given if name not in schema.names]
    for name in unknown:
        words = f"The schema has no field {shown(name)}."
        schema.report(at, words, did_you_mean(name, schema.names), value=name)
    return not unknown


def foreign_keys(
    schema: Schema, others: Mapping[str, Schema], targets: dict[tuple[str, tuple[str, ...]], Target]
) -> list[ForeignKey]:
    """The foreign keys of a schema that can be checked; what is wrong with the rest is reported.

    Parameters
    ----------
    schema : Schema
        With its columns read.
    others : mapping of str to Schema
        Of every table of the package, by name.
    targets : dict
        What is referred to, by table and fields; is added to.
    """
    given = schema.value.get("foreignKeys")
    found = []
    for at, entry in enumerate(given if isinstance(given, list) else []):
        reference = entry.get("reference") if isinstance(entry, dict) else None
        place = ("foreignKeys", at)
        if not isinstance(reference, dict):
            continue  # the profile says so
        if package := reference.get("package"):
            _report_leading_out(schema, (*place, "reference", "package"), str(package))
            continue  # what is not of this package is not its business
        own, theirs = names(entry.get("fields")), names(reference.get("fields"))
        resource = reference.get("resource") or schema.resource
        if _can_be_checked(schema, place, own, theirs, others.get(str(resource)), str(resource)):
            key = (str(resource), theirs)
            found.append(ForeignKey(own, targets.setdefault(key, Target(*key))))
    return found


def _report_leading_out(schema: Schema, at: Pointer, package: str) -> None:
    fault = path_fault(package)
    if fault is not None:
        schema.ledger.add((*schema.at, *at), fault, schema.resource)


def _can_be_checked(
    schema: Schema,
    place: Pointer,
    own: tuple[str, ...],
    theirs: tuple[str, ...],
    other: Schema | None,
    resource: str,
) -> bool:
    is_right = _examine_names(schema, (*place, "fields"), own)
    if len(own) != len(theirs):
        words = f"The key has {len(own)} fields and refers to {len(theirs)}."
        schema.report(place, words, "name as many fields on both sides")
        return False
    if other is None:
        words = f"The key refers to {shown(resource)}, which is no table of this package."
        where = (*place, "reference", "resource")
        schema.report(where, words, kind="resource-error", value=resource)
        return False
    for name in theirs:
        if other.columns and name not in other.names:
            words = f"The key refers to {shown(name)}, which is no field of {resource}."
            where = (*place, "reference", "fields")
            schema.report(where, words, did_you_mean(name, other.names), value=name)
            is_right = False
    for each in other.columns:
        each.is_id = each.is_id or each.name in theirs
    return is_right and bool(own)
