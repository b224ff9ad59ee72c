"""Which names that look like persons are no persons, as the words around them tell?"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction import datelines, wordlists
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.countries import Countries
    from depositary.extraction.mentions import Kind, Mention

_BEFORE_CHARS = 24
_WORD_BEFORE = re.compile(r"([a-z]+)\s+$", re.IGNORECASE)
_WHICH = re.compile(r",?\s+which\b")
# What only firms have: "Quarx's general counsel", "Lumina CEO Priya Nair", "Vela shares".
_OF_FIRMS = re.compile(
    r"(?:['’]s)?\s+(?:CEO|CFO|COO|chief\s+(?:executive|financial|operating)|managing\s+director|general\s+counsel"  # noqa: RUF001
    r"|board|shareholders?|shares|headquarters|factory|factories|plants?|customers|engineers|subsidiary"
    r"|employees|bosses|executives|spokes(?:man|woman|person))\b"
)
_ON_AIR = ("Radio ", "Channel ", "Television ", "TV ")
_MONEY = ("$", "£", "€")
_MAYBE_PERSON = ("person", "organisation")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """What companies and bodies are called before their names, and what their names end in."""
    lists = wordlists.lists("body_words.tsv")
    return lists["called"], lists["ending"]


def retyped(
    article: Article, mentions: Sequence[Mention], countries: Countries
) -> tuple[Mention, ...]:
    """The mentions of an article, bodies and places told from persons by the words around them.

    Parameters
    ----------
    article : Article
        The text.
    mentions : sequence of Mention
        What was found in it, sorted by place.
    countries : Countries
        Their names and capitals.

    Returns
    -------
    tuple of Mention
        In the same order; names in a dateline are left out.
    """
    persons = [each for each in mentions if each.kind == "person"]
    named = (each for each in mentions if each.kind in _MAYBE_PERSON)
    bodies = {_text(article, each) for each in named if _is_body(article, each)}
    firsts = {name.split()[0] for name in bodies if " " in name}
    full = {name for each in persons if " " in (name := _text(article, each))}
    lasts = {name.split()[-1] for name in full - bodies}
    return tuple(
        replace(each, kind=_kind(each, _text(article, each), bodies, firsts - lasts, countries))
        for each in _outside_datelines(article, mentions)
    )


def _kind(
    mention: Mention,
    words: str,
    bodies: set[str],
    firsts: set[str],
    countries: Countries,
) -> Kind:
    if mention.kind == "organisation" and words in countries.by_name:
        return "place"
    if mention.kind != "person":
        return mention.kind
    if words in countries.by_capital or words in countries.by_name:
        return "place"
    return "organisation" if words in bodies or words in firsts else "person"


def _text(article: Article, mention: Mention) -> str:
    return Span(mention.start, mention.end).of(article.text)


def is_company(words: str) -> bool:
    """Whether a name ends as those of companies do: Vela *Foods*."""
    return words.rsplit(maxsplit=1)[-1].lower() in _words()[1]


def _is_body(article: Article, mention: Mention) -> bool:
    """Whether a name is that of a body: the *carrier* Vela; Vela *Foods*; Vela, *which* fell."""
    called, _ = _words()
    text = article.text
    before = _WORD_BEFORE.search(text, max(0, mention.start - _BEFORE_CHARS), mention.start)
    return bool(
        (before and before[1].lower() in called)
        or is_company(_text(article, mention))
        or _text(article, mention).startswith(_ON_AIR)
        or _WHICH.match(text, mention.end)
        or (" " not in _text(article, mention) and _OF_FIRMS.match(text, mention.end))
    )


def _outside_datelines(article: Article, mentions: Sequence[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        sentence = article.sentence_of(mention.start)
        begins = datelines.begins(article.text, sentence) if sentence else 0
        is_money = article.text[mention.end : mention.end + 1] in _MONEY
        if mention.kind not in _MAYBE_PERSON or (mention.end > begins and not is_money):
            yield mention
