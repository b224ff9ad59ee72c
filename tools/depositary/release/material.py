"""What a release is made from beside the register: the law, the sources and readings by hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from depositary import files
from depositary.reading import reading_files
from depositary.release import quoting
from depositary.release.deposits import noted as deposits
from depositary.sources import CARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.checks.report import Report
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.release.edition import Edition
    from depositary.schema import Law


_LOCK = "requirements.lock"


@dataclass(frozen=True, slots=True)
class Material:
    """What a release is made from, read once at the door.

    Parameters
    ----------
    law : Law
        Of the project.
    law_files : mapping of str to bytes
        The files of the law, by path in ``schemas/``.
    inputs : mapping of str to str
        SHA-256 of each source, reading and file of the law, by name.
    warnings : sequence of Finding
        What the check found; no errors.
    stats : mapping of str to int
        What the check looked at.
    skipped : sequence of str
        Rules that could not be asked.
    tool_version : str
        Of depositary.
    lock : mapping of str to str
        SHA-256 of the project's ``requirements.lock``, by its name; empty where there is none.
    concept_dois : sequence of str
        The DOIs that all versions share, as former deposits gave them.
    """

    law: Law
    law_files: Mapping[str, bytes]
    inputs: Mapping[str, str]
    warnings: Sequence[Finding]
    stats: Mapping[str, int]
    skipped: Sequence[str]
    tool_version: str
    lock: Mapping[str, str]
    concept_dois: Sequence[str] = ()


def gathered(
    where: Project, law: Law, report: Report, register: Edition, noted: tuple[Finding, ...]
) -> Material:
    """Read what a release is made from, beside the register.

    Parameters
    ----------
    where : Project
        The project.
    law : Law
        Its law.
    report : Report
        Of its check.
    register : Edition
        Its register.
    noted : tuple of Finding
        What else is to be told in the report of the release.
    """
    law_paths = [
        where.schema / "dataset.json",
        *(path for kind in ("tables/*.json", "codes/*.json", "rules/*.sql")
          for path in sorted(where.schema.glob(kind))),
        where.schema / "reading.json",
    ]  # fmt: skip
    law_files = {
        path.relative_to(where.schema).as_posix(): files.read_bytes(path)
        for path in law_paths if path.is_file()
    }  # fmt: skip
    cards = sorted(where.seeds.glob(f"*{CARD}"))
    deposited = [path for path in (where.root / deposits.FILE,) if path.is_file()]
    inputs = [*cards, *reading_files(where), *deposited]
    lock = [path for path in (where.root / _LOCK,) if path.is_file()]
    read, locked = (
        {where.name_of(path): _sha256(files.read_bytes(path)) for path in paths}
        for paths in (inputs, lock)
    )
    read |= {f"schema/{name}": _sha256(data) for name, data in law_files.items()}
    texts = {
        f"seeds/{row['file']}" if row.get("file") else row["source_id"]: row["sha256"]
        for row in register.tables["sources"].mappings()
    }
    warnings = quoting.told((*report.findings, *noted), law)
    return Material(
        law, law_files, read | texts, warnings, report.stats, report.skipped,
        metadata.version("depositary"), locked, deposits.concept_dois(where),
    )  # fmt: skip


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
