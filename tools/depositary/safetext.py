"""Text of strangers, made safe to print: nothing in it can move the cursor or hide a word."""

from __future__ import annotations

import unicodedata

_TWO_DIGITS, _FOUR_DIGITS = 0xFF, 0xFFFF


def visible(text: str) -> str:
    r"""The text with control, invisible and direction characters written as escapes.

    Parameters
    ----------
    text : str
        Any; line feeds stay.

    Examples
    --------
    >>> visible("red\x1b[31m")
    'red\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(char if char == "\n" or _is_plain(char) else _escaped(char) for char in text)


def one_line(text: str, longest: int = 80) -> str:
    r"""The text on one line, cut in the middle of nothing: its beginning and an ellipsis.

    Parameters
    ----------
    text : str
        Any.
    longest : int
        Characters of the result.

    Examples
    --------
    >>> one_line("a\nb"), one_line("abcdef", 4)
    ('a\\nb', 'abc…')
    """
    line = visible(text).replace("\n", "\\n")
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _is_plain(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _escaped(char: str) -> str:
    point = ord(char)
    if point <= _TWO_DIGITS:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= _FOUR_DIGITS else f"\\U{point:08x}"
