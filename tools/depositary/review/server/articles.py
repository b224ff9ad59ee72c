"""An article as HTML: numbered paragraphs, with what is proposed and recorded underlined.

The characters of a paragraph are those of the text, one for one, so that the page can say where a
selection stands. Those that a browser would change, hide or obey are elements that show their
number (``<i class="odd">``), each of which stands for one code point.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from depositary.nesting import nested
from depositary.spans import Span, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.nesting import Piece
    from depositary.review.server.marks import Mark
    from depositary.sources import SourceText

_MOST_LEVELS = 3
_LONGEST_PIECE = 20_000
_ODD = re.compile(
    # A parser of HTML turns a return into a line feed; the rest are controls, and characters that
    # turn the direction of others (UAX #9, section 2) or have no width.
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article, or a piece of one that is very long.

    Parameters
    ----------
    number : int
        From 1, as in reports; 0 for what is not of the body (furniture of the page).
    span : Span
        In the text.
    is_first : bool
        False for what goes on with a paragraph.
    """

    number: int
    span: Span
    is_first: bool = True


def paragraphs_of(text: SourceText) -> tuple[Paragraph, ...]:
    """All paragraphs of a file in their order; those outside of the body have no number."""
    whole = Span(0, len(text.text))
    before = Span(whole.start, text.body.start)
    after = Span(text.body.end, whole.end)
    numbered = [
        *((0, span) for span in paragraphs(text.text, before)),
        *enumerate(paragraphs(text.text, text.body), 1),
        *((0, span) for span in paragraphs(text.text, after)),
    ]
    return tuple(
        Paragraph(number, piece, piece.start == span.start)
        for number, span in numbered
        for piece in _pieces(text.text, span)
    )


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """A paragraph in pieces that a browser can lay out at once, cut between words."""
    start = span.start
    while span.end - start > _LONGEST_PIECE:
        end = start + _LONGEST_PIECE
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start) + 1
        end = end if end > start + 1 else start + _LONGEST_PIECE
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


class Shelf:
    """The marks of an article, by the paragraph in which they stand.

    Parameters
    ----------
    parts : sequence of Paragraph
        In order.
    """

    def __init__(self, parts: Sequence[Paragraph]) -> None:
        self._starts = [part.span.start for part in parts]
        self._parts = parts
        self._marks: list[list[Mark]] = [[] for _ in parts]

    def put(self, marks: Iterable[Mark]) -> set[int]:
        """Take marks in; where they stand. One that runs over a paragraph's end is in both."""
        places = [(at, mark) for mark in marks for at in self.places(mark)]
        for at, mark in places:
            self._marks[at].append(mark)
        return {at for at, _ in places}

    def drop(self, marks: Iterable[Mark]) -> set[int]:
        """Take marks out; where they stood."""
        places = [(at, mark) for mark in marks for at in self.places(mark)]
        for at, mark in places:
            self._marks[at].remove(mark)
        return {at for at, _ in places}

    def places(self, mark: Mark) -> range:
        """The indices of the paragraphs in which a mark stands."""
        first = max(0, bisect_right(self._starts, mark.start) - 1)
        if self._parts and self._parts[first].span.end <= mark.start:
            first += 1
        return range(first, bisect_right(self._starts, mark.end - 1, first))

    def of(self, at: int) -> Sequence[Mark]:
        """The marks of a paragraph, by its index, in order of their place."""
        return sorted(self._marks[at])


def html_of(text: str, part: Paragraph, marks: Sequence[Mark]) -> str:
    """The inside of a paragraph.

    Parameters
    ----------
    text : str
        The article's.
    part : Paragraph
        Of it.
    marks : sequence of Mark
        Those that stand in it; overlaps lie one within the other.

    Returns
    -------
    str
        HTML, all words of strangers escaped.
    """
    written: list[str] = []
    open_: list[Piece] = []
    at = part.span.start

    def close_until(place: int) -> None:
        nonlocal at
        while open_ and open_[-1].end <= place:
            written.extend((safe(text[at : open_[-1].end]), "</mark>"))
            at = open_.pop().end

    for piece in nested(marks, part.span):
        close_until(piece.start)
        written += (safe(text[at : piece.start]), _opening(piece, marks[piece.number]))
        at = piece.start
        open_.append(piece)
    close_until(part.span.end)
    written.append(safe(text[at : part.span.end]))
    return "".join(written)


def _opening(piece: Piece, mark: Mark) -> str:
    height = min(piece.height, _MOST_LEVELS)
    return f'<mark class="k-{mark.kind} s-{mark.state} h{height}" data-key="{escape(mark.key)}">'


def safe(text: str) -> str:
    r"""Words of strangers as HTML, one for one: nothing in them is markup or turns other words.

    Examples
    --------
    >>> safe("a<b"), safe("\u202e")
    ('a&lt;b', '<i class="odd" data-code="202E"></i>')
    """
    return _ODD.sub(_shown, escape(text, quote=False))


def _shown(match: re.Match[str]) -> str:
    code = f"{ord(match[0]):04X}"
    kind = "odd end" if match[0] == "\r" else "odd"
    return f'<i class="{kind}" data-code="{code}"></i>'
