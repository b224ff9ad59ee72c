"""A report as one JSON object, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depositary.checks.report.outcome import Report
    from depositary.findings import Finding


def as_json(report: Report) -> str:
    """The report as JSON: ``valid``, ``errors``, ``stats``, ``skipped``.

    ``errors`` holds warnings too, told apart by ``severity``. ``row`` is counted as frictionless
    does (the header is row 1) and null where there is none, ``line`` and ``column`` are the
    physical place in ``file``.
    """
    value = {
        "valid": report.is_valid,
        "errors": [entry(finding) for finding in report.findings],
        "stats": {
            "errors": len(report.errors),
            "warnings": len(report.findings) - len(report.errors),
            **report.stats,
        },
        "skipped": list(report.skipped),
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def entry(finding: Finding) -> dict[str, Any]:
    """One finding as a JSON object."""
    return {
        "code": finding.code,
        "kind": finding.kind,
        "severity": finding.severity,
        "resource": finding.resource or None,
        "row": finding.row or None,
        "file": finding.file,
        "line": finding.line or None,
        "column": finding.column or None,
        "field": finding.field or None,
        "value": finding.value,
        "message": finding.message,
        "hint": finding.hint,
    }
