"""Where can names stand? Stretches of words with capitals, and what may stand within a name."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.names.lists import known_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.extraction.articles import Word

_RUN = re.compile(r"[^ ]*C[^ ]*")
_DOT = re.compile(r"\.")
_NUMBER = re.compile(r"\d{4}|\d{1,3}(?:st|nd|rd|th)|\d{1,4}")
MOST_WORDS = 12
_MEMORY = 60_000


class Stretch(NamedTuple):
    """A run of words of one sentence in which names may stand.

    Parameters
    ----------
    start, end : int
        Places among the words of the sentence, half-open.
    classes : str
        A letter for each word: ``C`` capitalised, ``t`` a small word with a capital ("The"),
        ``y`` a number, ``e`` a noun of events, ``a`` a word within names of events, ``o`` a word
        that joins parts of a name ("of"), ``.`` the dot of an abbreviation. A blank is none of
        these, and in no stretch.
    """

    start: int
    end: int
    classes: str

    def spans(self) -> Iterator[tuple[int, int]]:
        """What may be a name, or one word that is none: places in the stretch, by their end."""
        classes = self.classes
        for end in range(1, len(classes) + 1):
            closes = classes[end - 1] in "Cye."
            for start in range(end - 1, max(-1, end - 1 - MOST_WORDS), -1):
                if start == end - 1 or (closes and classes[start] in "Cyt"):
                    yield start, end


class _Classes(dict[str, str]):
    """The class of each word that was met, worked out once."""

    def __missing__(self, word: str) -> str:
        if len(self) > _MEMORY:
            self.clear()
        self[word] = found = _class_of(word)
        return found


def _class_of(word: str) -> str:  # noqa: PLR0911 - one line for each class
    words = known_lists().words
    lower = word.lower()
    if word != lower:
        if lower in words["small"] and (word.istitle() or len(word) == 1):
            return "t"
        return "C"
    if lower in words["event_noun"]:
        return "e"
    if lower in words["event_word"]:
        return "a"
    if lower in words["connector"]:
        return "o"
    if _NUMBER.fullmatch(word):
        return "y"
    if word == ".":
        return "."
    return "C" if word[0] > "\u2e80" and word[0].isalpha() else " "


_CLASSES = _Classes()


def stretches(words: Sequence[Word]) -> Iterator[Stretch]:
    """The stretches of a sentence that hold a capitalised word, in order.

    Examples
    --------
    >>> from depositary.extraction.articles import words
    >>> from depositary.spans import Span
    >>> text = "In May the Green Party of Norway met Mr. Ola Nordmann."
    >>> said = words(text, Span(0, len(text)))
    >>> [" ".join(word.text for word in said[run.start : run.end]) for run in stretches(said)]
    ['May the Green Party of Norway', 'Ola Nordmann']
    """
    letters = "".join([_CLASSES[word[0]] for word in words])
    if "C" not in letters:
        return
    if letters[0] == "t":
        letters = f" {letters[1:]}"
    if "." in letters:
        letters = _DOT.sub(partial(_dot, words), letters)
    for run in _RUN.finditer(letters):
        yield from _trimmed(run.start(), run[0])


def _dot(words: Sequence[Word], dot: re.Match[str]) -> str:
    """The class of a dot: what ends a sentence has none."""
    at = dot.start()
    before = words[at - 1]
    if dot.string[at - 1 : at] != "C" or before.end != words[at].start:
        return " "
    if len(before.text) == 1 or before.text.lower() in known_lists().words["abbreviation"]:
        return "."
    return " "


def _trimmed(start: int, letters: str) -> Iterator[Stretch]:
    inner = letters.lstrip("oea.")
    start += len(letters) - len(inner)
    inner = inner.rstrip("oat")
    if "C" in inner:
        yield Stretch(start, start + len(inner), inner)
