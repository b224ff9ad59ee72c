"""What was found in one source: a reading, with the place of every entry in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import jsontext
from depositary.findings import Finding
from depositary.schema import reading_schema
from depositary.schema.wording import did_you_mean, findings_in, validator_of
from depositary.sources import CARD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jsonschema.protocols import Validator

    from depositary.jsontext import Document
    from depositary.project import Project
    from depositary.schema import Law, Table
    from depositary.sources import Source

SUFFIX = ".reading.json"
_FRAME = ("$schema", "source", "coder", "reviewer", "review")
ASIDE = ("set_aside", "rejected", "retired")
"""Lists that keep what is no record: they refer to nothing."""
_VALIDATORS: dict[str, Validator] = {}
"""The validator of the law in use, by its digest: making one takes as long as a hundred uses."""
_EVIDENCE = ("quote", "nth", "support", "claim", "field", "note")


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading that follows its schema.

    Parameters
    ----------
    document : Document
        The file and the places in it.
    """

    document: Document

    @property
    def source_id(self) -> str:
        """The article that was read."""
        return str(self.document.value["source"])

    @property
    def coder(self) -> str:
        """Who read it."""
        return str(self.document.value["coder"])


def reading_files(project: Project) -> list[Path]:
    """The readings that the register is built from, in order of their names.

    A coder who works apart has ``<stem>.<coder>.reading.json``; only ``<stem>.reading.json``,
    beside ``<stem>.source.json``, is built.
    """
    stems = {path.name.removesuffix(CARD) for path in project.seeds.glob(f"*{CARD}")}
    found = sorted(project.seeds.glob(f"*{SUFFIX}"))
    return [path for path in found if not _is_apart(path.name.removesuffix(SUFFIX), stems)]


def reading_file(project: Project, source: Source, coder: str = "") -> Path:
    """Where the reading of a source stands, or will stand.

    Parameters
    ----------
    project : Project
        It belongs to.
    source : Source
        In custody.
    coder : str
        Of one who works apart; empty for the reading that the register is built from.
    """
    stem = source.document.file.rpartition("/")[2].removesuffix(CARD)
    return project.seeds / f"{stem}{f'.{coder}' if coder else ''}{SUFFIX}"


def proposed_file(project: Project, source: Source, coder: str = "") -> Path:
    """Where what extraction proposes is kept, derived and not in git; see :func:`reading_file`."""
    return project.root / ".depositary" / "proposed" / reading_file(project, source, coder).name


def _is_apart(stem: str, stems: set[str]) -> bool:
    return stem not in stems and stem.rpartition(".")[0] in stems


def faults_of(document: Document, law: Law, sources: Iterable[str]) -> list[Finding]:
    """What a reading has against its schema (E401, E416), and an unknown source (E415).

    Parameters
    ----------
    document : Document
        JSON that was read.
    law : Law
        For the schema of readings.
    sources : iterable of str
        The ids in custody.
    """
    faults = findings_in(document, _validator(law), "E401")
    return faults + _unknown_source(document, list(sources))


def _validator(law: Law) -> Validator:
    """The validator of readings under a law, made once."""
    if law.digest not in _VALIDATORS:
        _VALIDATORS.clear()
        _VALIDATORS[law.digest] = validator_of(reading_schema(law))
    return _VALIDATORS[law.digest]


def _unknown_source(document: Document, known: list[str]) -> list[Finding]:
    source = document.value.get("source") if isinstance(document.value, dict) else None
    if not isinstance(source, str) or source in known:
        return []
    line, column = document.place(("source",))
    return [
        Finding(
            document.file, line, column, "E415", field="source", kind="reading", value=source,
            message=f"No source {source} is in custody.", hint=did_you_mean(source, known),
        )
    ]  # fmt: skip


def decided(readings: Iterable[Reading]) -> dict[str, tuple[int, int]]:
    """How many proposals of each extractor were taken in, and how many turned down.

    Parameters
    ----------
    readings : iterable of Reading
        Of a project.

    Returns
    -------
    dict
        By the name of the extractor, in order; what several proposed counts for each of them. A
        proposal that was merged into a record was taken in.
    """
    counts: dict[str, list[int]] = {}

    def count(extractors: str, place: int) -> None:
        for name in extractors.split(", "):
            counts.setdefault(name, [0, 0])[place] += 1

    for reading in readings:
        for key, entries in reading.document.value.items():
            for entry in entries if isinstance(entries, list) else ():
                if key == "rejected" and "extractor" in entry:
                    count(entry["extractor"], 0 if "into" in entry else 1)
                elif "proposal" in entry.get("proposed_by", {}):
                    count(entry["proposed_by"]["extractor"], 0)
    return {name: (taken, turned) for name, (taken, turned) in sorted(counts.items())}


Known = dict[int, tuple[Any, jsontext.Laid]]
"""Entries by their identity, each with its text: what was written once is not worked out again."""


def canonical(document: Document, law: Law, known: Known | None = None) -> bytes:
    """The text of a reading as we write it: keys in the order of the law, entries as they stand.

    Parameters
    ----------
    document : Document
        A reading that follows its schema.
    law : Law
        For the order of columns.
    known : Known, optional
        The entries that were written before, and not changed in place since; those of this reading
        are put there.
    """
    known = {} if known is None else known
    places = [
        (place.key, table)
        for table in law.tables.values()
        for place in table.nested_in
        if not place.table
    ]
    orders = _Orders(law)
    value = document.value
    ordered: dict[str, Any] = {key: value[key] for key in _FRAME if key in value}
    for key, table in places:
        if key in value:
            for entry in value[key]:
                if known.get(id(entry), (None, ""))[0] is not entry:
                    text = jsontext.laid_out(_ordered(entry, table, orders), "    ")
                    known[id(entry)] = entry, jsontext.Laid(text)
            ordered[key] = [known[id(entry)][1] for entry in value[key]]
    for key in ASIDE:
        if key in value:
            ordered[key] = value[key]
    return jsontext.canonical(ordered)


class _Orders:
    """In which order entries of each table have their columns and lists, worked out once."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._known: dict[str, tuple[list[str], dict[str, Table]]] = {}

    def of(self, table: Table) -> tuple[list[str], dict[str, Table]]:
        """The columns of an entry, and the tables of the lists within it."""
        if table.name not in self._known:
            columns = [table.entry_key(column.name) for column in table.columns]
            inner = {
                place.key: child
                for child in self._law.tables.values()
                for place in child.nested_in
                if place.table == table.name
            }
            self._known[table.name] = columns, inner
        return self._known[table.name]


def _ordered(entry: Any, table: Table, orders: _Orders) -> Any:
    """An entry with its columns first, then nested lists, then its evidence."""
    if not isinstance(entry, dict):
        return entry
    columns, inner = orders.of(table)
    ordered: dict[str, Any] = {key: entry[key] for key in columns if key in entry}
    for key, child in inner.items():
        if key in entry:
            parts = entry[key]
            is_list = isinstance(parts, list)
            ordered[key] = [_ordered(part, child, orders) for part in parts] if is_list else parts
    for key in ("proposed_by", "evidence"):
        if key in entry:
            ordered[key] = entry[key]
    if isinstance(ordered.get("evidence"), list):
        ordered["evidence"] = [
            {key: part[key] for key in _EVIDENCE if key in part} if isinstance(part, dict) else part
            for part in ordered["evidence"]
        ]
    return ordered
