"""Which groups act that no list of names holds: fighters, opponents, "six world powers"?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from depositary.extraction.mentions import Mention
from depositary.extraction.names.known import Known as KnownName
from depositary.extraction.names.known import KnownNames
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries
    from depositary.extraction.entities import Entity

# Groups that no list of names holds, and who speak and act in the news all the same.
_GROUP = re.compile(
    r"\b(?:(?:six|five|four|three|seven|major|world|great|regional|global)\s+(?:world\s+|major\s+|regional\s+)?powers"
    r"|(?:Western|Arab|European|African|Asian|Gulf|Nordic|Baltic|Latin\s+American|Muslim|Sahel)\s+"
    r"(?:nations|states|countries|powers|allies|governments|leaders|diplomats|officials))\b"
)
_OPPOSITION = re.compile(
    r"\b(?:(?:the|an?|(?P<whose>[A-Z][a-z]+))\s+)?(?P<noun>[Oo]pposition(?:\s+(?:lawmakers|leaders"
    r"|parties|politicians|figures|groups|members|supporters))?|rebels|insurgents|separatists"
    r"|protesters|demonstrators)\b(?!\s+(?:to\b|[A-Z]))"
)
# "M23 fighters", "the Sunrise rebel group": what stands before such words is the name of a group.
_FIGHTERS = re.compile(
    r"\b(?P<name>[A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3})\s+(?:rebels?|militants?|insurgents?|guerrillas?"
    r"|fighters|militia(?:men)?|gunmen|jihadists?|paramilitar(?:y|ies)|separatists?)\b"
)
_ARTICLES = frozenset({"the", "a", "an", "two", "three", "some", "many"})
_ARMED_NOUNS = frozenset({"rebels", "insurgents", "separatists"})


class Known(Protocol):
    """Who is known of an article so far, and makes what is new."""

    entities: dict[str, Entity]

    def entity(self, name: str, kind: str, why: Mention, country: str = "") -> Entity:
        """The entity of a name, made where it is new."""


class Groups:
    """Finds the groups of an article.

    Parameters
    ----------
    article : Article
        The text.
    countries : Countries
        Names and adjectives of states.
    known : Known
        Takes up what is found.
    """

    def __init__(self, article: Article, countries: Countries, known: Known) -> None:
        self._article, self._countries, self._known = article, countries, known

    def fighters(self) -> None:
        """Armed groups, by the words that follow their names."""
        text = self._article.text
        names = dict.fromkeys(match["name"] for match in _FIGHTERS.finditer(text))
        known = KnownNames(
            KnownName(name, name, "organisation") for name in names if self._is_own(name)
        )
        for start, end, each in known.found(text):
            if self._article.sentence_of(start) is not None:
                rule = "a name of those who fight"
                mention = Mention(start, end, "organisation", "entities", rule, 0.8)
                entity = self._known.entity(each.name, "armed_group", mention)
                entity.seen(text, Span(start, end), "name")

    def _is_own(self, name: str) -> bool:
        """Whether a name is that of a group, and not of a state or its people."""
        first = name.split(maxsplit=1)[0]
        return not (
            name in self._countries.by_name
            or first in self._countries.by_demonym
            or first.lower() in _ARTICLES
        )

    def others(self) -> None:
        """Groups without a name of their own."""
        text = self._article.text
        armed = [each for each in self._known.entities.values() if each.kind == "armed_group"]
        for match in _GROUP.finditer(text):
            if self._article.sentence_of(match.start()) is None:
                continue
            mention = Mention(
                *match.span(), "organisation", "entities", "words for a group of states", 0.8
            )
            entity = self._known.entity(match[0], "informal_group", mention)
            entity.seen(text, Span(*match.span()), "name")
        for match in _OPPOSITION.finditer(text):
            if self._article.sentence_of(match.start()) is None:
                continue
            span = Span(match.start("noun"), match.end("noun"))
            mention = Mention(
                span.start, span.end, "organisation", "entities", "words for opponents", 0.7
            )
            code = self._countries.by_demonym.get(match["whose"] or "", "")
            noun = match["noun"].lower()
            name = f"{match['whose']} {noun}" if code else noun
            kind = "armed_group" if noun in _ARMED_NOUNS else "opposition"
            if kind == "armed_group" and len(armed) == 1 and not code:
                armed[0].seen(text, span, "name")
                continue
            entity = self._known.entity(name, kind, mention, code)
            entity.seen(text, span, "name", "title")
