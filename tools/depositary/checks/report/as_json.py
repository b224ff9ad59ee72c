"""A report as one JSON object, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from depositary.checks.report.outcome import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.checks.report.outcome import Report, View
    from depositary.findings import Finding


def pieces(report: Report, view: View) -> Iterator[str]:
    """The report as JSON: ``valid``, ``errors``, ``stats``, ``skipped``, ``mended``.

    ``errors`` holds warnings too, told apart by ``severity``. ``row`` is counted as frictionless
    does (the header is row 1) and null where there is none, ``line`` and ``column`` are the
    physical place in ``file``.
    """
    shown = chosen(report.findings, view.limit(None))
    yield "{"
    yield f'  "valid": {dumped(report.is_valid)},'
    yield '  "errors": [' if shown else '  "errors": [],'
    for at, finding in enumerate(shown, 1):
        yield f"    {dumped(entry(finding))}{',' if at < len(shown) else ''}"
    if shown:
        yield "  ],"
    *members, last = ((name, value) for name, value in totals(report).items() if name != "valid")
    for name, value in members:
        yield f"  {dumped(name)}: {dumped(value)},"
    yield f"  {dumped(last[0])}: {dumped(last[1])}"
    yield "}"


def totals(report: Report) -> dict[str, Any]:
    """What is said of all findings together."""
    errors = len(report.errors)
    counts = {
        "errors": errors,
        "warnings": len(report.findings) - errors,
        "ignored": report.ignored,
        "known": report.known,
    }
    return {
        "valid": not errors,
        "stats": {**counts, **report.stats},
        "skipped": list(report.skipped),
        "mended": list(report.mended),
        **({} if report.profile is None else {"profile": report.profile}),
    }


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


def dumped(value: object) -> str:
    r"""JSON on one line, with escapes for what a terminal would obey.

    Examples
    --------
    >>> print(dumped({"value": "a\u202eb"}))
    {"value": "a\u202eb"}
    """
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)
