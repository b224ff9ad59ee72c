"""What a curator sees of a source, and what stops a decision about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.errors import CallError, DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.review.judging import Trouble
    from depositary.review.queue import Card


@dataclass(frozen=True, slots=True)
class View:
    """What lies on the desk.

    Parameters
    ----------
    version : str
        SHA-256 of the reading's bytes; empty where there is no reading yet.
    cards : tuple of Card
        In order of the text.
    can_undo, can_redo : str
        What would be taken back, or taken up again, in words; empty where nothing.
    newly : tuple of str
        The keys of the cards that the last step changed.
    """

    version: str
    cards: tuple[Card, ...]
    can_undo: str = ""
    can_redo: str = ""
    newly: tuple[str, ...] = ()

    def card(self, key: str) -> Card:
        """The card of a proposal or record.

        Raises
        ------
        CallError
            E805 where there is none.
        """
        for card in self.cards:
            if key in (card.key, card.record_id):
                return card
        raise CallError("E805", f"There is no proposal or record {key}.", "look at the list anew")

    @property
    def decided(self) -> int:
        """How many proposals were decided."""
        return sum(1 for card in self.cards if card.proposed is not None and not card.is_open)

    @property
    def total(self) -> int:
        """How many proposals there are."""
        return sum(1 for card in self.cards if card.proposed is not None)


@dataclass(frozen=True, slots=True)
class Found:
    """A record or proposal that a search found: its id, what it is called, what it is."""

    key: str
    label: str
    kind: str = ""
    is_proposal: bool = False


class Conflict(DataError):  # noqa: N818 - a state of the reading, not a mistake
    """The reading was changed since it was looked at (E801).

    Parameters
    ----------
    view : View
        What is there now.
    """

    def __init__(self, view: View) -> None:
        super().__init__(
            "E801",
            "The reading was changed meanwhile, here or elsewhere; nothing was overwritten.",
            "look at what is there now, and decide again",
        )
        self.view = view


class Refused(DataError):  # noqa: N818 - as Conflict
    """The reading would not be in due form (E808).

    Parameters
    ----------
    troubles : sequence of Trouble
        What is wrong, by record.
    """

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        first = next(each.finding for each in troubles if each.finding.severity == "error")
        super().__init__(
            "E808",
            f"This cannot be a record yet: {first.message}",
            first.hint or "correct it, or keep it as a draft",
            [each.finding for each in troubles],
        )
        self.troubles = tuple(troubles)
