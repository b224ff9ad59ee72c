"""A real browser; what a page does that it should not fails the test that looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from needed import needed, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Programs of which one is used; none is downloaded. ``.ci/run`` looks for the same."""
WIDTHS = {"wide": 1280, "narrow": 390}
"""In CSS pixels: a desk, and a telephone."""
_HEIGHT = 800
_NEAR = ("127.0.0.1", "localhost", "")
"""Hosts that a page may ask: this machine, and those of a file."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser of this machine, started once."""
    needed("playwright", "playwright, a client of browsers,")
    from playwright.sync_api import sync_playwright

    path = program(*BROWSERS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window: ``window("narrow", color_scheme="dark", java_script_enabled=False)``.

    At the end nothing may have been complained of, tried to run or asked of another machine.
    """
    complaints: list[str] = []
    contexts = []

    def opened(width: str = "wide", **of_context: object) -> Page:
        size = {"width": WIDTHS[width], "height": _HEIGHT}
        contexts.append(browser.new_context(viewport=size, **of_context))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        _listen(page, complaints)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A wide window."""
    return window()


def _listen(page: Page, complaints: list[str]) -> None:
    def heard(message) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"console: {message.text}")

    def asked(request) -> None:
        if urlsplit(request.url).hostname not in (*_NEAR, None):
            complaints.append(f"asked: {request.url}")

    def opened(dialog) -> None:
        complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", heard)
    page.on("request", asked)
    page.on("dialog", opened)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("popup", lambda other: complaints.append(f"popup: {other.url}"))
