"""Annotate texts that are in no project: any file, one after the other, none kept in memory."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import files, texts
from depositary.errors import CallError
from depositary.extraction.articles import Article
from depositary.extraction.language import is_english
from depositary.extraction.run import CORE, annotate, shown
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from depositary.extraction.mentions import Extractor, Mention

STDIN = "-"
"""The name under which standard input is read."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text, and what was found in it.

    Parameters
    ----------
    source : str
        The file as it was named.
    article : Article
        Its text; offsets of mentions count in it.
    mentions : tuple of Mention
        Sorted by place.
    extracted_with : str
        Empty where the text is that of the file; else what took it from a web page.
    is_foreign : bool
        Whether nothing was asked because the text is not in English.
    """

    source: str
    article: Article
    mentions: tuple[Mention, ...]
    extracted_with: str = ""
    is_foreign: bool = False


def day(words: str) -> dt.date:
    """The day that ``--published`` names.

    Raises
    ------
    CallError
        E705 where it is not one day of the calendar, written as ISO 8601.

    Examples
    --------
    >>> day("2031-05-02")
    datetime.date(2031, 5, 2)
    """
    try:
        return dt.datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        raise CallError(
            "E705", f"{words!r} is not a day.", "write --published YYYY-MM-DD, such as 2025-01-17"
        ) from error


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Names of extractors, where ``core`` stands for all that need no extra.

    Examples
    --------
    >>> named(["core", "dates", "mine"])[-1]
    'mine'
    """
    each = [one for name in names or ("core",) for one in (CORE if name == "core" else (name,))]
    return tuple(dict.fromkeys(each))


def annotated(
    name: str, asked: Sequence[Extractor], published: dt.date | None, *, is_any_language: bool
) -> Annotated:
    """What is found in a file.

    Parameters
    ----------
    name : str
        Of a text in UTF-8 or of a web page; ``-`` is standard input.
    asked : sequence of Extractor
        In order.
    published : datetime.date or None
        When it appeared; a web page may say so itself.
    is_any_language : bool
        Whether they are asked about texts that are not in English too.

    Raises
    ------
    DepositaryError
        E102 to E108 and E127 for a file that cannot be read, that is too large, or holds no text;
        E703.
    """
    data = _content(name)
    extracted_with = ""
    if texts.is_page(data, name):
        page = texts.of_page(data, name)
        text, extracted_with = page.text, page.extracted_with
        if published is None and "date" in page.about:
            published = day(page.about["date"])
    else:
        text = texts.plain(data, name)
    # A byte order mark counts as a character of the file, and is no part of what is read.
    body = Span(1, len(text)) if text.startswith("\ufeff") else None
    article = Article(text, published, body)
    is_foreign = not is_any_language and not is_english(text)
    mentions = () if is_foreign else shown(annotate(article, asked))
    # Names of files need not be UTF-8.
    source = name.encode("utf-8", "backslashreplace").decode()
    return Annotated(source, article, mentions, extracted_with, is_foreign)


def _content(name: str) -> bytes:
    if name != STDIN:
        return files.read_bytes(Path(name), texts.LIMIT_BYTES)
    with files.speaking_of(Path(name)):
        stream: BinaryIO = sys.stdin.buffer
        data = stream.read(texts.LIMIT_BYTES + 1)
    if len(data) > texts.LIMIT_BYTES:
        raise CallError(
            "E108", f"Standard input has more than {texts.LIMIT_BYTES} bytes.", "split it"
        )
    return data
