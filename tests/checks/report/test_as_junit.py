"""JUnit's XML as CI servers read it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

ALLOWED = {
    "testsuites": {"name", "time", "tests", "failures", "disabled", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"},
    "testcase": {"name", "classname", "time", "file", "line", "status"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}
"""Elements and attributes of the schema of Jenkins (xunit-plugin, junit-10.xsd)."""

REQUIRED = {
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name", "classname"},
    "testsuites": set(),
}


@pytest.fixture
def parsed(said):
    def made(report, **view) -> ET.Element:
        return ET.fromstring(said("junit", report, **view).encode())  # noqa: S314 - our own

    return made


def cases(root: ET.Element, suite: str) -> dict[str, ET.Element]:
    return {case.get("name"): case for case in root.iterfind(f"./testsuite[@name='{suite}']/*")}


def test_elements_and_attributes_are_those_that_jenkins_knows(parsed, mixed) -> None:
    for element in parsed(mixed).iter():
        names = set(element.keys())

        assert names <= ALLOWED[element.tag]
        assert REQUIRED.get(element.tag, set()) <= names


def test_counts_are_those_of_the_cases(parsed, mixed) -> None:
    root = parsed(mixed)

    for suite in root.iter("testsuite"):
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    assert int(root.get("failures")) == len(list(root.iter("failure"))) == 4


def test_a_package_in_due_form_passes(parsed, make) -> None:
    root = parsed(make())

    assert root.get("failures") == "0"
    assert [case.get("name") for case in root.iter("testcase")] == ["descriptor and files"]


def test_a_kind_of_finding_in_a_column_is_one_case_whose_name_stays(parsed, make, cell) -> None:
    few = parsed(make(cell()))
    many = parsed(make(*(cell(line) for line in range(2, 500))))

    (case,) = cases(many, "claims").values()
    assert cases(few, "claims").keys() == cases(many, "claims").keys()
    assert case.find("failure").get("message").endswith("(498 places)")
    places = case.find("failure").text.splitlines()
    assert places[0].startswith("data/claims.csv:2:4 ")
    assert places[-1] == "… and 398 more"


def test_a_limit_shortens_the_places_and_no_case(parsed, make, cell) -> None:
    report = make(cell(), cell(4), cell(5, "E201"))

    root = parsed(report, most=1)

    assert root.get("failures") == "2"
    assert [len(f.text.splitlines()) for f in root.iter("failure")] == [2, 1]


def test_a_warning_passes_and_is_told(parsed, make, cell) -> None:
    (case,) = cases(parsed(make(cell(severity="warning"))), "claims").values()

    assert case.find("failure") is None
    assert "denys" in case.findtext("system-out")


def test_rules_pass_fail_or_are_skipped(parsed, mixed) -> None:
    rules = cases(parsed(mixed), "rules")

    assert [(name[:3], [e.tag for e in case]) for name, case in rules.items()] == [
        ("R02", ["failure"]),
        ("R05", ["skipped"]),
    ]
