"""``depositary accept``, ``reject``, ``edit``, ``undo``, ``redo``: decide without the page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.desks import Desks, by_coder
from depositary.cli.terminal import command, shared
from depositary.errors import CallError
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.cli.streams import Shared
    from depositary.review.decisions import Decision
    from depositary.review.desk import Desk
    from depositary.review.judging import Trouble
    from depositary.review.queue import Card
    from depositary.review.views import View

_SOURCE = click.option("--source", metavar="SOURCE", help="The source that is meant.")


@command(
    "accept",
    examples=(
        "depositary accept act-1402e9 evt-b4d495",
        "depositary accept act-57e9d1 --into act-arvenia",
        "depositary accept --all --source harbour.txt --table actors --dry-run",
    ),
)
@click.argument("keys", nargs=-1, metavar="[ID]...")
@click.option("--all", "is_all", is_flag=True, help="All that are listed by --source and --table.")
@click.option("--table", "tables", multiple=True, metavar="TABLE", help="With --all: only these.")
@click.option("--into", metavar="ID", help="The same as this record: becomes evidence for it.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be done, and do nothing.")
@_SOURCE
@by_coder
@shared
def accept(
    keys: tuple[str, ...],
    tables: tuple[str, ...],
    into: str | None,
    source: str | None,
    coder: str | None,
    shared: Shared,
    *,
    is_all: bool,
    is_dry: bool,
) -> None:
    """Make records of proposals, as they are; what they refer to is accepted with them.

    A decision is in the reading on disk before it is told. What cannot be a record yet is left, and
    said. Exit 1 where something was left.
    """
    from depositary.review.decisions import Decision

    desks = Desks(shared, coder)
    desk, view, cards = _chosen(desks, keys, source, tables, is_all=is_all)
    if into:
        _decide(desk, view, Decision("merge", (cards[0].key,), into=into), shared, is_dry=is_dry)
        return
    waiting = [card.key for card in cards if card.is_open]
    fit, troubles = desk.sift(waiting)
    if fit:
        _decide(desk, view, Decision("accept", fit), shared, is_dry=is_dry)
    elif not waiting:
        shared.say("nothing to accept: all of it was decided")
    _tell(troubles, [card for card in cards if card.key in set(waiting) - set(fit)], shared)


@command(
    "reject",
    examples=("depositary reject evt-3cb571 --reason 'a figure of speech'",),
)
@click.argument("keys", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept with the decision.")
@_SOURCE
@by_coder
@shared
def reject(
    keys: tuple[str, ...], reason: str, source: str | None, coder: str | None, shared: Shared
) -> None:
    """Turn proposals down: they are kept with the reason, and do not come back."""
    from depositary.review.decisions import Decision

    desk, view, cards = Desks(shared, coder).holding(keys, source)
    chosen = tuple(card.key for card in cards)
    _decide(desk, view, Decision("reject", chosen, reason=reason), shared)


@command(
    "edit",
    examples=(
        "depositary edit evt-b4d495 --set kind=summit --set dates.0.edtf=2025-01",
        "depositary edit agr-f17bb8 --draft --set note='ask the ministry'",
        "depositary edit act-arvenia --from actor.json",
    ),
)
@click.argument("key", metavar="ID")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="Empty takes it out.")
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="The whole entry, as JSON; - is standard input.",
)
@click.option("--draft", "is_draft", is_flag=True, help="Keep it, and make no record of it yet.")
@_SOURCE
@by_coder
@shared
def edit(
    key: str,
    sets: tuple[str, ...],
    file: Path | None,
    source: str | None,
    coder: str | None,
    shared: Shared,
    *,
    is_draft: bool,
) -> None:
    """Change a proposal and accept it, or change a record.

    Without --set and --from the entry opens in your editor, as JSON. A quote is always words of the
    article: one that is not there is refused.
    """
    from depositary.review.decisions import Decision

    desk, view, (card,) = Desks(shared, coder).holding((key,), source)
    entry = entered(card, sets, file)
    decision = Decision("draft", (card.key,), (entry,)) if is_draft else changing(card, entry)
    _decide(desk, view, decision, shared)


@command("undo", examples=("depositary undo", "depositary undo src-harbour"))
@click.argument("source", required=False)
@by_coder
@shared
def undo(source: str | None, coder: str | None, shared: Shared) -> None:
    """Take the last decision about a source back; again, the one before it.

    Without SOURCE, that about which was decided last.
    """
    _turn("undo", source, coder, shared)


@command("redo", examples=("depositary redo",))
@click.argument("source", required=False)
@by_coder
@shared
def redo(source: str | None, coder: str | None, shared: Shared) -> None:
    """Take up again what depositary undo took back last."""
    _turn("redo", source, coder, shared)


def _turn(op: str, source: str | None, coder: str | None, shared: Shared) -> None:
    desks = Desks(shared, coder)
    desk = desks.of(source) if source else desks.latest()
    view = desk.look()
    words = view.can_undo if op == "undo" else view.can_redo
    after = desk.undo(view.version) if op == "undo" else desk.redo(view.version)
    _told(desk, after, f"{op}: {words}", after.newly, shared)


def _chosen(
    desks: Desks, keys: Sequence[str], source: str | None, tables: Sequence[str], *, is_all: bool
) -> tuple[Desk, View, list[Card]]:
    if is_all == bool(keys):
        raise CallError("E904", "Name proposals, or --all with --source.", "see --help")
    if keys:
        return desks.holding(keys, source)
    held = [desks.of(source)] if source else [*desks.with_proposals()]
    if len(held) != 1:
        raise CallError(
            "E904",
            f"--all is for one source; {len(held)} have proposals.",
            "name one with --source",
        )
    view = held[0].look()
    listed = [card for card in view.cards if card.is_open and (not tables or card.table in tables)]
    return held[0], view, listed


def _decide(
    desk: Desk, view: View, decision: Decision, shared: Shared, *, is_dry: bool = False
) -> None:
    labels = [card.label for card in view.cards if card.key in decision.keys]
    words = decision.words([*labels[:1]] if len(decision.keys) == 1 else labels)
    if is_dry:
        for card in view.cards:
            if card.key in decision.keys and not shared.is_json:
                click.echo(f"would be {decision.words([card.label])}  {card.key}")
        if shared.is_json:
            click.echo(json.dumps({"source": desk.source_id, "would": list(decision.keys)}))
        return
    _told(desk, desk.decide(decision, view.version), words, decision.keys, shared)


def _told(desk: Desk, view: View, words: str, keys: Sequence[str], shared: Shared) -> None:
    cards = [card for card in view.cards if card.key in keys]
    if shared.is_json:
        value = {
            "source": desk.source_id,
            "version": view.version,
            "cards": [
                {"key": card.key, "state": card.state, "record_id": card.record_id or None}
                for card in cards
            ],
            "decided": view.decided,
            "proposals": view.total,
        }
        click.echo(json.dumps(value, ensure_ascii=False))
        return
    click.echo(visible(words))
    for card in cards:
        if card.record_id:
            click.echo(f"  {card.record_id}")
    shared.say(
        f"{view.decided} of {view.total} decided; in {desk.path.parent.name}/{desk.path.name}. "
        "next: depositary build"
    )


def _tell(troubles: Sequence[Trouble], left: Sequence[Card], shared: Shared) -> None:
    """Say what was left, and why; such a call ends with 1."""
    from depositary.errors import DataError

    if not left:
        return
    worst = {each.proposal: each for each in reversed(troubles)}
    for card in left:
        why: Trouble | None = worst.get(card.key)
        words = why.finding.message if why else "it refers to one that cannot be a record yet"
        shared.say(f"left: {visible(card.label)} ({card.key}): {visible(words)}")
    first = next(iter(worst.values())).finding
    raise DataError(
        "E808", f"{len(left)} could not be accepted as they are.",
        first.hint or f"depositary edit {left[0].key}",
    )  # fmt: skip


def changing(card: Card, entry: Mapping[str, Any]) -> Decision:
    """The decision that makes a card say what was entered.

    Parameters
    ----------
    card : Card
        A proposal, which is accepted with it, or a record.
    entry : mapping
        All of it.
    """
    from depositary.review.decisions import Decision

    if card.is_open or card.state == "rejected":
        return Decision("accept", (card.key,), (entry,))
    return Decision("change", (card.record_id or card.key,), (entry,))


def entered(card: Card, sets: Sequence[str], file: Path | None) -> dict[str, Any]:
    """The entry of a card as a curator wants it.

    Parameters
    ----------
    card : Card
        Its entry is what is changed.
    sets : sequence of str
        ``FIELD=VALUE``; without one, and without a file, an editor opens.
    file : Path or None
        Holds all of the entry; ``-`` is standard input.

    Raises
    ------
    CallError
        E904 where nothing was changed.
    DataError
        E101 where what was given is no entry.
    """
    from depositary import files
    from depositary.jsontext import canonical

    entry = {key: value for key, value in card.entry.items() if key != "proposed_by"}
    if card.record_id:
        entry = dict(card.entry)
    if file is not None:
        is_input = str(file) == "-"
        content = sys.stdin.buffer.read() if is_input else files.read_bytes(file)
        entry = _parsed(content, "standard input" if is_input else str(file))
    elif not sets:
        edited = click.edit(canonical(entry).decode(), extension=".json")
        if edited is None:
            raise CallError("E904", "Nothing was changed.", "or change fields with --set")
        entry = _parsed(edited.encode(), "what was edited")
    for each in sets:
        name, is_given, value = each.partition("=")
        if not is_given:
            raise CallError("E904", f"--set {each} has no value.", "write FIELD=VALUE")
        entry = _with(entry, name.split("."), value)
    return entry


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    from depositary.errors import DataError
    from depositary.jsontext import parse

    document, findings = parse(content, name)
    if document is None or not isinstance(document.value, dict):
        words = findings[0].message if findings else "It is not an object."
        raise DataError("E101", f"{name} is no entry: {words}", "write one JSON object", findings)
    value: dict[str, Any] = document.value
    return value


def _with(holder: Any, path: Sequence[str], value: str) -> Any:
    """A value with one of its parts set, or taken out; places in lists count from 0.

    The place after the last is a new one.
    """
    name, rest = path[0], path[1:]
    if isinstance(holder, list):
        if not name.isdecimal() or int(name) > len(holder) - (not value):
            words = f"There is no {name}; the list has {len(holder)}."
            raise CallError("E904", words, "count from 0")
        parts: list[Any] = [*holder]
        if int(name) == len(parts):
            parts.append([] if rest and rest[0].isdecimal() else {})
        if rest:
            parts[int(name)] = _with(parts[int(name)], rest, value)
        elif value:
            parts[int(name)] = value
        else:
            del parts[int(name)]
        return parts
    entry = dict(holder) if isinstance(holder, dict) else {}
    if rest:
        entry[name] = _with(entry.get(name, [] if rest[0].isdecimal() else {}), rest, value)
    elif value:
        entry[name] = int(value) if isinstance(entry.get(name), int) else value
    else:
        entry.pop(name, None)
    return entry
