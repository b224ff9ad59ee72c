"""SARIF that follows its schema, and what code scanning asks beyond it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from depositary.codes import CODES

SCHEMA = Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def sarif_schema() -> jsonschema.protocols.Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def run_of(said):
    def made(report, **view):
        (run,) = json.loads(said("sarif", report, **view))["runs"]
        return run

    return made


def test_every_report_follows_the_schema_of_oasis(said, make, mixed, sarif_schema) -> None:
    for report in (mixed, make(), make(ignored=3, known=2)):
        errors = [e.message for e in sarif_schema.iter_errors(json.loads(said("sarif", report)))]

        assert errors == []


def test_the_region_spans_the_value_where_it_is_found_in_the_line(run_of, make, cell) -> None:
    quoted = cell(3, value="a,c", column=10)
    elsewhere = cell(4, value="not there", column=4)

    run = run_of(make(cell(), quoted, elsewhere))

    regions = [r["locations"][0]["physicalLocation"]["region"] for r in run["results"]]
    assert regions == [
        {"startLine": 3, "startColumn": 4, "endColumn": 9},
        {"startLine": 3, "startColumn": 10, "endColumn": 15},
        {"startLine": 4, "startColumn": 4},
    ]
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_path_is_a_relative_reference_from_the_top_of_the_checkout(run_of, make, cell) -> None:

    odd = cell()._replace(file="a:b/é 100%#?.csv")

    (result,) = run_of(make(odd, prefix="sets/"))["results"]

    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "sets/a%3Ab/%C3%A9%20100%25%23%3F.csv"
    assert unquote(uri) == "sets/a:b/é 100%#?.csv"


def test_a_fingerprint_stays_when_rows_move_and_differs_between_equal_findings(
    run_of, make, cell
) -> None:
    def prints(*findings):
        results = run_of(make(*findings))["results"]
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]

    before = prints(cell(3), cell(7), cell(8, value="denyed"))

    assert before == prints(cell(30), cell(70), cell(80, value="denyed"))
    assert len(set(before)) == 3


def test_a_rule_has_the_words_that_explain_prints(run_of, mixed) -> None:
    run = run_of(mixed)

    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    help_text = rules["E203"]["help"]["text"]
    assert all(part in help_text for part in (CODES["E203"].why, CODES["E203"].mend))
    assert rules["R02"]["help"]["text"] == "Evidence can be looked up.\nMend: copy it"
    assert all(r["ruleId"] == list(rules)[r["ruleIndex"]] for r in run["results"])


def test_errors_and_warnings_have_their_level(run_of, mixed) -> None:
    levels = {result["ruleId"]: result["level"] for result in run_of(mixed)["results"]}

    assert (levels["E203"], levels["E212"]) == ("error", "warning")


def test_no_more_results_are_listed_than_code_scanning_takes(run_of, make, cell) -> None:
    warnings = [cell(line, "E212", severity="warning") for line in range(2, 20_002)]
    errors = [cell(line) for line in range(20_002, 30_002)]

    run = run_of(make(*warnings, *errors))

    levels = [result["level"] for result in run["results"]]
    assert (levels.count("error"), levels.count("warning")) == (10_000, 15_000)
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "5,000 more findings are not listed"
