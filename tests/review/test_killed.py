"""Killed, refused or without power, a session has lost nothing that it confirmed."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import faulting
import powerloss
from depositary import building, schema
from depositary.project import Project
from depositary.review.decisions import Decision
from depositary.review.desk import Desk
from depositary.review.journal import Journal

SESSIONS = Path(__file__).with_name("sessions.py")
MANY = 200
_CONFIRMED = re.compile(r"\S+ \d+")

Opener = "Callable[[Project], Desk]"


@pytest.fixture
def open_on(proposed: Project) -> Opener:
    """Open a desk on a copy of the project; the rest of the register is the same in all."""
    law = schema.load(proposed.schema)
    built = building.build(proposed, law)
    return lambda project: Desk(project, law, built, "src-harbour", "mara", lambda: "later")


def assert_nothing_is_lost(project: Project, desk: Desk, confirmed: list[str]) -> None:
    """What was confirmed last is on disk, or the step after it; and all of it can be taken back."""
    view = desk.look()
    last, steps = confirmed[-1].split() if confirmed else ("", "0")
    log = Journal(project.root / ".depositary" / "review" / "harbour.jsonl").settle(view.version)

    assert int(steps) <= len(log.steps) <= int(steps) + 2
    # A step that nobody was told of may have been taken, whole.
    assert view.version in {last, *(step.after for step in log.steps[int(steps) :])}
    if desk.path.exists():
        assert json.loads(desk.path.read_text(encoding="utf-8"))["source"] == "src-harbour"
    while desk.look().can_undo:
        desk.undo(desk.look().version)
    view = desk.look()
    assert {card.state for card in view.cards} == {"to_decide"}
    # Whoever writes next sweeps away what was never named.
    desk.decide(Decision("later", (view.cards[0].key,)), view.version)
    assert [path.name for path in project.seeds.iterdir() if path.name.endswith(".new")] == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC"])
def test_killed_or_refused_at_any_call_that_writes(
    proposed: Project, open_on: Opener, tmp_path: Path, fault: str
) -> None:
    before = faulting.tree(proposed.root)
    waiting = faulting.Waiting(SESSIONS, "once", str(proposed.root), scratch=tmp_path / "calls")
    points = [call for call in waiting.calls() if call.is_writing]
    assert len(points) > 30

    for point in points:
        faulting.put_back(proposed.root, before)
        ended = waiting.hit(point, fault)

        assert "Traceback" not in ended.said or point.is_telling, ended.said
        confirmed = [line for line in ended.said.splitlines() if _CONFIRMED.fullmatch(line)]
        assert_nothing_is_lost(proposed, open_on(proposed), confirmed)
    waiting.close()


@pytest.mark.slow
def test_a_power_cut_takes_no_decision_that_was_confirmed(
    proposed: Project, open_on: Opener, tmp_path: Path
) -> None:
    before = faulting.tree(proposed.root)
    waiting = faulting.Waiting(SESSIONS, "once", str(proposed.root), scratch=tmp_path / "calls")
    calls = waiting.calls(powerloss.CALLS, *powerloss.NOTED)
    waiting.close()

    states = {
        (state.told, frozenset(state.files.items()))
        for state in powerloss.Disk(str(proposed.root), before).states(calls)
    }

    assert len(states) > 20
    for told, files in states:
        faulting.put_back(proposed.root, dict(files))
        assert_nothing_is_lost(proposed, open_on(proposed), told.splitlines())


@pytest.mark.slow
def test_killed_two_hundred_times_at_random_moments(
    proposed: Project, open_on: Opener, tmp_path: Path
) -> None:
    dice = random.Random(7)  # noqa: S311 - drawn again by its seed
    command = [sys.executable, "-B", str(SESSIONS), "many", str(proposed.root), str(tmp_path / "m")]
    counts = set()
    (tmp_path / "m").mkdir()

    with subprocess.Popen(
        [*command, str(MANY)],
        env=faulting.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        for number in range(MANY):
            pid = int(process.stdout.readline())
            time.sleep(dice.uniform(0, 0.4))
            os.kill(pid, signal.SIGKILL)
            process.stdin.write("next\n")
            process.stdin.flush()
            process.stdout.readline()
            told = (tmp_path / "m" / f"told-{number}").read_text(encoding="utf-8")
            confirmed = told[: told.rfind("\n") + 1].splitlines()
            copy = Project(tmp_path / "m" / f"session-{number}")
            assert_nothing_is_lost(copy, open_on(copy), confirmed)
            counts.add(len(confirmed))

    assert len(counts) > 5, "the moments were not at random"
