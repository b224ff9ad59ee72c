"""A session that decides about one proposal after the other, to be killed: run as a script.

``sessions.py once PROJECT`` waits, and each of its forks decides about three.
``sessions.py many PROJECT FOLDER COUNT`` begins one session after the other, each a fork that need
not import anything, on a copy of the project.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TextIO

import faulting
from depositary import building, schema
from depositary.errors import DepositaryError, Unavailable
from depositary.project import Project
from depositary.review.decisions import Decision
from depositary.review.desk import Desk

_OPS = ("accept", "reject", "accept", "later")


def decide(root: Path, out: TextIO, most: int) -> None:
    """Decide, and after each decision that is confirmed write its version and its number."""
    project = Project(root)
    law = schema.load(project.schema)
    built = building.build(project, law)
    desk = Desk(project, law, built, "src-harbour", "mara", lambda: "now")
    steps = 0
    for number, card in enumerate(desk.look().cards[:most]):
        view = desk.look()
        try:
            view = desk.decide(Decision(_OPS[number % 4], (card.key,)), view.version)
            steps += 1
            _tell(out, f"{view.version} {steps}")
            if number % 5 == 4:
                view = desk.undo(view.version)
                steps += 1
                _tell(out, f"{view.version} {steps}")
        except Unavailable:
            raise
        except DepositaryError:
            continue


def begin_many(root: Path, folder: Path, count: int) -> None:
    """Begin sessions, one after the other, when a line of standard input asks for it."""
    for number in range(count):
        copy, told = folder / f"session-{number}", folder / f"told-{number}"
        shutil.copytree(root, copy)
        with told.open("w", encoding="utf-8") as out:
            pid = os.fork()
            if pid == 0:
                try:
                    decide(copy, out, 1000)
                finally:
                    os._exit(0)
        _tell(sys.stdout, str(pid))
        sys.stdin.readline()
        os.waitpid(pid, 0)
        _tell(sys.stdout, "over")


def _tell(out: TextIO, line: str) -> None:
    out.write(f"{line}\n")
    out.flush()


if __name__ == "__main__":
    if sys.argv[1] == "once":
        faulting.wait_here()
        with contextlib.suppress(Unavailable):
            decide(Path(sys.argv[2]), sys.stdout, 3)
        os._exit(0)
    else:
        begin_many(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
