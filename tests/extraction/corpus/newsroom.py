"""A corpus of invented articles, and a real plugin that reads them in a moment."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SPOTTER = '''
import os, pathlib, re, signal, time
from depositary.extraction.mentions import Mention
from depositary.findings import Finding

NAME = re.compile(r"[A-Z][a-z]+")
MARK = re.compile(r"(DIE-ONCE|DIE|BOOM|SLOW|DEAF)(?::(\\S+))?")


class Spotter:
    """Takes every capitalised word for a person; does what marks in the text tell it to."""

    name, version = "spotter", "VERSION"
    proposes, reads = frozenset({"person"}), frozenset()

    def __init__(self):
        self.deaf = 0

    def findings(self):
        told = Finding("", 0, 0, "E724", message=f"No answer came, {self.deaf} times.")
        return (told,) if self.deaf else ()

    def mentions(self, article, found):
        for mark, word in MARK.findall(article.text):
            self.deaf += mark == "DEAF"
            obey(mark, word)
        for match in NAME.finditer(article.text):
            about = {"day": str(article.published), "a": [1]}
            yield Mention(match.start(), match.end(), "person", self.name, "A capital", 0.5, about)


def obey(mark, word):
    if mark == "BOOM":
        raise ValueError("no such letter: " + "\\udcff")
    if mark == "SLOW":
        time.sleep(float(word))
    if mark == "DIE" or (mark == "DIE-ONCE" and not pathlib.Path(word).exists()):
        if word:
            pathlib.Path(word).touch()
        os.kill(os.getpid(), signal.SIGKILL)
'''


class Plugin(NamedTuple):
    """The folder of the plugin, and how its version is changed."""

    folder: Path

    def write(self, version: str = "1") -> None:
        code = SPOTTER.replace("VERSION", version)
        (self.folder / "spotter.py").write_text(code, encoding="utf-8")
        about = self.folder / "spotter-1.dist-info"
        about.mkdir(exist_ok=True)
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: spotter\nVersion: 1\n")
        points = "[depositary.extractors]\nspotter = spotter:Spotter\n"
        (about / "entry_points.txt").write_text(points)


def article(number: int, text: str = "", **more: object) -> dict[str, object]:
    """A record of an invented article."""
    words = (
        text or f"Minister {'Ada' if number % 2 else 'Bela'} met the Arvenians, part {number}.\n"
    )
    return {"id": f"a-{number}", "text": words, "date": "2031-05-02", **more}


def write_lines(path: Path, records: Sequence[object]) -> Path:
    """Records as JSON lines; compressed where the name says so."""
    data = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def command(corpus: object, to: Path, *options: str) -> list[str]:
    """The command line that extracts a corpus with the plugin."""
    own = [sys.executable, "-m", "depositary", "extract", "--extractor", "spotter"]
    return [*own, "--corpus", str(corpus), "--to", str(to), *options]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def events(printed: str) -> list[dict[str, object]]:
    """What ``--json`` printed."""
    return [json.loads(line) for line in printed.splitlines()]


@contextmanager
def running(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask cluster as an operator starts one: address of its scheduler, and its workers."""
    dask = [sys.executable, "-m", "dask"]
    near = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
    told, log = folder / "scheduler.json", folder / "cluster.log"
    with ExitStack() as stack:
        said = stack.enter_context(log.open("ab"))

        def start(*words: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen([*dask, *words, *near], stdout=said, stderr=said, cwd=folder)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        start("scheduler", "--port", "0", "--scheduler-file", str(told))
        wait_for(told.exists)
        address = str(json.loads(told.read_bytes())["address"])
        alone = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        started = [start("worker", address, *alone) for _ in range(workers)]
        wait_for(lambda: log.read_text().count("Registered to:") == workers)
        yield address, started


def wait_for(condition: Callable[[], object]) -> None:
    """Until something is so; for half a minute at most."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("waited for half a minute")
