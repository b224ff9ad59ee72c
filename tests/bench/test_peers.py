"""The check of a package beside its best-known peer, in turns, in one run: `make bench`."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench

RUNS = 5
BIN = Path(sys.executable).parent
OURS = [BIN / "depositary", "check", "datapackage.json"]
THEIRS = [BIN / "frictionless", "validate", "datapackage.json"]


def elapsed_s(command: list, folder: Path) -> float:
    start_s = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start_s


def test_the_check_of_types_and_keys_beside_frictionless(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A copy without the law beside it: frictionless knows no rules, so none are asked.
    shutil.copytree(repository / "datapackage", tmp_path / "package")

    pairs = [
        (elapsed_s(OURS, tmp_path / "package"), elapsed_s(THEIRS, tmp_path / "package"))
        for _ in range(RUNS)
    ]

    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    with capsys.disabled():
        print(
            f"\ncheck {1000 * ours:.0f} ms, frictionless {version('frictionless')} "
            f"{1000 * theirs:.0f} ms: {theirs / ours:.1f} times as fast (medians of {RUNS})",
            end="",
        )
