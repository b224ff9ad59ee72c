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
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from depositary.checks import formats, geometry, moments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import time

    Field = Mapping[str, Any]
    Read = Callable[[Any], Any]


class _Refused:
    """The answer of a reader to a cell that is not of its type."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED: Final = _Refused()

_ODD = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "number": re.compile(
        r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?inf|nan", re.IGNORECASE
    ),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "year": re.compile(r"[0-9]{4}"),
    "yearmonth": re.compile(r"[0-9]{4,}-[0-9]{2}"),
}
_YEAR_DIGITS, _LAST_YEAR = 4, 9999


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
    form = _ODD.get(kind)
    return form is not None and form.fullmatch(text.strip()) is None


def is_nan(value: object) -> bool:
    """Whether a value is no number, and so is equal to none, nor to itself."""
    return isinstance(value, float | Decimal) and math.isnan(value)


def option(field: Field, name: str, default: str) -> str:
    """A text option of a field; the default where it is not given or not a text."""
    value = field.get(name)
    return value if isinstance(value, str) else default


def field_format(field: Field) -> str:
    """The format of a field, without the ``fmt:`` of version 0 of the standard."""
    return option(field, "format", "default").replace("fmt:", "")


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
        return int(cell) if isinstance(cell, float) and cell.is_integer() else REFUSED

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


def _json(wanted: type, accepts: Callable[[Any], bool]) -> Read:
    def read(cell: object) -> object:
        try:
            value = json.loads(cell) if isinstance(cell, str) else cell
            return value if isinstance(value, wanted) and accepts(value) else REFUSED
        except (ValueError, RecursionError):
            return REFUSED

    return read


def object_value(_field: Field) -> Read:
    """Read a JSON object."""
    return _json(dict, lambda _: True)


def array(_field: Field) -> Read:
    """Read a JSON array."""
    return _json(list, lambda _: True)


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


def _moment(field: Field, default: Callable[[str], Any], part: Callable[[datetime], Any]) -> Read:
    """Read a date, a time or both, by the format of the field."""
    form = field_format(field)

    def read(cell: object) -> object:
        if not isinstance(cell, str):
            return REFUSED
        try:
            if form == "default":
                return default(cell)
            return part(moments.parse_any(cell) if form == "any" else datetime.strptime(cell, form))  # noqa: DTZ007 - the format says whether there is a zone
        except (ValueError, OverflowError, re.error):
            return REFUSED

    return read


def date(field: Field) -> Read:
    """Read a day."""
    return _moment(field, moments.parse_date, lambda moment: moment.date())


def datetime_value(field: Field) -> Read:
    """Read a day with a time, to the second."""

    def default(text: str) -> datetime:
        if len(text) < len("YYYY-MM-DDTHH:MM:SS") or text[16] != ":":
            raise ValueError(text)
        return moments.parse_datetime(text)

    return _moment(field, default, lambda moment: moment)


def time_value(field: Field) -> Read:
    """Read a time of the day, to the second."""

    def default(text: str) -> time:
        if len(text) < len("HH:MM:SS") or text[5] != ":":
            raise ValueError(text)
        return moments.parse_datetime(f"2000-01-01T{text}").timetz()

    return _moment(field, default, lambda moment: moment.timetz())


def year(_field: Field) -> Read:
    """Read a year of four digits."""

    def read(cell: object) -> object:
        if isinstance(cell, str):
            try:
                cell = int(cell) if len(cell) == _YEAR_DIGITS else None
            except ValueError:
                return REFUSED
        is_year = isinstance(cell, int) and 0 <= cell <= _LAST_YEAR
        return cell if is_year else REFUSED

    return read


def _parsed(parse: Callable[[str], Any]) -> Callable[[Field], Read]:
    def make(_field: Field) -> Read:
        def read(cell: object) -> object:
            try:
                return parse(cell) if isinstance(cell, str) else REFUSED
            except ValueError:
                return REFUSED

        return read

    return make


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
    "date": date,
    "datetime": datetime_value,
    "duration": _parsed(moments.parse_duration),
    "geojson": geojson,
    "geopoint": geopoint,
    "integer": integer,
    "list": list_value,
    "number": number,
    "object": object_value,
    "string": string,
    "time": time_value,
    "year": year,
    "yearmonth": _parsed(moments.parse_yearmonth),
}
