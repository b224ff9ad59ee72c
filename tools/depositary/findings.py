"""What is wrong in the data, at which place: a value that is returned, sorted and printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault and its place.

    Two findings are equal when file, line, column, resource, row, field and code are; words are
    left out of equality, so that a better wording changes no test.

    Parameters
    ----------
    file : str
        Path as a person would type it (relative to the project or package), ``/`` between parts.
    line, column : int
        Physical line and character column in that file, from 1; 0 where there is none.
    code : str
        Stable: a key of :data:`depositary.codes.CODES`, or the code of a rule of the law (``R12``).
    kind : str
        What sort of fault, in the words of frictionless where it knows it (``type-error``).
    resource, field : str
        Table and column, empty where there is none.
    row : int
        Record number, the header being row 1 (as frictionless counts); 0 where there is none.
    value : str
        The value as it stands, whole and unescaped.
    message : str
        One sentence about the data, no colour, no place.
    hint : str
        The mend: a value to write or a command to run.
    severity : {"error", "warning"}
        MUST or SHOULD.
    notes : tuple of (str, str)
        Up to three labelled lines shown below the place, such as ``("quote", "…")``.
    """

    file: str
    line: int
    column: int
    code: str
    resource: str = ""
    row: int = 0
    field: str = ""
    kind: str = attribute(default="", compare=False)
    value: str = attribute(default="", compare=False)
    message: str = attribute(default="", compare=False)
    hint: str = attribute(default="", compare=False)
    severity: Severity = attribute(default="error", compare=False)
    notes: tuple[tuple[str, str], ...] = attribute(default=(), compare=False)

    def at(self, file: str, line: int, column: int) -> Finding:
        """Return the same finding at another place (from a derived table to its reading)."""
        return replace(self, file=file, line=line, column=column)


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Return whether any of the findings is an error, not a warning."""
    return any(finding.severity == "error" for finding in findings)
