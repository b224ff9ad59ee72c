"""Where does an article name somebody again whom no extractor marked there, or a state?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.extraction.bodies import is_short_form
from depositary.extraction.fullnames import goes_by
from depositary.extraction.mentions import Mention
from depositary.extraction.names.known import Known, KnownNames
from depositary.extraction.names.lists import known_lists
from depositary.extraction.retyping import is_company
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries

_LEAST_LETTERS = 3
_SURE = 0.9
_NAMED = frozenset({"person", "organisation"})
_TAKEN = frozenset({"person", "organisation", "agreement"})
_NAME_GOES_ON = re.compile(r"\s+(?:[A-Z][\w’'-]*[a-z]|(?:of|del?|al)\s+[A-Z])")  # noqa: RUF001
_BRACKETS = re.compile(r"\s+\(([A-Z]{2,8})\)")
_NAME_BEFORE = re.compile(r"([A-Z][\w-]*[a-z])\s+$")
_NO_NAMES = ("small", "weekday", "month", "office")


def recalled(
    article: Article, mentions: Sequence[Mention], countries: Countries
) -> tuple[Mention, ...]:
    """The mentions of an article, and with them what its own names tell of.

    A full name is told of by its surname; a body by its name, wherever it stands; a state by any of
    its names, of which the longest counts ("Democratic Republic of the Congo").

    Parameters
    ----------
    article : Article
        The text.
    mentions : sequence of Mention
        What was found in it, sorted by place.
    countries : Countries
        The names of states.

    Returns
    -------
    tuple of Mention
        Sorted by place; mentions of a place that is part of the name of a state are left out.
    """
    states = [*_states(article, mentions, countries)]
    spans = [Span(each.start, each.end) for each in states]
    kept = [each for each in mentions if each.kind != "place" or not _overlaps(each, spans)]
    taken = _Taken([each for each in (*kept, *states) if each.kind in _TAKEN | {"place"}])
    more = [*_again(article, kept, taken)]
    return tuple(sorted([*kept, *states, *more], key=lambda each: each.place))


class _Taken:
    """Which characters already belong to a name."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._places = {at for each in mentions for at in range(each.start, each.end)}

    def holds(self, start: int, end: int) -> bool:
        return not self._places.isdisjoint(range(start, end))

    def add(self, start: int, end: int) -> None:
        self._places.update(range(start, end))


def _overlaps(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(span.start < mention.end and mention.start < span.end for span in spans)


def _states(
    article: Article, mentions: Sequence[Mention], countries: Countries
) -> Iterator[Mention]:
    taken = _Taken([each for each in mentions if each.kind in _TAKEN])
    places = {(each.start, each.end) for each in mentions if each.kind == "place"}
    found = [
        (span, code)
        for span, code in countries.names_in(article.text)
        if not taken.holds(span.start, span.end) and article.sentence_of(span.start)
    ]
    codes = list(dict.fromkeys(code for _, code in found))
    for span, code in found:
        is_marked = (span.start, span.end) in places
        if is_marked or not _is_part_of_name(article, span):
            yield Mention(
                span.start,
                span.end,
                "place",
                "entities",
                "the name of a state",
                _SURE,
                {
                    "country": _meant(span.of(article.text), code, codes, countries),
                    "names_state": True,
                },
            )


def _meant(words: str, code: str, named: Sequence[str], countries: Countries) -> str:
    """The state of a name: "Congo" is the one that the article names in full."""
    if words == countries.label(code):
        return code
    full = (each for each in named if countries.label(each).endswith(f" {words}"))
    return next((each for each in full if each != code), code)


def _is_part_of_name(article: Article, span: Span) -> bool:
    """Whether a word belongs to a longer name: Michael *Jordan*, *Chad* Smith."""
    text = article.text
    sentence = article.sentence_of(span.start)
    before = text[sentence.span.start if sentence else 0 : span.start]
    if _NAME_GOES_ON.match(text, span.end):
        return True
    name = _NAME_BEFORE.search(before)
    if name is None or name.start() == 0:
        return False
    lists = known_lists().words
    return not any(name[1].lower() in lists[kind] for kind in _NO_NAMES)


def _again(article: Article, mentions: Sequence[Mention], taken: _Taken) -> Iterator[Mention]:
    """Names of persons and bodies, whole or (of persons) the last word, where none is marked."""
    wanted: dict[str, Mention] = {}
    for mention in mentions:
        words = Span(mention.start, mention.end).of(article.text)
        if mention.kind not in _NAMED or len(words) < _LEAST_LETTERS:
            continue
        wanted.setdefault(words, mention)
        if mention.kind == "person" and " " in words:
            wanted.setdefault(goes_by(words), mention)
        elif (short := _BRACKETS.match(article.text, mention.end)) and is_short_form(
            short[1], words, is_beside=True
        ):
            wanted.setdefault(short[1], mention)
        elif is_company(words) and " " in words:
            wanted.setdefault(words.rpartition(" ")[0], mention)
    names = KnownNames(Known(words, words, each.kind) for words, each in wanted.items())
    for start, end, known in names.found(article.text):
        words, span = known.name, Span(start, end)
        is_new = not taken.holds(start, end) and article.sentence_of(start) is not None
        if is_new and not _is_part_of_name(article, span):
            taken.add(start, end)
            yield Mention(
                span.start,
                span.end,
                wanted[words].kind,
                "entities",
                "a name that the article has before",
                wanted[words].confidence,
            )
