"""``depositary proposals``: what is there to decide, and one of them whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.desks import Desks, by_coder
from depositary.cli.terminal import command, shared
from depositary.errors import CallError

if TYPE_CHECKING:
    from depositary.cli.streams import Shared
    from depositary.review.desk import Desk
    from depositary.review.queue import Card

_OPEN = ("to_decide", "later", "draft")


@command(
    "proposals",
    examples=(
        "depositary proposals list",
        "depositary proposals list --state rejected --table events",
        "depositary proposals show act-1402e9",
    ),
)
@click.argument("what", type=click.Choice(["list", "show"]))
@click.argument("keys", nargs=-1, metavar="[ID]...")
@click.option("--source", metavar="SOURCE", help="Only of this source.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["open", *_OPEN, "accepted", "rejected", "record", "all"]),
    help="Only in this state; repeatable.  [default: open]",
)
@click.option("--table", "tables", multiple=True, metavar="TABLE", help="Only of this table.")
@by_coder
@shared
def proposals(
    what: str,
    keys: tuple[str, ...],
    source: str | None,
    states: tuple[str, ...],
    tables: tuple[str, ...],
    coder: str | None,
    shared: Shared,
) -> None:
    """List the proposals of all sources, or show some whole, each with its sentence.

    ID is that of a proposal or of the record that it became; as much of it as tells it apart will
    do. What depositary accept, reject and edit decide about is listed here.
    """
    desks = Desks(shared, coder)
    if what == "show":
        if not keys:
            raise CallError("E904", "show needs an ID.", "depositary proposals show act-1402e9")
        desk, _, cards = desks.holding(keys, source)
        _print([(desk, cards)], shared, is_whole=True)
        return
    wanted = {each for state in states or ("open",) for each in _meant(state)}
    held = [desks.of(source)] if source else [*desks.with_proposals()]
    found = [
        (desk, [card for card in desk.look().cards
                if card.state in wanted and (not tables or card.table in tables)])
        for desk in held
    ]  # fmt: skip
    _print(found, shared, is_whole=False)
    if not any(cards for _, cards in found):
        shared.say("nothing there; depositary extract proposes, --state all shows what was decided")


def _meant(state: str) -> tuple[str, ...]:
    return {"open": _OPEN, "all": (*_OPEN, "accepted", "rejected", "record")}.get(state, (state,))


def _print(found: list[tuple[Desk, list[Card]]], shared: Shared, *, is_whole: bool) -> None:
    from depositary.cli.cards import in_one_line, whole

    if shared.is_json:
        value = [_value(card, desk) for desk, cards in found for card in cards]
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        return
    for desk, cards in found:
        if len(found) > 1 and cards:
            click.echo(desk.source_id)
        for card in cards:
            lines = (
                whole(card, desk, is_coloured=shared.is_coloured)
                if is_whole
                else [in_one_line(card)]
            )
            click.echo("\n".join(lines), color=shared.is_coloured)


def _value(card: Card, desk: Desk) -> dict[str, Any]:
    return {
        "source": desk.source_id,
        "key": card.key,
        "table": card.table,
        "state": card.state,
        "label": card.label,
        "record_id": card.record_id or None,
        "paragraph": card.paragraph or None,
        "evidence": [{"start": span.start, "end": span.end} for span in card.spans],
        "proposer": card.proposer,
        "why": card.why,
        "needs": list(card.needs),
        "entry": card.entry,
        "reason": card.reason or None,
        "history": list(card.history),
    }
