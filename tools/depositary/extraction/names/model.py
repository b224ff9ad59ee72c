"""Which words are a name, and of what: weights that were learnt, and the best reading by them."""

from __future__ import annotations

import math
from functools import cache, partial
from importlib.resources import files
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

Scores = tuple[int, ...]


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
        self._words = {place: _Memory(partial(self._word, place)) for place in "SBME"}
        self._near = {
            place: _Memory(partial(self._neighbour, place)) for place in ("p", "pp", "n", "nn")
        }
        self._names: dict[tuple[str, ...], Scores] = {}

    def _sum(self, found: Iterable[str]) -> Scores:
        rows = [row for trait in found if (row := self._weights.get(trait))]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(LABELS)

    def _word(self, place: str, word: str) -> Scores:
        return self._sum(traits.of_word(word, place, self.usual))

    def _neighbour(self, place: str, word: str) -> Scores:
        return self._sum(traits.of_neighbour(word, place, self.usual))

    def _name(self, inside: tuple[str, ...], classes: str) -> Scores:
        places = "S" if len(inside) == 1 else "B" + "M" * (len(inside) - 2) + "E"
        rows = [self._words[place][word] for place, word in zip(places, inside, strict=True)]
        return _added(self._sum(traits.of_name(inside, classes)), *rows)

    def confidence(self, share: float) -> float:
        """How often readings of such a share were right, measured."""
        return next((right for upto, right in self._right if share <= upto), self._right[-1][1])

    def scores(self, texts: Sequence[str], run: Stretch, start: int, end: int) -> Scores:
        """How much speaks for each label of some words of a stretch, in hundredths."""
        first, last = run.start + start, run.start + end
        inside = tuple(texts[first:last])
        name = self._names.get(inside)
        if name is None:
            if len(self._names) > _MEMORY:
                self._names.clear()
            name = self._names[inside] = self._name(inside, run.classes[start:end])
        weights = self._weights
        found = (
            *traits.of_edges(run, start, end),
            *traits.of_setting(texts, first, last, self.usual),
        )
        before, after = self._near["p"], self._near["n"]
        return _added(
            name,
            before[texts[first - 1] if first else "^"],
            self._near["pp"][texts[first - 2] if first > 1 else "^"],
            after[texts[last] if last < len(texts) else "$"],
            self._near["nn"][texts[last + 1] if last + 1 < len(texts) else "$"],
            *[row for trait in found if (row := weights.get(trait))],
        )

    def read(self, texts: Sequence[str], run: Stretch) -> list[Reading]:
        """The names of a stretch, by the reading of all of its words that weighs most.

        Parameters
        ----------
        texts : sequence of str
            Words of the sentence.
        run : Stretch
            Where among them names may stand.
        """
        size = len(run.classes)
        best = [0.0] + [-math.inf] * size
        chosen: list[tuple[int, int, Scores]] = [(0, 0, ())] * (size + 1)
        for start, end in run.spans():
            found = self.scores(texts, run, start, end)
            may = labels_of(run.classes, start, end)
            label = max(may, key=found.__getitem__)
            total = best[start] + found[label]
            if total > best[end]:
                best[end], chosen[end] = total, (start, label, found)
        names = []
        end = size
        while end:
            start, label, found = chosen[end]
            if label:
                share = _share(found, label)
                names.append(Reading(run.start + start, run.start + end, LABELS[label], share))
            end = start
        return names[::-1]


def labels_of(classes: str, start: int, end: int) -> range:
    """Which of `LABELS` words may have: a joint is no name, and more than one word is one."""
    if end - start > 1:
        return range(1, len(LABELS))
    return range(len(LABELS)) if classes[start] in "Cy" else range(1)


def _added(*rows: Sequence[int]) -> Scores:
    return tuple(map(sum, zip(*rows, strict=True)))


def _share(found: Scores, label: int) -> float:
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
