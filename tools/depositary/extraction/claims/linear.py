"""Linear models: the sum of what each feature counts for, learned elsewhere, kept as data."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Weights = dict[str, float]
_HUNDREDTHS = 100


@lru_cache(maxsize=8)
def load(name: str) -> dict[str, Weights]:
    """The weights of each part of a model of ``extraction/models``.

    Parameters
    ----------
    name : str
        Of the file, without its ending; it holds, by part and feature, hundredths.
    """
    path = files("depositary.extraction") / "models" / f"{name}.json"
    parts = orjson.loads(path.read_bytes())["weights"]
    return {
        part: {feature: weight / _HUNDREDTHS for feature, weight in weights.items()}
        for part, weights in parts.items()
    }


def score(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """What features count for together; one that was never learned counts nothing.

    Examples
    --------
    >>> score({"a": 1.5, "b": -0.5}, ["a", "b", "c"])
    1.0
    """
    get = weights.get
    return sum([get(feature, 0.0) for feature in features])


def probability(total: float) -> float:
    """The chance that a score stands for, by the logistic function.

    Examples
    --------
    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + exp(-total)) if total > -_HUNDREDTHS else 0.0


def best(weights: Mapping[str, float], choices: Sequence[Iterable[str]]) -> int:
    """Which of some choices, each given by its features, scores highest; the first of equals.

    Examples
    --------
    >>> best({"near": 1.0}, [["far"], ["near"], ["near"]])
    1
    """
    scores = [score(weights, features) for features in choices]
    return scores.index(max(scores))
