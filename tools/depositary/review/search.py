"""Search as one types: which record does a link mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.review.views import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.review.views import View
    from depositary.schema import Law


def search(
    view: View, rest: Mapping[str, str], law: Law, asked: tuple[str, str], limit: int
) -> list[Found]:
    """Records and open proposals by words of their name or id.

    Parameters
    ----------
    view : View
        Of the source: its records and proposals.
    rest : mapping of str to str
        The records of other readings, with what they are called.
    law : Law
        For the tables of ids.
    asked : tuple of str
        The table, empty for any, and the words as far as they were typed.
    limit : int
        The most that are returned.

    Returns
    -------
    list of Found
        Those that begin with the first word before others, the shorter before the longer.
    """
    table, typed = asked
    wanted = typed.casefold().split()
    matches = []
    for found in _named(view, rest):
        home = law.table_of(found.key)
        text = f"{found.label} {found.key}".casefold()
        is_of_table = not table or (home is not None and home.name == table)
        if is_of_table and all(word in text for word in wanted):
            is_late = bool(wanted) and not text.startswith(wanted[0])
            matches.append((is_late, len(found.label), found.label, found))
    return [found for *_, found in sorted(matches, key=lambda each: each[:3])[:limit]]


def _named(view: View, rest: Mapping[str, str]) -> Iterator[Found]:
    own = set()
    for card in view.cards:
        key = card.record_id or card.key
        if card.table != "set_aside" and card.state != "rejected" and key not in own:
            own.add(key)
            yield Found(key, card.label, str(card.entry.get("kind", "")), card.is_open)
    for key, label in rest.items():
        if key not in own:
            yield Found(key, label)
