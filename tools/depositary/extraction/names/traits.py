"""What can be said of a word, or of words that may be a name: the traits that are weighed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from depositary.extraction.names.lists import known_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from depositary.extraction.names.stretches import Stretch

_SHAPES = (
    (re.compile(r"[^\W\d_]"), lambda mark: "X" if mark[0].isupper() else "x"),
    (re.compile(r"\d"), lambda _: "0"),
)
_MEMORY = 1 << 16
_RUNS = re.compile(r"(.)\1+")
_KINDS = (
    "office", "office_qualifier", "organisation_noun", "party_word", "place_noun", "event_noun",
    "event_word", "month", "weekday", "person_suffix", "small", "connector",
)  # fmt: skip
_LONG = 6
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


@lru_cache(maxsize=_MEMORY)
def shape(word: str) -> str:
    """The form of a word: ``Xx`` for a capitalised one, ``X`` for an acronym, ``X.X`` and so on.

    Examples
    --------
    >>> [shape(word) for word in ("Oslo", "NATO", "U.S.", "al-Assad", "2024")]
    ['Xx', 'X', 'X.X.', 'x-Xx', '0000']
    """
    if word.isalpha() and word[1:].islower():
        return "Xx" if word[0].isupper() else "x" if word[0].islower() else _shape(word)
    return _shape(word)


def _shape(word: str) -> str:
    for pattern, mark in _SHAPES:
        word = pattern.sub(mark, word)
    return word if word.isdigit() else _RUNS.sub(r"\1", word)


@lru_cache(maxsize=_MEMORY)
def flags(word: str, usual: AbstractSet[str]) -> tuple[str, ...]:
    """The lists that a word is on.

    Parameters
    ----------
    word : str
        As it stands.
    usual : set of str
        Words that mostly stand in lower case, by a count of news.
    """
    lists = known_lists()
    lower = word.lower()
    found = [*_kinds().get(lower, ())]
    for name, members in (
        ("given", lists.given),
        ("surname", lists.surnames),
        ("place", lists.places),
        ("country", lists.countries),
        ("people", lists.adjectives),
        ("capital", lists.capitals),
        ("organisation", lists.organisations),
    ):
        if word in members:
            found.append(name)
    if lower in usual:
        found.append("usual")
    if len(word) == len("2024") and word.isdigit() and _FIRST_YEAR < int(word) < _LAST_YEAR:
        found.append("year")
    return tuple(found)


@cache
def _kinds() -> dict[str, list[str]]:
    """The kinds of each word that has any, in their order."""
    found: dict[str, list[str]] = {}
    for kind in _KINDS:
        for word in known_lists().words[kind]:
            found.setdefault(word, []).append(kind)
    return found


def of_word(word: str, place: str, usual: AbstractSet[str]) -> list[str]:
    """Traits of a word within a name.

    Parameters
    ----------
    word : str
        As it stands.
    place : str
        ``S`` it is all of the name, ``B`` its first word, ``M`` within, ``E`` its last.
    usual : set of str
        See `flags`.
    """
    lower = word.lower()
    form = shape(word)
    listed = flags(word, usual)
    traits = [
        f"w:{lower}", f"{place}w:{lower}", f"{place}e3:{lower[-3:]}", f"e4:{lower[-4:]}",
        f"{place}p:{lower[:3]}", f"{place}s:{form}", f"{place}f:{'+'.join(listed)}",
    ]  # fmt: skip
    traits += [f"{place}{flag}" for flag in listed]
    return traits


def of_neighbour(word: str, place: str, usual: AbstractSet[str]) -> list[str]:
    """Traits of a word near a name: ``p`` before it, ``pp`` before that, ``n``, ``nn`` after."""
    listed = flags(word, usual)
    if len(place) > 1:
        return [f"{place}w:{word.lower()}", f"{place}f:{'+'.join(listed)}"]
    traits = [f"{place}w:{word.lower()}", f"{place}s:{shape(word)}"]
    traits += [f"{place}{flag}" for flag in listed]
    return traits


def of_name(inside: Sequence[str], classes: str) -> list[str]:
    """Traits of words that may be a name, as a whole, wherever they stand.

    Parameters
    ----------
    inside : sequence of str
        The words.
    classes : str
        See `Stretch`.
    """
    short = min(len(inside), _LONG)
    traits = ["bias", f"n{short}", f"c:{_RUNS.sub(_twice, classes)}"]
    traits.append(f"a:{' '.join(inside).lower()}")
    if len(inside) > 1:
        traits += _of_many(inside, classes)
    return traits


def of_edges(run: Stretch, start: int, end: int) -> str:
    """Traits of where in its stretch a name would be cut out, parted by spaces."""
    classes = run.classes
    left = classes[start - 1] if start else ""
    right = classes[end] if end < len(classes) else ""
    short = min(end - start, _LONG)
    return f"L{left}{short} R{right} LR{left}{right}{classes[start]}{classes[end - 1]}"


def of_lead(low: Sequence[str], first: int) -> str:
    """The trait of the two words before a name; empty where there are none.

    Parameters
    ----------
    low : sequence of str
        Words of the sentence, in lower case.
    first : int
        Place of the name among them.
    """
    return f"pp:{low[first - 2]} {low[first - 1]}" if first > 1 else ""


def of_setting(
    texts: Sequence[str], low: Sequence[str], first: int, last: int, usual: AbstractSet[str]
) -> tuple[str, ...]:
    """Traits of the words around a name together.

    Parameters
    ----------
    texts, low : sequence of str
        Words of the sentence, as they stand and in lower case.
    first, last : int
        Places of the name among them, half-open.
    usual : set of str
        See `flags`.
    """
    if not first:
        known = "usual" if low[0] in usual else ""
        return (f"start{known}{min(last, _LONG)}",)
    before = low[first - 1]
    found: tuple[str, ...] = (f"pe:{before}|{low[last - 1]}",)
    if last < len(low):
        after = low[last]
        found += (f"pn:{before}|{after}",)
        if after == ")" and before == "(":
            found += (f"()s:{shape(texts[first])}{min(last - first, _LONG)}",)
        elif after == "(" and last + 1 < len(texts):
            found += ("acronym",) * is_acronym(texts[last + 1], texts[first:last])
    return found


def _twice(match: re.Match[str]) -> str:
    return match[1] * 2


def _of_many(inside: Sequence[str], classes: str) -> list[str]:
    lists = known_lists()
    whole = " ".join(inside)
    lower = [word.lower() for word in inside]
    traits = [f"fl:{lower[0]} {lower[-1]}"]
    for name, members in (
        ("countries", lists.countries),
        ("adjectives", lists.adjectives),
        ("places", lists.places),
        ("capitals", lists.capitals),
        ("organisations", lists.organisations),
    ):
        if whole in members:
            traits.append(f"is{name}")
    joint = classes.find("o")
    head = lower[joint - 1] if joint > 0 else lower[-1]
    traits += [f"h:{head}", f"h{bool(joint > 0)}:{head}"]
    for kind in ("organisation_noun", "event_noun", "party_word", "office", "place_noun"):
        members = lists.words[kind]
        if head in members:
            traits.append(f"h{kind}{'of' if joint > 0 else ''}")
        if not members.isdisjoint(lower):
            traits.append(f"has{kind}")
    if joint > 0:
        traits.append(f"o:{'+'.join(w for w, c in zip(lower, classes, strict=True) if c == 'o')}")
    first, last = inside[0], inside[-1]
    if "o" not in classes:
        traits.append(f"gs{first in lists.given:d}{last in lists.surnames:d}{len(inside)}")
    if first in lists.adjectives or first in lists.countries:
        traits.append(f"nation+{head}")
    return traits


def is_acronym(word: str, name: Sequence[str]) -> bool:
    """Whether a word is made of the first letters of a name's words.

    Examples
    --------
    >>> is_acronym("NATO", ["North", "Atlantic", "Treaty", "Organization"])
    True
    >>> is_acronym("EU", ["European", "Parliament"])
    False
    """
    letters = word.replace(".", "").lower()
    capitals = "".join(part[0] for part in name if part[0].isupper()).lower()
    every = "".join(part[0] for part in name if part[0].isalpha()).lower()
    return len(letters) > 1 and letters in {capitals, every}
