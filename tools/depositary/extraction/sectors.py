"""What is an agreement or event about? Fields of policy, where the text speaks of cooperation."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction import wordlists
from depositary.extraction.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.articles import Article, Word

_FIELDS = wordlists.lists("grammar.tsv")["fields"]
_ANCHORS = frozenset({"agreement", "event"})
_AFTER = 14
_BEFORE = 3
_IN_LIST = 5


class _Phrase(NamedTuple):
    """Words of the lexicon in a sentence, by the first and the one after the last."""

    first: int
    stop: int
    sector: str


@cache
def _lexicon() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases with their sectors by first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, sector in wordlists.rows("sectors.tsv"):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append((words, sector))
    return {
        first: tuple(sorted(each, key=lambda one: -len(one[0]))) for first, each in found.items()
    }


class Sectors:
    """Proposes sectors: fields near an agreement or an event, or in a list of fields.

    Its mentions are ``about``: ``sector`` (a code) and ``expression`` (the words).
    """

    name = "sectors"
    version = "1"
    proposes = frozenset({"sector"})
    reads = frozenset({"agreement", "event"})

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:
        """Sectors in an article; see :class:`~depositary.extraction.mentions.Extractor`."""
        anchors = sorted((each.start, each.end) for each in found if _is_anchor(each))
        for sentence in article.sentences:
            low = sentence.low
            fields = [at for at, word in enumerate(low) if word in _FIELDS]
            first, after = (
                bisect_left(anchors, (place,)) for place in (sentence.span.start, sentence.span.end)
            )
            here = anchors[first:after]
            if fields or here:
                near = _near(sentence.words, fields, here)
                for phrase in _told(_phrases(low), near):
                    start, end = (
                        sentence.words[phrase.first].start,
                        sentence.words[phrase.stop - 1].end,
                    )
                    yield _mention(article.text, start, end, phrase.sector)


def _is_anchor(mention: Mention) -> bool:
    return mention.kind == "agreement" or (
        mention.kind == "event" and bool(mention.about.get("event_kind"))
    )


def _near(
    words: Sequence[Word], fields: Sequence[int], here: Sequence[tuple[int, int]]
) -> set[int]:
    """Words that stand near enough to what a sector may belong to."""
    near: set[int] = set()
    for at in fields:
        near.update(range(at - _BEFORE, at + _AFTER))
    starts = [word.start for word in words] if here else []
    for start, end in here:
        first, after = bisect_left(starts, start), bisect_left(starts, end)
        if first < after:
            near.update(range(first - _BEFORE, after - 1 + _AFTER))
    return near


def _phrases(low: Sequence[str]) -> Iterator[_Phrase]:
    """Phrases of the lexicon in a sentence, in order, none within another."""
    known = _lexicon()
    at = 0
    while at < len(low):
        stop = at + 1
        for words, sector in known.get(low[at], ()):
            if tuple(low[at : at + len(words)]) == words:
                stop = at + len(words)
                yield _Phrase(at, stop, sector)
                break
        at = stop


def _told(phrases: Iterator[_Phrase], near: set[int]) -> Iterator[_Phrase]:
    """Those near an agreement or event, and those that go on a list that one of them begins."""
    last = -_IN_LIST - 1
    for phrase in phrases:
        if phrase.first in near or phrase.first - last <= _IN_LIST:
            last = phrase.stop - 1
            yield phrase


def _mention(text: str, start: int, end: int, sector: str) -> Mention:
    expression = text[start:end]
    return Mention(
        start,
        end,
        "sector",
        Sectors.name,
        f"`{expression.lower()}` near an agreement, an event or a word such as cooperation",
        0.6,
        {"sector": sector, "expression": expression},
    )
