"""The date expressions of a text: what the grammar finds and its surroundings do not refute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.extraction.dates.grammar import any_rule, parser
from depositary.extraction.dates.places import starts
from depositary.extraction.dates.surroundings import is_date
from depositary.extraction.dates.vocabulary import plain

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from depositary.extraction.articles import Article, Sentence

_NEAR = 40
"""Code points before and after an expression that can refute it."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that name a date, and how they do.

    Parameters
    ----------
    start, end : int
        Code points of the text, half-open.
    words : str
        As they stand there.
    rule : str
        The rule of the grammar that they follow.
    parts : mapping
        The named parts of the rule, in plain words; only those that are there.
    before, after : str
        What stands around it, up to 40 code points; ``after`` within its sentence.
    sentence : Sentence
        In which it stands.
    """

    start: int
    end: int
    words: str
    rule: str
    parts: Mapping[str, str]
    before: str
    after: str
    sentence: Sentence


def expressions(article: Article) -> Iterator[Expression]:
    """The date expressions of an article, in order, none within another."""
    text = article.text
    for sentence in article.sentences:
        end = sentence.span.start
        for start in starts(text, sentence.span.start, sentence.span.end):
            if start < end:
                continue
            match = any_rule().match(text, start, sentence.span.end)
            if match is None:
                continue
            end = match.end()
            found = _expression(match, sentence)
            if is_date(found):
                yield found


def _expression(match: re.Match[str], sentence: Sentence) -> Expression:
    text, (start, end) = match.string, match.span()
    rule = str(match.lastgroup)
    parsed = parser(rule).match(text, start, sentence.span.end)
    parts = parsed.groupdict().items() if parsed else ()
    return Expression(
        start,
        end,
        match[0],
        rule,
        {name: plain(words) for name, words in parts if words},
        text[max(0, start - _NEAR) : start],
        text[end : min(sentence.span.end, end + _NEAR)],
        sentence,
    )
