"""A paragraph as claims are looked for in it: its words, their shapes, its quotations."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from depositary.extraction.articles import Word
from depositary.extraction.claims.cues import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.extraction.articles import Article, Sentence
    from depositary.extraction.claims.syntax import Syntax

OPENING = frozenset("“«„")
CLOSING = frozenset("”»")
STRAIGHT = '"'
SINGLE = frozenset("'`’‘")  # noqa: RUF001
_ANY_MARK = OPENING | CLOSING | {STRAIGHT} | SINGLE
BEYOND = "|"
"""The shape of what is no word: the places before and after a paragraph."""


class Passage:
    """The words of a paragraph, sentence after sentence.

    Parameters
    ----------
    sentences : sequence of Sentence
        At least one, each with words.

    Attributes
    ----------
    words : list of Word
        All of them.
    lows, shapes : list of str
        The same in lower case, and what each looks like; before and after them ``BEYOND``.
    starts : list of int
        Which words begin a sentence.
    quotations : list of (int, int)
        From which word to which, marks included, half-open.
    inside : dict of int to int
        The quotation of each word that is in one.
    syntax : Syntax, optional
        Its parse, where whoever reads it has one.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.words: list[Word] = []
        self.starts: list[int] = []
        self.lows: list[str] = []
        texts: list[str] = []
        for each in sentences:
            self.starts.append(len(self.words))
            self.words += each.words
            self.lows += each.low
            texts += each.texts
        self.syntax: Syntax | None = None
        # Two more, so that one can look two words beyond either end (-1 and -2 are those, too).
        self.shapes = [*map(shape, texts), BEYOND, BEYOND]
        self.quotations = [] if _ANY_MARK.isdisjoint(texts) else list(_quotations(self.words))
        self.inside = {
            at: number
            for number, (start, end) in enumerate(self.quotations)
            for at in range(start, end)
        }

    def sentence(self, at: int) -> tuple[int, int]:
        """From which word to which the sentence of a word goes, half-open."""
        number = bisect_right(self.starts, at)
        end = self.starts[number] if number < len(self.starts) else len(self.words)
        return self.starts[number - 1], end

    def place(self, start: int, end: int) -> dict[str, int]:
        """Words as code points of the text: ``start`` and ``end``, half-open."""
        return {"start": self.words[start].start, "end": self.words[end - 1].end}


def passages(article: Article) -> Iterator[Passage]:
    """The paragraphs of an article that may say who said something, in order."""
    gathered: list[Sentence] = []
    part = -1
    for sentence in article.sentences:
        if sentence.part != part and gathered:
            yield Passage(gathered)
            gathered = []
        part = sentence.part
        if sentence.words:
            gathered.append(sentence)
    if gathered:
        yield Passage(gathered)


def _quotations(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches between marks; one that is not closed goes to the end of its paragraph."""
    opened = -1
    for at, closes, opens, width in _marks(words):
        if opened >= 0 and closes:
            yield opened, at + width
            opened = -1
        elif opened < 0 and opens:
            opened = at
    if opened >= 0:
        yield opened, len(words)


def _marks(words: Sequence[Word]) -> Iterable[tuple[int, bool, bool, int]]:
    """Where marks are, whether each may close or open, and of how many words it is made."""
    skip = -1
    for at, (text, _start, end) in enumerate(words):
        if text in OPENING:
            yield at, False, True, 1
        elif text in CLOSING:
            yield at, True, False, 1
        elif text == STRAIGHT:
            yield at, True, True, 1
        elif text in SINGLE and at > skip and words[at + 1 : at + 2] == [Word(text, end, end + 1)]:
            # Two single marks make a double one, as typewriters and wires write it.
            skip = at + 1
            yield at, True, True, 2
