"""Who says what in a paragraph? Cues are weighed first; speaker and content only of those taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.claims import contents, sources
from depositary.extraction.claims.hints import candidates, cue_features, order_features
from depositary.extraction.claims.linear import best, load, probability, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.extraction.claims.hints import Candidate
    from depositary.extraction.claims.linear import Weights
    from depositary.extraction.claims.passages import Passage

ORDERS = ("SCT", "TSC", "TCS", "CST")
"""In which order speaker (S), cue (C) and content (T) may stand."""
THRESHOLD = 0.48
"""Chance above which a cue is taken: the best F1 in cross-validation on the training part."""


class Statement(NamedTuple):
    """Somebody says something: the cue, speaker and content as words of a passage, half-open."""

    candidate: Candidate
    order: str
    source: tuple[int, int]
    content: tuple[int, int]
    chance: float


def statements(passage: Passage, model: Mapping[str, Weights] | None = None) -> Iterator[Statement]:
    """What a model takes for statements in a passage, in the order of their cues."""
    weights = model or load("claims")
    for candidate in candidates(passage):
        features = cue_features(candidate, passage)
        chance = probability(score(weights["cue"], features))
        if chance < THRESHOLD:
            continue
        features = order_features(candidate, passage)
        by_order = [score(weights[order], features) for order in ORDERS]
        order = ORDERS[by_order.index(max(by_order))]
        source = speaker(order, candidate, passage, weights)
        if source is not None:
            content = extent(order, candidate, source, passage, weights)
            yield Statement(candidate, order, source, content, chance)


def speaker(
    order: str, candidate: Candidate, passage: Passage, weights: Mapping[str, Weights]
) -> tuple[int, int] | None:
    """The words that name the speaker; None where nothing near a cue names anybody."""
    chunks = sources.chunks(candidate, passage)
    if not chunks:
        return None
    chosen = chunks[best(weights["source"], source_choices(order, chunks, candidate, passage))]
    return sources.widened(chosen, candidate, passage)


def source_choices(
    order: str, chunks: list[sources.Chunk], candidate: Candidate, passage: Passage
) -> list[list[str]]:
    """The features of each chunk, with its rank on its side of the cue."""
    before = sum(chunk.start < candidate.at for chunk in chunks)
    return [
        sources.source_features(
            chunk, number if number < before else number - before, order, candidate, passage
        )
        for number, chunk in enumerate(chunks)
    ]


def extent(
    order: str,
    candidate: Candidate,
    source: tuple[int, int],
    passage: Passage,
    weights: Mapping[str, Weights],
) -> tuple[int, int]:
    """From which word to which the content goes."""
    begins = contents.starts(order, candidate, source, passage)
    begin = begins[best(weights["start"], start_choices(order, begins, candidate, passage))]
    ends = contents.ends(order, begin, candidate, source, passage)
    return begin, ends[best(weights["end"], end_choices(order, begin, ends, candidate, passage))]


def start_choices(
    order: str, places: list[int], candidate: Candidate, passage: Passage
) -> list[list[str]]:
    """The features of each word with which a content may begin."""
    return [
        contents.start_features(place, rank, order, candidate, passage)
        for rank, place in enumerate(places)
    ]


def end_choices(
    order: str, begin: int, places: list[int], candidate: Candidate, passage: Passage
) -> list[list[str]]:
    """The features of each place before which a content may end."""
    last = len(places) - 1
    return [
        contents.end_features(place, rank, last, order, begin, candidate, passage)
        for rank, place in enumerate(places)
    ]
