"""Where the findings of a check are written down, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.checks.limits import FINDINGS, UNLISTED
from depositary.findings import Finding

if TYPE_CHECKING:
    from depositary.checks.records import Record, Trouble
    from depositary.findings import Severity
    from depositary.jsontext import Document, Pointer

_VALUE_CHARS = 10_000


class Fault(NamedTuple):
    """What is wrong, without its place.

    Parameters
    ----------
    code, kind, message, hint, value, severity
        As in :class:`depositary.findings.Finding`.
    """

    code: str
    kind: str
    message: str
    hint: str = ""
    value: str = ""
    severity: Severity = "error"


class DescriptorLedger:
    """The findings about a descriptor.

    Parameters
    ----------
    file : str
        Path of the descriptor, as findings show it.
    document : Document, optional
        Its text, which gives lines and columns; without it there are none.
    findings : list of Finding, optional
        Those so far, to be added to.
    """

    __slots__ = ("document", "file", "findings")

    def __init__(
        self, file: str, document: Document | None = None, findings: list[Finding] | None = None
    ) -> None:
        self.file = file
        self.document = document
        self.findings = [] if findings is None else findings

    def place(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """The line and column of a value of the descriptor; zeros where it has no text."""
        return self.document.place(pointer, key=key) if self.document else (0, 0)

    def add(
        self,
        pointer: Pointer,
        fault: Fault,
        resource: str = "",
        column: str = "",
        *,
        key: bool = False,
    ) -> None:
        """Write down a fault of the value at a pointer (or, with ``key``, of its name)."""
        line, position = self.place(pointer, key=key)
        self.findings.append(
            Finding(
                self.file,
                line,
                position,
                fault.code,
                resource,
                field=_encodable(column),
                kind=fault.kind,
                value=_encodable(fault.value),
                message=fault.message,
                hint=fault.hint,
                severity=fault.severity,
            )
        )


class TooBrokenError(Exception):
    """A table has more findings than are listed and counted; it is not read on."""


class TableLedger:
    """The findings about one table.

    Parameters
    ----------
    resource : str
        Its name.
    file : str
        Path of its (first) file.
    """

    __slots__ = ("file", "findings", "is_cut", "resource", "unlisted")

    def __init__(self, resource: str, file: str) -> None:
        self.resource = resource
        self.file = file
        self.findings: list[Finding] = []
        self.unlisted = 0
        self.is_cut = False

    def clear(self) -> None:
        """Forget everything: the table is read again."""
        self.findings.clear()
        self.unlisted, self.is_cut = 0, False

    @property
    def room(self) -> int:
        """How many more findings are listed; others are only counted."""
        return max(FINDINGS - len(self.findings), 0)

    def add(self, record: Record, index: int, fault: Fault, column: str = "") -> None:
        """Write down a fault of a cell, by its index in the record.

        Raises
        ------
        TooBrokenError
            Where there are too many even to be counted.
        """
        if self.room:
            self.write(record.file, record.place(index), record.number, fault, column)
        else:
            self.count()

    def count(self, more: int = 1) -> None:
        """Count findings that are not listed.

        Raises
        ------
        TooBrokenError
            Where there are too many even to be counted.
        """
        self.unlisted += more
        if self.unlisted > UNLISTED:
            self.is_cut = True
            raise TooBrokenError

    def write_limited(
        self, file: str, place: tuple[int, int], row: int, fault: Fault, column: str = ""
    ) -> None:
        """Write down a fault at a place that is known, unless there are too many already."""
        if self.room:
            self.write(file, place, row, fault, column)
        else:
            self.unlisted += 1

    def write(
        self, file: str, place: tuple[int, int], row: int, fault: Fault, column: str = ""
    ) -> None:
        """Write down a fault at a place that is known."""
        self.findings.append(
            Finding(
                file,
                *place,
                fault.code,
                self.resource,
                row,
                _encodable(column),
                fault.kind,
                _encodable(fault.value[:_VALUE_CHARS]),
                fault.message,
                fault.hint,
                fault.severity,
            )
        )

    def adopt(self, findings: list[Finding]) -> None:
        """Take over findings about a file of the table."""
        self.findings += [finding._replace(resource=self.resource) for finding in findings]

    def trouble(self, found: Trouble) -> None:
        """Write down what kept a part of the table from being read."""
        severity: Severity = "error" if found.is_error else "warning"
        fault = Fault(found.code, found.kind, found.message, found.hint, severity=severity)
        place = (found.line, found.column)
        if self.room:
            self.write(found.file or self.file, place, found.number, fault)
        else:
            self.count()

    def closed(self) -> list[Finding]:
        """All findings in order of their place; the last says how many more there are."""
        found = sorted(self.findings)
        if self.unlisted:
            message = f"{self.unlisted} more findings of this table are not listed."
            if self.is_cut:
                message = f"{message[:-1]}; with so many, it is not read to its end."
            words = {"kind": "table-error", "message": message, "hint": "mend those above first"}
            found.append(Finding(self.file, 0, 0, "E114", self.resource, **words))  # type: ignore[arg-type]
        return found


def _encodable(words: str) -> str:
    """The words, halves of characters and bytes that are no text written as escapes."""
    return words if words.isascii() else words.encode("utf-8", "backslashreplace").decode()
