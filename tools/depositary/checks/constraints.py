"""Does a value keep to what its column demands beyond its type?"""

from __future__ import annotations

import json
import operator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from depositary.checks import moments, patterns
from depositary.checks.fields import REFUSED, is_nan
from depositary.checks.words import Guesses, listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import ExitStack

    from depositary.checks.fields import Read
    from depositary.checks.patterns import Limited

_MOST_EXPLAINED = 3
_LENGTHS = frozenset({"string", "array", "object", "list", "geojson"})
_ORDERED = frozenset(
    {"integer", "number", "date", "time", "datetime", "duration", "year", "yearmonth"}
)
# Table Schema, "Field Constraints": which constraint goes with which type.
_GOES_WITH: dict[str, frozenset[str] | None] = {
    "required": None,
    "unique": None,
    "enum": None,
    "pattern": frozenset({"string"}),
    "minLength": _LENGTHS,
    "maxLength": _LENGTHS,
    "minimum": _ORDERED,
    "maximum": _ORDERED,
    "exclusiveMinimum": _ORDERED,
    "exclusiveMaximum": _ORDERED,
    "jsonSchema": frozenset({"array", "object"}),
}
_BOUNDS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "minimum": (operator.ge, "at least"),
    "maximum": (operator.le, "at most"),
    "exclusiveMinimum": (operator.gt, "more than"),
    "exclusiveMaximum": (operator.lt, "less than"),
}


class Constraint(NamedTuple):
    """One demand on the values of a column.

    Parameters
    ----------
    name : str
        As Table Schema calls it.
    code : str
        Of the finding where it is not met.
    test : callable
        From a value to whether it is met.
    wanted : str
        What would be right, to stand after ``should be``.
    guesses : Guesses, optional
        Among the values that are allowed, where they are listed.
    bound : object
        What values are held against, as a value of the column's type.
    linear : str
        A pattern as RE2 spells it; empty where RE2 cannot read it.
    is_bland : bool
        Whether nothing in a text that meets it can be odd.
    explain : callable, optional
        From a cell that breaks it to what exactly is wrong.
    """

    name: str
    code: str
    test: Callable[[Any], Any]
    wanted: str
    guesses: Guesses | None = None
    bound: Any = None
    linear: str = ""
    is_bland: bool = False
    explain: Callable[[str], str] | None = None

    def hint(self, text: str) -> str:
        """The mend for a value that breaks it."""
        if self.guesses:
            return self.guesses.nearest(text) or f"choose {self.wanted}"
        return self.explain(text) if self.explain else ""


class Demands:
    """What a column demands of its values, and what is wrong with the demands themselves."""

    __slots__ = ("constraints", "limited", "problems")

    def __init__(
        self, constraints: list[Constraint], problems: list[tuple[str, str]], limited: list[Limited]
    ) -> None:
        self.constraints = constraints
        self.problems = problems
        self.limited = limited


class UnfitError(ValueError):
    """A constraint that cannot be applied."""


def demands(field: Mapping[str, Any], kind: str, read: Read, stack: ExitStack) -> Demands:
    """The constraints of a field, ``required`` and ``unique`` apart.

    Parameters
    ----------
    field : mapping
        Its descriptor.
    kind : str
        Its type.
    read : callable
        Its reader, which also reads the bounds and lists.
    stack : ExitStack
        Ends what a pattern may have started.

    Returns
    -------
    Demands
        ``problems`` names the constraint and says in a sentence why it is not applied.
    """
    found = Demands([], [], [])
    given = field.get("constraints")
    for name, bound in (given if isinstance(given, dict) else {}).items():
        try:
            _check_fit(name, kind)
            if bound is not None and name not in ("required", "unique"):
                found.constraints.append(_constraint(name, bound, read, found, stack))
        except UnfitError as error:
            found.problems.append((name, str(error)))
    categories = field.get("categories")
    if isinstance(categories, list) and kind in ("string", "integer"):
        values = [entry["value"] if _has_value(entry) else entry for entry in categories]
        found.constraints.append(_one_of("categories", values, read, found))
    return found


def _has_value(entry: object) -> bool:
    return isinstance(entry, dict) and "value" in entry


def _check_fit(name: str, kind: str) -> None:
    if name not in _GOES_WITH:
        raise UnfitError(f"Table Schema has no constraint {shown(name)}.")
    kinds = _GOES_WITH[name]
    if kinds is not None and kind not in kinds:
        raise UnfitError(f"The constraint {name} does not go with the type {kind}.")


