"""What does a descriptor break of a profile, in the words of a person?

The library for JSON Schema finds it. This takes away in what the official profiles are stricter
than the standard that they are of, and says each of the rest as a sentence with a mend.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from depositary.checks import fields
from depositary.checks.glance import (
    FORMATS,
    KINDLY,
    PATTERN_CHARS,
    branch_for,
    branches_by_type,
    is_written_as,
)
from depositary.checks.stores import path_fault
from depositary.checks.words import did_you_mean, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from depositary.jsontext import Pointer

_BY_TYPE = ("enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


class Violation(NamedTuple):
    """A place of a descriptor that a profile does not allow.

    Parameters
    ----------
    pointer : tuple
        Where in the descriptor.
    message, hint, value : str
        As in :class:`depositary.findings.Finding`.
    """

    pointer: Pointer
    message: str
    hint: str
    value: str


def violations(value: Any, profile: Mapping[str, Any], version: int) -> Iterator[Violation]:
    """Yield what a descriptor breaks of an official profile.

    Parameters
    ----------
    value : object
        The descriptor.
    profile : mapping
        Of version 2 of the standard.
    version : int
        Of the standard that the descriptor follows.
    """
    from jsonschema import Draft7Validator
    from referencing import Registry

    reader = kindly(Draft7Validator)(profile, registry=Registry(), format_checker=checker())
    for error in reader.iter_errors(value):
        for inner in explained(error, version):
            yield told(inner)


def told(error: ValidationError) -> Violation:
    """An error of the library in words."""
    given = error.instance if isinstance(error.instance, str) else ""
    return Violation(tuple(error.absolute_path), _sentence(error), _mend(error), given)


@lru_cache
def kindly(library: type[Validator]) -> type[Validator]:
    """A validator that looks at a field by its type alone, and for no pattern in a long text.

    Parameters
    ----------
    library : type
        A validator of the library.
    """
    from jsonschema.exceptions import ValidationError

    known = library.VALIDATORS

    def one_of(validator: Any, choices: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        by_type = branches_by_type(choices)
        if not by_type:
            yield from known["oneOf"](validator, choices, value, schema)
        elif isinstance(value, dict):
            branch = branch_for(by_type, value.get("type", "string"))
            if branch is None:
                yield ValidationError("The type is not known.")
            else:
                yield from validator.descend(value, branch)

    def pattern(_: Any, wanted: str, value: Any, __: Any) -> Iterator[ValidationError]:
        is_short = isinstance(value, str) and len(value) <= PATTERN_CHARS
        if isinstance(value, str) and not (is_short and is_written_as(wanted, value)):
            yield ValidationError(f"It does not match {wanted}.")

    return extended(library, {"oneOf": one_of, "pattern": pattern})


def extended(library: type[Validator], words: Mapping[str, Any]) -> type[Validator]:
    """A validator with other functions for some keywords.

    Parameters
    ----------
    library : type
        A validator of the library.
    words : mapping
        What the library would call, by keyword.
    """
    from jsonschema.validators import extend

    return cast("type[Validator]", extend(library, words))  # type: ignore[no-untyped-call]


@lru_cache
def checker() -> FormatChecker:
    """The formats that the official profiles name, as the standard and frictionless read them."""
    from jsonschema import FormatChecker

    found = FormatChecker(formats=())
    for name, test in FORMATS.items():
        found.checks(name)(lambda value, test=test: not isinstance(value, str) or test(value))
    return found


def explained(error: ValidationError, version: int) -> Iterable[ValidationError]:
    """The errors that a person can act on, in place of one that says that no choice fits.

    Parameters
    ----------
    error : ValidationError
        Of an official profile.
    version : int
        Of the standard that the descriptor follows.
    """
    steps = list(error.absolute_path)
    last = steps[-1] if steps else ""
    if _is_erratum(error, last) or (version == 1 and last == "type" and "fields" not in steps):
        return []
    if error.validator not in ("oneOf", "anyOf") or _is_type_unknown(error):
        return [error]
    if len(steps) > 1 and steps[-2] == "resources":
        return []  # said in words by the reader of resources
    from jsonschema.exceptions import best_match

    best = best_match([error]) or error
    return [] if _is_erratum(best, last) else [best]


def _is_type_unknown(error: ValidationError) -> bool:
    choices = error.validator_value
    return error.validator == "oneOf" and bool(branches_by_type(cast("list[Any]", choices)))


def _is_erratum(error: ValidationError, last: str | int) -> bool:
    """Whether the profile is stricter than the standard, or said better elsewhere."""
    value = error.instance
    if last in KINDLY and KINDLY[str(last)](value):
        return True
    if last == "path" and isinstance(value, str):  # said in other words
        return path_fault(value) is not None
    # A bound may be "represented as strings that are castable", for whatever type.
    steps = error.absolute_path
    return "constraints" in steps and any(each in _BY_TYPE for each in steps) and bool(value)


def _sentence(error: ValidationError) -> str:
    value, wanted = error.instance, cast("Any", error.validator_value)
    if error.validator == "required":
        return f"The property {shown(_absent(error))} is missing."
    if _is_type_unknown(error) and isinstance(value, dict):
        return f"{shown(value.get('type'))} is not a type of Table Schema."
    name = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
    said = _said(str(error.validator), value, wanted, error.message)
    return f"The property {_plain(name)} is {said}." if name else f"The descriptor is {said}."


def _plain(name: str) -> str:
    return name if name.isidentifier() else shown(name)


def _said(validator: str, value: object, wanted: Any, otherwise: str) -> str:
    if validator == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        return f"{shown(value)}, which is not of type {' or '.join(map(str, kinds))}"
    if validator == "enum" and isinstance(wanted, list):
        return f"{shown(value)}; it should be one of {listed(wanted)}"
    if validator == "const":
        return f"{shown(value)}; it should be {shown(wanted)}"
    if validator in ("minItems", "minProperties") and not value:
        return "empty"
    if validator in ("pattern", "format"):
        return f"{shown(value)}, which is not written as {str(wanted)[:200]}"
    return f"not as the profile says: {otherwise[:200]}"


def _absent(error: ValidationError) -> str:
    wanted = error.validator_value
    names = wanted if isinstance(wanted, list) else []
    return next((name for name in names if error.message.startswith(repr(name))), error.message)


def _mend(error: ValidationError) -> str:
    value = error.instance
    if error.validator == "required" and isinstance(value, dict):
        return did_you_mean(_absent(error), list(value))
    if _is_type_unknown(error) and isinstance(value, dict):
        return did_you_mean(value.get("type"), fields.TYPES)
    if error.validator == "enum" and isinstance(error.validator_value, list):
        return did_you_mean(value, error.validator_value)
    return ""
