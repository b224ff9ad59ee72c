"""A corpus of generated articles, extracted by one worker and by two: does a second one help?"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

from environments import CACHE, of_tree
from measuring import measure
from report import seconds, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from measuring import Run

FILES = 20
_SEED = 5
_DAYS = 4_000
_PARAGRAPHS = 20
_MEGABYTE = 1_000_000
_STATES = [
    "Arvenia",
    "Lutharia",
    "Corvania",
    "Belmara",
    "Ostrana",
    "Velden",
    "Tirazia",
    "Norland",
    "Quesara",
    "Maldova",
    "Pelagia",
    "Sundara",
    "Kestria",
    "Ombria",
    "Zarland",
]
_FIRST = [
    "Ada",
    "Bela",
    "Carl",
    "Dora",
    "Emil",
    "Fina",
    "Goran",
    "Hana",
    "Ivo",
    "Jana",
    "Karel",
    "Lena",
    "Milo",
    "Nora",
    "Otto",
]
_LAST = [
    "Berg",
    "Castell",
    "Dorn",
    "Evers",
    "Falk",
    "Grau",
    "Holm",
    "Ivers",
    "Jansen",
    "Krall",
    "Lund",
    "Moor",
    "Nagel",
    "Orlow",
]
_OFFICES = ["President", "Prime Minister", "Foreign Minister", "Ambassador", "General"]
_WATERS = ["Lake", "River", "Strait", "Gulf", "Harbour"]
_TEMPLATES = (
    "{office} {first} {last} of {a} said on {weekday} that the talks with {b} had been useful.",
    "{a} and {b} signed the {water} {name} Treaty in {month} {year}, after two years of talks.",
    "The agreement covers trade, energy and transport, and is to enter into force next year.",
    '"We will keep our word," {last} told reporters in the capital. "So will they."',
    "{b} has denied these claims, and accused {a} of moving troops to the border last month.",
    "According to {first} {last}, the two leaders discussed prisoners and grain by telephone.",
    "Neither side gave figures, and observers from the {name} Institute doubt that there are.",
    "In {year}, {a} had imposed sanctions on banks from {b}; they were lifted in {month}.",
    "Fishermen on the shore went out early, and came back with little that was worth selling.",
)


_STYLES = {
    "agency": "{upper}, {month} {day} (Gull Wire) — {text}",
    "broadcaster": "{text}",
    "wire in capitals": "{upper} AND {other} IN TALKS\n\n{text}",
    "report of a ministry": "1. {text}",
    "page with furniture": "Skip to content\n\n{text}\n\nShare this on all networks",
}
"""By name: how what an article tells is framed. Some write quotes curly, some in other words."""
_STRAIGHT = {"agency", "wire in capitals"}


def package(count: int) -> Path:
    """A folder with so many articles, in files of JSON lines; the same each time."""
    folder = CACHE / "corpus" / f"{count}-articles-{_SEED}"
    if folder.is_dir():
        return folder
    making = folder.with_suffix(".new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    chance = random.Random(_SEED)
    for number in range(FILES):
        with (making / f"{number:02}.jsonl").open("w", encoding="utf-8") as file:
            for at in range(number, count, FILES):
                file.write(f"{json.dumps(_article(at, chance))}\n")
    making.rename(folder)
    return folder


def _article(number: int, chance: random.Random) -> dict[str, str]:
    day = date(2031, 1, 1) + timedelta(chance.randrange(_DAYS))
    states = chance.sample(_STATES, 2)
    style = chance.choice([*_STYLES])
    text = _STYLES[style].format(
        text="\n\n".join(_paragraphs(day, states, chance)),
        upper=states[0].upper(),
        other=states[1].upper(),
        month=f"{day:%B}",
        day=day.day,
    )
    if style not in _STRAIGHT:
        text = re.sub(r'"(\S[^"]*)"', "“\\1”", text)
    return {"id": f"gull-{number}", "date": day.isoformat(), "text": text}


def _paragraphs(day: date, states: Sequence[str], chance: random.Random) -> Iterator[str]:
    a, b = states
    for _ in range(chance.randrange(6, 2 * _PARAGRAPHS - 5)):
        yield " ".join(
            chance.choice(_TEMPLATES).format(
                a=a,
                b=b,
                office=chance.choice(_OFFICES),
                first=chance.choice(_FIRST),
                last=chance.choice(_LAST),
                name=chance.choice(_LAST),
                water=chance.choice(_WATERS),
                weekday=f"{day:%A}",
                month=f"{day:%B}",
                year=day.year - chance.randrange(9),
            )
            for _ in range(chance.randrange(1, 4))
        )


def _words(folder: Path) -> int:
    lines = (line for path in sorted(folder.iterdir()) for line in path.open(encoding="utf-8"))
    return sum(len(json.loads(line)["text"].split()) for line in lines)


def scaling(count: int, more: list[str]) -> str:
    """A table: one worker, two, and a tenth of the articles, by which memory is told."""
    rows = []
    whole = {}
    for articles, workers in ((count // 10, 1), (count, 1), (count, 2)):
        folder = package(articles)
        size_bytes = sum(path.stat().st_size for path in folder.iterdir())
        to = CACHE / "corpus" / f"{articles}-by-{workers}"
        run = whole[articles, workers] = _extract(folder, to, workers, more)
        rows.append(
            [
                f"{articles:,} articles, workers: {workers}",
                seconds(run.wall_s),
                seconds(run.cpu_s),
                f"{articles / run.wall_s:,.0f}",
                f"{_words(folder) / run.wall_s:,.0f}",
                f"{size_bytes / _MEGABYTE / run.wall_s:.2f} MB",
                f"{run.peak_bytes / _MEGABYTE:.0f} MB",
                f"{whole[count, 1].wall_s / run.wall_s:.2f}" if articles == count else "",
            ]
        )
    head = ["corpus", "time", "cores", "articles/s", "words/s", "read/s"]
    head += ["memory of one", "times one worker"]
    return f"{table(head, rows)}\n\n{_compared(count)}"


def _extract(folder: Path, to: Path, workers: int, more: list[str]) -> Run:
    shutil.rmtree(to, ignore_errors=True)
    called = [str(of_tree()), "-m", "depositary", "extract", "--corpus", str(folder), *more]
    return measure([*called, "--to", str(to), "--workers", str(workers)], folder)


def _compared(count: int) -> str:
    one, two = (CACHE / "corpus" / f"{count}-by-{workers}" for workers in (1, 2))
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    there = sorted(path.relative_to(two) for path in two.rglob("*") if path.is_file())
    is_same = names == there and all(
        (one / name).read_bytes() == (two / name).read_bytes() for name in names
    )
    verdict = "the same bytes" if is_same else "NOT the same bytes"
    return f"{len(names)} files, by one and by two: {verdict}; {os.cpu_count()} cores."
