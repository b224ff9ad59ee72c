"""JSON, JSON Lines and annotations: what programs read."""

from __future__ import annotations

import json

import pytest

from depositary.checks.report import FORMS
from depositary.codes import CODES

HINT = 'did you mean "denies"?'


def test_json_and_json_lines_say_the_same(said, mixed) -> None:
    whole = json.loads(said("json", mixed))
    *lines, totals = map(json.loads, said("jsonl", mixed).splitlines())

    assert whole == {**totals, "errors": lines}
    assert whole["stats"]["errors"] == 4
    assert whole["stats"]["warnings"] == 1
    assert not whole["valid"]


def test_json_of_a_package_in_due_form_has_every_member(said, make) -> None:
    value = json.loads(said("json", make(ignored=3, known=2, mended=("E203 acts",))))

    assert value == {
        "valid": True,
        "errors": [],
        "stats": {"errors": 0, "warnings": 0, "ignored": 3, "known": 2, "tables": 1, "rows": 3},
        "skipped": [],
        "mended": ["E203 acts"],
    }


def test_a_limit_shows_errors_before_warnings_and_changes_no_total(said, make, cell) -> None:
    report = make(cell(2, "E212", severity="warning"), cell(3), cell(4))

    value = json.loads(said("json", report, most=2))

    assert [error["line"] for error in value["errors"]] == [3, 4]
    assert (value["stats"]["errors"], value["stats"]["warnings"]) == (2, 1)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_lets_text_of_strangers_move_the_cursor(said, mixed, form: str) -> None:
    text = said(form, mixed)

    assert not set("\x1b\x00\u202e\ud800") & set(text)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_carries_the_suggestion(said, make, cell, form: str) -> None:
    text = said(form, make(cell()))

    plain = text.replace("&quot;", '"').replace('\\"', '"')
    assert HINT in plain


@pytest.mark.parametrize("form", ["sarif", "junit", "markdown", "html", "text", "github"])
def test_every_form_for_people_calls_a_code_by_its_title(said, make, cell, form: str) -> None:
    assert CODES["E203"].title in said(form, make(cell()))


def test_ten_annotations_of_a_level_are_shown_and_the_rest_is_counted(said, make, cell) -> None:
    errors = [cell(line) for line in range(2, 14)]
    warnings = [cell(line, "E212", severity="warning") for line in range(20, 31)]

    lines = said("github", make(*errors, *warnings)).splitlines()

    levels = [line.split(" ")[0] for line in lines]
    assert levels == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"]
    assert "3 more findings" in lines[-1]


def test_an_annotation_is_at_its_place_in_the_checkout(said, make, cell) -> None:
    (line,) = said("github", make(cell(), prefix="sets,1/")).splitlines()

    assert line.startswith("::error file=sets%2C1/data/claims.csv,line=3,col=4,title=E203 ")
