"""One reading, expanded, with its quotes found; what did not change is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary import files, jsontext
from depositary.building.expansion import Origin, expand
from depositary.building.quotes import QuoteFinder
from depositary.reading import Reading, faults_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.building.expansion import Draft
    from depositary.building.memory import Memory
    from depositary.findings import Finding
    from depositary.jsontext import Document
    from depositary.project import Project
    from depositary.schema import Law
    from depositary.sources import Source, SourceText

Evidence = tuple["Mapping[str, str]", Origin]


@dataclass(frozen=True, slots=True)
class Read(Reading):
    """A reading that follows its schema, as rows.

    Parameters
    ----------
    document : Document
        The file and the places in it.
    drafts : tuple of Draft
        Its rows, parents before what is nested in them.
    evidence : tuple of (mapping, Origin)
        Its rows of evidence, for the quotes that were found.
    """

    drafts: tuple[Draft, ...]
    evidence: tuple[Evidence, ...]


def read(
    path: Path, project: Project, law: Law, sources: Mapping[str, Source], memory: Memory
) -> tuple[Read | None, list[Finding]]:
    """A reading as rows, and what is wrong in it.

    Parameters
    ----------
    path : Path
        Of the reading.
    project, law, sources
        What it belongs to.
    memory : Memory
        Asked first; told what was found where nothing is wrong.

    Returns
    -------
    tuple
        None where the reading does not follow its schema; findings E101, E102, E111, E401, E410 to
        E413, E415, E416.
    """
    document, faults = jsontext.parse(files.read_bytes(path), project.name_of(path))
    if document is None:
        return None, faults
    text = _text_of(document, sources)
    known = memory.recall(document, text) if text else None
    if known is not None:
        return Read(document, *known), []
    faults += faults_of(document, law, sources)
    if faults:
        return None, faults
    drafts, evidence, findings = rows_of(Reading(document), text, law)
    if not findings and text:
        memory.keep(document, text, drafts, evidence)
    return Read(document, drafts, evidence), findings


def _text_of(document: Document, sources: Mapping[str, Source]) -> SourceText | None:
    source_id = document.value.get("source") if isinstance(document.value, dict) else None
    source = sources.get(source_id) if isinstance(source_id, str) else None
    return source.text if source else None


def rows_of(
    reading: Reading, text: SourceText | None, law: Law
) -> tuple[tuple[Draft, ...], tuple[Evidence, ...], list[Finding]]:
    """The rows of a reading that follows its schema.

    Parameters
    ----------
    reading : Reading
        Whole, or some of its entries.
    text : SourceText or None
        The article; without it, which is reported already, there is no evidence.
    law : Law
        Says where rows of which table stand.

    Returns
    -------
    tuple
        Drafts, rows of evidence, and findings E410 to E413.
    """
    drafts, quotes = expand(reading, law)
    if text is None:
        return tuple(drafts), (), []
    finder = QuoteFinder(text)
    support = law.tables["evidence"].column("support").default or "states"
    found = ((finder.row_of(quoted, support), quoted.origin) for quoted in quotes)
    evidence = tuple((row, origin) for row, origin in found if row is not None)
    for index, aside in enumerate(reading.document.value.get("set_aside", ())):
        finder.span_of(aside, Origin(reading.document, ("set_aside", index)))
    return tuple(drafts), evidence, finder.findings
