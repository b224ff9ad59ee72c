"""How much of an article do the quotes of its records cover, and which sentences none?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.spans import merged, paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.sources import SourceText
    from depositary.spans import Span


_WORD = re.compile(r"\S+")
_COUNTS, _QUOTED = b"\1", b"\2"


@dataclass(frozen=True, slots=True)
class Uncited:
    """A sentence that no record cites, and its paragraph, from 1."""

    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How an article is covered.

    Parameters
    ----------
    chars : int
        Characters of the body that are not white space and not set aside.
    covered : int
        Those of them that lie in the quote of a record.
    uncited : tuple of Uncited
        Sentences without any character in a quote.
    """

    chars: int
    covered: int
    uncited: tuple[Uncited, ...]

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where there is nothing to cover."""
        return self.covered / self.chars if self.chars else 1.0


def coverage(source: SourceText, cited: Sequence[Span], aside: Sequence[Span]) -> Coverage:
    """What quotes cover of the body of an article.

    Parameters
    ----------
    source : SourceText
        The article.
    cited : sequence of Span
        Of evidence.
    aside : sequence of Span
        Words that state nothing: furniture, headings.

    Returns
    -------
    Coverage
        White space and what is set aside count neither for nor against.
    """
    text = source.text
    # A byte for each character: it counts and is quoted, counts and is not, or does not count.
    marks = bytearray(len(text))
    for word in _WORD.finditer(text, source.body.start, source.body.end):
        marks[word.start() : word.end()] = _COUNTS * (word.end() - word.start())
    for span in merged(aside):
        marks[span.start : span.end] = bytes(span.end - span.start)
    for span in merged(cited):
        marks[span.start : span.end] = marks[span.start : span.end].replace(_COUNTS, _QUOTED)
    uncited = []
    for number, paragraph in enumerate(paragraphs(text, source.body), 1):
        for sentence in sentences(text, paragraph):
            within = marks[sentence.start : sentence.end]
            if _COUNTS in within and _QUOTED not in within:
                uncited.append(Uncited(sentence.of(text), number))
    covered = marks.count(_QUOTED)
    return Coverage(covered + marks.count(_COUNTS), covered, tuple(uncited))
