"""Where does the body of an article begin and end? Around it stands what belongs to the page."""

from __future__ import annotations

import re

from depositary.spans import Span, paragraphs

_FURNITURE = re.compile(
    r"""(?ix) ^\W*$                                             # a lone bar, bullets
    | ^all\s+rights\s+reserved\b
    | ^(©|\(c\)|copyright)\W
    """
)
_FURNITURE_WITHIN = re.compile(
    r"""(?ix) \baudio\s+player\b | \blisten\s+to\s+this\s+(article|story)\b
    | \b(accept|use[sd]?|our)\b.{0,20}\bcookies\b
    """
)
# One of these is in what has it: they are found much faster than the pattern fails.
_FURNITURE_WORDS = ("player", "listen", "cookies")
_BUTTON = re.compile(
    r"""(?ix) ^(share|tweet|print|email|save|subscribe|sign\s+(up|in)|log\s+in|advertisement
        |read\s+more|follow\s+us|copy\s+link|related\s+(articles|stories))\b(?P<rest>.*)$
    """
)
_BUTTON_CHARS = 40


def body_of(text: str) -> Span:
    r"""The body of an article: what is left without furniture at its head and its foot.

    Parameters
    ----------
    text : str
        Of the article, as received.

    Returns
    -------
    Span
        From the first to the last paragraph that is not furniture (an audio player's line, a
        share button, a cookie line, a lone bar); the whole text where all of it looks like it.

    Examples
    --------
    >>> page = "Share this\n|\nThe treaty was signed.\nAll rights reserved"
    >>> body_of(page).of(page)
    'The treaty was signed.'
    """
    lines = [
        line
        for part in paragraphs(text, Span(0, len(text)))
        for line in _lines(text, part)
        if not is_furniture(line.of(text))
    ]
    return Span(lines[0].start, lines[-1].end) if lines else Span(0, len(text))


def is_furniture(line: str, longest: int = _BUTTON_CHARS) -> bool:
    """Whether a line belongs to the page and not to the article.

    Parameters
    ----------
    line : str
        One line or paragraph.
    longest : int
        Characters that may follow the word of a button.

    Examples
    --------
    >>> is_furniture("Share this story"), is_furniture("Share prices fell.", longest=5)
    (True, False)
    """
    if _FURNITURE.match(line):
        return True
    button = _BUTTON.match(line)
    if button is not None and len(button["rest"]) <= longest:
        return True
    folded = line.casefold()
    return any(word in folded for word in _FURNITURE_WORDS) and bool(_FURNITURE_WITHIN.search(line))


def _lines(text: str, part: Span) -> list[Span]:
    found = [match.span() for match in re.finditer(r"[^\r\n]+", text[part.start : part.end])]
    return [Span(part.start + start, part.start + end) for start, end in found]
