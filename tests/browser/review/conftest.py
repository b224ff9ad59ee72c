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
def serve() -> Iterator[Callable[..., Served]]:
    """Start the page of a project, and end it as a person does: ``serve(project, *bound)``.

    ``bound`` is a command that runs another one with fewer rights.
    """
    running: list[subprocess.Popen[str]] = []

    def started(project: Project, *bound: str) -> Served:
        words = [sys.executable, "-m", "depositary", "review", "--no-browser", "--coder", "mara"]
        process = subprocess.Popen(
            [*bound, *words],
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
def canal(article: Callable[[str], Project]) -> Project:
    """The invented article, with proposals that stay as they are, however extraction gets on."""
    project = article(CANAL)
    folder = project.root / ".depositary" / "proposed"
    folder.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("canal.proposed.json"), folder / "canal.reading.json")
    return project


@pytest.fixture
def served(canal: Project, serve: Callable[..., Served]) -> Served:
    """The page of the invented article."""
    return serve(canal)


@pytest.fixture
def desk(served: Served, page: Page) -> Page:
    """A wide window with the page of the invented article, ready for a decision."""
    page.goto(served.address)
    settled(page)
    return page


@pytest.fixture
def indulgent(browser: Browser) -> Iterator[Page]:
    """A window in which refusals are expected: a browser notes each of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def refusing(served: Served, indulgent: Page) -> Page:
    """Such a window on the page of the invented article."""
    indulgent.goto(served.address)
    settled(indulgent)
    return indulgent
