"""The two papers on a desk: the reading as it is on disk, and what was proposed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.errors import DataError
from depositary.findings import has_errors
from depositary.reading import faults_of
from depositary.review.decisions import Proposed

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project
    from depositary.schema import Law


def parsed(content: bytes, name: str, law: Law, source_id: str) -> dict[str, Any]:
    """A reading that follows its schema.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        As findings show it.
    law : Law
        For the schema of readings.
    source_id : str
        Of the article that it should be of.

    Raises
    ------
    DataError
        E810 where it was broken by hand; the file is left as it is.
    """
    document, faults = jsontext.parse(content, name)
    if document is not None and not has_errors(faults):
        faults = [*faults, *faults_of(document, law, [source_id])]
    if document is None or has_errors(faults):
        first = next(each for each in faults if each.severity == "error")
        raise DataError(
            "E810",
            f"{name}:{first.line} was changed by hand and cannot be read: {first.message}",
            "mend it, or take it back from git; review goes on from there",
            faults,
        )
    value: dict[str, Any] = document.value
    return value


def proposals(path: Path, project: Project, law: Law, source_id: str) -> Proposed:
    """What was proposed for a source; nothing where nobody proposed anything yet.

    Raises
    ------
    DataError
        E812 for a file that is not a proposed reading of this source.
    """
    if not path.is_file():
        return Proposed()
    name = project.name_of(path)
    document, findings = jsontext.parse(files.read_bytes(path), name)
    if document is not None:
        findings = [*findings, *faults_of(document, law, [source_id])]
    if document is None or has_errors(findings):
        first = next((each.message for each in findings if each.severity == "error"), "")
        raise DataError(
            "E812", f"{name} is not a proposed reading: {first}", "run depositary extract", findings
        )
    return Proposed.of(document.value, law)
