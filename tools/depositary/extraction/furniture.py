"""What on a page is no part of the article: players, buttons, cookie lines, captions, headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

_FURNITURE = re.compile(
    r"""(?ix) ^\W*$
    | \baudio\s+player\b | \blisten\s+to\s+this\s+(article|story)\b
    | ^(share|tweet|print|email|save|subscribe|sign\s+(up|in)|log\s+in|advertisement|read\s+more
        |follow\s+us|copy\s+link|related\s+(articles|stories)|most\s+(read|popular)|watch:|listen:
        |click\s+here|download\s+our\s+app|newsletter|recommended|sponsored|skip\s+to
        |menu)\b.{0,60}$
    | \b(accept|use[sd]?|our)\b.{0,20}\bcookies\b | ^all\s+rights\s+reserved\b
    | ^(©|\(c\)|copyright)\W
    | ^(photo|image|picture|foto)\s*(by|:|credit|/)
    | ^\(?(reuters|afp|ap\s+photo|getty)\b[^.]{0,60}$
    | ^(facebook|twitter|whatsapp|linkedin|telegram|reddit)\W*$
    | ^\d+\s+(min(ute)?s?\s+read|comments?)\b
    """
)
_END = re.compile(r"[.!?…:;,][\"”’')\]]*\Z")  # noqa: RUF001
_MOST_HEADING_WORDS = 14


def role_of(parts: Sequence[str], at: int) -> Literal["body", "heading", "furniture"]:
    """What a paragraph is on its page.

    Parameters
    ----------
    parts : sequence of str
        All paragraphs of the page.
    at : int
        Which of them.

    Examples
    --------
    >>> page = ["Share this", "New Ties", "The two states signed a pact on Monday."]
    >>> [role_of(page, at) for at in range(3)]
    ['furniture', 'heading', 'body']
    """
    text = parts[at].strip()
    if _FURNITURE.search(text):
        return "furniture"
    if len(parts) > 1 and not _END.search(text) and len(text.split()) <= _MOST_HEADING_WORDS:
        return "heading"
    return "body"
