"""A text as it is read: its paragraphs with their parts on the page, its sentences, its words."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.extraction.furniture import role_of
from depositary.spans import Span, paragraphs, sentences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

Role = Literal["body", "heading", "furniture"]

# A word with the marks that belong into it: U.S., don't, cease-fire, 1,000.
WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[^\W_]+(?:[’'.,:/&-](?=[^\W_])[^\W_]+)*|[^\w\s]|_"  # noqa: RUF001
)


class Word(NamedTuple):
    """A word or a mark: its text and its place, in code points of the whole text, half-open."""

    text: str
    start: int
    end: int


class Part(NamedTuple):
    """A paragraph, and what it is on the page."""

    span: Span
    role: Role


class Sentence(NamedTuple):
    """A sentence of the body or of a heading: its span, its words, which part it belongs to."""

    span: Span
    words: tuple[Word, ...]
    part: int


class Article:
    """A text to be read; its parts are found when they are asked for, and once.

    Parameters
    ----------
    text : str
        As in custody; nothing in it is changed.
    published : datetime.date, optional
        When it appeared; without, "Friday" stays unresolved.
    body : Span, optional
        Without the furniture at head and foot; the whole text by default.
    """

    def __init__(
        self, text: str, published: dt.date | None = None, body: Span | None = None
    ) -> None:
        self.text = text
        self.published = published
        self.body = body or Span(0, len(text))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its paragraphs (its lines, where it has no blank ones), furniture included, in order."""
        spans = paragraphs(self.text, self.body) if self.text.strip() else ()
        texts = [span.of(self.text) for span in spans]
        return tuple(Part(span, role_of(texts, at)) for at, span in enumerate(spans))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the body and of headings, in order; furniture has none."""
        found = []
        for at, part in enumerate(self.parts):
            if part.role != "furniture":
                found += [
                    Sentence(span, words(self.text, span), at)
                    for span in sentences(self.text, part.span)
                ]
        return tuple(found)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [sentence.span.start for sentence in self.sentences]

    def sentence_of(self, place: int) -> Sentence | None:
        """The sentence that holds a code point."""
        at = bisect_right(self._starts, place) - 1
        if at < 0 or place >= self.sentences[at].span.end:
            return None
        return self.sentences[at]

    def role_of(self, sentence: Sentence) -> Role:
        """What the paragraph of a sentence is on the page."""
        return self.parts[sentence.part].role


def words(text: str, span: Span) -> tuple[Word, ...]:
    """The words and marks of a stretch of text, a possessive ending apart.

    Examples
    --------
    >>> [word.text for word in words("Iran's U.S. cease-fire, 1,000.", Span(0, 30))]
    ['Iran', "'s", 'U.S.', 'cease-fire', ',', '1,000', '.']
    """
    found: list[Word] = []
    for match in WORD.finditer(text, span.start, span.end):
        word, start, end = match[0], match.start(), match.end()
        if len(word) > len("'s") and word[-2] in "'’" and word[-1] in "sS":  # noqa: RUF001
            found += [Word(word[:-2], start, end - 2), Word(word[-2:], end - 2, end)]
        else:
            found.append(Word(word, start, end))
    return tuple(found)
