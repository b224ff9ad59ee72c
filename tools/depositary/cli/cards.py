"""How a proposal looks in a terminal: in one line, or whole, with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.cli.terminal import style
from depositary.dossiers import sentence_around
from depositary.safetext import visible
from depositary.spans import paragraph_of, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.review.desk import Desk
    from depositary.review.queue import Card
    from depositary.spans import Span

LETTERS = {
    "actors": "A", "agreements": "G", "events": "E", "claims": "C", "relations": "R",
    "set_aside": "-",
}  # fmt: skip
STATES = {
    "to_decide": ("to decide", "yellow"),
    "later": ("later", "yellow"),
    "draft": ("draft", "yellow"),
    "accepted": ("accepted", "green"),
    "rejected": ("rejected", "red"),
    "record": ("by hand", "green"),
}
_MOST = 58
_LEFT_OUT = ("id", "evidence", "proposed_by")


def in_one_line(card: Card) -> str:
    """State, kind, key, paragraph and name of a card."""
    state, colour = STATES[card.state]
    label = visible(card.label)
    label = label if len(label) <= _MOST else f"{label[: _MOST - 1]}…"
    place = f"¶{card.paragraph}" if card.paragraph else ""
    return (
        f"{style(f'{state:<9}', fg=colour)} {LETTERS[card.table]} {style(card.key, dim=True)} "
        f"{place:>4}  {label}"
    )


def whole(card: Card, desk: Desk, *, is_coloured: bool) -> Iterator[str]:
    """A card with its sentence, what it says, why it is proposed, and what was decided.

    Parameters
    ----------
    card : Card
        One of the desk's.
    desk : Desk
        Has the article.
    is_coloured : bool
        Whether a quote can be set off by its looks; else by asterisks.
    """
    state, colour = STATES[card.state]
    yield (
        f"{LETTERS[card.table]} {style(visible(card.label), bold=True)}  "
        f"{style(card.record_id or card.key, dim=True)}  {style(state, fg=colour)}"
        f"{' · edited' if card.is_edited else ''}"
    )
    if card.why:
        yield style(f"  why: {card.proposer}, {visible(card.why)}", dim=True)
    for span in card.spans:
        yield f"  {_sentence(span, desk, is_coloured=is_coloured)}"
    yield from _told(card.entry, "  ")
    if card.reason:
        yield f"  turned down: {visible(card.reason)}"
    if card.needs:
        yield f"  accepting it takes along: {', '.join(card.needs)}"
    for line in card.history:
        yield style(f"  {visible(line)}", dim=True)


def _sentence(span: Span, desk: Desk, *, is_coloured: bool) -> str:
    text = desk.text.text
    parts = paragraphs(text, desk.text.body)
    number = paragraph_of(span, parts)
    around = sentence_around(span, text, parts[number - 1]) if number else span
    quote = visible(span.of(text))
    quote = style(quote, bold=True, underline=True) if is_coloured else f"**{quote}**"
    before, after = text[around.start : span.start], text[span.end : around.end]
    return f"{style(f'¶{number}', dim=True)} {visible(before)}{quote}{visible(after)}"


def _told(entry: Mapping[str, Any], indent: str) -> Iterator[str]:
    """What an entry says: its columns, and one line for each row that is nested in it."""
    for name, value in entry.items():
        if name in _LEFT_OUT:
            continue
        if not isinstance(value, list):
            yield f"{indent}{name}: {visible(str(value))}"
            continue
        yield f"{indent}{name}:"
        for part in value:
            words = (
                " · ".join(visible(str(each)) for key, each in part.items() if key not in _LEFT_OUT)
                if isinstance(part, dict)
                else visible(str(part))
            )
            yield f"{indent}  {words}"
