"""What the commands of the release room print, and how they end."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest


@pytest.fixture
def call(project):
    """Run a door in a process of its own, in the project's folder."""

    def called(*arguments, door="depositary", **environment):
        names = {
            "depositary": "depositary.cli:main",
            "make-release": "depositary.cli.release:make_release",
        }
        module, name = names[door].split(":")
        script = f"import sys; sys.argv[0] = {door!r}; from {module} import {name}; {name}()"
        return subprocess.run(
            [sys.executable, "-c", script, *arguments], cwd=project.root, capture_output=True,
            text=True, check=False, env={**os.environ, "NO_COLOR": "1", **environment},
        )  # fmt: skip

    return called


CORRECTION = ('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')


def test_a_plan_explains_its_version_and_ends_with_the_next_command(call, correct):
    correct(*CORRECTION)

    done = call("--dry-run", door="make-release")

    assert done.returncode == 0
    assert "Release 1.0.1  after 1.0.0" in done.stdout
    assert "patch, because one value was corrected: title of agr-harbour-treaty" in done.stdout
    assert "title of agr-harbour-treaty: Harbour Treaty -> Harbour Trade Treaty" in done.stdout
    assert "Would write to" in done.stdout
    assert done.stdout.rstrip().endswith("Nothing was written. Make it: make-release")
    assert "ok  check" in done.stderr


def test_both_doors_do_the_same(call, correct):
    correct(*CORRECTION)

    plans = [json.loads(call("--dry-run", "--json", door="make-release").stdout),
             json.loads(call("make-release", "--dry-run", "--json").stdout)]  # fmt: skip

    assert plans[0] == plans[1]
    assert (plans[0]["state"], plans[0]["version"], plans[0]["rule"]) == ("planned", "1.0.1", "V2")


def test_a_release_tells_its_id_and_how_to_verify_it(call, correct):
    correct(*CORRECTION)

    done = call("make-release")
    again = call("make-release")
    archive = done.stdout.rstrip().rsplit(" ", 1)[1]

    assert call("verify", archive).returncode == 0
    assert "Nothing changed since 1.0.1" in again.stdout


def test_errors_are_shown_and_nothing_is_published(call, project):
    path = project.seeds / "harbour.reading.json"
    path.write_text(path.read_text("utf-8").replace("on Friday", "on Fryday"), encoding="utf-8")

    done = call(door="make-release")

    assert done.returncode == 1
    assert "error[E410]" in done.stdout
    assert "error[E509]" in done.stderr
    assert not (project.root / "dist" / "1.0.1").exists()


def test_a_missing_id_is_shown_with_the_line_to_add(call, correct):
    correct('{"actor": "act-ana-orell", "role": "signatory"},', "")

    done = call(door="make-release")

    assert done.returncode == 1
    assert "E505" in done.stdout
    assert 'under "retired" in a reading' in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--bogus",), "E904"),
        (("--bump", "huge"), "E904"),
        (("--date", "tomorrow"), "E512"),
        (("--since", "v9"), "E510"),
        (("--project", os.sep), "E903"),
    ],
)
def test_a_wrong_call_ends_with_two_and_no_traceback(call, arguments, code):
    done = call(*arguments, door="make-release")

    assert done.returncode == 2
    assert f"error[{code}]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_date_that_is_none_is_refused(call):
    done = call("--dry-run", door="make-release", SOURCE_DATE_EPOCH="now")

    assert (done.returncode, "E512" in done.stderr) == (2, True)


def test_verify_names_what_differs(call, project):
    (project.root / "dist/1.0.0/data/actors.csv").write_text("x\n")
    (project.root / "dist/1.0.0/more.txt").write_text("x\n")

    done = call("verify", "dist/1.0.0")
    as_json = json.loads(call("verify", "dist/1.0.0", "--json").stdout)

    assert done.returncode == 1
    assert "data/actors.csv is not the file that was published." in done.stdout
    assert "more.txt was added" in done.stdout
    assert not as_json["whole"]
    assert [item["file"] for item in as_json["findings"]] == ["data/actors.csv", "more.txt"]


def test_verify_takes_a_release_id_that_is_known_from_elsewhere(call):
    right = json.loads(call("verify", "dist/1.0.0", "--json").stdout)["release_id"]

    assert call("verify", "dist/1.0.0", "--release-id", right).returncode == 0
    assert call("verify", "dist/1.0.0", "--release-id", "0" * 64).returncode == 1


def test_diff_shows_cells_and_gives_json(call, correct):
    correct(*CORRECTION)

    done = call("diff", "dist/1.0.0", ".")
    value = json.loads(call("diff", "dist/1.0.0", ".", "--json").stdout)

    assert "title of agr-harbour-treaty: Harbour Treaty -> Harbour Trade Treaty" in done.stdout
    assert value["counts"] == {"added": 0, "changed": 1, "removed": 0}
    assert call("diff", "dist/1.0.0", "dist/1.0.0").stdout == "nothing differs\n"


def test_colours_are_there_when_they_are_asked_for(call, correct):
    correct(*CORRECTION)

    done = call("diff", "dist/1.0.0", ".", "--color", "always", NO_COLOR="")

    assert "\x1b[" in done.stdout


def test_forcing_a_version_takes_a_reason(call):
    done = call("make-release", "--bump", "patch", "--force")

    assert done.returncode == 2
    assert "E532" in done.stderr


def test_notes_stand_above_what_the_changelog_lists(call, correct, project):
    correct(*CORRECTION)
    (project.root / "notes.md").write_text("Thanks to the harbour master.\n", encoding="utf-8")

    done = call("--notes", "notes.md", door="make-release")

    text = (project.root / "dist" / "1.0.1" / "CHANGELOG.md").read_text("utf-8")
    assert done.returncode == 0
    assert "## [1.0.1]" in text.partition("\n\nThanks to the harbour master.\n")[0]
    assert "### Corrected" in text.partition("Thanks to the harbour master.")[2]


def on_a_terminal(project, environment, *arguments):
    """Run ``make-release`` with a terminal as its standard input; what it printed."""
    master, slave = pty.openpty()
    script = "from depositary.cli.release import make_release; make_release()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], cwd=project.root, stdin=slave,
            capture_output=True, text=True, check=False, env={**os.environ, **environment},
        )  # fmt: skip
    finally:
        os.close(master)
        os.close(slave)
    return done.stdout + done.stderr


def test_the_editor_gets_the_section_and_what_it_leaves_is_published(correct, project):
    correct(*CORRECTION)
    editor = project.root / "editor"
    editor.write_text("#!/bin/sh\necho 'Renamed after a letter.' >> \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)

    shown = on_a_terminal(project, {"VISUAL": str(editor)}, "--edit")

    text = (project.root / "dist" / "1.0.1" / "CHANGELOG.md").read_text("utf-8")
    assert "Renamed after a letter." in text, shown


def test_an_editor_without_a_terminal_is_refused(call, correct):
    correct(*CORRECTION)

    done = call("--edit", door="make-release")

    assert "E536" in done.stderr
    assert "--notes" in done.stderr
