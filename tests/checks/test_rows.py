"""Conditions within a row: which column is named, and what is left to other checks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from depositary import schema
from depositary.checks.rows import check_rows
from depositary.tables import Rows

WORDS = {"title": "Kept together", "description": "Why", "x-rule": "R90", "x-mend": "mend it"}


@pytest.fixture(scope="module")
def law(repository):
    return schema.load(repository / "schema")


def found(law, clause, rows):
    """What one clause on the actors finds in rows of id, kind, country, note."""
    actors = law.tables["actors"]
    table = replace(actors, schema={**actors.schema, "allOf": [{**WORDS, **clause}]})
    columns = ("actor_id", "kind", "country", "note", "cow")
    content = Rows("actors", columns, tuple(tuple(row) for row in rows))
    return check_rows(replace(law, tables={"actors": table}), {"actors": content})


def test_a_column_that_is_required_is_named(law):
    clause = {"if": {"properties": {"kind": {"const": "state"}}}, "then": {"required": ["country"]}}

    (finding,) = found(
        law, clause, [("act-a", "state", "", "", ""), ("act-b", "state", "XAB", "", "")]
    )

    assert (finding.code, finding.row, finding.field) == ("R90", 2, "country")
    assert (finding.file, finding.kind, finding.hint) == ("data/actors.csv", "rule", "mend it")
    assert finding.message == "Kept together: in act-a country is empty."


@pytest.mark.parametrize(
    "then",
    [
        {"properties": {"note": False}},
        {"not": {"required": ["note"]}},
        {"properties": {"note": {"maxLength": 2}}},
    ],
)
def test_a_column_that_is_forbidden_or_wrong_is_named(law, then):
    clause = {"if": {"required": ["kind"]}, "then": then}

    (finding,) = found(law, clause, [("act-a", "person", "", "words", "")])

    assert (finding.field, finding.value) == ("note", "words")


def test_a_condition_that_can_never_be_kept_names_what_it_is_asked_for(law):
    clause = {"if": {"required": ["note"]}, "then": False}

    (finding,) = found(law, clause, [("act-a", "person", "", "words", "")])

    assert finding.field == "note"


def test_any_keyword_of_json_schema_may_stand_in_a_condition(law):
    clause = {"if": {"required": ["kind"]}, "then": {"minProperties": 3}}

    findings = found(
        law, clause, [("act-a", "person", "", "", ""), ("act-b", "person", "XAB", "", "")]
    )

    assert [(finding.row, finding.field) for finding in findings] == [(2, "")]


def test_each_row_is_judged_also_where_rows_look_alike(law):
    clause = {"if": {"required": ["note"]}, "then": {"required": ["country"]}}
    rows = [(f"act-{n}", "person", "XAB" if n % 2 else "", f"note {n}", "") for n in range(10)]

    findings = found(law, clause, rows)

    assert [finding.row for finding in findings] == [2, 4, 6, 8, 10]


def test_a_condition_that_rests_on_a_wrong_cell_is_not_asked(law):
    clause = {
        "if": {"properties": {"kind": {"enum": ["person", "stat"]}}},
        "then": {"required": ["note"]},
    }

    assert found(law, clause, [("act-a", "stat", "", "", "")]) == []


def test_a_number_is_compared_as_a_number(law):
    clause = {"if": {"required": ["kind"]}, "then": {"properties": {"cow": {"minimum": 100}}}}

    findings = found(
        law, clause, [("act-a", "state", "", "", "99"), ("act-b", "state", "", "", "101")]
    )

    assert [(finding.row, finding.value) for finding in findings] == [(2, "99")]


def test_columns_and_tables_that_are_not_there_count_as_empty(law):
    rows = Rows("actors", ("actor_id", "kind"), (("act-a", "state"),))

    findings = check_rows(law, {"actors": rows})

    assert [(finding.code, finding.field) for finding in findings] == [("R33", "country")]


@pytest.mark.parametrize("reference", ["#", "https://example.org/row.json", "#/$defs/none"])
def test_a_condition_that_cannot_be_asked_is_told_and_nothing_is_fetched(law, reference):
    [finding] = found(law, {"not": {"$ref": reference}}, [("act-a", "state", "", "", "")])

    assert (finding.code, finding.file) == ("E601", "schema/tables/actors.json")
    assert finding.message.startswith("The condition R90 cannot be asked: ")


def test_a_condition_made_to_take_forever_is_given_up_and_told(law):
    twice = {"anyOf": [{}, {}]}
    chain = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}
    clause = {"$defs": {**chain, "d40": twice}, "$ref": "#/$defs/d0"}

    [finding] = found(law, clause, [("act-a", "state", "", "", "")])

    assert finding.code == "E601"
    assert "takes too long" in finding.message
