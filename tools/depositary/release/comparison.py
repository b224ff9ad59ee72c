"""Two versions side by side: what differs, by which rule it counts, and the words that say so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from depositary.release.differences import compare
from depositary.release.narrowing import narrowed
from depositary.release.versioning import judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.changes import Changes, Entry, RowChange
    from depositary.release.edition import Edition

_EVIDENCE = "evidence"
_OPS = ("added", "removed", "changed", "moved")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, and why it may be believed.

    Parameters
    ----------
    changes : Changes
        What differs.
    rules : tuple of str
        For each entry of the changes, the rule of versions that judges it.
    evidence : mapping of str to tuple of str
        The quotes behind each record that differs, by its id: of the newer version where it is in
        it, else of the older one. Empty for packages without a table of evidence.
    """

    changes: Changes
    rules: tuple[str, ...]
    evidence: Mapping[str, tuple[str, ...]]

    def quotes(self, row: RowChange) -> tuple[str, ...]:
        """The quotes behind a row: its record's, or what a row of evidence quotes itself."""
        own = tuple(cell.new or cell.old for cell in row.cells if cell.column == "quote")
        found = (self.evidence.get(key[0], ()) for key in (row.key, row.former) if key)
        return next((quotes for quotes in found if quotes), own)

    def entries(self) -> Iterator[tuple[Entry, str, tuple[str, ...]]]:
        """Yield each entry of the changes with its rule and its evidence."""
        for entry, rule in zip(self.changes.entries(), self.rules, strict=True):
            key = entry.key.partition("/")[0]
            yield entry, rule, self.evidence.get(key, ())

    def as_json(self) -> dict[str, Any]:
        """The changes as JSON, with the evidence beside each row that has some."""
        value = self.changes.as_json()
        parts = zip(self.changes.tables.values(), value["tables"], strict=True)
        for part, table in parts:
            for op in _OPS:
                for row, written in zip(getattr(part, op), table[op], strict=True):
                    if quotes := self.quotes(row):
                        written["evidence"] = list(quotes)
        return value

    def as_lines(self) -> Iterator[dict[str, Any]]:
        """Yield each entry as one JSON object."""
        for entry, rule, quotes in self.entries():
            value = asdict(entry)
            value["class"] = value.pop("kind")
            yield {**value, "rule": rule, "evidence": list(quotes)}


def compared(before: Edition, after: Edition) -> Comparison:
    """Compare two editions; of large tables only the rows that differ are read.

    Parameters
    ----------
    before, after : Edition
        The older and the newer one.
    """
    changes = compare(*narrowed(before, after))
    return explained(changes, judge(changes, after.role), before, after)


def explained(
    changes: Changes, rules: tuple[str, ...], before: Edition, after: Edition
) -> Comparison:
    """Changes that are known already, with the rules that judged them, and the words behind them.

    Parameters
    ----------
    changes : Changes
        From one edition to the other.
    rules : tuple of str
        For each entry of the changes.
    before, after : Edition
        Where the words are looked for.
    """
    wanted = {
        key[0]
        for name, part in changes.tables.items() if name != _EVIDENCE
        for op in _OPS for row in getattr(part, op) for key in (row.key, row.former) if key
    }  # fmt: skip
    return Comparison(changes, rules, _quotes(before, after, wanted))


def _quotes(before: Edition, after: Edition, wanted: set[str]) -> dict[str, tuple[str, ...]]:
    if not wanted:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for edition in (before, after):
        if _EVIDENCE not in edition.tables:
            continue
        rows = edition.tables[_EVIDENCE]
        if not {"record_id", "quote"} <= set(rows.columns):
            continue
        told: dict[str, tuple[str, ...]] = {}
        for row in rows.having("record_id", wanted).mappings():
            told[row["record_id"]] = (*told.get(row["record_id"], ()), row["quote"])
        found |= told
    return found
