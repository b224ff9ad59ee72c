"""What is wrong in the data, at which place: a value that is returned, sorted and printed."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Finding(NamedTuple):
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
    kind: str = ""
    value: str = ""
    message: str = ""
    hint: str = ""
    severity: Severity = "error"
    notes: tuple[tuple[str, str], ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether it is the same fault at the same place."""
        return isinstance(other, Finding) and self[:7] == other[:7]

    def __ne__(self, other: object) -> bool:
        """Whether it is another fault, or at another place."""
        return not self == other

    def __hash__(self) -> int:
        """Of what makes two findings equal."""
        return hash(self[:7])

    def at(self, file: str, line: int, column: int) -> Finding:
        """Return the same finding at another place (from a derived table to its reading)."""
        return self._replace(file=file, line=line, column=column)


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Return whether any of the findings is an error, not a warning."""
    return any(finding.severity == "error" for finding in findings)
