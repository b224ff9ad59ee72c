"""What value does a cell hold, and is it of the type of its column?

One function for each type of Table Schema: it takes the field's descriptor and returns the reader
of its cells. A reader takes a cell, text from CSV or a value from JSON, and returns the value that
the cell means, or :data:`REFUSED`. The verdict is that of frictionless 5.21, also where it is kind
(``" 12 "``, ``1_000``); what is written in a form that few programs read is told by
:func:`is_odd`.
"""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from depositary.checks import formats, geometry, timefields
from depositary.checks.refusal import REFUSED, Read, field_format, option

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.checks.refusal import Field

__all__ = ["REFUSED", "TYPES", "Read", "field_format", "is_nan", "is_odd", "reader"]

_USUAL = {
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(?i:-?inf|nan)",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "year": r"[0-9]{4}",
    "yearmonth": r"[0-9]{4,}-[0-9]{2}",
}
"""The form that the standard gives for each type, of those that are read in others too."""


def reader(field: Field, kind: str) -> Read:
    """The reader of a field's cells.

    Parameters
    ----------
    field : mapping
        Its descriptor.
    kind : str
        Its type; one that Table Schema does not know is read as ``any``.

    Returns
    -------
    callable
        From a cell to its value, or to :data:`REFUSED`; it never raises.

    Examples
    --------
    >>> read = reader({"name": "count"}, "integer")
    >>> read("12"), read("twelve")
    (12, REFUSED)
    """
    return TYPES.get(kind, any_value)(field)


def is_odd(kind: str, text: str) -> bool:
    """Whether a text, though of its type, is not written in the form that the standard gives.

    Examples
    --------
    >>> is_odd("integer", "1_000"), is_odd("date", "2021-3-5"), is_odd("integer", "007")
    (True, True, False)
    """
    form = _usual(kind)
    return form is not None and form.fullmatch(text.strip()) is None


@cache
def _usual(kind: str) -> re.Pattern[str] | None:
    return re.compile(_USUAL[kind]) if kind in _USUAL else None


def is_nan(value: object) -> bool:
    """Whether a value is no number, and so is equal to none, nor to itself."""
    return isinstance(value, float | Decimal) and math.isnan(value)


def any_value(_field: Field) -> Read:
    """Read anything as it stands."""
    return lambda cell: cell


def string(field: Field) -> Read:
    """Read a string, of the format where one is given."""
    test = formats.FORMATS.get(field_format(field))

    def read(cell: object) -> object:
        if not isinstance(cell, str) or (test is not None and not test(cell)):
            return REFUSED
        return cell

    return read


def _stripped(text: str) -> str:
    """What is left from the first digit or minus to the last digit."""
    digits = [at for at, letter in enumerate(text) if letter.isdecimal()]
    if not digits:
        return ""
    minus = text.find("-")
    return text[min(digits[0], minus if minus >= 0 else digits[0]) : digits[-1] + 1]


def number(field: Field) -> Read:
    """Read a number exactly, as a decimal."""
    point, groups = option(field, "decimalChar", "."), option(field, "groupChar", "")
    bare = field.get("bareNumber") is not False
    make: Callable[[Any], Any] = float if field.get("floatNumber") is True else Decimal

    def read(cell: object) -> object:
        if isinstance(cell, str):
            text = cell.strip()
            text = text if bare else _stripped(text)
            text = text.replace(groups, "") if groups else text
            if point != ".":
                if "." in text:
                    return REFUSED
                text = text.replace(point, ".") if point else text
            cell = text
        elif isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
            return REFUSED
        try:
            value = make(str(cell))
            # A signalling NaN raises wherever it is used, and is no number of the standard.
            return REFUSED if isinstance(value, Decimal) and value.is_snan() else value
        except (ValueError, InvalidOperation):
            return REFUSED

    return read


def integer(field: Field) -> Read:
    """Read a whole number of any size (``groupChar`` is new in version 2 of the standard)."""
    groups = option(field, "groupChar", "")
    bare = field.get("bareNumber") is not False

    def read(cell: object) -> object:
        if isinstance(cell, str):
            text = cell if bare else _stripped(cell.strip())
            text = text.replace(groups, "") if groups else text
            try:
                return int(text)
            except ValueError:
                return REFUSED
        if isinstance(cell, int) and not isinstance(cell, bool):
            return cell
        if isinstance(cell, float):
            return int(cell) if cell.is_integer() else REFUSED
        if isinstance(cell, Decimal) and cell == cell.to_integral_value():
            return int(cell)  # a decimal of Parquet, which is always finite
        return REFUSED

    return read


def boolean(field: Field) -> Read:
    """Read one of the words for true and false."""
    words: dict[str, bool] = {}
    for name, value, default in (
        ("trueValues", True, ["true", "True", "TRUE", "1"]),
        ("falseValues", False, ["false", "False", "FALSE", "0"]),
    ):
        given = field.get(name)
        for word in given if isinstance(given, list) else default:
            words[str(word)] = value

    def read(cell: object) -> object:
        if isinstance(cell, bool):
            return cell
        return words.get(cell, REFUSED) if isinstance(cell, str) else REFUSED

    return read


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON (RFC 8259, section 6)."""
    raise ValueError(constant)


def _json(wanted: type, accepts: Callable[[Any], bool]) -> Read:
    def read(cell: object) -> object:
        try:
            value = json.loads(cell, parse_constant=_refuse) if isinstance(cell, str) else cell
            return value if isinstance(value, wanted) and accepts(value) else REFUSED
        except (ValueError, RecursionError):
            return REFUSED

    return read


def object_value(_field: Field) -> Read:
    """Read a JSON object."""
    return _json(dict, lambda _: True)


def array(field: Field) -> Read:
    """Read a JSON array, whose items ``arrayItem`` may describe, as frictionless has it."""
    item = field.get("arrayItem")
    if not isinstance(item, dict) or not item:
        return _json(list, lambda _: True)
    read = reader(item, option(item, "type", "any"))
    return _json(
        list, lambda items: all(each in (None, "") or read(each) is not REFUSED for each in items)
    )


def geojson(field: Field) -> Read:
    """Read a GeoJSON object, or with format ``topojson`` a TopoJSON one."""
    is_topo = field_format(field) == "topojson"
    return _json(dict, geometry.is_topojson if is_topo else geometry.is_geojson)


def list_value(field: Field) -> Read:
    """Read values with a delimiter between them."""
    delimiter = option(field, "delimiter", ",") or ","
    read_item = reader({}, option(field, "itemType", "string"))

    def read(cell: object) -> object:
        parts = cell.split(delimiter) if isinstance(cell, str) else cell
        if not isinstance(parts, list):
            return REFUSED
        items = [read_item(part) for part in parts]
        return REFUSED if any(item is REFUSED or item is None for item in items) else items

    return read


def geopoint(field: Field) -> Read:
    """Read a longitude and a latitude."""
    form = field_format(field)

    def read(cell: object) -> object:
        try:
            return geometry.parse_geopoint(cell, form)
        except (ValueError, KeyError, TypeError, InvalidOperation, RecursionError):
            return REFUSED

    return read


TYPES: dict[str, Callable[[Field], Read]] = {
    "any": any_value,
    "array": array,
    "boolean": boolean,
    "date": timefields.day,
    "datetime": timefields.day_with_time,
    "duration": timefields.duration,
    "geojson": geojson,
    "geopoint": geopoint,
    "integer": integer,
    "list": list_value,
    "number": number,
    "object": object_value,
    "string": string,
    "time": timefields.time_of_day,
    "year": timefields.year,
    "yearmonth": timefields.month_of_year,
}
