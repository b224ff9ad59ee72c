"""What the standard says in words: MUST is an error, SHOULD a warning."""

import json

import pytest

from depositary.checks.packages import check_package

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELD = {"name": "id", "type": "integer"}
TABLE = {"name": "t", "path": "t.csv", "schema": {"fields": [FIELD]}}


def findings(folder, package, table=TABLE):
    (folder / "t.csv").write_text("id\n1\n")
    package = {"resources": [table], **package}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1))
    return check_package(folder / "datapackage.json")[0]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"name": "Harbour Treaties"}, '"Harbour'),
        ({"version": "1.0"}, '"1.0"'),
        ({"version": "v1.0.0"}, '"v1'),
        ({"created": "2025-01-31T15:00:00"}, '"2025'),
        ({"licenses": [{"name": "free-for-all"}]}, '"free'),
        ({"contributors": [{"email": "clerk@example.org"}]}, "{"),
        ({"sources": [{"path": "gazette.pdf"}]}, "{"),
    ],
)
def test_what_the_standard_recommends_otherwise_is_a_warning_at_its_place(more, place, tmp_path):
    found = findings(tmp_path, {"$schema": V2, **more})

    assert [(each.code, each.severity) for each in found] == [("E124", "warning")]
    line = (tmp_path / "datapackage.json").read_text().splitlines()[found[0].line - 1]
    assert line[found[0].column - 1 :].startswith(place)


@pytest.mark.parametrize(
    "more",
    [
        {"name": "harbour-1.0_a"},
        {"version": "1.0.0-rc.1+build.5"},
        {"created": "2025-01-31T15:00:00.5+01:00"},
        {"licenses": [{"name": "ODC-PDDL-1.0"}, {"path": "LICENCE.md", "title": "Ours"}]},
        {"contributors": [{"givenName": "A.", "familyName": "Clerk"}]},
        {"licenses": [{"name": "other-open"}]},
        {"temporal": 5, "dc:subject": "treaties", "_private": True},
    ],
)
def test_what_follows_the_recommendations_is_no_finding(more, tmp_path):
    assert findings(tmp_path, {"$schema": V2, **more}) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("mit", 'did you mean "MIT"?'),
        ("CC-BY-4", 'did you mean "CC-BY-4.0"?'),
        ("ours", "write its identifier, such as CC-BY-4.0, or only its path and title"),
    ],
)
def test_a_made_up_licence_gets_the_nearest_as_a_hint(name, hint, tmp_path):
    [finding] = findings(tmp_path, {"$schema": V2, "licenses": [{"name": name}]})

    assert finding.hint == hint


def test_the_licences_of_spdx_and_the_open_definition_are_known(tmp_path):
    names = ["0BSD", "CC0-1.0", "MIT", "ODbL-1.0", "ODC-BY-1.0", "cc-by", "notspecified", "ukpsi"]

    assert findings(tmp_path, {"$schema": V2, "licenses": [{"name": each} for each in names]}) == []


def test_the_hash_of_an_algorithm_that_is_not_known_is_said_not_to_be_compared(tmp_path):
    [finding] = findings(tmp_path, {"$schema": V2}, {**TABLE, "hash": "sha257:" + "0" * 64})

    assert (finding.code, finding.hint) == ("E124", 'did you mean "sha256"?')


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml"])
def test_a_descriptor_in_yaml_is_checked_as_one_in_json_and_warned_of(name, tmp_path):
    (tmp_path / "t.csv").write_text("id\nx\n")
    (tmp_path / name).write_text(
        f"$schema: {V2}\nresources:\n- name: t\n  path: t.csv\n  schema: s.yaml\n"
    )
    (tmp_path / "s.yaml").write_text("fields:\n- {name: id, type: integer}\n- {title: x}\n")

    found = check_package(tmp_path / name)[0]

    assert [(each.code, each.file, each.line) for each in found] == [
        ("E124", name, 1),
        ("E112", "s.yaml", 3),
        ("E115", "t.csv", 1),
        ("E201", "t.csv", 2),
    ]


def test_a_text_that_yaml_does_not_read_as_one_is_explained(tmp_path):
    (tmp_path / "t.csv").write_text("id\n1\n")
    (tmp_path / "datapackage.yaml").write_text(
        f"$schema: {V2}\nname: no\nresources: [{{name: t, path: t.csv}}]\n"
    )

    found = check_package(tmp_path / "datapackage.yaml")[0]

    assert [(each.code, each.line) for each in found] == [("E124", 1), ("E112", 2), ("E125", 2)]


FAULTS = [
    {"keywords": []},
    {"licenses": [{}]},
    {"created": "today"},
    {"homepage": "no address"},
    {"contributors": "me"},
    {"profile": 5, "name": 5},
    {"missingValues": ["-"]},
    {"resources": [TABLE, "none", 5, {"name": "u"}, {}]},
    {"resources": [TABLE, {"name": "t", "path": "nope.csv"}]},
    {"$schema": "nowhere.json"},
    {"$schema": 5},
]
TABLE_FAULTS = [
    {"encoding": 5},
    {"bytes": "many"},
    {"hash": "?"},
    {"mediatype": "csv"},
    {"type": 5},
    {"dialect": {"header": "yes"}},
    {"dialect": {"headerRows": ["1"]}},
    {"dialect": "nope.json"},
    {"licenses": [5]},
    {"$schema": 5},
    {"schema": {"fields": [FIELD, 5]}},
    {"schema": {"fields": [{**FIELD, "constraints": {"minimum": "x", "shape": 5}}]}},
    {"schema": {"fields": [{**FIELD, "constraints": []}]}},
    {"schema": {"fields": [{**FIELD, "title": 5, "example": "x"}]}},
    {"schema": {"fields": [FIELD], "primaryKey": ["nope"], "uniqueKeys": 5}},
    {"schema": {"fields": [FIELD], "foreignKeys": [{"fields": "id"}, 5]}},
    {"schema": {"fields": [FIELD], "missingValues": [5, {"value": 5}]}},
    {"schema": {"fields": [FIELD], "fieldsMatch": "all"}},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_an_error_in_the_package_never_hides_those_in_the_data(fault, tmp_path):
    (tmp_path / "u.csv").write_text("id\nx\n")
    resources = [{**TABLE, "name": "u", "path": "u.csv"}, *fault.get("resources", [])]

    found = findings(tmp_path, {"$schema": V2, **fault, "resources": resources})

    assert {each.code for each in found if each.severity == "error"} > {"E201"}


@pytest.mark.parametrize("fault", TABLE_FAULTS, ids=str)
def test_an_error_in_a_table_never_hides_those_in_its_data(fault, tmp_path):
    (tmp_path / "u.csv").write_text("id\nx\n")

    found = findings(tmp_path, {"$schema": V2}, {**TABLE, "path": "u.csv", **fault})

    codes = {each.code for each in found if each.severity == "error"}
    assert codes > {"E201"}


def test_five_thousand_faults_are_placed_in_time(tmp_path):
    import time

    fields = [{"name": f"f{n}", "type": "decimal", "constraints": []} for n in range(5000)]
    begun = time.perf_counter()

    found = findings(tmp_path, {"$schema": V2}, {**TABLE, "schema": {"fields": fields}})

    assert len(found) > 200
    assert time.perf_counter() - begun < 10
