"""The law is itself checked, and what is derived from it is what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from frictionless import Schema

from depositary import schema
from depositary.errors import DataError

if TYPE_CHECKING:
    from depositary.project import Project

PROFILES = Path(__file__).parents[2] / "tools" / "depositary" / "checks" / "profiles" / "2.0"


@pytest.fixture
def change(harbour: Project):
    """Change one JSON file of the law by a function."""

    def changed(name: str, how) -> None:
        path = harbour.schema / name
        value = json.loads(path.read_text(encoding="utf-8"))
        how(value)
        path.write_text(json.dumps(value), encoding="utf-8")

    return changed


def codes_of(harbour: Project) -> list[str]:
    _, findings = schema.examine(harbour.schema)
    return sorted({finding.code for finding in findings})


def test_the_law_of_this_repository_has_no_fault(repository: Path) -> None:
    law, findings = schema.examine(repository / "schema")

    assert findings == ()
    assert law is not None
    assert len(law.rules) + len({c["x-rule"] for t in law.tables.values() for c in t.clauses}) >= 29


@pytest.mark.parametrize(
    ("name", "how", "code"),
    [
        ("tables/actors.json", lambda t: t.update({"x-foriegn-keys": []}), "E602"),
        ("tables/actors.json", lambda t: t["properties"]["name"].update(typ="string"), "E602"),
        ("tables/actors.json", lambda t: t["properties"]["name"].update(type="strng"), "E601"),
        ("tables/actors.json", lambda t: t["properties"]["cow"].update(minimum="two"), "E601"),
        ("tables/actors.json", lambda t: t["x-foreign-keys"][0].update(table="record"), "E603"),
        ("tables/actors.json", lambda t: t["x-foreign-keys"][0].update(references=["id"]), "E603"),
        ("tables/actors.json", lambda t: t.update({"x-primary-key": ["actor"]}), "E603"),
        ("tables/dates.json", lambda t: t["x-nested-in"][0].update(table="event"), "E603"),
        ("tables/actors.json", lambda t: t.update({"x-prefix": "evt"}), "E602"),
        ("tables/actors.json", lambda t: t["properties"]["name"].pop("title"), "E605"),
        ("tables/actors.json", lambda t: t["properties"]["name"].pop("examples"), "E605"),
        ("tables/actors.json", lambda t: t.pop("description"), "E605"),
        ("codes/act.json", lambda c: c["oneOf"][0].pop("description"), "E605"),
        ("codes/act.json", lambda c: c["oneOf"][0].update({"x-clover": "A"}), "E602"),
        (
            "tables/actors.json",
            lambda t: t["properties"]["kind"].update({"$ref": "../codes/actor-kinds.json"}),
            "E602",
        ),
        (
            "tables/actors.json",
            lambda t: t["properties"]["kind"].update({"$ref": "../codes/actor_kinds.json"}),
            "E606",
        ),
        ("dataset.json", lambda d: d.update(version="one"), "E602"),
        ("dataset.json", lambda d: d.pop("licenses"), "E602"),
    ],
)
def test_a_mistake_in_the_law_is_one_clear_error(harbour, change, name, how, code) -> None:
    change(name, how)

    assert code in codes_of(harbour)


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT 1", "E607"),
        ("-- title: t\n-- severity: grave\n-- why: w\n-- mend: m\nSELECT 1", "E607"),
        ("-- title: t\n-- severity: error\n-- wyh: w\n-- mend: m\nSELECT 1", "E607"),
    ],
)
def test_a_rule_without_its_words_is_refused(harbour: Project, sql: str, code: str) -> None:
    (harbour.schema / "rules" / "R99-new.sql").write_text(sql, encoding="utf-8")

    assert codes_of(harbour) == [code]


def test_a_view_that_rules_share_needs_a_title(harbour: Project) -> None:
    (harbour.schema / "rules" / "more.view.sql").write_text("SELECT 1", encoding="utf-8")

    assert codes_of(harbour) == ["E607"]


def test_two_rules_with_one_code_are_refused(harbour: Project) -> None:
    rule = next((harbour.schema / "rules").glob("R01*.sql"))
    (rule.parent / "R01-again.sql").write_bytes(rule.read_bytes())

    assert codes_of(harbour) == ["E602"]


def test_a_law_that_cannot_be_read_says_where(harbour: Project) -> None:
    (harbour.schema / "tables" / "actors.json").write_text('{"title": ', encoding="utf-8")

    with pytest.raises(DataError) as refused:
        schema.load(harbour.schema)

    assert refused.value.code == "E101"
    assert "schema/tables/actors.json" in refused.value.message


def test_a_folder_without_a_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        schema.load(tmp_path)

    assert refused.value.code == "E103"


def test_table_schemas_are_valid_under_the_official_profile(repository: Path) -> None:
    law = schema.load(repository / "schema")
    profile = json.loads((PROFILES / "tableschema.json").read_text(encoding="utf-8"))

    for table in law.tables.values():
        derived = schema.table_schema(table, law)
        jsonschema.validate(derived, profile, cls=jsonschema.Draft7Validator)
        assert Schema.validate_descriptor(derived).valid


def test_the_schema_of_readings_is_a_json_schema(repository: Path) -> None:
    derived = schema.reading_schema(schema.load(repository / "schema"))

    jsonschema.Draft202012Validator.check_schema(derived)


def test_every_example_of_a_table_follows_its_schema(repository: Path) -> None:
    law = schema.load(repository / "schema")

    for name, table in law.tables.items():
        path = repository / "schema" / "tables" / f"{name}.json"
        for example in json.loads(path.read_text(encoding="utf-8"))["examples"]:
            assert list(jsonschema.Draft202012Validator(table.schema).iter_errors(example)) == []


def test_a_table_that_a_project_adds_needs_no_code(harbour: Project, depositary) -> None:
    table = {
        "title": "Places",
        "description": "Where events lie.",
        "examples": [{"place_id": "plc-sael", "name": "Port Sael", "status": "as_reported"}],
        "type": "object",
        "x-prefix": "plc",
        "x-primary-key": ["place_id"],
        "x-foreign-keys": [
            {"columns": ["place_id"], "table": "records", "references": ["record_id"]}
        ],
        "x-label": ["name"],
        "x-nested-in": [{"key": "places"}],
        "properties": {
            "place_id": {
                "title": "Id", "description": "Slug.", "type": "string",
                "pattern": "^(plc-[a-z0-9]+(-{1,2}[a-z0-9]+)*)$", "examples": ["plc-sael"],
            },
            "name": {
                "title": "Name", "description": "As written.", "type": "string",
                "examples": ["Port Sael"],
            },
        },
        "required": ["place_id", "name"],
        "additionalProperties": False,
    }  # fmt: skip
    (harbour.schema / "tables" / "places.json").write_text(json.dumps(table), encoding="utf-8")
    reading = harbour.seeds / "harbour.reading.json"
    value = json.loads(reading.read_text(encoding="utf-8"))
    value["places"] = [
        {"id": "plc-sael", "name": "Port Sael", "evidence": [{"quote": "in Port Sael on Friday"}]}
    ]
    reading.write_text(json.dumps(value), encoding="utf-8")
    codes = harbour.schema / "codes" / "record_table.json"
    law = json.loads(codes.read_text(encoding="utf-8"))
    law["oneOf"].append({**law["oneOf"][0], "const": "places", "title": "Places"})
    codes.write_text(json.dumps(law), encoding="utf-8")

    assert depositary("build").exit_code == 0
    assert b"plc-sael,Port Sael" in (harbour.datapackage / "data" / "places.csv").read_bytes()
    found = depositary("check")
    assert found.exit_code == 0, found.stdout
