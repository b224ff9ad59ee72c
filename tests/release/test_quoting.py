"""What a release tells of a source's words is decided by the dataset, and can still be checked."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3

import pytest

from depositary import building, schema
from depositary.cli.doors import depositary as door
from depositary.cli.terminal import run
from depositary.errors import CallError
from depositary.project import Project
from depositary.release.quoting import hidden, hides, is_hidden
from depositary.release.refinding import refound
from depositary.release.steps import Order, make_release

SOURCE = "src-harbour"


def decided(project: Project, quotes: object) -> None:
    """Set the policy of a project, and build it again."""
    path = project.schema / "dataset.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**value, "quotes": quotes}), encoding="utf-8")
    law = schema.load(project.schema)
    building.write(project, building.artefacts(project, law, building.build(project, law)))


def rows(folder, table: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def closed(published, tmp_path_factory):
    """The harbour project, first released with words and then without."""
    root = tmp_path_factory.mktemp("closed") / "harbour"
    shutil.copytree(published, root)
    decided(Project(root), "offsets")
    make_release(Order(root), lambda *_: None)
    return root


@pytest.fixture
def folder(closed):
    (found,) = (path for path in (closed / "dist").iterdir()
                if path.is_dir() and path.name != "1.0.0")  # fmt: skip
    return found


def called(*words: object) -> int:
    with pytest.raises(SystemExit) as stop:
        run(door, list(map(str, words)))
    return stop.value.code or 0


def test_no_word_that_was_quoted_is_in_any_file(closed, folder):
    words = {row["quote"] for row in rows(closed / "dist" / "1.0.0", "evidence")}
    assert len(words) > 5

    for path in folder.rglob("*"):
        if path.is_file() and "schemas" not in path.parts:
            data = path.read_bytes()
            assert [word for word in words if word.encode() in data] == [], path
    assert all(is_hidden(row["quote"]) for row in rows(folder, "evidence"))
    with sqlite3.connect(next(folder.glob("derived/*.sqlite"))) as base:
        assert {is_hidden(cell) for (cell,) in base.execute("SELECT quote FROM evidence")} == {True}


def test_closing_words_alone_is_a_patch_and_says_so(folder):
    changes = json.loads((folder / "changes.json").read_bytes())

    assert (folder.name, changes["bump"]) == ("1.0.1", "patch")
    assert "quotes" in (folder / "CHANGELOG.md").read_text("utf-8")
    assert json.loads((folder / "datapackage.json").read_bytes())["quotes"] == "offsets"


def test_a_release_without_words_holds_to_its_own_rules(folder, capsys):
    assert called("check", folder) == 0, capsys.readouterr().out


def test_words_that_an_id_is_made_of_stay_and_others_copied_beside_a_code_go(closed, folder):
    before, after = (rows(place, "dates") for place in (closed / "dist" / "1.0.0", folder))
    assert [row["expression"] for row in before] == [row["expression"] for row in after]
    assert all(is_hidden(row["cue"]) for row in rows(folder, "claims"))


def test_linked_data_tell_the_place_and_no_words(folder):
    text = next(folder.glob("derived/*.ttl")).read_text("utf-8")

    assert "oa:TextPositionSelector" in text
    assert "oa:exact" not in text


def test_a_reader_finds_every_quote_in_a_copy_of_the_sources(closed, folder, tmp_path, capsys):
    copies = tmp_path / "mine"
    copies.mkdir()
    shutil.copy(closed / "seeds" / "harbour.txt", copies / "article of monday")
    for place in (folder, closed / "dist" / "1.0.0", next((closed / "dist").glob("*-1.0.1.zip"))):
        found = refound(place, copies)

        assert found.found == len(rows(folder, "evidence"))
        assert (found.findings, found.missing) == ((), ())
    assert called("verify", folder, "--with-sources", copies) == 0
    assert "quotes stand in your copies, 0 do not" in capsys.readouterr().out


def test_a_quote_that_is_not_there_is_named(closed, folder, tmp_path):
    forged = tmp_path / "forged"
    shutil.copytree(folder, forged)
    path = forged / "data" / "evidence.csv"
    text = path.read_text("utf-8")
    first = rows(folder, "evidence")[0]
    path.write_text(text.replace(first["quote"], hidden("other words")), encoding="utf-8")

    found = refound(forged, closed / "seeds")

    assert {finding.code for finding in found.findings} == {"E579"}
    assert first["evidence_id"] in {finding.value for finding in found.findings}
    assert called("verify", forged, "--with-sources", closed / "seeds") == 1


def test_a_source_that_the_reader_lacks_is_named(folder, tmp_path, capsys):
    found = refound(folder, tmp_path)

    assert (found.found, found.missing) == (0, (SOURCE,))
    assert called("verify", folder, "--with-sources", tmp_path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["quotes"]["missing_sources"] == [SOURCE]
    with pytest.raises(CallError, match="no folder") as stop:
        refound(folder, tmp_path / "none")
    assert stop.value.code == "E103"


START = "“Its” is Arvenia’s, of which"
COPIED = f"{START} its DEPARTURE in 2030: led to months of strained ties; of which"


@pytest.mark.parametrize(
    ("quotes", "words", "warned"),
    [
        ("offsets", COPIED, ["evidence.note"]),
        ({"sources": {SOURCE: "offsets"}}, COPIED, ["evidence.note"]),
        ("text", COPIED, []),
        ({"default": "offsets", "sources": {SOURCE: "text"}}, COPIED, []),
        ("offsets", f"{START} departure led in 2030 to months of strained ties, and of which", []),
    ],
    ids=["of a closed source", "closed alone", "of an open one", "open alone", "in other words"],
)
def test_a_note_that_copies_a_closed_source_is_told(project, correct, quotes, words, warned):
    correct(START, words)
    decided(project, quotes)

    outcome = make_release(Order(project.root), lambda *_: None)

    found = [part for part in outcome.warnings if part.code == "E596"]
    assert [f"{part.resource}.{part.field}" for part in found] == warned
    for part in found:
        row = rows(outcome.target / outcome.version, "evidence")[part.row - 2]
        assert "of strained ties" in row["note"]
        assert "departure in 2030 led to months of" in part.message
        report = outcome.target / outcome.version / "validation-report.json"
        assert "E596" in report.read_text("utf-8")
        assert "months of strained" not in report.read_text("utf-8")


def test_a_source_may_be_closed_alone(project):
    decided(project, {"default": "text", "sources": {SOURCE: "offsets"}})
    assert make_release(Order(project.root), lambda *_: None).state == "published"
    assert all(is_hidden(row["quote"])
               for row in rows(project.root / "dist" / "1.0.1", "evidence"))  # fmt: skip

    decided(project, {"default": "offsets", "sources": {SOURCE: "text"}})
    outcome = make_release(Order(project.root), lambda *_: None)

    evidence = rows(project.root / "dist" / outcome.version, "evidence")
    assert not any(is_hidden(row["quote"]) for row in evidence)


@pytest.mark.parametrize(("stated", "source", "expected"), [
    ("text", "src-a", False), ("offsets", "src-a", True), ({}, "src-a", False),
    ({"sources": {"src-a": "offsets"}}, "src-a", True),
    ({"sources": {"src-a": "offsets"}}, "src-b", False),
    ({"default": "offsets", "sources": {"src-a": "text"}}, "src-a", False),
    ({"default": "offsets", "sources": {"src-a": "text"}}, "", True),
])  # fmt: skip
def test_the_policy_of_a_source_goes_before_that_of_the_dataset(stated, source, expected):
    assert hides({"quotes": stated})(source) is expected


def test_the_same_register_gives_the_same_release(closed, folder, tmp_path):
    root = tmp_path / "again"
    shutil.copytree(closed, root)
    shutil.rmtree(root / "dist" / "1.0.1")

    (root / "dist" / "index.json").unlink()
    make_release(Order(root), lambda *_: None)

    for path in sorted(folder.rglob("*")):
        if path.is_file():
            again = root / "dist" / "1.0.1" / path.relative_to(folder)
            assert again.read_bytes() == path.read_bytes()
