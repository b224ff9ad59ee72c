"""Markdown that a forge shows as it is meant, whatever the data holds."""

from __future__ import annotations

import pytest

from depositary.checks.report.as_markdown import escaped


def test_a_row_stands_for_a_kind_of_finding_in_a_column(said, make, cell) -> None:
    page = said("markdown", make(*(cell(line) for line in range(2, 7)), prefix="sets/"))

    assert "### ❌ depositary check: 5 errors" in page
    row = next(line for line in page.splitlines() if "E203" in line)
    assert row.startswith("| error | E203 | 5 | not a code of the list | `claims.act` ")
    assert "`sets/data/claims.csv:2`" in row
    assert 'did you mean "denies"?' in row
    assert "Mend: choose a code of the list" in page


def test_a_package_in_due_form_is_told_in_two_lines(said, make) -> None:
    assert said("markdown", make(ignored=3)) == (
        "### ✅ depositary check: no findings (3 ignored)\n\n1 table, 3 rows.\n"
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>", r"\<b\>"),
        ("@team", "@<!-- -->team"),
        ("#12", r"\#<!-- -->12"),
        ("http://b.example", "http:<!-- -->//b.example"),
        ("www.b.example", "www.<!-- -->b.example"),
        ("[a](b)", r"\[a\](b)"),
        ("a|b\nc", "a\\|b\\\\nc"),
        ("&lt;", r"\&lt;"),
        ("\x1b[0m", r"\\x1b\[0m"),
    ],
)
def test_text_of_strangers_is_no_markup(text: str, plain: str) -> None:
    assert escaped(text) == plain


def test_a_row_of_the_table_keeps_its_cells_whatever_they_hold(said, mixed) -> None:
    rows = [line for line in said("markdown", mixed).splitlines() if line.startswith("| ")]

    assert {row.replace("\\|", "").count("|") for row in rows} == {7}


def test_a_comment_of_a_forge_holds_the_largest_report(said, make, cell) -> None:
    findings = [cell(field=f"column {number}", message="x" * 300) for number in range(1000)]

    page = said("markdown", make(*findings))

    assert len(page) < 65_536
    assert "more findings of other kinds" in page
    assert "1,000 errors" in page
