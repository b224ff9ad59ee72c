"""``depositary review --terminal``: one proposal after the other, one key a decision."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from depositary.errors import CallError, DepositaryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.cli.streams import Shared
    from depositary.review.desk import Desk
    from depositary.review.queue import Card
    from depositary.review.views import View

_KEYS = (
    "[a]ccept  [e]dit  [x] reject  [s] later  [m]erge  [u]ndo  [U] redo  [j] next  [k] previous  "
    "[c]heck  [?] help  [q]uit"
)
_REASONS = ("not in the text", "not a fact", "wrong kind", "said twice", "not of interest")
_LEAVES = frozenset("qQ\x03\x04\x1b")


class Terminal:
    """A session at a terminal.

    Parameters
    ----------
    desk : Desk
        Of one source.
    shared : Shared
        Colours, and whether to talk.
    """

    def __init__(self, desk: Desk, shared: Shared) -> None:
        self._desk, self._shared = desk, shared
        self._view: View = desk.look()
        self._at = 0
        self._acts: dict[str, Callable[[Card], None]] = {
            "a": self._accept,
            "e": self._edit,
            "x": self._reject,
            "s": self._later,
            "m": self._merge,
            "u": lambda _: self._turn("undo"),
            "U": lambda _: self._turn("redo"),
            "j": lambda _: self._step(1),
            "k": lambda _: self._step(-1),
            "c": lambda _: self._check(),
            "?": lambda _: self._help(),
        }

    def run(self) -> None:
        """Ask about each proposal until all are decided, or the curator leaves.

        Raises
        ------
        CallError
            E904 where there is no terminal to ask.
        """
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise CallError(
                "E904",
                "--terminal needs a terminal.",
                "in scripts use depositary proposals, accept, reject and edit",
            )
        self._at = self._first_open()
        while (card := self._card()) is not None:
            self._show(card)
            key = click.getchar()
            if key in _LEAVES:
                break
            act = self._acts.get({"\x1b[B": "j", "\x1b[A": "k"}.get(key, key))
            if act is None:
                click.echo(_KEYS)
                continue
            try:
                act(card)
            except DepositaryError as error:
                click.echo(click.style(f"{error.code}  {error.message}", fg="red"))
                if error.hint:
                    click.echo(f"   = {error.hint}")
                self._view = self._desk.look()
        view = self._desk.look()
        click.echo(f"{view.decided} of {view.total} decided. next: depositary build")

    def _card(self) -> Card | None:
        """The card that is open; None when nothing is left to decide."""
        cards = self._view.cards
        if not any(card.is_open for card in cards) or not cards:
            return None
        self._at = max(0, min(self._at, len(cards) - 1))
        return cards[self._at]

    def _first_open(self, start: int = 0) -> int:
        places = [*range(start, len(self._view.cards)), *range(start)]
        waiting = [at for at in places if self._view.cards[at].state in ("to_decide", "draft")]
        put_off = [at for at in places if self._view.cards[at].state == "later"]
        return next(iter([*waiting, *put_off]), 0)

    def _show(self, card: Card) -> None:
        from depositary.cli.cards import whole

        click.echo()
        click.echo(
            click.style(f"{self._view.decided} of {self._view.total} decided", dim=True),
            color=self._shared.is_coloured,
        )
        lines = whole(card, self._desk, is_coloured=self._shared.is_coloured)
        click.echo("\n".join(lines), color=self._shared.is_coloured)
        click.echo(click.style(_KEYS, dim=True), color=self._shared.is_coloured)

    def _decided(self, view: View, words: str) -> None:
        self._view = view
        click.echo(click.style(words, fg="green"), color=self._shared.is_coloured)
        self._at = self._first_open(self._at)

    def _accept(self, card: Card) -> None:
        from depositary.review.decisions import Decision

        if not card.is_open:
            click.echo("It is decided already; e changes it, u takes the last decision back.")
            return
        entries = (card.entry,) if card.state == "draft" else ()
        decision = Decision("accept", (card.key,), entries)
        self._decided(self._desk.decide(decision, self._view.version), "accepted")

    def _edit(self, card: Card) -> None:
        from depositary.cli.deciding import changing, entered

        decision = changing(card, entered(card, (), None))
        self._decided(self._desk.decide(decision, self._view.version), "edited")

    def _reject(self, card: Card) -> None:
        from depositary.review.decisions import Decision

        listed = "  ".join(f"[{at}] {words}" for at, words in enumerate(_REASONS, 1))
        click.echo(f"why?  {listed}  [Enter] without  [o] other")
        key = click.getchar()
        if key in _LEAVES:
            return
        reason = _REASONS[int(key) - 1] if key in "12345" else ""
        if key == "o":
            reason = click.prompt("reason")
        decision = Decision("reject", (card.key,), reason=reason)
        self._decided(self._desk.decide(decision, self._view.version), "turned down")

    def _later(self, card: Card) -> None:
        from depositary.review.decisions import Decision

        view = self._desk.decide(Decision("later", (card.key,)), self._view.version)
        self._at += 1
        self._decided(view, "put off")

    def _merge(self, card: Card) -> None:
        from depositary.review.decisions import Decision

        words = click.prompt("the same as (words of its name)", default="", show_default=False)
        found = [
            each for each in self._desk.found(card.table, words, 9)
            if not each.is_proposal and each.key != card.key
        ]  # fmt: skip
        for at, each in enumerate(found, 1):
            click.echo(f"  [{at}] {each.label}  {each.key}")
        key = click.getchar() if found else ""
        if not found or not key.isdecimal() or not 0 < int(key) <= len(found):
            click.echo("nothing was merged")
            return
        decision = Decision("merge", (card.key,), into=found[int(key) - 1].key)
        self._decided(self._desk.decide(decision, self._view.version), "merged")

    def _turn(self, op: str) -> None:
        desk, version = self._desk, self._view.version
        view = desk.undo(version) if op == "undo" else desk.redo(version)
        self._view = view
        click.echo(click.style(op, fg="green"), color=self._shared.is_coloured)
        keys = [card.key for card in view.cards]
        self._at = keys.index(view.newly[0]) if view.newly else self._at

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._view.cards)

    def _check(self) -> None:
        troubles = self._desk.troubles()
        for trouble in troubles:
            found = trouble.finding
            click.echo(f"{found.code}  {trouble.record_id}  {found.message}")
        if not troubles:
            click.echo("the rules have nothing against it")

    def _help(self) -> None:
        click.echo(_KEYS)
        click.echo(
            "Every decision is in the reading on disk before the next card comes. m makes a "
            "proposal evidence for a record that there is. Come back at any time: nothing is lost."
        )
