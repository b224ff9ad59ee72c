"""Whose office is it: the body or state that its words name, or the one spoken of before?"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from depositary.extraction.along import Along
from depositary.extraction.mentions import Mention
from depositary.extraction.officeholding import is_of_state, is_of_town
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries
    from depositary.extraction.entities import Entity
    from depositary.extraction.officeholding import Held

_TOWN = re.compile(r"\b(?:council|municipality|city\s+hall)\b", re.IGNORECASE)
_OF_TOWN = re.compile(r"\b(?:town|city|borough|parish|municipal\w*)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:its|their)\b", re.IGNORECASE)
# "The company's head of personnel", "chair of the transport committee", "the managing director".
_NOUN = re.compile(
    r"\b(?:the|The|a|A|that)\s+(?:[a-z][\w-]+\s+){0,2}?(?P<owner>[a-z]+)['’]s\b"  # noqa: RUF001
    r"|\b(?:of|for|at)\s+(?:the|its|their)\s+(?:[a-z][\w-]+\s+){0,2}?(?P<of>[a-z]+)$"
)
_OF_BODIES = re.compile(
    r"\b(?:executive|director|chair(?:man|woman|person)?|officer|secretary-general|director-general"
    r"|counsel|convener|convenor|treasurer|organiser|secretary)$"
)
_OF_STATE = re.compile(r"\s+of\s+(?P<state>(?:the\s+)?[A-Z]\w+(?:\s+[A-Z]\w+)*)")
_PEOPLE = re.compile(r"([A-Z]\w+(?:an|ese|ish|ic|i|ch|ard))\s+(?:[a-z]|[A-Z]\w+\s)")
_STEM = 4
_FIRMS = frozenset({"company", "firm", "group", "maker", "operator", "carrier", "developer",
                    "builder", "contractor", "club", "charity", "union", "federation",
                    "association", "foundation"})  # fmt: skip
_PUBLIC = frozenset({"council", "committee", "board", "commission", "ministry", "agency",
                     "authority", "department", "court", "parliament", "assembly"})  # fmt: skip
_NATION = frozenset({"country", "nation", "kingdom", "republic", "government", "state"})


class Known(Protocol):
    """Who is known of an article so far, and makes the state that an adjective names."""

    entities: dict[str, Entity]

    def state(self, code: str, why: Mention) -> Entity:
        """The entity of a state."""


class Owners:
    """Tells whose the offices of an article are.

    Parameters
    ----------
    article : Article
        The text.
    countries : Countries
        Names and adjectives of states.
    known : Known
        Who is named in it.
    """

    def __init__(self, article: Article, countries: Countries, known: Known) -> None:
        self._article, self._countries, self._known = article, countries, known
        self._along = Along(
            (place.span, entity) for entity in known.entities.values() for place in entity.places
        )
        self._held: dict[tuple[str, str], str] = {}

    def of(self, found: Held, mention: Mention, holder: str) -> Entity | None:
        """The state or body that an office belongs to; None where the article does not tell.

        Parameters
        ----------
        found : Held
            The office.
        mention, holder
            Where its holder is named, and by which name the holder goes.
        """
        whole = found.whole
        words = whole.of(self._article.text)
        inside = [
            each for each in self._along.placed(whole) if each[1].kind not in ("person", "state")
        ]
        if inside:
            return max(inside, key=lambda each: each[0].end - each[0].start)[1]
        after = _OF_STATE.match(self._article.text, mention.end)
        for where in (whole, *([Span(*after.span("state"))] if after else [])):
            named = self._countries.first_in(self._article.text, where)
            if named is not None:
                return self._state_of(*named)
        return self._unnamed(found, words, mention, holder)

    def _unnamed(self, found: Held, words: str, mention: Mention, holder: str) -> Entity | None:
        """Whose an office is whose words name nobody."""
        title, start = found.title.of(self._article.text), found.whole.start
        if _PRONOUN.match(words):
            return self._its(start, is_state=is_of_state(title))
        noun = _NOUN.search(words)
        if noun:
            return self._called(noun["owner"] or noun["of"], start)
        if title.lower().endswith("commissioner") or is_of_town(words):
            is_town = is_of_town(words)
            return self._town(start) if is_town else self._called("commission", start)
        if is_of_state(title):
            people = _PEOPLE.match(words)
            # "the Toscan envoy": of Tosca, and of no other state.
            return self._like(people[1]) if people else self._of_article(title, mention, holder)
        return self._body_near(start) if _OF_BODIES.search(title.lower()) else None

    def _state_of(self, span: Span, code: str) -> Entity:
        why = Mention(span.start, span.end, "place", "entities", "the state of an office", 0.9)
        entity = self._known.state(code, why)
        if not entity.places:
            is_name = span.of(self._article.text) in self._countries.by_name
            how, kind = ("name", "variant") if is_name else ("demonym", "demonym")
            entity.seen(self._article.text, span, how, kind)
        return entity

    def _of_article(self, title: str, mention: Mention, holder: str) -> Entity | None:
        """The state of an office whose words name none: of its sentence, or the main one.

        Two persons who hold the same office hold it of two states; of which is not told.
        """
        state = self._state_before(mention)
        if state is None:
            return None
        first = self._held.setdefault((title.lower(), state.name), holder)
        return state if first == holder else None

    def _like(self, adjective: str) -> Entity | None:
        """The state of this article whose name begins as an unknown adjective does."""
        stem = adjective[:_STEM]
        return next(
            (
                each
                for each in self._known.entities.values()
                if each.kind == "state" and any(w.startswith(stem) for w in each.name.split())
            ),
            None,
        )

    def _state_before(self, mention: Mention) -> Entity | None:
        sentence = self._article.sentence_of(mention.start)
        start = sentence.span.start if sentence else 0
        own = self._placed(start, mention.start, ("state",))
        states = [each for each in self._known.entities.values() if each.kind == "state"]
        return own[-1] if own else max(states, key=lambda each: len(each.places), default=None)

    def _its(self, place: int, *, is_state: bool) -> Entity | None:
        """Whom "its" means: the first of the sentence, or of the one before, then the last.

        An office of a state is of a state, any other of a body where one is named.
        """
        fits = ("state",) if is_state else _BODIES
        sentence = self._article.sentence_of(place)
        here = sentence.span.start if sentence else place
        before = self._article.sentence_of(max(0, here - 2))
        for start, end in ((here, place), (before.span.start if before else here, here)):
            found = self._placed(start, end, fits)
            if found:
                return found[0]
        return next(self._before(place, fits), None)

    def _called(self, noun: str, place: int) -> Entity | None:
        """The body that a noun means: the last whose name has it, or that is of its kind."""
        before = [*self._before(place, (*_BODIES, "state"))]
        if noun in _NATION:
            return next((each for each in before if each.kind == "state"), None)
        for each in before:
            if any(noun in name.lower().split() for name in each.names):
                return each
        kind = "organisation" if noun in _FIRMS else "government_body" if noun in _PUBLIC else ""
        sentence = self._article.sentence_of(place)
        last = self._article.sentence_of(max(0, (sentence.span.start if sentence else place) - 2))
        # Who was spoken of first in the sentence before goes on to be spoken of.
        first = self._placed(last.span.start, last.span.end, (kind,)) if last else []
        return next((each for each in [*first, *before] if each.kind == kind), None)

    def _town(self, place: int) -> Entity | None:
        """The council of a town: the last that was named before, or the first after."""
        councils = [
            each
            for each in self._known.entities.values()
            if each.kind == "government_body" and _TOWN.search(each.name)
        ]
        # A county may be named beside the town, which has no mayor.
        councils = [each for each in councils if _OF_TOWN.search(each.name)] or councils
        before = self._before(place, ("government_body",))
        return next((each for each in before if each in councils), next(iter(councils), None))

    def _body_near(self, place: int) -> Entity | None:
        """The body named in the same sentence, or else last before in its paragraph."""
        first = max(0, place - _NEAR_CHARS)
        start = max(first, self._article.text.rfind("\n\n", first, place))
        found = self._placed(start, place, _BODIES)
        return found[-1] if found else None

    def _placed(self, start: int, end: int, kinds: Iterable[str]) -> list[Entity]:
        """Those of some kinds that are named in a stretch, in order."""
        wanted = frozenset(kinds)
        return [each for each in self._along.within(Span(start, end)) if each.kind in wanted]

    def _before(self, place: int, kinds: Iterable[str]) -> Iterator[Entity]:
        """The last of some kinds that are named before a place, the last first."""
        wanted = frozenset(kinds)
        last = islice(self._along.before(place), _MOST_BEFORE)
        return (each for each in last if each.kind in wanted)


_NEAR_CHARS = 1500
_MOST_BEFORE = 200
"""How many names back the owner of an office may stand."""
_BODIES = (
    "organisation",
    "government_body",
    "igo_or_bloc",
    "coalition",
    "armed_group",
    "opposition",
)
