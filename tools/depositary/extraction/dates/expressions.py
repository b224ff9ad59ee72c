"""The date expressions of a text: what the grammar finds and its surroundings do not refute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.extraction.dates.grammar import opened_by, parser
from depositary.extraction.dates.places import starts
from depositary.extraction.dates.surroundings import is_date
from depositary.extraction.dates.vocabulary import plain

if TYPE_CHECKING:
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
        end = 0
        for start, opening in starts(text, sentence.words):
            if start < end:
                continue
            found = _at(text, start, opening, sentence)
            if found is None:
                continue
            end = found.end
            if is_date(found):
                yield found


def _at(text: str, start: int, opening: str, sentence: Sentence) -> Expression | None:
    """What the grammar finds at a place, by the first rule that fits."""
    stop = sentence.span.end
    for rule in opened_by(opening):
        match = parser(rule).match(text, start, stop)
        if match is not None:
            end = match.end()
            return Expression(
                start,
                end,
                match[0],
                rule,
                {name: plain(words) for name, words in match.groupdict().items() if words},
                text[max(0, start - _NEAR) : start],
                text[end : min(stop, end + _NEAR)],
                sentence,
            )
    return None
