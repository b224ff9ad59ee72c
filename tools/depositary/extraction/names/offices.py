"""Which office stands with the name of a person: before it, or after a comma."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.names.lists import known_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

_STATE = ("of", "state")
_PAST = frozenset({"former", "ex", "then", "late", "new", "incumbent", "outgoing", "incoming"})
_MOST_BODY = 4
_REACH = 10


class Place(NamedTuple):
    """Places among the words of a sentence, half-open."""

    start: int
    end: int


def before(texts: Sequence[str], first: int) -> Place | None:
    """The office right before a name, with whose it is: "Russian President", "Kremlin spokesman".

    Parameters
    ----------
    texts : sequence of str
        Words of the sentence.
    first : int
        Place of the name's first word.

    Examples
    --------
    >>> texts = "On Monday former Norwegian Foreign Minister Ola Nordmann met".split()
    >>> before(texts, 6)
    Place(start=3, end=6)
    """
    words = known_lists().words
    end = first
    at = first - 1
    if tuple(text.lower() for text in texts[max(0, at - 1) : first]) == _STATE:
        at -= 2
    if at < 0 or texts[at].lower() not in words["office"]:
        return None
    while at > 0 and texts[at - 1].lower() in words["office"] | words["office_qualifier"]:
        at -= 1
    at = _body_before(texts, at)
    while texts[at].lower() in _PAST:
        at += 1
    return Place(at, end) if at < end else None


def _body_before(texts: Sequence[str], at: int) -> int:
    lists = known_lists()
    for length in range(min(_MOST_BODY, at), 0, -1):
        body = " ".join(texts[at - length : at])
        if body in lists.adjectives or body in lists.countries or body in lists.organisations:
            return at - length
    return at


def after(texts: Sequence[str], last: int) -> Place | None:
    """The office after a name and a comma: ", the president of Peru", ", Peru's foreign minister".

    Parameters
    ----------
    texts : sequence of str
        Words of the sentence.
    last : int
        Place after the name's last word.

    Examples
    --------
    >>> texts = "Ola Nordmann , the foreign minister of Norway , said".split()
    >>> after(texts, 2)
    Place(start=4, end=8)
    """
    words = known_lists().words
    if last >= len(texts) or texts[last] != ",":
        return None
    at = last + 1
    while at < len(texts) and texts[at].lower() in _PAST | {"the", "a", "an"}:
        at += 1
    start = at
    office = 0
    for place in range(start, min(len(texts), start + _REACH)):
        lower = texts[place].lower()
        if lower in words["office"]:
            office = place + 1
        elif office or not _may_lead(texts[place]):
            break
    if not office:
        return None
    return Place(start, _body_after(texts, office))


def _may_lead(word: str) -> bool:
    return word[0].isupper() or word.lower() in {
        "'s",
        "’s",  # noqa: RUF001
        *known_lists().words["office_qualifier"],
    }


def _body_after(texts: Sequence[str], office: int) -> int:
    at = office
    if at < len(texts) and texts[at].lower() in {"of", "for", "at"}:
        at += 1
        while at < len(texts) and texts[at].lower() in {"the", "of"}:
            at += 1
        if at < len(texts) and texts[at][0].isupper():
            while at < len(texts) and texts[at][0].isupper():
                at += 1
            return at
    return office
