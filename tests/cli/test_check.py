"""``depositary check``: what is printed where, what is left out, and the exit code."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTOR = {
    "name": "harbour",
    "resources": [
        {
            "name": "claims",
            "path": "claims.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "act", "type": "string", "constraints": {"enum": ["denies"]}},
                    {"name": "said", "type": "date"},
                ]
            },
        }
    ],
}
ROWS = ["c1,denies,2031-01-01", "c2,denys,2031-01-01", "c3,denies,May"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An invented package with one E203 and one E201."""
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    write(folder, ROWS)
    return folder


def write(folder: Path, rows: list[str]) -> None:
    (folder / "claims.csv").write_text("\n".join(["id,act,said", *rows, ""]), encoding="utf-8")


@pytest.fixture
def check(depositary, package: Path):
    def checked(*args: str):
        return depositary("check", str(package), *args)

    return checked


def codes(done) -> list[str]:
    return [error["code"] for error in json.loads(done.stdout)["errors"]]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "junit", "markdown", "html"])
def test_every_form_is_printed_and_fails_for_an_error(check, form: str) -> None:
    done = check("--format", form)

    assert done.exit_code == 1
    assert "E203" in done.stdout
    assert done.stderr == ""


def test_a_report_is_written_to_a_file_and_said(check, tmp_path: Path) -> None:
    path = tmp_path / "out" / "report.xml"

    done = check("--format", "junit", "--output", str(path), "--color", "always")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"wrote {path}: 2 errors\n"
    assert ET.parse(path).getroot().tag == "testsuites"  # noqa: S314 - our own


def test_a_text_report_in_a_file_has_no_colours(check, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"

    check("--output", str(path), "--color", "always")

    assert "\x1b" not in path.read_text(encoding="utf-8")


def test_a_dash_is_standard_output(check) -> None:
    assert check("--output", "-").stdout == check().stdout != ""


def test_select_ignore_and_warn_take_codes_and_families(check) -> None:
    assert codes(check("--json", "--select", "e203")) == ["E203"]
    assert codes(check("--json", "--ignore", "E203,E201")) == []
    assert codes(check("--json", "--ignore", "E2", "--select", "E201")) == ["E201"]
    assert codes(check("--json", "--ignore", "E201", "--ignore", "E203")) == []


def test_what_is_ignored_is_counted_and_fails_nothing(check) -> None:
    done = check("--ignore", "E2")

    assert done.exit_code == 0
    assert "(2 ignored)" in done.stdout


def test_warnings_alone_are_fine(check) -> None:
    done = check("--warn", "E2")

    assert done.exit_code == 0
    assert "2 warnings" in done.stdout


@pytest.mark.parametrize(
    ("name", "hint"),
    [("E230", "did you mean E203?"), ("X", "depositary explain"), ("E2033", "did you mean E203?")],
)
def test_an_unknown_code_is_a_wrong_call_with_a_suggestion(check, name: str, hint: str) -> None:
    done = check("--select", name)

    assert (done.exit_code, done.stdout) == (2, "")
    assert f"error[E904] There is no code {name}." in done.stderr
    assert hint in done.stderr


def test_an_unknown_rule_of_a_project_is_a_wrong_call(depositary) -> None:
    depositary("build")

    assert depositary("check", "--ignore", "R12").exit_code == 0
    done = depositary("check", "--ignore", "R99")
    assert done.exit_code == 2
    assert "There is no code R99." in done.stderr


def test_a_limit_changes_neither_totals_nor_exit_code(check) -> None:
    done = check("--max-errors", "0")

    assert done.exit_code == 1
    assert "error[" not in done.stdout
    assert "2 errors" in done.stdout


def test_a_baseline_lets_only_what_is_new_fail(check, package: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"

    written = check("--write-baseline", str(known))
    again = check("--baseline", str(known))
    write(package, ["c0,denies,2031-02-02", *ROWS, "c4,sayz,2031-01-01"])
    worse = check("--baseline", str(known), "--json")

    assert written.exit_code == 0
    assert written.stderr == f"wrote {known}: 2 findings are known\n"
    assert again.exit_code == 0
    assert "(2 in the baseline)" in again.stdout
    assert worse.exit_code == 1
    assert [error["value"] for error in json.loads(worse.stdout)["errors"]] == ["sayz"]


def test_a_baseline_shrinks_and_takes_in_nothing_new(check, package: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    check("--write-baseline", str(known))
    write(package, [ROWS[0], ROWS[2], "c4,sayz,2031-01-01"])

    told = check("--baseline", str(known))
    check("--baseline", str(known), "--write-baseline", str(known))

    assert "mended: 1 kind of the baseline" in told.stdout
    assert 'E203 claims.act "denys" (1)' in told.stdout
    (_, entry) = known.read_text(encoding="utf-8").splitlines()
    assert json.loads(entry)["code"] == "E201"


def test_several_packages_have_a_report_each_and_the_worst_exit_code(
    depositary, package: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good"
    good.mkdir()
    (good / "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    write(good, ROWS[:1])

    done = depositary("check", str(package), str(good), "--format", "jsonl")

    totals = [v for v in map(json.loads, done.stdout.splitlines()) if "valid" in v]
    assert [total["valid"] for total in totals] == [False, True]
    assert done.exit_code == 1


@pytest.mark.parametrize(
    "more", [["--format", "sarif"], ["--output", "x"], ["--baseline", "x"], ["--format", "html"]]
)
def test_what_holds_one_package_refuses_several(depositary, package: Path, more) -> None:
    done = depositary("check", str(package), str(package), *more)

    assert done.exit_code == 2
    assert "of one package" in done.stderr


def test_paths_start_where_the_reader_is_and_for_a_forge_at_the_checkout(
    check, package: Path, monkeypatch
) -> None:
    monkeypatch.chdir(package)
    near = check().stdout
    monkeypatch.chdir(package.parent)
    above = check().stdout
    monkeypatch.setenv("GITHUB_WORKSPACE", str(package.parent.parent))
    forge = check("--format", "github").stdout

    assert "--> claims.csv:3:4 " in near
    assert "--> package/claims.csv:3:4 " in above
    assert f"file={package.parent.name}/package/claims.csv,line=3" in forge


def test_the_summary_of_a_job_is_the_markdown_report(check, tmp_path: Path, monkeypatch) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    check("--format", "github")

    assert page.read_text(encoding="utf-8").startswith("### ❌ depositary check: 2 errors\n")
