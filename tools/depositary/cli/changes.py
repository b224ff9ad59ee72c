"""How a difference looks in a terminal: counts, then a line a table, then what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.changes import RENAMED, around
from depositary.cli.terminal import style
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.changes import CellChange, Changes, RowChange, TableChanges

_LONGEST = 40
_REGISTRY = "records"


def change_lines(changes: Changes, longest: int = 1) -> Iterator[str]:
    """Yield the counts, the tables that differ, and the first rows of each.

    Parameters
    ----------
    changes : Changes
        What differs.
    longest : int
        How many rows of a table are shown; of a first release none.
    """
    counts = changes.counts
    yield (
        f"  {_sign('+', 'green')} {counts['added']:,} rows added"
        f"   {_sign('~', 'yellow')} {counts['changed']:,} changed"
        f"   {_sign('-', 'red')} {counts['removed']:,} removed"
    )
    tables = {name: part for name, part in changes.tables.items() if name != _REGISTRY}
    width = max(map(len, tables), default=0)
    is_later = any(part.before for part in tables.values())
    for name, part in tables.items():
        told = _told(part) if is_later else []
        head = f"    {name:<{width}}  {_tally(part)}"
        yield head + (f"   {told[0]}" if told else "")
        for words in told[1:longest]:
            yield f"    {'':<{width}}  {words}"
        if len(told) > longest > 1:
            yield f"    {'':<{width}}  and {len(told) - longest} more"
    yield from _other_lines(changes)


def _other_lines(changes: Changes) -> Iterator[str]:
    for item in changes.schema:
        where = f"{item.table}.{item.column}" if item.column else item.table
        yield f"    schema    {where}: {item.kind}{_from_to(item.old, item.new)}"
    for value in changes.metadata:
        yield f"    metadata  {value.name}{_from_to(value.old, value.new)}"


def _sign(sign: str, colour: str) -> str:
    return style(sign, fg=colour)


def _tally(part: TableChanges) -> str:
    changed = len(part.changed) + len(part.moved)
    counted = ((len(part.added), "+", "green"), (changed, "~", "yellow"),
               (len(part.removed), "-", "red"))  # fmt: skip
    return " ".join(f"{_sign(sign, colour)} {count:,}" for count, sign, colour in counted if count)


def _told(part: TableChanges) -> list[str]:
    """What stands out: rows that went, then cells that changed, then rows that came."""
    gone = [_gone(row) for row in part.removed]
    cells = [
        f"{cell.column} of {visible(row.name)}: {_from_to(cell.old, cell.new).removeprefix(', ')}"
        for row in (*part.changed, *part.moved) for cell in _telling(row)
    ]  # fmt: skip
    renamed = [
        f"{visible(row.name)} was {visible('/'.join(row.former))}"
        for row in part.moved if row.kind == RENAMED
    ]  # fmt: skip
    return [*gone, *renamed, *cells, *(visible(row.name) for row in part.added)]


def _gone(row: RowChange) -> str:
    reason = f": {one_line(row.reason, _LONGEST)}" if row.reason else ""
    return f"{visible(row.name)} {row.kind}{reason}"


def _telling(row: RowChange) -> list[CellChange]:
    """The cells that a person changed."""
    return [cell for cell in row.cells if cell.kind != "consequence"]


def _from_to(old: str, new: str) -> str:
    if not (old or new):
        return ""
    was, now = (one_line(text, _LONGEST) or "(empty)" for text in around(old, new, _LONGEST))
    return f", {was} {style('->', dim=True)} {now}"
