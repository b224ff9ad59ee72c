"""An extractor as a stranger would install one: a module, and a folder that tells of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parent / "plugin"
"""Where its module and its folder are."""


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that are none of ours, in this process."""
    monkeypatch.syspath_prepend(PLUGIN)


@pytest.fixture
def annotate(tmp_path: Path):
    """Call ``depositary annotate`` as a person does, in an empty folder, with the plugin there."""

    def call(*args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        paths = [str(PLUGIN), os.environ.get("PYTHONPATH", "")]
        return subprocess.run(
            [sys.executable, "-m", "depositary", "annotate", *args],
            cwd=tmp_path,
            input=given,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            capture_output=True,
            check=False,
        )

    return call
