"""The packages that ``make bench`` measures are what it says of them; nothing is measured here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_a_package_of_each_variant_has_the_findings_of_frictionless(repository: Path) -> None:
    bench = [sys.executable, str(Path(__file__).parent), "--here", "--sizes", "400"]

    done = subprocess.run(bench, cwd=repository, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "| 400 clean | 0 |" in done.stdout
    assert "| 400 broken | 0 |" not in done.stdout
