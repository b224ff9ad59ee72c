"""A fresh, invented article on the page, served as a curator starts it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from depositary.project import Project
from reviewing import CANAL, Served, command, first_line, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture
def article(tmp_path: Path, repository: Path) -> Callable[[str], Project]:
    """Take a text into custody, in a project of its own that nobody has read."""

    def taken(text: str, published: str = "2025-03-04") -> Project:
        root = tmp_path / "canal"
        shutil.copytree(repository / "schema", root / "schema")
        (root / "seeds").mkdir()
        (tmp_path / "canal.txt").write_text(text, encoding="utf-8", newline="")
        done = command("add", tmp_path / "canal.txt", "--published", published, folder=root)
        assert done.returncode == 0, done.stderr
        return Project(root)

    return taken


@pytest.fixture
def serve() -> Iterator[Callable[[Project], Served]]:
    """Start the page of a project, and end it as a person does."""
    running: list[subprocess.Popen[str]] = []

    def started(project: Project) -> Served:
        process = subprocess.Popen(
            [sys.executable, "-m", "depositary", "review", "--no-browser", "--coder", "mara"],
            cwd=project.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        running.append(process)
        return Served(project, first_line(process), process)

    yield started
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
        process.stdout.close()
        process.stderr.close()


@pytest.fixture
def served(article: Callable[[str], Project], serve: Callable[[Project], Served]) -> Served:
    """The page of the invented article; what is proposed stays, however extraction gets on."""
    project = article(CANAL)
    folder = project.root / ".depositary" / "proposed"
    folder.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("canal.proposed.json"), folder / "canal.reading.json")
    return serve(project)


@pytest.fixture
def desk(served: Served, page: Page) -> Page:
    """A wide window with the page of the invented article, ready for a decision."""
    page.goto(served.address)
    settled(page)
    return page


@pytest.fixture
def refusing(served: Served, browser: Browser) -> Iterator[Page]:
    """A window on the same page, in which refusals are expected: a browser notes each of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(served.address)
    settled(page)
    yield page
    context.close()
