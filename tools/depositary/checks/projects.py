"""Is a project in due form: its law, its readings, the tables made of them, its rules?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary import building, schema
from depositary.checks.bylaw import ruled
from depositary.checks.causes import without_consequences
from depositary.checks.packages import check_descriptor_value
from depositary.checks.report import Report
from depositary.checks.rulewords import rule_words
from depositary.checks.timings import lap
from depositary.descriptor import descriptor
from depositary.findings import has_errors
from depositary.tables import to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.building import Built
    from depositary.checks.remembered import Memory
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.schema import Law
    from depositary.sources import SourceText
    from depositary.tables import Rows


def check_project(where: Project, memory: Memory | None = None) -> Report:
    """What is wrong in a project, at its place in what a curator edits.

    Parameters
    ----------
    where : Project
        The project.
    memory : Memory, optional
        Of earlier checks.
    """
    law, findings = schema.examine(where.schema)
    if law is None or has_errors(findings):
        return Report(where.root, findings, {})
    built = building.build(where, law)
    found = [*findings, *built.findings]
    if not has_errors(found):
        found += building.out_of_step(where, building.artefacts(where, law, built))
    lap("building")
    inner, stats, skipped = _check_tables(law, built.tables, where, _texts(built), memory)
    located = [built.located(finding, law) for finding in inner]
    found += without_consequences(where.root, built, located)
    counts = {
        "readings": len(built.readings),
        "quotes": len(built.tables["evidence"]),
        **stats,
    }
    return Report(where.root, tuple(sorted(set(found))), counts, rule_words(law), skipped)


def _texts(built: Built) -> dict[str, SourceText]:
    return {key: source.text for key, source in built.sources.items() if source.text is not None}


def _check_tables(
    law: Law,
    tables: Mapping[str, Rows],
    where: Project,
    texts: Mapping[str, SourceText],
    memory: Memory | None,
) -> tuple[list[Finding], dict[str, int], tuple[str, ...]]:
    """Types, constraints and keys of tables in memory, then the conditions and rules of the law."""
    package = descriptor(law, tables)
    contents = {f"data/{name}.csv": to_csv(rows) for name, rows in tables.items()}
    found, stats = check_descriptor_value(
        package, where.datapackage, contents, "datapackage/datapackage.json", memory
    )
    found_by_law, asked, skipped = ruled(law, tables, texts)
    lap("rules")
    return [*found, *found_by_law], {**stats, "rules": asked}, skipped
