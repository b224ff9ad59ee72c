"""Every lexical form of every type: the verdict is that of frictionless, or the standard's."""

import json
import warnings
from datetime import UTC, datetime, time, timedelta
from datetime import date as day
from decimal import Decimal
from pathlib import Path

import pytest

from depositary.checks import fields
from depositary.checks.moments import at_least, parse_duration

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

FORMS = json.loads(Path(__file__).with_name("forms.json").read_text(encoding="utf-8"))
FORMS["numbers"] += ["9" * 400, "9" * 5000]
FORMS["json"] += ["[" * 100_000, '{"n": ' + "9" * 5000 + "}"]
FORMS["texts"] += ["a" * 64 + "@example.org", "a" * 65 + "@example.org", f"a@{'b' * 64}.org"]

DATE_FORMS = ["%y-%m-%d", "%Y-%m-%d ", "%j", "%G-W%V-%u", "%b-%Y", "%d-%b-%y", "%x", "%Q", ""]
TIME_FORMS = ["%I%p", "%H:%M:%S%z", "%H:%M:%S.%f", "%X", "%S"]
DATETIME_FORMS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%s", "%Y-%m-%dT%H:%M:%SZ", "%c"]
ITEM_TYPES = ["string", "integer", "boolean", "number", "datetime", "date", "time"]

TABLE = [
    ({"type": "integer"}, FORMS["numbers"]),
    ({"type": "integer", "bareNumber": False}, FORMS["numbers"]),
    ({"type": "number"}, FORMS["numbers"]),
    ({"type": "number", "bareNumber": False}, FORMS["numbers"]),
    ({"type": "number", "groupChar": ","}, FORMS["numbers"]),
    ({"type": "number", "groupChar": ".", "decimalChar": ","}, FORMS["numbers"]),
    ({"type": "number", "decimalChar": ","}, FORMS["numbers"]),
    ({"type": "number", "groupChar": "'", "bareNumber": False}, FORMS["numbers"]),
    ({"type": "number", "floatNumber": True}, FORMS["numbers"]),
    ({"type": "number", "floatNumber": True, "bareNumber": False}, FORMS["numbers"]),
    ({"type": "number", "groupChar": " "}, FORMS["numbers"]),
    ({"type": "number", "groupChar": "1"}, FORMS["numbers"]),
    ({"type": "number", "groupChar": "\u2009"}, FORMS["numbers"]),
    ({"type": "number", "decimalChar": ",", "bareNumber": False}, FORMS["numbers"]),
    ({"type": "number", "decimalChar": "x"}, FORMS["numbers"]),
    ({"type": "number", "decimalChar": "::"}, FORMS["numbers"]),
    ({"type": "boolean", "trueValues": ["0"], "falseValues": ["0"]}, FORMS["words"]),
    ({"type": "boolean", "trueValues": []}, FORMS["words"]),
    ({"type": "boolean", "trueValues": ["", " true"]}, FORMS["words"]),
    *[({"type": "date", "format": form}, FORMS["dates"]) for form in DATE_FORMS],
    *[({"type": "time", "format": form}, FORMS["times"]) for form in TIME_FORMS],
    *[({"type": "datetime", "format": form}, FORMS["datetimes"]) for form in DATETIME_FORMS],
    *[({"type": "list", "itemType": each}, FORMS["lists"]) for each in ITEM_TYPES],
    *[
        ({"type": "list", "itemType": each, "delimiter": "||"}, FORMS["lists"])
        for each in ITEM_TYPES
    ],
    ({"type": "boolean"}, FORMS["words"]),
    ({"type": "boolean", "trueValues": ["yes", "Y"], "falseValues": ["no"]}, FORMS["words"]),
    ({"type": "boolean", "trueValues": ["1"]}, FORMS["words"]),
    ({"type": "date"}, FORMS["dates"]),
    ({"type": "date", "format": "%d/%m/%Y"}, FORMS["dates"]),
    ({"type": "date", "format": "%Y"}, FORMS["dates"]),
    ({"type": "date", "format": "fmt:%d.%m.%Y"}, FORMS["dates"]),
    ({"type": "date", "format": "%"}, FORMS["dates"]),
    ({"type": "date", "format": "any"}, FORMS["dates"]),
    ({"type": "time"}, FORMS["times"]),
    ({"type": "time", "format": "%H:%M"}, FORMS["times"]),
    ({"type": "time", "format": "any"}, FORMS["times"]),
    ({"type": "datetime"}, FORMS["datetimes"]),
    ({"type": "datetime", "format": "%d/%m/%Y %H:%M:%S"}, FORMS["datetimes"]),
    ({"type": "datetime", "format": "any"}, FORMS["datetimes"]),
    ({"type": "year"}, FORMS["years"]),
    ({"type": "yearmonth"}, FORMS["months"]),
    ({"type": "duration"}, FORMS["durations"]),
    ({"type": "geopoint"}, FORMS["points"]),
    ({"type": "geopoint", "format": "array"}, FORMS["points"]),
    ({"type": "geopoint", "format": "object"}, FORMS["points"]),
    ({"type": "geojson"}, FORMS["geometries"]),
    ({"type": "geojson", "format": "topojson"}, FORMS["topologies"]),
    ({"type": "object"}, FORMS["json"]),
    ({"type": "array"}, FORMS["json"]),
    ({"type": "list"}, FORMS["lists"]),
    ({"type": "list", "itemType": "integer"}, FORMS["lists"]),
    ({"type": "list", "itemType": "date"}, FORMS["lists"]),
    ({"type": "list", "itemType": "boolean", "delimiter": ";"}, FORMS["lists"]),
    ({"type": "string"}, FORMS["texts"]),
    ({"type": "string", "format": "email"}, FORMS["texts"]),
    ({"type": "string", "format": "uri"}, FORMS["texts"]),
    ({"type": "string", "format": "uuid"}, FORMS["texts"]),
    ({"type": "string", "format": "binary"}, FORMS["texts"]),
    ({"type": "any"}, FORMS["texts"]),
]


