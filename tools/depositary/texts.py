"""What text does a file hold? Plain text in UTF-8, or the article of a web page."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.decoding import place_at
from depositary.errors import DataError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT_BYTES = 5_000_000
"""An article is a text of some kilobytes; what is much larger was not meant."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PAGE = re.compile(
    rb"(?is)\A\s*(<!doctype\s+html|<html|<\?xml[^>]*>\s*<!doctype\s+html|<head|<body)"
)
_PAGE_NAMES = (".html", ".htm", ".xhtml")


class PageText(NamedTuple):
    """The article of a web page.

    Parameters
    ----------
    text : str
        Without menus, scripts, comments and the like; ends with a line feed.
    about : mapping of str to str
        What the page says of itself: ``title author publisher url date``; only what is known.
    extracted_with : str
        Which program took the text from the page, with its version.
    """

    text: str
    about: Mapping[str, str]
    extracted_with: str


def is_page(data: bytes, name: str) -> bool:
    """Whether a file is a web page: it begins as one, or is named as one.

    Examples
    --------
    >>> is_page(b"<!DOCTYPE html><p>One.", "one"), is_page(b"One.", "one.txt")
    (True, False)
    """
    return bool(_PAGE.match(data)) or PurePath(name).suffix.lower() in _PAGE_NAMES


def plain(data: bytes, name: str) -> str:
    """The text of a file, with its line ends as they are.

    Parameters
    ----------
    data : bytes
        UTF-8; a byte order mark stays, as U+FEFF.
    name : str
        How errors call the file.

    Raises
    ------
    DataError
        E102 for bytes that are not UTF-8, E127 for control characters and for no text at all.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            "E102",
            f"{name}: byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8.",
            "save the article as UTF-8 text",
        ) from error
    control = _CONTROLS.search(text)
    if control:
        line, column = place_at(text, control.start())
        raise DataError(
            "E127",
            f"{name}:{line}:{column}: the control character U+{ord(control[0]):04X} "
            "does not belong in a text.",
            "save the article as plain text",
        )
    if not text.strip("\ufeff \t\r\n"):
        raise DataError("E127", f"{name} holds no text.", "name a file with an article in it")
    return text


def of_page(data: bytes, name: str) -> PageText:
    """The text of a web page without its furniture, and what its metadata say.

    Parameters
    ----------
    data : bytes
        HTML, in any encoding that it declares.
    name : str
        How errors call the file.

    Raises
    ------
    Unavailable
        E107 where the extra ``web`` is not installed.
    DataError
        E127 where the page holds no article.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise Unavailable(
            "E107", "Reading a web page needs the extra 'web'.", "pip install 'depositary[web]'"
        ) from error
    page: Any = trafilatura.bare_extraction(
        data,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        include_tables=False,
        # Only a date that the page states: one that is searched for in its text may be of anything;
        # and the clock must not decide which dates are possible.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": "2999-12-31",
        },
    )
    text = getattr(page, "text", None)
    if not text:
        raise DataError("E127", f"No article was found in {name}.", "save its text as .txt")
    found = {
        "title": page.title,
        "author": page.author,
        "publisher": page.sitename,
        "url": page.url,
        "date": page.date,
    }
    about = {key: str(value) for key, value in found.items() if value}
    return PageText(f"{text.strip()}\n", about, f"trafilatura {metadata.version('trafilatura')}")
