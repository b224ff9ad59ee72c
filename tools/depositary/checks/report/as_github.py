"""A report as annotations of GitHub Actions, which shows ten of each level and drops the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.checks.report.outcome import counted, in_words
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.checks.report.outcome import Report, View
    from depositary.findings import Finding

_SHOWN = 10


def pieces(report: Report, view: View) -> Iterator[str]:
    """The report as workflow commands, one a line; the last says how many are not shown."""
    hidden = 0
    for severity in ("error", "warning"):
        found = [finding for finding in report.findings if finding.severity == severity]
        shown = found[: min(view.limit(_SHOWN) or _SHOWN, _SHOWN)]
        hidden += len(found) - len(shown)
        yield from (_annotation(finding, report) for finding in shown)
    if hidden:
        words = f"{counted(hidden, 'more finding')}, see the summary of the job"
        yield f"::notice title=depositary check::{words}"
    if not report.findings:
        yield _data(report.summed_up())


def _annotation(finding: Finding, report: Report) -> str:
    place = f"file={_property(report.path(finding))}"
    if finding.line:
        place += f",line={finding.line},col={finding.column or 1}"
    title = f"{finding.code} {report.title(finding)}"
    return f"::{finding.severity} {place},title={_property(title)}::{_data(in_words(finding))}"


def _data(text: str) -> str:
    """Escape as @actions/core does for the message of a workflow command."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
