"""What a check found, in the form that is asked for: one module a form, loaded when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from depositary.checks.report.outcome import Report, View

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORMS", "Report", "View", "written"]

FORMS = ("text", "json", "jsonl", "github", "sarif", "junit", "markdown", "html")
"""The words for ``--format``; each is a module ``as_<word>`` beside this one."""


def written(form: str, report: Report, view: View | None = None) -> Iterator[str]:
    """A report in a form.

    Parameters
    ----------
    form : str
        One of :data:`FORMS`.
    report : Report
        Of a check.
    view : View, optional
        How much of it is shown.

    Yields
    ------
    str
        Pieces of the text, in order; a line feed belongs after each.
    """
    module = import_module(f"depositary.checks.report.as_{form}")
    pieces: Iterator[str] = module.pieces(report, view or View())
    return pieces
