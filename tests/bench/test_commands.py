"""How long commands take, from the shell, on this project: `make bench` prints it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench

RUNS = 5
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    ["depositary --help", "depositary check", "depositary build --check", "make-release --dry-run"],
)
def test_time_of(command: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, *arguments = command.split()
    elapsed_s = []

    for _ in range(RUNS):
        start_s = time.perf_counter()
        subprocess.run([BIN / name, *arguments], cwd=repository, check=True, capture_output=True)
        elapsed_s.append(time.perf_counter() - start_s)

    fastest_ms, median_ms = 1000 * min(elapsed_s), 1000 * statistics.median(elapsed_s)
    with capsys.disabled():
        print(f"\n{command:<24} fastest {fastest_ms:6.0f} ms   median {median_ms:6.0f} ms", end="")
