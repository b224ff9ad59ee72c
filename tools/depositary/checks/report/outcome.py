"""What a check found: findings in order of their place, and how much was looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.findings import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check.

    Parameters
    ----------
    root : Path
        The folder that the files of findings are relative to.
    findings : tuple of Finding
        Sorted by place.
    stats : mapping of str to int
        What was looked at: ``tables rows cells rules quotes readings …``.
    titles : mapping of str to str
        The words of the rules that were run, by code.
    skipped : tuple of str
        Rules that could not be asked, with the reason.
    """

    root: Path
    findings: tuple[Finding, ...]
    stats: Mapping[str, int]
    titles: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether nothing that was found is an error."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors, not warnings."""
        return tuple(finding for finding in self.findings if finding.severity == "error")
