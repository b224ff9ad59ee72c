"""Does a text match a pattern, whatever the pattern, in bounded time?

Patterns run on RE2, whose time is linear in the text. A pattern that RE2 cannot read (look-around,
back-references) runs on Python's ``re`` in a process of its own, which is ended when it takes too
long: ``(a+)+$`` doubles its time with each letter.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from depositary.checks.limits import PATTERN_CHARS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

_LIMIT_S = 1.0

# What Python's re means by \d, \s and \w, and XML Schema by \i and \c, as members of an RE2 class.
_CLASSES = {
    "d": r"\p{Nd}",
    "s": r"\t-\r\x1c-\x20\x{85}\p{Z}",
    "w": r"\p{L}\p{N}_",
    "i": r"\p{L}_:",
    "c": r"\p{L}\p{M}\p{Nd}\-._:",
}
_HEX_DIGITS = {"u": 4, "U": 8}
_OPEN_REPEAT = re.compile(r"\{,(\d+)\}")

_CHILD = """
import json, re
for line in sys.stdin:
    pattern, text = json.loads(line)
    try:
        answer = re.compile(pattern).fullmatch(text) is not None
    except (re.error, OverflowError, RecursionError) as error:
        answer = str(error) or "it is too large"
    reply(json.dumps(answer))
"""


class BadPatternError(ValueError):
    """A pattern that is no regular expression."""


class Limited(Protocol):
    """A demand on values that is given up where it takes too long."""

    @property
    def constraint(self) -> str:
        """What Table Schema calls it."""

    @property
    def gave_up(self) -> bool:
        """Whether it was given up, so that not all values were held against it."""


class Pattern(Limited, Protocol):
    """A pattern that texts can be tried on."""

    linear: str
    """As RE2 spells it; empty where RE2 cannot read it."""
    is_bland: bool
    """Whether what it matches has plain ASCII letters only, and begins with a letter or digit."""

    def matches(self, text: str) -> bool:
        """Whether all of a text matches; True, with ``gave_up`` set, where it took too long."""


class _Tame:
    """A pattern on ``re``, of which one can see that its time is linear in the text."""

    gave_up = False
    constraint = "pattern"

    def __init__(self, pattern: str) -> None:
        self.matches: Callable[[str], Any] = re.compile(pattern).fullmatch  # type: ignore[assignment]
        self.linear = for_re2(pattern)
        self.is_bland = _BLAND.fullmatch(pattern) is not None

    def matches(self, text: str) -> bool:
        raise NotImplementedError


class _Linear:
    """A pattern on RE2."""

    gave_up = False
    is_bland = False
    constraint = "pattern"

    def __init__(self, compiled: Any, linear: str) -> None:
        self._fullmatch = compiled.fullmatch
        self.linear = linear

    def matches(self, text: str) -> bool:
        try:
            return self._fullmatch(text) is not None
        except UnicodeEncodeError:  # half a character, which JSON in memory can hold
            return False


class _Guarded:
    """A pattern on ``re``, in another process."""

    is_bland = False
    constraint = "pattern"

    def __init__(self, pattern: str, stack: ExitStack) -> None:
        self.gave_up = False
        self.linear = ""
        self._pattern = pattern
        from depositary.checks.apart import child

        self._child = child(_CHILD, stack)
        self.matches = lru_cache(maxsize=4096)(self._ask)  # type: ignore[method-assign]
        answer = self._answer("")
        if isinstance(answer, str):
            raise BadPatternError(answer)

    def matches(self, text: str) -> bool:
        raise NotImplementedError

    def _ask(self, text: str) -> bool:
        answer = None if self.gave_up else self._answer(text)
        self.gave_up = answer is None
        return answer is not False

    def _answer(self, text: str) -> bool | str | None:
        answer = self._child.ask(json.dumps([self._pattern, text]), _LIMIT_S)
        found: bool | str | None = None if answer is None else json.loads(answer)
        return found


def compile_pattern(pattern: str, stack: ExitStack) -> Pattern:
    """A pattern ready to be tried on texts, all of which it must match.

    Parameters
    ----------
    pattern : str
        A regular expression of XML Schema or of Python.
    stack : ExitStack
        Ends the process that a pattern may need.

    Raises
    ------
    BadPatternError
        Where it is neither.

    Examples
    --------
    >>> from contextlib import ExitStack
    >>> with ExitStack() as stack:
    ...     compile_pattern("a|b", stack).matches("ax")
    False
    """
    # All of a text has to match, so that anchors at the ends of a pattern say nothing more.
    within = _within(pattern)
    if _is_tame(within):
        return _Tame(within)
    import re2

    if len(pattern) > PATTERN_CHARS:
        raise BadPatternError(f"it has {len(pattern)} characters; {PATTERN_CHARS} is the most")
    options = re2.Options()
    options.log_errors = False
    try:
        spelled = for_re2(pattern)
        return _Linear(re2.compile(spelled, options), spelled)
    except (re2.error, UnicodeEncodeError, _OnlyReError):
        return _Guarded(pattern, stack)


# A letter or a class, as often as a number or at most once, and one of them as often as one likes:
# there is one way only to match, but for the few choices of "?".
_CLASS = r"\[[A-Za-z0-9_ .,:;/-]+\]"
_ATOM = rf"(?:[A-Za-z0-9_ ,:;/@#%&=~<>!'\"-]|\\[-.dsw]|\[\^?{_CLASS[2:]}|{_CLASS})"
_TAME = re.compile(rf"(?:{_ATOM}(?:\{{[0-9]{{1,2}}\}}|[?*+])?)*")
_FIRST = r"(?:[A-Za-z0-9]|\[(?:a-z|A-Z|0-9|[A-Za-z0-9_])+\])(?![*?]|\{0)"
_BLAND = re.compile(rf"{_FIRST}(?:[A-Za-z0-9_-]|{_CLASS}|\{{[0-9]{{1,2}}\}}|[?*+])*")
_MOST_FEW = 3


def _within(pattern: str) -> str:
    is_escaped = pattern.endswith("\\$")
    return pattern.removeprefix("^") if is_escaped else pattern.removeprefix("^").removesuffix("$")


def _is_tame(pattern: str) -> bool:
    if not _TAME.fullmatch(pattern) or "--" in pattern:
        return False
    bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
    return len(re.findall(r"[*+]", bare)) <= 1 and bare.count("?") <= _MOST_FEW


class _OnlyReError(Exception):
    """The pattern has something that only Python's ``re`` knows."""


