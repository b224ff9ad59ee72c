"""What on a page is no part of the article: players, buttons, cookie lines, captions, headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from depositary.bodies import is_furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

# Beside what is left out when an article is taken into custody.
_MORE = re.compile(
    r"""(?ix) ^(most\s+(read|popular)|watch:|listen:|click\s+here|download\s+our\s+app|newsletter
        |recommended|sponsored|skip\s+to|menu)\b.{0,60}$
    | ^(photo|image|picture|foto)\s*(by|:|credit|/)
    | ^\(?(reuters|afp|ap\s+photo|getty)\b[^.]{0,60}$
    | ^(facebook|twitter|whatsapp|linkedin|telegram|reddit)\W*$
    | ^by\s+[^.!?,]{3,80}$
    | ^[^.!?|]{1,60}\s\|\s[^.!?]{1,80}$
    | ^\(?((additional\s+)?reporting|editing|writing|edited|compiled)\s+by\b[^\n]{0,160}$
    | ^\d+\s+(min(ute)?s?\s+read|comments?)\b
    """
)
_BUTTON_CHARS = 60
_CLOSING = "\"”’')]"  # noqa: RUF001
_ENDS = frozenset(".!?…:;,")
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
    if is_furniture(text, _BUTTON_CHARS) or _MORE.match(text):
        return "furniture"
    is_ended = text.rstrip(_CLOSING)[-1:] in _ENDS
    if len(parts) > 1 and not is_ended and len(text.split()) <= _MOST_HEADING_WORDS:
        return "heading"
    return "body"
