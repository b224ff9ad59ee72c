"""A package is held against the profile of its publisher too, and nothing is fetched for it."""

import http.server
import json
import threading
import time

import pytest

from depositary.checks.packages import check_package

V2 = "https://datapackage.org/profiles/2.0/{}.json"
DRAFTS = {
    "3": "http://json-schema.org/draft-03/schema#",
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
STANDARD = {"$ref": V2.format("datapackage")}


def write(folder, profile=None, name="own.json", key="$schema", files=(), entry=(), **more):
    (folder / "t.csv").write_text("id\n1\n")
    for path, value in {**dict(files), **({name: profile} if profile is not None else {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        text = value if isinstance(value, str) else json.dumps(value)
        (folder / path).write_text(text)
    table = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "id"}]}, **dict(entry)}
    package = {key: name, "name": "p", "resources": [table], **more}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1))
    return folder / "datapackage.json"


def findings(descriptor):
    return check_package(descriptor)[0]


def codes_of(descriptor):
    return [(each.code, each.severity) for each in findings(descriptor)]


@pytest.fixture
def server():
    """A server on loopback that counts what is asked of it."""
    asked = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"required": ["never"]}')

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def test_what_breaks_the_publishers_profile_is_found_at_its_place(tmp_path):
    own = {"required": ["spatial"], "properties": {"name": {"enum": ["harbour"]}}}

    found = findings(write(tmp_path, own))

    assert [(each.code, each.line, each.message) for each in found] == [
        ("E112", 1, 'The property "spatial" is missing.'),
        ("E112", 3, 'The property name is "p"; it should be one of "harbour".'),
    ]


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_profile_is_read_by_its_draft(draft, tmp_path):
    own = {"$schema": DRAFTS[draft], "type": "object", "properties": {"year": {"type": "integer"}}}

    assert findings(write(tmp_path, own, year=2025)) == []
    assert [each.code for each in findings(write(tmp_path, own, year="2025"))] == ["E112"]


@pytest.mark.parametrize("draft", ["7", "2020-12"])
def test_what_stands_beside_a_reference_counts_from_2019_on(draft, tmp_path):
    own = {
        "$schema": DRAFTS[draft],
        "definitions": {"any": {}},
        "properties": {"name": {"$ref": "#/definitions/any", "type": "integer"}},
    }

    assert len(findings(write(tmp_path, own))) == (0 if draft == "7" else 1)


def test_the_official_profiles_are_at_hand_and_their_faults_are_said_once(tmp_path):
    own = {"$schema": DRAFTS["7"], "allOf": [STANDARD, {"required": ["spatial"]}]}

    found = findings(write(tmp_path, own, keywords=[]))

    assert [each.message for each in found] == [
        'The property "spatial" is missing.',
        "The property keywords is empty.",
    ]


def test_the_standard_is_read_as_kindly_by_way_of_the_publishers_profile(tmp_path):
    schema = {"fields": [{"name": "id", "example": 5}], "fieldsMatch": "equal"}
    own = {"allOf": [STANDARD]}

    assert findings(write(tmp_path, own, entry={"schema": schema})) == []


def test_a_part_of_the_standard_can_be_asked_of_another_property(tmp_path):
    own = {"properties": {"terms": {"$ref": V2.format("tableschema")}}}

    found = findings(write(tmp_path, own, terms={"fields": []}))

    assert [each.message for each in found] == ["The property fields is empty."]


def test_a_profile_may_be_of_several_files_of_the_package(tmp_path):
    own = {"properties": {"name": {"$ref": "parts/name.json#/definitions/name"}}}
    part = {"definitions": {"name": {"$ref": "../length.json"}}}
    files = {"profiles/parts/name.json": part, "profiles/length.json": {"minLength": 2}}

    found = findings(write(tmp_path, own, "profiles/own.json", files=files))

    assert [each.line for each in found] == [3]


@pytest.mark.parametrize("key", ["$schema", "profile"])
def test_a_profile_at_an_address_is_not_fetched(key, server, tmp_path):
    address, asked = server

    assert codes_of(write(tmp_path, name=f"{address}/own.json", key=key)) == [("E121", "warning")]
    assert asked == []


@pytest.mark.parametrize("word", ["$ref", "$schema", "$id"])
def test_nothing_that_a_profile_refers_to_is_fetched(word, server, tmp_path):
    address, asked = server
    part = {word: f"{address}/part.json"}
    own = {"allOf": [part, {"$ref": "missing.json"}], "required": ["spatial"], **part}

    found = findings(write(tmp_path, own))

    assert "E121" in {each.code for each in found}
    assert asked == []


