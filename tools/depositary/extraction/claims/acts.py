"""In which act, how directly, and is it denied that it was said? What a cue's words tell."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Literal

from depositary.extraction.claims.cues import NEGATIONS, function_words, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.claims.cues import Cue
    from depositary.extraction.claims.passages import Passage
    from depositary.extraction.claims.reading import Statement

Directness = Literal["direct", "mixed", "indirect"]
_WORDS_BEFORE = 4
_FIRST_WORDS = 5
_SELVES = frozenset({"i", "we"})
_WILL = frozenset({"will", "shall"})
_MOST_WORDS = 400
_CARRIERS = function_words()["carriers"]


def phrase(statement: Statement, passage: Passage) -> Cue | None:
    """The cue with the word after it, where the lexicon knows the two: "called for"."""
    at = statement.candidate.at
    both = passage.lows[at : at + 2]
    return lexicon().get("_".join(both)) if len(both) > 1 else None


def act(said: str, content: Sequence[str]) -> str:
    """The act of a cue, where the words that are said tell more: who says "we will" promises.

    Parameters
    ----------
    said : str
        Act of the cue.
    content : sequence of str
        The first words of what is said, in lower case.

    Examples
    --------
    >>> act("states", ["we", "will", "go"]), act("states", ["it", "will", "rain"])
    ('promises', 'states')
    """
    words = [word for word in content[:_FIRST_WORDS] if word[0].isalnum() and word != "that"]
    is_own = said == "states" and words[:1] and words[0] in _SELVES
    return "promises" if is_own and words[1:2] and words[1] in _WILL else said


def is_negated(statement: Statement, passage: Passage) -> bool:
    """Whether the cue itself is negated: "did not say", "has never claimed"."""
    at = statement.candidate.at
    for place in range(at - 1, max(statement.candidate.start, at - _WORDS_BEFORE) - 1, -1):
        if passage.lows[place] in NEGATIONS:
            return True
        if passage.shapes[place] not in _CARRIERS and passage.shapes[place] != "ly":
            return False
    return False


def directness(statement: Statement, passage: Passage) -> Directness:
    """Whether a content is in the speaker's own words, by the quotation marks that it has."""
    if not passage.inside:
        return "indirect"
    begin, end = statement.content
    spoken = [
        at for at in range(begin, min(end, begin + _MOST_WORDS)) if passage.shapes[at][0].isalnum()
    ]
    aside = _aside(statement, passage)
    inside = [at in passage.inside for at in spoken if at not in aside]
    if inside and all(inside):
        return "direct"
    return "mixed" if any(inside) else "indirect"


def _aside(statement: Statement, passage: Passage) -> range:
    """The words around a cue that part a quotation in two: they are the author's."""
    at = statement.candidate.at
    if at in passage.inside or not statement.content[0] <= at < statement.content[1]:
        return range(0)
    number = bisect_left(passage.quotations, (at,))
    before, after = passage.quotations[:number][-1:], passage.quotations[number : number + 1]
    start = before[0][1] if before else at
    return range(start, after[0][0] if after else at + 1)
