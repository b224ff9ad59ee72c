"""A text in passages short enough for any model: whole paragraphs where they fit, nothing cut."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.extraction.articles import Article

MOST_CHARACTERS = 1500
"""Of a passage: some 400 tokens, so that instructions, passage and answer fit where 4,096 do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of the body that follow on each other, with no heading or furniture in between.

    Parameters
    ----------
    sentences : tuple of Span
        At least one; numbered from 1 in what a model is given.
    """

    sentences: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first sentence to the last."""
        return Span(self.sentences[0].start, self.sentences[-1].end)

    def sentence(self, number: int) -> Span:
        """The sentence of a number; the whole passage where there is none of it."""
        return self.sentences[number - 1] if 0 < number <= len(self.sentences) else self.span

    def number(self, words: Span) -> int:
        """The number of the sentence in which words begin."""
        return bisect_right([each.start for each in self.sentences], words.start)


def passages(article: Article) -> Iterator[Passage]:
    """The body of an article in passages, in order; every sentence of it is in exactly one.

    Parameters
    ----------
    article : Article
        Its headings and furniture are left out.

    Yields
    ------
    Passage
        Of at most :data:`MOST_CHARACTERS`.
    """
    gathered: list[Span] = []
    before = -1
    for part, sentences in groupby(article.sentences, key=lambda each: each.part):
        if article.parts[part].role != "body":
            continue
        spans = [piece for each in sentences for piece in _pieces(article.text, each.span)]
        if gathered and (part != before + 1 or not _fits(gathered, spans[-1])):
            yield Passage(tuple(gathered))
            gathered = []
        for span in spans:
            if gathered and not _fits(gathered, span):
                yield Passage(tuple(gathered))
                gathered = []
            gathered.append(span)
        before = part
    if gathered:
        yield Passage(tuple(gathered))


def _fits(gathered: list[Span], span: Span) -> bool:
    return span.end - gathered[0].start <= MOST_CHARACTERS


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence; where it is longer than a passage, stretches of it that end at white space."""
    start = sentence.start
    while sentence.end - start > MOST_CHARACTERS:
        end = start + MOST_CHARACTERS
        space = text.rfind(" ", start + 1, end)
        end = space if space > start else end
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)
