"""How long from a key to a confirmed decision, in a real browser, with a large register."""

from __future__ import annotations

import hashlib
import json
import queue
import shutil
import subprocess
import threading
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from environments import CACHE, ROOT, of_tree
from report import table

if TYPE_CHECKING:
    from pathlib import Path

_EVENTS = 40
_RECORDS = 7
"""That each event makes, about: itself, its date, its sector, its participants, and actors."""

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
        project = _project(size)
        took = _decide(project, decisions)
        rows.append([
            f"{size:,}", f"{len(took)}", f"{median(took):.0f} ms",
            f"{quantiles(took, n=20)[-1]:.0f} ms", f"{max(took):.0f} ms",
        ])  # fmt: skip
    return table(["records", "decisions", "median", "95 of 100", "longest"], rows)


def _decide(project: Path, decisions: int) -> list[float]:
    from playwright.sync_api import sync_playwright

    with (
        subprocess.Popen(
            [str(of_tree().parent / "depositary"), "review", "src-000", "--no-browser"],
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
            page.evaluate(_WATCH)
            for number in range(1, decisions + 1):
                page.keyboard.press("a")
                page.wait_for_selector(f"body[data-took='{number}']", timeout=30_000)
                page.wait_for_selector("main:not([aria-busy=true])")
            took: list[float] = page.evaluate("() => window.took")
            browser.close()
        finally:
            served.terminate()
    return took


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


def _article(seeds: Path, number: int) -> dict[str, Any]:
    """Write an article and its card; what can be read in it."""
    states = [f"Arvenia{number:x}", f"Lutharia{number:x}"]
    told = [
        f"{states[0]} and {states[1]} met in Port {at} on {at % 28 + 1} May 2031 over trade."
        for at in range(_EVENTS)
    ]
    text = "\n\n".join(told) + "\n"
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
    events = [
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
    return {"source": f"src-{number:03}", "coder": "bench", "actors": actors, "events": events}
