"""What speaks for a word being a cue, and for where its speaker stands? Features of a candidate."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.claims.cues import ending, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.extraction.claims.cues import Cue
    from depositary.extraction.claims.passages import Passage

_NEAR_WORDS = 6
_FARTHEST_WORDS = 120
_NEAR_QUOTATIONS = 3


class Candidate(NamedTuple):
    """A word that may be a cue: where it is, what it is, its form, what its sentence is."""

    at: int
    cue: Cue
    form: str
    start: int
    end: int


def candidates(passage: Passage) -> Iterator[Candidate]:
    """The words of a passage that the lexicon has, in order."""
    known = lexicon()
    for at in [at for at, low in enumerate(passage.lows) if low in known]:
        low = passage.lows[at]
        cue = known[low]
        if _fits(passage, at, cue):
            form = f"{cue.category}-{ending(low)}"
            start, end = passage.sentence(at)
            # A sentence of more words is a list or no language: time must not grow with its square.
            start, end = max(start, at - _FARTHEST_WORDS), min(end, at + _FARTHEST_WORDS)
            yield Candidate(at, cue, form, start, end)


def _fits(passage: Passage, at: int, cue: Cue) -> bool:
    """Whether the rest of a cue of two words follows, and a noun is not part of a name."""
    if cue.lemma == "according":
        return passage.lows[at + 1 : at + 2] == ["to"]
    return cue.category == "verb" or passage.shapes[at] != "Cap"


def cue_features(candidate: Candidate, passage: Passage) -> list[str]:
    """What a candidate looks like where it stands.

    Returns
    -------
    list of str
        Its word, class and act, the shapes of the words around it, alone and in pairs, where it
        stands in its sentence, and what quotations are near.
    """
    at, cue, kind, start, end = candidate
    shapes = passage.shapes
    before, after = shapes[at - 1], shapes[at + 1]
    second_before, second_after = shapes[at - 2], shapes[at + 2]
    lemma, low = cue.lemma, passage.lows[at]
    marks = quotation_marks(candidate, passage)
    first = "first" if at == start else ""
    last = "last" if at + 2 >= end else ""
    return [
        "bias",
        f"l={lemma}",
        f"w={low}",
        f"a={cue.act} {kind}",
        f"-1={before}",
        f"+1={after}",
        f"-2={second_before}",
        f"+2={second_after}",
        f"k-2={kind} {second_before} {before}",
        f"k+2={kind} {after} {second_after}",
        f"k0={kind} {before} {after}",
        f"l-1={lemma} {before}",
        f"l+1={lemma} {after}",
        f"w-1={passage.lows[at - 1] if at else '|'}",
        f"w+1={passage.lows[at + 1] if at + 1 < len(passage.lows) else '|'}",
        f"kq={kind} {marks}",
        f"lq={lemma} {marks}",
        f"e={first}{last} {kind}",
        f"sk={shapes[start]} {kind} {min(at - start, _NEAR_WORDS)}",
    ]


def quotation_marks(candidate: Candidate, passage: Passage) -> str:
    """Whether a cue is in a quotation, and whether one ends before or begins after it, near by.

    Returns
    -------
    str
        ``i``, ``<``, ``>`` and, where they are farther off in the sentence, ``(`` and ``)``.
    """
    if not passage.quotations:
        return ""
    at, _cue, _kind, start, end = candidate
    found = "i" if at in passage.inside else ""
    number = bisect_left(passage.quotations, (at,))
    near = passage.quotations[max(0, number - _NEAR_QUOTATIONS) : number + _NEAR_QUOTATIONS]
    for opened, closed in near:
        if start < closed <= at:
            found += "<" if at - closed <= _NEAR_WORDS else "("
        elif at < opened < end:
            found += ">" if opened - at <= _NEAR_WORDS else ")"
    return found[-3:]


def order_features(candidate: Candidate, passage: Passage) -> list[str]:
    """What tells in which order speaker, cue and content stand: more of the sentence's build."""
    at, cue, kind, start, end = candidate
    shapes = passage.shapes
    commas_before = [place for place in range(max(start, at - 12), at) if shapes[place] == ","]
    commas_after = [place for place in range(at + 1, min(end, at + 12)) if shapes[place] == ","]
    between = commas_before[-1] if commas_before else -1
    gap = at - between if between >= 0 else 0
    ahead = commas_after[0] - at if commas_after else 0
    rest = min(end - at, 8)
    behind = min(at - start, 8)
    marks = quotation_marks(candidate, passage)
    return [
        f"o={cue.lemma}",
        f"o={cue.lemma} {shapes[at + 1]}",
        f"o={cue.lemma} {marks}",
        f"o={kind} {shapes[at - 1]} {shapes[at + 1]}",
        f"o={kind} {shapes[start]} {min(at - start, _NEAR_WORDS)}",
        f"g={gap} {shapes[between + 1] if gap else ''} {kind}",
        f"gb={gap} {behind} {rest}",
        f"h={ahead} {kind}",
        f"r={rest} {marks}",
        f"rb={rest} {shapes[at + 1]}",
        f"by={'by' if 'by' in passage.lows[at + 1 : at + 5] else ''} {kind}",
        f"th={'that' if 'that' in passage.lows[at + 1 : at + 6] else ''} {cue.lemma}",
        f"c-={behind} {marks} {kind}",
        f"rr={rest} {gap} {marks}",
    ]
