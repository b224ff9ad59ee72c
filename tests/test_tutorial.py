"""The tutorial works, line by line, as a newcomer would follow it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Newcomer:
    """Does what the tutorial says, in order, in a folder of their own."""

    def __init__(self, page: str, clone: Path, project: Path) -> None:
        self.clone, self.project = clone, project
        blocks = BLOCK.findall(page)
        self.article = next(text for language, text in blocks if language == "text")
        (self.reading,) = (text for language, text in blocks if language == "json")
        lines = [line for language, text in blocks if not language for line in text.splitlines()]
        self.commands = [
            shlex.split(line) for line in lines if line.startswith(("depositary ", "make-release "))
        ]

    def next_command(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = self.commands.pop(0)
        assert command[: len(words)] == [*words]
        return subprocess.run(
            [Path(sys.executable).parent / command[0], *command[1:]],
            cwd=self.project if self.project.is_dir() else self.clone,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    def next_command_is_fine(self, *words: str) -> str:
        done = self.next_command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def change_reading(self, old: str, new: str) -> None:
        path = self.project / "seeds" / "lake-accord.reading.json"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def newcomer(repository: Path, tmp_path: Path) -> Newcomer:
    clone = tmp_path / "depositary"
    clone.mkdir()
    page = (repository / "docs" / "tutorial" / "first-dataset.md").read_text(encoding="utf-8")
    return Newcomer(page, clone, tmp_path / "lake")


def test_a_newcomer_releases_corrects_and_releases_again(newcomer: Newcomer) -> None:
    project = newcomer.project
    newcomer.next_command_is_fine("depositary", "init")
    (project / "lake-accord.txt").write_text(newcomer.article, encoding="utf-8")
    newcomer.next_command_is_fine("depositary", "add")
    reading = project / "seeds" / "lake-accord.reading.json"
    reading.write_text(newcomer.reading, encoding="utf-8")

    refused = newcomer.next_command("depositary", "build")
    assert refused.returncode == 1
    assert "E410" in refused.stdout
    assert "the two" in refused.stdout

    newcomer.change_reading("by both countries", "by the two countries")
    # The page says "build again" in words, not in a block of its own.
    newcomer.commands.insert(0, ["depositary", "build"])
    newcomer.next_command_is_fine("depositary", "build")
    assert "Lake Orin Accord" in newcomer.next_command_is_fine("depositary", "show")
    newcomer.next_command_is_fine("depositary", "status")
    newcomer.next_command_is_fine("depositary", "check")
    newcomer.next_command_is_fine("make-release")
    newcomer.next_command_is_fine("depositary", "verify")

    newcomer.change_reading(
        "Foreign ministers of Arvenia and Belmark meet in Port Orin", "Ministers meet on Lake Orin"
    )
    newcomer.next_command_is_fine("depositary", "build")
    assert "1.0.1" in newcomer.next_command_is_fine("make-release", "--to", "dist", "--dry-run")
    newcomer.next_command_is_fine("make-release")
    assert "Ministers meet on Lake Orin" in newcomer.next_command_is_fine("depositary", "diff")
    assert newcomer.commands == []
    assert {"1.0.0", "1.0.1"} <= {path.name for path in (project / "dist").iterdir()}
