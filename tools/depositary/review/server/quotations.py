"""A quote as the page shows it: in its sentence; and how its ends move, word by word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from depositary.review.quoting import snapped
from depositary.spans import Span, locate, paragraph_of, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.nesting import Stretch
    from depositary.review.server.marks import Mark
    from depositary.sources import SourceText

Move = Literal["", "start-back", "start-on", "end-back", "end-on"]
MOVES: tuple[Move, ...] = get_args(Move)

_MOST_AROUND = 400
"""Characters of a sentence that are shown before and after a quote."""
_MOST_QUOTED = 4_000
"""Characters of a quote that are shown on a card; the article shows it whole."""
_FAR = 200
_WORD = re.compile(r"\w+(?:[\u2019'.\-\u2010\u2011]\w+)*")


class Run(NamedTuple):
    """Words of a quote, and whether they are what it is about."""

    text: str
    is_strong: bool


class Quotation(NamedTuple):
    """A quote in its sentence.

    Parameters
    ----------
    quote : str
        As it stands in the entry.
    start, end : int
        Where it stands, in code points; both -1 where it does not, or not surely once.
    nth : int
        Which of several equal ones; 0 where it is the only one.
    paragraph : int
        From 1; 0 where it is in none.
    before, after : str
        The rest of its sentence.
    runs : tuple of Run
        The quote itself.
    """

    quote: str
    start: int
    end: int
    nth: int
    paragraph: int
    before: str
    after: str
    runs: tuple[Run, ...]

    @property
    def is_found(self) -> bool:
        """Whether it stands in the article, at one place."""
        return self.start >= 0


def span_of(written: Mapping[str, Any], text: SourceText) -> Span | None:
    """Where a quote stands; None where it does not, or where which one is meant is not said."""
    places = locate(str(written.get("quote", "")), text.text, text.body)
    nth = written.get("nth")
    number = nth if isinstance(nth, int) else 0
    if len(places) == 1 and number in (0, 1):
        return places[0]
    return places[number - 1] if 0 < number <= len(places) else None


def quotation(
    written: Mapping[str, Any], text: SourceText, parts: Sequence[Span], marks: Sequence[Mark] = ()
) -> Quotation:
    """A quote of an entry, in its sentence.

    Parameters
    ----------
    written : mapping
        With ``quote`` and perhaps ``nth``.
    text : SourceText
        The article.
    parts : sequence of Span
        Its paragraphs.
    marks : sequence of Mark
        What the entry is about; said strongly where the quote is a whole sentence.
    """
    quote = str(written.get("quote", ""))
    span = span_of(written, text)
    if span is None:
        return Quotation(quote, -1, -1, 0, 0, "", "", (Run(quote[:_MOST_QUOTED], is_strong=True),))
    number = paragraph_of(span, parts)
    around = _sentence(span, text.text, parts[number - 1]) if number else span
    is_part = _is_part(span, around)
    # What is all of a sentence needs no emphasis, but for the words that it is about.
    strong = [span] if is_part else [Span(m.start, m.end) for m in marks if _is_part(m, span)]
    before = text.text[max(around.start, span.start - _MOST_AROUND) : span.start]
    after = text.text[span.end : min(around.end, span.end + _MOST_AROUND)]
    runs = tuple(_runs(span, strong, text.text))
    nth = int(written.get("nth") or 0)
    return Quotation(quote, span.start, span.end, nth, number, before, after, runs)


def _is_part(inner: Stretch, outer: Span) -> bool:
    """Whether a stretch is clearly less than another."""
    return inner.end - inner.start < (outer.end - outer.start) * 0.9


def _sentence(span: Span, text: str, paragraph: Span) -> Span:
    """The sentences that a span touches, as one."""
    near = Span(
        max(paragraph.start, span.start - 20 * _MOST_AROUND),
        min(paragraph.end, span.end + 20 * _MOST_AROUND),
    )
    touched = [each for each in sentences(text, near) if each.end > span.start < each.end]
    held = [each for each in touched if each.start < span.end]
    if not held:
        return span
    return Span(min(span.start, held[0].start), max(span.end, held[-1].end))


def _runs(span: Span, strong: Sequence[Span], text: str) -> Iterator[Run]:
    at, end = span.start, min(span.end, span.start + _MOST_QUOTED)
    for each in sorted(strong):
        start, stop = max(each.start, at), min(each.end, end)
        if start >= stop:
            continue
        if start > at:
            yield Run(text[at:start], is_strong=False)
        yield Run(text[start:stop], is_strong=True)
        at = stop
    if at < end:
        yield Run(text[at:end], is_strong=False)
    if end < span.end:
        yield Run("…", is_strong=False)


def moved(span: Span, text: SourceText, parts: Sequence[Span], move: Move = "") -> Span | None:
    """The whole words that a selection touches, within one paragraph; then an end moved by a word.

    Parameters
    ----------
    span : Span
        What was selected, in code points of the text; anything.
    text : SourceText
        The article.
    parts : sequence of Span
        Its paragraphs.
    move : str
        One of :data:`MOVES`: which end goes where; empty for none.

    Returns
    -------
    Span or None
        None where no word of the body is touched. What runs over a paragraph's end is cut there.

    Examples
    --------
    >>> from depositary.sources import SourceText
    >>> text = SourceText("src-x", "x.txt", "One two three.", "", 14, Span(0, 14))
    >>> moved(Span(5, 9), text, (Span(0, 14),)).of(text.text)
    'two three'
    >>> moved(Span(4, 7), text, (Span(0, 14),), "end-on").of(text.text)
    'two three'
    """
    part = next((each for each in parts if each.start < span.end and each.end > span.start), None)
    if part is None:
        return None
    inside = Span(max(part.start, span.start), min(part.end, span.end))
    whole = snapped(text.text, inside)
    if whole.start >= whole.end or not move:
        return whole if whole.start < whole.end else None
    # A word is short; what is far from the ends need not be looked at.
    near = Span(max(part.start, whole.start - _FAR), min(part.end, whole.end + _FAR))
    words = [Span(*each.span()) for each in _WORD.finditer(text.text, near.start, near.end)]
    starts = [word.start for word in words]
    ends = [word.end for word in words]
    start, end = {
        "start-back": (max([at for at in starts if at < whole.start], default=-1), whole.end),
        "start-on": (min([at for at in starts if at > whole.start], default=-1), whole.end),
        "end-back": (whole.start, max([at for at in ends if at < whole.end], default=-1)),
        "end-on": (whole.start, min([at for at in ends if at > whole.end], default=-1)),
    }[move]
    return Span(start, end) if 0 <= start < end else whole
