"""What was found, as a list for people: paragraph by paragraph, a line for each mention."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING

from depositary.extraction.forms import wording
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.annotating import Annotated
    from depositary.extraction.mentions import Mention

_LOOKS = {"bold": "1", "dim": "2"}
_MOST_OPENING, _MOST_QUOTE, _MOST_SAID = 72, 60, 160
_QUOTE_CELLS, _REST_CELLS = 28, 52
_INDENT = " " * 16


def pieces(found: Iterable[Annotated], *, is_coloured: bool) -> Iterator[str]:
    """The lines: for each text a heading, its paragraphs with their mentions, and what it has."""
    gap = False
    for each in found:
        if gap:
            yield ""
        gap = True
        yield from _text(each, is_coloured=is_coloured)


def _text(found: Annotated, *, is_coloured: bool) -> Iterator[str]:
    def paint(words: str, look: str) -> str:
        return f"\x1b[{_LOOKS[look]}m{words}\x1b[0m" if is_coloured else words

    about = wording.heading(found)
    name = one_line(found.source, 200)
    yield paint(name, "bold") + (f"  {about}" if about else "")
    parts = found.article.parts
    starts = [part.span.start for part in parts]
    by_part = groupby(found.mentions, key=lambda mention: bisect_right(starts, mention.start))
    for number, mentions in by_part:
        if number:
            opening = one_line(parts[number - 1].span.of(found.article.text), _MOST_OPENING)
            yield ""
            yield paint(f"¶{number} {opening}", "dim")
        for mention in mentions:
            quote, value, why = _cells(mention, found.article.text)
            first = paint(quote, "bold") + " " * max(0, _QUOTE_CELLS - len(quote))
            if len(quote) <= _QUOTE_CELLS and len(value) + len(why) <= _REST_CELLS:
                rest = "  ".join(filter(None, (value, paint(why, "dim"))))
                yield f"  {mention.kind:<13} {first}  {rest}"
            else:
                yield f"  {mention.kind:<13} {paint(quote, 'bold')}"
                yield from (f"{_INDENT}{paint(line, 'dim')}" for line in (value, why) if line)
    yield ""
    yield wording.counted(found)


def _cells(mention: Mention, text: str) -> tuple[str, str, str]:
    quote = one_line(text[mention.start : mention.end], _MOST_QUOTE)
    said = "; ".join(f"{label} {words}" for label, words in wording.said(mention, text))
    return quote, one_line(said, _MOST_SAID), f"({one_line(wording.why(mention), _MOST_SAID)})"
