"""Readings, cards and tables in canonical form: the same content, laid out one way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary import files, jsontext, reading
from depositary.errors import DataError
from depositary.findings import Finding
from depositary.schema import reading_schema
from depositary.schema.wording import findings_in, validator_of
from depositary.sources import CARD, card_schema
from depositary.tables import Rows, from_csv, to_csv

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema.protocols import Validator

    from depositary.project import Project
    from depositary.schema import Law


@dataclass(frozen=True, slots=True)
class Formatted:
    """What formatting changed, or would change, and the files that could not be read."""

    changed: tuple[str, ...]
    findings: tuple[Finding, ...]


def format_project(project: Project, law: Law, *, is_check: bool) -> Formatted:
    """Bring every reading, card and table of a project into canonical form.

    Parameters
    ----------
    project : Project
        Where.
    law : Law
        For the order of keys and columns.
    is_check : bool
        Write nothing.

    Raises
    ------
    Unavailable
        E105 to E107.
    """
    findings: list[Finding] = []
    wanted: dict[Path, bytes] = {}
    readings, cards = validator_of(reading_schema(law)), validator_of(card_schema(law))
    for path in sorted(project.seeds.glob(f"*{reading.SUFFIX}")):
        _reading(project, law, path, readings, wanted, findings)
    for path in sorted(project.seeds.glob(f"*{CARD}")):
        _card(project, law, path, cards, wanted, findings)
    for path in sorted((project.datapackage / "data").glob("*.csv")):
        _table(project, law, path, wanted, findings)
    stale = {path: data for path, data in wanted.items() if files.read_bytes(path) != data}
    if stale and not is_check:
        with files.locked(project.root / ".depositary"):
            for path, data in stale.items():
                files.replace(path, data)
    return Formatted(tuple(map(project.name_of, stale)), tuple(sorted(findings)))


def _reading(
    project: Project, law: Law, path: Path, validator: Validator,
    wanted: dict[Path, bytes], findings: list[Finding],
) -> None:  # fmt: skip
    document, faults = jsontext.parse(files.read_bytes(path), project.name_of(path))
    if document is not None:
        faults += findings_in(document, validator, "E401")
    findings += faults
    if document is not None and not faults:
        wanted[path] = reading.canonical(document, law)


def _card(
    project: Project, law: Law, path: Path, validator: Validator,
    wanted: dict[Path, bytes], findings: list[Finding],
) -> None:  # fmt: skip
    document, faults = jsontext.parse(files.read_bytes(path), project.name_of(path))
    if document is not None:
        faults += findings_in(document, validator, "E402")
    findings += faults
    if document is not None and not faults:
        order = ("$schema", *law.tables["sources"].column_names, "original")
        card = {key: document.value[key] for key in order if key in document.value}
        wanted[path] = jsontext.canonical(card)


def _table(
    project: Project, law: Law, path: Path, wanted: dict[Path, bytes], findings: list[Finding]
) -> None:
    try:
        rows = from_csv(path.stem, files.read_bytes(path))
    except DataError as error:
        findings.append(
            Finding(project.name_of(path), 0, 0, error.code, path.stem, kind="source-error",
                    message=error.message, hint=error.hint)
        )  # fmt: skip
        return
    table = law.tables.get(path.stem)
    if table is not None and set(table.primary_key) <= set(rows.columns):
        at = [rows.columns.index(name) for name in table.primary_key]
        ordered = sorted(rows.rows, key=lambda row: tuple(row[index] for index in at))
        rows = Rows(rows.name, rows.columns, tuple(ordered))
    wanted[path] = to_csv(rows)
