"""Whatever a package holds, its check ends soon, in a clear finding, and touches nothing else.

Each case of ``cases/`` is checked in a process of its own: by the command's own door, split off
from one that has it loaded, so that hundreds of cases take no longer than their checks.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from hostile import table
from hostile.kit import all_cases
from hostile.trial import (
    ADDRESS_SPACE_BYTES,
    MOST_MEGABYTES,
    Warden,
    checked,
    listening,
    scene,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile.trial import Caller, Trial

CASES = all_cases()
RAW = re.compile(
    rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
"""What moves a cursor, or the reading eye: controls of ASCII and Latin-1, and of direction."""

SPOKEN = [name for name in CASES if re.search("escapes|bidi|line_end|workflow|control|nul", name)]
"""Cases whose text a terminal would obey."""


@pytest.fixture(scope="session")
def caller() -> Iterator[Caller]:
    with listening() as found:
        yield found


@pytest.fixture(scope="session")
def warden() -> Iterator[Warden]:
    with Warden(is_ready=True) as found:
        yield found


@pytest.fixture
def tried(tmp_path, caller, warden):
    """Make a case and check it; with words after the command, as a whole process of Python."""

    def run(name: str, *words: str) -> Trial:
        case, made = CASES[name], scene(tmp_path / "scene", caller.address)
        target = case.make(made) or made.package
        command = ("-m", "depositary", "check", *words, str(target))
        command = command if words or case.is_inside else ()
        return checked(target, case, made, caller, warden, command, ADDRESS_SPACE_BYTES)

    return run


def waiting(case):
    if not case.awaits:
        return ()
    return pytest.mark.xfail(reason=f"awaits {case.awaits}", strict=False)


def parameters():
    return [pytest.param(name, marks=waiting(case)) for name, case in CASES.items()]


@pytest.mark.filterwarnings("ignore:Duplicate name")  # an archive with two is what is made
@pytest.mark.parametrize("name", parameters())
def test_a_hostile_package_ends_in_a_clear_finding_and_nothing_else(name, tried):
    case = CASES[name]

    trial = tried(name)

    # It ends by itself, soon and small; how soon exactly is a question for the table in the docs.
    assert not trial.is_killed, trial.seconds
    assert trial.megabytes <= MOST_MEGABYTES
    # It says what is wrong and where, in words of ours.
    assert trial.exit_code in case.exits, trial.err[-2000:]
    assert b"Traceback" not in trial.out + trial.err
    if "valid" not in case.codes:
        assert any(trial.says(code, case.file) for code in case.codes), trial.out[:2000]
    assert not RAW.search(trial.err)
    # It reads and writes nothing that is not its business, and calls nobody.
    assert trial.calls == ()
    assert not trial.is_leaky
    assert trial.changed == ()
    assert [note for note in trial.notes if not is_allowed(note)] == []


def is_allowed(note: str) -> bool:
    """Whether a process may reach for this: the scratch folder, and our own interpreter."""
    word, _, what = note.partition(" ")
    return (word == "write" and "/scene/scratch" in what) or (
        word == "start" and what == sys.executable
    )


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
@pytest.mark.parametrize("name", SPOKEN)
def test_no_report_makes_a_terminal_do_what_a_package_says(name, form, tried):
    trial = tried(name, "--format", form)

    assert not RAW.search(trial.out + trial.err)
    assert b"Traceback" not in trial.err


def test_the_page_shows_what_was_seen_and_every_limit():
    assert table.PAGE.read_text(encoding="utf-8") == table.page()


def test_a_case_that_was_seen_is_still_a_case():
    assert json.loads(table.SEEN.read_text()).keys() <= CASES.keys()
