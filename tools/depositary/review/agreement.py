"""How far do coders who worked apart agree, and where do they not?

Records of different coders are brought together first. What two of them have is compared field by
field; what only one has is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from depositary.review.coefficients import measured
from depositary.review.matching import matched, overlap, references
from depositary.spans import merged, paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depositary.review.coding import Coded, Unit
    from depositary.review.coefficients import Label, Measure
    from depositary.review.matching import Group, Groups
    from depositary.schema import Column, Law, Table
    from depositary.spans import Span

SENTENCES = "(sentences)"
"""The field of the measure whose units are sentences: does the coder quote it for the table?"""


EVIDENCE = "(evidence)"
"""The field of a disagreement on which words say so, where the quotes have none in common."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What one coder found and another did not.

    Parameters
    ----------
    table : str
        Where.
    found, by_all : int
        Records that any coder has, and those that all coders of their article have.
    f1 : float
        Over pairs of coders: twice the records of both, by the records of each.
    evidence_f1 : float or None
        Over pairs of coders, the same of the characters that their evidence covers; None where
        the table has no evidence.
    evidence_exact_f1 : float or None
        The same of whole stretches with equal ends.
    """

    table: str
    found: int
    by_all: int
    f1: float
    evidence_f1: float | None
    evidence_exact_f1: float | None


@dataclass(frozen=True, slots=True)
class Saying:
    """What one coder has; ``value`` is empty where the coder left the field out."""

    coder: str
    record: str
    value: str
    quote: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing to be adjudicated.

    Parameters
    ----------
    source, table : str
        Where.
    field : str
        On which the sayings differ; empty where some coders do not have the record;
        :data:`EVIDENCE` where their quotes do.
    sayings : tuple of Saying
        Of the coders who have the record.
    without : tuple of str
        The coders who do not.
    """

    source: str
    table: str
    field: str
    sayings: tuple[Saying, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree, over all articles that two or more of them read.

    Parameters
    ----------
    coders : mapping of str to tuple of str
        By article.
    presence : tuple of Presence
        By table.
    measures : tuple of Measure
        By table and field.
    disagreements : tuple of Disagreement
        By article, in order of tables.
    """

    coders: Mapping[str, tuple[str, ...]]
    presence: tuple[Presence, ...]
    measures: tuple[Measure, ...]
    disagreements: tuple[Disagreement, ...]


def agreement(coded: Iterable[Coded], law: Law) -> Agreement:
    """How far coders agree on the articles that two or more of them read.

    Parameters
    ----------
    coded : iterable of Coded
        Articles; those with fewer coders are left out.
    law : Law
        For tables and fields.

    Raises
    ------
    Unavailable
        E821 where the library of the coefficients is missing.
    """
    read = [each for each in coded if len(each.units) > 1]
    tally = _Tally(law)
    for each in read:
        units = [unit for found in each.units.values() for unit in found]
        tally.take(each, matched(units, law))
    coders = {each.text.source_id: tuple(each.units) for each in read}
    return Agreement(
        coders, tuple(tally.presence()), tuple(tally.measures()), tuple(tally.disagreements)
    )


def compared(table: Table) -> list[Column]:
    """The columns on which units of one record can differ: no keys, no ends of links, no notes."""
    fixed = set(table.primary_key)
    if table.id_columns:
        fixed |= {name for name in references(table) if name in table.id_columns}
    return [
        column
        for column in table.columns
        if column.name not in fixed and not column.derived and column.name != "note"
    ]


class _Tally:
    """What is counted, article by article."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.labels: dict[tuple[str, str], list[Label]] = defaultdict(list)
        self.found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.evidence: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
        self.disagreements: list[Disagreement] = []

    def take(self, coded: Coded, groups: Groups) -> None:
        """Count one article."""
        source = coded.text.source_id
        for number, group in enumerate(groups.groups):
            table = self.law.tables[group[0].table]
            self._count(group, coded)
            absent = tuple(coded.units.keys() - {unit.coder for unit in group})
            whole = tuple(_saying(unit, table) for unit in group)
            if absent:
                self.disagreements.append(
                    Disagreement(source, table.name, "", whole, tuple(sorted(absent)))
                )
            self._fields(group, groups.common, f"{source} {number}", source)
            # What is nested stands on the evidence of what holds it: said once.
            if not table.id_columns and _is_apart(group):
                self.disagreements.append(Disagreement(source, table.name, EVIDENCE, whole))
        self._places(coded)

    def _count(self, group: Group, coded: Coded) -> None:
        counts = self.found[group[0].table]
        counts[0] += 1
        counts[1] += len(group) == len(coded.units)
        counts[2] += len(group) * (len(group) - 1)  # each pair of coders, from both its sides
        counts[3] += len(group) * (len(coded.units) - 1)

    def _fields(
        self, group: Group, common: Mapping[tuple[str, str], str], item: str, source: str
    ) -> None:
        """Label one record in each of its fields."""
        table = self.law.tables[group[0].table]
        refers = references(table)
        units = [unit for unit in group if unit.is_defined]
        for column in compared(table):
            cells = [unit.values.get(column.name, "") for unit in units]
            if column.name in refers:
                cells = [common.get((u.coder, c), c) for u, c in zip(units, cells, strict=True)]
            if len(units) < 2 or not any(cells):  # noqa: PLR2004 - two coders, at least
                continue
            self.labels[table.name, column.name] += [
                (unit.coder, item, cell) for unit, cell in zip(units, cells, strict=True)
            ]
            if len(set(cells)) > 1:
                sayings = tuple(_saying(unit, table, column.name) for unit in units)
                self.disagreements.append(Disagreement(source, table.name, column.name, sayings))

    def _places(self, coded: Coded) -> None:
        """Label each sentence by whether it is quoted, and count what is quoted by both."""
        text = coded.text
        parts = [part for each in paragraphs(text.text, text.body)
                 for part in sentences(text.text, each)]  # fmt: skip
        for name in {unit.table for units in coded.units.values() for unit in units}:
            spans = {
                coder: sorted({s for unit in units if unit.table == name for s in unit.evidence})
                for coder, units in coded.units.items()
            }
            if not any(spans.values()):
                continue
            for coder, quoted in spans.items():
                self.labels[name, SENTENCES] += [
                    (coder, f"{text.source_id} {part.start}", _touched(part, quoted))
                    for part in parts
                ]
            for left, right in combinations(spans.values(), 2):
                self._evidence(name, left, right)

    def _evidence(self, table: str, left: Sequence[Span], right: Sequence[Span]) -> None:
        counts = self.evidence[table]
        size = float(sum(s.end - s.start for s in (*merged(left), *merged(right))))
        counts[0] += overlap(left, right) * size
        counts[1] += size
        counts[2] += 2 * len(set(left) & set(right))
        counts[3] += len(left) + len(right)

    def presence(self) -> Iterator[Presence]:
        """Yield, by table, what one coder found and another did not."""
        for name in self.law.tables:
            if name in self.found:
                found, by_all, shared, each = self.found[name]
                covered, size, same, spans = self.evidence[name]
                yield Presence(
                    name, found, by_all, shared / each,
                    covered / size if size else None, same / spans if spans else None,
                )  # fmt: skip

    def measures(self) -> Iterator[Measure]:
        """Yield, by table and field, how far the coders agree."""
        for table in self.law.tables.values():
            names = [SENTENCES, *(column.name for column in compared(table))]
            refers = references(table)
            for name in names:
                labels = self.labels.get((table.name, name))
                if labels:
                    is_free = name != SENTENCES and name not in refers and _is_free(table, name)
                    yield measured(table.name, name, labels, is_free=is_free)


def _touched(sentence: Span, quoted: Sequence[Span]) -> str:
    return str(any(s.start < sentence.end and sentence.start < s.end for s in quoted))


def _saying(unit: Unit, table: Table, column: str = "") -> Saying:
    """What a coder has in a column, or the record as a whole, and where that is written."""
    file, line, _ = unit.origin.place(table, column)
    return Saying(unit.coder, unit.key, unit.values.get(column, ""), unit.quote, file, line)


def _is_apart(group: Group) -> bool:
    """Whether two coders have evidence for one record and not a word of it is the same."""
    quoted = [unit.evidence for unit in group if unit.evidence]
    return any(not overlap(left, right) for left, right in combinations(quoted, 2))


def _is_free(table: Table, name: str) -> bool:
    """Whether a column takes any words, so that two coders agree by chance as good as never."""
    column = table.column(name)
    is_bound = column.vocabulary or column.pattern or column.format or column.type != "string"
    return not is_bound
