"""What does the standard say of a descriptor in words only, which no profile can test?

MUST is an error, SHOULD and RECOMMENDED a warning. Sections named are those of datapackage.org,
version 2; what is of version 1 alone says so. That a recommended property is absent is no finding:
there is no place to show, and nearly every package lacks one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depositary.checks import fields
from depositary.checks.descriptors import kind_of
from depositary.checks.ledger import Fault
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.checks.ledger import DescriptorLedger
    from depositary.jsontext import Pointer

    Noted = tuple[Pointer, Fault]

_TABULAR = ("tabular-data-package", "fiscal-data-package")
_NAMES = {"title", "givenName", "familyName"}
_MOST_NOTES = 200


def examine_words(
    value: Mapping[str, Any], ledger: DescriptorLedger, version: int, at: Pointer = ()
) -> None:
    """Report what a package or a resource does against the words of the standard.

    Parameters
    ----------
    value : mapping
        The descriptor of the package or of a resource.
    ledger : DescriptorLedger
        Where findings go.
    version : int
        Of the standard.
    at : tuple
        Of the resource in the package.
    """
    resource = str(value.get("name", "")) if at else ""
    found = [
        *_of_name(value.get("name"), version, kind_of(at)),
        *_of_licences(value.get("licenses")),
        *_of_people(value, version),
        *(_of_resource(value) if at else _of_package(value, version)),
    ]
    for pointer, fault in found[:_MOST_NOTES]:
        ledger.add((*at, *pointer), fault, resource)


def _of_name(name: object, version: int, kind: str) -> Iterator[Noted]:
    if not isinstance(name, str) or not name:
        return
    if version == 1 and not re.fullmatch(r"[-a-z0-9._/]+", name):
        words = f"The name {shown(name)} has other characters than a-z, 0-9, and . _ - /."
        hint = 'write it in lower case, or say that the package is of version 2 with "$schema"'
        yield ("name",), Fault("E112", kind, words, hint, name)
    elif version != 1 and not re.fullmatch(r"[-a-z0-9._]+", name):
        words = f"The name {shown(name)} has other characters than a-z, 0-9, and . _ -."
        hint = "a name of those alone can be part of an address; a title may have any"
        yield ("name",), Fault("E124", kind, words, hint, name, "warning")


def _of_licences(given: object) -> Iterator[Noted]:
    for at, licence in _objects(given):
        name = licence.get("name")
        if not isinstance(name, str) or not name or f"\n{name}\n" in _licences():
            continue
        words = f"The licence {shown(name)} is not an identifier of SPDX or the Open Definition."
        known = [line for line in _licences().splitlines() if line and not line.startswith("#")]
        same = [each for each in known if each.lower() == name.lower()]
        near = did_you_mean(name, same or known)
        hint = near or "write its identifier, such as CC-BY-4.0, or only its path and title"
        yield ("licenses", at, "name"), Fault("E124", "package-error", words, hint, name, "warning")


@lru_cache
def _licences() -> str:
    """The identifiers of licences that SPDX and the Open Definition list, each on a line."""
    file = Path(__file__).with_name("profiles") / "licences.txt"
    return file.read_text(encoding="utf-8")


def _of_people(value: Mapping[str, Any], version: int) -> Iterator[Noted]:
    for key, names in (("contributors", _NAMES), ("sources", {"title"})):
        for at, entry in _objects(value.get(key)):
            if entry and version != 1 and not names & entry.keys():
                words = f"One of the {key} has no title."
                fault = Fault("E124", "package-error", words, "give it one", severity="warning")
                yield (key, at), fault


def _of_package(value: Mapping[str, Any], version: int) -> Iterator[Noted]:
    release = value.get("version")
    if isinstance(release, str) and not _is_semantic(release):
        words = f"The version {shown(release)} is not written as semver.org says."
        hint = "write three numbers, as in 1.0.0"
        yield ("version",), Fault("E124", "package-error", words, hint, release, "warning")
    moment = value.get("created")
    if isinstance(moment, str) and "T" in moment and not re.search(_ZONE, moment, re.ASCII):
        words = f"The moment {shown(moment)} has no time zone."  # RFC 3339 section 5.6
        hint = "add one, as in 2025-01-31T15:00:00Z"
        yield ("created",), Fault("E124", "package-error", words, hint, moment, "warning")
    for key in ("missingValues", "fields"):
        if key in value:
            words = f"The property {key} has no effect here."
            fault = Fault("E112", "package-error", words, 'write it in the "schema" of a resource')
            yield (key,), fault
    if version == 1 and value.get("profile") in _TABULAR:
        yield from _of_tabular(value)


def _of_tabular(value: Mapping[str, Any]) -> Iterator[Noted]:
    """Tabular Data Package, version 1: every resource is a tabular data resource."""
    for at, entry in _objects(value.get("resources")):
        if entry.get("profile") != "tabular-data-resource":
            words = "A tabular data package has no resources but tabular data resources."
            hint = 'write "profile": "tabular-data-resource"'
            yield ("resources", at), Fault("E112", "package-error", words, hint)


def _is_semantic(release: str) -> bool:
    parts = release.split(".")
    is_plain = all(part.isascii() and part.isdecimal() for part in parts)
    if is_plain and len(parts) == _PARTS and all(str(int(part)) == part for part in parts):
        return True  # and the expression need not be compiled
    return re.fullmatch(_SEMANTIC, release, re.ASCII) is not None


_PARTS = 3
# semver.org, the expression that it suggests, in short.
_SEMANTIC = (
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"
    r"(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"
)
_ZONE = r"([Zz]|[+-]\d\d:\d\d)$"


def _of_resource(value: Mapping[str, Any]) -> Iterator[Noted]:
    if isinstance(value.get("data"), str) and not (value.get("format") or value.get("mediatype")):
        words = "Data that is a text needs a format or a mediatype."
        yield ("data",), Fault("E112", "resource-error", words, 'write "format": "csv"')
    if "missingValues" in value:
        words = "The property missingValues has no effect here."
        fault = Fault("E112", "resource-error", words, 'write it in "schema"')
        yield ("missingValues",), fault
    if value.get("profile") == "tabular-data-resource" and not value.get("schema"):
        words = "A tabular data resource needs a schema."
        yield (), Fault("E112", "resource-error", words, "add a schema")
    path = value.get("path")
    paths = path if isinstance(path, list) else [path]
    for at, each in enumerate(paths):
        if isinstance(each, str) and any(_is_hidden(step) for step in each.split("/")[1:-1]):
            words = f"The path {shown(each)} leads through a hidden folder."
            place: Pointer = ("path", at) if isinstance(path, list) else ("path",)
            yield place, Fault("E112", "resource-error", words, "rename the folder", each)


def _is_hidden(step: str) -> bool:
    return step.startswith(".") and step not in (".", "..")


def examine_schema_words(
    value: Mapping[str, Any], ledger: DescriptorLedger, at: Pointer, resource: str, version: int
) -> None:
    """Report what a Table Schema does against the words of the standard.

    Parameters
    ----------
    value : mapping
        The schema.
    ledger : DescriptorLedger
        Of the file that it stands in.
    at : tuple
        Where in that file.
    resource : str
        The table it is of.
    version : int
        Of the standard.
    """
    match = value.get("fieldsMatch")
    if isinstance(match, list):  # as the profile has it, by mistake
        words = "The property fieldsMatch is a list; it should be a word."
        hint = 'write "fieldsMatch": "subset", or another of the standard'
        ledger.add((*at, "fieldsMatch"), Fault("E112", "schema-error", words, hint), resource)
    for place, words in _repeated(value.get("missingValues")):
        fault = Fault("E112", "schema-error", words, "remove one of the two")
        ledger.add((*at, "missingValues", *place), fault, resource)
    for number, field in _objects(value.get("fields")):
        column = str(field.get("name", ""))
        where = (*at, "fields", number)
        for place, words in _repeated(field.get("missingValues")):
            fault = Fault("E112", "field-error", words, "remove one of the two")
            ledger.add((*where, "missingValues", *place), fault, resource, column)
        if field.get("example") and not _is_example(field, version):
            words = f"The example {shown(field['example'])} is not of the type of the field."
            fault = Fault("E112", "field-error", words, "", str(field["example"])[:200])
            ledger.add((*where, "example"), fault, resource, column)


def _repeated(given: object) -> Iterator[tuple[Pointer, str]]:
    """Missing values in form of objects: "each object MUST have a unique value and label"."""
    for key in ("value", "label"):
        seen: set[str] = set()
        for at, entry in _objects(given):
            text = entry.get(key)
            if isinstance(text, str) and text in seen:
                yield (at, key), f"Two missing values have the {key} {shown(text)}."
            elif isinstance(text, str):
                seen.add(text)


def _is_example(field: Mapping[str, Any], version: int) -> bool:
    kind = field.get("type", "string" if version == 1 else "any")
    if not isinstance(kind, str) or kind not in fields.TYPES:
        return True  # the profile says so
    return fields.reader(field, kind)(field["example"]) is not fields.REFUSED


def _objects(given: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for at, entry in enumerate(given if isinstance(given, list) else []):
        if isinstance(entry, dict):
            yield at, entry
