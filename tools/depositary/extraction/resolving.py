"""Mentions become actors: surnames find their full names, adjectives and capitals their states."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from depositary.extraction.bodies import is_short_form, kind_of, short_for
from depositary.extraction.entities import Entities, Entity, Office
from depositary.extraction.fullnames import FullNames
from depositary.extraction.groups import Groups
from depositary.extraction.mentions import Mention
from depositary.extraction.names.lists import known_lists
from depositary.extraction.officeholding import held
from depositary.extraction.owning import Owners
from depositary.extraction.recalling import recalled
from depositary.extraction.retyping import retyped
from depositary.extraction.sifting import sifted
from depositary.spans import Span, merged, paragraph_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries

_SAY_OR_DO = re.compile(
    r"\s*(?:,[^,.;]{0,60},)?\s*(?:also\s+|still\s+|now\s+|\w+ly\s+)?"
    r"(?:(?:has|have|had|would|will|could|can|may|might|must|does|did)\s+(?!been\b)\w+"
    r"|said|says|denie[sd]|accuse[sd]|warn(?:s|ed)|seeks?|sought|wants?|agreed|signed|announced"
    r"|called|insist(?:s|ed)|support(?:s|ed)|reject(?:s|ed)|demand(?:s|ed)|refuse[sd]|launched"
    r"|supplie[sd]|backed|pledged|claims?|claimed|confirmed|offered|withdrew|imposed|condemned"
    r"|urged|expects?|emerg(?:ing|ed)|hailed|welcomed|praised|criticised|protested|responded|replied"
    r"|summoned|recalled|approved|condemned)\b"
)
# Of these capitals the news speaks as the seat of a body, where it names that body too.
_GOVERNED = {"Brussels": "European Union"}
_BRACKETS = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Za-z&.-]{1,11})\)")
_BETWEEN = re.compile(r"\b(?:between|with|from|against|toward|towards|by|for|of)\s+(?:both\s+)?$")
_MEETS_PLACE = re.compile(
    r"\b(?:in|at|near|outside|around|to|into|through|across|over)\s+(?:the\s+|central\s+|downtown\s+)?$"
)


def resolve(
    article: Article,
    mentions: Sequence[Mention],
    countries: Countries,
    known: Mapping[str, tuple[str, str, str]] | None = None,
) -> Entities:
    """Who is who in an article.

    Parameters
    ----------
    article : Article
        The text.
    mentions : sequence of Mention
        What was found in it, sorted by place.
    countries : Countries
        Their names, adjectives and capitals.
    known : mapping, optional
        Of the register, by a name: the id of its actor, its kind and canonical name.

    Returns
    -------
    Entities
        In the order in which they are first named.
    """
    mentions = retyped(article, [*sifted(article, mentions)], countries)
    mentions = recalled(article, mentions, countries)
    titles = {(each.start, each.end) for each in mentions if each.kind == "agreement"}
    # The name of an agreement names no actor.
    named = [each for each in mentions if (each.start, each.end) not in titles]
    names = FullNames(article.text, [each for each in mentions if each.kind == "person"])
    bodies = [
        Span(each.start, each.end).of(article.text) for each in named if each.kind == "organisation"
    ]
    resolver = _Resolver(article, countries, known or {}, names, bodies)
    for mention in named:
        if mention.kind == "person":
            resolver.person(mention)
        elif mention.kind == "organisation":
            resolver.organisation(mention)
        elif mention.kind == "place":
            resolver.place(mention)
    resolver.adjectives(mentions)
    resolver.capitals(mentions)
    groups = Groups(article, countries, resolver)
    groups.fighters()
    groups.others()
    resolver.offices(named)
    every = sorted(resolver.entities.values(), key=lambda each: min(p.span for p in each.places))
    spoken_of = {each.country for each in every}
    governed = {
        place: resolver.governing(place)
        for place, code in countries.by_capital.items()
        if code in spoken_of or place in _GOVERNED
    }
    return Entities(article, every, {place: name for place, name in governed.items() if name})


class _Resolver:
    def __init__(
        self,
        article: Article,
        countries: Countries,
        known: Mapping[str, tuple[str, str, str]],
        names: FullNames,
        bodies: Sequence[str],
    ) -> None:
        self.article, self.countries, self.known, self.names = article, countries, known, names
        self.entities: dict[str, Entity] = {}
        self._bodies = Counter(bodies)
        self._acronyms: dict[str, Entity] = {}
        self._by_known: dict[str, Entity] = {}
        self._by_initial: dict[str, set[str]] = {}
        for body in self._bodies:
            if body.isupper() and " " not in body:
                self._by_initial.setdefault(body[0], set()).add(body)
        self._longer = short_for(bodies)

    def entity(self, name: str, kind: str, why: Mention, country: str = "") -> Entity:
        """The entity of a name, made where it is new; one of the register keeps its name there."""
        record_id, of, canonical = self.known.get(name, ("", kind, name))
        name, kind = (canonical, of) if record_id else (name, kind)
        if name not in self.entities:
            self.entities[name] = Entity(name, kind, why, country, record_id)
            self.entities[name].names[name] = "canonical"
        return self.entities[name]

    # ── persons ─────────────────────────────────────────────────────────────────────────────────
    def person(self, mention: Mention) -> None:
        """Take a person's name for the full name that it is short for."""
        span = Span(mention.start, mention.end)
        words = span.of(self.article.text)
        entity = self._bearer(mention)
        full = self._full_name(mention)
        kind = "short" if len(words.split()) == 1 and words != full else "variant"
        entity.seen(self.article.text, span, "name" if words == full else kind, kind)

    def _bearer(self, mention: Mention) -> Entity:
        return self.entity(self._full_name(mention), "person", mention)

    def _full_name(self, mention: Mention) -> str:
        words = Span(mention.start, mention.end).of(self.article.text)
        return words if words in self.known else self.names.of(words, mention.start)

    def offices(self, mentions: Sequence[Mention]) -> None:
        """The offices that stand with the names of persons."""
        owners = Owners(self.article, self.countries, self)
        for mention in mentions:
            found = (
                held(self.article, mention, self.countries) if mention.kind == "person" else None
            )
            if found is None:
                continue
            entity = self._bearer(mention)
            of = owners.of(found, mention, entity.name)
            if of is not None and not entity.country:
                entity.country = of.country
            title = found.title.of(self.article.text)
            entity.names.setdefault(title, "title")
            whole = found.whole
            span = Span(min(whole.start, mention.start), max(whole.end, mention.end))
            expression = whole.of(self.article.text)
            entity.offices.append(Office(span, expression, of.name if of else ""))

    # ── states ──────────────────────────────────────────────────────────────────────────────────
    def state(self, code: str, why: Mention) -> Entity:
        """The entity of a state."""
        entity = self.entity(self.countries.label(code), "state", why, code)
        entity.country = entity.country or code
        return entity

    def _implied(self, span: Span, code: str, rule: str) -> Entity:
        """The entity of a state that no name of a place has told of yet, perhaps."""
        return self.state(code, Mention(span.start, span.end, "place", "entities", rule, 0.9))

    def place(self, mention: Mention) -> None:
        """A place that is a state is an actor; other places are none."""
        span = Span(mention.start, mention.end)
        words = span.of(self.article.text)
        code = str(mention.about.get("country") or "") or self.countries.by_name.get(words, "")
        if words in self.countries.by_capital and words not in self.countries.by_name:
            return
        if code and ("names_state" in mention.about or self.countries.is_state(words, code)):
            entity = self.state(code, mention)
            kind = "variant" if words != entity.name else "canonical"
            kind = "acronym" if kind == "variant" and words.replace(".", "").isupper() else kind
            entity.seen(self.article.text, span, "name", kind)
        elif words in self.known:
            entity = self.entity(words, "organisation", mention)
            entity.seen(self.article.text, span, "name", "variant")

    def adjectives(self, mentions: Sequence[Mention]) -> None:
        """States that only an adjective names."""
        taken = merged(
            [
                Span(each.start, each.end)
                for each in mentions
                if each.kind in ("person", "organisation", "agreement")
            ]
        )
        for span, code in self.countries.adjectives_in(self.article.text):
            if self.article.sentence_of(span.start) and not paragraph_of(span, taken):
                self._implied(span, code, "the adjective of a state").seen(
                    self.article.text, span, "demonym", "demonym"
                )

    def capitals(self, mentions: Sequence[Mention]) -> None:
        """Capitals that act stand for their states; those where something happens are places."""
        text = self.article.text
        for mention in mentions:
            if mention.kind not in ("place", "organisation"):
                continue
            words = Span(mention.start, mention.end).of(text)
            code = self.countries.by_capital.get(words)
            if code is None or words in self.countries.by_name:
                continue
            before = text[max(0, mention.start - 40) : mention.start]
            # "a spokesman in Bern said": what stands before says it.
            acts = not _MEETS_PLACE.search(before) and (
                _SAY_OR_DO.match(text, mention.end) or _BETWEEN.search(before)
            )
            is_possessor = text[mention.end : mention.end + 2] in ("'s", "\u2019s")
            joined = re.match(r"\s+and\s+(?=[A-Z])", text[mention.end : mention.end + 12])
            if acts or is_possessor or (joined and not _MEETS_PLACE.search(before)):
                name = _GOVERNED.get(words, "")
                entity = self.entities.get(name) or self.state(code, mention)
                entity.seen(text, Span(mention.start, mention.end), "metonym", "metonym")

    def governing(self, capital: str) -> str:
        """What the entity of this article is called that governs from a capital; else empty."""
        for name in (
            _GOVERNED.get(capital, ""),
            self.countries.label(self.countries.by_capital[capital]),
        ):
            if name in self.entities:
                return name
        return ""

    # ── bodies and groups ───────────────────────────────────────────────────────────────────────
    def organisation(self, mention: Mention) -> None:
        """An organisation, its acronym with it."""
        span = Span(mention.start, mention.end)
        words = span.of(self.article.text)
        code = self.countries.by_capital.get(words)
        if code:
            return
        before = self.article.text[max(0, span.start - 40) : span.start]
        is_place = self._bodies[words] == 1 and not words.isupper() and " " not in words
        if is_place and _MEETS_PLACE.search(before):
            return
        known = known_lists().organisations.get(words, "")
        full = self._acronyms.get(words) or self._by_known.get(known)
        name = self._longer.get(words, words)
        entity = full or self.entity(name, kind_of(name), mention)
        entity.seen(self.article.text, span, "name", "" if words == entity.name else "variant")
        if known:
            self._by_known.setdefault(known, entity)
        beside = _BRACKETS.match(self.article.text, span.end)
        for acronym in {str(mention.about.get("acronym") or ""), beside[1] if beside else ""}:
            is_marked = acronym == mention.about.get("acronym")
            if acronym and (is_marked or is_short_form(acronym, words, is_beside=True)):
                entity.names.setdefault(acronym, "acronym")
                self._acronyms.setdefault(acronym, entity)
        if " " in words:
            for short in self._by_initial.get(words[0], set()) - self._acronyms.keys():
                if is_short_form(short, words, is_beside=False):
                    entity.names.setdefault(short, "acronym")
                    self._acronyms[short] = entity
        stated = self.countries.first_in(self.article.text, span)
        if entity.kind == "government_body" and stated:
            # For a state acts its Congress, though nothing else names it.
            state = self._implied(*stated, "the name of a body of the state")
            state.seen(self.article.text, stated[0], "implied")
