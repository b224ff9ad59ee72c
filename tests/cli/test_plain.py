"""A plain call is not parsed by click, and does what the parsed one does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TABLE = "id,act\na,states\nb,denys\n"
DESCRIPTOR = """{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources":
  [{"name": "claims", "type": "table", "path": "claims.csv", "schema": {"fields":
    [{"name": "id", "type": "string"},
     {"name": "act", "type": "string", "constraints": {"enum": ["states", "denies"]}}]}}]}"""


def called(folder, *words):
    command = [sys.executable, "-m", "depositary", "check", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def package(tmp_path):
    (tmp_path / "datapackage.json").write_text(DESCRIPTOR)
    (tmp_path / "claims.csv").write_text(TABLE)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [["."], ["datapackage.json"], [".", "--json"], ["--json", "."], ["absent.json"], [".", "."]],
)
def test_a_plain_call_says_and_ends_as_one_with_options_does(words, package):
    plain = called(package, *words)

    parsed = called(package, "--color", "never", *words)

    assert plain == parsed
    assert plain[0] == (2 if words == ["absent.json"] else 1)


def test_a_plain_call_does_not_load_the_parser(package):
    (package / "claims.csv").write_text(TABLE.replace("denys", "denies"))
    command = [sys.executable, "-X", "importtime", "-m", "depositary", "check", "."]

    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)

    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "depositary.checks.exact" in loaded
    assert loaded.isdisjoint({"click", "duckdb", "jsonschema", "pyarrow", "dataclasses", "zipfile"})


@pytest.mark.parametrize("is_buffered", [True, False])
@pytest.mark.parametrize("call", [["check", "."], ["explain"], ["check", ".", "--format", "json"]])
def test_a_call_that_cannot_write_says_so(call, is_buffered, package):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    command = [sys.executable, "-m", "depositary", *call]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    env |= {} if is_buffered else {"PYTHONUNBUFFERED": "1"}

    with full.open("w") as output:
        done = subprocess.run(
            command,
            cwd=package,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=env,
        )

    assert done.returncode == 3
    assert "E106" in done.stderr
    assert "Traceback" not in done.stderr
