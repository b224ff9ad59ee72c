"""What in a cell is right, and yet will be read wrongly: by a person, a spreadsheet, a program?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LEADS = ("=", "@", "+", "-", "\t", "\r", "\n", "＝", "＠", "＋", "－")  # noqa: RUF001
"""How cells begin that a spreadsheet may run (OWASP, CSV Injection), East Asian forms included."""

# Expressions are compiled when they are first asked: most packages need none of them.
# Controls; characters of direction (Unicode TR9, 2), of no width, tags, half characters.
_HIDDEN = (
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = "[\u00ad\u200c-\u200f]"  # words of many scripts need them, ids do not
_CONTROL = rb"[\x00-\x1f\x7f]"
_PLAIN = bytes({*range(0x20, 0x7F), *b"\t\n\r"})
# How hidden characters begin in UTF-8, by their first byte: that none is there is seen at once.
_HIDDEN_BYTES = {
    b"\xe2": rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9])",
    b"\xc2": rb"\xc2[\x80-\x9f\xad]",
    b"\xd8": rb"\xd8\x9c",
    b"\xef": rb"\xef(?:\xbb\xbf|\xbf[\xb9-\xbb])",
    b"\xf3": rb"\xf3\xa0",
}
# After = all is a formula that could be one: rules (====), arrows (=>) and smileys (=)) could not.
_EQUALS = r"=[-+@\s]*+[\w(\"'.{#$\[\\]"
# The name of a function with its bracket; "item(s)" is none, "word (bracket)" only with what
# a function takes.
_CALL = (
    r"(?:[-+*/^&=<>,;(@])\s*+[^\W\d][\w.]*+"
    r"(?:\((?![^\W\d]{1,2}\))|\s++\(\s*+(?:[\"']|\$?[A-Za-z]{1,3}\$?\d))"
)
# What a sign begins: a cell (-A1), a sum (+1+1, no telephone number), a text put together.
_SIGNED = (
    r"[-+\s(]*+(?:"
    r"\$?[A-Za-z]{1,3}\$?\d{1,7}+(?![\w.])\s*+(?:\Z|[-+*/^&:=<>)])"
    r"|\d[\d.,]*+%?(?:\s*+[*/^+]\s*+[-+(]*+\d|[&=<>][-+(]*+[\w\"$(])"
    r"|\"[^\"]*+\"\s*+[&=])"
)
# Another program's value (app|topic!item), another sheet's cell (Sheet1!A1).
_LINK = r"\w\|"
_ELSEWHERE = r"![$']?\w"
_SHEET_CELL = r"['\w]!\$?[A-Za-z]{1,3}\$?\d"
_INTEGER_DIGITS = 18
_FIRST_PAST, _LAST_BEFORE = 1 << 63, -(1 << 63) - 1

# Letters of other scripts that look like a Latin one in common typefaces (Unicode TR39).
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲՕՏօ",  # noqa: RUF001 - that they look so is the point
    "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXocOSo",
)
_ANY_ALIKE = f"[{''.join(map(chr, _ALIKE))}]"
_LATIN = (
    "[A-Za-z\xaa\xba\xc0-\u02af\u02b0-\u02b8\u02e0-\u02e4\u1d00-\u1dbf\u1e00-\u1eff\u2071-\u209c\u2100-\u218f"
    "\u2c60-\u2c7f\ua700-\ua7ff\uab30-\uab6f\ufb00-\ufb06\U00010780-\U000107ff\U0001df00-\U0001dfff]"
)
# As these look: the wide forms of ASCII, dashes, spaces.
_ALSO_ALIKE: dict[int, int | str] = {
    **_ALIKE,
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((*range(0x2010, 0x2014), 0x2212), "-"),
    **dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000), " "),
}


class Oddity(NamedTuple):
    """A warning about a cell that is of its type."""

    code: str
    kind: str
    words: str
    hint: str


def may_hide(data: bytes) -> bool:
    """Whether UTF-8 text may hold a character that cannot be seen."""
    # Without letters that cannot be meant, which are nearly all, little is left to look through.
    rest = data.translate(None, _PLAIN)
    return bool(rest) and (re.search(_CONTROL, rest) is not None or may_hide_beyond_ascii(rest))


def may_hide_beyond_ascii(data: bytes) -> bool:
    """Whether UTF-8 text may hold a character that cannot be seen, and is not in ASCII."""
    return any(
        lead in data and re.search(form, data) is not None for lead, form in _HIDDEN_BYTES.items()
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
    is_seen = cell.isascii() and cell.isprintable()
    if not is_seen and (
        found := re.search(_HIDDEN, cell) or (re.search(_JOINERS, cell) if is_id else None)
    ):
        name = f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()
        words = f"holds a character that cannot be seen ({name})"
        return Oddity("E214", "hidden-character", words, "remove it, unless the source has it")
    if cell.startswith(LEADS) and is_formula(cell):
        words = "would be taken for a formula by a spreadsheet"
        return Oddity("E216", "formula", words, "open the file as text, never by a double click")
    if is_id and not cell.isascii():
        return _in_id(cell)
    return None


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run a cell: honest texts with a sign before them are none.

    Parameters
    ----------
    cell : str
        Beginning with one of :data:`LEADS`.

    Examples
    --------
    >>> is_formula("+1+1"), is_formula("+44 20 7946"), is_formula("- item"), is_formula("@name")
    (True, False, False, False)
    """
    text = cell.lstrip("\t\r\n ")  # which a spreadsheet leaves out
    if text[:1] in LEADS[-4:]:
        text = unicodedata.normalize("NFKC", text)
    lead = text[:1]
    if lead == "=":
        return re.match(_EQUALS, text) is not None
    if lead not in ("+", "-", "@"):
        return False
    link = re.search(_LINK, text)
    return (
        re.search(_CALL, text) is not None
        or (link is not None and re.search(_ELSEWHERE, text[link.end() :]) is not None)
        or (lead != "@" and re.match(_SIGNED, text) is not None)
        or re.search(_SHEET_CELL, text) is not None
    )


