"""Is a descriptor surely valid, so that no library for JSON Schema need be loaded to say so?

Loading that library takes longer than all else that is done for a small package, and nearly every
descriptor is valid. So this reads the few keywords that the official profiles use, each at most as
kindly as the library does; whatever is out of the ordinary is not sure, and left to it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from depositary.checks import fields, formats
from depositary.checks.headers import MATCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Test = Callable[[Any], bool]

PATTERN_CHARS = 4096
"""The longest text that patterns are tried on; paths are refused from there on."""

_TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


KINDLY: dict[str, Test] = {
    "dialect": lambda value: isinstance(value, str),  # it may be a path
    "example": lambda _: True,  # "an example value": a string in the profile only
    # The profile wants a list, the standard a string.
    "fieldsMatch": lambda value: isinstance(value, str) and value in MATCHES,
    # "./" hides nothing; it may lead out of the package all the same, which is said elsewhere.
    "path": lambda value: isinstance(value, str) and value.startswith("./"),
}
"""What the profiles refuse and the standard allows, by the name of the property."""


def surely_valid(schema: Mapping[str, Any], kindly: Mapping[str, Test]) -> Test:
    """The test whether a value is surely valid; where it is not, it may be valid all the same.

    Parameters
    ----------
    schema : mapping
        JSON Schema, draft 7, without references.
    kindly : mapping of str to callable
        What else is taken for valid, by the name of the property that it stands in.

    Examples
    --------
    >>> is_valid = surely_valid({"type": "array", "minItems": 1}, {})
    >>> is_valid([2]), is_valid([])
    (True, False)
    """
    tests = [
        _KEYWORDS[word](given, kindly) if word in _KEYWORDS else _not_sure
        for word, given in schema.items()
    ]
    if len(tests) == 1:
        return tests[0]

    def is_valid(value: Any) -> bool:
        for test in tests:  # noqa: SIM110 - a third of the time of a generator, and all is spent here
            if not test(value):
                return False
        return True

    return is_valid


def _not_sure(_: object) -> bool:
    return False


def _type(given: Any, _: object) -> Test:
    kinds = given if isinstance(given, list) else [given]
    allowed = {kind for name in kinds for kind in _TYPES.get(name, ())}
    return lambda value: type(value) in allowed


def _enum(given: list[Any], _: object) -> Test:
    texts = {each for each in given if isinstance(each, str)}
    return lambda value: isinstance(value, str) and value in texts


def _required(given: list[str], _: object) -> Test:
    names = set(given)
    return lambda value: not isinstance(value, dict) or value.keys() >= names


def _properties(given: Mapping[str, Any], kindly: Mapping[str, Test]) -> Test:
    # Made when first needed: a package has few of the properties that it could have.
    @cache
    def test_of(name: str) -> Test | None:
        schema = given.get(name)
        if schema is None:
            return None
        test = surely_valid(schema, kindly)
        if name not in kindly:
            return test
        else_valid = kindly[name]
        return lambda value: else_valid(value) or test(value)

    def is_valid(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        for name, member in value.items():
            test = test_of(name)
            if test is not None and not test(member):
                return False
        return True

    return is_valid


def _items(given: Any, kindly: Mapping[str, Test]) -> Test:
    if not isinstance(given, dict):
        return _not_sure
    test = surely_valid(given, kindly)
    return lambda value: not isinstance(value, list) or all(map(test, value))


def _least(given: int, _: object) -> Test:
    return lambda value: not isinstance(value, list | dict) or len(value) >= given


def _unique(_given: object, _: object) -> Test:
    def is_valid(value: Any) -> bool:
        if not isinstance(value, list):
            return True
        members = [tuple(each) if _is_texts(each) else each for each in value]
        kinds = {type(each) for each in members}
        return kinds <= _COMPARED and len(set(members)) == len(value)

    return is_valid


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(type(each) is str for each in value)


# Of these no two are equal that JSON tells apart, as 1 and true, or that it does not, as 1 and 1.0.
_COMPARED = frozenset({str, tuple, int})


def _minimum(given: float, _: object) -> Test:
    return lambda value: not isinstance(value, int | float) or value >= given


def _pattern(given: str, _: object) -> Test:
    def matches(value: Any) -> bool:
        return (
            isinstance(value, str) and len(value) <= PATTERN_CHARS and is_written_as(given, value)
        )

    return matches


def is_written_as(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern of the official profiles, in linear time.

    Parameters
    ----------
    pattern : str
        All of theirs but one are linear in the text.
    text : str
        Whatever a descriptor holds.
    """
    return re.search(_LINEAR.get(pattern, pattern), text) is not None


