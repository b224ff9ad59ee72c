"""How is a value shown in a sentence, and what was probably meant?"""

from __future__ import annotations

import sys
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN_CHARS = 60
_ALIKE_PERCENT = 70
_FEW_CHOICES = 100
_COMPARED_CHARS = 500
_MOST_COMPARISONS = 1_000_000  # about a fifth of a second


def shown(value: object) -> str:
    r"""A value in quotes, on one line, shortened, with nothing that a terminal would obey.

    Examples
    --------
    >>> print(shown("two\nlines"))
    "two\nlines"
    """
    text = value if isinstance(value, str) else str(value)
    cut = text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
    return f'"{cut}"' if cut.isprintable() else '"' + "".join(map(_visible, cut)) + '"'


def _visible(letter: str) -> str:
    if letter.isprintable():
        return letter
    return letter.encode("unicode_escape").decode("ascii")


def listed(values: Iterable[object], most: int = 8) -> str:
    """Values in quotes with commas between them, the first few of them.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    '"a", "b" and 1 more'
    """
    every = [shown(value) for value in values]
    rest = len(every) - most
    return ", ".join(every[:most]) + (f" and {rest} more" if rest > 0 else "")


def did_you_mean(
    value: object, choices: Iterable[object], *, at_least_percent: int = _ALIKE_PERCENT
) -> str:
    """The question after the nearest of some choices; empty where nothing is near.

    Examples
    --------
    >>> did_you_mean("denys", ["denies", "states"])
    'did you mean "denies"?'
    """
    return _nearest(str(value), tuple(map(str, choices)), at_least_percent)


class Guesses:
    """What was meant among the same choices again and again, as long as it takes no time to say.

    Parameters
    ----------
    choices : sequence of str
        What may be meant.
    """

    __slots__ = ("_choices", "_known", "_left")

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = choices
        self._known: dict[str, str] = {}
        self._left = _MOST_COMPARISONS

    def nearest(self, text: str) -> str:
        """The question after the nearest; empty where none is near, or too many were asked for."""
        if text not in self._known:
            if self._left < len(self._choices):
                return ""
            self._left -= len(self._choices)
            self._known[text] = did_you_mean(text, self._choices)
        return self._known[text]


@lru_cache(maxsize=256)  # the same slip is often made again
def _nearest(text: str, choices: tuple[str, ...], at_least_percent: int) -> str:
    if len(text) > _COMPARED_CHARS:
        return ""
    if "rapidfuzz" not in sys.modules and len(choices) <= _FEW_CHOICES:
        choices = tuple(_with_common_letters(text, choices, at_least_percent))
        if not choices:  # and the library need not be loaded
            return ""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        text,
        choices,
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=at_least_percent,
    )
    return f"did you mean {shown(found[0])}?" if found else ""


def _with_common_letters(text: str, choices: Iterable[str], at_least_percent: int) -> list[str]:
    """The choices that have letters enough in common with a text, in whatever order."""
    ours = _letters(text)
    found = []
    for choice in choices:
        theirs = _letters(choice[:_COMPARED_CHARS])
        common = (ours & theirs).total()
        if 200 * common >= at_least_percent * (ours.total() + theirs.total()):
            found.append(choice)
    return found


def _letters(text: str) -> Counter[str]:
    """How often each letter stands in a text, as the library compares them."""
    return Counter("".join(each if each.isalnum() else " " for each in text.lower()).strip())


_TYPES = {
    "array": "a JSON array",
    "boolean": "a truth value",
    "date": "a date",
    "datetime": "a date with a time",
    "duration": "a duration",
    "geojson": "a GeoJSON object",
    "geopoint": "a point",
    "integer": "a whole number",
    "list": "a list",
    "number": "a number",
    "object": "a JSON object",
    "string": "a text",
    "time": "a time",
    "year": "a year",
    "yearmonth": "a month of a year",
}
_FORMS = {
    "date": "2025-01-31",
    "datetime": "2025-01-31T15:00:00",
    "duration": "P1Y2M3DT4H",
    "geopoint": "90.50, 45.50",
    "integer": "12",
    "number": "1.5",
    "time": "15:00:00",
    "year": "2025",
    "yearmonth": "2025-01",
}


def type_words(kind: str, form: str = "default") -> tuple[str, str]:
    """What a value of a type is called, and how it should be written.

    Parameters
    ----------
    kind, form : str
        Type and format of a field.

    Examples
    --------
    >>> type_words("date")
    ('a date', 'write it as in 2025-01-31')
    """
    if kind == "string":
        return _STRINGS.get(form, "a text"), ""
    words = _TYPES.get(kind, "a value")
    if form not in ("default", "any"):
        return f"{words} as {form}", f"write it as {form}"
    return words, f"write it as in {_FORMS[kind]}" if kind in _FORMS else ""


_STRINGS = {
    "email": "an e-mail address",
    "uri": "a URI with its scheme",
    "uuid": "a UUID",
    "binary": "base64",
}
