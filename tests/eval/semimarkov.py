"""Learns weights for the reading of stretches: the likelihood of all readings, by AdaGrad."""

import math
import random
from collections import Counter
from typing import NamedTuple

import numpy as np

from depositary.extraction.names import traits
from depositary.extraction.names.model import LABELS, labels_of
from depositary.extraction.names.stretches import stretches


class Example(NamedTuple):
    """A stretch: what may be a name in it, the traits of each, and which are right."""

    spans: list
    allowed: list
    traits: list
    gold: dict
    size: int


def examples_of(article, gold, usual):
    """The stretches of a text with its gold names as labels."""
    labels = {(start, end): LABELS.index(kind) for start, end, kind in gold}
    found = []
    for sentence in article.sentences:
        words = sentence.words
        texts = [word.text for word in words]
        for run in stretches(words):
            spans = list(run.spans())
            right = {}
            for at, (start, end) in enumerate(spans):
                place = words[run.start + start].start, words[run.start + end - 1].end
                label = labels.get(place)
                if label and label in labels_of(run.classes, start, end):
                    right[at] = label
            taken = {at for span in right for at in range(*spans[span])}
            for at, (start, end) in enumerate(spans):
                if end - start == 1 and start not in taken and at not in right:
                    right[at] = 0
            rows = [_traits_of(texts, run, start, end, usual) for start, end in spans]
            allowed = [labels_of(run.classes, *span) for span in spans]
            found.append(Example(spans, allowed, rows, right, len(run.classes)))
    return found


def _traits_of(texts, run, start, end, usual):
    first, last = run.start + start, run.start + end
    near = (
        ("p", texts[first - 1] if first else "^"),
        ("pp", texts[first - 2] if first > 1 else "^"),
        ("n", texts[last] if last < len(texts) else "$"),
        ("nn", texts[last + 1] if last + 1 < len(texts) else "$"),
    )
    rows = [trait for place, word in near for trait in traits.of_neighbour(word, place, usual)]
    places = "S" if end - start == 1 else "B" + "M" * (end - start - 2) + "E"
    for place, word in zip(places, texts[first:last], strict=True):
        rows += traits.of_word(word, place, usual)
    rows += traits.of_name(texts[first:last], run.classes[start:end])
    rows += traits.of_edges(run, start, end).split()
    low = [word.lower() for word in texts]
    rows += filter(None, [traits.of_lead(low, first)])
    return [*rows, *traits.of_setting(texts, low, first, last, usual)]


class _Indexed(NamedTuple):
    starts: list
    ends: list
    ids: np.ndarray
    offsets: np.ndarray
    counts: np.ndarray
    mask: np.ndarray
    gold: np.ndarray
    size: int
    weight: float


def _index(example, vocabulary, weight):
    ids, offsets = [], []
    for row in example.traits:
        offsets.append(len(ids))
        ids += [vocabulary[trait] for trait in row if trait in vocabulary]
    mask = np.full((len(example.spans), len(LABELS)), -1e9)
    gold = np.zeros_like(mask)
    for at, allowed in enumerate(example.allowed):
        mask[at, allowed.start : allowed.stop] = 0
    for at, label in example.gold.items():
        gold[at, label] = 1
    bounds = np.array([*offsets, len(ids)])
    return _Indexed(
        [start for start, _ in example.spans],
        [end for _, end in example.spans],
        np.array(ids, dtype=np.int64),
        np.array(offsets),
        np.diff(bounds),
        mask,
        gold,
        example.size,
        weight,
    )


def _shares(example, scores):
    """How likely each span with each label is among all readings."""
    top = scores.max(axis=1)
    sums = (top + np.log(np.exp(scores - top[:, None]).sum(axis=1))).tolist()
    size = example.size
    ahead = [-math.inf] * (size + 1)
    ahead[0] = 0.0
    for start, end, score in zip(example.starts, example.ends, sums, strict=True):
        ahead[end] = _log_add(ahead[end], ahead[start] + score)
    behind = [-math.inf] * (size + 1)
    behind[size] = 0.0
    for start, end, score in zip(
        reversed(example.starts), reversed(example.ends), reversed(sums), strict=True
    ):
        behind[start] = _log_add(behind[start], behind[end] + score)
    outer = np.array(
        [
            ahead[s] + behind[e] - ahead[size]
            for s, e in zip(example.starts, example.ends, strict=True)
        ]
    )
    return np.exp(scores + outer[:, None])


def _log_add(one, other):
    if one < other:
        one, other = other, one
    return one if other == -math.inf else one + math.log1p(math.exp(other - one))


class Trainer:
    """Weights of the traits that stand in right readings, and the steps that better them."""

    def __init__(self, sets, decay=1e-5, rate=0.15):
        kept = {}
        for examples, least, _ in sets:
            counts = Counter(
                trait for example in examples for at in example.gold for trait in example.traits[at]
            )
            kept |= {trait: None for trait, count in counts.items() if count >= least}
        self.vocabulary = {trait: at for at, trait in enumerate(kept)}
        self.weights = np.zeros((len(kept), len(LABELS)))
        self.squares = np.full(len(kept), 1e-3)
        self.decay, self.rate = decay, rate
        self.sets = [
            [_index(example, self.vocabulary, weight) for example in examples]
            for examples, _, weight in sets
        ]

    def run(self, rounds, seed=0):
        """Goes through all sets in random order, a number of times."""
        chance = random.Random(seed)
        every = [example for examples in self.sets for example in examples]
        total = np.zeros_like(self.weights)
        for turn in range(rounds):
            chance.shuffle(every)
            for example in every:
                self._step(example)
            if turn >= rounds // 2:
                total += self.weights
        self.weights = total / (rounds - rounds // 2)

    def _step(self, example):
        if not example.counts.all():
            return
        scores = np.add.reduceat(self.weights[example.ids], example.offsets) + example.mask
        slope = (example.gold - _shares(example, scores)) * example.weight
        if np.abs(slope).max() < 1e-3:
            return
        rows = np.repeat(slope, example.counts, axis=0)
        ids, inverse = np.unique(example.ids, return_inverse=True)
        sums = np.zeros((len(ids), len(LABELS)))
        np.add.at(sums, inverse, rows)
        sums -= self.decay * self.weights[ids]
        self.squares[ids] += (sums**2).mean(axis=1)
        self.weights[ids] += self.rate * sums / np.sqrt(self.squares[ids])[:, None]

    def stored(self, scale=100, least=4):
        """Traits with whole weights, those that hardly count left out."""
        whole = np.rint(self.weights * scale).astype(int)
        whole[np.abs(whole) < least] = 0
        return {
            trait: whole[at].tolist() for trait, at in self.vocabulary.items() if whole[at].any()
        }
