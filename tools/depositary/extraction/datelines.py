"""Where does the text of a report begin, after the place and day that stand before it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depositary.extraction.articles import Sentence

_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,3}"  # noqa: RUF001
    r"|[A-Z][\w.'’-]+(?:[ /][A-Z][\w.'’-]+){0,2}(?=,? (?:\(|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))))"  # noqa: E501, RUF001
    r"(?:,\s*[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?"
    r"(?:,?\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,?\s+\d{4})?)?"
    r"(?:\s*\([^()\n]{2,40}\))?\s*(?:[-\u2013\u2014]{1,2}|:)\s+"
)


def begins(text: str, sentence: Sentence) -> int:
    """Where a sentence begins to tell something: after its dateline, where it has one.

    Examples
    --------
    >>> from depositary.extraction.articles import Article
    >>> text = "GENEVA, March 14 (Wire) - Talks began."
    >>> begins(text, Article(text).sentences[0])
    26
    """
    span = sentence.span
    found = _DATELINE.match(text, span.start, span.end)
    return found.end() if found else span.start