def test_what_is_not_at_hand_hides_nothing_of_the_rest(tmp_path):
    own = {"allOf": [{"$ref": "https://example.org/x.json"}], "required": ["spatial"]}

    assert codes_of(write(tmp_path, own)) == [("E112", "error"), ("E121", "warning")]


def test_the_profile_of_a_schema_in_a_file_of_its_own_counts(tmp_path):
    files = {
        "s.json": {"$schema": "terms.json", "fields": [{"name": "id"}]},
        "terms.json": {"required": ["primaryKey"]},
    }
    entry = {"schema": "s.json"}

    found = findings(write(tmp_path, name=V2.format("datapackage"), files=files, entry=entry))

    assert [(each.code, each.file, each.resource) for each in found] == [("E112", "s.json", "t")]


def test_the_profile_of_an_inner_part_is_ignored(tmp_path):
    """Glossary, Profile: it "has effect only on the root level of a descriptor"."""
    entry = {"$schema": "nowhere.json", "dialect": {"$schema": "https://example.org/d.json"}}

    assert findings(write(tmp_path, name=V2.format("datapackage"), entry=entry)) == []


def test_the_profile_of_a_resource_counts_in_version_1(tmp_path):
    entry = {"profile": "own.json"}
    files = {"own.json": {"required": ["title"]}}

    found = findings(write(tmp_path, name="data-package", key="profile", files=files, entry=entry))

    assert [(each.code, each.kind, each.resource) for each in found] == [
        ("E112", "resource-error", "t")
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../own.json", "E109"),
        ("/etc/own.json", "E109"),
        ("nowhere.json", "E103"),
        ("t.csv", "E112"),
        (".", "E104"),
    ],
)
def test_a_profile_that_is_not_there_is_found(name, code, tmp_path):
    assert codes_of(write(tmp_path, name=name)) == [(code, "error")]


@pytest.mark.parametrize("own", [[], "{", {"type": 5}, {"properties": []}, {"pattern": "("}])
def test_what_is_no_json_schema_is_no_profile(own, tmp_path):
    assert codes_of(write(tmp_path, own)) == [("E112", "error")]


def test_a_name_that_version_1_does_not_know_gets_the_nearest_as_a_hint(tmp_path):
    [finding] = findings(write(tmp_path, name="tabular-data-packages", key="profile"))

    assert finding.hint == 'did you mean "tabular-data-package"?'


@pytest.mark.parametrize(
    "name",
    [
        "data-package",
        "https://specs.frictionlessdata.io/schemas/data-package.json",
        "https://datapackage.org/profiles/1.0/datapackage.json",
    ],
)
def test_the_profiles_of_version_1_are_known(name, tmp_path):
    assert findings(write(tmp_path, name=name, key="profile")) == []


def test_the_fiscal_profile_that_nothing_can_follow_is_not_asked_for(tmp_path):
    """It wants ``profile`` to be "tabular-data-package", so that frictionless refuses each one."""
    entry = {"profile": "tabular-data-resource"}

    found = codes_of(write(tmp_path, name="fiscal-data-package", key="profile", entry=entry))

    assert found == [("E121", "warning")]


DOUBLING = {f"a{n}": {"allOf": [{"$ref": f"#/definitions/a{n + 1}"}] * 2} for n in range(60)}


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"$ref": "#"}, "E108"),
        ({"definitions": {**DOUBLING, "a60": {}}, "$ref": "#/definitions/a0"}, "E108"),
        ({"properties": {"title": {"pattern": "(a+)+$"}}}, "E112"),
        ({"properties": {"title": {"pattern": "(?=a)(a+)+$"}}}, "E121"),
        ({"patternProperties": {"^(a+)+$": {"type": "integer"}}}, ""),
        ({"patternProperties": {"^(a+)+$": {}}, "additionalProperties": False}, "E112"),
        ({"patternProperties": {"^(a+)+$": {}}, "unevaluatedProperties": False}, "E121"),
        ({"enum": [0] * 300_000}, "E112"),
        ({"x": " " * (1 << 20)}, "E108"),
        ({"allOf": [{"required": [f"p{n}" for n in range(5000)]}]}, "E112"),
    ],
)
def test_a_hostile_profile_ends_in_time(own, code, tmp_path):
    letters = "a" * 40 + "!"
    descriptor = write(tmp_path, own, title=letters, **{letters: "x"})
    begun = time.perf_counter()

    found = {each.code for each in findings(descriptor)}

    assert found == ({code} if code else set())
    assert time.perf_counter() - begun < 5
