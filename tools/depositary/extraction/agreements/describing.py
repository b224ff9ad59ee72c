"""What do the words around an agreement say about it? Its kind, form, ambit and stage."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction import wordlists
from depositary.extraction.agreements.naming import heads, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.agreements.naming import Named

_AFTER = frozenset(
    {"of", "on", "for", "to", "about", "governing", "covering", "regulating", "that"}
)
_LONGEST_CUE = 4
_FAR = 9
_STAGE_FAR = 18
_TWO = 2


@cache
def _cues(about: str) -> Mapping[str, Mapping[tuple[str, ...], tuple[int, str]]]:
    """Cues by their first word, with their rank in the file and what they mean."""
    found: dict[str, dict[tuple[str, ...], tuple[int, str]]] = {}
    for rank, (cue, what, value) in enumerate(wordlists.rows("agreement_cues.tsv")):
        if what == about:
            words = tuple(cue.split())
            found.setdefault(words[0], {})[words] = (rank, value)
    return found


def described(low: Sequence[str], named: Named, parties: int) -> dict[str, str]:
    """Codes for the kind, form, ambit and stage of an agreement.

    Parameters
    ----------
    low : sequence of str
        Words of its sentence in lower case.
    named : Named
        Where it stands.
    parties : int
        How many are stated.
    """
    kind, form, ambit = known().get(named.name, ("", "", ""))
    head = heads().get(named.word)
    head_form, head_kind = (head.form, head.kind) if head else ("unknown", "")
    phrase = [*low[named.first : named.stop], *_said_after(low, named)]
    return {
        "kind": kind or head_kind or _first("kind", phrase) or "other",
        "form": form or head_form or "unknown",
        "ambit": ambit or _first("ambit", phrase) or _by_count(parties),
        "stage": _stage(low, named),
    }


def _by_count(parties: int) -> str:
    if parties == _TWO:
        return "bilateral"
    return "plurilateral" if parties > _TWO else "unknown"


def _said_after(low: Sequence[str], named: Named) -> Sequence[str]:
    """What a phrase such as "on fisheries" adds, as far as the next mark."""
    if named.stop >= len(low) or low[named.stop] not in _AFTER:
        return ()
    stop = named.stop + 1
    while stop < min(len(low), named.stop + _FAR) and low[stop] not in ",;:.":
        stop += 1
    return low[named.stop + 1 : stop]


def _found(about: str, words: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    """Cues in a stretch of words: rank, first word, the one after the last, value."""
    cues = _cues(about)
    for at, word in enumerate(words):
        for part in _parts(word):
            for cue, (rank, value) in cues.get(part, {}).items():
                if len(cue) == 1 or tuple(words[at : at + len(cue)]) == cue:
                    yield rank, at, at + len(cue), value


def _parts(word: str) -> tuple[str, ...]:
    """A word, and what a hyphen joins in it: the *arms* of "arms-control"."""
    return (word, *word.split("-")) if "-" in word else (word,)


def _first(about: str, words: Sequence[str]) -> str:
    """The value of the cue that goes before all others."""
    return min(_found(about, words), default=(0, 0, 0, ""))[3]


def _stage(low: Sequence[str], named: Named) -> str:
    """How far it has come, by the nearest cue; longer cues hold what shorter ones are part of."""
    found = sorted(_found("stage", low), key=lambda cue: cue[1] - cue[2])
    kept: list[tuple[int, int, int, str]] = []
    for cue in found:
        if not any(other[1] <= cue[1] and cue[2] <= other[2] for other in kept):
            kept.append(cue)
    near = []
    for rank, first, stop, value in kept:
        distance = named.first - stop if stop <= named.first else max(0, first - named.stop)
        if distance <= _STAGE_FAR:
            near.append((distance, rank, value))
    return min(near)[2] if near else "unknown"
