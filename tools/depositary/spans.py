"""Where in a text do these words stand? A stretch of text, and the quote that it must equal."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))+")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"\u201d\u2019»)]*\s+(?=[\"\u201c\u2018«(]?[^\Wa-z_])")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|Prof|No|vs"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s*\Z"
)
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: code points ``start`` to ``end``, half-open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of the text that the span covers."""
        return text[self.start : self.end]


def locate(quote: str, text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Every place where a quote stands in a text, verbatim.

    Parameters
    ----------
    quote : str
        Not empty; compared code point by code point, no normalisation.
    text : str
        A source's canonical text.
    within : Span, optional
        The part of the text to look in; all of it by default.

    Returns
    -------
    tuple of Span
        In order of ``start``, overlaps included; empty when it stands nowhere.

    Examples
    --------
    >>> locate("aa", "aaab")
    (Span(start=0, end=2), Span(start=1, end=3))
    """
    end = within.end if within else len(text)
    found = []
    at = text.find(quote, within.start if within else 0, end) if quote else -1
    while at >= 0:
        found.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1, end)
    return tuple(found)


def paragraphs(text: str, body: Span) -> tuple[Span, ...]:
    r"""The paragraphs of a body: between blank lines, or, where it has none, its lines.

    Returns
    -------
    tuple of Span
        Not empty, without the white space around them, in order.

    Examples
    --------
    >>> paragraphs("one\ntwo", Span(0, 7))
    (Span(start=0, end=3), Span(start=4, end=7))
    """
    trimmed = body.of(text).strip()
    ends = _BLANK_LINES if _BLANK_LINES.search(trimmed) else _LINE_END
    bounds = [body.start]
    for match in ends.finditer(text, body.start, body.end):
        bounds += [match.start(), match.end()]
    bounds.append(body.end)
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    return tuple(span for start, end in pairs if (span := _trimmed(text, start, end)))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    stripped = words.strip()
    return Span(start + left, start + left + len(stripped)) if stripped else None


def paragraph_of(span: Span, parts: Sequence[Span]) -> int:
    """The number, from 1, of the paragraph that holds a span whole; 0 where none does.

    Examples
    --------
    >>> paragraph_of(Span(4, 6), (Span(0, 3), Span(4, 7)))
    2
    """
    number = bisect.bisect_right(parts, span.start, key=lambda part: part.start)
    return number if number and span.end <= parts[number - 1].end else 0


def sentences(text: str, paragraph: Span) -> tuple[Span, ...]:
    """The sentences of a paragraph, in order, without the white space between them.

    Parameters
    ----------
    text : str
        A source's canonical text.
    paragraph : Span
        One of :func:`paragraphs`.

    Returns
    -------
    tuple of Span
        Cut after a full stop, exclamation or question mark before a capital or a figure; not after
        a single capital or a title ("Mr."). For display and for coverage, not for meaning.

    Examples
    --------
    >>> [part.of("A b. C d.") for part in sentences("A b. C d.", Span(0, 9))]
    ['A b.', 'C d.']
    """
    found = []
    start = paragraph.start
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        before = text[max(start, match.start() - 7) : match.start() + 1]
        if not _ABBREVIATION.search(before):
            found.append(Span(start, match.start() + len(match[0].rstrip())))
            start = match.end()
    return (*found, Span(start, paragraph.end))


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The union of spans, as stretches that neither touch nor overlap, in order.

    Examples
    --------
    >>> merged([Span(5, 9), Span(0, 3), Span(2, 5)])
    (Span(start=0, end=9),)
    """
    union: list[Span] = []
    for span in sorted(spans):
        if union and span.start <= union[-1].end:
            union[-1] = Span(union[-1].start, max(union[-1].end, span.end))
        else:
            union.append(span)
    return tuple(union)


def nearest(quote: str, text: str, within: Span) -> Span | None:
    """The stretch of a text that is most like a quote that is not in it.

    Parameters
    ----------
    quote : str
        Words that do not stand in the text.
    text : str
        A source's canonical text.
    within : Span
        Its body.

    Returns
    -------
    Span or None
        From the start of a word to the end of a word; None where nothing is at all alike (a
        normalised similarity below 0.5, rapidfuzz ``partial_ratio_alignment``).
    """
    from rapidfuzz import fuzz

    alike = fuzz.partial_ratio_alignment(quote, within.of(text), score_cutoff=50)
    if alike is None or alike.dest_end <= alike.dest_start:
        return None
    start, end = within.start + alike.dest_start, within.start + alike.dest_end
    words = [match.span() for match in _WORD.finditer(text, within.start, within.end)]
    touched = [word for word in words if word[1] > start and word[0] < end]
    while touched and not _ends_alike(text[touched[-1][0] :][:1], quote[-1]):
        touched.pop()
    while touched and not _ends_alike(text[touched[0][0] :][:1], quote[0]):
        touched.pop(0)
    return Span(touched[0][0], touched[-1][1]) if touched else None


def _ends_alike(word: str, end: str) -> bool:
    """Whether a stretch may end in this word: punctuation only where the quote has the same."""
    return word.isalnum() or word == end


def differing_words(left: str, right: str) -> tuple[tuple[str, str], ...]:
    """The runs of words in which two stretches differ, as (left, right) pairs.

    Examples
    --------
    >>> differing_words("signed by both leaders", "signed by the two leaders")
    (('both', 'the two'),)
    """
    return tuple((ours, theirs) for ours, theirs, differs in aligned(left, right) if differs)


def aligned(left: str, right: str) -> tuple[tuple[str, str, bool], ...]:
    """Two stretches as runs of words beside each other: (left, right, whether they differ).

    Examples
    --------
    >>> aligned("by both leaders", "by the leaders")
    (('by', 'by', False), ('both', 'the', True), ('leaders', 'leaders', False))
    """
    import difflib

    ours, theirs = left.split(), right.split()
    matcher = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False)
    return tuple(
        (" ".join(ours[i1:i2]), " ".join(theirs[j1:j2]), tag != "equal")
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    )
