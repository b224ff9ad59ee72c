"""Does a descriptor follow the Data Package standard?

It is held against the official profiles of version 2 (JSON Schema, draft 7), which a descriptor of
version 1 follows too but for a few points, and against what the standard says in words only.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from depositary.checks import fields, formats
from depositary.checks.headers import MATCHES
from depositary.checks.ledger import Fault
from depositary.checks.stores import path_fault
from depositary.checks.words import did_you_mean, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jsonschema import Draft7Validator, FormatChecker
    from jsonschema.exceptions import ValidationError

    from depositary.checks.ledger import DescriptorLedger
    from depositary.jsontext import Pointer

_STANDARD = re.compile(r"https?://datapackage\.org/profiles/(\d+)\.\d+/")
_FIRST_NAME = re.compile(r"[-a-z0-9._/]+")
_KINDS = (
    ("fields", "field-error"),
    ("schema", "schema-error"),
    ("dialect", "dialect-error"),
    ("resources", "resource-error"),
)
_MOST_MESSAGES = 200


def version_of(descriptor: Mapping[str, Any]) -> int:
    """The version of the standard that a descriptor follows: 1, 2, or 0 for a profile of its own.

    Examples
    --------
    >>> version_of({"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"})
    2
    >>> version_of({})
    1
    """
    profile = descriptor.get("$schema")
    if not isinstance(profile, str):
        return 1
    found = _STANDARD.match(profile)
    return int(found[1]) if found else 0


@lru_cache
def profile(name: str) -> dict[str, Any]:
    """An official profile of version 2: ``datapackage``, ``tableschema`` or ``tabledialect``."""
    file = resources.files("depositary.checks") / "profiles" / "2.0" / f"{name}.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def kind_of(pointer: Pointer) -> str:
    """What frictionless calls an error of the descriptor, by its place."""
    steps = pointer[:-1] if pointer and pointer[-1] in ("fields", "resources") else pointer
    return next((kind for step, kind in _KINDS if step in steps), "package-error")


def examine(
    value: object, profile_name: str, ledger: DescriptorLedger, version: int, at: Pointer = ()
) -> None:
    """Hold a descriptor against its profile, and report what it breaks.

    Parameters
    ----------
    value : object
        The descriptor, or a schema or dialect that stands in a file of its own.
    profile_name : str
        As for :func:`profile`.
    ledger : DescriptorLedger
        Where findings go.
    version : int
        Of the standard.
    at : tuple
        Where the value stands in the ledger's document.
    """
    count = 0
    for error in _validator(profile_name).iter_errors(value):
        for inner in _explained(error, version):
            place = (*at, *inner.absolute_path)
            kind = (
                kind_of(place) if at or profile_name == "datapackage" else _FILE_KINDS[profile_name]
            )
            fault = Fault("E112", kind, _sentence(inner), _mend(inner), _value(inner))
            ledger.add(place, fault, resource=_name_of(value, place))
            count += 1
        if count > _MOST_MESSAGES:
            return


_FILE_KINDS = {"tableschema": "schema-error", "tabledialect": "dialect-error"}


@lru_cache
def _validator(name: str) -> Draft7Validator:
    from jsonschema import Draft7Validator
    from referencing import Registry

    return Draft7Validator(profile(name), registry=Registry(), format_checker=_checker())


def _checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    read = fields.reader({}, "datetime")
    tests = {
        "email": formats.is_email,
        "uri": formats.is_uri,
        "date-time": lambda text: read(text) is not fields.REFUSED,
    }
    for name, test in tests.items():
        checker.checks(name)(lambda value, test=test: not isinstance(value, str) or test(value))
    return checker


def _explained(error: ValidationError, version: int) -> Iterable[ValidationError]:
    """The errors that a person can act on, in place of one that says that no choice fits."""
    steps = list(error.absolute_path)
    last = steps[-1] if steps else ""
    if _is_erratum(error, last) or (version == 1 and last == "type" and "fields" not in steps):
        return []
    if error.validator in ("oneOf", "anyOf"):
        if len(steps) > 1 and steps[-2] == "fields":
            return _of_field(error) if isinstance(error.instance, dict) else []
        if len(steps) > 1 and steps[-2] == "resources":
            return []  # said in words by the reader of resources
        from jsonschema.exceptions import best_match

        best = best_match([error]) or error
        return [] if _is_erratum(best, last) else [best]
    return [error]


def _is_erratum(error: ValidationError, last: str | int) -> bool:
    """Whether the profile is stricter than the standard, or said better elsewhere."""
    value = error.instance
    if last == "fieldsMatch":  # the profile wants a list, the standard a string
        return value in MATCHES
    if last == "dialect":  # it may be a path
        return isinstance(value, str)
    if last == "path" and isinstance(value, str):  # said in other words; "./" hides nothing
        return path_fault(value) is not None or value.startswith("./")
    if last == "example":  # "an example value": a string in the profile only
        return True
    # A bound may be "represented as strings that are castable", for whatever type.
    steps = error.absolute_path
    return "constraints" in steps and any(each in _BY_TYPE for each in steps) and bool(value)


_BY_TYPE = ("enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def _of_field(error: ValidationError) -> Iterable[ValidationError]:
    """The errors of a field, by the branch of the profile that is for its type."""
    branches = error.schema["oneOf"]  # type: ignore[index]
    kind = error.instance.get("type", "string")  # type: ignore[union-attr]
    if kind == "list":  # new in version 2, and forgotten in its profile
        return []
    wanted = [at for at, each in enumerate(branches) if kind in each["properties"]["type"]["enum"]]
    if not wanted:
        return [error]
    inner = [each for each in error.context or [] if each.schema_path[0] == wanted[0]]
    return [each for each in inner if not _is_erratum(each, (list(each.path) or [""])[-1])]


def _sentence(error: ValidationError) -> str:
    value, wanted = error.instance, cast("Any", error.validator_value)
    if error.validator == "required":
        return f"The property {shown(_absent(error))} is missing."
    if error.validator == "oneOf" and isinstance(value, dict):
        return f"{shown(value.get('type'))} is not a type of Table Schema."
    name = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
    return f"The property {name} is {_said(str(error.validator), value, wanted, error.message)}."


def _said(validator: str, value: object, wanted: Any, otherwise: str) -> str:
    if validator == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        return f"{shown(value)}, which is not of type {' or '.join(kinds)}"
    if validator == "enum":
        return f"{shown(value)}; it should be one of {listed(wanted)}"
    if validator in ("minItems", "minProperties"):
        return "empty"
    if validator in ("pattern", "format"):
        return f"{shown(value)}, which is not written as {wanted}"
    return f"not as the standard says: {otherwise[:200]}"


def _absent(error: ValidationError) -> str:
    return error.message.split("'")[1]


def _mend(error: ValidationError) -> str:
    value = error.instance
    if error.validator == "required" and isinstance(value, dict):
        return did_you_mean(_absent(error), list(value))
    if error.validator == "oneOf" and isinstance(value, dict):
        return did_you_mean(value.get("type"), fields.TYPES)
    if error.validator == "enum" and isinstance(error.validator_value, list):
        return did_you_mean(value, error.validator_value)
    return ""


def _value(error: ValidationError) -> str:
    return error.instance if isinstance(error.instance, str) else ""


def _name_of(value: object, pointer: Pointer) -> str:
    """The name of the resource that a place is in."""
    if len(pointer) > 1 and pointer[0] == "resources" and isinstance(value, dict):
        entry = value["resources"][pointer[1]]
        return str(entry.get("name", "")) if isinstance(entry, dict) else ""
    return ""


def examine_name(name: object, ledger: DescriptorLedger, version: int, at: Pointer) -> None:
    """Report a name that version 1 of the standard does not allow."""
    if version == 1 and isinstance(name, str) and not _FIRST_NAME.fullmatch(name):
        words = f"The name {shown(name)} has other characters than a-z, 0-9, and . _ - /."
        hint = 'write it in lower case, or say that the package is of version 2 with "$schema"'
        ledger.add((*at, "name"), Fault("E112", kind_of(at), words, hint, name))


def examine_spelling(
    value: object, profile_name: str, ledger: DescriptorLedger, at: Pointer, resource: str = ""
) -> None:
    """Warn of a property that is a standard one but for a slip; others are allowed."""
    if not isinstance(value, dict):
        return
    known = set(_properties(profile_name))
    absent = [name for name in known if name not in value]
    for name in map(str, value):
        if name not in known and not name.startswith(("_", "$", "x-")):
            near = did_you_mean(name, absent, at_least_percent=85)
            if near:
                words = f"The property {shown(name)} is none of the standard, and has no effect."
                fault = Fault("E112", kind_of(at), words, near, name, "warning")
                ledger.add((*at, name), fault, resource, key=True)


def _properties(profile_name: str) -> Iterable[str]:
    if profile_name != "field":
        return profile(profile_name)["properties"]  # type: ignore[no-any-return]
    branches = profile("tableschema")["properties"]["fields"]["items"]["oneOf"]
    extra = ("itemType", "delimiter", "categories", "format")
    return [name for branch in branches for name in branch["properties"]] + [*extra]


def examine_own_profile(descriptor: Mapping[str, Any], ledger: DescriptorLedger) -> None:
    """Warn that a profile of the package's own is not fetched, so that nothing is said of it."""
    for key in ("$schema", "profile"):
        value = descriptor.get(key)
        is_standard = isinstance(value, str) and (
            _STANDARD.match(value) or value in _FIRST_PROFILES
        )
        if isinstance(value, str) and not is_standard:
            words = (
                f"The profile {shown(value)} is not one of the standard; a check fetches nothing, "
            )
            words += "so the package is not held against it."
            ledger.add((key,), Fault("E121", "package-error", words, "", value, "warning"))


_FIRST_PROFILES = frozenset({"data-package", "tabular-data-package", "fiscal-data-package"})
