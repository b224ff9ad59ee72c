"""Every lexical form of every type: the verdict is that of frictionless, or the standard's."""

import warnings

import pytest
from depositary.checks import fields

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

NUMBERS = """0 -0 1 +7 007 1_000 1.5 -1.23 12678967.543233 +100000.00 210 .5 5. 1e5 1E-5 1e+5 1e 1,5
1,000 1,000.5 1.000,5 1'000 NaN nan INF -INF +INF Infinity -infinity inf NAN12 0x1F 1e999999999 ١٢
１ 1__0 _1 1_ -- - + . e5 1.2.3 5% €95 95€ EUR$ $1.5 -€5 a-b5 5- -5% 1-2 ½ ² true abc 1e5e""".split()
NUMBERS += ["", " ", " 12 ", "\t1\n", "1 2", "EUR 95", "95 %", "9" * 400, "9" * 5000]
DATES = """2025-01-31 2025-1-1 2025-01-1 2021-3-5 20250131 2025-02-29 2024-02-29 2025-13-01
2025-00-10 0000-01-01 0001-01-01 9999-12-31 10000-01-01 2025-W01-1 2025-001 2025/01/31 31.01.2025
31/12/2025 12/31/2025 2025-01-31T00:00:00 2025-01-31Z ٢٠٢٥-٠١-٣١ -2025-01-01 2025-01 2025 25-01-31
today""".split()
DATES += ["", " 2025-01-31", "2025-01-31 ", "2025-01-31\n", "17 Jan 2025", "Jan 17, 2025"]
TIMES = """15:00:00 15:00 3:00:00 15:00:60 24:00:00 24:00:01 25:00:00 15:00:00Z 15:00:00z 15:00:00.3
15:00:00,300 15:00:00.1234567 15:00:00+01:00 15:00:00+0100 15:00:00+01 15:00:00-00:00
15:00:00+24:00 15:00:00+23:60 15:00:00+1 150000 15-00-00 15:00:0 15:00:00.""".split()
TIMES += ["", "15:00:00 ", " 15:00:00", "3pm", "15.00", "15:00:00 pm"]
DATETIMES = [f"2025-01-31T{clock}" for clock in TIMES] + [f"2025-01-31 {clock}" for clock in TIMES]
DATETIMES += """2024-01-26T15:00:00.300-05:00 20240126T15:00:00 20240126T1500+01:00
2024W011T1500+01:00 2024-W01-1T15:00:00 2024-026T1500+01:00 2024-366T1500+01:00
2023-366T1500+01:00 2024-000T1500+01:00 2024-02-30T15:00:00 0000-01-01T15:00:00
9999-12-31T24:00:00 2024-01-26x15:00:00 2024-01-26115:00:00 2024-01-26é15:00:00
2024-01-26T15:00:00+01:00:00 26/01/2024 15:00:00 2024-W01T15:00:00 2024-12T15:00:00.00
202403661500+01:00""".split()
WORDS = """true True TRUE 1 false False FALSE 0 yes no ja nein tRUE t f Y N wahr""".split() + [
    "",
    " true",
]
DURATIONS = (
    """P1Y P1M P1W P1D PT1H PT1M PT1S P1Y2M3DT4H5M6S P1.5Y P1,5D PT0.1S -P1D +P1D P PT P1 1D
P1S PT1D P1YT P1DT p1d P-1D P1M1Y P1W1D PT36H P0D P1Y1 P١D PP1D""".split()
    + ["", " P1D", "P1D "]
)
POINTS = """90.50,45.50 90,45 -180,-90 180,90 181,0 0,91 -180.1,0 90 90,45,1 a,b , 90, NaN,0 INF,0
[90,45] [90,45,1] [181,0] ["90","45"] [90] [] {} null {"lon":90,"lat":45} {"lon":181,"lat":0}
{"lon":90} {"lat":45,"lon":90,"z":1} {"lon":"90","lat":"45"} [true,false] 1e1,1e1""".split()
POINTS += ["90.50, 45.50", " 90.50 , 45.50 ", ""]
TEXTS = (
    """a a@b a@b.c a@example.org A.B+c@sub.example.org a@@b.org @b.org a@ a.@b.org .a@b.org
a..b@example.org "q"@example.org a@-b.org a@b-.org a@b_c.org a@exa__mple.org a@127.0.0.1 a@b.c1
ü@example.org a@bücher.example a@example.org. a@[127.0.0.1] http://example.org https: doi:10.1/a
mailto:a@b.c //example.org example.org /a ?q 1http://a http:/a h+t.t-p:x :a
2bc1c94f-0deb-43e9-92a1-4775189ec9f8 2bc1c94f0deb43e992a14775189ec9f8
{2bc1c94f-0deb-43e9-92a1-4775189ec9f8} urn:uuid:2bc1c94f-0deb-43e9-92a1-4775189ec9f8
2bc1c94f-0deb-43e9-92a1-4775189ec9f 2BC1C94F-0DEB-43E9-92A1-4775189EC9F8 zzzzzzzz-0deb-43e9-92a1
YQ== YWI= YWJj YQ= Y !!!! YQ==YQ== é a=b""".split()
    + ["", " ", "a b@example.org", "a@b c.org"]
)
TEXTS += [
    "a" * 64 + "@example.org",
    "a" * 65 + "@example.org",
    "a@" + "b" * 64 + ".org",
    "\0",
    "é€😀",
]
JSON = (
    """{} [] {"a":1} {"a":1,"a":2} [1,2] null true 1 "a" {a:1} {'a':1} {"a":NaN} {"a":1}x
[1,] [1 [[[]]]""".split()
    + ["", " {} ", "[" * 100_000, '{"n": ' + "9" * 5000 + "}"]
)
YEARS = """2025 0000 9999 10000 -001 +202 025 20 ٢٠٢٥ 1_23 20a5 2025.0""".split() + [
    "",
    " 123",
    "2025 ",
]
MONTHS = (
    """2025-01 2025-1 2025-13 2025-00 2025-12 25-01 -2025-01 2025 2025-01-01 2025/01 ٢٠٢٥-٠١
2_0-0_1 99999-01 2025-""".split()
    + ["", " 2025-01 ", "2025 - 01"]
)
LISTS = [
    "",
    "a",
    "a,b",
    "a,,b",
    ",",
    "1,2",
    "1,x",
    "1;2",
    " 1 , 2 ",
    "2025-01-31,2025-02-01",
    "true,false",
]
GEOMETRIES = [
    '{"type": "Point", "coordinates": [1, 2]}',
    '{"type": "Point", "coordinates": [1]}',
    '{"type": "Point", "coordinates": ["1", 2]}',
    '{"type": "Point"}',
    '{"coordinates": [1, 2]}',
    '{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}',
    '{"type": "MultiPoint", "coordinates": []}',
    '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}',
    '{"type": "LineString", "coordinates": [[1, 2]]}',
    '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}',
    '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}',
    '{"type": "MultiLineString", "coordinates": [[[0, 0], [1, 0]]]}',
    '{"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]}',
    '{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}',
    '{"type": "GeometryCollection"}',
    '{"type": "Feature", "geometry": null, "properties": null}',
    '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}}',
    '{"type": "Feature", "geometry": null}',
    '{"type": "Feature", "properties": {}}',
    '{"type": "FeatureCollection", "features": []}',
    '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
    '{"type": "Circle", "coordinates": [1, 2]}',
    '{"type": "Point", "coordinates": [1, 2], "bbox": [1, 2, "x"]}',
    "{}",
    "[]",
    "x",
    "",
]
TOPOLOGIES = [
    '{"type": "Topology", "objects": {}, "arcs": []}',
    '{"type": "Topology", "objects": {}}',
    '{"type": "Topology", "arcs": []}',
    '{"type": "Topology", "objects": {"a": {"type": "Point", "coordinates": [1, 2]}}, "arcs": []}',
    '{"type": "Topology", "objects": {"a": {"type": "Point"}}, "arcs": []}',
    '{"type": "Topology", "objects": {}, "arcs": [[[0, 0], [1, 1]]]}',
    '{"type": "Topology", "objects": {}, "arcs": [[[0, 0]]]}',
    '{"type": "Topology", "objects": {}, "arcs": [], "transform": {"scale": [1, 1], "translate": [0, 0]}}',
    '{"type": "Topology", "objects": {}, "arcs": [], "transform": {"scale": [1, 1]}}',
    '{"type": "LineString", "arcs": [0, 1]}',
    '{"type": "LineString", "arcs": ["a"]}',
    '{"type": "Polygon", "arcs": [[0, 1]]}',
    '{"type": "MultiPolygon", "arcs": [[[0, 1]]]}',
    "{}",
]

