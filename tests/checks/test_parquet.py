"""Parquet: the same findings as frictionless 5.21, or the standard's; and no bomb is read.

Where frictionless is not what the standard (datapackage.org, version 2) says, ours is. It reads by
way of pandas, which has no null in a column of integers, of moments or of durations, and turns all
cells of a row of numbers into floats, and nulls beside moments into moments:

- Table Schema, required: "indicates whether this field cannot be null": a null of Parquet is no
  value; it takes that of an integer for the float NaN, and reports its type, and that of a moment
  for a moment;
- Table Schema, array: a list is "a valid JSON array"; it hands over an array of numpy, and reports
  its type;
- Table Schema, integer: 2 is one also where every other column holds floats; it makes it 2.0 (and
  other digits past 2^53), which is no year;
- Table Dialect: "a property MUST be ignored if it is not applicable": Parquet names its columns in
  its own way, so that header has no meaning; it takes the names for a row;
- Data Resource, path: several files are one table; it reads the first alone;
- Data Resource, compression: it does not unpack Parquet.
"""

import datetime as dt
import decimal
import gzip
import io
import json
import struct
import warnings
import zipfile
import zoneinfo

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from depositary.checks.packages import check_package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
# What pandas has no null for, beside the others.
WITHOUT_NULL = [
    (pa.int64(), [0, 1, -1, 2025, 2**60]),
    (pa.uint8(), [0, 1, 200]),
    (pa.float64(), [0.0, 1.0, 2.5, 2025.0, float("inf")]),
    (pa.float32(), [1.0, 0.5]),
    (pa.timestamp("us"), [dt.datetime(2025, 1, 31), dt.datetime(2025, 1, 31, 15, 0, 0, 5)]),  # noqa: DTZ001 - a column without a zone
    (pa.timestamp("ns"), [dt.datetime(2025, 1, 31), dt.datetime(2025, 1, 31, 0, 0, 0, 5)]),  # noqa: DTZ001 - as above
    (pa.timestamp("ms", "Europe/Berlin"), [dt.datetime(2025, 1, 31, tzinfo=BERLIN)]),
    (pa.timestamp("s", "+01:30"), [dt.datetime(2025, 1, 31, tzinfo=dt.UTC)]),
    (pa.duration("ms"), [dt.timedelta(0), dt.timedelta(days=1, seconds=5)]),
    (pa.duration("ns"), [dt.timedelta(days=1, microseconds=5)]),
]
WITH_NULL = [
    (pa.string(), ["a", "", "1", "2025", "2025-01-31", "true", "P1D", "2025-01", "[1]", "NA"]),
    (pa.large_string(), ["a", "", "1.5"]),
    (pa.dictionary(pa.int32(), pa.string()), ["a", "b", "1"]),
    (pa.binary(), [b"a", b"", b"\xff"]),
    (pa.bool_(), [True, False]),
    (pa.date32(), [dt.date(2025, 1, 31), dt.date(1, 1, 1)]),
    (pa.time64("us"), [dt.time(15, 0), dt.time(0, 0, 0, 5)]),
    (pa.time32("s"), [dt.time(15, 0)]),
    (pa.decimal128(10, 2), [decimal.Decimal("1.50"), decimal.Decimal(2)]),
    (pa.struct([("lon", pa.float64()), ("lat", pa.float64())]), [{"lon": 1.5, "lat": 2.0}]),
    (pa.map_(pa.string(), pa.int64()), [[("k", 1)], []]),
    (pa.null(), []),
]
KINDS = [
    "string",
    "integer",
    "number",
    "boolean",
    "date",
    "datetime",
    "time",
    "year",
    "yearmonth",
    "duration",
    "object",
    "array",
    "geopoint",
    "geojson",
    "list",
    "any",
]
LIKELY = {
    "int64": "integer",
    "uint8": "integer",
    "double": "number",
    "float": "number",
    "string": "string",
    "large_string": "string",
    "bool": "boolean",
    "date32[day]": "date",
    "decimal128(10, 2)": "number",
}
BOUNDS = {"integer": [1, "2"], "number": [1, "1.5"], "date": ["2025-01-01"], "year": [2000]}


def has_hash(field):
    """Whether its values have one; without, frictionless ends with an error of its own."""
    return field["type"] not in ("array", "geojson", "list", "object", "any")


