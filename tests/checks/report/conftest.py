"""Reports about an invented package, with everything that a form must bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from depositary.checks.report import Report, View, written
from depositary.codes import Code
from depositary.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "</script><img src=x onerror=alert(1)>]]>\x1b[31m\x00\u202e\ud800|`@team` [a](http://b.example)"
)
"""What a cell may hold: markup, ends of markup, control, direction and half characters."""

LAW = {
    "R02": Code("A quote is in the article", "Evidence can be looked up.", "", "", "copy it"),
    "R05": Code("The registry is whole", "No id is lost.", "", "", "build again"),
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with a table whose third line has faults."""
    (tmp_path / "data").mkdir()
    table = 'id,act,said\nc1,denies,"a,b"\nc2,denys,"a,c"\nc3,denies,x\n'
    (tmp_path / "data" / "claims.csv").write_text(table, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cell():
    """A finding about a cell of the table."""

    def made(line: int = 3, code: str = "E203", value: str = "denys", **more) -> Finding:
        words = {
            "kind": "constraint-error",
            "message": f'"{value}" should be one of "denies", "states".',
            "hint": 'did you mean "denies"?',
        }
        place = {"column": 4, "row": line, "field": "act"} | words | more
        column = place.pop("column")
        return Finding("data/claims.csv", line, column, code, "claims", value=value, **place)

    return made


@pytest.fixture
def make(package: Path):
    """A report with the findings given."""

    def made(*findings: Finding, **more) -> Report:
        return Report(package, tuple(findings), {"tables": 1, "rows": 3}, **more)

    return made


@pytest.fixture
def mixed(make, cell) -> Report:
    """An error with a place, one of the package, a warning, and hostile text in every part."""
    return make(
        Finding("datapackage.json", 0, 0, "E112", message="A descriptor has resources."),
        cell(),
        cell(3, "E201", HOSTILE, column=10, field=HOSTILE, hint=HOSTILE),
        cell(4, "E212", "١٢", severity="warning"),
        Finding(
            f"data/{HOSTILE}.csv",
            2,
            0,
            "R02",
            "claims",
            message=HOSTILE,
            notes=(("quote", HOSTILE),),
        ),
        rules=LAW,
        skipped=("R05, for want of the articles",),
    )


@pytest.fixture
def said():
    """The whole text of a report in a form."""

    def whole(form: str, report: Report, **view) -> str:
        return "\n".join(written(form, report, View(**view)))

    return whole