def for_re2(pattern: str) -> str:
    r"""A pattern of Python's ``re`` as RE2 spells it.

    Examples
    --------
    >>> print(for_re2(r"\d{,3}[\w-]+"))
    [\p{Nd}]{0,3}[\p{L}\p{N}_-]+
    """
    spelled: list[str] = []
    at, in_class = 0, False
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            part, at = _escape(pattern, at + 1, in_class=in_class)
            spelled.append(part)
            continue
        if in_class:
            in_class = letter != "]"
            spelled.append("\\[" if letter == "[" else letter)
        elif letter == "[":
            opening = re.compile(r"\[\^?\]?").match(pattern, at)
            in_class = True
            spelled.append(opening[0] if opening else letter)
            at = opening.end() - 1 if opening else at
        elif repeat := _OPEN_REPEAT.match(pattern, at):
            spelled.append(f"{{0,{repeat[1]}}}")
            at = repeat.end() - 1
        else:
            spelled.append(letter)
        at += 1
    return "".join(spelled)


def _escape(pattern: str, at: int, *, in_class: bool) -> tuple[str, int]:
    letter = pattern[at : at + 1]
    if letter.lower() in _CLASSES:
        members = _CLASSES[letter.lower()]
        if letter.islower():
            return (members if in_class else f"[{members}]"), at + 1
        if in_class:
            raise _OnlyReError
        return f"[^{members}]", at + 1
    if letter in "bB" or letter.isdecimal():
        raise _OnlyReError  # RE2 knows word bounds of ASCII only, and no back-references
    if letter in _HEX_DIGITS:
        end = at + 1 + _HEX_DIGITS[letter]
        return f"\\x{{{pattern[at + 1 : end]}}}", end
    return ("\\z" if letter == "Z" else "\\" + letter), at + 1
