"""Is it in due form? A project, from its law to its rules; or any Data Package."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import building, files, project, schema
from depositary.checks.causes import without_consequences
from depositary.checks.packages import check_descriptor_value, check_package
from depositary.checks.report import Report
from depositary.checks.rows import check_rows
from depositary.checks.rules import run_rules
from depositary.descriptor import descriptor
from depositary.errors import CallError, DataError
from depositary.findings import has_errors
from depositary.sources import read_sources
from depositary.tables import from_csv, to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.building import Built
    from depositary.findings import Finding
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
        E103, E905 where there is nothing to check.
    Unavailable
        E105 to E107.
    """
    place = Path(path)
    if place.is_file():
        return _check_file(place)
    if project.is_project(place):
        return _check_project(project.Project(place))
    if (place / "datapackage.json").is_file():
        return _check_file(place / "datapackage.json")
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


_NEEDS = {"texts": "the articles", "previous": "the release before (make-release asks it)"}


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
    package = descriptor(law, tables)
    contents = {f"data/{name}.csv": to_csv(rows) for name, rows in tables.items()}
    found, stats = check_descriptor_value(
        package, where.datapackage, contents, "datapackage/datapackage.json"
    )
    ruled, skipped = _ruled(law, tables, texts)
    return [*found, *ruled], {**stats, "rules": len(law.rules) - len(skipped)}, skipped


def _ruled(
    law: Law, tables: Mapping[str, Rows], texts: Mapping[str, SourceText] | None
) -> tuple[list[Finding], tuple[str, ...]]:
    findings, skipped = run_rules(law, tables, texts, None)
    needs = {rule.code: rule.needs for rule in law.rules}
    told = tuple(f"{code}, which needs {_NEEDS[needs[code][0]]}" for code in skipped)
    return [*check_rows(law, tables), *findings], told


def _titles(law: Law) -> dict[str, str]:
    conditions = {
        clause["x-rule"]: clause["title"]
        for table in law.tables.values()
        for clause in table.clauses
    }
    return conditions | {rule.code: rule.title for rule in law.rules}


# ── a package ───────────────────────────────────────────────────────────────────────────────────
def _check_file(place: Path) -> Report:
    findings, stats = check_package(place)
    root = place.parent
    if zipfile.is_zipfile(place):
        with tempfile.TemporaryDirectory(prefix="depositary-") as scratch:
            ruled = _rules_of_package(_unpacked_law(place, Path(scratch)))
    else:
        ruled = _rules_of_package(root)
    if ruled is None:
        return Report(root, tuple(sorted(set(findings))), stats)
    law, found, skipped = ruled
    counts = {**stats, "rules": len(law.rules) - len(skipped)}
    return Report(root, tuple(sorted({*findings, *found})), counts, _titles(law), skipped)


def _unpacked_law(archive: Path, scratch: Path) -> Path:
    """The tables and the law of an archive, as files; other members stay where they are."""
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            parts = Path(member.filename).parts
            wanted = len(parts) > 1 and parts[0] in ("schemas", "data") and ".." not in parts
            if wanted and not member.is_dir() and member.file_size < 1 << 30:
                files.replace(scratch.joinpath(*parts), packed.read(member))
    return scratch


def _rules_of_package(root: Path) -> tuple[Law, list[Finding], tuple[str, ...]] | None:
    """The rules of a package that carries its law, or lies in a project; None for any other."""
    where = root.parent if project.is_project(root.parent) else None
    folder = where / "schema" if where else root / "schemas"
    if not (folder / "dataset.json").is_file():
        return None
    law, findings = schema.examine(folder)
    if law is None:
        return None
    tables = _known_tables(law, root)
    if tables is None:
        return None
    texts = None
    if where:
        sources, _ = read_sources(project.Project(where), law)
        texts = {key: source.text for key, source in sources.items() if source.text is not None}
    found, skipped = _ruled(law, tables, texts)
    return law, [*findings, *(_in_package(finding) for finding in found)], skipped


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
