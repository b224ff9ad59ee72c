"""Which codes are reported: the longer name decides, and what is left out is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from depositary.checks.report import Report
from depositary.checks.selection import Selection, names_in, selected, unknown
from depositary.findings import Finding

CODES = ("E112", "E201", "E203", "E303", "R12")


def reported(**names) -> tuple[str, ...]:
    selection = Selection(**names)
    return tuple(code for code in CODES if selection.takes(code))


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        ({}, CODES),
        ({"selected": ("E2",)}, ("E201", "E203")),
        ({"selected": ("E2", "R")}, ("E201", "E203", "R12")),
        ({"ignored": ("E2",)}, ("E112", "E303", "R12")),
        ({"ignored": ("E",)}, ("R12",)),
        ({"selected": ("E203",), "ignored": ("E2",)}, ("E203",)),
        ({"selected": ("E2",), "ignored": ("E203",)}, ("E201",)),
        ({"selected": ("E203",), "ignored": ("E203",)}, ()),
    ],
)
def test_the_longer_name_decides_and_of_equal_ones_the_ignored(names, codes) -> None:
    assert reported(**names) == codes


def test_names_stand_with_commas_or_alone_in_any_case() -> None:
    assert names_in(["e2, r12", "E303"]) == ("E2", "R12", "E303")


def test_a_name_that_stands_for_no_code_is_found() -> None:
    assert unknown(("E2", "E29"), CODES) == "E29"
    assert unknown(("E2", "R"), CODES) is None


def test_findings_left_out_are_counted_and_warned_ones_fail_nothing() -> None:
    findings = tuple(Finding("a.csv", 2, column, code) for column, code in enumerate(CODES, 1))
    report = Report(Path(), findings, {})

    kept = selected(report, Selection(ignored=("R",), warned=("E",)))

    assert (len(kept.findings), kept.ignored, kept.is_valid) == (4, 1, True)
    assert {finding.severity for finding in kept.findings} == {"warning"}
