"""What did each coder find in an article? The readings of those who worked apart, as units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary import files, jsontext
from depositary.building.expansion import expand
from depositary.building.quotes import QuoteFinder
from depositary.errors import CallError
from depositary.reading import SUFFIX, Reading, faults_of
from depositary.sources import CARD, read_sources
from depositary.spans import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from depositary.building.expansion import Draft, Origin, Quoted
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.schema import Law
    from depositary.sources import SourceText
    from depositary.spans import Span

SHARED = "(shared)"
"""The coder of the reading that the register is built from, where that is compared too."""

_WORDS = {"claims": "cue", "dates": "expression", "sectors": "expression"}
"""The column whose words, within the evidence, tell one record of a table from another."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One record as one coder wrote it.

    Parameters
    ----------
    coder : str
        Who.
    table : str
        Of the register.
    key : str
        Its id; for rows without one, the values of its key.
    values : mapping of str to str
        Column to cell, before ids of different coders are brought together.
    evidence, words : tuple of Span
        Where its quotes stand, and the words of them that tell it from others.
    quote : str
        The first of its quotes; empty where it has none of its own.
    origin : Origin
        Where the coder wrote it.
    is_defined : bool
        Unless it only cites an id.
    """

    coder: str
    table: str
    key: str
    values: Mapping[str, str]
    evidence: tuple[Span, ...]
    words: tuple[Span, ...]
    quote: str
    origin: Origin
    is_defined: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """An article and the units that each of its coders found.

    Parameters
    ----------
    text : SourceText
        The article.
    units : mapping of str to tuple of Unit
        By coder, in order of their names.
    """

    text: SourceText
    units: Mapping[str, tuple[Unit, ...]]


def coded_sources(
    project: Project, law: Law, wanted: Sequence[str] = (), *, is_with_shared: bool = False
) -> tuple[list[Coded], list[Finding]]:
    """The articles that coders read apart, and what is wrong in their readings.

    Parameters
    ----------
    project : Project
        Where.
    law : Law
        What readings follow.
    wanted : sequence of str
        Ids of sources; all by default.
    is_with_shared : bool
        Whether the reading that the register is built from is compared too.

    Returns
    -------
    tuple
        Articles in order of id, also those with one coder or none; findings E101, E111, E401,
        E410 to E413, E416.

    Raises
    ------
    CallError
        E901 where no source has an id.
    """
    sources, _ = read_sources(project, law)
    for source_id in wanted:
        if source_id not in sources:
            hint = f"sources: {', '.join(sources)}"
            raise CallError("E901", f"There is no source {source_id}.", hint)
    coded: list[Coded] = []
    findings: list[Finding] = []
    for source_id in sorted(set(wanted)) or sources:
        source = sources[source_id]
        if source.text is None:
            continue
        stem = project.root.joinpath(source.document.file).name.removesuffix(CARD)
        units: dict[str, tuple[Unit, ...]] = {}
        for coder, path in _readings(project, stem, is_with_shared=is_with_shared):
            units[coder], faults = _units_in(path, project, law, coder, source.text)
            findings += faults
        coded.append(Coded(source.text, units))
    return coded, findings


def _readings(project: Project, stem: str, *, is_with_shared: bool) -> Iterator[tuple[str, Path]]:
    """The coders of an article, in order of their names, and their readings."""
    plain = project.seeds / f"{stem}{SUFFIX}"
    if is_with_shared and plain.is_file():
        yield SHARED, plain
    for path in sorted(project.seeds.glob(f"*{SUFFIX}")):
        before, _, coder = path.name.removesuffix(SUFFIX).rpartition(".")
        # A source may be called like another with a coder's name; then it is that source.
        if before == stem and not (project.seeds / f"{stem}.{coder}{CARD}").is_file():
            yield coder, path


def _units_in(
    path: Path, project: Project, law: Law, coder: str, text: SourceText
) -> tuple[tuple[Unit, ...], list[Finding]]:
    document, faults = jsontext.parse(files.read_bytes(path), project.name_of(path))
    if document is None:
        return (), faults
    faults += faults_of(document, law, [text.source_id])
    if faults:
        return (), faults
    drafts, quotes = expand(Reading(document), law)
    finder = QuoteFinder(text)
    by_record: dict[str, list[tuple[Span, Quoted]]] = {}
    for quoted in quotes:
        span = finder.span_of(quoted.evidence, quoted.origin)
        if span is not None:
            by_record.setdefault(quoted.record_id, []).append((span, quoted))
    found = {
        (unit.table, unit.key): unit
        for unit in (_unit(each, law, coder, text, by_record) for each in reversed(drafts))
    }
    return tuple(found.values())[::-1], finder.findings


def _unit(
    draft: Draft, law: Law, coder: str, text: SourceText,
    by_record: Mapping[str, list[tuple[Span, Quoted]]],
) -> Unit:  # fmt: skip
    table = law.tables[draft.table]
    key = "--".join(draft.values[name] for name in table.primary_key)
    quoted = by_record.get(key, []) if table.prefix else []
    spans = tuple(sorted({span for span, _ in quoted}))
    wanted = draft.values.get(_WORDS.get(table.name, ""), "")
    words = tuple(place for span in spans for place in locate(wanted, text.text, span))
    return Unit(
        coder, table.name, key, draft.values, spans, words or spans,
        quoted[0][1].evidence["quote"] if quoted else "",
        draft.origin, draft.is_defined,
    )  # fmt: skip