def _constraint(
    name: str,
    bound: Any,
    read: Read,
    found: Demands,
    stack: ExitStack,
) -> Constraint:
    if name in _BOUNDS:
        return _within(name, bound, read)
    if name in ("minLength", "maxLength"):
        return _length(name, bound)
    if name == "pattern":
        return _pattern(bound, found, stack)
    if name == "jsonSchema":
        return _json_schema(bound, found, stack)
    if not isinstance(bound, list):
        raise UnfitError(f"The enum {shown(bound)} is not a list.")
    return _one_of(name, bound, read, found)


def _within(name: str, bound: object, read: Read) -> Constraint:
    limit = read(bound)
    if limit is REFUSED:
        raise UnfitError(f"The {name} {shown(bound)} is not of the type of the field.")
    compare, words = _BOUNDS[name]
    if isinstance(limit, moments.Duration):
        compare = _DURATION_ORDER[name]

    def test(value: Any) -> bool:
        try:
            return not is_nan(value) and bool(compare(value, limit))
        except TypeError:  # a moment with a time zone against one without
            return False

    return Constraint(name, "E205", test, f"{words} {bound}", bound=limit)


def _longer(one: moments.Duration, other: moments.Duration) -> bool:
    return moments.at_least(one, other) and not moments.at_least(other, one)


_DURATION_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "minimum": moments.at_least,
    "maximum": lambda value, limit: moments.at_least(limit, value),
    "exclusiveMinimum": _longer,
    "exclusiveMaximum": lambda value, limit: _longer(limit, value),
}


def _length(name: str, bound: object) -> Constraint:
    if not isinstance(bound, int) or isinstance(bound, bool):
        raise UnfitError(f"The {name} {shown(bound)} is not a whole number.")
    if name == "minLength":
        words = f"{bound} long or more"
        return Constraint(name, "E206", lambda value: len(value) >= bound, words, bound=bound)
    words = f"{bound} long at most"
    return Constraint(name, "E206", lambda value: len(value) <= bound, words, bound=bound)


def _pattern(bound: object, found: Demands, stack: ExitStack) -> Constraint:
    try:
        compiled = patterns.compile_pattern(str(bound), stack)
    except patterns.BadPatternError as error:
        raise UnfitError(f"The pattern {shown(bound)} cannot be read: {error}.") from error
    found.limited.append(compiled)
    words = f"written as {bound}"
    return Constraint(
        "pattern",
        "E204",
        compiled.matches,
        words,
        linear=compiled.linear,
        is_bland=compiled.is_bland,
    )


def _one_of(name: str, bound: list[Any], read: Read, found: Demands) -> Constraint:
    values = []
    for entry in bound:
        value = read(entry)
        if value is REFUSED:
            reason = f"{shown(entry)} in {name} is not of the type of the field."
            found.problems.append((name, reason))
        else:
            values.append(value)
    choices = tuple(str(entry) for entry in bound)
    has_hash = values and all(not isinstance(value, list | dict) for value in values)
    among = frozenset(values) if has_hash else values

    def test(value: Any) -> bool:
        try:
            return value in among
        except TypeError:  # a list or an object, among what has a hash
            return False

    words = f"one of {listed(choices)}"
    is_bland = all(
        isinstance(value, str) and value.isidentifier() and value.isascii() for value in values
    )
    return Constraint(name, "E203", test, words, Guesses(choices), bound=values, is_bland=is_bland)


def _json_schema(bound: object, found: Demands, stack: ExitStack) -> Constraint:
    # What reads JSON Schema takes longer to import than a small package takes to check.
    from depositary.checks import breaches, jsonschemas

    try:
        schema = jsonschemas.compile_schema(bound, stack)
    except jsonschemas.BadSchemaError as error:
        raise UnfitError(str(error)) from error
    found.limited.append(schema)

    def explain(text: str) -> str:
        try:
            found = schema.breaches(json.loads(text))
        except (ValueError, RecursionError):  # a value that was no text, shown as Python does
            return ""
        return " ".join(breaches.sentence(each, "the value") for each in found[:_MOST_EXPLAINED])

    wanted = "as its JSON Schema says"
    return Constraint("jsonSchema", "E213", schema.matches, wanted, explain=explain)
