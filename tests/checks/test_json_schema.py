"""Rows, and cells, that break a JSON Schema: which, where, in what words, and at what cost."""

from __future__ import annotations

import http.server
import json
import threading
import time

import pytest

from depositary.checks.packages import check_descriptor_value, check_package

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "kind", "type": "string"},
    {"name": "country", "type": "string"},
    {"name": "count", "type": "integer"},
    {"name": "share", "type": "number"},
    {"name": "is_open", "type": "boolean"},
    {"name": "place", "type": "object"},
]
HEADER = "id,kind,country,count,share,is_open,place\n"
STATES_HAVE_A_COUNTRY = {
    "if": {"properties": {"kind": {"const": "state"}}, "required": ["kind"]},
    "then": {"required": ["country"]},
    "else": {"properties": {"country": False}},
}


def package(schema, fields=FIELDS, **more):
    table_schema = {"fields": fields, "jsonSchema": schema, **more}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": table_schema}
    return {"$schema": V2, "resources": [resource]}


def check(schema, *rows, folder, header=HEADER, fields=FIELDS, **more):
    """Findings about rows by the JSON Schema of their table."""
    text = header + "".join(f"{row}\n" for row in rows)
    findings, _ = check_descriptor_value(
        package(schema, fields, **more), folder, {"t.csv": text.encode()}
    )
    return findings


def places(findings):
    return [(found.code, found.row, found.field) for found in findings]


def test_a_row_that_breaks_the_json_schema_of_its_table_is_found_at_its_column(tmp_path):
    rows = ("a,state,XA,,,,", "b,state,,,,,", "c,person,,,,,", "d,person,XB,,,,")

    findings = check({"allOf": [STATES_HAVE_A_COUNTRY]}, *rows, folder=tmp_path)

    assert places(findings) == [("E218", 3, "country"), ("E218", 5, "country")]
    assert {found.kind for found in findings} == {"json-schema-error"}
    assert [(found.line, found.column) for found in findings] == [(3, 9), (5, 10)]
    assert [found.value for found in findings] == ["", "XB"]
    assert [found.message for found in findings] == [
        'The row has no value for "country".',
        'The row should have no value for "country".',
    ]


@pytest.mark.parametrize(
    ("schema", "row", "field", "message", "hint"),
    [
        ({"properties": {"kind": {"enum": ["state", "person"]}}}, "a,stat,,,,,", "kind",
         '"stat" should be one of "state", "person".', 'did you mean "state"?'),
        ({"properties": {"kind": {"const": "state"}}}, "a,b,,,,,", "kind",
         '"b" should be "state".', 'write "state"'),
        ({"properties": {"count": {"minimum": 5}}}, "a,,,4,,,", "count",
         '"4" should be at least 5.', ""),
        ({"properties": {"share": {"exclusiveMaximum": 1}}}, "a,,,,1.0,,", "share",
         '"1.0" should be less than 1.', ""),
        ({"properties": {"id": {"type": ["integer", "null"]}}}, "a,,,,,,", "id",
         '"a" should be null or a whole number.', ""),
        ({"properties": {"id": {"pattern": "^act-"}}}, "a,,,,,,", "id",
         '"a" should be written as ^act-.', ""),
        ({"properties": {"id": {"format": "date"}}}, "2025-1-1,,,,,,", "id",
         '"2025-1-1" should be in the form date.', "write it as in 2025-01-31"),
        ({"properties": {"id": {"maxLength": 1}}}, "ab,,,,,,", "id",
         '"ab" should be 1 long at most.', ""),
        ({"properties": {"place": {"required": ["lat"]}}}, 'a,,,,,,"{""lon"": 1}"', "place",
         'The row has no value for "lat".', "give it a value"),
        ({"dependentRequired": {"kind": ["share"]}}, "a,b,,,,,", "share",
         'The row has no value for "share".', "give it a value"),
        ({"properties": {"id": True}, "additionalProperties": False}, "a,b,,,,,", "kind",
         'The row should have no value for "kind".', "leave it empty"),
        ({"properties": {"id": True}, "unevaluatedProperties": False}, "a,b,,,,,", "kind",
         'The row should have no value for "kind".', "leave it empty"),
        ({"propertyNames": {"maxLength": 4}}, "a,b,,1,,,", "count",
         'The row should have no value for "count".', "leave it empty"),
        ({"not": {"required": ["kind"]}}, "a,b,,,,,", "kind",
         'The row should have no value for "kind".', "leave it empty"),
        ({"anyOf": [{"required": ["kind"]}, {"required": ["count"]}]}, "a,,,,,,", "",
         'The row should have a value for "kind" or "count".', ""),
        ({"oneOf": [{"required": ["id"]}, {"required": ["kind"]}]}, "a,b,,,,,", "",
         "The row has not exactly one of the forms that its JSON Schema allows.", ""),
        ({"minProperties": 2}, "a,,,,,,", "", "The row should have 2 values or more.", ""),
        (False, "a,,,,,,", "", "The row is what its JSON Schema forbids.", ""),
    ],
)  # fmt: skip
def test_the_words_say_what_is_there_and_what_would_be_right(
    schema, row, field, message, hint, tmp_path
):
    [finding] = check(schema, row, folder=tmp_path)

    assert (finding.code, finding.field) == ("E218", field)
    assert (finding.message, finding.hint) == (message, hint)


