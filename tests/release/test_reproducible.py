"""The same inputs give the same bytes, wherever and whenever the release is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

MACHINES = {
    "one": {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1"},
    "two": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242",
            "OMP_NUM_THREADS": "4", "PYTHONUTF8": "0", "HOME": "/nonexistent"},
}  # fmt: skip


def made(published, folder, machine, umask):
    """Release a copy of the project in a process of its own; give every file that it wrote."""
    root = folder / "a project with blanks"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns("dist"))
    for path in root.rglob("*"):
        os.utime(path, (0, 0) if machine == "one" else (2**31, 2**31))
    environment = {**os.environ, **MACHINES[machine]}
    environment.pop("SOURCE_DATE_EPOCH", None)
    script = f"import os, sys; os.umask({umask}); from depositary.cli.release import make_release; make_release()"  # noqa: E501
    subprocess.run([sys.executable, "-c", script, "-q"], cwd=root, env=environment, check=True)
    dist = root / "dist"
    return {path.relative_to(dist).as_posix(): path.read_bytes()
            for path in sorted(dist.rglob("*")) if path.is_file()}  # fmt: skip


def test_two_machines_give_the_same_bytes(published, tmp_path):
    one = made(published, tmp_path / "here", "one", 0o022)
    two = made(published, tmp_path / "there" / "further", "two", 0o077)

    assert one == two
    assert len(one) > 50


def test_nothing_of_the_machine_is_in_a_release(published):
    words = [str(published), str(published.parent), os.environ.get("USER") or "-no-user-"]
    for path in (published / "dist").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert str(published).encode() not in data
    assert words


@pytest.mark.parametrize("seconds", ["1938556800", "1938643199"])
def test_source_date_epoch_is_the_day_of_the_release(published, tmp_path, seconds):
    root = tmp_path / "project"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns("dist"))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": seconds, "TZ": "Asia/Tokyo"}
    script = "from depositary.cli.release import make_release; make_release()"

    subprocess.run([sys.executable, "-c", script, "-q"], cwd=root, env=environment, check=True)

    assert '"created": "2031-06-07T00:00:00Z"' in (root / "dist/1.0.0/datapackage.json").read_text()