TABLE = [
    ({"type": "integer"}, NUMBERS),
    ({"type": "integer", "bareNumber": False}, NUMBERS),
    ({"type": "number"}, NUMBERS),
    ({"type": "number", "bareNumber": False}, NUMBERS),
    ({"type": "number", "groupChar": ","}, NUMBERS),
    ({"type": "number", "groupChar": ".", "decimalChar": ","}, NUMBERS),
    ({"type": "number", "decimalChar": ","}, NUMBERS),
    ({"type": "number", "groupChar": "'", "bareNumber": False, "decimalChar": "."}, NUMBERS),
    ({"type": "number", "floatNumber": True}, NUMBERS),
    ({"type": "boolean"}, WORDS),
    ({"type": "boolean", "trueValues": ["yes", "Y"], "falseValues": ["no"]}, WORDS),
    ({"type": "boolean", "trueValues": ["1"]}, WORDS),
    ({"type": "date"}, DATES),
    ({"type": "date", "format": "%d/%m/%Y"}, DATES),
    ({"type": "date", "format": "%Y"}, DATES),
    ({"type": "date", "format": "fmt:%d.%m.%Y"}, DATES),
    ({"type": "date", "format": "%"}, DATES),
    ({"type": "date", "format": "any"}, DATES),
    ({"type": "time"}, TIMES),
    ({"type": "time", "format": "%H:%M"}, TIMES),
    ({"type": "time", "format": "any"}, TIMES),
    ({"type": "datetime"}, DATETIMES),
    ({"type": "datetime", "format": "%d/%m/%Y %H:%M:%S"}, DATETIMES),
    ({"type": "datetime", "format": "any"}, DATETIMES),
    ({"type": "year"}, YEARS),
    ({"type": "yearmonth"}, MONTHS),
    ({"type": "duration"}, DURATIONS),
    ({"type": "geopoint"}, POINTS),
    ({"type": "geopoint", "format": "array"}, POINTS),
    ({"type": "geopoint", "format": "object"}, POINTS),
    ({"type": "geojson"}, GEOMETRIES),
    ({"type": "geojson", "format": "topojson"}, TOPOLOGIES),
    ({"type": "object"}, JSON),
    ({"type": "array"}, JSON),
    ({"type": "list"}, LISTS),
    ({"type": "list", "itemType": "integer"}, LISTS),
    ({"type": "list", "itemType": "date"}, LISTS),
    ({"type": "list", "itemType": "boolean", "delimiter": ";"}, LISTS),
    ({"type": "string"}, TEXTS),
    ({"type": "string", "format": "email"}, TEXTS),
    ({"type": "string", "format": "uri"}, TEXTS),
    ({"type": "string", "format": "uuid"}, TEXTS),
    ({"type": "string", "format": "binary"}, TEXTS),
    ({"type": "any"}, TEXTS),
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
        '{"type": "Feature", "properties": {}, "geometry":'
        ' {"type": "GeometryCollection", "geometries": []}}',
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
    from depositary.checks.moments import at_least, parse_duration

    month, thirty = parse_duration("P1M"), parse_duration("P30D")

    assert at_least(month, parse_duration("P28D"))
    assert not at_least(month, thirty)
    assert not at_least(thirty, month)
