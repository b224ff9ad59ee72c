"""The page is for everyone: axe-core finds no violation in any state, light, dark, wide, narrow."""

from __future__ import annotations

import pytest

from needed import needed
from reviewing import settled

axe = needed("axe_playwright_python.sync_playwright", "axe-playwright-python")


def violations(page) -> list[str]:
    """What axe-core has against a page, in one line each."""
    page.wait_for_timeout(250)  # what fades in has a colour of its own only at the end
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
        for each in found
        for node in each["nodes"]
    ]


@pytest.fixture(
    params=[("wide", "light"), ("wide", "dark"), ("narrow", "light"), ("narrow", "dark")]
)
def shown(request, served, window):
    width, scheme = request.param
    page = window(width, color_scheme=scheme)
    page.goto(served.address)
    settled(page)
    page.wait_for_selector(".line.open")
    return page


def test_the_page_and_its_dialogs_have_no_violation(shown) -> None:
    found = violations(shown)
    for key in ("x", "Escape", "?", "Escape", "m", "Escape", "Escape", "e"):
        shown.keyboard.press(key)
        found += [f"after {key}: {each}" for each in violations(shown)]
    shown.keyboard.press("Escape")
    for key in ("a", "x", "1", "s"):
        shown.keyboard.press(key)
        settled(shown)
    found += [f"decided: {each}" for each in violations(shown)]
    shown.locator('[data-do="check"]').click()
    shown.wait_for_selector("#dialog[open]")
    found += [f"checked: {each}" for each in violations(shown)]

    assert found == []


def test_the_list_of_articles_and_a_card_alone_have_no_violation(served, window) -> None:
    page = window(java_script_enabled=True)
    page.goto(f"{served.address}src-canal" if served.address.endswith("/") else served.address)
    settled(page)
    card = page.locator(".line a.head").first.get_attribute("href")

    page.goto(f"http://127.0.0.1:{served.port}{card}")
    found = violations(page)

    assert found == []
