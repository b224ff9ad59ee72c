"""Which office does an article give to a person, in which words, and whose office is it?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.names.lists import known_lists
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

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
# "Parish council chairman", "the transport committee chair".
_BODY_BEFORE = re.compile(
    r"(?P<body>(?:\b[A-Z][\w-]+\s+)*(?:\b[a-z-]+\s+)?\b(?:council|committee|union|board|club|party|trust"
    r"|federation|association|company))\s+$"
)
_CAPITALS = re.compile(r"(?:(?<=\s)|^)(?:[A-Z][\w.-]*\s+){1,3}$")
_MORE_HEADS = frozenset({"executive", "officer", "coach", "manager", "banker", "lawmaker",
                         "rapporteur", "clerk", "mediator", "delegate", "rector", "dean", "warden",
                         "registrar", "superintendent", "headteacher", "councillor", "surveyor",
                         "harbourmaster", "bailiff", "sheriff", "trustee", "provost", "reeve",
                         "counsel", "conservator", "inspector", "convener",
                         "convenor", "counterpart", "organiser"})  # fmt: skip
# What only honours a person, or tells a calling: no office in a body.
_NO_OFFICE = frozenset({"mr", "mrs", "ms", "miss", "dr", "doctor", "sir", "lord", "lady", "dame",
                        "sister", "professor", "prof", "economist", "analyst", "lawyer", "activist",
                        "author", "journalist", "philosopher", "historian", "dissident", "rev",
                        "candidate", "father", "reverend", "baron", "baroness", "count",
                        "earl"})  # fmt: skip
_LOW = (
    r"(?!(?:the|an?|and|said|says|with|by|to|of|in|told|that|as|when|but|from|for|also)\b)"
    r"[a-z][\w-]+"
)
# "Town clerk Ruth Amadi", "Turku Shipyard chief executive Aino Salmi".
_PLAIN = re.compile(
    rf"(?P<owner>(?:[A-Z][\w.&-]*\s+){{0,5}})(?P<office>(?:{_LOW}\s+){{0,2}}(?P<head>[A-Za-z][\w-]+))\s+$"
)
_BODY_WORDS = r"(?:the\s+|its\s+|their\s+)?(?:[\w&’'-]+\s+){0,5}?[\w&’'-]+"  # noqa: RUF001
# "the leader of Westmere County Council, Susan Fairweather", "A director of the AFC, Ana Lee".
_WITH_BODY = re.compile(
    rf"(?P<lead>\b(?:[Tt]he|[Aa]n?)(?:\s+[a-z]+['’]s)?|\b[Ii]ts|\b[Tt]heir)\s+"  # noqa: RUF001
    rf"(?P<office>(?:[\w-]+\s+){{0,3}}?(?P<head>[a-z][\w-]+)(?:\s+(?:of|for|at)\s+{_BODY_WORDS})?),?\s+$"
)
# "Geoffrey Pask, chair of the transport committee,", "Ann Lund, who is managing director of Vela,".
_FOLLOWS = re.compile(
    rf",\s+(?:who\s+(?:is|was)\s+)?(?P<office>(?:(?:the|an?|its|their|his|her)\s+)?"
    rf"(?:{_LOW}\s+){{0,3}}?(?P<head>[a-z][\w-]+)(?:\s+(?:of|for|at)\s+{_BODY_WORDS})?)(?=[,.;)]|\s+and\b)"
)
_OF_A_BODY = re.compile(rf"\s+(?:of|for|at)\s+{_BODY_WORDS}(?=[,.;)])")
# "Foreign Secretary", and no press secretary of somebody.
_SECRETARY = re.compile(
    r"\b(?!General|Press|Private|Executive|Permanent|Union)[A-Z]\w+\s+Secretary\b"
)
_LEAD_WORD = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s")
_OWNS = re.compile(r"^[Ii]ts|^[Tt]heir|['’]s$")  # noqa: RUF001
_OF_TOWNS = frozenset(
    {"mayor", "mayoress", "clerk", "councillor", "surveyor", "provost", "alderman"}
)
_TOWN_WORDS = re.compile(r"\b(?:town|city|borough|county|parish|district|council)\b", re.IGNORECASE)
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
        if title.of(article.text).split()[-1].lower().rstrip(".") in _NO_OFFICE:
            # "its director, Dr Ana Ruiz": what only honours is no office, which may stand before.
            name = replace(mention, start=min(title.start, mention.start), about={})
            return held(article, name, countries) if title.start < mention.start else None
        if title.start > mention.end:
            more = _OF_A_BODY.match(article.text, title.end, sentence.span.end)
            return Held(Span(title.start, more.end()) if more else title, None)
        return _led(article, title, sentence.span.start, countries)
    start = max(sentence.span.start, mention.start - _REACH)
    before = article.text[start : mention.start]
    owned = _OWNED.search(before)
    if owned is not None and _is_office(owned["head"]):
        owner = Span(start + owned.start("owner"), start + owned.end("owner"))
        return Held(Span(start + owned.start("office"), start + owned.end("office")), owner)
    return _told(article, mention, start, sentence.span.end)


def _told(article: Article, mention: Mention, first: int, last: int) -> Held | None:
    """An office that plain words tell of, before a name or after it."""
    before = article.text[first : mention.start]
    # Most names have no word for an office near them, which is told at once.
    if not any(map(_is_held, before.replace(",", " ").split())):
        return _following(article, mention, last)
    with_body = next(
        (found for found in _with_bodies(before) if _is_held(found["head"])),
        None,
    )
    if with_body:
        start = (
            with_body.start("lead")
            if _OWNS.search(with_body["lead"])
            else with_body.start("office")
        )
        return Held(Span(first + start, first + with_body.end("office")), None)
    plain = _PLAIN.search(before)
    if plain and _is_held(plain["head"]):
        start = plain.start("owner") if plain["owner"] else plain.start("office")
        return Held(Span(first + start, first + plain.end("office")), None)
    return _following(article, mention, last)


def _following(article: Article, mention: Mention, last: int) -> Held | None:
    """An office after a name and a comma."""
    if article.text[mention.end : mention.end + 1] != ",":
        return None
    follows = _FOLLOWS.match(article.text, mention.end, last)
    if follows and _is_held(follows["head"]):
        return Held(Span(*follows.span("office")), None)
    return None


def _with_bodies(before: str) -> Iterator[re.Match[str]]:
    """Words from a determiner to the end that may tell of an office, the longest first."""
    for lead in _LEAD_WORD.finditer(before):
        found = _WITH_BODY.match(before, lead.start())
        if found:
            yield found


def _is_held(word: str) -> bool:
    return word.lower() not in _NO_OFFICE and _is_office(word.lower())


def _led(article: Article, title: Span, first: int, countries: Countries) -> Held:
    """A title with the words that lead up to it, as far as they belong to it."""
    start = max(first, title.start - _REACH)
    before = article.text[start : title.start]
    led = _LED.search(before)
    if led:
        word = led["owner"].removesuffix("'s").removesuffix("’s")  # noqa: RUF001
        if word in countries.by_demonym or word in countries.by_name:
            return Held(Span(start + led.start("owner"), title.end), None)
    body = _BODY_BEFORE.search(before)
    if body:
        return Held(Span(start + body.start("body"), title.end), None)
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
    return not _OF_STATES.isdisjoint(title.lower().replace("-", " ").split()) or bool(
        _SECRETARY.search(title)
    )


def is_of_town(words: str) -> bool:
    """Whether an office is one of a town or county, by its words.

    Examples
    --------
    >>> is_of_town("Town clerk"), is_of_town("mayor"), is_of_town("chief executive")
    (True, True, False)
    """
    return bool(_TOWN_WORDS.search(words)) or not _OF_TOWNS.isdisjoint(words.lower().split())