def test_cells_are_the_values_of_their_columns(tmp_path):
    schema = {
        "const": {
            "id": "007", "kind": "true", "count": 7, "share": 0.1, "is_open": True,
            "place": {"lat": [1.5]},
        }
    }  # fmt: skip

    findings = check(schema, '007,true,,7,0.10,TRUE,"{""lat"": [1.5]}"', folder=tmp_path)

    assert findings == []


def test_a_date_is_the_text_that_is_written_and_a_year_a_number(tmp_path):
    fields = [{"name": "day", "type": "date"}, {"name": "year", "type": "year"}]
    schema = {"properties": {"day": {"format": "date"}, "year": {"minimum": 2000}}}

    findings = check(schema, "2025-01-31,1999", folder=tmp_path, header="day,year\n", fields=fields)

    assert places(findings) == [("E218", 2, "year")]


def test_missing_values_are_properties_that_are_not_there(tmp_path):
    schema = {"required": ["kind"], "properties": {"count": False}}

    findings = check(schema, "a,-,b,-,,,", folder=tmp_path, missingValues=["-", ""])

    assert places(findings) == [("E218", 2, "kind")]


def test_decimals_are_exact_where_jsonschema_calculates_with_floats(tmp_path):
    """jsonschema finds that 19.99 is no multiple of 0.01 (JSON Schema, 6.2.1: "an integer")."""
    schema = {"properties": {"share": {"multipleOf": 0.01, "maximum": 19.99}}}

    findings = check(schema, "a,,,,19.99,,", "b,,,,19.990000000000000001,,", folder=tmp_path)

    assert [(found.row, found.message.split(" should ")[1]) for found in findings] == [
        (3, "be at most 19.99."),
        (3, "be a multiple of 0.01."),
    ]


def test_nan_is_the_text_that_is_written_for_json_has_no_such_number(tmp_path):
    findings = check({"properties": {"share": {"type": "number"}}}, "a,,,,NaN,,", folder=tmp_path)

    assert places(findings) == [("E218", 2, "share")]


def test_a_row_with_a_cell_of_another_type_or_none_is_not_asked(tmp_path):
    schema = {"required": ["kind"], "minProperties": 7}

    findings = check(schema, "a,,,many,,,", ",,,,,,", folder=tmp_path)

    assert places(findings) == [("E201", 2, "count"), ("E210", 3, "")]


def test_a_row_that_is_too_short_is_asked_for_what_it_has(tmp_path):
    findings = check({"required": ["count"]}, "a,state", "b,state,XB,1,,,", folder=tmp_path)

    assert [each for each in places(findings) if each[0] == "E218"] == [("E218", 2, "count")]


def test_each_row_is_judged_also_where_rows_look_alike(tmp_path):
    rows = [f"a{n},state,{'XA' if n % 3 else ''},{n},,," for n in range(30)]

    findings = check(STATES_HAVE_A_COUNTRY, *rows, folder=tmp_path)

    assert [found.row for found in findings] == [n + 2 for n in range(0, 30, 3)]


def test_rows_of_json_keep_the_types_that_they_have(tmp_path):
    fields = [{"name": "id", "type": "any"}, {"name": "kind", "type": "string"}]
    described = package({"properties": {"id": {"const": 1}}}, fields)
    resource = described["resources"][0]
    del resource["path"]
    resource["data"] = [[name["name"] for name in fields], [1, "a"], [True, "b"], ["1", "c"]]

    findings, _ = check_descriptor_value(described, tmp_path)

    assert [(found.code, found.row) for found in findings] == [("E218", 3), ("E218", 4)]


def test_the_draft_is_the_one_that_the_schema_names(tmp_path):
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"place": {"properties": {"at": {"items": [{"type": "number"}]}}}},
    }

    findings = check(schema, 'a,,,,,,"{""at"": [""x""]}"', folder=tmp_path)

    assert places(findings) == [("E218", 2, "place")]


# ── where the schema stands ─────────────────────────────────────────────────────────────────────


