"""How long from a key to a confirmed decision, in a real browser, with a large register."""

from __future__ import annotations

import hashlib
import json
import queue
import shutil
import subprocess
import threading
from contextlib import contextmanager
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from environments import CACHE, ROOT, of_tree
from report import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

_EVENTS = 40
_RECORDS = 7
"""That each event makes, about: itself, its date, its sector, its participants, and actors."""

_FILLER = (
    "Both sides said after the talks that much of what had been asked for was still open, and that "
    "nothing was agreed until all of it was, as an official who knew of the draft had told "
    "reporters."
)

# Notes when a key went down, and when the page said that the decision is saved.
_WATCH = """
() => {
  window.took = [];
  let began = 0;
  addEventListener("keydown", () => { began = performance.now(); }, true);
  const words = document.getElementById("progress-words");
  new MutationObserver(() => {
    if (!began) return;
    window.took.push(performance.now() - began);
    began = 0;
    document.body.dataset.took = window.took.length;
  }).observe(words, {childList: true, characterData: true, subtree: true});
}
"""


_FRAMES = """
() => {
  window.frames_ms = [];
  let last = 0;
  const tick = (now) => {
    if (last) window.frames_ms.push(now - last);
    last = now;
    window.ticking = requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""
_FRAME_MS = 1000 / 60


def latency(records: int, decisions: int) -> str:
    """A table: milliseconds from the key to the confirmation, with few records and with many.

    Parameters
    ----------
    records : int
        Of the register, about.
    decisions : int
        How many proposals are accepted.
    """
    rows = []
    for size in (_EVENTS * _RECORDS, records):
        with _reviewed(_project(size), "src-000") as page:
            rows.append([f"{size:,} records", *_timed(page, decisions)])
    with _reviewed(_long(), "src-000") as page:
        rows.append(["2,000 proposals on 50,000 words", *_timed(page, decisions)])
        frames = _frames(page)
    head = ["", "decisions", "median", "95 of 100", "longest"]
    return f"{table(head, rows)}\n\n{frames}"


def _timed(page: Page, decisions: int) -> list[str]:
    page.evaluate(_WATCH)
    for number in range(1, decisions + 1):
        page.keyboard.press("a")
        page.wait_for_selector(f"body[data-took='{number}']", timeout=30_000)
        page.wait_for_selector("main:not([aria-busy=true])")
    took: list[float] = page.evaluate("() => window.took")
    return [f"{len(took)}", *(f"{each:.0f} ms" for each in _short(took))]


def _short(values: list[float]) -> tuple[float, float, float]:
    return median(values), quantiles(values, n=20)[-1], max(values)


def _frames(page: Page) -> str:
    """A table: how long frames last while one scrolls, and while one goes from card to card."""

    def wheel(pane: str) -> None:
        box = page.locator(pane).bounding_box()
        page.mouse.move(box["x"] + 60, box["y"] + 300)
        for _ in range(100):
            page.mouse.wheel(0, 400)
            page.wait_for_timeout(_FRAME_MS)

    def walk() -> None:
        for _ in range(40):
            page.keyboard.press("j")
            page.wait_for_selector("main:not([aria-busy=true])")
            page.wait_for_timeout(100)

    rows = []
    for words, act in (
        ("the article is scrolled", lambda: wheel(".text")),
        ("the queue is scrolled", lambda: wheel(".side")),
        ("from card to card", walk),
    ):
        page.evaluate(_FRAMES)
        act()
        lasted = page.evaluate("() => { cancelAnimationFrame(ticking); return frames_ms; }")
        late = sum(each > 1.5 * _FRAME_MS for each in lasted)
        of_short = (f"{each:.1f} ms" for each in _short(lasted))
        rows.append([words, f"{len(lasted)}", *of_short, f"{late}"])
    return table(["frames while", "frames", "median", "95 of 100", "longest", "left out"], rows)


@contextmanager
def _reviewed(project: Path, source: str) -> Iterator[Page]:
    """The review page of a source, in a browser."""
    from playwright.sync_api import sync_playwright

    with (
        subprocess.Popen(
            [str(of_tree().parent / "depositary"), "review", source, "--no-browser"],
            cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as served,
        sync_playwright() as playwright,
    ):  # fmt: skip
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: lines.put(served.stdout.readline()), daemon=True).start()
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
            page = browser.new_page()
            page.goto(lines.get(timeout=300).strip())
            page.wait_for_selector("body.ready", timeout=300_000)
            page.wait_for_selector("main:not([aria-busy=true])")
            yield page
            browser.close()
        finally:
            served.terminate()


def _long() -> Path:
    """A project of one long article: 51,000 words, of which 2,000 records are proposed."""
    folder = CACHE / "review-long"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "schema", folder / "schema")
    (folder / "seeds").mkdir(parents=True)
    reading = _article(folder / "seeds", 0, events=1000, filler=f" {_FILLER}")
    speaker = reading["actors"][0]["id"]
    by = reading["actors"][0]["proposed_by"]
    reading["claims"] = [
        {"id": f"clm-000-{at}", "speaker": speaker, "act": "states", "about": event["id"],
         "content": f"They met {at} times.", "cue": "met", "directness": "indirect",
         "evidence": event["evidence"], "proposed_by": by}
        for at, event in enumerate(reading["events"][:998])
    ]  # fmt: skip
    proposed = folder / ".depositary" / "proposed" / "000.reading.json"
    proposed.parent.mkdir(parents=True)
    proposed.write_text(json.dumps(reading), encoding="utf-8")
    return folder


def _project(records: int) -> Path:
    """A project of articles about meetings, all read but the first, whose events are proposed."""
    folder = CACHE / f"review-{records}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "schema", folder / "schema")
    (folder / "seeds").mkdir(parents=True)
    for number in range(max(2, records // (_EVENTS * _RECORDS) + 1)):
        reading = _article(folder / "seeds", number)
        name = f"{number:03}.reading.json"
        proposed = folder / ".depositary" / "proposed" / name
        if number == 0:
            proposed.parent.mkdir(parents=True)
            proposed.write_text(json.dumps(reading), encoding="utf-8")
        else:
            (folder / "seeds" / name).write_text(json.dumps(reading), encoding="utf-8")
    return folder


def _code(key: str) -> str:
    """Three letters for a state; some share theirs, as states that follow each other do."""
    digits = hashlib.sha256(key.encode()).digest()
    return "X" + "".join(chr(65 + digit % 26) for digit in digits[:2])


def _article(seeds: Path, number: int, events: int = _EVENTS, filler: str = "") -> dict[str, Any]:
    """Write an article and its card; what can be read in it."""
    states = [f"Arvenia{number:x}", f"Lutharia{number:x}"]
    told = [
        f"{states[0]} and {states[1]} met in Port {at} on {at % 28 + 1} May 2031 over trade."
        for at in range(events)
    ]
    text = "\n\n".join(f"{each}{filler}" for each in told) + "\n"
    content = text.encode()
    (seeds / f"{number:03}.txt").write_bytes(content)
    card = {
        "source_id": f"src-{number:03}", "kind": "news_article", "published": "2031-06-01",
        "published_basis": "stated", "language": "en", "file": f"{number:03}.txt",
        "sha256": hashlib.sha256(content).hexdigest(), "chars": len(text), "body_start": 0,
        "body_end": len(text) - 1,
    }  # fmt: skip
    (seeds / f"{number:03}.source.json").write_text(json.dumps(card), encoding="utf-8")
    is_proposed = number == 0
    by = {"proposed_by": {"extractor": "events", "why": "a verb"}} if is_proposed else {}
    ids = [f"act-{state.lower()}" for state in states]
    actors = [
        {"id": key, "name": state, "kind": "state", "country": _code(key),
         "names": [{"name": state, "kind": "canonical"}], "evidence": [{"quote": told[0]}], **by}
        for key, state in zip(ids, states, strict=True)
    ]  # fmt: skip
    meetings = [
        {
            "id": f"evt-{number:03}-{at}", "title": f"Meeting {number}-{at}", "kind": "meeting",
            "modality": "happened", "place": f"Port {at}",
            "dates": [{"role": "occurred", "edtf": f"2031-05-{at % 28 + 1:02}",
                       "basis": "explicit", "expression": f"{at % 28 + 1} May 2031"}],
            "sectors": [{"sector": "trade", "expression": "trade"}],
            "participants": [{"actor": key, "role": "participant"} for key in ids],
            "evidence": [{"quote": sentence}], **by,
        }
        for at, sentence in enumerate(told)
    ]  # fmt: skip
    return {"source": f"src-{number:03}", "coder": "bench", "actors": actors, "events": meetings}
