"""Words that a curator marks become evidence: exactly those, and which of several equal ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.spans import Span, locate, paragraph_of, paragraphs

if TYPE_CHECKING:
    from depositary.sources import SourceText


def snapped(text: str, span: Span) -> Span:
    """A stretch from the start of its first word to the end of its last, without blanks around it.

    Examples
    --------
    >>> snapped("The treaty was signed.", Span(6, 13))
    Span(start=4, end=14)
    """
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def evidence_for(source: SourceText, span: Span) -> dict[str, Any]:
    """Evidence for a stretch of an article.

    Parameters
    ----------
    source : SourceText
        The article.
    span : Span
        The words, in code points.

    Returns
    -------
    dict
        ``quote``, and ``nth`` where the same words stand more than once.

    Raises
    ------
    DataError
        E413 where they are none, or run over the end of a paragraph or of the body.
    """
    quote = span.of(source.text)
    places = locate(quote, source.text, source.body) if quote.strip() else ()
    if span not in places or not paragraph_of(span, paragraphs(source.text, source.body)):
        raise DataError(
            "E413",
            "These words do not lie within one paragraph of the article's body.",
            "mark words of one paragraph",
        )
    return {"quote": quote} | ({"nth": places.index(span) + 1} if len(places) > 1 else {})
