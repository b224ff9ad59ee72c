"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

import installing
from depositary.project import Project

# A shared machine may take its time; how long one example takes is a question for `make bench`.
# CI judges a change by the same examples each time; new ones are searched for by people's runs.
settings.register_profile("depositary", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("depositary")

SUITE = "DEPOSITARY_JSON_SCHEMA_SUITE"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the folder of the public JSON-Schema-Test-Suite, which is no part of this repository."""
    parser.addoption(
        "--json-schema-suite",
        metavar="DIR",
        default=os.environ.get(SUITE),
        help=f"folder of the JSON-Schema-Test-Suite (default: ${SUITE})",
    )
    parser.addoption(
        "--all-points",
        action="store_true",
        help="cut commands short at every system call that writes, not at a choice of them",
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this repository, which is a project too."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository."""
    return installing.build(repository, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(repository: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel, and nothing of a checkout."""
    return installing.install(wheel, repository, tmp_path_factory.mktemp("empty environment"))


@pytest.fixture
def harbour(tmp_path: Path, repository: Path) -> Project:
    """A small project about an invented treaty, with the law of this repository; not built yet."""
    root = tmp_path / "harbour"
    shutil.copytree(repository / "schema", root / "schema")
    shutil.copytree(repository / "tests" / "harbour" / "seeds", root / "seeds")
    return Project(root)


@pytest.fixture
def edit(harbour: Project):
    """Replace words in the reading of the harbour project, exactly once."""

    def replaced(old: str, new: str, name: str = "seeds/harbour.reading.json") -> None:
        path = harbour.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return replaced


@pytest.fixture
def depositary(harbour: Project):
    """Call a command on the harbour project, as its door does, and give what it printed."""
    from depositary.cli.doors import depositary as door
    from depositary.cli.terminal import run

    def call(*args: str, project: bool = True) -> Result:
        runner = CliRunner()
        where = ["--project", str(harbour.root)] if project else []

        def enter() -> None:
            run(door, [*args, *where])

        with runner.isolation() as (out, err, _):
            code = 0
            try:
                enter()
            except SystemExit as stop:
                code = int(stop.code or 0)
            return Result(
                runner, out.getvalue(), err.getvalue(), b"", return_value=None,
                exit_code=code, exception=None,
            )  # fmt: skip

    return call
