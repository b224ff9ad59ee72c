"""A report as JSON Lines: one finding a line, the totals in the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.checks.report.as_json import dumped, entry, totals
from depositary.checks.report.outcome import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.checks.report.outcome import Report, View


def pieces(report: Report, view: View) -> Iterator[str]:
    """Each finding as an object of its own; the last line, which has ``valid``, is of them all."""
    for finding in chosen(report.findings, view.limit(None)):
        yield dumped(entry(finding))
    yield dumped(totals(report))
