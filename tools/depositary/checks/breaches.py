"""What does a value break of its JSON Schema, in plain words?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from depositary.checks.words import did_you_mean, listed, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.checks.jsonschemas import Breach

_KINDS = {
    "array": "a JSON array",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a JSON object",
    "string": "a text",
}
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "{} long or more",
    "maxLength": "{} long at most",
    "pattern": "written as {}",
    "format": "in the form {}",
    "minItems": "a list of {} or more",
    "maxItems": "a list of {} at most",
}
_FORMS = {
    "date": "2025-01-31",
    "date-time": "2025-01-31T15:00:00Z",
    "time": "15:00:00Z",
    "duration": "P1Y2M3DT4H",
    "email": "clerk@example.org",
    "uri": "https://example.org/",
}
_COUNTS = {
    "minProperties": "should have {} values or more",
    "maxProperties": "should have {} values at most",
}
_WHOLE = {
    "nesting": "is nested too deeply to be checked",
    "digits": "has a number of too many digits to be checked",
    "anyOf": "has none of the forms that its JSON Schema allows",
    "oneOf": "has not exactly one of the forms that its JSON Schema allows",
    "falseSchema": "is what its JSON Schema forbids",
    "not": "is what its JSON Schema forbids",
    "uniqueItems": "has the same entry twice",
}


def unwanted(breach: Breach) -> list[str]:
    """The properties that should not be there, or should and are not."""
    wanted = breach.wanted
    if breach.keyword in ("required", "propertyNames"):
        return [wanted] if isinstance(wanted, str) else []
    if breach.keyword in ("additionalProperties", "unevaluatedProperties"):
        return [str(name) for name in wanted]
    if breach.keyword == "falseSchema" and len(breach.at) == 1:
        return [str(breach.at[0])]
    if breach.keyword == "not" and isinstance(wanted, dict):
        return [str(name) for name in wanted.get("required", ())]
    return []


def sentence(breach: Breach, what: str, value: str | None = None) -> str:
    """What is wrong, and what would be right.

    Parameters
    ----------
    breach : Breach
        What is broken.
    what : str
        What the value is called where it is not shown: "the row", or a column.
    value : str, optional
        As it is written, to be shown; without it that of the breach.

    Examples
    --------
    >>> from depositary.checks.jsonschemas import Breach
    >>> sentence(Breach("minimum", 1, ("count",), value="0"), "the row")
    '"0" should be at least 1.'
    """
    wanted, keyword = breach.wanted, breach.keyword
    names = unwanted(breach)
    if keyword == "required":
        return f"{_capital(what)} has no value for {listed(names)}."
    if names:
        return f"{_capital(what)} should have no value for {listed(names)}."
    if keyword in ("anyOf", "oneOf") and wanted:
        return f"{_capital(what)} should have a value for {' or '.join(map(shown, wanted))}."
    subject = shown(breach.value if value is None else value) if breach.at else _capital(what)
    if keyword in _WHOLE:
        return f"{subject} {_WHOLE[keyword]}."
    if keyword in _COUNTS:
        return f"{subject} {_COUNTS[keyword].format(wanted)}."
    return f"{subject} should be {_right(breach)}."


def hint(breach: Breach) -> str:
    """The mend, where one can be named."""
    wanted = breach.wanted
    if breach.keyword == "required":
        return "give it a value"
    if unwanted(breach):
        return "leave it empty"
    if breach.keyword == "enum" and isinstance(wanted, list):
        return did_you_mean(breach.value, wanted) or f"choose one of {listed(map(_json, wanted))}"
    if breach.keyword == "const":
        return f"write {shown(_json(wanted))}"
    if breach.keyword == "format" and wanted in _FORMS:
        return f"write it as in {_FORMS[wanted]}"
    return ""


def _right(breach: Breach) -> str:
    wanted: Any = breach.wanted
    match breach.keyword:
        case "type":
            names = [wanted] if isinstance(wanted, str) else list(wanted)
            return " or ".join(_KINDS.get(name, str(name)) for name in names)
        case "enum" if isinstance(wanted, list):
            return f"one of {listed(map(_json, wanted))}"
        case "const":
            return shown(_json(wanted))
        case keyword if keyword in _BOUNDS:
            return _BOUNDS[keyword].format(wanted)
    return f"as its JSON Schema says: {breach.words.rstrip('.')}"


def _json(value: object) -> str:
    """A value as a cell would have it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def column_of(breach: Breach, names: Sequence[str]) -> int:
    """The index of the column that a breach is about; -1 where it names none."""
    about = [str(breach.at[0])] if breach.at else unwanted(breach)
    known = [names.index(name) for name in about if name in names]
    return known[-1] if known else -1
