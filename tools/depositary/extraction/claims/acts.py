"""In which act, how directly, and is it denied that it was said? What a cue's words tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depositary.extraction.claims.cues import NEGATIONS, function_words, lexicon

if TYPE_CHECKING:
    from depositary.extraction.claims.cues import Cue
    from depositary.extraction.claims.passages import Passage
    from depositary.extraction.claims.reading import Statement

Directness = Literal["direct", "mixed", "indirect"]
_WORDS_BEFORE = 4
_MOST_WORDS = 400
_CARRIERS = function_words()["carriers"]


def phrase(statement: Statement, passage: Passage) -> Cue | None:
    """The cue with the word after it, where the lexicon knows the two: "called for"."""
    at = statement.candidate.at
    return lexicon().get("_".join(passage.lows[at : at + 2]))


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
    begin, end = statement.content
    spoken = [
        at for at in range(begin, min(end, begin + _MOST_WORDS)) if passage.shapes[at][0].isalnum()
    ]
    cue_and_speaker = {statement.candidate.at, *range(*statement.source)}
    inside = [at in passage.inside for at in spoken if at not in cue_and_speaker]
    if inside and all(inside):
        return "direct"
    return "mixed" if any(inside) else "indirect"
