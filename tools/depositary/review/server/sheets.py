"""One article on the page: what the desk says, as HTML, and of a change only what it changed."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.review.quoting import evidence_for
from depositary.review.server.articles import Shelf, html_of, paragraphs_of
from depositary.review.server.marks import KINDS, LETTERS, marks_of
from depositary.review.server.quotations import moved, quotation
from depositary.spans import paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.review.desk import Desk
    from depositary.review.queue import Card
    from depositary.review.server.articles import Paragraph
    from depositary.review.server.marks import Mark
    from depositary.review.server.pages import Pages
    from depositary.review.server.quotations import Move, Quotation
    from depositary.review.views import View
    from depositary.spans import Span

_MOST_UNCITED = 500
"""Sentences without a record that are shown at once; their number is told whole."""


class Shown(NamedTuple):
    """A card on the page.

    Parameters
    ----------
    ref : str
        What it is called there: its key, with the id of the record where a proposal became several.
    card : Card
        As the desk gives it.
    marks : tuple of Mark
        What of the article is about it.
    """

    ref: str
    card: Card
    marks: tuple[Mark, ...]

    def looks_like(self, other: Shown | None) -> bool:
        """Whether its line in the queue and its entry are those of another."""
        return other is not None and (self is other or _seen(self.card) == _seen(other.card))

    @property
    def kind(self) -> str:
        """``actor``, ``event``: what one of its list is called."""
        return KINDS.get(self.card.table, "relation")

    @property
    def letter(self) -> str:
        """The letter of its kind."""
        return LETTERS[self.kind]


class Sheet:
    """What one desk shows.

    Parameters
    ----------
    desk : Desk
        The article, its proposals and decisions.
    pages : Pages
        How things look.
    """

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk = desk
        self.parts = paragraphs_of(desk.text)
        self.body = paragraphs(desk.text.text, desk.text.body)
        self.lock = threading.RLock()
        self._pages = pages
        self._shown: dict[str, Shown] = {}
        self._shelf = Shelf(self.parts)
        self.view: View | None = None

    def look(self) -> View:
        """What is on disk now."""
        with self.lock:
            self._take(self.desk.look())
            return self.seen()

    def seen(self) -> View:
        """What was shown last."""
        return self.look() if self.view is None else self.view

    def shown(self) -> Sequence[Shown]:
        """All cards, in the order of the queue."""
        self.seen()
        return tuple(self._shown.values())

    def card(self, ref: str) -> Shown | None:
        """A card by its name on the page."""
        self.seen()
        return self._shown.get(ref)

    def article(self) -> list[tuple[Paragraph, str]]:
        """The paragraphs of the article, each with its HTML."""
        with self.lock:
            self.seen()
            return [(part, self._html_of(at)) for at, part in enumerate(self.parts)]

    def answer(self, view: View) -> dict[str, Any]:
        """What a change changed on the page, as JSON.

        Parameters
        ----------
        view : View
            After it.
        """
        before = self._shown
        moved = self._take(view)
        changed = [
            ref for ref, shown in self._shown.items() if not shown.looks_like(before.get(ref))
        ]
        gone = [ref for ref in before if ref not in self._shown]
        order = list(self._shown)
        place = {ref: at for at, ref in enumerate(order)} if changed else {}
        return {
            **self.summary(),
            "lines": [
                {
                    "ref": ref,
                    "after": order[place[ref] - 1] if place[ref] else "",
                    "html": self._pages.line(self._shown[ref], self.desk.source_id),
                }
                for ref in changed
            ],
            "gone": gone,
            "paragraphs": {at: self._html_of(at) for at in sorted(moved)},
            "newly": [ref for ref in changed if self._shown[ref].card.key in view.newly],
        }

    def summary(self) -> dict[str, Any]:
        """Version, progress and what may be undone: the same for page and answers."""
        view = self.seen()
        states = Counter(card.state for card in view.cards)
        return {
            "version": view.version,
            "undo": view.can_undo,
            "redo": view.can_redo,
            "states": dict(states),
            "total": view.total,
            "decided": view.decided,
        }

    def uncited(self) -> dict[str, Any]:
        """How many sentences no record cites, and where the first of them stand.

        Of a long article that takes longer than a decision, hence it is asked for by itself.
        """
        text, at = self.desk.text.text, self.desk.text.body.start
        uncited = self.desk.uncited(self.seen())
        places = []
        for each in uncited[:_MOST_UNCITED]:
            # They come in order of the text, so each is looked for after the one before.
            start = text.find(each.words, max(at, self.body[each.paragraph - 1].start))
            at = start + len(each.words)
            places.append([start, at])
        return {"uncited": len(uncited), "places": places}

    def quotations(self, shown: Shown) -> list[Quotation]:
        """The quotes of a card, each in its sentence."""
        entry = shown.card.entry
        quotes = [entry] if shown.card.table == "set_aside" else entry.get("evidence", ())
        marks = [mark for mark in shown.marks if mark.kind == shown.kind]
        return [
            quotation(each, self.desk.text, self.body, marks)
            for each in quotes
            if isinstance(each, dict)
        ]

    def selected(self, span: Span, move: Move) -> tuple[dict[str, Any], Quotation] | None:
        """The evidence that selected words make: whole words, as an entry writes them."""
        words = moved(span, self.desk.text, self.body, move)
        if words is None:
            return None
        written = evidence_for(self.desk.text, words)
        return written, self.quotation(written)

    def quotation(self, written: Mapping[str, Any]) -> Quotation:
        """A piece of evidence, in its sentence."""
        return quotation(written, self.desk.text, self.body)

    def label_of(self, word: str) -> str:
        """What a record or proposal is called, where this article has it; else its id."""
        for shown in self._shown.values():
            if word in (shown.card.key, shown.card.record_id):
                return shown.card.label
        found = self.desk.found("", word, 1) if word else []
        return found[0].label if found and found[0].key == word else word

    def _take(self, view: View) -> set[int]:
        """Keep what is shown; the paragraphs in which other words are marked than were."""
        old, shown = dict(self._shown), dict[str, Shown]()
        moved: set[int] = set()
        for card in view.cards:
            ref = card.key if card.key not in shown else f"{card.key}.{card.record_id}"
            was = old.pop(ref, None)
            if was is not None and (was.card is card or was.card == card):
                shown[ref] = was
                continue
            marks = tuple(mark._replace(key=ref) for mark in marks_of(card, self.desk.text.text))
            shown[ref] = Shown(ref, card, marks)
            if was is None or was.marks != marks:
                moved |= self._shelf.drop(was.marks if was else ()) | self._shelf.put(marks)
        for was in old.values():
            moved |= self._shelf.drop(was.marks)
        self._shown, self.view = shown, view
        return moved

    def _html_of(self, at: int) -> str:
        return html_of(self.desk.text.text, self.parts[at], self._shelf.of(at))


def _seen(card: Card) -> tuple[Any, ...]:
    """What of a card is to be seen before it is open: not what it needs and what was decided."""
    return (card.state, card.label, card.entry, card.record_id, card.is_edited, card.reason,
            card.paragraph, card.proposer)  # fmt: skip


def about(card: Mapping[str, Any], text: str) -> dict[str, str]:
    """What the head of the page says of an article: its title, day and length.

    Parameters
    ----------
    card : mapping
        The source card.
    text : str
        The article's.
    """
    return {
        "title": str(card.get("title") or card.get("source_id", "")),
        "published": str(card.get("published", "")),
        "words": f"{len(text.split()):,}",
    }
