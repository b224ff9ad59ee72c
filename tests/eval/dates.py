"""How well are dates found? Scores against TimeML: by overlap, by span, by value.

The rules: gold is every TIMEX3 of type DATE; predictions that overlap a TIMEX3 of another type are
ignored; overlap and value are matched one to one; values are compared as TIMEX3.
Run as ``python tests/eval/dates.py FOLDER [--half first|second]``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Timex(NamedTuple):
    """A date in a text: code points, half-open; a TIMEX3 value; what it is, or the rule."""

    start: int
    end: int
    value: str | None
    type: str = "DATE"


class Text(NamedTuple):
    """A text of the gold: its name, its words, its day, its temporal expressions."""

    name: str
    text: str
    day: dt.date | None
    gold: tuple[Timex, ...]


class Score(NamedTuple):
    """How many were right, proposed and wanted."""

    right: int
    proposed: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.proposed + self.wanted
        return 2 * self.right / both if both else 0.0


Annotate = "Callable[[str, dt.date | None], Iterable[Timex]]"


def read(path: Path) -> Text:
    root = ET.parse(path).getroot()  # noqa: S314  files of the public sets
    day = root.find("DCT/TIMEX3")
    body = root.find("TEXT")
    words: list[str] = []
    gold: list[Timex] = []

    def walk(node: ET.Element) -> None:
        start = sum(map(len, words))
        words.append(node.text or "")
        for child in node:
            walk(child)
            words.append(child.tail or "")
        if node.tag == "TIMEX3":
            end = sum(map(len, words))
            gold.append(Timex(start, end, node.get("value"), node.get("type", "")))

    if body is not None:
        walk(body)
    value = (day.get("value") or "")[:10] if day is not None else ""
    return Text(path.name, "".join(words), _day(value), tuple(sorted(gold)))


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def folder(path: Path) -> Iterator[Text]:
    for file in sorted(path.glob("*.tml")):
        yield read(file)


def overlap(left: Timex, right: Timex) -> bool:
    return left.start < right.end and right.start < left.end


def pairs(gold: Sequence[Timex], proposed: Sequence[Timex]) -> list[tuple[Timex, Timex]]:
    """Gold and proposals that overlap, one to one, the longest overlap first."""
    together = sorted(
        (
            (min(mine.end, theirs.end) - max(mine.start, theirs.start), theirs, mine)
            for theirs in gold
            for mine in proposed
            if overlap(mine, theirs)
        ),
        key=lambda found: -found[0],
    )
    taken: set[Timex] = set()
    found = []
    for _, theirs, mine in together:
        if theirs not in taken and mine not in taken:
            taken |= {theirs, mine}
            found.append((theirs, mine))
    return found


def relevant(text: Text, proposed: Iterable[Timex]) -> tuple[list[Timex], list[Timex]]:
    """Gold dates, and the proposals that overlap no expression of another type only."""
    gold = [timex for timex in text.gold if timex.type == "DATE"]
    others = [timex for timex in text.gold if timex.type != "DATE"]
    kept = [
        mine
        for mine in proposed
        if any(overlap(mine, theirs) for theirs in gold)
        or not any(overlap(mine, theirs) for theirs in others)
    ]
    return gold, kept


def score(texts: Iterable[Text], annotate: Annotate) -> dict[str, Score]:
    """Counts over all texts: ``overlap``, ``exact``, ``value``."""
    right = defaultdict(int)
    proposed = wanted = 0
    for text in texts:
        gold, mine = relevant(text, annotate(text.text, text.day))
        proposed += len(mine)
        wanted += len(gold)
        for theirs, ours in pairs(gold, mine):
            right["overlap"] += 1
            right["exact"] += theirs[:2] == ours[:2]
            right["value"] += theirs.value == ours.value
    return {name: Score(right[name], proposed, wanted) for name in ("overlap", "exact", "value")}


def ours(text: str, day: dt.date | None) -> list[Timex]:
    from depositary.extraction.articles import Article
    from depositary.extraction.dates import Dates

    found = Dates().mentions(Article(text, day), ())
    return [Timex(m.start, m.end, m.about["timex"], m.rule) for m in found]


def mistakes(texts: Iterable[Text], annotate: Annotate) -> Iterator[str]:
    """A line for each that is missed, too much, too long or short, or of another value."""
    for text in texts:
        gold, mine = relevant(text, annotate(text.text, text.day))
        matched = pairs(gold, mine)
        for theirs in set(gold) - {pair[0] for pair in matched}:
            yield _line("MISSED", text, theirs, "")
        for own in set(mine) - {pair[1] for pair in matched}:
            yield _line("TOO MUCH", text, own, "")
        for theirs, own in matched:
            words = text.text[own.start : own.end].replace("\n", " ")
            if theirs[:2] != own[:2]:
                yield _line("SPAN", text, theirs, f" ours: {words}")
            if theirs.value != own.value:
                yield _line("VALUE", text, theirs, f" ours: {own.value} ({own.type})")


def by_rule(texts: Iterable[Text], annotate: Annotate) -> list[str]:
    """For each rule: how many it proposed, and which part was a date, and of the right value."""
    counts = defaultdict(lambda: [0, 0, 0])
    for text in texts:
        gold, mine = relevant(text, annotate(text.text, text.day))
        gold_of = {own: theirs for theirs, own in pairs(gold, mine)}
        for own in mine:
            found = gold_of.get(own)
            is_right = found is not None and found.value == own.value
            for at, counted in enumerate((True, found is not None, is_right)):
                counts[own.type][at] += counted
    return [
        f"{rule:45} {every:4}  a date {dates / every:.2f}  the right one {right / every:.2f}"
        for rule, (every, dates, right) in sorted(counts.items())
    ]


def _line(what: str, text: Text, timex: Timex, more: str) -> str:
    before = text.text[max(0, timex.start - 60) : timex.start]
    after = text.text[timex.end : timex.end + 40]
    words = f"{before}[[{text.text[timex.start : timex.end]}]]{after}".replace("\n", " ")
    return f"{what}\t{timex.value}\t{more}\t{text.name} {text.day}\t{words}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["first", "second"], help="every second text only")
    parser.add_argument("--mistakes", action="store_true", help="a line for each")
    parser.add_argument("--rules", action="store_true", help="how often each rule was right")
    options = parser.parse_args()
    texts = list(folder(options.folder))
    if options.half:
        texts = texts[options.half == "second" :: 2]
    lines = sorted(mistakes(texts, ours)) if options.mistakes else []
    lines += by_rule(texts, ours) if options.rules else []
    start = time.perf_counter()
    scores = score(texts, ours)
    seconds = time.perf_counter() - start
    for name, found in scores.items():
        lines.append(f"{name:8} P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}")
    words = sum(len(text.text.split()) for text in texts)
    lines.append(
        f"{len(texts)} texts, {words} words, {seconds * 1e6 / max(words, 1):.1f} µs a word"
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
