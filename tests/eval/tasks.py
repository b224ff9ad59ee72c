"""What is scored: names, dates, claims and events, each against its public texts.

How a set is read and how a proposal is judged, the scorers of each kind know (``names.py``,
``dates.py``, ``claims.py``, ``events.py``); here they are given what all extractors find together.
"""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import asking
from reliability import Judged

from depositary.errors import Unavailable
from depositary.extraction.articles import Article
from depositary.extraction.run import CORE, GROUP, annotate, extractors, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import dates

    from depositary.extraction.mentions import Extractor, Mention


class Row(NamedTuple):
    """One figure: of what, by whom, and what is wanted; a share without parts has only ``f1``."""

    measure: str
    who: str
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    wanted: float | None = None
    trouble: str = ""


class Asked(Protocol):
    """Who finds mentions in an article: we, or a peer."""

    def mentions(self, article: Article, found: Sequence[Mention] = ()) -> Sequence[Mention]:
        """What it finds; what others found before is not asked for."""


class Setup(NamedTuple):
    """Whom to score on what: texts, ours or why they cannot be asked, peers, most news articles."""

    corpora: Path
    ours: Mapping[str, Together | str]
    peers: tuple[str, ...] = ()
    most: int | None = None

    def everyone(self, task: str, articles: Sequence[Article]) -> dict[str, Asked | str]:
        """Ours, and the peers that take part in a task."""
        return {**self.ours, **asking.peers_of(task, self.peers, articles)}


class Together:
    """Extractors asked together, where a scorer wants one."""

    def __init__(self, asked: Sequence[Extractor]) -> None:
        self.asked = asked

    def mentions(self, article: Article, found: Sequence[Mention] = ()) -> tuple[Mention, ...]:
        """What they find and ``annotate`` prints; what was found before is not asked for."""
        del found
        return shown(annotate(article, self.asked))


def ours() -> dict[str, Together | str]:
    """The core, and with it what the extra ``spacy`` brings; a reason where one cannot be asked."""
    of_spacy = [each.name for each in entry_points(group=GROUP) if each.name.startswith("spacy")]
    found: dict[str, Together | str] = {}
    for who, names in (("core", CORE), ("core and spaCy", (*CORE, *sorted(of_spacy)))):
        if who != "core" and not of_spacy:
            continue
        try:
            found[who] = Together(extractors(names))
        except Unavailable as error:
            found[who] = error.message
    return found


def of_names(setup: Setup, judged: list[Judged]) -> Iterator[Row]:
    """Persons, organisations, places and named events: exact span and kind."""
    from crossner import sentences, without_the
    from names import KINDS, scored

    gold = list(sentences(setup.corpora / "crossner-politics" / "dev.txt"))
    wanted = {"core": 0.65, "core and spaCy": 0.75}

    def row(who: str, asked: Asked) -> Row:
        pairs = []
        for text, known in gold:
            found = [each for each in asked.mentions(Article(text)) if each.kind in KINDS]
            places = [without_the(text, *each.place) for each in found]
            pairs.append((known, places))
            if who == "core":
                judged.extend(
                    Judged(each.confidence, place in known)
                    for each, place in zip(found, places, strict=True)
                )
        return Row("span and kind", who, *scored(pairs), wanted.get(who))

    everyone = setup.everyone("names", [Article(text) for text, _ in gold])
    for who, asked in everyone.items():
        if isinstance(asked, str):
            yield Row("span and kind", who, trouble=asked)
        else:
            yield row(who, asked)


def of_dates(setup: Setup, judged: list[Judged]) -> Iterator[Row]:
    """Dates: by overlap, by span, by value as TIMEX3 has it."""
    import dates

    texts = _spread(list(dates.folder(setup.corpora / "timebank")), setup.most)
    wanted = {"overlap": 0.93, "exact": 0.87, "value": 0.85}

    def as_told(asked: Asked) -> Callable[[str, dt.date | None], list[dates.Timex]]:
        def find(text: str, day: dt.date | None) -> list[dates.Timex]:
            return [
                dates.Timex(each.start, each.end, each.about.get("timex"), each.rule)
                for each in asked.mentions(Article(text, day))
                if each.kind == "date"
            ]

        return find

    everyone = setup.everyone("dates", [Article(each.text, each.day) for each in texts])
    for who, asked in everyone.items():
        if isinstance(asked, str):
            yield Row("overlap", who, trouble=asked)
            continue
        is_without_values = isinstance(asked, asking.Answers) and not asked.tell("timex")
        for measure, score in dates.score(texts, as_told(asked)).items():
            if measure == "value" and is_without_values:
                continue
            aim = wanted[measure] if who in setup.ours else None
            yield Row(measure, who, score.precision, score.recall, score.f1, aim)
        if who == "core":
            judged.extend(_judged_dates(texts, asked))


