"""What was known to be wrong stays known when rows move, and shrinks when it is mended."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.checks import baseline
from depositary.checks.fingerprints import Identity, identity
from depositary.checks.report import Report
from depositary.errors import CallError
from depositary.findings import Finding


def cell(line: int, value: str, code: str = "E203", message: str = "No code.") -> Finding:
    return Finding("a.csv", line, 3, code, "acts", line, "act", value=value, message=message)


def compared(findings, known) -> tuple[Report, baseline.Baseline]:
    report = Report(Path(), tuple(findings), {})
    return baseline.without_known(report, known, lambda code: code != "E303")


def test_findings_are_known_again_after_their_rows_moved() -> None:
    known = baseline.baseline_of([cell(2, "denys"), cell(3, "denys"), cell(4, "sayz")])

    report, left = compared([cell(70, "sayz"), cell(80, "denys"), cell(90, "denys")], known)

    assert (report.findings, report.known, report.mended) == ((), 3, ())
    assert left == known


def test_one_more_of_a_known_kind_is_new() -> None:
    known = baseline.baseline_of([cell(2, "denys")])

    report, _ = compared([cell(2, "denys"), cell(3, "denys")], known)

    assert [finding.line for finding in report.findings] == [3]
    assert not report.is_valid


def test_what_was_mended_is_named_and_leaves_the_baseline() -> None:
    known = baseline.baseline_of([cell(2, "denys"), cell(3, "denys"), cell(4, "sayz")])

    report, left = compared([cell(2, "denys"), cell(5, "new")], known)

    assert report.mended == ('E203 acts.act "denys" (1)', 'E203 acts.act "sayz" (1)')
    assert left == baseline.baseline_of([cell(2, "denys")])
    assert [finding.value for finding in report.findings] == ["new"]


def test_of_codes_that_were_not_asked_for_nothing_is_said_to_be_mended() -> None:
    known = baseline.baseline_of([cell(2, "x", "E303")])

    report, left = compared([], known)

    assert report.mended == ()
    assert left == known


def test_without_a_value_the_words_tell_findings_apart_but_not_their_numbers() -> None:
    first = Finding("p.json", 3, 1, "E112", message="Two of 3 resources.")

    assert identity(first) == identity(
        Finding("p.json", 9, 9, "E112", message="Two of 4 resources.")
    )
    assert identity(first) != identity(Finding("p.json", 3, 1, "E112", message="No licence."))
    assert identity(first) != identity(
        Finding("q.json", 3, 1, "E112", message="Two of 3 resources.")
    )


def test_a_long_value_is_kept_short_and_told_from_another() -> None:
    one, other = cell(2, "x" * 5000), cell(2, "x" * 4999 + "y")

    assert len(identity(one).value) < 200
    assert identity(one) != identity(other)


TEXTS = st.text(max_size=8)
IDENTITIES = st.builds(
    Identity, st.sampled_from(["E203", "R12"]), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS
)


@given(known=st.dictionaries(IDENTITIES, st.integers(1, 9)))
def test_a_baseline_is_read_as_it_was_written_in_one_order(known, tmp_path_factory) -> None:
    path = tmp_path_factory.getbasetemp() / "known.jsonl"

    path.write_bytes(baseline.dumped(known))

    assert baseline.read(path) == Counter(known)
    assert baseline.dumped(dict(reversed(known.items()))) == path.read_bytes()
    assert path.read_bytes().count(b"\n") == len(known) + 1


def test_lines_that_a_merge_left_twice_count_once(tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    text = baseline.dumped(baseline.baseline_of([cell(2, "denys")])).decode()
    entry = text.splitlines()[1]
    path.write_text(f"{text}{entry}\n{entry.replace('1', '3', 1)}\n", encoding="utf-8")

    assert list(baseline.read(path).values()) == [3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]\n",
        '{"baseline":2}\n',
        '{"baseline":1}\n{"code":3}\n',
        '{"baseline":1}\n{"code":"E203","count":0}\n',
        '{"baseline":1}\n{"code":"E203","line":"3"}\n',
        '{"baseline":1}\n{"resource":"acts"}\n',
        '{"baseline":1}\n{"baseline":1}\n',
        '{"baseline":1}\n' + "[" * 100_000,
    ],
)
def test_what_is_no_baseline_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CallError) as refused:
        baseline.read(path)

    assert refused.value.code == "E904"
    assert refused.value.message.startswith("Line ")


def test_a_baseline_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(CallError) as refused:
        baseline.read(tmp_path / "missing.jsonl")

    assert refused.value.code == "E103"
