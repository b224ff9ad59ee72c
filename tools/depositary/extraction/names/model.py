"""Which words are a name, and of what: weights that were learnt, and the best reading by them."""

from __future__ import annotations

import math
from functools import cache, partial
from importlib.resources import files
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

import orjson

from depositary.extraction.names import traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from depositary.extraction.names.stretches import Stretch

LABELS = ("none", "person", "organisation", "place", "event", "other")
"""What words may be; ``other`` is a name of something else: a people, a work, a ship."""
_SCALE = 100
_MEMORY = 30_000
_WEIGHTS = "names.json"

# The scores of all labels are kept in one whole number, so that one addition adds them all. A score
# takes 32 bits, so far from overflowing that no sum of weights touches its neighbour.
_BITS = 32
_MIDDLE = 1 << (_BITS - 1)
_MIDDLES = sum(_MIDDLE << _BITS * at for at in range(len(LABELS)))
_unpacked = Struct(f"<{len(LABELS)}I").unpack
_BYTES = len(LABELS) * _BITS // 8

Scores = int
"""What speaks for each of `LABELS`, in hundredths: see `packed`."""


def packed(row: Iterable[int]) -> Scores:
    """Scores by label as one number, which can be added to others.

    Examples
    --------
    >>> unpacked(packed([1, -2, 0, 0, 0, 300]) + packed([1, 1, 0, -5, 0, 0]))
    (2, -1, 0, -5, 0, 300)
    """
    return sum(score << _BITS * at for at, score in enumerate(row))


def unpacked(scores: Scores) -> tuple[int, ...]:
    """The score of each label.

    Parameters
    ----------
    scores : int
        See `packed`.
    """
    return tuple(score - _MIDDLE for score in _raised(scores))


def _raised(scores: Scores) -> tuple[int, ...]:
    """The score of each label, all of them higher by the same, so that none is below zero."""
    return _unpacked((scores + _MIDDLES).to_bytes(_BYTES, "little"))


class Reading(NamedTuple):
    """Words of a sentence that are a name: their places, half-open, of what, and how surely."""

    start: int
    end: int
    label: str
    share: float


