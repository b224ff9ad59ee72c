"""``annotate --format html`` as it is seen: it tells, filters, and nothing in the text runs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = """\
Harbour pact signed

Foreign Minister Ana Orell of Norway said on Friday that Kenya had signed the Gull Bay Harbour \
Treaty, which covers trade, energy and fisheries. “We will keep our word,” Orell told reporters.

Officials in Nairobi denied that troops had attacked the port last month, according to the Kenya \
Ports Authority. Norway threatened to impose sanctions on 4 March 2031.

Share this article on all networks
"""
HOSTILE = """\
<script>document.title = "owned"</script> said Ana Orell of Norway on Friday.

<img src=x onerror=alert(1)> Norway</mark></p><a href="https://evil.example/">and Kenya</a> signed \
"><svg onload=alert(2)> the Gull Bay Treaty <iframe src=https://evil.example></iframe> in May 2031.

Orell\u202edettimbus\u202c told Kenya's President javascript:alert(3) \
<style>*{display:none}</style> {{7*7}} ]]> <!-- that Norway would pay.
"""
KINDS = {
    "person", "organisation", "place", "event", "date", "agreement", "sector", "claim",
}  # fmt: skip


@pytest.fixture
def shown(tmp_path: Path) -> Callable[[str], str]:
    """The address of the page that the command makes of a text."""

    def made(text: str) -> str:
        (tmp_path / "harbour.txt").write_text(text, encoding="utf-8")
        called = [sys.executable, "-m", "depositary", "annotate", "harbour.txt", "--format", "html"]
        options = ["--published", "2031-05-04", "--output", "page.html"]
        subprocess.run([*called, *options], cwd=tmp_path, check=True, capture_output=True)
        return (tmp_path / "page.html").as_uri()

    return made


def style(locator, name: str, part: str = "") -> str:
    """A computed property of an element, or of a part of it such as ``::before``."""
    return locator.evaluate(
        "(it, [name, part]) => getComputedStyle(it, part || null)[name]", [name, part]
    )


def test_each_kind_has_a_letter_a_line_and_a_colour(page, shown) -> None:
    page.goto(shown(TEXT))

    looks = {}
    for kind in KINDS:
        mark = page.locator(f"mark.{kind}[data-letter]").first
        drawn = [style(mark, f"textDecoration{name}") for name in ("Line", "Style", "Color")]
        looks[kind] = (*drawn, style(mark, "content", "::before"))

    assert all(look[0] == "underline" for look in looks.values())
    assert len(set(looks.values())) == len(KINDS)
    assert len({look[3] for look in looks.values()}) == len(KINDS)


def test_what_is_pointed_at_tells_its_values_beside_the_text(page, shown) -> None:
    page.goto(shown(TEXT))
    beside = page.locator("aside")
    hint = beside.inner_text()

    page.locator("mark.date").first.hover()
    told = beside.inner_text()
    page.mouse.move(1270, 790)

    assert "Point at a mention" in hint
    assert told.splitlines()[:2] == ["date", "Friday"]
    assert "2031-05-02" in told
    assert "proposed by" in told
    assert beside.inner_text() == hint


def test_keys_go_from_one_mention_to_the_next_and_tell(page, shown) -> None:
    page.goto(shown(TEXT))
    beside = page.locator("aside")
    for _ in range(len(KINDS) + 1):  # past the boxes
        page.keyboard.press("Tab")

    told = []
    for key in ("ArrowRight", "j", "ArrowLeft"):
        page.keyboard.press(key)
        told.append(beside.inner_text())
    page.keyboard.press("Escape")

    assert told[0] != told[1]
    assert told[2] == told[0]
    assert "Point at a mention" in beside.inner_text()


def test_a_kind_that_is_not_ticked_is_not_seen_told_or_reached(page, shown) -> None:
    page.goto(shown(TEXT))
    first = page.locator("mark.date[data-letter]").first

    page.get_by_label("date").uncheck()
    page.locator("mark:not(.date)[tabindex='0']").focus()
    reached = {step_on(page) for _ in range(60)}

    assert style(first, "textDecorationLine") == "none"
    assert style(first, "display", "::before") == "none"
    assert style(page.locator("mark.place[data-letter]").first, "textDecorationLine") == "underline"
    assert not any(told.startswith("date\n") for told in reached)
    page.get_by_label("date").check()
    assert style(first, "textDecorationLine") == "underline"


def step_on(page) -> str:
    page.keyboard.press("ArrowRight")
    return page.locator("aside").inner_text()


def test_without_scripts_it_tells_and_filters_all_the_same(window, shown) -> None:
    page = window(java_script_enabled=False)
    page.goto(shown(TEXT))
    friday = page.locator("mark.date").first

    friday.hover()
    known = friday.locator(".known")
    told = known.inner_text() if known.is_visible() else ""
    page.get_by_label("date").uncheck()

    assert "2031-05-02" in told
    assert style(friday, "textDecorationLine") == "none"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_text_of_strangers_is_shown_and_never_run(window, shown, width) -> None:
    page = window(width)
    page.goto(shown(HOSTILE))
    page.locator("mark[tabindex='0']").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")

    text = page.locator("main").inner_text()

    assert page.title() == "What was found · depositary annotate"
    assert '<script>document.title = "owned"</script>' in text
    assert "<img src=x onerror=alert(1)>" in text
    assert "\u202e" not in text
    assert "\\u202e" in text
    assert page.locator("main :is(script, img, a, svg, iframe, style)").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_it_fits_and_can_be_read_by_day_and_by_night(window, shown, width, scheme) -> None:
    page = window(width, color_scheme=scheme)
    endless = f"https://gull.example/{'harbour' * 60} said Norway on Friday. {'x' * 500}"

    page.goto(shown(f"{TEXT}\n\n{endless}\n"))

    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    is_dark = page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
    assert is_dark
    contrasts = page.evaluate(CONTRASTS)
    assert {key: ratio for key, ratio in contrasts.items() if ratio < LEGIBLE} == {}
    assert len(contrasts) > len(KINDS)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_mention_that_has_the_focus_is_hidden_by_nothing(window, shown, width) -> None:
    page = window(width)
    page.goto(shown(f"{TEXT}\n" * 12))
    page.locator("mark[tabindex='0']").focus()

    hidden = []
    for _ in range(80):
        page.keyboard.press("ArrowRight")
        hidden += page.evaluate(HIDDEN)

    assert hidden == []


LEGIBLE = 4.5
"""Of text and its ground: WCAG 2.2, success criterion 1.4.3."""
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const ratio = (colour) => {
    const [dark, bright] = [light(colour), ground].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const found = {};
  for (const it of document.querySelectorAll("main p, h1, legend, fieldset span, mark, aside")) {
    const { color } = getComputedStyle(it);
    found[`${it.localName}.${it.className}`] = ratio(color);
    if (it.dataset.letter) {
      found[`${it.className} letter`] = ratio(getComputedStyle(it, "::before").color);
    }
  }
  return found;
}"""
HIDDEN = """() => {
  const { top, bottom, left } = document.activeElement.getClientRects()[0];
  const above = document.elementFromPoint(left + 1, top + 2);
  const below = document.elementFromPoint(left + 1, bottom - 2);
  return [above, below].every((it) => it && document.activeElement.contains(it) )
    ? [] : [document.activeElement.textContent.slice(0, 60)];
}"""
