"""What a curator decides about proposals, and which entries of the reading that changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from depositary.errors import CallError
from depositary.review.edits import key_of
from depositary.review.entries import references

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.schema import Law

Op = Literal["accept", "reject", "later", "draft", "merge", "split", "add", "change", "drop"]
UNTOLD = "Turned down without a reason."
_SPOKEN = {
    "accept": "accepted",
    "reject": "turned down",
    "later": "put off",
    "draft": "kept as a draft",
    "merge": "merged",
    "split": "split",
    "add": "added",
    "change": "changed",
    "drop": "taken out",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of a curator.

    Parameters
    ----------
    op : {"accept", "reject", "later", "draft", "merge", "split", "add", "change", "drop"}
        ``accept`` makes records of proposals, ``split`` two of one, ``merge`` makes a proposal
        evidence for a record that there is, ``add`` a record by hand; ``change`` and ``drop`` are
        for records of this reading, ``draft`` and ``later`` leave it as it is.
    keys : tuple of str
        Of cards.
    entries : tuple of mapping
        What is written instead of what was proposed; none, or one for each key (several for
        ``split``).
    table : str
        Of what is added.
    reason : str
        Why a proposal is turned down.
    into : str
        The record that a proposal is the same as.
    """

    op: Op
    keys: tuple[str, ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()
    table: str = ""
    reason: str = ""
    into: str = ""

    def __post_init__(self) -> None:
        """Refuse what no card could ask for (E804)."""
        keys, entries = len(self.keys), len(self.entries)
        is_fit = {
            "accept": keys > 0 and entries in (0, keys),
            "reject": keys > 0,
            "later": keys > 0,
            "draft": keys == entries == 1,
            "merge": keys == 1 and bool(self.into),
            "split": keys == 1 < entries,
            "add": keys == 0 and entries == 1 and bool(self.table),
            "change": keys == entries == 1,
            "drop": keys == 1,
        }
        are_entries = all(isinstance(entry, dict) for entry in self.entries)
        if not (is_fit.get(self.op, False) and are_entries):
            raise CallError(
                "E804",
                f"A decision {self.op!r} about {len(self.keys)} proposals with "
                f"{len(self.entries)} entries cannot be carried out.",
                "name what is decided, and what is to be written",
            )

    def words(self, labels: Sequence[str]) -> str:
        """What it does, as a person reads it.

        Parameters
        ----------
        labels : sequence of str
            What the cards are called that it is about.

        Examples
        --------
        >>> Decision("reject", ("act-1",), reason="a river").words(["Fleet"])
        'turned down Fleet: a river'
        """
        many = f"{len(labels)} proposals" if labels else ", ".join(self.keys)
        what = labels[0] if len(labels) == 1 else many
        into = f" into {self.into}" if self.into else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{_SPOKEN[self.op]} {what}{into}{reason}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposals of an article, by their keys.

    Parameters
    ----------
    parts : mapping of str to str
        The list that each stands in.
    entries : mapping of str to mapping
        Each as proposed.
    links : mapping of str to tuple of str
        What each names that may be a record or another proposal.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Mapping[str, Any], law: Law) -> Proposed:
        """From a proposed reading."""
        parts: dict[str, str] = {}
        entries: dict[str, Mapping[str, Any]] = {}
        for part, found in value.items():
            for entry in found if isinstance(found, list) else ():
                key = key_of(part, entry, law)
                parts.setdefault(key, part)
                entries.setdefault(key, entry)
        links = {key: tuple(dict.fromkeys(references(entry))) for key, entry in entries.items()}
        return cls(parts, entries, links)
