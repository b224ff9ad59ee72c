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
from depositary.extraction.mentions import Knowing
from depositary.extraction.names.known import KnownNames, names_of
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.extraction.run import annotate, findings
from depositary.reading import proposed_file
from depositary.spans import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depositary.building import Built
    from depositary.edtf import Bounds
    from depositary.extraction.mentions import Extractor
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.schema import Law

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


class Proposer:
    """Proposes readings of the sources of a project.

    Parameters
    ----------
    project, law, built
        Of the register that knows what was decided before.
    asked : sequence of Extractor
        In order. Those that can are told the names of the register, and find them.
    """

    def __init__(
        self, project: Project, law: Law, built: Built, asked: Sequence[Extractor]
    ) -> None:
        self._project, self._law = project, law
        self._sources = built.sources
        known = KnownNames(names_of(_rows(built, "names"), _rows(built, "actors")))
        self._asked = [each.knowing(known) if isinstance(each, Knowing) else each for each in asked]
        self._known = known.actors
        self._rejected: dict[str, set[str]] = {}
        for reading in built.readings:
            turned_down = reading.document.value.get("rejected", ())
            self._rejected.setdefault(reading.source_id, set()).update(
                str(each["proposal"]) for each in turned_down
            )
        self._decided = _decided(built)

    def propose(self, source_id: str, coder: str = "") -> Proposal | None:
        """Write the proposed reading of a source in custody; None where it has no text.

        Parameters
        ----------
        source_id : str
            In custody.
        coder : str
            Who works apart from all others; empty for the proposals that all see.
        """
        source = self._sources[source_id]
        if source.text is None:
            return None
        days = bounds(source.document.value["published"])
        article = Article(source.text.text, _published(days), source.text.body)
        mentions = annotate(article, self._asked)
        entities = resolve(article, mentions, load(), self._known)
        custody = Custody(
            source_id,
            source.text.sha256,
            days.earliest.isoformat() if days and days.earliest else "",
            frozenset(self._rejected.get(source_id, ())),
            self._decided.get(source_id, {}),
        )
        value = proposed(entities, mentions, custody, self._law)
        path = proposed_file(self._project, source, coder)
        content = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
        return Proposal(path, value, files.replace(path, content))

    def findings(self) -> tuple[Finding, ...]:
        """What the extractors have to say of their work so far."""
        return findings(self._asked)


def _decided(built: Built) -> dict[str, dict[str, list[tuple[Span, str]]]]:
    """The evidence of each source, by table: where it stands, and for which record or kind."""
    kinds = {row["event_id"]: row["kind"] for row in _rows(built, "events")}
    decided: dict[str, dict[str, list[tuple[Span, str]]]] = {}
    for row in _rows(built, "evidence"):
        table = _TABLES.get(row["record_id"][:3])
        if table:
            span = Span(int(row["start"]), int(row["end"]))
            of = kinds.get(row["record_id"], row["record_id"])
            decided.setdefault(row["source_id"], {}).setdefault(table, []).append((span, of))
    return decided


def _rows(built: Built, table: str) -> list[dict[str, str]]:
    return [*built.tables[table].mappings()] if table in built.tables else []


def _published(days: Bounds | None) -> dt.date | None:
    """The last day on which a text can have appeared, where that is known to a week."""
    if days is None or days.earliest is None or days.latest is None:
        return None
    return days.latest if (days.latest - days.earliest).days <= _SURE_DAYS else None