def write(folder, schema, content, rows="a,state,,,,,\n"):
    (folder / "row.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    (folder / "t.csv").write_text(HEADER + rows, encoding="utf-8")
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(package(schema), indent=1), encoding="utf-8")
    return descriptor


def test_a_schema_may_stand_in_a_file_of_the_package(tmp_path):
    descriptor = write(tmp_path, "row.json", STATES_HAVE_A_COUNTRY)

    findings, _ = check_package(descriptor)

    assert places(findings) == [("E218", 2, "country")]


def test_a_schema_in_a_file_that_is_not_valid_is_found_at_its_place(tmp_path):
    descriptor = write(tmp_path, "row.json", {"properties": {"id": {"type": "strin"}}})

    [finding] = check_package(descriptor)[0]

    assert (finding.code, finding.file, finding.line) == ("E112", "row.json", 4)
    assert "in properties/id/type" in finding.message


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../row.json", "E109"),
        ("/etc/hosts", "E109"),
        ("no.json", "E103"),
        ("https://example.org/row.json", "E121"),
        ("t.csv", "E101"),
    ],
)
def test_a_path_that_leads_elsewhere_or_to_no_json_is_told_and_rows_are_checked(
    path, code, tmp_path
):
    descriptor = write(tmp_path, path, {}, rows="a,state,,many,,,\n")

    findings, _ = check_package(descriptor)

    assert sorted(found.code for found in findings) == sorted([code, "E201"])


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "strin"}, "in type,"),
        ({"minimum": "1"}, "not of type"),
        ({"properties": {"id": {"pattern": "("}}}, "regex"),
        (["id"], "neither an object nor true or false"),
        (7, "neither an object nor true or false"),
        ({"$ref": "#/$defs/none"}, "does not exist"),
        ({"$ref": "other.json"}, "other.json"),
        ({"$ref": "https://example.org/row.json"}, "cannot fetch"),
        ({"$ref": "file:///etc/hosts"}, "cannot fetch"),
        ({"$schema": "https://example.org/draft"}, "example.org/draft"),
        ({"$ref": "#"}, "refers to itself without end"),
        ({"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}},
          "not": {"$ref": "#/$defs/a"}}, "refers to itself without end"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_of_cells", [False, True])
def test_a_schema_that_cannot_be_applied_is_told_and_all_else_is_checked(
    schema, words, is_of_cells, tmp_path
):
    place = {"name": "place", "type": "object", "constraints": {"jsonSchema": schema}}
    fields = [*FIELDS[:-1], place] if is_of_cells else FIELDS

    findings = check(
        None if is_of_cells else schema, 'a,,,many,,,"{""a"": 1}"', folder=tmp_path, fields=fields
    )

    assert [found.code for found in findings if found.code != "E112"] == ["E201"]
    told = [found for found in findings if "jsonSchema" in found.message]
    assert {found.code for found in told} == {"E112"}
    assert any(words in found.message for found in told)


def test_a_path_is_no_schema_of_a_cell(tmp_path):
    place = {"name": "place", "type": "object", "constraints": {"jsonSchema": "row.json"}}

    findings = check(None, "a,,,,,,{}", folder=tmp_path, fields=[*FIELDS[:-1], place])

    assert {found.code for found in findings} == {"E112"}


def test_what_is_wrong_in_a_cell_is_said_in_words(tmp_path):
    schema = {"properties": {"lat": {"type": "number"}}, "required": ["lon"]}
    place = {"name": "place", "type": "object", "constraints": {"jsonSchema": schema}}

    [finding] = check(
        None, 'a,,,,,,"{""lat"": ""north""}"', folder=tmp_path, fields=[*FIELDS[:-1], place]
    )

    assert (finding.code, finding.kind, finding.field) == ("E213", "constraint-error", "place")
    assert set(finding.hint.split(". ")) == {
        '"north" should be a number', 'The value has no value for "lon".'
    } or '"north" should be a number.' in finding.hint  # fmt: skip


# ── what a stranger may send ────────────────────────────────────────────────────────────────────


@pytest.fixture
def server():
    """A server on this machine, and the requests that came to it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef", "$schema", "$id"])
def test_no_address_in_a_schema_is_ever_fetched(keyword, server, tmp_path):
    address, asked = server
    schema = {keyword: f"{address}/row.json", "properties": {"id": {"$ref": "more.json"}}}
    place = {"name": "place", "type": "object", "constraints": {"jsonSchema": schema}}

    findings = check(schema, "a,,,,,,{}", folder=tmp_path, fields=[*FIELDS[:-1], place])

    assert asked == []
    assert {found.code for found in findings} == {"E112"}


def chain(length, link):
    """Definitions, each of which says twice what the next says."""
    found = {f"d{n}": link({"$ref": f"#/$defs/d{n + 1}"}) for n in range(length)}
    return {"$defs": {**found, f"d{length}": {"type": "string"}}, "$ref": "#/$defs/d0"}


def nested(depth):
    schema = {"type": "string"}
    for _ in range(depth):
        schema = {"properties": {"id": schema}}
    return schema


BOMBS = {
    "choices": (chain(40, lambda ref: {"anyOf": [ref, ref]}), "takes too long"),
    "exclusive choices": (chain(40, lambda ref: {"oneOf": [ref, ref]}), "takes too long"),
    "unevaluated choices": (
        {**chain(40, lambda ref: {"anyOf": [ref, ref]}), "unevaluatedProperties": False},
        "takes too long",
    ),
    "a long chain": (chain(20_000, lambda ref: {"allOf": [ref]}), ""),
    "a deep schema": (nested(5_000), "nested too deeply"),
    "a vast schema": ({"enum": ["x" * 100] * 50_000}, "too large"),
    "many branches": ({"anyOf": [{"minProperties": 9, "maxLength": n} for n in range(50_000)]}, ""),
    "many patterns": ({"patternProperties": {f"^{n}a+b": {} for n in range(10_000)}}, ""),
    "repeats in repeats": ({"properties": {"id": {"pattern": "^((a{0,99}){0,99}){0,99}$"}}}, ""),
    "a pattern that explodes": ({"properties": {"id": {"pattern": "^(a+)+$"}}}, ""),
    "one that looks ahead": ({"properties": {"id": {"pattern": "^(?=a)(a+)+$"}}}, ""),
    "one that looks back": ({"properties": {"id": {"pattern": r"^(a+)+\1$"}}}, ""),
    "a circle of names": (
        {"$dynamicAnchor": "n", "anyOf": [{"$dynamicRef": "#n"}, {"$dynamicRef": "#n"}]}, "",
    ),
    "a tree of circles": (
        {"properties": {"place": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"anyOf": [
            {"properties": {"a": {"$ref": "#/$defs/n"}}, "required": ["b"]},
            {"properties": {"a": {"$ref": "#/$defs/n"}}, "required": ["c"]}]}}},
        "takes too long",
    ),
    "equal entries": ({"properties": {"place": {"properties": {"b": {"uniqueItems": True}}}}}, ""),
    "numbers": ({"properties": {"share": {"multipleOf": 1e-300}}, "maxProperties": 10**40}, ""),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_schema_made_to_take_forever_ends_in_five_seconds_and_says_so(bomb, tmp_path):
    schema, words = BOMBS[bomb]
    place = '{"b": [' + ",".join(f'{{"n": {n}}}' for n in range(20_000)) + '], "a": '
    place += '{"a": ' * 40 + "{}" + "}" * 41
    row = f'{"a" * 5_000}!,state,XA,1,1e300,true,"{place.replace(chr(34), chr(34) * 2)}"'
    started = time.perf_counter()

    findings = check(schema, row, folder=tmp_path)

    assert time.perf_counter() - started < 10  # five, on a machine that has nothing else to do
    assert {found.code for found in findings} <= {"E112", "E218"}
    assert not words or any(words in found.message for found in findings)


def test_a_value_that_is_nested_too_deeply_is_told(tmp_path):
    place = '{""a"": ' * 300 + "1" + "}" * 300

    findings = check({"properties": {"place": {}}}, f'a,,,,,,"{place}"', folder=tmp_path)

    assert [found.code for found in findings] == ["E218"]
    assert "nested too deeply" in findings[0].message


def test_half_a_character_and_a_number_of_many_digits_break_nothing(tmp_path):
    schema = {"properties": {"place": {"required": ["b"]}, "share": {"maximum": 1}}}

    findings = check(schema, f'a,,,,{"9" * 5_000},,"{{""a"": ""\\ud800""}}"', folder=tmp_path)

    assert {found.field for found in findings} == {"place", "share"}


def test_many_schemas_that_go_in_circles_share_one_process(tmp_path):
    tree = {"properties": {"a": {"$ref": "#"}}, "required": ["b"]}
    fields = [
        {"name": f"p{n}", "type": "object", "constraints": {"jsonSchema": tree}} for n in range(60)
    ]
    header = ",".join(field["name"] for field in fields) + "\n"
    row = ",".join(['"{""b"": 1, ""a"": {}}"'] * 60)

    findings = check(None, row, folder=tmp_path, header=header, fields=fields)

    assert {(found.code, found.row) for found in findings} == {("E213", 2)}
    assert len(findings) == 60
