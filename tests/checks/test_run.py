"""A check of a project: at the place that a curator edits, each fault once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from depositary.checks import run
from depositary.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project


@pytest.fixture
def check(harbour: Project, depositary):
    def checked(*, is_built: bool = True):
        if is_built:
            depositary("build")
        return [
            (finding.code, finding.file, finding.line)
            for finding in run.check(harbour.root).findings
        ]

    return checked


def line_of(harbour: Project, words: str, name: str = "seeds/harbour.reading.json") -> int:
    lines = (harbour.root / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_project_in_due_form_has_no_findings(check) -> None:
    assert check() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('"cue": "told"', '"cue": "tells"', "R17", '"cue": "tells"'),
        ('"speaker": "act-ana-orell"', '"speaker": "act-ana-o"', "E303", '"speaker": "act-ana-o"'),
        ('"country": "ARV"', '"country": "arv"', "E401", '"country": "arv"'),
        ('"modality": "alleged"', '"modality": "happened"', "R12", '"modality": "happened"'),
    ],
)  # fmt: skip
def test_a_fault_is_shown_where_the_curator_wrote_it(
    check, edit, harbour, old, new, code, words
) -> None:
    edit(old, new)

    found = check()

    assert (code, "seeds/harbour.reading.json", line_of(harbour, words)) in found
    assert {name for name, *_ in found} == {code}


def test_a_reference_that_leads_nowhere_gets_a_suggestion(harbour: Project, edit) -> None:
    edit('"speaker": "act-ana-orell"', '"speaker": "act-ana-orel"')

    findings = [f for f in run.check(harbour.root).findings if f.code == "E303"]

    assert "act-ana-orell" in findings[0].hint


def test_a_lost_quote_is_one_finding_and_hides_no_other(check, edit) -> None:
    edit("Arvenia joined the Gull League in 2027", "Arvenia joined the Gul League in 2027")
    edit('"cue": "told"', '"cue": "tells"')

    assert sorted(code for code, *_ in check()) == ["E410", "R17"]


def test_a_reading_that_cannot_be_read_is_one_finding(check, harbour: Project) -> None:
    path = harbour.seeds / "harbour.reading.json"
    path.write_bytes(
        path.read_bytes().replace(b'"source": "src-harbour",', b'"source": "src-harbour"')
    )

    assert [code for code, *_ in check()] == ["E101"]


def test_a_changed_original_is_one_finding(check, edit) -> None:
    edit("Share this", "Share that", "seeds/harbour.txt")

    assert [code for code, *_ in check(is_built=False)] == ["E414"]


def test_tables_that_are_not_in_step_are_named(check, harbour: Project, depositary) -> None:
    depositary("build")
    path = harbour.datapackage / "data" / "names.csv"
    path.write_bytes(path.read_bytes().replace(b"The League", b"A League"))

    assert [(code, file) for code, file, _ in check(is_built=False)] == [
        ("E501", "datapackage/data/names.csv")
    ]


def test_a_fault_in_the_law_stops_the_check_there(check, edit) -> None:
    edit('"x-primary-key"', '"x-primary-kye"', "schema/tables/actors.json")

    found = check(is_built=False)

    assert {code for code, *_ in found} == {"E602"}
    assert {file for _, file, _ in found} == {"schema/tables/actors.json"}


def test_a_rule_that_is_not_one_select_is_found(check, harbour: Project) -> None:
    rule = next((harbour.schema / "rules").glob("R02*.sql"))
    header = rule.read_text(encoding="utf-8").split("\n\n")[0].split("SELECT")[0]
    rule.write_text(f"{header}\nDELETE FROM actors", encoding="utf-8")

    assert ("E604", f"schema/rules/{rule.name}", 0) in check()


@pytest.mark.parametrize(
    ("sql", "code"), [("SELECT nam FROM actors", "E608"), ("DELETE FROM actors", "E604")]
)
def test_a_view_that_cannot_be_opened_is_found(check, harbour: Project, sql, code) -> None:
    view = harbour.schema / "rules" / "more.view.sql"
    view.write_text(f"-- title: more\n{sql}", encoding="utf-8")

    assert (code, "schema/rules/more.view.sql", 0) in check()


def test_a_rule_that_the_database_refuses_is_found(check, harbour: Project) -> None:
    rule = next((harbour.schema / "rules").glob("R02*.sql"))
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("FROM evidence", "FROM evidenze"), encoding="utf-8")

    assert "E608" in {code for code, *_ in check()}


def test_what_is_neither_a_project_nor_a_package_is_refused(tmp_path: Path) -> None:
    codes = []
    for place in (tmp_path, tmp_path / "missing"):
        with pytest.raises(CallError) as refused:
            run.check(place)
        codes.append(refused.value.code)

    assert codes == ["E905", "E103"]


def test_json_counts_rows_as_frictionless_does(depositary, harbour: Project) -> None:
    depositary("build")
    path = harbour.datapackage / "data" / "actors.csv"
    path.write_bytes(path.read_bytes().replace(b"Arvenia,state", b"Arvenia,nation"))

    done = depositary("check", str(harbour.datapackage / "datapackage.json"), "--json")

    assert done.exit_code == 1
    found = json.loads(done.stdout)
    errors = [error for error in found["errors"] if error["code"] == "E203"]
    assert [(e["resource"], e["row"], e["field"], e["value"]) for e in errors] == [
        ("actors", 3, "kind", "nation")
    ]
    assert not found["valid"]
    assert found["stats"]["tables"] == 13


def test_github_annotations_point_at_the_line_and_are_escaped(
    depositary, edit, tmp_path, monkeypatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    edit('"cue": "told"', '"cue": "50%::told"')
    depositary("build")

    done = depositary("check", "--format", "github")

    assert done.exit_code == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=seeds/harbour.reading.json,line=")
    assert "%25" in line
    assert "| R17 |" in summary.read_text(encoding="utf-8")


@pytest.fixture
def release(depositary, harbour: Project) -> Path:
    depositary("build")
    assert depositary("make-release", "--quiet").exit_code == 0
    return harbour.root / "dist"


def test_a_release_is_checked_by_the_law_that_it_carries(release: Path) -> None:
    (archive,) = release.glob("*.zip")

    for place in (release / "1.0.0", release / "1.0.0" / "datapackage.json", archive):
        report = run.check(place)
        assert report.findings == ()
        assert report.stats["rules"] > 20
        assert any("the articles" in told for told in report.skipped)


def test_a_fault_that_only_a_rule_sees_is_found_in_a_release(release: Path) -> None:
    path = release / "1.0.0" / "data" / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"arms_transfer,alleged", b"arms_transfer,happened"))

    codes = {finding.code for finding in run.check(release / "1.0.0").findings}

    assert codes == {"E120", "R12"}


def test_a_law_that_leads_out_of_the_package_is_not_followed(release: Path, tmp_path: Path) -> None:
    rules = release / "1.0.0" / "schemas" / "rules"
    secret = tmp_path / "R99-secret.sql"
    secret.write_text("a secret", encoding="utf-8")
    (rules / "R99-secret.sql").symlink_to(secret)

    assert run.check(release / "1.0.0").stats["rules"] == 0


def test_a_broken_law_of_a_package_is_told(release: Path) -> None:
    path = release / "1.0.0" / "schemas" / "tables" / "actors.json"
    path.write_bytes(path.read_bytes().replace(b"x-prefix", b"x-perfix"))

    assert {finding.code for finding in run.check(release / "1.0.0").findings} == {"E602"}


def test_a_card_that_breaks_after_its_article_was_lost_is_told(check, edit, harbour) -> None:
    (harbour.seeds / "harbour.txt").unlink()
    check()
    edit('"published": "2031-05-01"', '"publishd": "2031-05-01"', "seeds/harbour.source.json")

    assert "E402" in {code for code, *_ in check()}


def test_a_damaged_archive_is_one_finding_and_no_crash(release: Path) -> None:
    (archive,) = release.glob("*.zip")
    data = archive.read_bytes()
    at = data.index(b"datapackage.json") + 2000
    archive.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])

    assert run.check(archive).findings


def test_a_folder_with_a_descriptor_in_yaml_is_a_package(tmp_path):
    (tmp_path / "t.csv").write_text("id\nx\n")
    (tmp_path / "datapackage.yaml").write_text(
        "resources:\n- name: t\n  path: t.csv\n  schema: {fields: [{name: id, type: integer}]}\n"
    )

    report = run.check(tmp_path)

    assert [(each.code, each.file) for each in report.findings if each.severity == "error"] == [
        ("E201", "t.csv")
    ]


def test_a_descriptor_in_json_goes_before_one_in_yaml(tmp_path):
    (tmp_path / "datapackage.yaml").write_text("a: [")
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "t", "data": [{"a": 1}]}]}')

    assert run.check(tmp_path).findings == ()
