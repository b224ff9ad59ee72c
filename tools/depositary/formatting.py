"""Readings, cards and tables in canonical form: the same content, laid out one way."""

from __future__ import annotations

from collections.abc import Callable
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
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema.protocols import Validator

    from depositary.jsontext import Document
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
    for path, form in _forms(project, law):
        content, faults = form(path)
        findings += faults
        if content is not None:
            wanted[path] = content
    stale = {path: data for path, data in wanted.items() if files.read_bytes(path) != data}
    if stale and not is_check:
        with files.locked(project.root / ".depositary"):
            files.settle(*wanted)
            for path, data in stale.items():
                files.replace(path, data)
    return Formatted(tuple(map(project.name_of, stale)), tuple(sorted(findings)))


_Form = Callable[["Path"], tuple[bytes | None, list[Finding]]]
"""What makes the canonical content of a file, or says why it cannot."""


def _forms(project: Project, law: Law) -> Iterator[tuple[Path, _Form]]:
    """Every file of a project that has a canonical form, and what makes it."""
    for suffix, schema, code, lay_out in (
        (reading.SUFFIX, reading_schema(law), "E401", reading.canonical),
        (CARD, card_schema(law), "E402", _card),
    ):
        form = _json_form(project, law, validator_of(schema), code, lay_out)
        for path in sorted(project.seeds.glob(f"*{suffix}")):
            yield path, form
    for path in sorted((project.datapackage / "data").glob("*.csv")):
        yield path, lambda path: _table(project, law, path)


def _json_form(
    project: Project, law: Law, validator: Validator, code: str,
    lay_out: Callable[[Document, Law], bytes],
) -> _Form:  # fmt: skip
    def form(path: Path) -> tuple[bytes | None, list[Finding]]:
        document, faults = jsontext.parse(files.read_bytes(path), project.name_of(path))
        if document is not None:
            faults += findings_in(document, validator, code)
        return (None if document is None or faults else lay_out(document, law)), faults

    return form


def _card(document: Document, law: Law) -> bytes:
    order = ("$schema", *law.tables["sources"].column_names, "original")
    return jsontext.canonical({key: document.value[key] for key in order if key in document.value})


def _table(project: Project, law: Law, path: Path) -> tuple[bytes | None, list[Finding]]:
    name = project.name_of(path)
    try:
        rows = from_csv(path.stem, files.read_bytes(path))
    except DataError as error:
        return None, [
            Finding(name, 0, 0, error.code, path.stem, kind="source-error",
                    message=error.message, hint=error.hint)
        ]  # fmt: skip
    table = law.tables.get(path.stem)
    if table is not None and set(table.primary_key) <= set(rows.columns):
        at = [rows.columns.index(name) for name in table.primary_key]
        ordered = sorted(rows.rows, key=lambda row: tuple(row[index] for index in at))
        rows = Rows(rows.name, rows.columns, tuple(ordered))
    return to_csv(rows), []
