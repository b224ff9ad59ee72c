"""Which office does an article give to a person, in which words, and whose office is it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.names.lists import known_lists
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries
    from depositary.extraction.mentions import Mention

_REACH = 90
"""How far before a name its office may begin, in characters."""
# "Kenya's former transport minister, " or "Its chairman, " right before a name.
_OWNED = re.compile(
    r"(?P<owner>[A-Z][\w.-]*(?:\s+(?:of\s+the\s+|of\s+|and\s+)?[A-Z][\w.-]*){0,5}['’]s"  # noqa: RUF001
    r"|\b[Ii]ts|\b[Tt]heir)\s+(?P<office>(?:[a-z][\w-]*\s+){0,4}?(?P<head>[a-z][\w-]*)),?\s+$"
)
# "the Tajik deputy water " before "minister": what leads up to a title that is marked.
_LED = re.compile(
    r"(?:^|[\s(“\"])(?P<owner>[A-Z][\w.-]*(?:['’]s)?)\s+(?:[a-z][\w-]*\s+){1,4}$"  # noqa: RUF001
)
_CAPITALS = re.compile(r"(?:(?<=\s)|^)(?:[A-Z][\w.-]*\s+){1,3}$")
_MORE_HEADS = frozenset(
    {"executive", "officer", "coach", "manager", "banker", "lawmaker", "rapporteur"}
)
_OF_STATES = frozenset({"president", "premier", "chancellor", "minister", "king", "queen", "emir",
                        "sultan", "ambassador", "envoy", "negotiator"})  # fmt: skip


class Held(NamedTuple):
    """An office: where its words stand, and the words before them that say whose it is."""

    title: Span
    owner: Span | None

    @property
    def whole(self) -> Span:
        """The words with those that say whose it is."""
        return Span(min(self.title.start, (self.owner or self.title).start), self.title.end)


def held(article: Article, mention: Mention, countries: Countries) -> Held | None:
    """The office that stands with a name.

    Parameters
    ----------
    article : Article
        The text.
    mention : Mention
        Of a person; it may be marked with a title, of which more words may belong to the office.
    countries : Countries
        Names and adjectives of states.

    Returns
    -------
    Held or None
        None where no words for an office stand with the name.
    """
    sentence = article.sentence_of(mention.start)
    if sentence is None:
        return None
    if "title_start" in mention.about:
        title = Span(int(mention.about["title_start"]), int(mention.about["title_end"]))
        return _led(article, title, sentence.span.start, countries)
    start = max(sentence.span.start, mention.start - _REACH)
    owned = _OWNED.search(article.text[start : mention.start])
    if owned is None or not _is_office(owned["head"]):
        return None
    owner = Span(start + owned.start("owner"), start + owned.end("owner"))
    return Held(Span(start + owned.start("office"), start + owned.end("office")), owner)


def _led(article: Article, title: Span, first: int, countries: Countries) -> Held:
    """A title with the words that lead up to it, as far as they belong to it."""
    start = max(first, title.start - _REACH)
    before = article.text[start : title.start]
    led = _LED.search(before)
    if led:
        word = led["owner"].removesuffix("'s").removesuffix("’s")  # noqa: RUF001
        if word in countries.by_demonym or word in countries.by_name:
            return Held(Span(start + led.start("owner"), title.end), None)
    capitals = _CAPITALS.search(before)
    lists = known_lists().words
    no_office = lists["small"] | lists["weekday"] | lists["month"]
    if capitals:
        words = capitals[0].split()
        while words and words[0].lower() in no_office:
            words.pop(0)
        if words:
            begin = start + capitals.start() + capitals[0].index(words[0])
            return Held(Span(begin, title.end), None)
    owner = re.search(r"([A-Z][\w.-]*(?:\s+[A-Z][\w.-]*){0,5})['’]s\s+$", before)  # noqa: RUF001
    return Held(title, Span(start + owner.start(1), start + owner.end(1)) if owner else None)


def _is_office(word: str) -> bool:
    return word in known_lists().words["office"] or word in _MORE_HEADS


def is_of_state(title: str) -> bool:
    """Whether an office is one of a state, by its noun.

    Examples
    --------
    >>> is_of_state("Transport Minister"), is_of_state("chief executive")
    (True, False)
    """
    return not _OF_STATES.isdisjoint(title.lower().replace("-", " ").split())
