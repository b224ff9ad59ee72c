"""A comparison in Markdown: what a reviewer reads below a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.changes import around
from depositary.release.edition import REGISTRY
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.changes import RowChange, TableChanges
    from depositary.release.comparison import Comparison

_MARKS = re.compile(r"([\\`*_<>\[\]|#])")
_LONGEST = 120
_ROWS = 200
"""So many rows of a table are listed; forges cut longer comments off."""


def lines(comparison: Comparison) -> Iterator[str]:
    """Yield the counts, then a list for each table."""
    changes = comparison.changes
    if changes.is_empty:
        yield "Nothing differs."
        return
    counts = changes.counts
    yield (
        f"**{counts['added']:,} added, {counts['changed']:,} changed, "
        f"{counts['removed']:,} removed**"
    )
    if changes.schema or changes.metadata:
        yield "\n### Description\n"
        for part in changes.schema:
            where = f"{part.table}.{part.column}" if part.column else part.table
            yield f"- {_text(where)}: {part.kind}{_from_to(part.old, part.new)}"
        for item in changes.metadata:
            yield f"- {_text(item.name)}{_from_to(item.old, item.new)}"
    for name, table in changes.tables.items():
        if name != REGISTRY:
            yield f"\n### {_text(name)}\n"
            yield from _rows(table, comparison)


def _rows(table: TableChanges, comparison: Comparison) -> Iterator[str]:
    told = [
        *((row, f"removed ({row.kind})") for row in table.removed),
        *((row, f"was {_text('/'.join(row.former))}") for row in table.moved),
        *((row, "changed") for row in table.changed),
        *((row, "added") for row in table.added),
    ]
    for row, what in told[:_ROWS]:
        yield from _row(row, what, comparison)
    if len(told) > _ROWS:
        yield f"- and {len(told) - _ROWS:,} more"


def _row(row: RowChange, what: str, comparison: Comparison) -> Iterator[str]:
    reason = f": {_text(row.reason)}" if row.reason else ""
    yield f"- **{_text(row.name)}** {what}{reason}"
    if what != "added" and not what.startswith("removed"):
        for cell in row.cells:
            follows = " (follows)" if cell.kind == "consequence" else ""
            yield f"  - {_text(cell.column)}{_from_to(cell.old, cell.new)}{follows}"
    for quote in comparison.quotes(row):
        yield f"  - “{_text(quote)}”"


def _from_to(old: str, new: str) -> str:
    if not (old or new):
        return ""
    was, now = around(old, new, _LONGEST)
    return f": {_text(was) or '(empty)'} → {_text(now) or '(empty)'}"


def _text(text: str) -> str:
    """Text of strangers on one line, in which nothing is markup."""
    return _MARKS.sub(r"\\\1", one_line(text, _LONGEST))
