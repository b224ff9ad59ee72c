"""Which records of different coders are the same? By their id, else by what they are.

Every two units of different coders that have a sign in common are compared, and the most alike are
brought together first, at most one unit of a coder in each group. Who is called first does not
matter. In order of weight:

- the same id; for links (participants, relations, …) the same that they link;
- the same name or title; for states the same country; for links with two ends the same ends;
- for actors of one kind, a name in common;
- words in common: the cue of claims, the expression of dates and sectors of one event or
  agreement, else the evidence. Where records have a kind, it must be the same, or most of the
  words must be.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from depositary.spans import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depositary.review.coding import Unit
    from depositary.schema import Law, Table
    from depositary.spans import Span

Group = tuple["Unit", ...]
"""Units of different coders that are one record, in order of the coders' names."""

_MOST_WORDS = 0.5
_STRIDE = 64  # characters; two stretches with a word in common share one such cell of the text
_ID, _NAME, _ALIAS, _OVERLAP = 3, 2, 1, 0
_BY_WORDS_NEVER = ("actors", "names")

Sign = tuple[int, tuple[object, ...]]
"""What units may have in common: its weight, and what it is."""


class Groups(NamedTuple):
    """The records of an article.

    Parameters
    ----------
    groups : tuple of Group
        By table, then in order of the text.
    common : mapping of (str, str) to str
        A coder's id of a record, and the id that all coders' units of it go by here.
    """

    groups: tuple[Group, ...]
    common: Mapping[tuple[str, str], str]


def matched(units: Iterable[Unit], law: Law) -> Groups:
    """Units of several coders, brought together.

    Parameters
    ----------
    units : iterable of Unit
        Of one article.
    law : Law
        Says what tables link.
    """
    by_table: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_table[unit.table].append(unit)
    aliases = _aliases(by_table.get("names", ()))
    common: dict[tuple[str, str], str] = {}
    groups: list[Group] = []
    # What is linked comes before the links, so that these can be told by what they link.
    for table in sorted(law.tables.values(), key=_is_link):
        found = _groups_of(by_table.get(table.name, []), _Signs(law, table, common, aliases))
        for group in found:
            known_by = min(unit.key for unit in group)
            common |= {(unit.coder, unit.key): known_by for unit in group}
        groups += found
    return Groups(tuple(groups), common)


def references(table: Table) -> tuple[str, ...]:
    """The columns of a table that hold ids of other records."""
    own = set(table.primary_key) if table.prefix else set()
    found = {column for key in table.foreign_keys for column in key.columns} - own
    return tuple(name for name in table.column_names if name in found)


def overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Twice the characters that two sets of stretches share, by all that both have; 0 to 1.

    Examples
    --------
    >>> from depositary.spans import Span
    >>> overlap([Span(0, 4)], [Span(2, 6)])
    0.5
    """
    mine, others = merged(left), merged(right)
    size = sum(span.end - span.start for span in (*mine, *others))
    shared = sum(
        max(0, min(one.end, other.end) - max(one.start, other.start))
        for one in mine
        for other in others
    )
    return 2 * shared / size if size else 0.0


def _is_link(table: Table) -> bool:
    return bool(table.id_columns) or not table.prefix


def _aliases(names: Iterable[Unit]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for unit in names:
        found[unit.coder, unit.values["actor_id"]] += (unit.values["name"].casefold(),)
    return found


class _Signs:
    """What tells the records of one table, once what they refer to is brought together."""

    def __init__(
        self, law: Law, table: Table, common: Mapping[tuple[str, str], str],
        aliases: Mapping[tuple[str, str], tuple[str, ...]],
    ) -> None:  # fmt: skip
        self.table, self.common, self.aliases = table, common, aliases
        self.refers = references(table)
        self.keyed = table.id_columns or table.primary_key
        self.ends = tuple(name for name in self.keyed if name in self.refers and _is_link(table))
        self.has_kind = "kind" in table.column_names and table.name in {t.name for t in law.records}
        self.is_by_words = table.name not in _BY_WORDS_NEVER and len(self.ends) < 2  # noqa: PLR2004

    def cell(self, unit: Unit, name: str) -> str:
        """A cell, with an id as all coders' units go by it."""
        value = unit.values.get(name, "")
        return self.common.get((unit.coder, value), value) if name in self.refers else value

    def of(self, unit: Unit) -> Iterator[Sign]:
        """Yield what a unit may have in common with others."""
        values = unit.values
        yield _ID, tuple(self.cell(unit, name) for name in self.keyed)
        ends = tuple(self.cell(unit, name) for name in self.ends)
        if len(self.table.label) == 1 and not _is_link(self.table):
            label = values.get(self.table.label[0], "").casefold()
            if label:
                yield _NAME, ("label", label)
        if len(ends) > 1:
            yield _NAME, ("ends", *ends)
        if values.get("kind") == "state" and values.get("country"):
            yield _NAME, ("state", values["country"])
        if self.table.name == "actors":
            for name in {values["name"].casefold(), *self.aliases.get((unit.coder, unit.key), ())}:
                yield _ALIAS, (values["kind"], name)
        if self.is_by_words:
            for span in unit.words:
                for cell in range(span.start // _STRIDE, (span.end - 1) // _STRIDE + 1):
                    yield _OVERLAP, (*ends, cell)

    def likeness(self, weight: int, left: Unit, right: Unit) -> tuple[float, ...] | None:
        """How alike two units are that share a sign; None where it is not enough."""
        shared = overlap(left.words, right.words)
        if weight == _OVERLAP:
            is_kindred = not self.has_kind or left.values["kind"] == right.values["kind"]
            if not shared or not (is_kindred or shared >= _MOST_WORDS):
                return None
        columns = [name for name in self.table.column_names if name not in self.table.primary_key]
        same = sum(self.cell(left, name) == self.cell(right, name) for name in columns)
        return weight, same, shared


def _groups_of(units: list[Unit], signs: _Signs) -> list[Group]:
    """Units of one table, the most alike brought together first."""
    held: dict[Sign, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        for sign in set(signs.of(unit)):
            held[sign].append(index)
    weights: dict[tuple[int, int], int] = defaultdict(int)
    for (weight, _), sharing in held.items():
        for pair in combinations(sharing, 2):
            weights[pair] = max(weights[pair], weight)
    edges = []
    for (one, other), weight in weights.items():
        left, right = sorted((units[one], units[other]), key=_place)
        alike = signs.likeness(weight, left, right) if left.coder != right.coder else None
        if alike is not None:
            edges.append(([-part for part in alike], _place(left), _place(right), one, other))
    group_of = {index: [index] for index in range(len(units))}
    for *_, one, other in sorted(edges):
        mine, others = group_of[one], group_of[other]
        coders = [units[index].coder for index in (*mine, *others)]
        if mine is not others and len(set(coders)) == len(coders):
            mine += others
            group_of |= dict.fromkeys(others, mine)
    groups = {id(group): group for group in group_of.values()}.values()
    members = [sorted((units[i] for i in group), key=lambda unit: unit.coder) for group in groups]
    return sorted(map(tuple, members), key=lambda group: min(map(_place, group)))


def _place(unit: Unit) -> tuple[int, str, str]:
    """Where a unit stands in the text; then what it is called, whoever wrote it."""
    return unit.words[0].start if unit.words else -1, unit.key, unit.coder