@st.composite
def columns(draw, name):
    kind, values = draw(st.sampled_from(WITHOUT_NULL + WITH_NULL))
    choices = st.sampled_from(values) if values else st.none()
    if (kind, values) in WITH_NULL:
        choices = st.one_of(choices, choices, choices, st.none())
    likely = LIKELY.get(str(kind), str(kind).partition("[")[0])
    likely = likely if likely in KINDS else {"timestamp": "datetime"}.get(likely, "any")
    field = {"name": name, "type": draw(st.sampled_from([likely, likely, *KINDS]))}
    constraints = {}
    for constraint in ("required", "unique"):
        if draw(st.integers(0, 3)) == 0 and has_hash(field):
            constraints[constraint] = True
    if field["type"] in BOUNDS and draw(st.booleans()):
        bound = draw(st.sampled_from(["minimum", "maximum", "exclusiveMaximum"]))
        constraints[bound] = draw(st.sampled_from(BOUNDS[field["type"]]))
    if draw(st.integers(0, 5)) == 0:
        field["missingValues"] = draw(st.sampled_from([["1"], ["NA", "a"], []]))
    return {**field, "constraints": constraints}, kind, choices


@st.composite
def tables(draw):
    """A column of text first: a row without one is made floats, or moments, as a whole."""
    text = {"name": "a", "type": "string"}, pa.string(), st.sampled_from(["x", "y"])
    drawn = [text, *(draw(columns(name)) for name in "bcd"[: draw(st.integers(1, 3))])]
    size = draw(st.integers(0, 5))
    arrays = [
        pa.array(draw(st.lists(choices, min_size=size, max_size=size)), kind)
        for _, kind, choices in drawn
    ]
    schema = {"fields": [field for field, _, _ in drawn]}
    if draw(st.booleans()):
        schema["primaryKey"] = [
            draw(st.sampled_from([*filter(has_hash, schema["fields"])]))["name"]
        ]
    return schema, pa.table(arrays, [field["name"] for field in schema["fields"]])


def describe(folder, schema, path="t.parquet", **more):
    resource = {"name": "t", "type": "table", "path": path, "schema": schema, **more}
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": [resource]}))
    return descriptor


def write(folder, schema, table, **more):
    parquet.write_table(table, folder / "t.parquet")
    return describe(folder, schema, **more)


def found_by_frictionless(descriptor):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(descriptor), limit_errors=10**9)
    assert not report.errors
    said = [error.to_descriptor() for task in report.tasks for error in task.errors]
    return {(each.get("rowNumber", 0), each.get("fieldName", ""), each["type"]) for each in said}


def found_by_us(descriptor):
    findings, _ = check_package(descriptor)
    return {
        (
            0 if each.kind.endswith("label") else each.row,
            "" if each.kind == "primary-key" else each.field,
            each.kind,
        )
        for each in findings
        if each.severity == "error"
    }


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=tables())
def test_the_findings_of_a_random_parquet_file_are_those_of_frictionless(drawn, tmp_path):
    schema, table = drawn
    descriptor = write(tmp_path, schema, table)

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)


def places(descriptor):
    return [
        (each.code, each.line, each.column, each.row, each.field)
        for each in check_package(descriptor)[0]
    ]


def one_field(kind, **more):
    return {"fields": [{"name": "a", "type": kind, **more}]}


def test_a_value_of_the_wrong_type_is_found_at_its_row_and_column(tmp_path):
    schema = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]}
    descriptor = write(tmp_path, schema, pa.table({"a": ["x", "y"], "b": [1.0, 2.5]}))

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.file, finding.value) == ("E201", "t.parquet", "2.5")
    assert (finding.line, finding.column, finding.row, finding.field) == (0, 2, 3, "b")


@pytest.mark.parametrize(
    ("kind", "array"),
    [
        ("integer", pa.array([1, None])),
        ("number", pa.array([1.5, None])),
        ("datetime", pa.array([dt.datetime(2025, 1, 31), None])),  # noqa: DTZ001 - as above
        ("duration", pa.array([dt.timedelta(1), None])),
    ],
)
def test_a_null_is_no_value_whatever_the_type_of_its_column(kind, array, tmp_path):
    """Table Schema, required: whether the field cannot be null."""
    fields = [{"name": "a"}, {"name": "b", "type": kind, "constraints": {"required": True}}]
    descriptor = write(tmp_path, {"fields": fields}, pa.table({"a": [True, False], "b": array}))

    assert found_by_us(descriptor) == {(3, "b", "constraint-error")}
    assert found_by_frictionless(descriptor) != found_by_us(descriptor), "no difference any more"


@pytest.mark.parametrize(
    ("kind", "array"),
    [
        ("array", pa.array([[1, 2], [3]])),
        ("list", pa.array([["x"], ["y", "z"]])),
        ("year", pa.array([2024, 2025])),
    ],
)
def test_a_value_that_pandas_changes_is_what_the_file_says(kind, array, tmp_path):
    table = pa.table({"a": array, "b": [1.5, 2.5]})
    schema = {"fields": [{"name": "a", "type": kind}, {"name": "b"}]}
    descriptor = write(tmp_path, schema, table)

    assert places(descriptor) == []
    assert found_by_frictionless(descriptor) != set(), "no difference any more"


