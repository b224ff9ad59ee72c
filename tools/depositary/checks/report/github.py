"""A report as annotations of GitHub Actions, which shows ten of each level and drops the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.safetext import one_line

if TYPE_CHECKING:
    from depositary.checks.report.outcome import Report
    from depositary.findings import Finding

_SHOWN = 10


def github(report: Report) -> str:
    """The report as workflow commands, one a line; the last says how many are not shown."""
    lines, hidden = [], 0
    for severity in ("error", "warning"):
        found = [finding for finding in report.findings if finding.severity == severity]
        lines += [_annotation(finding) for finding in found[:_SHOWN]]
        hidden += len(found[_SHOWN:])
    if hidden:
        lines.append(f"::notice title=depositary check::{hidden} more findings: depositary check")
    return "\n".join(lines)


def summary(report: Report) -> str:
    """All findings as a Markdown table, for the summary of the job."""
    rows = [
        f"| {finding.code} | {_cell(finding.file)}:{finding.line} | {_cell(finding.message)} |"
        for finding in report.findings
    ]
    count = f"{len(report.errors)} errors, {len(report.findings) - len(report.errors)} warnings"
    return "\n".join([f"### depositary check: {count}", "", *_HEAD[: 2 if rows else 0], *rows, ""])


_HEAD = ["| code | place | what |", "|---|---|---|"]


def _cell(text: str) -> str:
    escaped = one_line(text, 300).replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("<", "&lt;").replace("`", "\\`").replace("[", "\\[")


def _annotation(finding: Finding) -> str:
    place = f"file={_property(finding.file)}"
    if finding.line:
        place += f",line={finding.line},col={finding.column or 1}"
    words = finding.message + (f" {finding.hint}" if finding.hint else "")
    return f"::{finding.severity} {place},title={_property(finding.code)}::{_data(words)}"


def _data(text: str) -> str:
    """Escape as @actions/core does for the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
