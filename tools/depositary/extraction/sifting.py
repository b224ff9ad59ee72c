"""Which names are no actors of the article: bylines, halls, wars, words of a treaty's title?"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction.along import Along
from depositary.extraction.bodies import REALM, is_short_form, kind_of
from depositary.extraction.mentions import Mention
from depositary.extraction.names.lists import known_lists
from depositary.extraction.retyping import is_company
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.extraction.articles import Article

_REALM_SURE = 0.8
_ACTORS = frozenset({"person", "organisation"})
# "By Ana Ruiz", "(Reporting by Ana Ruiz; Editing by Leo Brandt)": who made the page, from the
# beginning of a line on.
_BYLINE = re.compile(
    r"(?:^|\n)[ \t]*(?:By[ \t]+|[(\[]?(?:(?:Additional[ \t]+)?(?:Reporting|Writing|Editing|Compiled"
    r"|Edited|Written|Photographs?|Photos?|Pictures?|Translated|Translation)\b[ \t]*(?:by|:|from)))"
    r"[^.!?\n]*\Z"
)
_BYLINE_REACH = 120
# "Concord House": where something happens; "the White House said" is none, for it acts.
_HALL = re.compile(
    r"\b(?:House|Hall|Guildhall|Hotel|Palace|Castle|Street|Square|Centre|Center|Theatre|Stadium|Arena|Bridge"
    r"|Airport|Station|Library|Chapel|Cathedral|Abbey|Museum|Road|Avenue|Park|Pier|Quay)$"
)
_AT = re.compile(r"\b(?:in|at|on|inside|outside|near|to|from|of|around)\s+(?:the\s+|[a-z]+\s+)?$")
_HAPPENED = re.compile(
    r"^(?:War|Wars|Battle|Siege|Peace|Fall|Revolution|Massacre|Partition)\s+(?:of|for|over)\b"
    r"|\s(?:Wars?|Crisis|Revolution|Uprising|Summit|Games|Olympics|World\s+Cup)$"
)
_TITLE_WORD = re.compile(
    r"\b(?:Accords?|Treaty|Pact|Convention|Protocol|Agreement|Charter|Declaration|Compact|Memorandum"
    r"|Partnership|Constitution)$"
)
# "the Governments of Peru and Chile" are these states.
_RULED = re.compile(r"^(?:Governments?|Peoples?|Presidents|Republics)\s+of\s+(?:the\s+)?")
_SUBJECT = re.compile(r"\b(?:on|for|concerning|regarding|about)\s+(?:the\s+)?$")
_LONG_LINE = re.compile(r"\s*[\n\r]\s*")
# "PTA News - Elm Trust": the page, and the body.
_PAGE = re.compile(r"^[^-–|]+\s[-–|]\s(?=[A-Z])")  # noqa: RUF001
_GOES_ON = re.compile(
    r"(?P<rest>(?:\s+(?:and|for|of|in|on|the))*\s+[A-Z][\w-]+(?:(?:\s+(?:and|for|of|in|on|the))*\s+[A-Z][\w-]+)"
    r"{0,5})\s+\((?P<short>[A-Z]{3,8})\)"
)
# "its president, Gitanas Nauseda"; "Headteacher Joan Firth".
_OFFICE_BEFORE = re.compile(r"\b([a-z]+),?\s+$")
_OFFICE_CHARS = 24
_TWO_WORDS = re.compile(r"[A-Z][a-z'’-]+\s+[A-Z][\w'’-]+")  # noqa: RUF001
_TITLED = re.compile(r"^([A-Z][a-z]+)\s+(?=\w+\s+\w+)")
_CALLED = frozenset({"headteacher", "skipper", "councillor", "vicar", "pastor", "curate", "nurse",
                     "farmer", "islander", "resident"})  # fmt: skip
_REIGNING = frozenset(
    {"king", "queen", "prince", "princess", "emperor", "pope", "bishop", "sultan"}
)
_CAPITAL_BEFORE = re.compile(r"\b(?!The\b)[A-Z][\w-]*\s+$")
# "Chipmaker Lumina" is Lumina.
_MAKER = re.compile(
    r"^(?:\w+maker|Airline|Carrier|Retailer|Lender|Insurer|Brewer|Miner|Developer|Operator|Manufacturer"
    r"|Supplier|Publisher|Shipbuilder|Builder|Utility|Startup|Broadcaster)\s+(?=[A-Z])"
)
_WITH = re.compile(r"\s+(?:with|against|alongside)\s+")


def sifted(article: Article, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions without names that are no actors; names cut where a line or a phrase ends.

    Parameters
    ----------
    article : Article
        The text.
    mentions : sequence of Mention
        What was found in it, sorted by place.
    """
    titles = Along(
        (Span(each.start, each.end), each) for each in mentions if each.kind == "agreement"
    )
    names = [each for each in mentions if each.kind in _ACTORS]
    places = _only_places(article, names)
    realms = _realms(article.text)
    taken = {Span(each.start, each.end).of(article.text) for each in names}
    for found in realms.values():
        if found[0] not in taken and article.sentence_of(found.start()) is not None:
            yield Mention(
                *found.span(), "organisation", "entities", "a state of history", _REALM_SURE
            )
    for mention in mentions:
        if mention.kind == "person" and Span(mention.start, mention.end).of(article.text) in realms:
            yield replace(mention, kind="organisation")
        elif mention.kind not in _ACTORS:
            yield mention
        else:
            each = _cut(article, mention)
            words = Span(each.start, each.end).of(article.text)
            is_none = (
                words in places
                or _is_people(words)
                or _HAPPENED.search(words)
                or _is_byline(article, each)
            )
            if not (is_none or _is_title(article, each, words, titles)):
                yield each


