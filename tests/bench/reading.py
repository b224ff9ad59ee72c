"""How fast articles are read: the core beside spaCy's small pipeline, each on one core."""

from __future__ import annotations

import json
import random
import statistics
from typing import TYPE_CHECKING, NamedTuple

from environments import CACHE, HERE, of_requirements, of_tree, run
from measuring import in_turns
from report import milliseconds, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = CACHE / "articles"
SPACY = "spaCy's small pipeline"
CORE, KNOWN = "core", "core, 100,000 known names"
WANTED_TIMES_SPACY = 20
WANTED_START_MS = 300

_ARTICLES = {CORE: 400, KNOWN: 400, SPACY: 60}
"""How many each reads: enough for seconds."""
_PEOPLE = ("Ana", "Mara", "Ivo", "Sten", "Lidia", "Tomas"), ("Orell", "Quist", "Haldane", "Brask")
_STATES = "Norway", "Kenya", "Peru", "Vietnam", "Jordan", "Canada", "Ghana", "Iceland"
_OFFICES = "Foreign Minister", "President", "the ambassador", "Prime Minister"
_WHEN = "on Friday", "last month", "in July 2023", "on 4 March", "two years ago", "in the 1990s"
_SENTENCES = """\
{person} of {state} said {when} that the government would not sign the trade agreement with \
{other} before its parliament had voted on it.
{office} {person} met {second} in {other} {when}, and both described the talks as useful.
“We have waited long enough for this,” {second} told reporters, according to a statement.
The two countries signed a fisheries treaty {when}, after {state} had threatened to close its \
ports to vessels of {other}.
Officials in {other} denied that troops had been moved to the border, but {second} claimed that \
hundreds of soldiers were seen near it {when}.
It was a quiet morning in the harbour, and most of those who work there had heard little of what \
was going on elsewhere, although the ferries ran late again and the market opened without fish.
Prices rose by 3 per cent, the central bank of {state} announced {when}, while exports fell.
Analysts doubt whether the ceasefire, which the neighbours helped to bring about, holds.
""".splitlines()


def articles(count: int) -> Path:
    """A file of invented articles of some 450 words each, made once."""
    path = FOLDER / f"{count}.jsonl"
    if not path.is_file():
        FOLDER.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps({"text": text}, ensure_ascii=False) for text in _texts(count))
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _texts(count: int) -> Iterator[str]:
    chance = random.Random(2031)

    def person() -> str:
        return " ".join(map(chance.choice, _PEOPLE))

    for _ in range(count):
        paragraphs = []
        for _ in range(7):
            told = {
                "person": person(),
                "second": person(),
                "state": chance.choice(_STATES),
                "other": chance.choice(_STATES),
                "office": chance.choice(_OFFICES),
                "when": chance.choice(_WHEN),
            }
            paragraphs.append(" ".join(s.format(**told) for s in chance.sample(_SENTENCES, 3)))
        yield "\n\n".join(paragraphs)


class Measured(NamedTuple):
    """What one took: medians over its runs."""

    words_per_s: float
    bytes_per_s: float
    made_s: float
    found: int


def speed(runs: int) -> str:
    """A table of words a second on one core, in turns, each process anew."""
    pythons = {CORE: of_tree(), KNOWN: of_tree(), SPACY: of_requirements("spacy")}
    words = {CORE: "core", KNOWN: "known", SPACY: "spacy"}
    told: dict[str, list[list[float]]] = {who: [] for who in pythons}
    for _ in range(runs):
        for who, python in pythons.items():
            script = HERE / "peers" / "reading.py"
            printed = run(python, script, words[who], articles(_ARTICLES[who]))
            told[who].append(json.loads(printed))
    found = {who: _median(each) for who, each in told.items()}
    theirs = found[SPACY].words_per_s
    rows = [
        [
            who,
            f"{each.words_per_s:,.0f}",
            f"{each.bytes_per_s / 1e6:.2f} MB",
            f"**{each.words_per_s / theirs:.1f}**",
            "" if who == SPACY else str(WANTED_TIMES_SPACY),
            f"{each.made_s:.2f} s",
            f"{each.found / _ARTICLES[who]:.0f}",
        ]
        for who, each in found.items()
    ]
    head = ["who", "words a second", "text a second", "times spaCy", "wanted", "made ready in"]
    return table([*head, "mentions an article"], rows)


def _median(told: list[list[float]]) -> Measured:
    words, size_bytes, found, _, _ = told[0]
    cpu_s = statistics.median(each[4] for each in told)
    made_s = statistics.median(each[3] for each in told)
    return Measured(words / cpu_s, size_bytes / cpu_s, made_s, int(found))


def start(runs: int) -> str:
    """A table of how long whole commands take, on one article."""
    program = str(of_tree().with_name("depositary"))
    article = FOLDER / "one.txt"
    articles(1)
    article.write_text(next(_texts(1)), encoding="utf-8")
    called = {
        "depositary annotate": [program, "annotate", "one.txt"],
        "depositary annotate --json": [program, "annotate", "one.txt", "--json"],
        "depositary annotate --format html": [program, "annotate", "one.txt", "--format", "html"],
    }
    found = in_turns(called, FOLDER, runs, patience_s=60)
    rows = [
        [
            f"`{name}`",
            milliseconds(each.wall_s),
            milliseconds(each.fastest_s),
            f"{WANTED_START_MS} ms",
        ]
        for name, each in found.items()
    ]
    return table(["command, one article", "median", "fastest", "wanted"], rows)
