"""Findings of one kind in one column, together: for forms that show kinds before places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depositary.findings import Finding


@dataclass(slots=True)
class Group:
    """Findings with one code, in one column of one table or, without a table, in one file.

    Parameters
    ----------
    first : Finding
        In order of their place.
    findings : list of Finding
        All of them.
    """

    first: Finding
    findings: list[Finding] = field(default_factory=list)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Groups in order of their first finding, those with an error before those without."""
    groups: dict[tuple[str, str, str, str], Group] = {}
    for finding in findings:
        place = finding.resource or finding.file
        key = (finding.severity, finding.code, place, finding.field)
        groups.setdefault(key, Group(finding)).findings.append(finding)
    return sorted(groups.values(), key=lambda group: group.first.severity != "error")
