"""What tests of the review page share: an invented article, and the page as it is served."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from depositary.project import Project

CANAL = """\
Listen to this article

Oskany and Velmar agree to reopen the Tirn Canal

The foreign ministers of Oskany and Velmar, Ilse Maran and Pavel Dusk, signed a memorandum of \
understanding in Port Amber on Tuesday that would reopen the Tirn Canal to cargo ships 🚢 for the \
first time since 2019.

The document, which the two governments call the Amber Memorandum, covers shipping, customs and \
energy. It is set to be ratified by both parliaments before the end of June, Maran told reporters.

“We have waited six years for this day,” Dusk said. “The canal belongs to everyone.”

Velmar will withdraw its patrol boats from the canal by 1 May, according to the text, which was \
published by the news agency Amber Wire.
"""


@dataclass(frozen=True)
class Served:
    """A page that is being served."""

    project: Project
    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return urlsplit(self.address).port

    @property
    def token(self) -> str:
        return urlsplit(self.address).path.split("/")[1]

    @property
    def reading(self) -> dict[str, Any]:
        (path,) = self.project.seeds.glob("*.reading.json")
        return orjson.loads(path.read_bytes())


def command(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Call depositary as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "depositary", *map(str, words)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def settled(page: Page) -> None:
    """Wait until the page has carried out what it was asked for, and a card is open or all done."""
    page.wait_for_selector("body.ready")
    page.wait_for_selector("main:not([aria-busy=true])")


def boxes_of(page: Page, words: str) -> list[list[float]]:
    """Where words of the article stand in the window, line by line: left, top, right, bottom."""
    return page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            node.parentElement.scrollIntoView({ block: "center" });
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            return [...range.getClientRects()].map((b) => [b.left, b.top, b.right, b.bottom]);
          }
          throw new Error(`no ${words}`);
        }""",
        words,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    said: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: said.put(process.stdout.readline()), daemon=True).start()
    address = said.get(timeout=30).strip()
    assert address.startswith("http://127.0.0.1:"), address
    return address