class Model:
    """Weights of traits, and what follows from them.

    Parameters
    ----------
    weights : mapping
        Trait to a weight for each of `LABELS`, in hundredths.
    usual : set of str
        Words that mostly stand in lower case.
    right : sequence of pair of float
        Shares in ascending order, and how often readings up to the share were right.
    """

    def __init__(
        self,
        weights: Mapping[str, Sequence[int]],
        usual: AbstractSet[str],
        right: Sequence[tuple[float, float]] = ((1.0, 0.5),),
    ) -> None:
        self._right = right
        self.usual = usual
        self._weights = weights
        # Those that were met, packed: all of them would take too long for one article.
        self._packed: dict[str, Scores] = {}
        self._words = {place: _Memory(partial(self._word, place)) for place in "SBME"}
        self._near = {
            place: _Memory(partial(self._neighbour, place)) for place in ("p", "pp", "n", "nn")
        }
        self._names: dict[tuple[str, ...], Scores] = {}
        self._edges: dict[str, Scores] = {}

    def _of(self, trait: str) -> Scores:
        found = self._packed.get(trait)
        if found is None:
            row = self._weights.get(trait)
            if row is None:
                return 0
            found = self._packed[trait] = packed(row)
        return found

    def _sum(self, found: Iterable[str]) -> Scores:
        return sum(map(self._of, found))

    def _word(self, place: str, word: str) -> Scores:
        return self._sum(traits.of_word(word, place, self.usual))

    def _neighbour(self, place: str, word: str) -> Scores:
        return self._sum(traits.of_neighbour(word, place, self.usual))

    def _name(self, inside: tuple[str, ...], classes: str) -> Scores:
        """What speaks for the labels of some words wherever they stand."""
        found = self._names.get(inside)
        if found is None:
            if len(self._names) > _MEMORY:
                self._names.clear()
            places = "S" if len(inside) == 1 else "B" + "M" * (len(inside) - 2) + "E"
            each = [self._words[place][word] for place, word in zip(places, inside, strict=True)]
            found = self._sum(traits.of_name(inside, classes)) + sum(each)
            self._names[inside] = found
        return found

    def _cut(self, run: Stretch, start: int, end: int) -> Scores:
        """What speaks for the labels of a part of a stretch, by where it is cut out of it."""
        # These letters are all that edges look at; a space is beyond the stretch.
        letters = f" {run.classes} "[start : end + 2]
        found = self._edges.get(letters)
        if found is None:
            if len(self._edges) > _MEMORY:
                self._edges.clear()
            found = self._edges[letters] = self._sum(traits.of_edges(run, start, end).split())
        return found

    def _beside(
        self, texts: Sequence[str], low: Sequence[str], run: Stretch
    ) -> tuple[list[Scores], list[Scores]]:
        """What the words before and after speak for, where a name begins and where it ends."""
        padded = ["^", "^", *texts, "$", "$"]
        first, last = run.start, run.end
        second, before = self._near["pp"], self._near["p"]
        after, then = self._near["n"], self._near["nn"]
        return (
            [
                second[padded[at]] + before[padded[at + 1]] + self._of(traits.of_lead(low, at))
                for at in range(first, last)
            ],
            [after[padded[at + 2]] + then[padded[at + 3]] for at in range(first, last + 1)],
        )

    def confidence(self, share: float) -> float:
        """How often readings of such a share were right, measured."""
        return next((right for upto, right in self._right if share <= upto), self._right[-1][1])

    def read(self, texts: Sequence[str], low: Sequence[str], run: Stretch) -> list[Reading]:
        """The names of a stretch, by the reading of all of its words that weighs most.

        Parameters
        ----------
        texts, low : sequence of str
            Words of the sentence, as they stand and in lower case.
        run : Stretch
            Where among them names may stand.
        """
        classes, first = run.classes, run.start
        size = len(classes)
        best = [0.0] + [-math.inf] * size
        chosen: list[tuple[int, int, Scores]] = [(0, 0, 0)] * (size + 1)
        before, after = self._beside(texts, low, run)
        for start, end in run.spans():
            setting = traits.of_setting(texts, low, first + start, first + end, self.usual)
            found = (
                self._name(tuple(texts[first + start : first + end]), classes[start:end])
                + self._cut(run, start, end)
                + before[start]
                + after[end]
                + self._sum(setting)
            )
            score, label = _highest(found, labels_of(classes, start, end))
            total = best[start] + score
            if total > best[end]:
                best[end], chosen[end] = total, (start, label, found)
        names = []
        end = size
        while end:
            start, label, found = chosen[end]
            if label:
                share = _share(unpacked(found), label)
                names.append(Reading(first + start, first + end, LABELS[label], share))
            end = start
        return names[::-1]


def labels_of(classes: str, start: int, end: int) -> range:
    """Which of `LABELS` words may have: a joint is no name, and more than one word is one."""
    if end - start > 1:
        return range(1, len(LABELS))
    return range(len(LABELS)) if classes[start] in "Cy" else range(1)


def _highest(scores: Scores, may: range) -> tuple[int, int]:
    """The highest score of those labels that may be, and the first label that has it."""
    raised = _raised(scores)
    highest = max(raised[may.start : may.stop])
    return highest - _MIDDLE, raised.index(highest, may.start)


def _share(found: Sequence[int], label: int) -> float:
    return 1 / sum(math.exp((score - found[label]) / _SCALE) for score in found)


class _Memory(dict[str, Scores]):
    """What was summed once for a word, up to a number of words."""

    def __init__(self, work_out: Callable[[str], Scores]) -> None:
        self._work_out = work_out

    def __missing__(self, word: str) -> Scores:
        if len(self) > _MEMORY:
            self.clear()
        self[word] = found = self._work_out(word)
        return found


@cache
def known_model() -> Model:
    """The model as it was installed, read once."""
    path = files("depositary.extraction") / "models" / _WEIGHTS
    stored = orjson.loads(path.read_bytes())
    return Model(stored["weights"], frozenset(stored["usual"].split()), stored["right"])
