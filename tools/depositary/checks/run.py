"""Is it in due form? A project, from its law to its rules; or any Data Package."""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import building, files, project, schema
from depositary.checks.causes import without_consequences
from depositary.checks.packages import check_descriptor_value, check_package
from depositary.checks.report import Report
from depositary.checks.rows import check_rows
from depositary.checks.rules import run_rules, strangers_allowance
from depositary.checks.streams import READING_ERRORS
from depositary.descriptor import descriptor as describe
from depositary.errors import CallError, DataError
from depositary.findings import Finding, has_errors
from depositary.sources import read_sources
from depositary.tables import from_csv, to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.building import Built
    from depositary.checks.rules import Allowance
    from depositary.project import Project
    from depositary.schema import Law
    from depositary.sources import SourceText
    from depositary.tables import Rows


def check(path: str | Path) -> Report:
    """What is wrong in a project or in a Data Package.

    Parameters
    ----------
    path : str or Path
        A project's folder or one inside it, a folder with a ``datapackage.json``, that file, or a
        zip that holds one.

    Returns
    -------
    Report
        Every finding, sorted by place. In a project the place is in the reading that a curator
        edits, not in the table derived from it.

    Raises
    ------
    CallError
        E103, E109, E905 where there is nothing to check.
    Unavailable
        E105 to E107.
    """
    place = Path(path)
    if place.is_file():
        return _check_file(place)
    if project.is_project(place):
        return _check_project(project.Project(place))
    descriptor = place / "datapackage.json"
    if descriptor.is_file():
        if not descriptor.resolve().is_relative_to(place.resolve()):
            words = f"{descriptor} is a link that leads out of its folder."
            raise CallError("E109", words, "name the file that is meant")
        return _check_file(descriptor)
    if not place.exists():
        raise CallError("E103", f"There is no {place}.", "check the path")
    return _check_project(_project_above(place))


def _project_above(place: Path) -> Project:
    try:
        return project.find(place)
    except CallError as error:
        raise CallError(
            "E905",
            f"{place} is neither a project nor a folder with a datapackage.json.",
            "name a project's folder, a datapackage.json, or a release",
        ) from error


_NEEDS = {"texts": "the articles", "previous": "the release before (make-release compares)"}


# ── a project ───────────────────────────────────────────────────────────────────────────────────
def _check_project(where: Project) -> Report:
    law, findings = schema.examine(where.schema)
    if law is None or has_errors(findings):
        return Report(where.root, findings, {})
    built = building.build(where, law)
    found = [*findings, *built.findings]
    if not has_errors(found):
        found += building.out_of_step(where, building.artefacts(where, law, built))
    inner, stats, skipped = _check_tables(law, built.tables, where, _texts(built))
    located = [built.located(finding, law) for finding in inner]
    found += without_consequences(where.root, built, located)
    counts = {
        "readings": len(built.readings),
        "quotes": len(built.tables["evidence"]),
        **stats,
    }
    return Report(where.root, tuple(sorted(set(found))), counts, _titles(law), skipped)


def _texts(built: Built) -> dict[str, SourceText]:
    return {key: source.text for key, source in built.sources.items() if source.text is not None}


def _check_tables(
    law: Law, tables: Mapping[str, Rows], where: Project, texts: Mapping[str, SourceText]
) -> tuple[list[Finding], dict[str, int], tuple[str, ...]]:
    """Types, constraints and keys of tables in memory, then the conditions and rules of the law."""
    package = describe(law, tables)
    contents = {f"data/{name}.csv": to_csv(rows) for name, rows in tables.items()}
    found, stats = check_descriptor_value(
        package, where.datapackage, contents, "datapackage/datapackage.json"
    )
    ruled, asked, skipped = _ruled(law, tables, texts)
    return [*found, *ruled], {**stats, "rules": asked}, skipped


def _ruled(
    law: Law,
    tables: Mapping[str, Rows],
    texts: Mapping[str, SourceText] | None,
    allowance: Allowance | None = None,
) -> tuple[list[Finding], int, tuple[str, ...]]:
    """What conditions and rules find, how many rules were asked, and which were not, and why."""
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


def _titles(law: Law) -> dict[str, str]:
    conditions = {
        clause["x-rule"]: clause["title"]
        for table in law.tables.values()
        for clause in table.clauses
    }
    return conditions | {rule.code: rule.title for rule in law.rules}


# ── a package ───────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class _Ruled:
    """What the law of a package found, where it carries one."""

    findings: tuple[Finding, ...] = ()
    asked: int = 0
    skipped: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


def _check_file(place: Path) -> Report:
    findings, stats = check_package(place)
    ruled = _Ruled()
    # Rules read the tables by name: only where every file is what and where it should be.
    if not any(found.code.startswith("E1") and found.code != "E120" for found in findings):
        ruled = _by_its_law(place)
    return Report(
        place.parent,
        tuple(sorted({*findings, *ruled.findings})),
        {**stats, "rules": ruled.asked},
        ruled.titles,
        ruled.skipped,
    )


def _by_its_law(place: Path) -> _Ruled:
    if not zipfile.is_zipfile(place):
        return _rules_of_package(place.parent)
    with tempfile.TemporaryDirectory(prefix="depositary-") as scratch:
        try:
            _unpack_law(place, Path(scratch))
        except READING_ERRORS as error:
            words = f"The law that the archive carries cannot be unpacked: {error}."
            return _Ruled((Finding(place.name, 0, 0, "E114", kind="law", message=words),))
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


def _rules_of_package(root: Path) -> _Ruled:
    """The rules of a package that carries its law, or lies in a project; none for any other."""
    where = project.Project(root.parent) if project.is_project(root.parent) else None
    folder = where.schema if where else root / "schemas"
    if not (folder / "dataset.json").is_file() or (where is None and _has_links(folder)):
        return _Ruled()
    law, findings = schema.examine(folder)
    tables = _known_tables(law, root) if law else None
    if law is None or tables is None:
        return _Ruled(findings)
    texts = None
    if where:
        sources, _ = read_sources(where, law)
        texts = {key: source.text for key, source in sources.items() if source.text is not None}
    size = sum(path.stat().st_size for path in (root / "data").glob("*.csv"))
    allowance = None if where else strangers_allowance(size)
    found, asked, skipped = _ruled(law, tables, texts, allowance)
    return _Ruled((*findings, *map(_in_package, found)), asked, skipped, _titles(law))


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
    return replace(finding, file=f"data/{finding.resource}.csv") if finding.resource else finding