def test_the_lengths_of_lists_and_the_order_of_durations_are_checked(tmp_path):
    fields = [
        {"name": "a", "type": "array", "constraints": {"maxLength": 1}},
        {"name": "b", "type": "duration", "constraints": {"minimum": "P1D"}},
    ]
    table = pa.table({"a": [[1], [1, 2]], "b": [dt.timedelta(days=1), dt.timedelta(hours=23)]})

    descriptor = write(tmp_path, {"fields": fields}, table)

    assert places(descriptor) == [("E206", 0, 1, 3, "a"), ("E205", 0, 2, 3, "b")]


def test_the_names_of_the_columns_are_its_header_whatever_the_dialect_says(tmp_path):
    """Table Dialect: a property that is not applicable for a format MUST be ignored."""
    dialect = {"header": False, "commentChar": "x"}
    table = pa.table({"b": ["x"]})
    descriptor = write(tmp_path, one_field("integer"), table, dialect=dialect)

    assert [each[0] for each in places(descriptor)] == ["E118", "E201"]


def test_the_index_of_a_frame_comes_first_and_one_without_a_name_is_none(tmp_path):
    """As pandas writes it, last; frictionless writes a primary key so."""
    schema = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]}
    for index in ("a", "__index_level_0__"):
        columns = {"b": [1, 2], index: ["x", "y"]} if index == "a" else {"a": "xy", "b": [1, 2]}
        columns = columns if index == "a" else {"a": ["x", "y"], "b": [1, 2], index: [5, 7]}
        told = json.dumps({"index_columns": [index], "columns": []})
        table = pa.table(columns).replace_schema_metadata({"pandas": told})
        descriptor = write(tmp_path, schema, table)

        assert places(descriptor) == []


@pytest.mark.parametrize("path", ["t.parquet", "t.parq", "t.parquet.gz", "t.parquet.zip", "t.bin"])
def test_a_parquet_file_is_read_whatever_its_ending_and_compression(path, tmp_path):
    plain = io.BytesIO()
    parquet.write_table(pa.table({"a": ["x"]}), plain)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("t.parquet", plain.getvalue())
    data = {"gz": gzip.compress(plain.getvalue()), "zip": packed.getvalue()}
    (tmp_path / path).write_bytes(data.get(path.rpartition(".")[2], plain.getvalue()))

    more = {"format": "parquet"} if path == "t.bin" else {}
    descriptor = describe(tmp_path, one_field("integer"), path, **more)

    assert places(descriptor) == [("E201", 0, 1, 2, "a")]


def test_several_files_are_one_table(tmp_path):
    """Data Resource, path: the files are to be concatenated."""
    for name, value in (("1", "x"), ("2", "x"), ("3", "y")):
        column = "b" if name == "3" else "a"
        parquet.write_table(pa.table({column: [value]}), tmp_path / f"{name}.parquet")
    schema = {**one_field("string"), "primaryKey": ["a"]}
    paths = ["1.parquet", "2.parquet", "3.parquet"]

    descriptor = describe(tmp_path, schema, paths)

    found = [(each.code, each.file, each.row) for each in check_package(descriptor)[0]]
    assert found == [("E301", "2.parquet", 3), ("E114", "3.parquet", 0)]


def test_columns_and_keys_of_parquet_meet_those_of_text(tmp_path):
    (tmp_path / "u.csv").write_text("id\n1\n2\n")
    parquet.write_table(pa.table({"a": [1, 3]}), tmp_path / "t.parquet")
    key = {"fields": "a", "reference": {"resource": "u", "fields": "id"}}
    ids = {"fields": [{"name": "id", "type": "integer"}]}
    resources = [
        {
            "name": "t",
            "path": "t.parquet",
            "schema": {**one_field("integer"), "foreignKeys": [key]},
        },
        {"name": "u", "path": "u.csv", "schema": ids},
    ]
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "resources": resources}))

    assert [(each.code, each.row, each.value) for each in check_package(descriptor)[0]] == [
        ("E303", 3, "3")
    ]


def test_a_moment_beyond_the_calendar_is_of_no_type(tmp_path):
    moments = pa.array([0, 2**62], pa.timestamp("us"))
    descriptor = write(tmp_path, one_field("datetime"), pa.table({"a": moments}))

    assert places(descriptor) == [("E201", 0, 1, 3, "a")]


def test_a_time_zone_that_nobody_knows_is_read_as_utc(tmp_path):
    moments = pa.array([0], pa.timestamp("s", "Nowhere/Land"))
    descriptor = write(tmp_path, one_field("datetime"), pa.table({"a": moments}))

    assert places(descriptor) == []


