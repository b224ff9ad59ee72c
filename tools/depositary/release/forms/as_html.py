"""A comparison as one page that stands alone: it loads nothing and needs no script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from depositary.changes import around
from depositary.onepage import head, style_of
from depositary.release.edition import REGISTRY
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.changes import CellChange, RowChange, TableChanges
    from depositary.release.comparison import Comparison

_ROWS = 2_000
"""So many rows of a table are shown: more make a page that browsers draw with a pause."""
_LONGEST = 300


def pieces(comparison: Comparison) -> Iterator[str]:
    """Yield the page: the counts, what is described otherwise, then each table."""
    changes = comparison.changes
    title = f"{_text(changes.before or 'before')} → {_text(changes.after or 'after')}"
    yield head(f"{title} · depositary diff", style_of("depositary.release.forms"), "")
    yield f"<main>\n<h1>What changed: {title}</h1>"
    counts = changes.counts
    yield (
        f"<p>{counts['added']:,} rows added, {counts['changed']:,} changed, "
        f"{counts['removed']:,} removed.</p>"
        if not changes.is_empty else "<p>Nothing differs.</p>"
    )  # fmt: skip
    tables = {name: part for name, part in changes.tables.items() if name != REGISTRY and part}
    yield from _contents(tables)
    yield from _description(comparison)
    for name, part in tables.items():
        yield from _table(name, part, comparison)
    yield "</main>\n</body>\n</html>"


def _contents(tables: dict[str, TableChanges]) -> Iterator[str]:
    if len(tables) > 1:
        links = "".join(
            f'<li><a href="#table-{_text(name)}">{_text(name)}</a> {_tally(part)}</li>'
            for name, part in tables.items()
        )
        yield f'<nav aria-label="Tables"><ul>{links}</ul></nav>'


def _tally(part: TableChanges) -> str:
    changed = len(part.changed) + len(part.moved)
    counted = ((len(part.added), "added"), (changed, "changed"), (len(part.removed), "removed"))
    return ", ".join(f"{count:,} {word}" for count, word in counted if count)


def _description(comparison: Comparison) -> Iterator[str]:
    changes = comparison.changes
    found = [
        (
            f"{part.table}.{part.column}" if part.column else part.table,
            part.kind,
            part.old,
            part.new,
        )
        for part in changes.schema
    ] + [(item.name, "metadata", item.old, item.new) for item in changes.metadata]
    if not found:
        return
    yield '<section aria-labelledby="description"><h2 id="description">Description</h2><ul>'
    for where, kind, old, new in found:
        yield f"<li><code>{_text(where)}</code> {_text(kind)} {_old_new(old, new)}</li>"
    yield "</ul></section>"


def _table(name: str, part: TableChanges, comparison: Comparison) -> Iterator[str]:
    anchor = f"table-{_text(name)}"
    yield f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{_text(name)}</h2>'
    yield f'<p class="muted">{_tally(part)}; {part.before:,} rows before, {part.after:,} now</p>'
    told = [
        *((row, "removed") for row in part.removed), *((row, "moved") for row in part.moved),
        *((row, "changed") for row in part.changed), *((row, "added") for row in part.added),
    ]  # fmt: skip
    yield "<ul>"
    yield from (_row(row, what, comparison) for row, what in told[:_ROWS])
    yield "</ul>"
    if len(told) > _ROWS:
        yield f"<p>{len(told) - _ROWS:,} more rows are not shown; the CSV form has all.</p>"
    yield "</section>"


def _row(row: RowChange, what: str, comparison: Comparison) -> str:
    word = "renamed" if what == "moved" else what
    former = f' <span class="muted">was {_text("/".join(row.former))}</span>' if row.former else ""
    note = f'<p class="muted">{_text(row.reason)}</p>' if row.reason else ""
    cells = "".join(_cell(cell) for cell in row.cells)
    quotes = "".join(f"<q>{_text(quote)}</q>" for quote in comparison.quotes(row))
    return (
        f'<li class="{what}"><p><strong>{word}</strong> <code>{_text(row.name)}</code>{former}</p>'
        f"{note}<dl>{cells}</dl>"
        + (f'<div class="evidence">{quotes}</div>' if quotes else "")
        + "</li>"
    )


def _cell(cell: CellChange) -> str:
    muted = ' class="muted"' if cell.kind == "consequence" else ""
    values = _old_new(*around(cell.old, cell.new, _LONGEST))
    return f"<div{muted}><dt>{_text(cell.column)}</dt><dd>{values}</dd></div>"


def _old_new(old: str, new: str) -> str:
    """Both values, marked as what went and what came for those who do not see colours too."""
    went = f"<del>{_text(old)}</del>" if old else ""
    came = f"<ins>{_text(new)}</ins>" if new else ""
    return " ".join(part for part in (went, came) if part)


def _text(text: str) -> str:
    return escape(one_line(text, _LONGEST))
