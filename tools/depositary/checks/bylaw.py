"""Does a package keep the conditions and rules of the law that it carries, or of its project?"""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import files, project, schema
from depositary.checks.archives import ARCHIVE_ERRORS
from depositary.checks.packages import is_archive
from depositary.checks.rows import check_rows
from depositary.checks.rules import run_rules, strangers_allowance
from depositary.checks.rulewords import rule_words
from depositary.errors import DataError
from depositary.findings import Finding
from depositary.sources import read_sources
from depositary.tables import from_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.checks.rules import Allowance
    from depositary.codes import Code
    from depositary.schema import Law
    from depositary.sources import SourceText
    from depositary.tables import Rows

_NEEDS = {"texts": "the articles", "previous": "the release before (make-release compares)"}


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the law of a package found, where it carries one."""

    findings: tuple[Finding, ...] = ()
    asked: int = 0
    skipped: tuple[str, ...] = ()
    words: Mapping[str, Code] = field(default_factory=dict)


def ruled(
    law: Law,
    tables: Mapping[str, Rows],
    texts: Mapping[str, SourceText] | None,
    allowance: Allowance | None = None,
) -> tuple[list[Finding], int, tuple[str, ...]]:
    """What conditions and rules find in tables.

    Parameters
    ----------
    law : Law
        Says which there are.
    tables : mapping of str to Rows
        Of the register.
    texts : mapping of str to SourceText or None
        The articles at hand.
    allowance : Allowance, optional
        What the rules may take; by default that of one's own project.

    Returns
    -------
    tuple
        The findings, how many rules were asked, and which were not, and why.
    """
    findings, skipped = run_rules(law, tables, texts, None, allowance)
    wanting: dict[str, list[str]] = {}
    for rule in law.rules:
        if rule.code in skipped:
            wanting.setdefault(rule.needs[0], []).append(rule.code)
    told = tuple(
        f"{' '.join(codes)}, for want of {_NEEDS.get(need, need)}"
        for need, codes in wanting.items()
    )
    found = [*check_rows(law, tables), *findings]
    return found, len(law.rules) - len(skipped), told


def check_by_law(place: Path) -> Ruled:
    """What the law of a package finds in it; nothing where it has none.

    Parameters
    ----------
    place : Path
        Its descriptor, or the archive that it is.
    """
    if not is_archive(place):
        return _rules_of_package(place.parent)
    with tempfile.TemporaryDirectory(prefix="depositary-") as scratch:
        try:
            _unpack_law(place, Path(scratch))
        except ARCHIVE_ERRORS as error:
            words = f"The law that the archive carries cannot be unpacked: {error}."
            return Ruled((Finding(place.name, 0, 0, "E114", kind="law", message=words),))
        return _rules_of_package(Path(scratch))


def _unpack_law(archive: Path, scratch: Path) -> None:
    """Write the tables and the law of an archive as files; other members stay where they are."""
    with zipfile.ZipFile(archive) as packed:
        members = [
            member
            for member in packed.infolist()
            if not member.is_dir() and _LAW_MEMBER.fullmatch(member.filename)
        ]
        if sum(member.file_size for member in members) <= _LARGEST_BYTES:
            for member in members:
                files.replace(scratch / member.filename, packed.read(member))


_LAW_MEMBER = re.compile(r"data/[\w-]+\.csv|schemas/(?:[a-z]+/)?[\w.-]+\.(?:json|sql)", re.ASCII)
_LARGEST_BYTES = 1 << 30


def _rules_of_package(root: Path) -> Ruled:
    """The rules of a package that carries its law, or lies in a project; none for any other."""
    where = project.Project(root.parent) if project.is_project(root.parent) else None
    folder = where.schema if where else root / "schemas"
    if not (folder / "dataset.json").is_file() or (where is None and _has_links(folder)):
        return Ruled()
    law, findings = schema.examine(folder)
    tables = _known_tables(law, root) if law else None
    if law is None or tables is None:
        return Ruled(findings)
    texts = None
    if where:
        sources, _ = read_sources(where, law)
        texts = {key: source.text for key, source in sources.items() if source.text is not None}
    size = sum(path.stat().st_size for path in (root / "data").glob("*.csv"))
    allowance = None if where else strangers_allowance(size)
    found, asked, skipped = ruled(law, tables, texts, allowance)
    return Ruled((*findings, *map(_in_package, found)), asked, skipped, rule_words(law))


def _has_links(folder: Path) -> bool:
    """Whether something in a folder may lie outside of the package."""
    return any(path.is_symlink() for path in (folder, *folder.rglob("*")))


def _known_tables(law: Law, root: Path) -> dict[str, Rows] | None:
    """The tables of the law that can be read; None where one cannot, which is reported already."""
    tables = {}
    for name, table in law.tables.items():
        path = root / "data" / f"{name}.csv"
        if not path.is_file():
            return None
        try:
            rows = from_csv(name, files.read_bytes(path))
        except DataError:
            return None
        if rows.columns != table.column_names:
            return None
        tables[name] = rows
    return tables


def _in_package(finding: Finding) -> Finding:
    """A finding at its table; one about the law stays where it is."""
    return finding._replace(file=f"data/{finding.resource}.csv") if finding.resource else finding
