"""The codebook as a text to read anywhere: codebook.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.release.codebook import bounds, counted_rows, elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.release.codebook import Codebook
    from depositary.schema import Column, Table


def written(book: Codebook) -> str:
    """The codebook of a release, in Markdown."""
    law = book.law
    parts = [
        f"# Codebook of {law.dataset['title']}",
        f"Version {book.version}. Made from `schemas/`, which the tables were checked by.",
        "An empty cell is a missing value. `*` marks a column that is never empty.",
        "## Tables",
    ]
    for table in law.tables.values():
        parts += _table(table, book)
    parts.append("## Codes")
    for vocabulary in law.codes:
        parts += _vocabulary(vocabulary, book)
    parts += [
        "## Rules",
        "What one cell cannot show. A release holds to every rule that is an error.",
    ]
    parts.append("\n".join(_rules(book)))
    return "\n\n".join(parts) + "\n"


def _table(table: Table, book: Codebook) -> Iterator[str]:
    yield f"### {table.name}"
    yield f"**{table.title}**, {counted_rows(book.rows[table.name])}. {table.description}"
    yield f"Key: {_listed(table.primary_key)}."
    references = [
        f"- {_listed(key.columns)} refers to `{key.table}` ({_listed(key.references)})"
        for key in table.foreign_keys
    ]
    if references:
        yield "\n".join(references)
    lines = [
        f"| `{column.name}`{'*' if column.required else ''} | {_kind(column)} "
        f"| {_cell(column.description)} | {_example(column)} "
        f"| {book.filled[table.name, column.name]:,} |"
        for column in table.columns
    ]
    yield "\n".join(
        [
            "| column | type | what it says | example | filled |",
            "|---|---|---|---|---:|",
            *lines,
        ]
    )


def _kind(column: Column) -> str:
    if column.vocabulary:
        return f"code of [{column.vocabulary}](#{column.vocabulary})"
    form = [f"form `{_cell(column.pattern)}`"] if column.pattern else []
    return ", ".join([*bounds(column), *form])


def _example(column: Column) -> str:
    return f"`{_cell(str(column.examples[0]))}`"


def _vocabulary(name: str, book: Codebook) -> Iterator[str]:
    yield f"### {name}"
    lines = []
    for code in book.law.codes[name]:
        note = f" {code.note}" if code.note else ""
        lines.append(f"| `{code.code}` | {_cell(code.label)} | {_cell(code.definition + note)} "
                     f"| {_cell(elsewhere(code))} | {book.used.get((name, code.code), 0):,} |"
                     )  # fmt: skip
    yield "\n".join(
        ["| code | label | definition | elsewhere | used |", "|---|---|---|---|---:|", *lines]
    )


def _rules(book: Codebook) -> Iterator[str]:
    yield "| rule | says | severity | why |"
    yield "|---|---|---|---|"
    for code, title, severity, why in book.rules():
        yield f"| {code} | {_cell(title)} | {severity} | {_cell(why)} |"


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _cell(text: str) -> str:
    """Text that may stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
