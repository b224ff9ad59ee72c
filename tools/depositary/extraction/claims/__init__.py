"""Who says what, with which words, and in which act? Claims, each from its cue."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from depositary.extraction.claims.acts import act, directness, is_negated, phrase
from depositary.extraction.claims.passages import passages
from depositary.extraction.claims.reading import statements
from depositary.extraction.mentions import Mention
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.claims.linear import Weights
    from depositary.extraction.claims.passages import Passage
    from depositary.extraction.claims.reading import Statement

_NEAR = 8
_WHERE = {
    "SCT": "a speaker, {cue}, what is said",
    "TSC": "what is said, a speaker, {cue}",
    "TCS": "what is said, {cue}, a speaker",
    "CST": "{cue}, a speaker, what is said",
}


class Claims:
    """Finds who says what: speaker, cue and content (PolNeAR's attributions).

    Parameters
    ----------
    model : mapping, optional
        The weights of each part of the model; those of ``models/claims.json`` by default.
    """

    name = "claims"
    version = "1"
    proposes = frozenset({"claim"})
    reads = frozenset({"person", "organisation", "place"})

    def __init__(self, model: Mapping[str, Weights] | None = None) -> None:
        self._model = model

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterable[Mention]:
        """The claims of an article, in order, one for each cue that is taken for one.

        Parameters
        ----------
        article : Article
            The text; its headings are read too, its furniture is not.
        found : sequence of Mention
            Names: a speaker of which one is a part is widened to it.
        """
        names = [Span(each.start, each.end) for each in found if each.kind in self.reads]
        for passage in self.passages(article):
            for statement in _different(statements(passage, self._model)):
                yield _mention(statement, passage, names, self.name)

    def passages(self, article: Article) -> Iterator[Passage]:
        """The paragraphs of an article, as they are read."""
        return passages(article)


def _different(found: Iterable[Statement]) -> Iterator[Statement]:
    """Statements without those that say the same again: the surer of two with one content."""
    kept: list[Statement] = []
    for each in found:
        same = [other for other in kept[-_NEAR:] if other.content == each.content]
        if not same or max(other.chance for other in same) < each.chance:
            kept[-_NEAR:] = [other for other in kept[-_NEAR:] if other not in same]
            kept.append(each)
    yield from kept


def _mention(
    statement: Statement, passage: Passage, names: Sequence[Span], proposed_by: str
) -> Mention:
    at, cue = statement.candidate.at, statement.candidate.cue
    longer = phrase(statement, passage)
    places = {
        "speaker": _with_name(passage.place(*statement.source), names),
        "cue": passage.place(at, at + (2 if longer else 1)),
        "content": passage.place(*statement.content),
    }
    return Mention(
        min(place["start"] for place in places.values()),
        max(place["end"] for place in places.values()),
        "claim",
        proposed_by,
        _WHERE[statement.order].format(cue=f"“{(longer or cue).lemma}”"),
        round(statement.chance, 2),
        {
            "act": act((longer or cue).act, passage.lows[slice(*statement.content)]),
            **places,
            "directness": directness(statement, passage),
            "negated": is_negated(statement, passage),
        },
    )


def _with_name(place: dict[str, int], names: Sequence[Span]) -> dict[str, int]:
    """A speaker, widened to the names of which it has a part."""
    at = max(0, bisect_right(names, place["start"], key=lambda name: name.start) - 1)
    for name in names[at:]:
        if name.start >= place["end"]:
            break
        if name.end > place["start"]:
            place = {"start": min(place["start"], name.start), "end": max(place["end"], name.end)}
    return place
