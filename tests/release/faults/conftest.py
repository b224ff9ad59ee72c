"""Projects in the state in which a command is about to run, and processes that wait there."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

import faulting
from depositary import building, releases, schema
from depositary.project import Project
from depositary.release import verify
from depositary.release.signatures import INDEX_SIGNATURE
from depositary.release.steps import Order, make_release
from needed import program

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).with_name("scenes.py")
RUMOUR = {
    "id": "act-rumour", "name": "Rumour", "kind": "organisation",
    "names": [{"name": "Rumour", "kind": "canonical"}],
    "evidence": [{"quote": "The presidents of Arvenia and Lutharia"}],
}  # fmt: skip
ARTICLE = """\
Ferry to run again

Lutharia and Arvenia agreed on Monday to let the ferry run again.
"""


@dataclass(frozen=True)
class Scene:
    """A command before its run: the process that waits, and the project before and after it."""

    script: ClassVar[Path] = SCRIPT
    root: Path
    waiting: faulting.Waiting
    old: dict[str, bytes]
    new: dict[str, bytes]
    calls: list[faulting.Call]

    @property
    def points(self) -> list[faulting.Call]:
        """The calls that write, in their order."""
        return [call for call in self.calls if call.is_writing]

    def put_back(self) -> None:
        """Put everything back as it was before the command."""
        faulting.put_back(self.root, self.old)

    def assert_whole(self) -> None:
        """What a reader sees is old or new, file by file, and an index names what verifies."""
        there = faulting.seen(faulting.tree(self.root))
        old, new = faulting.seen(self.old), faulting.seen(self.new)
        if there not in (old, new):
            self.assert_each_whole(there)
            assert_listed(self.root / "dist")

    def assert_each_whole(self, there: dict[str, bytes]) -> None:
        """Each file that a reader sees is as before or as after, and so is what is not there."""
        old, new = faulting.seen(self.old), faulting.seen(self.new)
        for name in {*there, *old, *new}:
            if name.endswith(INDEX_SIGNATURE) and name not in there:
                continue  # while the index is replaced it is not signed, rather than falsely
            assert there.get(name) in (old.get(name), new.get(name)), f"{name} is half written"

    def assert_may_stand(self, there: dict[str, bytes]) -> None:
        """As :meth:`assert_whole`, of files that are not on the disk yet."""
        self.assert_each_whole(there)
        faulting.put_back(self.root, there)
        assert_listed(self.root / "dist")

    def assert_finished(self) -> None:
        """All is as after a run that nothing stopped, and nothing was left lying about."""
        assert faulting.swept(faulting.tree(self.root)) == faulting.swept(self.new)


def assert_listed(target: Path) -> None:
    """Assert that the index names only releases that verify, and no partial folder has a name."""
    index = releases.read_index(target) if target.exists() else None
    for part in index.releases if index else ():
        assert verify(target / part.version, part.release_id).is_whole
        for file in part.files:
            assert verify(target / file.name).is_whole
    for path in target.iterdir() if target.exists() else ():
        if releases.is_version(path.name):
            assert verify(path).is_whole


# ── what is about to be done ────────────────────────────────────────────────────────────────────
def _first(root: Path) -> None:
    shutil.rmtree(root / "dist")


def _signed(root: Path) -> None:
    key = root.parent / "key"
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    _first(root)
    make_release(Order(root, key=str(key)), lambda *_: None)


def _signed_and_corrected(root: Path) -> None:
    _signed(root)
    _corrected(root)


def _corrected(root: Path) -> None:
    _replaced(root, '"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
    _built(root)


def _corrected_otherwise(root: Path) -> None:
    _replaced(root, '"title": "Harbour Treaty"', '"title": "Treaty of the Harbour"')
    _built(root)


def _unbuilt(root: Path) -> None:
    _replaced(root, '"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
    _replaced(root, '"place": "Port Sael"', '"place": "Port"')


def _with_rumour(root: Path) -> None:
    for path in sorted((root / "seeds").glob("*.reading.json"))[:2]:
        value = json.loads(path.read_bytes())
        value["actors"] = [*value.get("actors", ()), RUMOUR]
        path.write_text(json.dumps(value), encoding="utf-8")


def _with_article(root: Path) -> None:
    (root.parent / "canal.txt").write_text(ARTICLE, encoding="utf-8")


def _replaced(root: Path, old: str, new: str) -> None:
    path = root / "seeds" / "harbour.reading.json"
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def _built(root: Path) -> None:
    where = Project(root)
    law = schema.load(where.schema)
    building.write(where, building.artefacts(where, law, building.build(where, law)))


SCENES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "first release": ("publish", _first),
    "next release": ("publish", _corrected),
    "other release": ("publish", _corrected_otherwise),
    "yank": ("yank", _corrected),
    "withdraw": ("withdraw", _with_rumour),
    "signed release": ("publish", _signed_and_corrected),
    "signed yank": ("signed yank", _signed),
    "fetch": ("fetch", lambda _: None),
    "build": ("build", _unbuilt),
    "add": ("add", _with_article),
    "whole command": ("release", _corrected),
}


def begun(published: Path, folder: Path, name: str, *arguments: str) -> faulting.Waiting:
    """Bring a project to the point where a command is about to run."""
    script, prepare = SCENES[name]
    root = folder / "harbour"
    shutil.copytree(published, root)
    prepare(root)
    return faulting.Waiting(SCRIPT, script, str(root), *arguments, scratch=folder)


def set_up(published: Path, folder: Path, name: str) -> Scene:
    """Bring a project to the point where a command is about to run, and run it once."""
    root = folder / "harbour"
    waiting = begun(published, folder, name)
    old = faulting.tree(root)
    calls = waiting.calls()
    return Scene(root, waiting, old, faulting.tree(root), calls)


# ── how much is tried, and what came of it ──────────────────────────────────────────────────────
TALLY: dict[str, int] = {}


def pytest_terminal_summary(terminalreporter):
    """Print how many faults were tried."""
    for what, count in TALLY.items():
        terminalreporter.write_line(f"faults: {count:6,} {what}")


@pytest.fixture
def tally():
    """Count what was tried."""

    def count(what, number):
        TALLY[what] = TALLY.get(what, 0) + number

    return count


@pytest.fixture
def chosen(request, tally):
    """Choose so many points of a run, and count them; all of them with ``--all-points``.

    The last ones are never left out: staging writes file after file in one way, what follows does
    not.
    """

    def choose(points, most, what, last=24):
        if not request.config.getoption("--all-points") and len(points) > most:
            end = min(last, most // 2)
            points = [*faulting.spread(points[:-end], most - end), *points[-end:]]
        tally(what, len(points))
        return points

    return choose


@pytest.fixture(scope="module")
def prepared(published):
    """Bring a project to the point where a command is about to run, on a target of its own."""

    def prepare(name, folder, target):
        return begun(published, folder, name, str(target))

    return prepare


@pytest.fixture
def listed():
    """Assert that an index names only what verifies."""
    return assert_listed


@pytest.fixture(scope="module")
def scene(request, published, tmp_path_factory):
    made = set_up(published, tmp_path_factory.mktemp("scene"), request.param)
    yield made
    made.waiting.close()
