"""Which forms has a word? The lexicon holds lemmas; texts hold forms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from depositary.extraction import wordlists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Form = Literal["base", "third", "past", "participle", "either", "gerund", "noun", "phrase"]
"""What a form may be; ``either`` is past or participle, which regular verbs do not tell apart."""

_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> Mapping[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in wordlists.rows("irregular_verbs.tsv")}


def plural(noun: str) -> str:
    """The regular plural of a noun, which is also the third person of a verb.

    Examples
    --------
    >>> [plural(noun) for noun in ("treaty", "clash", "deal", "convoy")]
    ['treaties', 'clashes', 'deals', 'convoys']
    """
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def of_verb(lemma: str) -> Iterator[tuple[str, Form]]:
    """Forms of a verb, and what they are.

    Examples
    --------
    >>> (
    ...     dict(of_verb("ban"))["banning"],
    ...     dict(of_verb("seize"))["seized"],
    ...     dict(of_verb("meet"))["met"],
    ... )
    ('gerund', 'either', 'either')
    """
    yield lemma, "base"
    yield plural(lemma), "third"
    if lemma in _irregular():
        past, participle, gerund = _irregular()[lemma]
        if past == participle:
            yield from _unless(past, lemma, "either")
        else:
            yield from _unless(past, lemma, "past")
            yield from _unless(participle, lemma, "participle")
        yield gerund or _stem(lemma) + "ing", "gerund"
    else:
        yield _past(lemma), "either"
        yield _stem(lemma) + "ing", "gerund"


def _past(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + "d" if lemma.endswith("e") else _stem(lemma) + "ed"


def _unless(form: str, lemma: str, what: Form) -> Iterator[tuple[str, Form]]:
    if form != lemma:
        yield form, what


def _stem(lemma: str) -> str:
    """What stands before -ed and -ing."""
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1]
    vowels = sum(letter in _VOWELS for letter in lemma)
    closed = lemma[-1] not in _VOWELS and lemma[-1] not in "wxy"
    if vowels == 1 and closed and lemma[-2:-1] in _VOWELS:
        return lemma + lemma[-1]
    return lemma
