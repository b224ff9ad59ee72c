"""Does the header name the columns of the schema, and which field does each column belong to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.checks.cells import Column
from depositary.checks.ledger import Fault
from depositary.checks.lookalikes import odd_names
from depositary.checks.words import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.checks.dialects import Dialect
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record

_HINTS = 25
MATCHES = ("exact", "equal", "subset", "superset", "partial")


def distinct(names: Iterable[str]) -> list[str]:
    """Names, each with a number after it where one before it is the same.

    Examples
    --------
    >>> distinct(["a", "b", "a", "a"])
    ['a', 'b', 'a2', 'a3']
    """
    taken: dict[str, int] = {}
    found = []
    for name in names:
        copies, free = taken.get(name, 0), name
        while free in taken:
            copies += 1
            free = f"{name}{copies}" if copies > 1 else name
        taken[name] = max(copies, 1)
        taken.setdefault(free, 1)
        found.append(free)
    return found


def labels_of(header: Sequence[Record], dialect: Dialect) -> list[str]:
    """The labels of a header, those of several rows joined (one that repeats above is left out)."""
    labels: list[str] = []
    above: dict[int, str] = {}
    for record in header:
        for at, cell in enumerate(record.cells):
            label = "" if cell is None else str(cell).strip()
            if above.get(at) == label:
                continue
            above[at] = label
            if at < len(labels):
                labels[at] = dialect.header_join.join([labels[at], label])
            else:
                labels.append(label)
    return labels


class Header:
    """The labels of a table, held against the fields of its schema.

    Parameters
    ----------
    labels : sequence of str
        As in the table; empty where it has no header.
    fields : sequence of Column
        As in the schema.
    mode : str
        ``fieldsMatch``: one of :data:`MATCHES`.
    ignores_case : bool
        Whether labels may differ from names in case.
    """

    def __init__(
        self, labels: Sequence[str], fields: Sequence[Column], mode: str, *, ignores_case: bool
    ) -> None:
        self.labels, self.fields, self.mode = labels, fields, mode
        self._fold = str.lower if ignores_case else str
        self._by_name: dict[str, Column] = {}
        for each in fields:
            self._by_name.setdefault(self._fold(each.name), each)

    def columns(self) -> list[Column]:
        """The columns of the table; one that no field describes is of type ``any``."""
        if not self.labels:
            return list(self.fields)
        taken: set[str] = set()
        found: list[Column | None] = []
        for at, label in enumerate(self.labels):
            matched = self._match(at, label)
            matched = None if matched is None or matched.name in taken else matched
            taken.add(matched.name if matched else "")
            found.append(matched)
        named = (
            each.name if each else label for each, label in zip(found, self.labels, strict=True)
        )
        return [each or Column(name) for each, name in zip(found, distinct(named), strict=True)]

    def _match(self, at: int, label: str) -> Column | None:
        if self.mode == "exact":
            return self.fields[at] if at < len(self.fields) else None
        return self._by_name.get(self._fold(label))

    def examine(self, record: Record, primary_key: Sequence[str], ledger: TableLedger) -> None:
        """Report what is wrong with the labels.

        Parameters
        ----------
        record : Record
            The last row of the header.
        primary_key : sequence of str
            Fields that no mode lets be absent.
        ledger : TableLedger
            Where findings go.
        """
        if self.mode not in ("subset", "partial"):
            self._extra(record, ledger)
        has_match = any(self._match(at, label) for at, label in enumerate(self.labels))
        if self.mode == "partial" and self.fields and not has_match:
            words = "None of the columns is a field of the schema."
            ledger.add(record, 0, Fault("E115", "unmatched-header", words, "label the columns"))
        self._missing(record, primary_key, ledger)
        self._doubled(record, ledger)
        if self.mode == "exact":
            self._in_order(record, ledger)
        for at, label, fault in odd_names(self.labels, [each.name for each in self.fields]):
            matched = self._match(at, label)
            ledger.add(record, at, fault, matched.name if matched else "")

    def _extra(self, record: Record, ledger: TableLedger) -> None:
        known = {self._fold(label) for label in self.labels}
        absent = [each.name for each in self.fields if self._fold(each.name) not in known]
        hints = _HINTS
        for at, label in enumerate(self.labels):
            if self._match(at, label) is None:
                words = f"The column {shown(label)} is not in the schema."
                hint = did_you_mean(label, absent) if hints else ""
                hint, hints = hint or "describe the column, or remove it", max(hints - 1, 0)
                ledger.add(record, at, Fault("E116", "extra-label", words, hint, label))

    def _missing(self, record: Record, primary_key: Sequence[str], ledger: TableLedger) -> None:
        if self.mode == "exact":
            absent = self.fields[len(self.labels) :]
        else:
            known = {self._fold(label) for label in self.labels}
            absent = [each for each in self.fields if self._fold(each.name) not in known]
        separator_hint = self._separator_hint()
        for each in absent:
            needed = each.is_required or each.name in primary_key
            if needed or self.mode not in ("superset", "partial"):
                words = f"The schema has a column {shown(each.name)}; the header does not."
                hint = separator_hint or f"add the column {each.name}"
                fault = Fault("E115", "missing-label", words, hint)
                ledger.add(record, len(record.cells), fault, each.name)

    def _separator_hint(self) -> str:
        """The mend where one label holds them all, with another delimiter between them."""
        names = [each.name for each in self.fields]
        for delimiter in ";\t|" if len(self.labels) == 1 else "":
            if self.labels[0].split(delimiter) == names:
                return f'say in the dialect what separates the cells: "delimiter": "{delimiter}"'
        return ""

    def _doubled(self, record: Record, ledger: TableLedger) -> None:
        first: dict[str, int] = {}
        for at, label in enumerate(self.labels):
            folded = label if self.mode == "exact" else self._fold(label)
            before = first.setdefault(folded, at)
            is_described = self.mode != "exact" or at < len(self.fields)
            if label and before != at and is_described:
                words = f"The column {shown(label)} stands at {before + 1} and at {at + 1}."
                fault = Fault("E117", "duplicate-label", words, "remove or rename one", label)
                matched = self._match(at, label)
                ledger.add(record, at, fault, matched.name if matched else "")

    def _in_order(self, record: Record, ledger: TableLedger) -> None:
        seen: set[str] = set()
        names = [each.name for each in self.fields]
        for at, (each, label) in enumerate(zip(self.fields, self.labels, strict=False)):
            if not label:
                words = f"Column {at + 1} has no label."
                fault = Fault("E119", "blank-label", words, f"label it {each.name}")
                ledger.add(record, at, fault, each.name)
            elif label not in seen and each.name and self._fold(label) != self._fold(each.name):
                words = f"Column {at + 1} is labelled {shown(label)}; the schema calls it "
                words += f"{shown(each.name)}."
                in_schema = label in names
                hint = "order the columns as the schema does" if in_schema else ""
                fault = Fault(
                    "E118", "incorrect-label", words, hint or f"label it {each.name}", label
                )
                ledger.add(record, at, fault, each.name)
            seen.add(label)


def fields_match(schema: Mapping[str, object]) -> str:
    """The ``fieldsMatch`` of a schema, which the first profile of version 2 wants in a list.

    Examples
    --------
    >>> fields_match({"fieldsMatch": ["subset"]}), fields_match({})
    ('subset', 'exact')
    """
    given = schema.get("fieldsMatch")
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    return given if isinstance(given, str) and given in MATCHES else "exact"
