"""``make eval`` scores what is printed, on texts that it is given."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = """\
Norway\tB-country
and\tO
Kenya\tB-country
signed\tO
it\tO
.\tO

"""


@pytest.fixture
def evaluate(repository: Path):
    """Run the evaluation, and give what it printed and how it ended."""

    def call(*args: str) -> tuple[str, int]:
        hidden = {key: value for key, value in os.environ.items() if key != "DEPOSITARY_CORPORA"}
        done = subprocess.run(
            [sys.executable, "tests/eval", *args],
            cwd=repository,
            env=hidden,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr, done.returncode

    return call


def test_without_texts_it_says_how_to_name_them(evaluate) -> None:
    said, code = evaluate()

    assert "--corpora FOLDER" in said
    assert code == 2


def test_names_are_scored_by_span_and_kind(evaluate, tmp_path: Path) -> None:
    (tmp_path / "crossner-politics").mkdir()
    (tmp_path / "crossner-politics" / "dev.txt").write_text(SENTENCES, encoding="utf-8")

    said, code = evaluate("--corpora", str(tmp_path), "--only", "names", "--peers", "none")

    assert code == 0, said
    assert "| span and kind | core |" in said
    assert " 1.000 |" in said
    assert "How often is right" in said
