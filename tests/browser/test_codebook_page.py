"""The codebook as it is seen and printed: it fits a phone, and its heads stand on each page."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from depositary import building, schema
from depositary.project import Project
from depositary.release.codebook import as_html, counted
from depositary.release.editions import of_register

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def address(repository: Path, tmp_path: Path) -> str:
    """The address of the codebook of the harbour project."""
    root = tmp_path / "harbour"
    shutil.copytree(repository / "schema", root / "schema")
    shutil.copytree(repository / "tests" / "harbour" / "seeds", root / "seeds")
    where = Project(root)
    law = schema.load(where.schema)
    building.write(where, building.artefacts(where, law, building.build(where, law)))
    book = counted(law, of_register(where).tables, "1.0.0", "2031-05-02", {})
    (tmp_path / "codebook.html").write_text(as_html.written(book), encoding="utf-8")
    return (tmp_path / "codebook.html").as_uri()


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_but_a_wide_table_is_wider_than_the_screen(page, address, width) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_muted_can_be_read_on_its_ground(page, address, scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)

    lights = page.evaluate("""() => [document.body, document.querySelector('.muted')].map(it => {
      const look = getComputedStyle(it);
      return [look.color, getComputedStyle(document.body).backgroundColor].map(text => {
        const parts = text.match(/[0-9.]+/g).slice(0, 3).map(it => it / 255)
          .map(it => it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      });
    })""")

    for pair in lights:
        # WCAG 2.2, 1.4.3: contrast of text.
        assert (max(pair) + 0.05) / (min(pair) + 0.05) >= 4.5


def test_it_asks_for_nothing_and_says_nothing_on_the_console(page, address) -> None:
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url))

    page.goto(address)

    assert told == [address]


def test_printed_it_has_sheets_of_a4_with_the_light_colours(page, address) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)

    data = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print", color_scheme="dark")

    sheets = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", data)
    assert len(sheets) > 5
    assert {(round(float(wide)), round(float(high))) for wide, high in sheets} == {(595, 842)}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == (
        "table-header-group"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('h3')).breakAfter") == "avoid"
    assert page.evaluate("getComputedStyle(document.querySelector('tr')).breakInside") == "avoid"
