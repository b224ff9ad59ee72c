"""Two clones, one source: git merges what both made of its reading, in either order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import depositary as package
from depositary import jsontext

if TYPE_CHECKING:
    from depositary.project import Project

NAME = Path("seeds", "harbour.reading.json")


class Clone:
    """A clone of the project, as one curator has it."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": str(Path(package.__file__).parents[1]),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "mara@example.org" for who in ("AUTHOR", "COMMITTER")
               for what in ("NAME", "EMAIL")},
        }  # fmt: skip

    def git(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout.strip()

    def install(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "depositary", "merge-reading", "--install"],
            cwd=self.root, env=self.env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def commit(self, change) -> None:
        path = self.root / NAME
        value = json.loads(path.read_bytes())
        change(value)
        path.write_bytes(jsontext.canonical(value))
        self.git("commit", "-qam", "more was read")

    @property
    def text(self) -> str:
        return (self.root / NAME).read_text(encoding="utf-8")


@pytest.fixture
def clones(harbour: Project, tmp_path: Path):
    """Two clones of one repository that has the driver's attributes."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    origin = Clone(harbour.root, tmp_path)
    (harbour.root / ".gitattributes").write_text(
        "seeds/*.reading.json merge=depositary-reading\n", encoding="utf-8"
    )
    origin.git("init", "-q", "-b", "main")
    origin.git("add", "-A")
    origin.git("commit", "-qm", "begin")
    two = []
    for name in ("left", "right"):
        origin.git("clone", "-q", str(origin.root), str(tmp_path / name))
        two.append(Clone(tmp_path / name, tmp_path))
    left, right = two
    left.git("remote", "add", "other", str(right.root))
    right.git("remote", "add", "other", str(left.root))
    return left, right


def add_event(name: str):
    def change(value) -> None:
        value["events"].append(
            {
                "id": f"evt-{name}",
                "title": name,
                "kind": "signing",
                "modality": "planned",
                "evidence": [{"quote": "Arvenia joined the Gull League in 2027"}],
            }
        )

    return change


def test_two_clones_that_merge_each_other_have_the_same_tree(clones) -> None:
    left, right = clones
    for clone, name in ((left, "regatta"), (right, "ball")):
        clone.install()
        clone.commit(add_event(name))
    left.git("fetch", "-q", "other")
    right.git("fetch", "-q", "other")

    left.git("merge", "-q", "--no-edit", "other/main")
    right.git("merge", "-q", "--no-edit", "other/main")

    assert left.git("rev-parse", "HEAD^{tree}") == right.git("rev-parse", "HEAD^{tree}")
    ids = [event["id"] for event in json.loads(left.text)["events"]]
    assert ids[-2:] == ["evt-ball", "evt-regatta"]
    assert left.git("status", "--porcelain") == ""


def test_two_clones_that_merged_each_other_can_do_so_again(clones) -> None:
    left, right = clones
    for round_of_work in ("first", "second"):
        for clone, who in ((left, "mara"), (right, "jo")):
            clone.install()
            clone.commit(add_event(f"{round_of_work}-{who}"))
        left.git("fetch", "-q", "other")
        right.git("fetch", "-q", "other")

        left.git("merge", "-q", "--no-edit", "other/main")
        right.git("merge", "-q", "--no-edit", "other/main")

        assert left.git("rev-parse", "HEAD^{tree}") == right.git("rev-parse", "HEAD^{tree}")


def test_a_true_conflict_is_left_to_the_curator_as_git_does(clones) -> None:
    left, right = clones
    left.install()
    left.commit(lambda value: value["events"][0].update(title="Signature of the treaty"))
    right.commit(lambda value: value["events"][0].update(title="Treaty signed"))
    left.git("fetch", "-q", "other")

    said = left.git("merge", "--no-edit", "other/main", code=1)

    assert "CONFLICT" in said
    assert left.git("diff", "--name-only", "--diff-filter=U") == NAME.as_posix()
    assert (
        "<<<<<<< ours\n"
        '      "title": "Signature of the treaty",\n'
        "=======\n"
        '      "title": "Treaty signed",\n'
        ">>>>>>> theirs\n"
    ) in left.text


def test_a_reading_that_is_broken_in_one_clone_is_merged_by_lines(clones) -> None:
    left, right = clones
    left.install()
    left.commit(lambda value: value["actors"][0].update(name="The Republic of Arvenia"))
    path = right.root / NAME
    path.write_text(right.text.replace('"led to",', '"led to"'), encoding="utf-8", newline="")
    right.git("commit", "-qam", "a comma is lost")
    left.git("fetch", "-q", "other")

    left.git("merge", "-q", "--no-edit", "other/main")

    assert '"The Republic of Arvenia"' in left.text
    assert '"expression": "led to"\n' in left.text


def test_without_the_driver_git_merges_lines_as_always(clones) -> None:
    left, right = clones
    left.commit(add_event("regatta"))
    right.commit(add_event("ball"))
    left.git("fetch", "-q", "other")

    said = left.git("merge", "--no-edit", "other/main", code=1)

    assert "CONFLICT" in said
    assert '"id": "evt-regatta"' in left.text
    assert '"id": "evt-ball"' in left.text


def test_installing_says_what_it_did_and_does_it_once(clones) -> None:
    left, _ = clones
    left.git("rm", "-q", ".gitattributes")

    first, again = left.install(), left.install()

    assert first.splitlines() == [
        "git config merge.depositary-reading.name",
        "git config merge.depositary-reading.driver",
        ".gitattributes",
    ]
    assert again == ""
    held = (left.root / ".gitattributes").read_text(encoding="utf-8")
    assert held == "seeds/*.reading.json merge=depositary-reading\n"


def test_outside_of_a_repository_there_is_nothing_to_install_into(
    harbour: Project, depositary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(harbour.root.parent))

    done = depositary("merge-reading", "--install")

    assert done.exit_code == 2
    assert "error[E822]" in done.stderr


def test_files_are_needed_where_nothing_is_installed(depositary) -> None:
    done = depositary("merge-reading")

    assert done.exit_code == 2
    assert "error[E904]" in done.stderr
