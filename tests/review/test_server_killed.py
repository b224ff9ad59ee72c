"""The server of the review page is killed while it decides: what it answered is on the disk."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from reviewing import Served, first_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depositary.project import Project

KILLS = 20
_OPS = ("accept", "accept", "reject", "later")


class Window:
    """What a browser does of the page's work: looks, and asks for changes."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self.line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        self.version = ""
        page = self._asked("GET", "")[1].decode()
        self.keys = re.findall(r'<li class="line[^>]* data-key="([^"]+)"', page)
        self.version = re.search(r'data-version="([^"]*)"', page)[1]

    def change(self, action: str, value: dict[str, Any]) -> bool:
        """Whether it was answered that a change is saved."""
        status, body = self._asked("POST", f"/{action}", json.dumps(value).encode())
        if status == 200:
            self.version = json.loads(body)["version"]
        return status == 200

    def _asked(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "X-Depositary-Token": self._served.token,
                   "If-Match": f'"{self.version}"' if body else ""}  # fmt: skip
        address = f"/{self._served.token}/src-harbour{path}"
        self.line.request(method, address, body or None, headers)
        answer = self.line.getresponse()
        return answer.status, answer.read()


@contextlib.contextmanager
def serving(project: Project) -> Iterator[Served]:
    with subprocess.Popen(
        [sys.executable, "-m", "depositary", "review", "--no-browser", "--coder", "mara"],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield Served(project, first_line(process), process)
        finally:
            process.kill()


@contextlib.contextmanager
def looking(served: Served) -> Iterator[Window]:
    window = Window(served)
    try:
        yield window
    finally:
        window.line.close()


def version_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def told_apart(versions: list[str]) -> list[str]:
    """Versions of a reading that there is, each once where it stands several times in a row."""
    there = [each for each in versions if each]
    return [each for at, each in enumerate(there) if at == 0 or each != there[at - 1]]


@pytest.mark.slow
def test_the_server_killed_at_random_moments_has_every_decision_that_it_answered(
    proposed: Project,
) -> None:
    dice = random.Random(11)  # noqa: S311 - drawn again by its seed
    reading = proposed.seeds / "harbour.reading.json"
    saved: list[str] = []  # the version that each decision left
    answered = 0
    counts = set()

    for _ in range(KILLS):
        with serving(proposed) as served, looking(served) as window:
            assert window.version == (saved[-1] if saved else "")
            before = answered
            threading.Timer(dice.uniform(0, 0.6), served.process.kill).start()
            with contextlib.suppress(OSError, http.client.HTTPException):
                while True:
                    op, key = dice.choice(_OPS), dice.choice(window.keys)
                    if window.change("decide", {"op": op, "keys": [key]}):
                        answered += 1
                        saved.append(window.version)
            counts.add(answered - before)
        if version_of(reading) != (saved[-1] if saved else ""):
            # One more was on its way: it happened whole, and nobody was told.
            saved.append(version_of(reading))

    with serving(proposed) as served, looking(served) as window:
        undone = [window.version]
        while window.change("undo", {}):
            undone.append(window.version)
    versions, back = told_apart(saved), told_apart(undone)
    assert back[: len(versions)] == versions[::-1]
    assert answered < len(undone) <= answered + KILLS + 1
    assert json.loads(reading.read_bytes()).keys() == {"$schema", "source", "coder"}
    assert len(counts) > 5, "the moments were not at random"
