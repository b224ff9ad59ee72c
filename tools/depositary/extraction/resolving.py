"""Mentions become actors: surnames find their full names, adjectives and capitals their states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.extraction.entities import Entities, Entity, Office
from depositary.extraction.fullnames import FullNames
from depositary.extraction.mentions import Mention
from depositary.spans import Span, merged, paragraph_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries

_BODY = re.compile(
    r"\b(?:ministry|parliament|kremlin|white\s+house|pentagon|cabinet|duma|congress|senate|bundestag"
    r"|knesset|department|foreign\s+office|state\s+department|presidency|supreme\s+court|government"
    r"|assembly|army|navy|air\s+force|police|central\s+bank|downing\s+street|council\s+of\s+ministers"
    r"|commission|agency|treasury|intelligence|national\s+guard|embassy)\b",
    re.IGNORECASE,
)
_ARMED = re.compile(
    r"\b(?:hamas|hezbollah|hizbullah|taliban|houthis?|islamic\s+state|isis|isil|al[- ]qaeda"
    r"|al[- ]shabaab|boko\s+haram|farc|eln|pkk|ypg|ira|eta|m23|wagner|militia"
    r"|liberation\s+(?:army|front)|brigades?|rebels?|mujahid[ie]{2}n|resistance\s+army)\b",
    re.IGNORECASE,
)
_BLOC = re.compile(
    r"\b(?:union|nato|brics|asean|opec\+?|league|commonwealth|united\s+nations|u\.?n\.?|organi[sz]ation"
    r"|african\s+union|european\s+union|e\.?u\.?|mercosur|g[- ]?(?:7|8|20|77)|bloc|alliance|ecowas"
    r"|security\s+council|world\s+bank|international\s+monetary\s+fund|imf|wto|who|iaea|cooperation\s+council)\b",
    re.IGNORECASE,
)
# Groups that no list of names holds, and who speak and act in the news all the same.
_GROUP = re.compile(
    r"\b(?:(?:six|five|four|three|seven|major|world|great|regional|global)\s+(?:world\s+|major\s+|regional\s+)?powers"
    r"|(?:Western|Arab|European|African|Asian|Gulf|Nordic|Baltic|Latin\s+American|Muslim|Sahel)\s+"
    r"(?:nations|states|countries|powers|allies|governments|leaders|diplomats|officials))\b"
)
_OPPOSITION = re.compile(
    r"\b(?:(?:the|an?|(?P<whose>[A-Z][a-z]+))\s+)?(?P<noun>[Oo]pposition(?:\s+(?:lawmakers|leaders"
    r"|parties|politicians|figures|groups|members|supporters))?|rebels|insurgents|separatists"
    r"|protesters|demonstrators)\b(?!\s+to\b)"
)
_ARMED_NOUNS = frozenset({"rebels", "insurgents", "separatists"})
_SAY_OR_DO = re.compile(
    r"\s*(?:,[^,.;]{0,60},)?\s*(?:also\s+|still\s+|now\s+|\w+ly\s+)?"
    r"(?:(?:has|have|had|would|will|could|can|may|might|must|does|did)\s+(?!been\b)\w+"
    r"|said|says|denie[sd]|accuse[sd]|warn(?:s|ed)|seeks?|sought|wants?|agreed|signed|announced"
    r"|called|insist(?:s|ed)|support(?:s|ed)|reject(?:s|ed)|demand(?:s|ed)|refuse[sd]|launched"
    r"|supplie[sd]|backed|pledged|claims?|claimed|confirmed|offered|withdrew|imposed|condemned"
    r"|urged|expects?|emerg(?:ing|ed))\b"
)
# Of these capitals the news speaks as the seat of a body, where it names that body too.
_GOVERNED = {"Brussels": "European Union"}
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
    titles = {(each.start, each.end) for each in mentions if each.kind == "agreement"}
    # The name of an agreement names no actor.
    named = [each for each in mentions if (each.start, each.end) not in titles]
    names = FullNames(article.text, [each for each in mentions if each.kind == "person"])
    resolver = _Resolver(article, countries, known or {}, names)
    for mention in named:
        if mention.kind == "person":
            resolver.person(mention)
        elif mention.kind == "organisation":
            resolver.organisation(mention)
        elif mention.kind == "place":
            resolver.place(mention)
    resolver.adjectives(mentions)
    resolver.capitals(mentions)
    resolver.groups()
    resolver.offices(named)
    every = sorted(resolver.entities.values(), key=lambda each: min(p.span for p in each.places))
    governed = {place: resolver.governing(place) for place in countries.by_capital}
    return Entities(article, every, {place: name for place, name in governed.items() if name})


class _Resolver:
    def __init__(
        self,
        article: Article,
        countries: Countries,
        known: Mapping[str, tuple[str, str, str]],
        names: FullNames,
    ) -> None:
        self.article, self.countries, self.known, self.names = article, countries, known, names
        self.entities: dict[str, Entity] = {}

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
        for mention in mentions:
            title = mention.about.get("title") if mention.kind == "person" else None
            if not title or "title_start" not in mention.about:
                continue
            entity = self._bearer(mention)
            words = Span(int(mention.about["title_start"]), int(mention.about["title_end"]))
            span = Span(min(words.start, mention.start), max(words.end, mention.end))
            of = self._of_office(words)
            if of is not None and not entity.country:
                entity.country = of.country
            entity.names.setdefault(str(title), "title")
            entity.offices.append(Office(span, str(title), of.name if of else ""))

    def _of_office(self, title: Span) -> Entity | None:
        """Whose office it is: the state of its adjective or name, or a body that it names."""
        for entity in self.entities.values():
            inside = (
                title.start <= place.span.start and place.span.end <= title.end
                for place in entity.places
            )
            if entity.kind not in ("person", "state") and any(inside):
                return entity
        found = self.countries.first_in(self.article.text, title)
        if found is None:
            return None
        span, code = found
        entity = self._implied(span, code, "the state of an office")
        if not entity.places:
            is_name = span.of(self.article.text) in self.countries.by_name
            how, kind = ("name", "variant") if is_name else ("demonym", "demonym")
            entity.seen(self.article.text, span, how, kind)
        return entity

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
        if code and self.countries.is_state(words, code):
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
            acts = _SAY_OR_DO.match(text, mention.end) or (
                _BETWEEN.search(before) and not _MEETS_PLACE.search(before)
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
        full = next(
            (entity for entity in self.entities.values() if entity.names.get(words) == "acronym"),
            None,
        )
        entity = full or self.entity(words, _kind_of(words), mention)
        entity.seen(
            self.article.text, span, "name", "" if full or words == entity.name else "variant"
        )
        acronym = mention.about.get("acronym")
        if acronym:
            entity.names.setdefault(str(acronym), "acronym")

    def groups(self) -> None:
        """Groups without a name of their own."""
        text = self.article.text
        for match in _GROUP.finditer(text):
            if self.article.sentence_of(match.start()) is None:
                continue
            mention = Mention(
                *match.span(), "organisation", "entities", "words for a group of states", 0.8
            )
            entity = self.entity(match[0], "informal_group", mention)
            entity.seen(text, Span(*match.span()), "name")
        for match in _OPPOSITION.finditer(text):
            if self.article.sentence_of(match.start()) is None:
                continue
            span = Span(match.start("noun"), match.end("noun"))
            mention = Mention(
                span.start, span.end, "organisation", "entities", "words for opponents", 0.7
            )
            code = self.countries.by_demonym.get(match["whose"] or "", "")
            noun = match["noun"].lower()
            name = f"{match['whose']} {noun}" if code else noun
            kind = "armed_group" if noun in _ARMED_NOUNS else "opposition"
            entity = self.entity(name, kind, mention, code)
            entity.seen(text, span, "name", "title")


def _kind_of(words: str) -> str:
    """The kind of an organisation, as far as its name tells."""
    for pattern, kind in (
        (_ARMED, "armed_group"),
        (_BODY, "government_body"),
        (_BLOC, "igo_or_bloc"),
    ):
        if pattern.search(words):
            return kind
    return "organisation"
