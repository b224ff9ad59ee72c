"""Who may be the speaker? Stretches that can name somebody, and what speaks for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.claims.cues import DETERMINERS, PRONOUNS

if TYPE_CHECKING:
    from depositary.extraction.claims.hints import Candidate
    from depositary.extraction.claims.passages import Passage

_FARTHEST_WORDS = 40
_MOST_BEFORE = 6
_MOST_AFTER = 4
_NOMINAL = frozenset({"Cap", "Cue", "w", "0", "s", "'s", "’s", "&", "of", "ed", "noun-", "noun-s"})  # noqa: RUF001


_FIRST = _NOMINAL - {"of", "'s", "’s", "&", "0"}  # noqa: RUF001
"""What a chunk without a determiner can begin with."""
_TIES = frozenset({"of", "for", "in", "at", "from"})


class Chunk(NamedTuple):
    """Words that may name somebody: from which to which, half-open, and what kind they are of."""

    start: int
    end: int
    kind: str


def chunks(candidate: Candidate, passage: Passage) -> list[Chunk]:
    """The chunks around a cue, the nearest first on each side: those before it, those after it."""
    at, _cue, _kind, start, end = candidate
    before = _chunks_within(passage, max(start, at - _FARTHEST_WORDS), at)[-_MOST_BEFORE:]
    after = _chunks_within(passage, at + 1, min(end, at + _FARTHEST_WORDS))[:_MOST_AFTER]
    return [*reversed(before), *after]


def _chunks_within(passage: Passage, start: int, end: int) -> list[Chunk]:
    found: list[Chunk] = []
    lows, shapes = passage.lows, passage.shapes
    at = start
    while at < end:
        low = lows[at]
        if low in PRONOUNS and not (low == "that" and shapes[at + 1] in _NOMINAL):
            found.append(Chunk(at, at + 1, low))
            at += 1
            continue
        # Most words open no chunk, which a set tells at once.
        stop = _nominal_end(passage, at, end) if low in DETERMINERS or shapes[at] in _FIRST else at
        if stop > at:
            found.append(Chunk(at, stop, _kind(passage, at, stop)))
            at = stop
        else:
            at += 1
    return found


def _nominal_end(passage: Passage, start: int, end: int) -> int:
    """Where a run of words ends that names something, and can begin so; at its start for none."""
    at = start
    shapes, lows = passage.shapes, passage.lows
    if lows[at] in DETERMINERS:
        at += 1
        # After "the" even a word that is a verb elsewhere names something: "the report".
        if at < end and shapes[at] not in {",", ".", '"'}:
            at += 1
    while at < end and (shapes[at] in _NOMINAL or (shapes[at - 1] == "of" and at > start)):
        at += 1
    while at > start and shapes[at - 1] in {"of", "&"}:
        at -= 1
    return at


def _kind(passage: Passage, start: int, end: int) -> str:
    first = passage.lows[start]
    last = passage.shapes[end - 1]
    if first in DETERMINERS:
        return f"{first} {last}"
    return "name" if last == "Cap" else f"{passage.shapes[start]} {last}"


def source_features(
    chunk: Chunk, rank: int, order: str, candidate: Candidate, passage: Passage
) -> list[str]:
    """What speaks for a chunk being the speaker.

    Parameters
    ----------
    rank : int
        The how many-th from the cue on its side.
    order : str
        In which order speaker, cue and content stand: S, C, T.
    """
    at, cue, kind, start, _end = candidate
    side = "b" if chunk.start < at else "a"
    near = at - chunk.end if side == "b" else chunk.start - at - 1
    near = near if near < 6 else 6 + near // 8  # noqa: PLR2004 - small distances count exactly
    place = f"{order}{side}"
    previous, following = passage.shapes[chunk.start - 1], passage.shapes[chunk.end]
    between = (
        passage.shapes[chunk.end : at] if side == "b" else passage.shapes[at + 1 : chunk.start]
    )
    commas = min(between.count(","), 3)
    verbs = min(len([each for each in between if each[:4] == "verb"]), 3)
    head = passage.lows[chunk.end - 1]
    inside = "i" if chunk.start in passage.inside else ""
    inside += "c" if at in passage.inside else ""
    first = "first" if chunk.start == start else ""
    return [
        f"nk={place} {near} {kind}",
        f"rk={place} {rank} {chunk.kind}",
        f"kk={chunk.kind} {kind} {side}",
        f"p={place} {previous}",
        f"f={place} {following} {near}",
        f"ck={place} {commas} {verbs} {kind}",
        f"rc={place} {rank} {commas} {following}",
        f"h={head} {side}",
        f"i={place} {inside}",
        f"1={place} {first} {kind} {verbs}",
        f"l={cue.lemma} {side} {near}",
        f"b={side} {' '.join(between) if len(between) < 4 else ''}",  # noqa: PLR2004 - what is near
    ]


def widened(chunk: Chunk, candidate: Candidate, passage: Passage) -> tuple[int, int]:
    """A speaker with what belongs to it: "the head of …", "X, the mayor," up to the cue."""
    start, end = chunk.start, chunk.end
    sentence_start = candidate.start
    while start - 2 >= sentence_start and passage.shapes[start - 1] in _TIES:
        # "the head of the office": what a preposition ties to it names the speaker.
        left = start - 2
        while left >= sentence_start and passage.shapes[left] in _NOMINAL:
            left -= 1
        if left >= sentence_start and passage.lows[left] in DETERMINERS:
            left -= 1
        if left + 1 == start - 1:
            break
        start = left + 1
    return start, end
