"""Every lexical form of every type: the verdict is that of frictionless, or the standard's."""

import json
import warnings
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


VALUES = [None, True, False, 0, 1, -5, 2025, 1.0, 1.5, "x", "1", [], [1, 2], ["a"], {}, {"a": 1}]


@pytest.mark.parametrize("kind", sorted(fields.TYPES))
def test_a_value_of_json_is_of_its_type_where_frictionless_says_so(kind):
    values = [value for value in VALUES if value is not None]
    values = [value for value in values if kind != "yearmonth" or not isinstance(value, list)]
    theirs = verdict_of_frictionless({"type": kind}, values)

    read = fields.reader({}, kind)
    ours = [read(value) is not fields.REFUSED for value in values]

    assert ours == theirs


# Where frictionless 5.21 is not what the standard says: the field, the cell, our verdict, and why.
DIFFERENCES = [
    ({"type": "integer", "groupChar": ","}, "1,000", True, "Table Schema 2, integer: groupChar"),
    ({"type": "number"}, "sNaN", False, "Table Schema 2, number: NaN is the one such value"),
    ({"type": "duration"}, "P2025-01-31T00:00:00", False, "XML Schema 2, 3.2.6: PnYnMnDTnHnMnS"),
    ({"type": "duration"}, "P1D\n", False, "XML Schema 2, 3.2.6: PnYnMnDTnHnMnS"),
    ({"type": "duration"}, "P999999999999D", True, "XML Schema 2, 3.2.6: any number of days"),
    ({"type": "yearmonth"}, [2025, 1], False, "XML Schema 2, 3.2.10: YYYY-MM"),
    ({"type": "geopoint", "format": "array"}, '"12"', False, "geopoint: a JSON array of two"),
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


def test_a_number_is_exact():
    value = fields.reader({}, "number")("0.1")

    assert str(value) == "0.1"


def test_a_month_is_longer_than_28_days_and_neither_longer_nor_shorter_than_30():
    month, thirty = parse_duration("P1M"), parse_duration("P30D")

    assert at_least(month, parse_duration("P28D"))
    assert not at_least(month, thirty)
    assert not at_least(thirty, month)
