"""The page of a catalogue as it is seen: it filters, fits, is for everyone, runs nothing else."""

from __future__ import annotations

import hashlib

import pytest

from depositary.release.catalogue import Catalogue, write
from depositary.release.catalogue.entries import Entry
from depositary.release.metadata.facts import Facts
from depositary.releases import Index, Release, ReleaseFile
from needed import needed

HOSTILE = '<img src=x onerror=alert(1)><script>document.title = "owned"</script>'


def release(name, version, **said):
    sha256 = hashlib.sha256(f"{name}{version}".encode()).hexdigest()
    file = ReleaseFile(f"{name}-{version}.zip", 123_456, sha256)
    return Release(version, sha256, "2031-05-02", "minor", f"{HOSTILE} came", (file,), **said)


def entry(name, licence, title):
    versions = (release(name, "1.1.0", state="yanked", reason=HOSTILE), release(name, "1.0.0"))
    licences = [{"name": licence, "title": licence, "path": "https://example.org/licence"}]
    tables = [{"name": "b" * 120, "description": "All birds."}, {"name": "nests"}]
    package = {"name": name, "title": title, "description": f"{title} {'x' * 400}",
               "licenses": licences, "contributors": [{"title": "Mara Quill"}],
               "keywords": [name], "resources": tables}  # fmt: skip
    rows = {"b" * 120: 1_000_000, "nests": 7}
    facts = Facts(package, "1.0.0", "2031-05-02")
    papers = frozenset({"README.md"})
    return Entry(Index(name, title, versions), f"../{name}", versions[1], facts, rows, papers)


@pytest.fixture
def shown(tmp_path) -> str:
    """The address of a page with three datasets, of the last of which nothing stands."""
    gone = Index("gone", "Gone", (release("gone", "1.0.0", state="yanked", reason="Wrong."),))
    entries = (entry("gulls", "CC0-1.0", "Gulls"), entry("terns", "MIT", HOSTILE))
    page, _ = write(Catalogue("Birds", (*entries, Entry(gone, "../gone"))), tmp_path)
    return page.as_uri()


def titles(page) -> list[str]:
    return page.locator("article:visible h2").all_inner_texts()


def test_words_and_licence_narrow_what_is_shown(page, shown) -> None:
    page.goto(shown)
    everything = titles(page)

    page.get_by_label("Text").fill("BIRDS gulls")
    by_words, count = titles(page), page.locator("output").inner_text()
    page.get_by_label("Text").fill("")
    page.get_by_label("Licence").select_option("MIT")

    assert everything == ["Gulls", HOSTILE, "Gone"]
    assert (by_words, count) == (["Gulls"], "1 of 3 shown")
    assert titles(page) == [HOSTILE]


def test_without_scripts_all_is_there_and_no_filter_that_would_not_work(window, shown) -> None:
    page = window(java_script_enabled=False)
    page.goto(shown)
    page.locator("details summary").nth(1).click()

    assert len(titles(page)) == 3
    assert page.locator("form").is_hidden()
    assert page.get_by_text("1.1.0", exact=True).first.is_visible()


def test_words_of_strangers_are_shown_and_never_run(page, shown) -> None:
    page.goto(shown)

    assert page.title() == "Birds · depositary catalogue"
    assert page.locator("main img").count() == 0
    assert page.get_by_text(f"Version 1.1.0 is yanked: {HOSTILE}").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_it_fits_and_axe_finds_no_violation(window, shown, width, scheme) -> None:
    axe = needed("axe_playwright_python.sync_playwright", "axe-playwright-python")
    page = window(width, color_scheme=scheme)
    page.goto(shown)
    page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")

    found = axe.Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
