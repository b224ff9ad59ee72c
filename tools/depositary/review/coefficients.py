"""Agreement as figures: the share, Cohen's kappa, Krippendorff's alpha.

The library is nltk (Bird, Loper and Klein, Natural Language Processing with Python, 2009): observed
agreement, kappa (Cohen 1960) and nominal alpha (Krippendorff 1980), for which a record that a
coder does not have is a missing value. Where only one value was ever used, chance alone would
agree always, and there is no coefficient.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from depositary.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Label = tuple[str, str, str]
"""Coder, what was labelled, and the label."""

_MOST_LABELS = 1000  # alpha compares each with each; by chance so many hardly ever agree


@dataclass(frozen=True, slots=True)
class Measure:
    """Agreement on one field of a table.

    Parameters
    ----------
    table, field : str
        Where.
    units : int
        Records that two coders or more have, and of which one at least filled the field.
    agreement : float or None
        The share of pairs of coders with the same value; None where there is no pair.
    kappas : mapping of (str, str) to float
        Cohen's kappa by pair of coders, where it is defined.
    alpha : float or None
        Krippendorff's; None where it is not defined, or the field is free text.
    """

    table: str
    field: str
    units: int
    agreement: float | None
    kappas: Mapping[tuple[str, str], float]
    alpha: float | None

    @property
    def kappa(self) -> float | None:
        """The mean over the pairs of coders."""
        return sum(self.kappas.values()) / len(self.kappas) if self.kappas else None


def measured(table: str, field: str, labels: Sequence[Label], *, is_free: bool = False) -> Measure:
    """Agreement on labels that several coders gave.

    Parameters
    ----------
    table, field : str
        What was labelled.
    labels : sequence of tuple
        Of at least one thing; a coder gives one thing one label.
    is_free : bool
        Free text has no agreement by chance to speak of, and no coefficient.

    Raises
    ------
    Unavailable
        E821 where the library is missing.
    """
    task = _task()
    by_coder: dict[str, dict[str, str]] = {}
    for coder, item, label in labels:
        by_coder.setdefault(coder, {})[item] = label
    has_chance = not is_free and _has_choice(label for *_, label in labels)
    agreed = pairs = 0.0
    kappas = {}
    for one, other in combinations(sorted(by_coder), 2):
        both = by_coder[one].keys() & by_coder[other].keys()
        if not both:
            continue
        pair = task(
            [(coder, i, by_coder[coder][i]) for i in sorted(both) for coder in (one, other)]
        )
        agreed += pair.Ao(one, other) * len(both)
        pairs += len(both)
        if has_chance and len(pair.K) > 1:
            kappas[one, other] = float(pair.kappa_pairwise(one, other))
    units = len({item for _, item, _ in labels})
    alpha = float(task(labels).alpha()) if has_chance and pairs else None
    return Measure(table, field, units, agreed / pairs if pairs else None, kappas, alpha)


def _has_choice(labels: Iterable[str]) -> bool:
    """Whether more than one value was used, and few enough to compare each with each."""
    return 1 < len(set(labels)) <= _MOST_LABELS


def _task() -> Callable[[Iterable[Label]], Any]:
    """The library's class; here, so that only who asks for figures waits for it."""
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as error:
        raise Unavailable(
            "E821", "Agreement needs the extra 'agreement'.", "pip install 'depositary[agreement]'"
        ) from error
    task: Callable[[Iterable[Label]], Any] = AnnotationTask
    return task
