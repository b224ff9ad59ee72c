"""Which codes are asked for, and which of them are only warnings?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depositary.checks.report.outcome import Report
    from depositary.findings import Finding


class Selection(NamedTuple):
    """Codes that are reported, left out, or reported as warnings.

    Each is a code or the beginning of codes: ``E2`` stands for all types and constraints. Where
    two lists name a code the longer name decides, and of equal ones ``ignored``, so that
    ``Selection(selected=("E203",), ignored=("E2",))`` reports E203 alone of its family.

    Parameters
    ----------
    selected : tuple of str
        Nothing else is reported; empty for all.
    ignored : tuple of str
        Not reported.
    warned : tuple of str
        Reported as warnings, which fail no check.
    """

    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that was given."""
        return (*self.selected, *self.ignored, *self.warned)

    def takes(self, code: str) -> bool:
        """Whether a code is reported.

        Examples
        --------
        >>> Selection(ignored=("E2",)).takes("E203"), Selection(ignored=("E2",)).takes("E301")
        (False, True)
        """
        wanted = _longest(self.selected, code) if self.selected else 0
        return wanted is not None and (_longest(self.ignored, code) or -1) < wanted


def _longest(names: Iterable[str], code: str) -> int | None:
    """The length of the longest name that stands for a code; None where none does."""
    return max((len(name) for name in names if code.startswith(name)), default=None)


def names_in(values: Iterable[str]) -> tuple[str, ...]:
    """The names in arguments that hold one or several, with commas or blanks between them.

    Examples
    --------
    >>> names_in(["e203,R12", "E3"])
    ('E203', 'R12', 'E3')
    """
    return tuple(name for value in values for name in value.upper().replace(",", " ").split())


def unknown(names: Iterable[str], codes: Iterable[str]) -> str | None:
    """The first name that stands for none of the codes; None where each does.

    Examples
    --------
    >>> unknown(["E2", "E999"], ["E203"])
    'E999'
    """
    known = tuple(codes)
    return next((name for name in names if not any(c.startswith(name) for c in known)), None)


def selected(report: Report, selection: Selection) -> Report:
    """The report with the findings that are asked for; those left out are counted.

    Parameters
    ----------
    report : Report
        Of a check.
    selection : Selection
        What is asked for.
    """
    if not selection.names:
        return report
    kept = tuple(
        _weighed(finding, selection) for finding in report.findings if selection.takes(finding.code)
    )
    return report._replace(findings=kept, ignored=len(report.findings) - len(kept))


def _weighed(finding: Finding, selection: Selection) -> Finding:
    is_warned = finding.code.startswith(selection.warned)
    return finding._replace(severity="warning") if is_warned else finding
