"""Texts and proposals that want to do harm are words on the page, and nothing more."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson
import pytest

from reviewing import CANAL, command, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.project import Project

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"
ATTRIBUTE = '" onmouseover="alert(4)" x=\''
TEMPLATE = "{{ 7 * 7 }}${7*7}{% raw %}</textarea></title>-->"
BIDI = "\u202etxt.exe\u202c\u2066 \u200b\u061c"
ALL = f"{SCRIPT} {ATTRIBUTE} {TEMPLATE} {BIDI}"


@pytest.fixture
def hostile(article: Callable[[str], Project]) -> Project:
    """An article, and proposals for it, in which every word may be an attack."""
    text = f"{CANAL}\nThe Harbour Board of Oskany {ALL} met in Lisk on Monday.\r\nIt ended.\r\n"
    project = article(text)
    done = command("extract", folder=project.root)
    assert done.returncode == 0, done.stderr
    (path,) = (project.root / ".depositary" / "proposed").iterdir()
    value = orjson.loads(path.read_bytes())
    for at, actor in enumerate(value["actors"]):
        actor["name"] = f"{ALL}\0{at}"
        actor["names"][0]["name"] = f"{at}{ALL}"
        actor["proposed_by"]["why"] = ALL
        actor["note"] = ALL
    value["agreements"][0]["title"] = ATTRIBUTE
    value["actors"][0]["evidence"] = [{"quote": f"{ALL}\0 is nowhere"}]
    path.write_bytes(orjson.dumps(value))
    return project


def test_nothing_of_a_hostile_text_runs_or_turns_other_words(hostile, serve, window) -> None:
    page = window()
    page.goto(serve(hostile).address)
    settled(page)

    for _ in range(4):
        page.keyboard.press("j")
        settled(page)
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    text = page.locator("#article").inner_text()
    bare = page.evaluate("document.body.innerText")

    assert SCRIPT in text
    assert page.locator("#article script, #article img, #article svg, #queue img").count() == 0
    assert page.locator("[onmouseover], [onerror], [onload]").count() == 0
    assert "\u202e" not in bare
    assert page.locator("#article .odd").count() >= 5


def test_offsets_stay_those_of_the_text_after_characters_that_a_browser_would_change(
    hostile, serve, window
) -> None:
    page = window()
    page.goto(serve(hostile).address)
    settled(page)

    found = page.evaluate(
        """async () => {
          const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf("ended");
            if (at < 0) continue;
            getSelection().setBaseAndExtent(node, at, node, at + 5);
            const own = document.querySelector("script[src]").src;
            const { selected, words } = await import(own.replace("page.js", "article.js"));
            return (await words(selected())).quote;
          }
          return "";
        }"""
    )

    assert found == "ended"


def test_a_paragraph_of_ten_megabytes_opens_and_can_be_decided_about(
    article, serve, window
) -> None:
    project = article(CANAL)
    text = project.seeds / "canal.txt"
    long = "The canal 🚢 is long and <b>wide</b>. " * 280_000
    data = f"{text.read_text(encoding='utf-8')}\n{long.strip()}\n".encode()
    text.write_bytes(data)
    card = project.seeds / "canal.source.json"
    value = orjson.loads(card.read_bytes())
    length = len(data.decode())
    value |= {"sha256": hashlib.sha256(data).hexdigest(), "chars": length, "body_end": length}
    card.write_bytes(orjson.dumps(value))
    (project.root / ".depositary" / "proposed").mkdir(parents=True)
    proposed = {
        "source": "src-canal",
        "coder": "depositary extract",
        "actors": [
            {
                "id": "act-0123456789ab",
                "name": "Ilse Maran",
                "kind": "person",
                "names": [{"name": "Ilse Maran", "kind": "canonical"}],
                "evidence": [{"quote": "Ilse Maran and Pavel Dusk"}],
                "proposed_by": {"extractor": "names"},
            }
        ],
    }
    (project.root / ".depositary" / "proposed" / "canal.reading.json").write_bytes(
        orjson.dumps(proposed)
    )
    page = window()
    page.set_default_timeout(60_000)
    page.goto(serve(project).address)
    settled(page)

    page.keyboard.press("a")
    page.wait_for_selector('.line[data-state="accepted"]')

    assert page.locator("#article b").count() == 0
    assert "act-ilse-maran" in (project.seeds / "canal.reading.json").read_text(encoding="utf-8")
