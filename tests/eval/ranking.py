"""Learn to choose: a log-linear model over a handful of choices, by AdaGrad, in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from math import exp, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Example = tuple["Sequence[Sequence[str]]", frozenset[int]]
"""Choices, each by its features, and which of them are right: at least one."""

LEAST_COUNT = 16
RATE = 0.25
DECAY = 1e-3
SMALLEST = 0.2


def learned(examples: Sequence[Example], epochs: int = 6) -> dict[str, float]:
    """Weights that make right choices likely; features seen less than three times have none.

    The rate of each feature shrinks with its own gradients (Duchi, Hazan and Singer 2011).
    """
    index, coded = _coded(examples)
    weights = [0.0] * len(index)
    squares = [1e-3] * len(index)
    order = list(range(len(coded)))
    shuffle = random.Random(4)
    for _ in range(epochs):
        shuffle.shuffle(order)
        for at in order:
            _step(*coded[at], weights, squares)
    return {
        name: round(weights[at], 2) for name, at in index.items() if abs(weights[at]) > SMALLEST
    }


def _coded(
    examples: Sequence[Example],
) -> tuple[dict[str, int], list[tuple[list[list[int]], frozenset[int]]]]:
    counts = Counter(name for choices, _right in examples for names in choices for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST_COUNT)
    index = {name: at for at, name in enumerate(names)}
    coded = [
        ([[index[name] for name in names if name in index] for names in choices], right)
        for choices, right in examples
    ]
    return index, coded


def _step(
    choices: list[list[int]], right: frozenset[int], weights: list[float], squares: list[float]
) -> None:
    scores = [sum([weights[at] for at in each]) for each in choices]
    top = max(scores)
    likely = [exp(score - top) for score in scores]
    total, total_right = sum(likely), sum(likely[at] for at in right)
    for number, each in enumerate(choices):
        gradient = likely[number] / total
        if number in right:
            gradient -= likely[number] / total_right if total_right else 1 / len(right)
        if -1e-4 < gradient < 1e-4:
            continue
        for at in each:
            slope = gradient + DECAY * weights[at]
            squares[at] += slope * slope
            weights[at] -= RATE * slope / sqrt(squares[at])
