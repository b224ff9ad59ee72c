"""Which words tell that somebody says something? The lexicon of cues, and shapes of words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction import wordlists

if TYPE_CHECKING:
    from collections.abc import Mapping


class Cue(NamedTuple):
    """A form of a word that can introduce what somebody says: the word, its class, its act."""

    lemma: str
    category: str
    act: str


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Cue]:
    """Every form of every cue of ``knowledge/cues.tsv``, in lower case.

    A cue that is a phrase of two words has an underscore between them.

    Examples
    --------
    >>> lexicon()["denied"]
    Cue(lemma='deny', category='verb', act='denies')
    """
    found: dict[str, Cue] = {}
    for lemma, category, act, forms in wordlists.rows("cues.tsv"):
        for form in forms.split():
            found.setdefault(form, Cue(lemma, category, act))
    return found


def function_words() -> Mapping[str, frozenset[str]]:
    """The words that build sentences, by the part they play (``knowledge/function_words.tsv``).

    Examples
    --------
    >>> "never" in function_words()["negations"]
    True
    """
    return wordlists.lists("function_words.tsv")


NEGATIONS = function_words()["negations"]
PRONOUNS = function_words()["pronouns"]
DETERMINERS = function_words()["determiners"]
LINKS = function_words()["conjunctions"] | function_words()["prepositions"]
_POSSESSIVES = frozenset({"'s", "’s"})  # noqa: RUF001
_ITSELF = _POSSESSIVES.union(*function_words().values())
_ENDINGS = ("ly", "ing", "ed", "s")


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> str:
    """What a word looks like, without a dictionary: itself, where it is one that builds sentences.

    Examples
    --------
    >>> [shape(word) for word in ("The", "Senate", "quietly", "denied", ",", "12")]
    ['the', 'Cap', 'ly', 'verb-ed', ',', '0']
    """
    low = word.lower()
    if low in _ITSELF:
        return low
    if not low[0].isalnum():
        return word
    cue = lexicon().get(low)
    if cue is not None and (low == word or cue.category == "verb"):
        return f"{cue.category}-{ending(low)}" if low == word else "Cue"
    if low[0].isdigit():
        return "0"
    return "Cap" if low != word else ending(low) or "w"


def ending(word: str) -> str:
    """The ending of a word that tells most about its form, or nothing.

    Examples
    --------
    >>> ending("saying"), ending("said")
    ('ing', '')
    """
    return next((each for each in _ENDINGS if word.endswith(each)), "")
