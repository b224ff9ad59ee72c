"""What stands around a trigger? Its verb group, and whether its clause is one beside the point."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction import wordlists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.events.inflection import Form

LISTS = wordlists.lists("grammar.tsv")
BE = LISTS["be"]
DETERMINERS = LISTS["determiners"]
PREPOSITIONS = LISTS["prepositions"]
PRONOUNS = LISTS["pronouns"]
SPEECH = LISTS["speech"]
SUBORDINATORS = LISTS["subordinators"]
TIMES = LISTS["times"]
ALLEGING = LISTS["alleging"]
COMING = LISTS["coming"]
LASTING = LISTS["lasting"]
PROMISING = LISTS["promising"]
HELPERS = LISTS["helpers"]
SMALL = (
    DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | SUBORDINATORS
    | TIMES
    | HELPERS
    | LISTS["conjunctions"]
    | LISTS["adverbs"]
)
_CARRIED = LISTS["trying"] | COMING | LASTING
_ADVERBS = LISTS["adverbs"]
_NOT_ADVERBS = LISTS["not_adverbs"]
_ALONE = frozenset(
    {"both", "all", "some", "many", "most", "several", "few", "others", "two", "three"}
)
_NOT = ("not", "never")
_SHORTEST_ADVERB = 5
_AFTER_NOUNS = frozenset({",", "of", "by", "between"})
_POSSESSIVE = ("'s", "’s", "'", "’")  # noqa: RUF001 - as texts have it


class Group(NamedTuple):
    """The words of a verb: where they begin, what helps it, what it hangs on.

    Parameters
    ----------
    start : int
        First word of the group.
    helpers : frozenset of str
        Auxiliaries, and verbs that carry another: ``will``, ``tried`` (to).
    is_negated : bool
        Whether ``not`` or ``never`` is among them.
    governor : int
        Word that an infinitive hangs on: ``promised`` in "promised to sign"; -1 for none.
    """

    start: int
    helpers: frozenset[str]
    is_negated: bool
    governor: int


def is_adverb(word: str) -> bool:
    """Whether a word, in lower case, may stand within a verb group without changing it."""
    return word in _ADVERBS or (
        word.endswith("ly") and len(word) >= _SHORTEST_ADVERB and word not in _NOT_ADVERBS
    )


def says(low: Sequence[str], at: int) -> bool:
    """Whether a word is one of saying, and not of the United *States*."""
    return low[at] in SPEECH and not (low[at] == "states" and at > 0 and low[at - 1] == "united")


def group(low: Sequence[str], at: int) -> Group:
    """The verb group that ends with a word.

    Parameters
    ----------
    low : sequence of str
        Words of the sentence in lower case.
    at : int
        The verb.

    Examples
    --------
    >>> group("syria will not try to sign it".split(), 5)[:1]
    (1,)
    """
    helpers: set[str] = set()
    is_negated = False
    governor = -1
    place = at - 1
    while place >= 0:
        word = low[place]
        if word in HELPERS:
            helpers.add(word)
        elif word.endswith(("n't", "n’t")):  # noqa: RUF001
            helpers.add(word[:-3])
            is_negated = True
        elif word == "to":
            governor = _before(low, place)
            if governor < 0 or low[governor] not in _CARRIED:
                break
            helpers.add(low[governor])
            place, governor = governor, -1
        elif word in _NOT:
            is_negated = True
        elif not (is_adverb(word) or _tells_time(low, place)):
            break
        place -= 1
    return Group(place + 1, frozenset(helpers), is_negated, governor)


def _before(low: Sequence[str], place: int) -> int:
    place -= 1
    while place >= 0 and (is_adverb(low[place]) or _tells_time(low, place)):
        place -= 1
    return place


def _tells_time(low: Sequence[str], place: int) -> bool:
    return low[place] in TIMES or (
        low[place] == "on" and place + 1 < len(low) and low[place + 1] in TIMES
    )


def is_noun(low: Sequence[str], at: int, form: Form) -> bool:
    """Whether a form that is a verb's and a noun's is meant as a noun, by the words beside it.

    Examples
    --------
    >>> is_noun("drone attacks have killed".split(), 1, "third")
    True
    """
    before = low[at - 1] if at else ""
    after = low[at + 1] if at + 1 < len(low) else ""
    if before in DETERMINERS or before in _POSSESSIVE:
        # "Both approved it": who does it is told of by a word that also stands before nouns.
        is_past = form in {"past", "either"}
        return not (is_past and before in _ALONE and after in PRONOUNS | DETERMINERS)
    if form in {"past", "participle", "either"}:
        return False
    if form == "gerund":
        return after in _AFTER_NOUNS
    if after in HELPERS or after in _AFTER_NOUNS or before in TIMES:
        return True
    return before in PREPOSITIONS and before != "to"


def subordinate(low: Sequence[str]) -> list[bool]:
    """Of each word, whether it stands in a clause that hangs on another.

    Returns
    -------
    list of bool
        What follows a verb of saying is not counted: it is what the sentence is about.

    Examples
    --------
    >>> low = "rebels , who fled , attacked police after talks".split()
    >>> [word for word, hangs in zip(low, subordinate(low), strict=True) if hangs]
    ['who', 'fled', 'after', 'talks']
    """
    hangs = False
    ends_at_comma = False
    marks = []
    for at, word in enumerate(low):
        if word in SUBORDINATORS and not _is_said(low, at):
            if not hangs:
                ends_at_comma = at == 0 or low[at - 1] == ","
            hangs = True
        elif word in ";:" or (word == "," and ends_at_comma):
            hangs = False
        marks.append(hangs)
    return marks


def _is_said(low: Sequence[str], at: int) -> bool:
    """Whether ``that`` opens what somebody says, or is no conjunction at all."""
    if low[at] == "as":
        return at + 1 < len(low) and low[at + 1] in {"part", "well", "a"}
    return low[at] == "that" and any(word in SPEECH for word in low[max(0, at - 4) : at])
