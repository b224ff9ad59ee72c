"""What in a cell is right, and yet will be read wrongly: by a person, a spreadsheet, a program?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LEADS = ("=", "@", "+", "-", "\t", "\r")
"""Spreadsheets take a cell that begins so for a formula."""

# Controls; characters of direction (Unicode TR9, 2), of no width, tags, half characters.
_HIDDEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("[\u00ad\u200c-\u200f]")  # words of many scripts need them, ids do not
_UNSEEN_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"}) + b"\x7f"
_ALL_ELSE = bytes(byte for byte in range(0x100) if byte not in _UNSEEN_CONTROLS)
# What follows the first byte of a hidden character in UTF-8.
_HIDDEN_BYTES = {
    b"\xe2": rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9])",
    b"\xc2": rb"\xc2[\x80-\x9f\xad]",
    b"\xd8": rb"\xd8\x9c",
    b"\xef": rb"\xef(?:\xbb\xbf|\xbf[\xb9-\xbb])",
    b"\xf3": rb"\xf3\xa0",
}
_FORMULA = re.compile(r"[=@\t\r]\S|[+-](?=.*[(!|=]).*", re.DOTALL)
_INTEGER_DIGITS = 18
_FIRST_PAST, _LAST_BEFORE = 1 << 63, -(1 << 63) - 1

# Letters of other scripts that look like a Latin one in common typefaces (Unicode TR39).
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲՕՏօ",  # noqa: RUF001 - that they look so is the point
    "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXocOSo",
)


class Oddity(NamedTuple):
    """A warning about a cell that is of its type."""

    code: str
    kind: str
    words: str
    hint: str


def may_hide(data: bytes) -> bool:
    """Whether UTF-8 text may hold a character that cannot be seen."""
    if data.translate(None, _ALL_ELSE):
        return True
    return not data.isascii() and any(
        lead in data and re.search(form, data) for lead, form in _HIDDEN_BYTES.items()
    )


def in_text(cell: str, *, is_id: bool) -> Oddity | None:
    r"""What is odd about a text.

    Parameters
    ----------
    cell : str
        As it stands.
    is_id : bool
        Whether rows are told apart by it.

    Examples
    --------
    >>> in_text("=1+1", is_id=False).code, in_text("\N{CYRILLIC SMALL LETTER A}ct", is_id=True).code
    ('E216', 'E215')
    """
    if found := _HIDDEN.search(cell) or (_JOINERS.search(cell) if is_id else None):
        name = f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()
        words = f"holds a character that cannot be seen ({name})"
        return Oddity("E214", "hidden-character", words, "remove it, unless the source has it")
    if cell.startswith(LEADS) and _FORMULA.match(cell):
        words = "would be taken for a formula by a spreadsheet"
        return Oddity("E216", "formula", words, "open the file as text, never by a double click")
    if is_id and not cell.isascii():
        return _in_id(cell)
    return None


def _in_id(cell: str) -> Oddity | None:
    composed = unicodedata.normalize("NFC", cell)
    if composed != cell:
        words = "is not in the composed form of Unicode (NFC), so that its twin is another id"
        return Oddity("E215", "look-alike", words, f"write it as {composed}")
    letters = [letter for letter in cell if letter.isalpha()]
    scripts = {_script(letter) for letter in letters}
    twin = cell.translate(_ALIKE)
    if "LATIN" in scripts and len(scripts) > 1 and twin != cell:
        other = next(letter for letter in letters if letter.translate(_ALIKE) != letter)
        words = f"mixes scripts: {unicodedata.name(other)} looks like a Latin letter"
        return Oddity("E215", "look-alike", words, f"write {twin}")
    return None


@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def in_number(kind: str, cell: str, value: object) -> Oddity | None:
    """What is odd about a number: that it is larger than 64 bits can hold."""
    if len(cell) <= _INTEGER_DIGITS and "e" not in cell.lower():
        return None
    if kind == "integer":
        is_past = isinstance(value, int) and not _LAST_BEFORE < value < _FIRST_PAST
    else:
        is_past = "inf" not in cell.lower() and abs(float(str(value))) == float("inf")
    if not is_past:
        return None
    words = "is a number past 64 bits, which most programs cut or round"
    return Oddity("E217", "large-number", words, "keep it as a text")
