"""What a record is called: slugs of names, and ids that follow from what a row links."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.schema.values import Table

_ID = re.compile(r"[a-z]{3}-[a-z0-9]+(-{1,2}[a-z0-9]+)*\Z")
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
EVIDENCE_COLUMNS = ("record_id", "field", "source_id", "start", "end", "claim_id")
"""What tells one evidence from another: which record, which words, in whose voice."""


def slug(text: str) -> str:
    """A text as part of an id: ASCII, lower case, other characters as one hyphen.

    Parameters
    ----------
    text : str
        A name, a code, an expression, or an id, which stays as it is.

    Returns
    -------
    str
        Never empty. Eight hexadecimal digits of a hash stand for letters that ASCII cannot
        hold, and for what is beyond 60 characters, so that different texts stay different.

    Examples
    --------
    >>> slug("Cœur de l'été"), slug("act-arvenia"), slug("led_to")
    ('c-ur-de-l-ete-58aceedf', 'act-arvenia', 'led-to')
    """
    if _ID.match(text):
        return text
    folded = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in folded if not unicodedata.combining(char)).lower()
    words = _OTHER.sub("-", letters).strip("-")
    is_lossy = any(not char.isascii() and char.isalnum() for char in letters)
    if words and not is_lossy and len(words) <= _LONGEST:
        return words
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{words[:_LONGEST].strip('-')}-{digest}".strip("-")


def link_id(table: Table, row: Mapping[str, str]) -> str:
    """The id of a row that links others: its prefix and the slugs of what it links.

    Parameters
    ----------
    table : Table
        With ``id_columns``.
    row : mapping of str to str
        Column to cell.
    """
    return f"{table.prefix}-" + "--".join(slug(row.get(name, "")) for name in table.id_columns)


def evidence_id(row: Mapping[str, str]) -> str:
    """The id of an evidence: 12 hexadecimal digits of the SHA-256 of what identifies it.

    Parameters
    ----------
    row : mapping of str to str
        At least :data:`EVIDENCE_COLUMNS`; support, note and quote may be corrected without
        making another evidence of it.
    """
    identity = "\x1f".join(row.get(name, "") for name in EVIDENCE_COLUMNS)
    return "evd-" + hashlib.sha256(identity.encode()).hexdigest()[:12]
