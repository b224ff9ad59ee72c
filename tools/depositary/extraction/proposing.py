"""For each source in custody, a proposed reading: extracted, kept in a cache, never in git."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import files
from depositary.edtf import bounds
from depositary.errors import CallError
from depositary.extraction.articles import Article
from depositary.extraction.countries import load
from depositary.extraction.knownnames import known_names
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.extraction.run import annotate
from depositary.spans import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depositary.building import Built
    from depositary.extraction.mentions import Extractor
    from depositary.project import Project
    from depositary.schema import Law
    from depositary.sources import SourceText

SUFFIX = ".reading.json"
_SURE_DAYS = 6
"""A text whose date is known to a week can say "Friday"; one whose month is known cannot."""
_TABLES = {"act": "actors", "agr": "agreements", "evt": "events", "clm": "claims"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed reading, and where it is kept.

    Parameters
    ----------
    path : Path
        In ``.depositary/proposed/``.
    value : mapping
        In the form of a reading.
    is_new : bool
        Whether it differs from the one that was there.
    """

    path: Path
    value: Mapping[str, Any]
    is_new: bool


def chosen(built: Built, asked: Sequence[str]) -> list[str]:
    """The sources to be read: those asked for, or all that nobody has read yet.

    Parameters
    ----------
    built : Built
        Of the project.
    asked : sequence of str
        Ids, or names of files in ``seeds/``.

    Raises
    ------
    CallError
        E415 for a source that is not in custody.
    """
    if not asked:
        read = {reading.source_id for reading in built.readings}
        return [each for each in built.sources if each not in read]
    by_name = {
        name: source_id
        for source_id, source in built.sources.items()
        for name in (source_id, source.text.file if source.text else source_id)
    }
    found = []
    for name in asked:
        key = name.rpartition("/")[2]
        if key not in by_name:
            raise CallError(
                "E415",
                f"{name} is not in custody.",
                "take it in with depositary add, or name one of "
                + ", ".join(list(built.sources)[:5]),
            )
        found.append(by_name[key])
    return list(dict.fromkeys(found))


def propose(
    project: Project, law: Law, built: Built, source_id: str, asked: Sequence[Extractor]
) -> Proposal | None:
    """Write the proposed reading of a source; None where its text cannot be read.

    Parameters
    ----------
    project, law, built
        Of the register that knows what was decided before.
    source_id : str
        In custody.
    asked : sequence of Extractor
        In order.
    """
    source = built.sources[source_id]
    if source.text is None:
        return None
    article = Article(
        source.text.text, _published(source.document.value["published"]), source.text.body
    )
    mentions = annotate(article, asked)
    known = known_names(_rows(built, "names"), _rows(built, "actors"))
    entities = resolve(article, mentions, load(), known)
    days = bounds(source.document.value["published"])
    first = days.earliest.isoformat() if days and days.earliest else ""
    custody = custody_of(built, source.text, first)
    value = proposed(entities, mentions, custody, law)
    stem = source.text.file.rpartition(".")[0] or source.text.file
    path = project.root / ".depositary" / "proposed" / f"{stem}{SUFFIX}"
    content = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
    return Proposal(path, value, files.replace(path, content))


def custody_of(built: Built, text: SourceText, as_of: str) -> Custody:
    """What is decided about an article: rejected proposals, and the evidence that it has."""
    rejected = {
        str(each["proposal"])
        for reading in built.readings
        if reading.source_id == text.source_id
        for each in reading.document.value.get("rejected", ())
    }
    kinds = {row["event_id"]: row["kind"] for row in _rows(built, "events")}
    decided: dict[str, list[tuple[Span, str]]] = {}
    for row in _rows(built, "evidence"):
        table = _TABLES.get(row["record_id"][:3])
        if table and row["source_id"] == text.source_id:
            of = kinds.get(row["record_id"], row["record_id"])
            decided.setdefault(table, []).append((Span(int(row["start"]), int(row["end"])), of))
    return Custody(text.source_id, text.sha256, as_of, frozenset(rejected), decided)


def _rows(built: Built, table: str) -> list[dict[str, str]]:
    return [*built.tables[table].mappings()] if table in built.tables else []


def _published(edtf: str) -> dt.date | None:
    """The last day on which a text can have appeared, where that is known to a week."""
    days = bounds(edtf)
    if days is None or days.earliest is None or days.latest is None:
        return None
    return days.latest if (days.latest - days.earliest).days <= _SURE_DAYS else None