def _spread(texts: Sequence[dates.Text], most: int | None) -> Sequence[dates.Text]:
    """So many of them at most, evenly spread."""
    count = min(len(texts), most or len(texts))
    return [texts[at * len(texts) // count] for at in range(count)]


def _judged_dates(texts: Sequence[object], asked: Together) -> Iterator[Judged]:
    """A date is right where span and value are."""
    import dates

    for text in texts:
        found = {
            dates.Timex(each.start, each.end, each.about.get("timex")): each.confidence
            for each in asked.mentions(Article(text.text, text.day))
            if each.kind == "date"
        }
        gold, mine = dates.relevant(text, found)
        right = {own for own in mine if any(own[:3] == theirs[:3] for theirs in gold)}
        yield from (Judged(found[own], own in right) for own in mine)


def of_claims(setup: Setup, judged: list[Judged]) -> Iterator[Row]:
    """Attributed claims: content that overlaps by half, and the right speaker."""
    import claims

    folder = setup.corpora / "polnear-dev"
    wanted = {"core": 0.42, "core and spaCy": 0.60}
    everyone = setup.everyone("claims", [Article(text) for _, text, _ in claims.annotated(folder)])
    for who, asked in everyone.items():
        if isinstance(asked, str):
            yield Row("content and speaker", who, trouble=asked)
            continue
        score = claims.evaluated(asked, folder)
        figures = score.precision, score.recall, score.f1
        yield Row("content and speaker", who, *figures, wanted.get(who))
        if who == "core":
            for _name, text, annotators in claims.annotated(folder):
                gold = [each for one in annotators for each in one if each.source]
                judged.extend(
                    Judged(each.confidence, any(claims.is_right(each, one) for one in gold))
                    for each in asked.mentions(Article(text))
                    if each.kind == "claim"
                )


def of_events(setup: Setup, judged: list[Judged]) -> Iterator[Row]:
    """Events: the category of the surest one, and the actors in their roles."""
    import events

    records = json.loads((setup.corpora / "plover-gsr" / "dev.json").read_text(encoding="utf-8"))
    for who, asked in setup.ours.items():
        if isinstance(asked, str):
            yield Row("category", who, trouble=asked)
            continue
        total = events.Score()
        for record in records:
            found = [
                each for each in asked.mentions(Article(record["text"])) if "plover" in each.about
            ]
            best = max(found, key=lambda each: each.confidence, default=None)
            total += events.scored(record, best and best.about)
            if who == "core" and best:
                judged.append(Judged(best.confidence, best.about["plover"] == record["event"]))
        yield Row("category", who, f1=total.accuracy, wanted=0.65)
        yield Row("actors", who, total.precision, total.recall, total.f1, 0.80)


def of_articles(setup: Setup, judged: list[Judged]) -> Iterator[Row]:
    """Whole articles: the proposed reading beside what a curator recorded."""
    import whole

    del judged
    given = setup.corpora / "articles"
    folder = given if given.is_dir() else Path(__file__).parent / "articles"
    for who, asked in setup.ours.items():
        if isinstance(asked, str):
            yield Row("all records", who, trouble=asked)
            continue
        every = [article for _, article in whole.compared(folder, asked.asked)]
        for table, score in whole.total(every).items():
            measure = "all records" if table == "all" else table
            yield Row(measure, who, score.precision, score.recall, score.f1)


TASKS = {
    "names": of_names,
    "dates": of_dates,
    "claims": of_claims,
    "events": of_events,
    "articles": of_articles,
}
ABOUT = {
    "names": "541 sentences on politics (CrossNER, dev), on which the shipped weights were trained "
    "too: how well they read what they never saw is in their card",
    "dates": "183 news articles (TimeBank)",
    "claims": "84 news articles (PolNeAR, dev)",
    "events": "161 sentences (PLOVER gold records); share of right categories, F1 of actors",
    "articles": "whole articles of a folder `articles` beside the corpora, else ours (invented, in "
    "two halves); wanted: recall 0.85, precision 0.80",
}
