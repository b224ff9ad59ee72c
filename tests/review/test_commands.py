"""What the page does, commands do too: list, show, accept, reject, edit, undo, redo."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from depositary.project import Project


def reading(project: Project, name: str = "harbour.reading.json") -> dict[str, Any]:
    value: dict[str, Any] = json.loads((project.seeds / name).read_text(encoding="utf-8"))
    return value


@pytest.mark.usefixtures("proposed")
def test_proposals_are_listed_and_one_is_shown_with_its_sentence(depositary, key_of) -> None:
    listed = depositary("proposals", "list", "--table", "actors")
    shown = depositary("proposals", "show", key_of("act-gull-league")[:9])

    assert listed.exit_code == 0
    assert listed.stdout.startswith("to decide")
    assert "Gull League" in listed.stdout
    assert "**The League, which groups five island states**" in shown.stdout
    assert "why: rule, a rule, paragraph 1" in shown.stdout


@pytest.mark.usefixtures("proposed")
def test_proposals_are_listed_for_programs(depositary, key_of) -> None:
    found = json.loads(depositary("proposals", "list", "--json").stdout)

    (league,) = [each for each in found if each["key"] == key_of("act-gull-league")]
    assert (league["state"], league["table"], league["paragraph"]) == ("to_decide", "actors", 3)
    assert league["evidence"][0]["end"] > league["evidence"][0]["start"]


def test_a_whole_article_is_decided_in_a_terminal_and_passes_the_check(
    depositary, proposed: Project, key_of
) -> None:
    turned_down = ("reject", key_of("act-veld-spokesman"), "--reason", "nobody is named")
    depositary(*turned_down, "--coder", "ilo")
    taken_back = depositary("undo")
    dry = depositary("accept", "--all", "--dry-run")
    done = depositary("accept", "--all")
    depositary("build")
    checked = depositary("check")

    assert "undo: turned down" in taken_back.stdout
    assert "would be accepted Gull League" in dry.stdout
    assert done.exit_code == 0, done.stderr
    assert "act-gull-league" in done.stdout
    assert reading(proposed)["coder"] == "ilo"
    assert checked.exit_code == 0, checked.stdout


def test_a_file_of_proposals_that_was_edited_is_told(depositary, proposed: Project) -> None:
    path = proposed.root / ".depositary" / "proposed" / "harbour.reading.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["actors"][0]["kind"] = "shoal"
    path.write_text(json.dumps(value), encoding="utf-8")

    broken = depositary("accept", "--all")

    assert broken.exit_code == 1
    assert "E812" in broken.stderr


def test_fields_are_set_and_taken_out(depositary, proposed: Project, key_of) -> None:
    key = key_of("act-gull-league")
    first = depositary("edit", key, "--set", "note=Five states.", "--set", "names.1.name=League")
    second = depositary("edit", "act-gull-league", "--set", "note=")
    draft = depositary("edit", key_of("act-arvenia"), "--draft", "--set", "kind=shoal")

    (league,) = reading(proposed)["actors"]
    assert (first.exit_code, second.exit_code, draft.exit_code) == (0, 0, 0)
    assert "note" not in league
    assert league["names"][1]["name"] == "League"
    assert "draft" in depositary("proposals", "list", "--state", "draft").stdout


@pytest.mark.usefixtures("proposed")
def test_a_list_grows_by_the_place_after_its_last(depositary, key_of) -> None:
    key = key_of("act-gull-league")

    done = depositary("edit", key, "--set", "offices.0.object=act-arvenia", "--draft")
    beyond = depositary("edit", key, "--set", "offices.3.object=act-arvenia", "--draft")

    assert done.exit_code == 0, done.stderr
    (entry,) = (each["entry"] for each in json.loads(
        depositary("proposals", "show", key, "--json").stdout))  # fmt: skip
    assert entry["offices"] == [{"object": "act-arvenia"}]
    assert (beyond.exit_code, "E904" in beyond.stderr) == (2, True)


def test_an_entry_can_come_from_a_file(depositary, proposed: Project, key_of) -> None:
    key = key_of("act-gull-league")
    entry = json.loads(depositary("proposals", "show", key, "--json").stdout)[0]["entry"]
    path = proposed.root / "entry.json"
    path.write_text(json.dumps({**entry, "id": "act-league"}), encoding="utf-8")

    done = depositary("edit", key, "--from", str(path))
    path.write_text("{", encoding="utf-8")
    broken = depositary("edit", "act-league", "--from", str(path))

    assert done.exit_code == 0
    assert [each["id"] for each in reading(proposed)["actors"]] == ["act-league"]
    assert (broken.exit_code, "E101" in broken.stderr) == (1, True)


@pytest.mark.usefixtures("proposed")
def test_status_says_how_often_each_proposer_was_right(depositary, key_of) -> None:
    depositary("accept", key_of("act-tomas-veld"))
    depositary("accept", key_of("act-veld-spokesman"), "--into", "act-tomas-veld")
    depositary("reject", key_of("act-gull-league"))

    told = depositary("status").stdout
    value = json.loads(depositary("status", "--json").stdout)

    assert "events: 2 of 3 accepted, 67%" in told
    assert value["proposers"] == {"events": {"accepted": 2, "rejected": 1}}


def test_a_proposal_is_merged_into_a_record(depositary, proposed: Project, key_of) -> None:
    depositary("accept", key_of("act-tomas-veld"))

    done = depositary("accept", key_of("act-veld-spokesman"), "--into", "act-tomas-veld")

    assert done.exit_code == 0
    assert reading(proposed)["rejected"][0]["into"] == "act-tomas-veld"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("accept",), 2, "E904"),
        (("accept", "act-000000"), 2, "E805"),
        (("accept", "a"), 2, "E805"),
        (("proposals", "show"), 2, "E904"),
        (("edit", "act-", "--set", "note"), 2, "E805"),
        (("undo",), 1, "E811"),
        (("undo", "src-nowhere"), 2, "E415"),
        (("reject", "act-000000", "--source", "harbour.txt"), 2, "E805"),
    ],
)
@pytest.mark.usefixtures("proposed")
def test_a_wrong_call_is_told(depositary, args: tuple[str, ...], code: int, words: str) -> None:
    done = depositary(*args)

    assert done.exit_code == code
    assert words in done.stderr


def test_one_key_decides_in_the_terminal(proposed: Project) -> None:
    told = _typed(proposed, ["a", "x", "1", "u", "U", "s", "q"])

    assert "accepted" in told
    assert "turned down" in told
    assert reading(proposed)["rejected"][0]["reason"] == "not in the text"
    assert "next: depositary build" in told


def test_the_terminal_goes_on_where_it_was_left(proposed: Project) -> None:
    _typed(proposed, ["a", "q"])

    told = _typed(proposed, ["q"])

    assert "0 of" not in told


def test_a_coder_who_works_apart_sees_nothing_of_the_others(
    depositary, proposed: Project, key_of
) -> None:
    """In the terminal, though another coder has decided about all and changed much."""
    depositary("edit", key_of("act-gull-league"), "--set", "note=Ilo thinks so", "--coder", "ilo")
    depositary("reject", key_of("act-veld-spokesman"), "--reason", "ilo doubts", "--coder", "ilo")
    depositary("accept", "--all", "--coder", "ilo")
    before = (proposed.seeds / "harbour.reading.json").read_bytes()

    told = _typed(proposed, ["a", "x", "1", "a", "q"], "--coder", "mara", "--blind")

    apart = reading(proposed, "harbour.mara.reading.json")
    assert "ilo" not in told.casefold()
    assert (apart["coder"], len(apart["rejected"])) == ("mara", 1)
    assert (proposed.seeds / "harbour.reading.json").read_bytes() == before


def test_working_apart_needs_a_name(depositary) -> None:
    done = depositary("review", "--terminal", "--blind")

    assert (done.exit_code, "E904" in done.stderr) == (2, True)


def _typed(project: Project, keys: list[str], *more: str) -> str:
    """What a terminal shows while keys are typed, each after its question."""
    controller, terminal = pty.openpty()
    script = (
        "import sys; from depositary.cli.terminal import run; from depositary.cli.doors import "
        "depositary; run(depositary, sys.argv[1:])"
    )
    call = ["review", "--terminal", "--project", str(project.root), *more]
    with subprocess.Popen(
        [sys.executable, "-c", script, *call],
        stdin=terminal, stdout=terminal, stderr=terminal,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
    ) as process:  # fmt: skip
        os.close(terminal)
        shown = ""
        waiting = [*keys]
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            if select.select([controller], [], [], 0.2)[0]:
                try:
                    shown += os.read(controller, 65536).decode(errors="replace")
                except OSError:
                    break
            elif waiting and shown.rstrip().endswith(("[q]uit", "other")):
                shown += "\n"
                os.write(controller, waiting.pop(0).encode())
        process.wait(timeout=30)
    os.close(controller)
    return shown
