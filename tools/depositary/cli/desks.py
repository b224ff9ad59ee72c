"""How commands that decide find their source, their proposals and who decides."""

from __future__ import annotations

import datetime as dt
import getpass
import subprocess
from typing import TYPE_CHECKING, Any

import click

from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from depositary.cli.streams import Shared
    from depositary.review.desk import Desk
    from depositary.review.queue import Card
    from depositary.review.views import View


def by_coder(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--coder``."""
    return click.option(
        "--coder",
        metavar="NAME",
        envvar="DEPOSITARY_CODER",
        help="Who decides.  [default: as git or this machine knows you]",
    )(function)


class Desks:
    """The desks of a project, opened when they are asked for.

    Parameters
    ----------
    shared : Shared
        Says where the project is.
    coder : str or None
        Who decides, where it was said.
    is_apart : bool
        Whether the coder writes a reading of their own and sees no other.
    """

    def __init__(self, shared: Shared, coder: str | None, *, is_apart: bool = False) -> None:
        from depositary import building, project, schema

        self.project = project.find(shared.project)
        self.law = schema.load(self.project.schema)
        self.built = building.build(self.project, self.law)
        self.coder = coder or who(self.project.root)
        self.is_apart = is_apart
        self._open: dict[str, Desk] = {}

    def of(self, source: str) -> Desk:
        """The desk of a source, by its id or the name of its file.

        Raises
        ------
        CallError
            E415 where it is not in custody.
        """
        from depositary.review.desk import Desk

        source_id = self.named(source)
        if source_id not in self._open:
            self._open[source_id] = Desk(
                self.project, self.law, self.built, source_id, self.coder, now,
                is_apart=self.is_apart,
            )  # fmt: skip
        return self._open[source_id]

    def named(self, source: str) -> str:
        """The id of a source, by its id or the name of its file."""
        name = source.rpartition("/")[2]
        for source_id, held in self.built.sources.items():
            if name in (source_id, held.text.file if held.text else source_id):
                return source_id
        known = ", ".join(list(self.built.sources)[:5])
        raise CallError("E415", f"{source} is not in custody.", f"name one of {known}")

    def with_proposals(self) -> Iterator[Desk]:
        """The desks on which something lies: of every source that was extracted or read."""
        from depositary.reading import proposed_file, reading_file

        for source_id, source in self.built.sources.items():
            apart = self.coder if self.is_apart else ""
            paths = (proposed_file(self.project, source), reading_file(self.project, source, apart))
            if source.text is not None and any(path.is_file() for path in paths):
                yield self.of(source_id)

    def latest(self) -> Desk:
        """The desk of the source that was decided about last.

        Raises
        ------
        DataError
            E811 where nothing was decided yet.
        """
        from depositary.errors import DataError

        desks = [desk for desk in self.with_proposals() if desk.touched_ns]
        if not desks:
            raise DataError("E811", "Nothing was decided yet.")
        return max(desks, key=lambda desk: desk.touched_ns)

    def holding(self, keys: Sequence[str], source: str | None) -> tuple[Desk, View, list[Card]]:
        """The desk on which cards lie, by their keys, or by as much of one as tells it apart.

        Raises
        ------
        CallError
            E805 for a key that no card has, or several have.
        """
        desks = [self.of(source)] if source else [*self.with_proposals()]
        for desk in desks:
            view = desk.look()
            if any(_cards_of(view, keys[0])):
                return desk, view, [_one(view, key) for key in keys]
        raise CallError(
            "E805",
            f"There is no proposal or record {keys[0]}.",
            "depositary proposals list shows those that there are",
        )


def _cards_of(view: View, key: str) -> list[Card]:
    exact = [card for card in view.cards if key in (card.key, card.record_id)]
    return exact or [
        card for card in view.cards if card.key.startswith(key) or card.record_id.startswith(key)
    ]


def _one(view: View, key: str) -> Card:
    cards = _cards_of(view, key)
    if len({card.key for card in cards}) == 1:
        return cards[0]
    if not cards:
        raise CallError(
            "E805",
            f"There is no proposal or record {key} beside the first that was named.",
            "decide about one source at a time",
        )
    several = ", ".join(card.key for card in cards[:4])
    raise CallError("E805", f"{key} may be any of {len(cards)}.", f"write more of it: {several}")


def now() -> str:
    """The time, as the journal of decisions notes it: UTC, to the second."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def who(folder: Path) -> str:
    """The name under which this person decides: of git, else of the account."""
    from depositary.ids import slug

    try:
        told = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - as the curator's own shell finds it
            cwd=folder, capture_output=True, check=False, text=True, timeout=5,
        ).stdout.strip()  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        told = ""
    try:
        return slug(told or getpass.getuser())
    except (OSError, KeyError):
        return "curator"