def _whole(article: Article, mention: Mention, words: str) -> Mention:
    """A body with all of its name, or a person whom an office before the name tells from one."""
    text = article.text
    page = _PAGE.match(words)
    mention = replace(mention, start=mention.start + page.end()) if page else mention
    more = _GOES_ON.match(text, mention.end)
    if more and is_short_form(
        more["short"], text[mention.start : more.end("rest")], is_beside=True
    ):
        return replace(mention, end=more.end("rest"))
    before = _OFFICE_BEFORE.search(text, max(0, mention.start - _OFFICE_CHARS), mention.start)
    is_person = (
        before is not None
        and before[1] in _offices()
        and _TWO_WORDS.fullmatch(words) is not None
        and kind_of(words) == "organisation"
        and words.rpartition(" ")[2].lower() not in known_lists().words["organisation_noun"]
        and not is_company(words)
    )
    return replace(mention, kind="person") if is_person else mention


@cache
def _offices() -> frozenset[str]:
    return known_lists().words["office"] - _REIGNING | _CALLED


def _realms(text: str) -> dict[str, re.Match[str]]:
    """States of history by the names of their lands; those of today are known by theirs."""
    states = known_lists().countries
    return {
        found["land"]: found
        for found in REALM.finditer(text)
        if found["land"].removeprefix("the ") not in states
        and found[0] not in states
        and not _CAPITAL_BEFORE.search(text, max(0, found.start() - 20), found.start())
    }


def _cut(article: Article, mention: Mention) -> Mention:
    """A name without what it is called, what stands in the next line, or follows "with"."""
    words = Span(mention.start, mention.end).of(article.text)
    lead = _MAKER.match(words)
    if lead:
        return replace(mention, start=mention.start + lead.end(), kind="organisation")
    if mention.kind == "organisation":
        mention = _whole(article, mention, words)
    elif (titled := _TITLED.match(words)) and titled[1].lower() in _offices():
        return replace(mention, start=mention.start + titled.end())
    cut = _LONG_LINE.search(words) if mention.kind == "person" else _WITH.search(words)
    return replace(mention, end=mention.start + cut.start()) if cut and cut.start() else mention


def _only_places(article: Article, names: Sequence[Mention]) -> set[str]:
    """Names of buildings and the like at which things happen, wherever they stand."""
    by_name: dict[str, bool] = {}
    for each in names:
        words = Span(each.start, each.end).of(article.text)
        if _HALL.search(words):
            before = article.text[max(0, each.start - 30) : each.start]
            by_name[words] = by_name.get(words, True) and _AT.search(before) is not None
    return {words for words, is_place in by_name.items() if is_place}


def _is_title(article: Article, mention: Mention, words: str, titles: Along[Mention]) -> bool:
    """Whether a name is words of an agreement's title: "Lake *Orin Accord*", "Pact on *Rail*"."""
    around = next(titles.before(mention.start + 1), None)
    inside = around is not None and mention.end <= around.end
    if not inside or around is None:
        return False
    is_whole = (mention.start, mention.end) == (around.start, around.end)
    lists = known_lists()
    is_known = words in lists.organisations or words in lists.countries
    is_subject = _SUBJECT.search(article.text, around.start, mention.start) and not is_known
    is_named_so = mention.kind == "person" or is_subject or _TITLE_WORD.search(words)
    return not is_whole and bool(is_named_so)


def _is_people(words: str) -> bool:
    """Whether a name only tells of which state somebody is: "a *Kenyan* official"."""
    lists = known_lists()
    ruled = _RULED.match(words)
    return bool(lists.adjectives.get(words)) or bool(
        ruled and words[ruled.end() :].partition(" and ")[0] in lists.countries
    )


def _is_byline(article: Article, mention: Mention) -> bool:
    if mention.kind != "person":
        return False
    before = article.text[max(0, mention.start - _BYLINE_REACH) : mention.start]
    found = _BYLINE.search(before)
    if found is None:
        return False
    rest = article.text[mention.end : mention.end + _BYLINE_REACH].partition("\n")[0]
    # "By Monday Ana Ruiz had signed it." is a sentence.
    return found[0].lstrip()[:2] != "By" or not rest.rstrip().endswith((".", "!", "?"))
