"""Where in a text do the names of a register stand? However many they are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ahocorasick_rs import AhoCorasick

    from depositary.extraction.mentions import Kind

_KINDS: dict[str, Kind] = {"person": "person", "state": "place"}
_TELLING = frozenset({"canonical", "full", "short", "acronym", "variant"})
"""Kinds of names that tell one actor, which a title or an adjective does not."""


class Known(NamedTuple):
    """A name of a register: its words, the actor that bears it, of which kind it is, how called."""

    name: str
    record: str
    of: str
    """Code of ``actor_kind``."""
    canonical: str = ""
    is_short: bool = False
    """Whether it is a surname or the like, which others bear too, and which may be a plain word."""

    @property
    def kind(self) -> Kind:
        """What a mention of it is of: a state is found as a place."""
        return _KINDS.get(self.of, "organisation")


def names_of(
    names: Iterable[Mapping[str, str]], actors: Iterable[Mapping[str, str]]
) -> Iterator[Known]:
    """The names by which a register knows its actors.

    Parameters
    ----------
    names : iterable of mapping
        Rows of ``names``: ``actor_id name kind``; titles are none that tell one actor.
    actors : iterable of mapping
        Rows of ``actors``: ``actor_id name kind``.

    Yields
    ------
    Known
        Perhaps more than once.

    Examples
    --------
    >>> actors = [{"actor_id": "a1", "name": "Ana Orell", "kind": "person"}]
    >>> names = [{"actor_id": "a1", "name": "Orell", "kind": "short"}]
    >>> [each.name for each in names_of(names, actors)]
    ['Ana Orell', 'Orell']
    """
    by_id = {row["actor_id"]: row for row in actors}
    for record, row in by_id.items():
        yield Known(row["name"], record, row["kind"], row["name"])
    for row in names:
        bearer = by_id.get(row["actor_id"])
        if bearer is not None and row["kind"] in _TELLING:
            is_short = row["kind"] == "short"
            yield Known(row["name"], row["actor_id"], bearer["kind"], bearer["name"], is_short)


class KnownNames:
    """The names of a register, made ready to be found and to be looked up.

    Parameters
    ----------
    known : iterable of Known
        Of two actors of the same name neither is known by it: it does not tell who is meant.
    """

    def __init__(self, known: Iterable[Known] = ()) -> None:
        borne: dict[str, Known | None] = {}
        for each in known:
            first = borne.setdefault(each.name, each)
            if first is not None and first.record != each.record:
                borne[each.name] = None
        self._known = [each for each in borne.values() if each is not None and each.name.strip()]

    @property
    def actors(self) -> dict[str, tuple[str, str, str]]:
        """By a name: the id of its actor, its kind and canonical name."""
        return {each.name: (each.record, each.of, each.canonical) for each in self._known}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        """Finds them all in one pass over the text (Aho and Corasick 1975)."""
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick([each.name for each in self._known])

    def found(self, text: str) -> Iterator[tuple[int, int, Known]]:
        """The names in a text, at bounds of words, the longest first where they overlap.

        A short name is found where the same actor has another name in the text: "May" is a month
        where no Theresa May is spoken of.

        Parameters
        ----------
        text : str
            A source's text.

        Yields
        ------
        tuple
            Start and end in code points, and the name; in order.
        """
        if not self._known:
            return
        whole = [
            (start, -end, self._known[which])
            for which, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _stands_alone(text, start, end)
        ]
        spoken_of = {known.record for *_, known in whole if not known.is_short}
        reached = 0
        for start, minus_end, known in sorted(whole):
            if start >= reached and (not known.is_short or known.record in spoken_of):
                reached = -minus_end
                yield start, reached, known


def _stands_alone(text: str, start: int, end: int) -> bool:
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
    return opens and closes