def test_a_text_that_is_not_utf_8_is_found(tmp_path):
    offsets = pa.array([0, 1, 3], pa.int32()).buffers()[1]
    broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"a\xff\xfe")])
    descriptor = write(tmp_path, one_field("string"), pa.table({"a": broken}))

    assert places(descriptor) == [("E102", 0, 1, 3, "a")]


# ── hostile files ────────────────────────────────────────────────────────────────────────────────
def good():
    plain = io.BytesIO()
    parquet.write_table(pa.table({"a": [str(number) for number in range(10_000)]}), plain)
    return plain.getvalue()


def element(name, children=None, kind=None):
    """A column or a group of a footer, in the compact protocol of Thrift."""
    found, last = b"", 0
    for at, head, value in (
        (1, 5, kind),
        (3, 5, 1),
        (4, 8, name),
        (5, 5, children),
    ):
        if value is not None:
            packed = varint(len(value)) + value if head == 8 else varint(value * 2)
            found += bytes([(at - last) << 4 | head]) + packed
            last = at
    return found + b"\0"


def varint(number):
    found = b""
    while number > 127:
        found, number = found + bytes([number & 127 | 128]), number >> 7
    return found + bytes([number])


def footer(elements, rows=0):
    body = b"\x15\x02\x19\xfc" + varint(len(elements)) + b"".join(elements)
    body += b"\x16" + varint(rows * 2) + b"\x19\x0c\0"
    return b"PAR1" + body + struct.pack("<I", len(body)) + b"PAR1"


def wide(count):
    return footer([element(b"s", count), *(element(b"c%d" % at, kind=1) for at in range(count))])


def deep(count):
    return footer([element(b"s", 1), *[element(b"g", 1)] * count, element(b"c", kind=1)])


def written(table, **options):
    plain = io.BytesIO()
    parquet.write_table(table, plain, **options)
    return plain.getvalue()


def repeated(count):
    """A text of a megabyte, so many times."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * count), pa.array(["x" * 1_000_000]))


HOSTILE = {
    "empty": (lambda: b"", "E114"),
    "no Parquet": (lambda: b"id,name\n1,one\n", "E114"),
    "only its mark": (lambda: b"PAR1PAR1", "E114"),
    "without its end": (lambda: good()[:-100], "E114"),
    "without its middle": (lambda: good()[:100] + good()[-1000:], "E114"),
    "a footer longer than the file": (lambda: good()[:-8] + b"\xff\xff\xff\x7fPAR1", "E114"),
    "an encrypted footer": (lambda: b"PARE" + good()[4:-4] + b"PARE", "E114"),
    "zeros for its pages": (lambda: b"PAR1" + bytes(2000) + good()[2004:], "E114"),
    "groups 100,000 deep": (lambda: deep(100_000), "E114"),
    "100,000 columns": (lambda: wide(100_000), "E108"),
    "twenty million rows in a few bytes": (
        lambda: written(pa.table({"a": pa.nulls(20_000_000)})),
        "E108",
    ),
    "a row of twenty million items": (
        lambda: written(pa.table({"a": pa.array([[0] * 20_000_000])})),
        "E108",
    ),
    "a text that unpacks to 30 MB": (
        lambda: written(pa.table({"a": ["x" * 30_000_000]}), compression="zstd"),
        "E108",
    ),
    "a long text that a list repeats": (
        lambda: written(pa.table({"a": pa.ListArray.from_arrays([0, 200], repeated(200))})),
        "E108",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_parquet_file_ends_in_a_clear_finding(case, tmp_path):
    make, code = HOSTILE[case]
    (tmp_path / "t.parquet").write_bytes(make())

    findings, _ = check_package(describe(tmp_path, one_field("any")))

    assert code in {each.code for each in findings}
    assert len(findings) < 5


def test_a_long_text_that_stands_in_every_row_takes_the_memory_of_one(tmp_path):
    table = pa.table({"a": repeated(3000)})
    descriptor = write(tmp_path, one_field("string", constraints={"maxLength": 5}), table)

    findings, stats = check_package(descriptor)

    assert stats["rows"] == len(findings) == 3000


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(damage=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1))
def test_a_damaged_parquet_file_never_ends_in_an_error_of_ours(damage, tmp_path):
    table = pa.table({"a": ["x", "y"] * 9, "b": [[1]] * 18, "c": [{"k": "v"}] * 18})
    data = bytearray(written(table))
    for at, byte in damage:
        data[at % len(data)] = byte
    (tmp_path / "t.parquet").write_bytes(data)

    _, stats = check_package(describe(tmp_path, one_field("any")))

    assert stats["tables"] == 1
