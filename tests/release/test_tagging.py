"""A release gets its tag in git and, by gh, a release of the forge: once, and with every file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from depositary.errors import DataError, Unavailable
from depositary.release.deposits.forge import tagged
from depositary.release.deposits.parcel import parcel_of


class Workshop:
    """A project in git with a remote, and the tag of its release."""

    def __init__(self, project, remote, gh):
        self.project, self.remote, self.gh, self.told = project, remote, gh, []

    def git(self, *arguments):
        return subprocess.run(["git", *arguments], cwd=self.project.root, check=True,
                              capture_output=True, text=True).stdout.strip()  # fmt: skip

    def tag(self, **how):
        parcel = parcel_of(self.project.root / "dist")
        how.setdefault("publishes", True)
        return tagged(self.project, parcel, lambda *told: self.told.append(told), **how)

    def forge(self, **changes):
        """What the forge holds; changed first where asked."""
        state = json.loads(self.gh.read_text()) | changes
        self.gh.write_text(json.dumps(state))
        return state


@pytest.fixture
def workshop(project, tmp_path, repository, monkeypatch):
    remote = tmp_path / "remote.git"
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Mara Quill")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "mara@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "gh"
    stand_in = repository / "tests" / "ghlike.py"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stand_in}" "$@"\n')
    program.chmod(0o755)
    (programs / "git").symlink_to(shutil.which("git"))
    monkeypatch.setenv("PATH", str(programs))
    state = tmp_path / "forge.json"
    monkeypatch.setenv("GHLIKE", str(state))
    made = Workshop(project, remote, state)
    renew(made)
    made.git("init", "--quiet", "--bare", str(remote))
    (project.root / ".gitignore").write_text("dist/\n")
    made.git("init", "--quiet")
    made.git("add", ".")
    made.git("commit", "--quiet", "-m", "The register")
    made.git("remote", "add", "origin", str(remote))
    return made


def renew(workshop):
    workshop.gh.write_text(json.dumps(
        {"releases": {}, "calls": 0, "fails_at": 0, "fails": "", "publications": 0}))  # fmt: skip


def test_a_tag_carries_the_release_id_and_stays_here(workshop):
    done = workshop.tag(publishes=False)

    release_id = parcel_of(workshop.project.root / "dist").release_id
    assert (done.tag, done.state, done.is_new) == ("v1.0.0", "tagged", True)
    assert workshop.git("cat-file", "-t", "v1.0.0") == "tag"
    assert f"Release id: {release_id}" in workshop.git("tag", "-l", "--format=%(contents)")
    assert workshop.git("ls-remote", "--tags", "origin") == ""
    assert workshop.forge()["calls"] == 0


def test_publishing_pushes_the_tag_and_makes_the_release_public_once(workshop):
    done = workshop.tag()

    parcel = parcel_of(workshop.project.root / "dist")
    release = workshop.forge()["releases"]["v1.0.0"]
    assert (done.state, done.page) == ("published", "https://forge.example/gulls/releases/v1.0.0")
    assert "refs/tags/v1.0.0" in workshop.git("ls-remote", "--tags", "origin")
    assert release["assets"] == {item.name: [item.size_bytes, item.sha256]
                                 for item in parcel.items}  # fmt: skip
    assert parcel.release_id in release["notes"]
    assert (release["isDraft"], release["isPrerelease"]) == (False, False)


def test_a_second_run_changes_nothing(workshop):
    workshop.tag()
    before = workshop.forge()["releases"]

    again = workshop.tag()

    assert (again.is_new, again.state) == (False, "published")
    assert workshop.forge()["releases"] == before
    assert workshop.forge()["publications"] == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_whichever_call_of_gh_fails_the_same_command_completes(workshop, when):
    workshop.tag()
    whole, calls = workshop.forge()["releases"], workshop.forge()["calls"]
    assert calls == 6

    for number in range(1, calls + 1):
        renew(workshop)
        workshop.forge(fails_at=number, fails=when)
        with pytest.raises(Unavailable) as caught:
            workshop.tag()
        assert caught.value.code == "E559"
        workshop.forge(fails_at=0)
        workshop.tag()

        assert workshop.forge()["releases"] == whole, number
        assert workshop.forge()["publications"] == 1


def test_a_tag_never_moves(workshop):
    workshop.git("tag", "-a", "v1.0.0", "-m", "Something else")

    with pytest.raises(Unavailable) as caught:
        workshop.tag()

    assert caught.value.code == "E554"


def test_a_release_of_the_forge_that_is_public_is_not_changed(workshop):
    workshop.tag()
    state = workshop.forge()
    state["releases"]["v1.0.0"]["assets"].popitem()
    workshop.forge(releases=state["releases"])

    with pytest.raises(Unavailable) as caught:
        workshop.tag()

    assert caught.value.code == "E554"


def test_a_commit_with_other_tables_is_not_tagged(workshop, correct):
    correct('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
    workshop.git("commit", "--quiet", "-am", "Correct a title")

    with pytest.raises(DataError) as caught:
        workshop.tag()

    assert caught.value.code == "E555"
    assert workshop.git("tag") == ""


def test_outside_of_git_it_says_so(project):
    with pytest.raises(Unavailable) as caught:
        tagged(project, parcel_of(project.root / "dist"), lambda *_: None, publishes=False)

    assert caught.value.code == "E559"


def test_without_gh_or_without_a_remote_it_goes_as_far_as_it_can(workshop, tmp_path):
    (tmp_path / "programs" / "gh").unlink()
    pushed = workshop.tag()
    workshop.git("remote", "remove", "origin")
    here = workshop.tag()

    assert (pushed.state, pushed.without) == ("pushed", "gh")
    assert (here.state, here.without) == ("tagged", "a remote")


def test_a_plan_makes_no_tag(workshop):
    done = workshop.tag(is_plan=True)

    assert (done.state, done.is_new, workshop.git("tag")) == ("planned", True, "")
