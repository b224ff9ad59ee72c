"""Is this string an e-mail address, a URI, a UUID, base64?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # RFC 3986 section 3.1
_LOCAL_LIMIT = 64  # RFC 5321 section 4.5.3.1.1
_DOMAIN_LIMIT = 253


@cache  # made for those tables alone that have an address
def _local() -> re.Pattern[str]:
    # RFC 5322 section 3.2.3 (dot-atom) with the Latin letters of RFC 6532, and section 3.2.4.
    atom = r"[0-9A-Za-z!#$%&'*+/=?^_`{}|~\u00A0-\u024F-]+"
    quoted = r'"(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f\u00A0-\u024F]|\\[\t.])*"'
    return re.compile(rf"{atom}(?:\.{atom})*|{quoted}")


@cache
def _domain() -> re.Pattern[str]:
    # RFC 1035 section 2.3.1: labels of letters, digits and inner hyphens; at least two of them.
    label = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    return re.compile(rf"(?:{label}\.)+[a-z0-9][a-z0-9-]{{0,61}}[a-z]", re.IGNORECASE)


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address with a domain name.

    Examples
    --------
    >>> is_email("clerk@example.org"), is_email("clerk@localhost")
    (True, False)
    """
    local, _, domain = text.rpartition("@")
    if "@" in local or len(local) > _LOCAL_LIMIT or len(domain) > _DOMAIN_LIMIT:
        return False
    return _local().fullmatch(local) is not None and _is_domain(domain)


def _is_domain(text: str) -> bool:
    if not text or "__" in text or re.search(r"\s", text):
        return False
    try:
        ascii_form = text.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    within = len(ascii_form) <= _DOMAIN_LIMIT
    return within and _domain().fullmatch(ascii_form) is not None


def is_uri(text: str) -> bool:
    """Whether a text begins as a URI does: with a scheme.

    Examples
    --------
    >>> is_uri("doi:10.1000/182"), is_uri("www.example.org")
    (True, False)
    """
    return _SCHEME.match(text) is not None


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID, with hyphens or without."""
    import uuid  # asks the platform for more than this needs, and few tables have one

    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def is_base64(text: str) -> bool:
    """Whether a text can be decoded as base64 (characters outside of its alphabet are skipped)."""
    import base64

    try:
        base64.b64decode(text)
    except ValueError:
        return False
    return True


FORMATS: dict[str, Callable[[str], bool]] = {
    "email": is_email,
    "uri": is_uri,
    "uuid": is_uuid,
    "binary": is_base64,
}
"""The test of each format of a string field."""
