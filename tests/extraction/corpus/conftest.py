"""A corpus, and an extractor of a stranger, installed here and in processes that are started."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from extraction.corpus.newsroom import Plugin, article, command, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def plugin(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Plugin]:
    """An installed extractor ``spotter``; here and in processes that are started."""
    folder = tmp_path_factory.mktemp("plugin")
    made = Plugin(folder)
    made.write()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), *sys.path])))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    yield made
    sys.modules.pop("spotter", None)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with two files of JSON lines, sixty articles in all."""
    write_lines(tmp_path / "news" / "2031" / "a.jsonl", [article(n) for n in range(40)])
    write_lines(tmp_path / "news" / "2031" / "b.jsonl", [article(n) for n in range(40, 60)])
    return tmp_path / "news"


@pytest.fixture
def extract(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call ``depositary extract`` in a process of its own, with the plugin."""

    def call(corpus: object, to: str, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(corpus, tmp_path / to, *options),
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100,
        )  # fmt: skip

    return call