def verdict_of_frictionless(descriptor, cells):
    field = frictionless.Field.from_descriptor({"name": "f", **descriptor})
    read = field.create_value_reader()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [read(cell) is not None for cell in cells]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore:.*:dateutil.parser.UnknownTimezoneWarning")
@pytest.mark.parametrize(("descriptor", "cells"), TABLE, ids=lambda value: str(value)[:60])
def test_a_cell_is_of_its_type_where_frictionless_says_so(descriptor, cells):
    theirs = verdict_of_frictionless(descriptor, cells)

    read = fields.reader(descriptor, descriptor["type"])
    ours = [read(cell) is not fields.REFUSED for cell in cells]

    differ = [cell for cell, one, other in zip(cells, ours, theirs, strict=True) if one != other]
    assert differ == []


VALUES = [
    *[None, True, False, 0, 1, -5, 2025, 10_000, 2**70, 1.0, 1.5, -2.0, float("inf"), float("nan")],
    *["x", "1", [], [1, 2], ["a"], [1, "x"], ["1", "2"], [200, 1], [1.5, 2.5], {}, {"a": 1}],
    *[Decimal("2.0"), Decimal("2.5"), Decimal("NaN"), b"x"],
    *[day(2025, 1, 31), time(15), timedelta(1), datetime(2025, 1, 31), datetime(2025, 1, 31, 15)],  # noqa: DTZ001 - a column without a zone
    *[datetime(2025, 1, 31, 0, 0, 0, 5), datetime(2025, 1, 31, tzinfo=UTC)],  # noqa: DTZ001 - as above
    {"type": "Point", "coordinates": [1, 2]},
]


@pytest.mark.parametrize("kind", sorted(fields.TYPES))
def test_a_value_of_json_or_parquet_is_of_its_type_where_frictionless_says_so(kind):
    values = [value for value in VALUES if value is not None]
    values = [value for value in values if kind != "yearmonth" or not isinstance(value, list)]
    theirs = verdict_of_frictionless({"type": kind}, values)

    read = fields.reader({}, kind)
    ours = [read(value) is not fields.REFUSED for value in values]

    assert ours == theirs


