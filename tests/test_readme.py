"""The tour of the README works, and prints what the README says it prints.

``DEPOSITARY_WRITE_TOUR=1 make test ARGS=tests/test_readme.py`` writes what it prints now.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VARYING = re.compile(r" +\d+\.\d\d s\b|\b[0-9a-f]{12,64}\b| +[\d,]+ (?:bytes|KB|B)\b")


def told(lines: str) -> str:
    """What a command printed, less times, and sizes and hashes that follow from a compressor."""
    return VARYING.sub(" …", lines)


@pytest.fixture
def stranger(repository: Path, tmp_path: Path):
    """Run a line of the tour in a copy of the repository's project."""
    root = tmp_path / "depositary"
    for folder in ("schema", "seeds", "datapackage"):
        shutil.copytree(repository / folder, root / folder)
    environment = {**os.environ, "NO_COLOR": "1"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"

    def run(line: str) -> str:
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=root, env=environment, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return "".join(f"{row}\n" for row in done.stdout.splitlines())

    return run


def test_the_tour_prints_what_the_readme_says(repository: Path, stranger) -> None:
    path = repository / "README.md"
    page = path.read_text(encoding="utf-8")
    commands = [
        line.removeprefix("$ ")
        for block in BLOCK.findall(page)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    printed = {line: stranger(line) for line in commands if not line.startswith("export ")}

    def block_anew(match: re.Match[str]) -> str:
        lines = [line for line in match[1].splitlines() if line.startswith("$ ")]
        body = "".join(f"{line}\n{printed.get(line.removeprefix('$ '), '')}" for line in lines)
        return f"```console\n{body}```"

    anew = BLOCK.sub(block_anew, page)
    if os.environ.get("DEPOSITARY_WRITE_TOUR"):
        path.write_text(page := anew, encoding="utf-8")
    assert len(commands) > 8
    assert told(page) == told(anew)
