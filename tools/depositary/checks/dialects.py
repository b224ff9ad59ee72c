"""How is a table written: what separates, quotes and comments, and which rows are its header?"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict

from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Codecs that decode text to text, or take more than linear time.
_REFUSED_CODECS = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "unicode-escape", "raw_unicode_escape",
     "raw-unicode-escape", "utf-7"}
)  # fmt: skip
_MARKS = {
    "utf-16-be": (codecs.BOM_UTF16_BE, "utf-16"),
    "utf-16-le": (codecs.BOM_UTF16_LE, "utf-16"),
}


class CsvOptions(TypedDict):
    """What the standard library's ``csv.reader`` is told."""

    delimiter: str
    doublequote: bool
    escapechar: str | None
    quotechar: str | None
    quoting: Literal[0, 3]
    skipinitialspace: bool


class Dialect(NamedTuple):
    """A Table Dialect, its defaults filled in.

    Parameters
    ----------
    header_rows : tuple of int
        Record numbers from 1; empty where the table has no header.
    finds_header : bool
        The header is the first record that is no comment, for no other is named.
    ignores_case : bool
        Labels and field names may differ in case (``caseSensitiveHeader`` false of version 1).
    skips_blank : bool
        Blank rows are not rows (an extension of frictionless).
    unreadable : str
        A sentence, where the dialect asks for what no reader here can do.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    doubles_quote: bool = True
    skips_space: bool = False
    terminator: str = ""
    null: str | None = None
    header_rows: tuple[int, ...] = (1,)
    finds_header: bool = True
    header_join: str = " "
    ignores_case: bool = False
    comment: str = ""
    comment_rows: frozenset[int] = frozenset()
    skips_blank: bool = False
    member: str = ""
    item_type: str = ""
    keys: tuple[str, ...] = ()
    unreadable: str = ""

    def options(self) -> CsvOptions:
        """The options of ``csv.reader``."""
        return {
            "delimiter": self.delimiter,
            "doublequote": self.doubles_quote,
            "escapechar": self.escape or None,
            "quotechar": self.quote or None,
            "quoting": 0 if self.quote else 3,  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE
            "skipinitialspace": self.skips_space,
        }

    @property
    def first_row(self) -> int:
        """The number of the first record that can be a row."""
        return self.header_rows[-1] + 1 if self.header_rows else 1

    def is_row(self, number: int, cells: Sequence[object]) -> bool:
        """Whether a record is neither a comment nor skipped for being blank."""
        if number in self.comment_rows:
            return False
        first = cells[0] if cells else None
        if self.comment and isinstance(first, str) and first.startswith(self.comment):
            return False
        return not (self.skips_blank and all(cell in (None, "") for cell in cells))


def dialect(descriptor: Mapping[str, Any], file_format: str) -> Dialect:
    """The dialect of a resource.

    Parameters
    ----------
    descriptor : mapping
        A Table Dialect, or a CSV Dialect of version 1; the ``csv`` and ``json`` objects in which
        frictionless keeps its own are read too. A property of the wrong type counts as not given.
    file_format : str
        ``"tsv"`` has a tab as its default delimiter.
    """
    given = dict(descriptor)
    for part in ("csv", "json", "inline"):
        inner = given.get(part)
        given |= inner if isinstance(inner, dict) else {}

    def text(name: str, default: str = "") -> str:
        value = given.get(name)
        return value if isinstance(value, str) else default

    rows = _numbers(given.get("headerRows")) or (1,)
    keys = given.get("itemKeys", given.get("keys"))
    found = Dialect(
        delimiter=text("delimiter", "\t" if file_format == "tsv" else ","),
        quote=text("quoteChar", '"'),
        escape=text("escapeChar"),
        # Without an escape character a doubled quote can mean nothing else.
        doubles_quote=given.get("doubleQuote") is not False or not text("escapeChar"),
        skips_space=given.get("skipInitialSpace") is True,
        terminator=text("lineTerminator"),
        null=text("nullSequence") if "nullSequence" in given else None,
        header_rows=() if given.get("header") is False else rows,
        finds_header=not _numbers(given.get("headerRows")),
        header_join=text("headerJoin", " "),
        ignores_case=False in (given.get("headerCase"), given.get("caseSensitiveHeader")),
        comment=text("commentChar"),
        comment_rows=frozenset(_numbers(given.get("commentRows"))),
        skips_blank=given.get("skipBlankRows") is True,
        member=text("property"),
        item_type=text("itemType"),
        keys=tuple(map(str, keys)) if isinstance(keys, list) else (),
    )
    return _examined(found)


def _numbers(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(sorted(number for number in value if isinstance(number, int) and number > 0))


def _examined(found: Dialect) -> Dialect:
    import csv

    marks = [mark for mark in (found.delimiter, found.quote, found.escape) if mark]
    # Python 3.13 refuses these itself.
    if any(mark in "\r\n" for mark in marks) or len({*marks}) < len(marks):
        words = "No CSV reader takes this dialect: a mark is a line end, or two are the same."
        return found._replace(unreadable=words)
    try:
        csv.reader([], strict=True, **found.options())
    except (TypeError, ValueError) as error:
        words = f"No CSV reader takes this dialect: {error}."
        return found._replace(unreadable=words)
    return found


def codec(name: str, beginning: bytes) -> str:
    """The codec of an encoding; a byte order mark is not part of the text.

    Parameters
    ----------
    name : str
        As a descriptor names it.
    beginning : bytes
        The first bytes of the file.

    Raises
    ------
    LookupError
        Where it is none, with a sentence.
    """
    try:
        found = codecs.lookup(name).name
        io.TextIOWrapper(io.BytesIO(), name)  # refuses what decodes bytes to bytes
    except (LookupError, ValueError) as error:
        raise LookupError(f"There is no encoding {shown(name)} of text files.") from error
    if found in _REFUSED_CODECS:
        raise LookupError(f"{shown(name)} is not an encoding of text files.")
    if found == "utf-8":
        return "utf-8-sig"
    mark, with_mark = _MARKS.get(found, (b"", ""))
    return with_mark if mark and beginning.startswith(mark) else found