# Where frictionless 5.21 is not what the standard says: the field, the cell, our verdict, and why.
DIFFERENCES = [
    ({"type": "integer", "groupChar": ","}, "1,000", True, "Table Schema 2, integer: groupChar"),
    ({"type": "object"}, '{"a":NaN}', False, "object: valid JSON; RFC 8259, 6: NaN is none"),
    ({"type": "array"}, "[NaN]", False, "array: valid JSON; RFC 8259, 6: NaN is none"),
    (
        {"type": "geojson"},
        '{"type":"Point","coordinates":[NaN,1]}',
        False,
        "RFC 8259, 6: NaN is no number of JSON",
    ),
    ({"type": "number"}, "sNaN", False, "Table Schema 2, number: NaN is the one such value"),
    ({"type": "duration"}, "P2025-01-31T00:00:00", False, "XML Schema 2, 3.2.6: PnYnMnDTnHnMnS"),
    ({"type": "duration"}, "P1D\n", False, "XML Schema 2, 3.2.6: PnYnMnDTnHnMnS"),
    ({"type": "duration"}, "P999999999999D", True, "XML Schema 2, 3.2.6: any number of days"),
    ({"type": "yearmonth"}, [2025, 1], False, "XML Schema 2, 3.2.10: YYYY-MM"),
    ({"type": "geopoint", "format": "array"}, '"12"', False, "geopoint: a JSON array of two"),
    ({"type": "geopoint", "format": "object"}, [1, 2], False, "geopoint, object: a JSON object"),
    ({"type": "number", "decimalChar": ""}, "12", True, "number: decimalChar is a decimal point"),
    ({"type": "duration"}, "P20250131T120000", False, "XML Schema 2, 3.2.6: PnYnMnDTnHnMnS"),
    (
        {"type": "geojson", "format": "topojson"},
        '{"type": "Point", "coordinates": [1, 2], "bbox": [1, 2, 3, 4]}',
        True,
        "TopoJSON, 3: a topology or geometry may have a bbox",
    ),
    (
        {"type": "geojson"},
        json.dumps(
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "GeometryCollection", "geometries": []}],
            }
        ),
        True,
        "RFC 7946, 3.1.8: nested collections are only to be avoided",
    ),
    (
        {"type": "geojson"},
        '{"type": "Point", "coordinates": [1, 2], "crs": {"type": "name", "properties": {}}}',
        True,
        "RFC 7946, 6.1: other members may be there",
    ),
    ({"type": "geopoint", "format": "object"}, {"lon": 1, "lat": 2}, True, "geopoint: an object"),
    (
        {"type": "geojson"},
        '{"type": "Point", "coordinates": [1, 2, 300]}',
        True,
        "RFC 7946, 3.1.1: a third element is the altitude",
    ),
    (
        {"type": "geojson"},
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}',
        False,
        "RFC 7946, 3.1.6: the last position of a ring is its first",
    ),
    (
        {"type": "geojson"},
        json.dumps(
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "GeometryCollection", "geometries": []},
            }
        ),
        True,
        "RFC 7946, 3.2: the geometry of a feature is any geometry",
    ),
]


@pytest.mark.parametrize(("descriptor", "cell", "verdict", "passage"), DIFFERENCES)
def test_a_cell_is_judged_by_the_standard_where_frictionless_is_not(
    descriptor, cell, verdict, passage
):
    ours = fields.reader(descriptor, descriptor["type"])(cell) is not fields.REFUSED
    theirs = verdict_of_frictionless(descriptor, [cell])

    assert ours is verdict, passage
    assert theirs == [not verdict], f"no difference any more: {passage}"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "1_000"),
        ("integer", "١٢"),
        ("number", "１"),
        ("date", "2021-3-5"),
        ("year", " 123"),
    ],
)
def test_a_value_in_a_form_that_few_programs_read_is_odd(kind, text):
    assert fields.reader({}, kind)(text) is not fields.REFUSED
    assert fields.is_odd(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", " 12 "),
        ("integer", "+007"),
        ("number", "1e5"),
        ("number", "-INF"),
        ("string", "٣"),
    ],
)
def test_a_value_in_the_form_of_the_standard_is_not_odd(kind, text):
    assert not fields.is_odd(kind, text)


def test_a_decimal_of_many_digits_is_a_whole_number():
    """Table Schema, integer: whole numbers; frictionless fails on one of 29 digits."""
    assert fields.reader({}, "integer")(Decimal("1e40")) == 10**40


def test_a_number_is_exact():
    value = fields.reader({}, "number")("0.1")

    assert str(value) == "0.1"


def test_a_month_is_longer_than_28_days_and_neither_longer_nor_shorter_than_30():
    month, thirty = parse_duration("P1M"), parse_duration("P30D")

    assert at_least(month, parse_duration("P28D"))
    assert not at_least(month, thirty)
    assert not at_least(thirty, month)


@pytest.mark.parametrize("kind", ["any", "array", "boolean", "date", "integer", "number", "string"])
def test_the_items_of_an_array_are_of_their_type_where_frictionless_says_so(kind):
    cells = ["[]", "[1, 2]", '["1"]', '["x", ""]', "[null]", "[[1]]", "[true]", '["2025-01-31"]']
    described = {"name": "f", "type": "array", "arrayItem": {"type": kind}}
    read = frictionless.Field.from_descriptor(described).create_cell_reader()

    theirs = [not read(cell)[1] for cell in cells]
    ours = [fields.reader(described, "array")(cell) is not fields.REFUSED for cell in cells]

    assert ours == theirs
