"""``depositary check --watch``, as a process that somebody saves files beside."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from depositary.cli.watching import _snapshot

if TYPE_CHECKING:
    from pathlib import Path

WAIT_S = 60
COMMAND = (sys.executable, "-m", "depositary", "check")

SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]}
DESCRIPTOR = {
    "name": "harbour",
    "resources": [{"name": "boats", "path": "boats.csv", "schema": "schema.json"}],
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (tmp_path / "boats.csv").write_text("id,n\na,1\n", encoding="utf-8")
    return tmp_path


class Watch:
    """A check that runs on, with the totals of each of its runs."""

    def __init__(self, package: Path) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, str(package), "--watch", "--format", "jsonl"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        self.said: queue.Queue[str] = queue.Queue()
        self.readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.said))
        ]
        for reader in self.readers:
            reader.start()

    def _read(self, stream, lines: queue.Queue[str]) -> None:
        for line in stream:
            lines.put(line)

    def errors(self) -> int:
        """The number of errors in the next run."""
        while "valid" not in (value := json.loads(self.lines.get(timeout=WAIT_S))):
            pass
        return value["stats"]["errors"]

    def heard(self, words: str) -> str:
        """The next line on standard error with these words."""
        while words not in (line := self.said.get(timeout=WAIT_S)):
            pass
        return line

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=WAIT_S)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture
def watch(package: Path):
    made = Watch(package)
    yield made
    made.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT that a parent may send alone")
def test_each_save_is_checked_and_an_interrupt_ends_it_cleanly(watch: Watch, package: Path) -> None:
    table, descriptor = package / "boats.csv", package / "datapackage.json"
    whole = descriptor.read_text(encoding="utf-8")

    assert watch.errors() == 0
    watch.heard("watching 3 files")

    table.write_text("id,n\na,one\n", encoding="utf-8")
    assert watch.errors() == 1
    watch.heard("watching")

    (package / "schema.json").write_text(json.dumps(SCHEMA).replace("integer", "string"), "utf-8")
    assert watch.errors() == 0
    watch.heard("watching")

    descriptor.write_text(whole[:20], encoding="utf-8")
    assert watch.errors() == 1
    watch.heard("watching 3 files")

    descriptor.unlink()
    watch.heard("error[E")
    watch.heard("watching 2 files")

    descriptor.write_text(whole, encoding="utf-8")
    assert watch.errors() == 0
    watch.heard("watching")

    assert watch.interrupt() == 130
    assert watch.lines.empty()


def test_a_wrong_call_does_not_wait(depositary, tmp_path: Path) -> None:
    done = depositary("check", str(tmp_path / "missing"), "--watch")

    assert done.exit_code == 2
    assert "error[E103]" in done.stderr


def test_only_files_of_the_package_are_watched(package: Path) -> None:
    resources = [
        *DESCRIPTOR["resources"],
        {"name": "far", "path": ["../secret.csv", "https://b.example/a.csv", "/etc/hostname.txt"]},
    ]
    text = json.dumps({**DESCRIPTOR, "title": "Version 1.", "resources": resources})
    (package / "datapackage.json").write_text(text, encoding="utf-8")

    seen = sorted(path.name for path, state in _snapshot((package,), {}).items() if state)

    assert seen == ["boats.csv", "datapackage.json", "schema.json"]


def test_a_project_is_watched_whole(harbour) -> None:
    before = _snapshot((harbour.root,), {})

    time.sleep(0.01)
    (harbour.seeds / "more.txt").write_text("x", encoding="utf-8")

    assert _snapshot((harbour.root,), before) != before
    assert harbour.schema / "dataset.json" in before
