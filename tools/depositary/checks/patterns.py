"""Does a text match a pattern, whatever the pattern, in bounded time?

Patterns run on RE2, whose time is linear in the text. A pattern that RE2 cannot read (look-around,
back-references) runs on Python's ``re`` in a process of its own, which is ended when it takes too
long: ``(a+)+$`` doubles its time with each letter.
"""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import threading
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, Protocol

from depositary.checks.limits import PATTERN_CHARS

if TYPE_CHECKING:
    from contextlib import ExitStack

_LIMIT_S = 1.0
_START_LIMIT_S = 10.0  # a process may start slowly on a busy machine

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
import json, re, sys
for line in sys.stdin:
    pattern, text = json.loads(line)
    try:
        answer = re.compile(pattern).fullmatch(text) is not None
    except (re.error, OverflowError, RecursionError) as error:
        answer = str(error) or "it is too large"
    print(json.dumps(answer), flush=True)
"""


class BadPatternError(ValueError):
    """A pattern that is no regular expression."""


class Pattern(Protocol):
    """A pattern that texts can be tried on."""

    gave_up: bool

    def matches(self, text: str) -> bool:
        """Whether all of a text matches; True, with ``gave_up`` set, where it took too long."""


class _Linear:
    """A pattern on RE2."""

    gave_up = False

    def __init__(self, compiled: Any) -> None:
        self._fullmatch = compiled.fullmatch

    def matches(self, text: str) -> bool:
        try:
            return self._fullmatch(text) is not None
        except UnicodeEncodeError:  # half a character, which JSON in memory can hold
            return False


class _Guarded:
    """A pattern on ``re``, in another process."""

    def __init__(self, pattern: str, stack: ExitStack) -> None:
        self.gave_up = False
        self._pattern = pattern
        self._answers: queue.Queue[str] = queue.Queue()
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter with the code above
            [sys.executable, "-I", "-S", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        reader = threading.Thread(target=_pass_on, args=(self._child.stdout, self._answers))
        reader.start()
        stack.callback(self._end, reader)
        self.matches = lru_cache(maxsize=4096)(self._ask)  # type: ignore[method-assign]
        answer = self._answer("", _START_LIMIT_S)
        if isinstance(answer, str):
            raise BadPatternError(answer)

    def matches(self, text: str) -> bool:
        raise NotImplementedError

    def _ask(self, text: str) -> bool:
        answer = None if self.gave_up else self._answer(text, _LIMIT_S)
        self.gave_up = answer is None
        return answer is not False

    def _answer(self, text: str, limit_s: float) -> bool | str | None:
        try:
            print(json.dumps([self._pattern, text]), file=self._child.stdin, flush=True)
            answer: bool | str = json.loads(self._answers.get(timeout=limit_s))
        except (queue.Empty, OSError, ValueError):
            self._child.kill()
            return None
        return answer

    def _end(self, reader: threading.Thread) -> None:
        self._child.kill()
        reader.join()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        self._child.wait()


def _pass_on(lines: IO[str], answers: queue.Queue[str]) -> None:
    for line in lines:
        answers.put(line)


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
    import re2

    if len(pattern) > PATTERN_CHARS:
        raise BadPatternError(f"it has {len(pattern)} characters; {PATTERN_CHARS} is the most")
    options = re2.Options()
    options.log_errors = False
    try:
        return _Linear(re2.compile(for_re2(pattern), options))
    except (re2.error, UnicodeEncodeError, _OnlyReError):
        return _Guarded(pattern, stack)


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
