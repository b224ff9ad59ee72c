"""A text as it is read: its paragraphs with their parts on the page, its sentences, its words."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from depositary.extraction.furniture import role_of
from depositary.spans import Span, paragraphs, sentences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

Role = Literal["body", "heading", "furniture"]

# A word with the marks that belong into it: U.S., don't, cease-fire, 1,000. A possessive ending is
# one of its own: what follows it must not go on with the word. In a group, so that to split a text
# gives the words with what stands between them.
WORD = re.compile(
    r"((?:[A-Z]\.){2,}"
    r"|[^\W_]+(?:[’'.,:/&-](?=[^\W_])(?!(?<=['’])[sS](?![’'.,:/&-]?[^\W_]))[^\W_]+)*"  # noqa: RUF001
    r"|(?<=[^\W_])['’][sS](?![^\W_])|[^\w\s]|_)"  # noqa: RUF001
)


# Words of a sentence. What has more is a list or no language, and time must not grow with its
# square: of 15,000 sentences of news and encyclopaedias the longest had 200.
_LONGEST = 400


# Where an item of a list begins.
_ITEM = re.compile(r"\s*\n\s*(?=(?:[-*•‣▪\u2013—]|\(?[a-z0-9]{1,2}[.)])\s+[^\W_])")


class Word(NamedTuple):
    """A word or a mark: its text and its place, in code points of the whole text, half-open."""

    text: str
    start: int
    end: int


# As Word._make, without a call of Python for each.
_word = cast("Callable[[tuple[str, int, int]], Word]", partial(tuple.__new__, Word))


class Part(NamedTuple):
    """A paragraph, and what it is on the page."""

    span: Span
    role: Role


class Sentence(NamedTuple):
    """A sentence of the body or of a heading.

    Parameters
    ----------
    span : Span
        Where it stands.
    words : tuple of Word
        Its words, with their places.
    part : int
        The paragraph that it belongs to.
    texts, low : list of str
        Its words as they stand, and in lower case.
    """

    span: Span
    words: tuple[Word, ...]
    part: int
    texts: list[str]
    low: list[str]


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
        text = self.text
        return tuple(
            sentence
            for at, part in enumerate(self.parts)
            if part.role != "furniture"
            for item in _items(text, part.span)
            for span in sentences(text, item)
            for sentence in _in_words(text, span, at)
        )

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


def _items(text: str, part: Span) -> Iterator[Span]:
    """The items of a list, and what leads it in; a paragraph without a list as it is."""
    start = part.start
    for mark in _ITEM.finditer(text, part.start, part.end):
        if mark.start() > start:
            yield Span(start, mark.start())
        start = mark.end()
    yield Span(start, part.end)


def words(text: str, span: Span) -> tuple[Word, ...]:
    """The words and marks of a stretch of text, a possessive ending apart.

    Examples
    --------
    >>> [word.text for word in words("Iran's U.S. cease-fire, 1,000.", Span(0, 30))]
    ['Iran', "'s", 'U.S.', 'cease-fire', ',', '1,000', '.']
    """
    # Splitting once and counting lengths is twice as fast as asking each match for its place.
    pieces = WORD.split(span.of(text))
    places = [*accumulate(map(len, pieces), initial=span.start)]
    return tuple(map(_word, zip(pieces[1::2], places[1::2], places[2::2], strict=False)))


def _in_words(text: str, span: Span, part: int) -> Iterator[Sentence]:
    """A sentence with its words; one that is too long to be one, in pieces."""
    found = words(text, span)
    for first in range(0, max(1, len(found)), _LONGEST):
        piece = found[first : first + _LONGEST]
        texts = [word[0] for word in piece]
        whole = span if len(piece) == len(found) else Span(piece[0].start, piece[-1].end)
        yield Sentence(whole, piece, part, texts, [*map(str.lower, texts)])
