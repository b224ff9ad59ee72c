"""Texts with what was found in them, as one page that stands alone and reads well without script.

What is known of a mention stands beside the text while it is pointed at or has the focus; the style
sheet alone does that, and filters by kind. The script only lets keys go from one to the next.
"""

from __future__ import annotations

import re
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from depositary.extraction.forms import wording
from depositary.nesting import nested
from depositary.onepage import head
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.extraction.annotating import Annotated
    from depositary.extraction.articles import Part
    from depositary.extraction.mentions import Mention
    from depositary.nesting import Piece

_LETTERS = dict(zip(wording.KINDS, "AOPGEDSC", strict=True))
# Joiners and soft hyphens belong to words of several scripts and hide nothing.
_NOT_TO_SPELL_OUT = re.compile(r"([\t\r\u00ad\u200c\u200d]+)")
_MOST_LEVELS = 3
_HINT = (
    "Point at a mention, or go to it with Tab and from one to the next with the arrow keys: "
    "here you see what it stands for and why it was proposed."
)


def pieces(found: Iterable[Annotated], *, is_coloured: bool) -> Iterator[str]:  # noqa: ARG001 - as all forms
    """The page: the legend, which filters, and each text with its mentions underlined."""
    yield head("What was found · depositary annotate", _part("page.css"), _part("page.js"))
    yield from _legend()
    yield "<main>"
    number = 0
    for each in found:
        yield from _article(each, number)
        number += len(each.mentions)
    yield f'</main>\n<aside class="hint" aria-hidden="true">{_HINT}</aside>'
    yield f"<script>{_part('page.js')}</script>\n</body>\n</html>"


def _part(name: str) -> str:
    return resources.files("depositary.extraction.forms").joinpath(name).read_text("utf-8")


def _legend() -> Iterator[str]:
    yield "<fieldset><legend>Show</legend>"
    for kind, letter in _LETTERS.items():
        yield (
            f'<label><input type="checkbox" id="show-{kind}" checked autocomplete="off">'
            f'<span class="{kind}" data-letter="{letter}">{kind}</span></label>'
        )
    yield "</fieldset>"


def _article(found: Annotated, first: int) -> Iterator[str]:
    """A text; its mentions are numbered from ``first``."""
    about = " · ".join(filter(None, (wording.heading(found), wording.counted(found))))
    name = escape(one_line(found.source, 200))
    yield f'<article>\n<h1 dir="auto">{name}</h1>\n<p class="about">{escape(about)}</p>'
    at = 0
    for number, part in enumerate(found.article.parts, start=1):
        # One that began in the paragraph before goes on in this one.
        while at < len(found.mentions) and found.mentions[at].end <= part.span.start:
            at += 1
        reach = at
        while reach < len(found.mentions) and found.mentions[reach].start < part.span.end:
            reach += 1
        yield _paragraph(found, part, number, range(at, reach), first)
    yield "</article>"


def _paragraph(found: Annotated, part: Part, number: int, numbers: range, first: int) -> str:
    text = found.article.text
    mentions = found.mentions[numbers.start : numbers.stop]
    written: list[str] = []
    open_: list[Piece] = []
    at = part.span.start

    def close_until(place: int) -> None:
        nonlocal at
        while open_ and open_[-1].end <= place:
            written.extend((_safe(text[at : open_[-1].end]), "</mark>"))
            at = open_.pop().end

    for piece in nested(mentions, part.span):
        close_until(piece.start)
        mention = mentions[piece.number]
        written += (
            _safe(text[at : piece.start]),
            _opening(piece, mention, text, first + numbers.start + piece.number),
        )
        at = piece.start
        open_.append(piece)
    close_until(part.span.end)
    written.append(_safe(text[at : part.span.end]))
    return f'<p class="{part.role}" data-number="{number}" dir="auto">{"".join(written)}</p>'


def _opening(piece: Piece, mention: Mention, text: str, number: int) -> str:
    """The start of a mark, and in it what is known, which is not shown in the text."""
    level = f" level{min(piece.height, _MOST_LEVELS)}" if piece.height else ""
    known = _known(mention, text)
    if not piece.is_first:
        return f'<mark class="{mention.kind}{level}"><span class="known" dir="ltr">{known}</span>'
    return (
        f'<mark class="{mention.kind}{level}" data-letter="{_LETTERS[mention.kind]}" tabindex="0" '
        f'aria-describedby="m{number}"><span class="known" id="m{number}" dir="ltr">{known}</span>'
    )


def _known(mention: Mention, text: str) -> str:
    quote = _line(text[mention.start : mention.end])
    said = "".join(
        f"<span><i>{_line(label)}</i> {_line(words)}</span>"
        for label, words in wording.said(mention, text)
    )
    why = _line(wording.why(mention))
    return f"<b>{mention.kind}</b><q>{quote}</q>{said}<span><i>proposed by</i> {why}</span>"


def _line(words: str) -> str:
    return escape(one_line(words, 300))


def _safe(text: str) -> str:
    """Text of strangers: nothing in it is markup, and no character hides or turns others."""
    if text.isprintable():
        return escape(text, quote=False)
    parts: Sequence[str] = _NOT_TO_SPELL_OUT.split(text)
    shown = (part if at % 2 else visible(part) for at, part in enumerate(parts))
    return escape("".join(shown), quote=False)