def looks(text: str) -> str:
    """What a text looks like: two that look alike have it in common (Unicode TR39, 4).

    A small part of the table of Unicode, for letters that are mistaken in ids; and no more than
    looks: ``A`` is not ``a``, nor ``²`` a ``2``.

    Examples
    --------
    >>> looks("\N{CYRILLIC SMALL LETTER A}ct") == looks("act"), looks("ACT") == looks("act")
    (True, False)
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_ALSO_ALIKE))


def may_be_odd_ids(text: str) -> bool:
    """Whether one of some ids may be odd as such, all of them in one text: that takes no time."""
    if text.isascii():
        return False
    is_mixed = re.search(_LATIN, text) is not None and re.search(_ANY_ALIKE, text) is not None
    return (
        is_mixed
        or re.search(_JOINERS, text) is not None
        or not unicodedata.is_normalized("NFC", text)
    )


def _in_id(cell: str) -> Oddity | None:
    composed = unicodedata.normalize("NFC", cell)
    if composed != cell:
        words = "is not in the composed form of Unicode (NFC), so that its twin is another id"
        return Oddity("E215", "look-alike", words, f"write it as {composed}")
    # A title that is unique may quote another language: its words are each of one script.
    for word in cell.split():
        twin = word.translate(_ALIKE)
        letters = [letter for letter in word if letter.isalpha()]
        scripts = {_script(letter) for letter in letters} if twin != word else set()
        if "LATIN" in scripts and len(scripts) > 1:
            other = next(letter for letter in letters if letter.translate(_ALIKE) != letter)
            words = f"mixes scripts: {unicodedata.name(other)} looks like a Latin letter"
            return Oddity("E215", "look-alike", words, f"write {cell.translate(_ALIKE)}")
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
        is_past = "inf" not in cell.lower() and _is_rounded(str(value))
    if not is_past:
        return None
    words = "is a number past 64 bits, which most programs cut or round"
    return Oddity("E217", "large-number", words, "keep it as a text")


def _is_rounded(number: str) -> bool:
    """Whether a double cannot hold a number, or not all digits of a whole one."""
    held = float(number)
    is_whole = number.lstrip("+-").isdecimal()
    return abs(held) == float("inf") or (is_whole and int(held) != int(number))
