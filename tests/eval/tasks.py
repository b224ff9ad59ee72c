"""What is scored: names, dates, claims and events, each against its public texts.

How a set is read and how a proposal is judged, the scorers of each kind know (``names.py``,
``dates.py``, ``claims.py``, ``events.py``); here they are given what all extractors find together.
"""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import peers
from reliability import Judged

from depositary.errors import Unavailable
from depositary.extraction.articles import Article
from depositary.extraction.run import CORE, GROUP, annotate, extractors, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

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


class Together:
    """Extractors asked together, where a scorer wants one."""

    def __init__(self, asked: Sequence[Extractor]) -> None:
        self.asked = asked

    def mentions(self, article: Article, found: Sequence[Mention] = ()) -> tuple[Mention, ...]:
        """What they find and ``annotate`` prints; what was found before is not asked for."""
        del found
        return shown(annotate(article, self.asked))


def everyone() -> dict[str, Together | str]:
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


def of_names(
    corpora: Path, everyone: Mapping[str, Together | str], judged: list[Judged]
) -> Iterator[Row]:
    """Persons, organisations, places and named events: exact span and kind."""
    from crossner import sentences, without_the
    from names import KINDS, scored

    gold = list(sentences(corpora / "crossner-politics" / "dev.txt"))

    def row(who: str, find: Callable[[str], Sequence[Mention]], wanted: float | None) -> Row:
        pairs = []
        for text, known in gold:
            found = [each for each in find(text) if each.kind in KINDS]
            places = [without_the(text, *each.place) for each in found]
            pairs.append((known, places))
            if who == "core":
                judged.extend(
                    Judged(each.confidence, place in known)
                    for each, place in zip(found, places, strict=True)
                )
        return Row("span and kind", who, *scored(pairs), wanted)

    def as_printed(asked: Together) -> Callable[[str], Sequence[Mention]]:
        return lambda text: asked.mentions(Article(text))

    for who, asked in everyone.items():
        if isinstance(asked, str):
            yield Row("span and kind", who, trouble=asked)
        else:
            yield row(who, as_printed(asked), 0.65 if who == "core" else 0.75)
    if (spacy := peers.spacy_names()) is not None:
        yield row("spaCy's small model", spacy, None)


def of_dates(
    corpora: Path, everyone: Mapping[str, Together | str], judged: list[Judged]
) -> Iterator[Row]:
    """Dates: by overlap, by span, by value as TIMEX3 has it."""
    import dates

    texts = list(dates.folder(corpora / "timebank"))
    wanted = {"overlap": 0.93, "exact": 0.87, "value": 0.85}

    def rows(who: str, find: Callable[[str, dt.date | None], list[dates.Timex]]) -> Iterator[Row]:
        for measure, score in dates.score(texts, find).items():
            yield Row(measure, who, score.precision, score.recall, score.f1, wanted[measure])

    def as_printed(asked: Together) -> Callable[[str, dt.date | None], list[dates.Timex]]:
        def find(text: str, day: dt.date | None) -> list[dates.Timex]:
            return [
                dates.Timex(each.start, each.end, each.about.get("timex"), each.rule)
                for each in asked.mentions(Article(text, day))
                if each.kind == "date"
            ]

        return find

    for who, asked in everyone.items():
        if isinstance(asked, str):
            yield Row("overlap", who, trouble=asked)
            continue
        yield from rows(who, as_printed(asked))
        if who == "core":
            judged.extend(_judged_dates(texts, asked))
    if (spacy := peers.spacy_dates()) is not None:
        find = spacy
        yield from rows(
            "spaCy's small model", lambda text, _: [dates.Timex(*d) for d in find(text)]
        )
    if peers.is_there("dateparser"):
        yield from rows("dateparser", dates.dateparser_peer)


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


def of_claims(
    corpora: Path, everyone: Mapping[str, Together | str], judged: list[Judged]
) -> Iterator[Row]:
    """Attributed claims: content that overlaps by half, and the right speaker."""
    import claims

    for who, asked in everyone.items():
        if isinstance(asked, str):
            yield Row("content and speaker", who, trouble=asked)
            continue
        score = claims.evaluated(asked, corpora / "polnear-dev")
        wanted = 0.42 if who == "core" else 0.60
        yield Row("content and speaker", who, score.precision, score.recall, score.f1, wanted)
        if who == "core":
            for _name, text, annotators in claims.annotated(corpora / "polnear-dev"):
                gold = [each for one in annotators for each in one if each.source]
                judged.extend(
                    Judged(each.confidence, any(claims.is_right(each, one) for one in gold))
                    for each in asked.mentions(Article(text))
                    if each.kind == "claim"
                )


def of_events(
    corpora: Path, everyone: Mapping[str, Together | str], judged: list[Judged]
) -> Iterator[Row]:
    """Events: the category of the surest one, and the actors in their roles."""
    import events

    records = json.loads((corpora / "plover-gsr" / "dev.json").read_text(encoding="utf-8"))
    for who, asked in everyone.items():
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


def of_articles(
    corpora: Path, everyone: Mapping[str, Together | str], judged: list[Judged]
) -> Iterator[Row]:
    """Whole articles: the proposed reading beside what a curator recorded."""
    import whole

    del judged
    given = corpora / "articles"
    folder = given if given.is_dir() else Path(__file__).parent / "articles"
    for who, asked in everyone.items():
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
