"""The workflow that we recommend is one, and calls our commands as they are."""

from __future__ import annotations

import re
import shlex

import click
import pytest
import yaml

from depositary.cli.doors import depositary


@pytest.fixture
def workflow(repository):
    page = (repository / "docs/how-to/release-from-a-forge.md").read_text("utf-8")
    return yaml.safe_load(re.search(r"<!-- workflow -->\n```yaml\n(.*?)```", page, re.DOTALL)[1])


def steps_of(workflow):
    return workflow["jobs"]["release"]["steps"]


def test_every_command_of_the_workflow_is_one_of_ours_with_its_options(workflow):
    lines = [
        line.strip() for step in steps_of(workflow) for line in step.get("run", "").split("\n")
    ]
    calls = [line.partition(" > ")[0] for line in lines if line.startswith("depositary ")]

    assert len(calls) == 5
    for call in calls:
        _, name, *words = shlex.split(call)
        command = depositary.get_command(click.Context(depositary), name)
        command.make_parser(click.Context(command)).parse_args(words)


def test_it_may_write_and_sign_and_nothing_else(workflow):
    assert workflow["permissions"] == {
        "contents": "write", "id-token": "write", "attestations": "write",
    }  # fmt: skip
    assert workflow["concurrency"]


def test_what_is_signed_is_the_archive_and_no_secret_leaves_its_step(workflow):
    signing = [step for step in steps_of(workflow) if "attest" in step.get("uses", "")]
    secret = [step for step in steps_of(workflow) if "secrets." in str(step)]

    assert [step["with"]["subject-path"] for step in signing] == [
        "${{ steps.release.outputs.archive }}"
    ]
    assert [step["name"] for step in secret] == ["Put it on Zenodo"]
    assert all("secrets." not in step["run"] for step in secret)


def test_the_repository_is_tagged_after_the_release_verifies(workflow):
    runs = [step.get("run", "") for step in steps_of(workflow)]
    at = {word: next(i for i, run in enumerate(runs) if word in run)
          for word in ("check", "make-release", "verify", "--to git", "--to zenodo")}  # fmt: skip

    assert list(at.values()) == sorted(at.values())
