"""Where in a text do the names of a register stand? However many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.mentions import Kind


class Known(NamedTuple):
    """A name of a register: its words, the record that bears it, what it is of."""

    name: str
    record: str
    kind: Kind


class KnownNames:
    """The names of a register, made ready to be found.

    An Aho-Corasick automaton finds them all in one pass over the text.

    Parameters
    ----------
    known : iterable of Known
        Of two of the same name neither is found: it does not tell who is meant.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        from ahocorasick_rs import AhoCorasick

        borne: dict[str, list[Known]] = {}
        for each in known:
            if each.name.strip():
                borne.setdefault(each.name, []).append(each)
        self._known = [
            bearers[0] for bearers in borne.values() if len({each.record for each in bearers}) == 1
        ]
        self._automaton = AhoCorasick([each.name for each in self._known])

    def found(self, text: str) -> Iterator[tuple[int, int, Known]]:
        """The names in a text, at bounds of words, the longest first where they overlap.

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
            (start, -end, which)
            for which, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _stands_alone(text, start, end)
        ]
        reached = 0
        for start, minus_end, which in sorted(whole):
            if start >= reached:
                reached = -minus_end
                yield start, reached, self._known[which]


def _stands_alone(text: str, start: int, end: int) -> bool:
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
    return opens and closes
