"""All readings together make the register: one row for each thing, one order, one registry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from depositary import edtf
from depositary.building.expansion import Origin
from depositary.building.memory import Memory
from depositary.building.readings import read
from depositary.findings import Finding
from depositary.reading import reading_files
from depositary.sources import CARD, read_sources
from depositary.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.building.expansion import Draft
    from depositary.building.readings import Read
    from depositary.project import Project
    from depositary.schema import Law, Table
    from depositary.sources import Source

_Key = tuple[str, ...]
_UNREAD = "depositary"
"""Coder of a source that nobody has read yet: the tool took it into custody."""


@dataclass(frozen=True, slots=True)
class Built:
    """The register as the readings make it.

    Parameters
    ----------
    tables : mapping of str to Rows
        In the order of the law, rows in order of their primary key.
    origins : mapping of str to tuple of Origin or None
        For each row of a table, the entry that it was made from.
    sources : mapping of str to Source
        By id.
    readings : tuple of Read
        Those that follow their schema.
    findings : tuple of Finding
        What is wrong in cards, readings and quotes; where there is an error, rows may be missing.
    """

    tables: Mapping[str, Rows]
    origins: Mapping[str, tuple[Origin | None, ...]]
    sources: Mapping[str, Source]
    readings: tuple[Read, ...]
    findings: tuple[Finding, ...]

    def located(self, finding: Finding, law: Law) -> Finding:
        """A finding about a cell of a table, at the place in the reading that a curator edits."""
        origins = self.origins.get(finding.resource, ())
        index = finding.row - 2
        origin = origins[index] if 0 <= index < len(origins) else None
        if origin is None:
            return finding
        return finding.at(*origin.place(law.tables[finding.resource], finding.field))


@dataclass(slots=True)
class _Shelf:
    """The rows of all tables while they are gathered."""

    law: Law
    rows: dict[str, dict[_Key, tuple[dict[str, str], Origin | None]]]
    findings: list[Finding] = field(default_factory=list)
    # Asked for every row: worked out once.
    columns: dict[str, tuple[str, ...]] = field(init=False)
    recorded: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: table.column_names for name, table in self.law.tables.items()}
        self.recorded = frozenset(table.name for table in self.law.records)

    def put(self, table: Table, values: Mapping[str, str], origin: Origin | None) -> bool:
        """Add a row; two different rows with one key are an error with both places."""
        row = {name: values.get(name, "") for name in self.columns[table.name]}
        key = tuple(row[name] for name in table.primary_key)
        known = self.rows[table.name].setdefault(key, (row, origin))
        if known[0] == row:
            return known[1] is origin
        if origin is not None and known[1] is not None:
            self.findings.append(_conflict(table, row, known[0], origin, known[1]))
        return False


def build(project: Project, law: Law) -> Built:
    """The register of a project.

    Parameters
    ----------
    project : Project
        Its ``seeds/`` are read.
    law : Law
        Of the project.

    Returns
    -------
    Built
        The same for the same readings and law, on any machine.
    """
    sources, findings = read_sources(project, law)
    memory = Memory(project.root / ".depositary" / "readings", law)
    readings = []
    for path in reading_files(project):
        reading, faults = read(path, project, law, sources, memory)
        findings += faults
        if reading is not None:
            readings.append(reading)
    memory.forget_others()
    return assembled(law, sources, readings, findings)


def assembled(
    law: Law, sources: Mapping[str, Source], readings: list[Read], findings: list[Finding]
) -> Built:
    """The register of readings that were read.

    Parameters
    ----------
    law : Law
        Of the project.
    sources : mapping of str to Source
        By id.
    readings : list of Read
        All of a project, or some.
    findings : list of Finding
        What was wrong in them so far.
    """
    shelf = _Shelf(law, {name: {} for name in law.tables})
    _put_sources(shelf, sources, readings)
    for reading in readings:
        _put_reading(shelf, reading)
    _put_codes(shelf)
    tables, origins = {}, {}
    for name, table in law.tables.items():
        ordered = sorted(shelf.rows[name].items())
        tables[name] = Rows(
            name, table.column_names, tuple(tuple(row.values()) for _, (row, _) in ordered)
        )
        origins[name] = tuple(origin for _, (_, origin) in ordered)
    found = tuple(sorted(_first_causes([*findings, *shelf.findings])))
    return Built(tables, origins, sources, tuple(readings), found)


def _first_causes(findings: list[Finding]) -> set[Finding]:
    """Findings without those that say no more than that a card is at fault."""
    is_card_faulty = any(finding.code in ("E402", "E416") and finding.kind == "schema-error"
                         and finding.file.endswith(CARD) for finding in findings)  # fmt: skip
    return {finding for finding in findings if not (is_card_faulty and finding.code == "E415")}


def _put_sources(shelf: _Shelf, sources: Mapping[str, Source], readings: list[Read]) -> None:
    table = shelf.law.tables["sources"]
    readers = {reading.source_id: reading for reading in readings}
    for source_id, source in sources.items():
        card = {key: str(value) for key, value in source.document.value.items()}
        origin = Origin(source.document, ())
        shelf.put(table, card, origin)
        _register(shelf, table, card, origin, readers.get(source_id), is_suggested=False)


def _put_reading(shelf: _Shelf, reading: Read) -> None:
    for draft in reading.drafts:
        if draft.is_defined:
            _put_draft(shelf, draft, reading)
    _put_retired(shelf, reading)
    evidence = shelf.law.tables["evidence"]
    for row, origin in reading.evidence:
        shelf.put(evidence, row, origin)


def _put_draft(shelf: _Shelf, draft: Draft, reading: Read) -> None:
    table = shelf.law.tables[draft.table]
    values = dict(draft.values)
    if "edtf" in values:
        covered = edtf.bounds(values["edtf"]) or edtf.Bounds(None, None)
        values["earliest"] = str(covered.earliest or "")
        values["latest"] = str(covered.latest or "")
    if shelf.put(table, values, draft.origin):
        _register(shelf, table, values, draft.origin, reading, is_suggested=draft.is_suggested)


def _register(
    shelf: _Shelf,
    table: Table,
    values: Mapping[str, str],
    origin: Origin,
    reading: Read | None,
    *,
    is_suggested: bool,
) -> None:
    """Enter a row in the registry, if rows of its table have an id of their own."""
    if table.name not in shelf.recorded:
        return
    record_id = values[table.primary_key[0]]
    frame = reading.document.value if reading else {"coder": _UNREAD}
    label = " · ".join(values[name] for name in table.label if values.get(name))
    shelf.put(
        shelf.law.tables["records"],
        {
            "record_id": record_id,
            "table": table.name,
            "label": label or record_id,
            "origin": "suggested" if is_suggested else "manual",
            "coder": frame["coder"],
            "reviewer": frame.get("reviewer", ""),
            "review": frame.get("review", "single"),
            "since": shelf.law.dataset["version"],
        },
        origin,
    )


def _put_retired(shelf: _Shelf, reading: Read) -> None:
    """Keep the ids that are withdrawn in the registry, with reason and successor."""
    version = shelf.law.dataset["version"]
    for index, entry in enumerate(reading.document.value.get("retired", ())):
        table = shelf.law.table_of(entry["id"])
        values = {
            "record_id": entry["id"],
            "table": table.name if table else "",
            "label": entry.get("label", entry["id"]),
            "origin": "manual",
            "coder": reading.coder,
            "review": "single",
            "since": version,
            "retired": version,
            "replaced_by": entry.get("replaced_by", ""),
            "reason": entry["reason"],
        }
        origin = Origin(reading.document, ("retired", index))
        shelf.put(shelf.law.tables["records"], values, origin)


def _put_codes(shelf: _Shelf) -> None:
    """The codebook, from the law."""
    table = shelf.law.tables["codes"]
    for codes in shelf.law.codes.values():
        for code in codes:
            shelf.put(table, {name: getattr(code, name) for name in table.column_names}, None)


def _conflict(
    table: Table, row: Mapping[str, str], known: Mapping[str, str], origin: Origin, first: Origin
) -> Finding:
    """One key with two definitions, at the second, naming the first."""
    column = next(name for name in table.column_names if row[name] != known[name])
    file, line, at = origin.place(table, column)
    other = "{}:{}:{}".format(*first.place(table, column))
    key = "/".join(row[name] for name in table.primary_key)
    return Finding(
        file, line, at, "E305", table.name, field=column, kind="conflict", value=key,
        message=f"{key} is defined twice: {column} is {_shown(row[column])} here and "
        f"{_shown(known[column])} at {other}.",
        hint="keep one definition; in the other leave only id and evidence",
    )  # fmt: skip


def _shown(cell: str) -> str:
    return f'"{cell}"' if cell else "empty"
