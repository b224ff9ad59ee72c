"""The codebook as one page that stands alone, on a screen and on paper: codebook.html.

It loads nothing and needs no script. Printed, or made a PDF of (``chromium --print-to-pdf``), it
has numbered pages, repeats the heads of its tables, and splits no row.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from depositary.onepage import head, style_of
from depositary.release.codebook import bounds, counted_rows, elsewhere
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.release.codebook import Codebook
    from depositary.schema import Code, Column, Table

_MARKED = re.compile(r"`([^`]+)`")
_SEVERITY = {"error": "must", "warning": "should"}


def written(book: Codebook) -> str:
    """The codebook of a release, in HTML."""
    return "\n".join(_pieces(book)) + "\n"


def _pieces(book: Codebook) -> Iterator[str]:
    law = book.law
    title = _text(law.dataset["title"])
    style = style_of("depositary.release.codebook")
    yield head(f"Codebook: {title} {_text(book.version)}", style, "")
    yield '<a class="skip" href="#tables">Skip the contents</a>'
    yield f'<header><p class="kind">Codebook</p><h1>{title}</h1>'
    yield f"<p>{_text(law.dataset['description'])}</p>"
    yield f'<p class="muted"><strong>{_text(book.version)}</strong> of {_text(book.date)}. '
    yield "An empty cell is a missing value. “Filled” and “used” count the cells of this release."
    yield "</p></header>"
    yield from _contents(book)
    yield '<main><section aria-labelledby="tables"><h2 id="tables">Tables</h2>'
    for table in law.tables.values():
        yield from _table(table, book)
    yield '</section><section aria-labelledby="codes"><h2 id="codes">Codes</h2>'
    for name in law.codes:
        yield from _vocabulary(name, book)
    yield '</section><section aria-labelledby="rules"><h2 id="rules">Rules</h2>'
    yield "<p>What one cell cannot show. A release holds to every rule that says <em>must</em>.</p>"
    yield from _rules(book)
    yield "</section></main>\n</body>\n</html>"


def _contents(book: Codebook) -> Iterator[str]:
    tables = [
        f'<li><a href="#table-{_text(name)}">{_text(name)}</a> '
        f'<span class="muted">{book.rows[name]:,}</span></li>'
        for name in book.law.tables
    ]
    codes = [
        f'<li><a href="#codes-{_text(name)}">{_text(name)}</a></li>' for name in book.law.codes
    ]
    yield '<nav aria-label="Contents">'
    yield f'<p><a href="#tables">Tables</a></p><ul>{"".join(tables)}</ul>'
    yield f'<p><a href="#codes">Codes</a></p><ul>{"".join(codes)}</ul>'
    yield '<p><a href="#rules">Rules</a></p></nav>'


def _table(table: Table, book: Codebook) -> Iterator[str]:
    name, count = _text(table.name), book.rows[table.name]
    yield f'<section aria-labelledby="table-{name}">'
    yield f'<h3 id="table-{name}"><code>{name}</code> {_text(table.title)}</h3>'
    yield f"<p>{_prose(table.description)}</p>"
    keys = [f"Key: {_listed(table.primary_key)}."] + [
        f'{_listed(key.columns)} → <a href="#table-{_text(key.table)}">{_text(key.table)}</a>.'
        for key in table.foreign_keys
    ]
    yield f'<p class="muted">{counted_rows(count)}. {" ".join(keys)}</p>'
    yield from _grid(
        f"Columns of {table.name}",
        ("Column", "Type", "Needed", "What it says", "Example", "Filled"),
        [_column(column, table, book) for column in table.columns],
    )
    yield "</section>"


def _column(column: Column, table: Table, book: Codebook) -> Sequence[str]:
    anchor = f"{_text(table.name)}-{_text(column.name)}"
    needed = "always" if column.required else ""
    examples = "<br>".join(f"<code>{_text(str(value))}</code>" for value in column.examples[:2])
    count, rows = book.filled[table.name, column.name], book.rows[table.name]
    share = f' <span class="muted">{_share(count, rows)}</span>' if rows else ""
    return (
        f'<code id="column-{anchor}">{_text(column.name)}</code>',
        _kind(column),
        needed,
        _prose(column.description),
        examples,
        f"{count:,}{share}",
    )


def _share(count: int, rows: int) -> str:
    """A part of the rows in hundredths; what is not none or all is never shown as that.

    Examples
    --------
    >>> _share(0, 9), _share(1, 1000), _share(999, 1000), _share(9, 9)
    ('0%', '1%', '99%', '100%')
    """
    if count in (0, rows):
        return "100%" if count else "0%"
    return f"{min(99, max(1, round(100 * count / rows)))}%"


def _kind(column: Column) -> str:
    if column.vocabulary:
        name = _text(column.vocabulary)
        return f'code of <a href="#codes-{name}">{name}</a>'
    form = [f"form <code>{_text(column.pattern)}</code>"] if column.pattern else []
    return ", ".join([*map(_text, bounds(column)), *form])


def _vocabulary(name: str, book: Codebook) -> Iterator[str]:
    users = [
        f'<a href="#column-{_text(table)}-{_text(column)}">{_text(table)}.{_text(column)}</a>'
        for table, column in book.users(name)
    ]
    yield f'<section aria-labelledby="codes-{_text(name)}">'
    yield f'<h3 id="codes-{_text(name)}"><code>{_text(name)}</code></h3>'
    if users:
        yield f'<p class="muted">In {", ".join(users)}.</p>'
    yield from _grid(
        f"Codes of {name}",
        ("Code", "Label", "Definition", "Examples", "Elsewhere", "Used"),
        [_code(code, book.used.get((name, code.code), 0)) for code in book.law.codes[name]],
    )
    yield "</section>"


def _code(code: Code, used: int) -> Sequence[str]:
    note = f' <span class="muted">{_prose(code.note)}</span>' if code.note else ""
    examples = "<br>".join(map(_text, code.examples))
    return (f"<code>{_text(code.code)}</code>", _text(code.label),
            f"{_prose(code.definition)}{note}", examples, _text(elsewhere(code)), f"{used:,}",
            )  # fmt: skip


def _rules(book: Codebook) -> Iterator[str]:
    yield from _grid(
        "Rules",
        ("Rule", "Says", "Kind", "Why", "Warnings"),
        [
            (
                f'<span id="rule-{_text(code)}">{_text(code)}</span>',
                _prose(title),
                _SEVERITY.get(severity, _text(severity)),
                _prose(why),
                f"{book.found.get(code, 0):,}",
            )
            for code, title, severity, why in book.rules()
        ],
    )


def _grid(label: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose first cells head their rows, and whose last cells are numbers."""
    last = len(heads) - 1
    yield f'<div class="wide" role="region" aria-label="{_text(label)}" tabindex="0"><table>'
    cells = "".join(
        f'<th scope="col"{_number(at == last)}>{name}</th>' for at, name in enumerate(heads)
    )
    yield f"<thead><tr>{cells}</tr></thead><tbody>"
    for row in rows:
        more = "".join(
            f"<td{_number(at == last)}>{cell}</td>" for at, cell in enumerate(row[1:], 1)
        )
        yield f'<tr><th scope="row">{row[0]}</th>{more}</tr>'
    yield "</tbody></table></div>"


def _number(is_number: bool) -> str:  # noqa: FBT001 - the one thing it is asked
    return ' class="number"' if is_number else ""


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f"<code>{_text(column)}</code>" for column in columns)


def _prose(text: str) -> str:
    """Words of the law, in which backquotes mark what is written as it stands."""
    return _MARKED.sub(r"<code>\1</code>", _text(text))


def _text(text: str) -> str:
    return escape(visible(text))
