"""Check the table ``evidence``, row by row, with a library of JSON Schema."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import evidence

if TYPE_CHECKING:
    from collections.abc import Callable


def _jsonschema() -> Callable[[Any], bool]:
    from jsonschema import Draft7Validator, FormatChecker

    check = Draft7Validator(evidence.json_schema(), format_checker=FormatChecker())
    return check.is_valid


def _jsonschema_rs() -> Callable[[Any], bool]:
    import jsonschema_rs

    check = jsonschema_rs.Draft7Validator(evidence.json_schema(), validate_formats=True)
    return check.is_valid


def _fastjsonschema() -> Callable[[Any], bool]:
    import fastjsonschema

    check = fastjsonschema.compile(evidence.json_schema())

    def is_valid(row: Any) -> bool:
        try:
            check(row)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return is_valid


MAKERS = {
    "jsonschema": _jsonschema,
    "jsonschema-rs": _jsonschema_rs,
    "fastjsonschema": _fastjsonschema,
}
valid = MAKERS[sys.argv[1]]()
evidence.tell([number for number, row in evidence.rows() if not valid(row)])
