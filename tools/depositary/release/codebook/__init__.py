"""What does each table, column, code and rule mean, and how often is it there? The codebook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.schema import Code, Column, Law
    from depositary.tables import Rows

_CROSSWALKS = ("plover", "cameo", "dac", "eurovoc")


@dataclass(frozen=True, slots=True)
class Codebook:
    """What a codebook tells, in whatever form.

    Parameters
    ----------
    law : Law
        Says what everything means.
    version, date : str
        Of the release; the date is an ISO day.
    rows : mapping of str to int
        Rows of each table.
    filled : mapping of (str, str) to int
        Cells of a column, by table and column, that are not empty.
    used : mapping of (str, str) to int
        Cells that hold a code, by vocabulary and code.
    found : mapping of str to int
        Warnings that a rule gave in this release, by its code.
    """

    law: Law
    version: str
    date: str
    rows: Mapping[str, int]
    filled: Mapping[tuple[str, str], int]
    used: Mapping[tuple[str, str], int]
    found: Mapping[str, int]

    def users(self, vocabulary: str) -> list[tuple[str, str]]:
        """The columns that hold codes of a vocabulary: table and column."""
        return [(table.name, column.name) for table in self.law.tables.values()
                for column in table.columns if column.vocabulary == vocabulary]  # fmt: skip

    def rules(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield each rule by its code: code, what it says, its severity, and why."""
        clauses = {
            clause["x-rule"]: (clause["title"], "error", clause["description"])
            for table in self.law.tables.values()
            for clause in table.clauses
        }
        rules = {rule.code: (rule.title, rule.severity, rule.why) for rule in self.law.rules}
        for code, (title, severity, why) in sorted((clauses | rules).items()):
            yield code, title, severity, why


def counted(
    law: Law, tables: Mapping[str, Rows], version: str, date: str, found: Mapping[str, int]
) -> Codebook:
    """The codebook of a release, its cells counted.

    Parameters
    ----------
    law : Law
        Of the release.
    tables : mapping of str to Rows
        All of the law.
    version, date : str
        Of the release.
    found : mapping of str to int
        Warnings by the code of their rule.
    """
    from pyarrow import compute

    filled: dict[tuple[str, str], int] = {}
    used: Counter[tuple[str, str]] = Counter()
    for table in law.tables.values():
        columns = tables[table.name].arrow()
        for column in table.columns:
            cells = columns.column(column.name)
            filled[table.name, column.name] = compute.sum(compute.not_equal(cells, "")).as_py() or 0
            if column.vocabulary:
                for each in compute.value_counts(cells).to_pylist():
                    used[column.vocabulary, each["values"]] += each["counts"]
    rows = {name: len(tables[name]) for name in law.tables}
    return Codebook(law, version, date, rows, filled, used, found)


def bounds(column: Column) -> list[str]:
    """The type of a column that holds no codes, then what its values must be beyond that."""
    parts = [column.format or column.type]
    if column.minimum is not None:
        parts.append(f"at least {column.minimum}")
    if column.maximum is not None:
        parts.append(f"at most {column.maximum}")
    return parts


def elsewhere(code: Code) -> str:
    """What a code is called in the schemes that it was matched to."""
    return ", ".join(f"{scheme.upper()} {getattr(code, scheme)}" for scheme in _CROSSWALKS
                     if getattr(code, scheme))  # fmt: skip


def counted_rows(count: int) -> str:
    """A number of rows in words."""
    return f"{count:,} row{'' if count == 1 else 's'}"
