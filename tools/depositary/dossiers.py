"""Everything that the register holds about one record, each with the sentence that says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.errors import CallError
from depositary.schema.wording import did_you_mean
from depositary.spans import Span, paragraph_of, paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.schema import Law, Table
    from depositary.sources import SourceText
    from depositary.tables import Rows


@dataclass(frozen=True, slots=True)
class Sighting:
    """One row of evidence, and the sentence around its quote.

    Parameters
    ----------
    row : mapping of str to str
        Of ``evidence``.
    before, after : str
        The rest of the sentence; empty where the text is not at hand.
    paragraph : int
        From 1; 0 where the text is not at hand.
    """

    row: Mapping[str, str]
    before: str
    after: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Related:
    """A row that refers to the record by a column, with its own evidence."""

    table: str
    column: str
    row: Mapping[str, str]
    evidence: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A record, its evidence, and what refers to it.

    Parameters
    ----------
    record_id, table : str
        Which.
    row : mapping of str to str
        Its cells.
    evidence : tuple of Sighting
        In order of the text.
    related : tuple of Related
        In the order of the tables of the law.
    labels : mapping of str to str
        What every record is called, by id.
    """

    record_id: str
    table: str
    row: Mapping[str, str]
    evidence: tuple[Sighting, ...]
    related: tuple[Related, ...]
    labels: Mapping[str, str]


def gather(
    record_id: str, law: Law, tables: Mapping[str, Rows], texts: Mapping[str, SourceText]
) -> Dossier:
    """All that is known of a record.

    Parameters
    ----------
    record_id : str
        Such as ``act-arvenia``.
    law : Law
        For the keys of the tables.
    tables : mapping of str to Rows
        The register.
    texts : mapping of str to SourceText
        The articles at hand, by id of the source.

    Raises
    ------
    CallError
        E901 where the register has no such record.
    """
    labels = dict(zip(tables["records"].column("record_id"), tables["records"].column("label"),
                      strict=True))  # fmt: skip
    table = law.table_of(record_id)
    row = _row(table, record_id, tables) if table else None
    if table is None or row is None:
        near = did_you_mean(record_id, labels)
        raise CallError(
            "E901",
            f"No record has the id {record_id}.",
            near or 'depositary query "SELECT record_id, label FROM records"',
        )
    sightings = _Sightings(tables["evidence"], texts)
    return Dossier(
        record_id,
        table.name,
        row,
        sightings.of(record_id),
        tuple(_related(record_id, law, tables, sightings)),
        labels,
    )


def _row(table: Table, record_id: str, tables: Mapping[str, Rows]) -> dict[str, str] | None:
    key = table.primary_key[0]
    return next((row for row in tables[table.name].mappings() if row[key] == record_id), None)


class _Sightings:
    """Evidence by record, with the sentence around each quote."""

    def __init__(self, evidence: Rows, texts: Mapping[str, SourceText]) -> None:
        self._rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in evidence.mappings():
            self._rows[row["record_id"]].append(row)
        self._texts = texts
        self._paragraphs = {
            source_id: paragraphs(text.text, text.body) for source_id, text in texts.items()
        }

    def of(self, record_id: str) -> tuple[Sighting, ...]:
        rows = sorted(
            self._rows.get(record_id, ()), key=lambda row: (row["source_id"], int(row["start"]))
        )
        return tuple(map(self._sighting, rows))

    def _sighting(self, row: Mapping[str, str]) -> Sighting:
        source = self._texts.get(row["source_id"])
        if source is None:
            return Sighting(row, "", "", 0)
        span = Span(int(row["start"]), int(row["end"]))
        parts = self._paragraphs[row["source_id"]]
        number = paragraph_of(span, parts)
        around = sentence_around(span, source.text, parts[number - 1]) if number else span
        return Sighting(
            row, source.text[around.start : span.start], source.text[span.end : around.end], number
        )


def sentence_around(span: Span, text: str, paragraph: Span) -> Span:
    """The sentence, or sentences, of a paragraph that hold a span.

    Examples
    --------
    >>> text = "One came. Two met Mr. Gull here. Three left."
    >>> sentence_around(Span(14, 17), text, Span(0, len(text))).of(text)
    'Two met Mr. Gull here.'
    """
    touched = [
        part for part in sentences(text, paragraph) if part.start < span.end > span.start < part.end
    ]
    return (
        Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span
    )


def _related(
    record_id: str, law: Law, tables: Mapping[str, Rows], sightings: _Sightings
) -> list[Related]:
    found = []
    for table in law.tables.values():
        if table.name in ("evidence", "records"):
            continue
        columns = [
            key.columns[0]
            for key in table.foreign_keys
            if len(key.columns) == 1 and table.primary_key != key.columns
        ]
        for row in tables[table.name].mappings():
            for column in columns:
                if row[column] == record_id:
                    own = row[table.primary_key[0]] if table.prefix else ""
                    found.append(Related(table.name, column, row, sightings.of(own)))
                    break
    return found
