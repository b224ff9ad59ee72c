"""What ``depositary deposit`` prints, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from zenodolike import TOKEN, serving


@pytest.fixture
def server():
    with serving() as state:
        yield state


@pytest.fixture
def deposit(project):
    def called(*arguments, token=TOKEN):
        return subprocess.run(
            [sys.executable, "-m", "depositary", "deposit", *arguments], cwd=project.root,
            capture_output=True, text=True, check=False,
            env={**os.environ, "NO_COLOR": "1", "ZENODO_TOKEN": token},
        )  # fmt: skip

    return called


def test_a_release_goes_from_plan_to_draft_to_doi(deposit, server, project):
    plan = deposit("--to", server.address, "--dry-run")
    draft = deposit("--to", server.address)
    public = deposit("--to", server.address, "--publish")
    again = json.loads(deposit("dist/1.0.0", "--to", server.address, "--json").stdout)

    assert "It is not there." in plan.stdout
    assert "Only you see it." in draft.stdout
    assert "git add deposits.json" in public.stdout
    assert (again["state"], again["is_new"], again["version"]) == ("published", False, "1.0.0")
    assert again["doi"] in public.stdout
    assert len(server.versions()) == 1
    assert (project.root / "deposits.json").is_file()
    said = "".join(part.stdout + part.stderr for part in (plan, draft, public))
    assert TOKEN not in said


def test_two_depositors_at_once_make_one_record(project, server):
    calls = [
        subprocess.Popen(
            [sys.executable, "-m", "depositary", "deposit", "--to", server.address, "--publish"],
            cwd=project.root, env={**os.environ, "ZENODO_TOKEN": TOKEN},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]  # fmt: skip

    assert [call.wait(60) for call in calls] == [0, 0]
    assert (len(server.held), len(server.publications)) == (1, 1)


def test_without_a_token_nothing_is_asked(deposit, server):
    done = deposit("--to", server.address, token="")

    assert (done.returncode, server.asked) == (2, [])
    assert "error[E550]" in done.stderr


def test_a_refusal_ends_with_three_and_the_words_of_the_server(deposit, server):
    done = deposit("--to", server.address, token="of-another")  # noqa: S106 - of nobody

    assert done.returncode == 3
    assert "error[E551]" in done.stderr
    assert "could not verify that you are authorized" in done.stderr
    assert "of-another" not in done.stderr


def test_a_changed_release_is_not_deposited(deposit, server, project):
    archive = next((project.root / "dist").glob("*.zip"))
    archive.write_bytes(archive.read_bytes() + b"x")

    done = deposit("--to", server.address)

    assert (done.returncode, server.asked) == (1, [])
    assert "Traceback" not in done.stderr


def test_git_says_how_far_it_went(deposit, project):
    for line in ("init -q", "config user.name M", "config user.email m@example.org",
                 "add schema seeds datapackage", "commit -qm Register"):  # fmt: skip
        subprocess.run(["git", *line.split()], cwd=project.root, check=True)

    plan = deposit("--to", "git", "--dry-run", token="")
    here = deposit("--to", "git", token="")
    far = deposit("--to", "git", "--publish", token="")

    assert "v1.0.0 would be made." in plan.stdout
    assert "Only you have it." in here.stdout
    assert "There is no remote" in far.stdout
