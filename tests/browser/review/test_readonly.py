"""In a folder that cannot be written to, the page can be read, says so, and loses nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from needed import program
from reviewing import CANAL, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from depositary.project import Project
    from reviewing import Served

READ_ONLY, WRITABLE = 0o555, 0o755


@pytest.fixture
def bound() -> tuple[str, ...]:
    """A command that takes from the administrator the right to write anywhere."""
    if os.geteuid() != 0:
        return ()
    return program("setpriv"), "--bounding-set=-dac_override", "--inh-caps=-dac_override"


@pytest.fixture
def allow(canal: Project) -> Iterator[Callable[[str, int], None]]:
    """Set the mode of a folder of the project and all below it; at the end, all can be removed."""

    def allowed(name: str, mode: int) -> None:
        top = canal.root / name
        for folder in (top, *(path for path in top.rglob("*") if path.is_dir())):
            folder.chmod(mode)

    yield allowed
    allowed("", WRITABLE)


@pytest.mark.parametrize("name", ["", "seeds", ".depositary"])
def test_decisions_are_refused_until_the_folder_can_be_written_to(
    canal: Project, serve: Callable[..., Served], indulgent: Page, allow, bound, name: str
) -> None:
    allow(name, READ_ONLY)
    served = serve(canal, *bound)
    indulgent.goto(served.address)
    settled(indulgent)
    first = indulgent.locator(".line.open .label").inner_text()

    indulgent.keyboard.press("a")
    settled(indulgent)
    told = indulgent.locator("#toast").inner_text()
    kept = indulgent.locator(".line.open .label").inner_text()
    refused = [*canal.seeds.glob("*.reading.json")]
    allow(name, WRITABLE)
    indulgent.keyboard.press("a")
    settled(indulgent)

    assert "No permission" in told
    assert (refused, kept) == ([], first)
    assert len(served.reading["actors"]) == 1


def test_an_article_that_nobody_has_read_cannot_be_extracted_and_the_page_says_why(
    article: Callable[[str], Project], serve: Callable[..., Served], indulgent: Page, bound
) -> None:
    project = article(CANAL)
    top = project.root / ".depositary"
    top.chmod(READ_ONLY)
    served = serve(project, *bound)

    indulgent.goto(served.address)
    told = indulgent.locator("main").inner_text()
    top.chmod(WRITABLE)
    indulgent.reload()
    settled(indulgent)

    assert "No permission" in told
    assert indulgent.locator(".line").count() > 0