# The same texts, without a try at each slash.
_LINEAR = {r"^(.+)/(.+)$": r"^.[^/\n]*/.+$"}


def _format(given: str, _: object) -> Test:
    if given == "textarea":  # how an editor shows it
        return lambda _: True
    test = FORMATS.get(given, _not_sure)
    return lambda value: isinstance(value, str) and test(value)


def is_moment(text: str) -> bool:
    """Whether a text is a date with a time, as frictionless reads it."""
    return _read_moment(text) is not fields.REFUSED


_read_moment = fields.reader({}, "datetime")

FORMATS: dict[str, Callable[[str], bool]] = {
    "date-time": is_moment,
    "email": formats.is_email,
    "uri": formats.is_uri,
}
"""The formats that the official profiles name, as the standard and frictionless read them."""


def _any_of(given: list[Any], kindly: Mapping[str, Test]) -> Test:
    tests = [surely_valid(each, kindly) for each in given]
    return lambda value: any(test(value) for test in tests)


def _one_of(given: list[Any], kindly: Mapping[str, Test]) -> Test:
    by_type = branches_by_type(given)
    if not by_type:
        return _exactly_one(given, kindly)

    @cache
    def test_of(kind: str) -> Test:
        branch = branch_for(by_type, kind)
        return surely_valid(branch, kindly) if branch is not None else _not_sure

    def is_valid(value: Any) -> bool:
        kind = value.get("type", "string") if isinstance(value, dict) else None
        return isinstance(kind, str) and test_of(kind)(value)

    return is_valid


def _exactly_one(given: list[Any], kindly: Mapping[str, Test]) -> Test:
    tests = [surely_valid(each, kindly) for each in given]

    def is_valid(value: Any) -> bool:
        right = next((at for at, test in enumerate(tests) if test(value)), None)
        return right is not None and all(
            at == right or surely_refused(each, value) for at, each in enumerate(given)
        )

    return is_valid


def surely_refused(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value is surely not valid, for a type or for a name that is missing.

    Parameters
    ----------
    schema : mapping
        JSON Schema.
    value : object
        JSON.

    Examples
    --------
    >>> surely_refused({"required": ["path"]}, {"data": []})
    True
    """
    kinds = schema.get("type")
    if isinstance(kinds, str) and not isinstance(value, _ALLOWED[kinds]):
        return True
    if isinstance(value, list):
        items = schema.get("items")
        return isinstance(items, dict) and any(surely_refused(items, each) for each in value)
    if not isinstance(value, dict):
        return False
    return any(name not in value for name in schema.get("required", ())) or any(
        name in value and surely_refused(inner, value[name])
        for name, inner in schema.get("properties", {}).items()
    )


# Not what is surely valid turned round: 2.0 is a whole number too.
_ALLOWED = {**_TYPES, "integer": (int, float)}


def branches_by_type(choices: Sequence[Any]) -> dict[str, Any]:
    """The profile of each type of field, where the choices are by type; empty where they are not.

    Parameters
    ----------
    choices : sequence
        Of a ``oneOf``.
    """
    found: dict[str, Any] = {}
    for each in choices:
        inner = each.get("properties") if isinstance(each, dict) else None
        kind = inner.get("type") if isinstance(inner, dict) else None
        kinds = kind.get("enum") if isinstance(kind, dict) else None
        if not isinstance(kinds, list) or len(kinds) != 1 or kinds[0] in found:
            return {}
        found[kinds[0]] = each
    return found


def branch_for(by_type: Mapping[str, Any], kind: object) -> Mapping[str, Any] | None:
    """The profile of a type of field; None where the standard has no such type.

    Parameters
    ----------
    by_type : mapping
        What :func:`branches_by_type` found.
    kind : object
        As the field has it.
    """
    if kind == "list":  # new in version 2, and forgotten in its profile
        known = by_type["array"]["properties"]
        return {**by_type["array"], "properties": {**known, "type": {"enum": ["list"]}}}
    return by_type.get(kind) if isinstance(kind, str) else None


_KEYWORDS: dict[str, Callable[[Any, Mapping[str, Test]], Test]] = {
    "anyOf": _any_of,
    "enum": _enum,
    "format": _format,
    "items": _items,
    "minItems": _least,
    "minProperties": _least,
    "minimum": _minimum,
    "oneOf": _one_of,
    "pattern": _pattern,
    "properties": _properties,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique,
}
