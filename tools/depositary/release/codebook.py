"""Every table, column, code and rule in words: codebook.md, written from the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.schema import Column, Law, Table
    from depositary.tables import Rows

_CROSSWALKS = ("plover", "cameo", "dac", "eurovoc")


def codebook(law: Law, tables: Mapping[str, Rows], version: str) -> str:
    """The codebook of a release, in Markdown.

    Parameters
    ----------
    law : Law
        Says everything that stands in it.
    tables : mapping of str to Rows
        For the number of rows.
    version : str
        Of the release.
    """
    parts = [
        f"# Codebook of {law.dataset['title']}",
        f"Version {version}. Made from `schemas/`, which the tables were checked by.",
        "An empty cell is a missing value. `*` marks a column that is never empty.",
        "## Tables",
    ]
    for table in law.tables.values():
        parts += _table(table, len(tables[table.name]))
    parts.append("## Codes")
    for vocabulary in law.codes:
        parts += _vocabulary(vocabulary, law)
    parts += [
        "## Rules",
        "What one cell cannot show. A release holds to every rule that is an error.",
    ]
    parts.append("\n".join(_rules(law)))
    return "\n\n".join(parts) + "\n"


def _table(table: Table, rows: int) -> Iterator[str]:
    yield f"### {table.name}"
    counted = f"{rows:,} row{'' if rows == 1 else 's'}"
    yield f"**{table.title}**, {counted}. {table.description}"
    yield f"Key: {_listed(table.primary_key)}."
    references = [
        f"- {_listed(key.columns)} refers to `{key.table}` ({_listed(key.references)})"
        for key in table.foreign_keys
    ]
    if references:
        yield "\n".join(references)
    lines = [
        f"| `{column.name}`{'*' if column.required else ''} | {_kind(column)} "
        f"| {_cell(column.description)} | {_example(column)} |"
        for column in table.columns
    ]
    yield "\n".join(["| column | type | what it says | example |", "|---|---|---|---|", *lines])


def _kind(column: Column) -> str:
    if column.vocabulary:
        return f"code of [{column.vocabulary}](#{column.vocabulary})"
    kind = column.format or column.type
    bounds = [f"at least {column.minimum}"] if column.minimum is not None else []
    bounds += [f"at most {column.maximum}"] if column.maximum is not None else []
    bounds += [f"form `{_cell(column.pattern)}`"] if column.pattern else []
    return ", ".join([kind, *bounds])


def _example(column: Column) -> str:
    return f"`{_cell(str(column.examples[0]))}`"


def _vocabulary(name: str, law: Law) -> Iterator[str]:
    yield f"### {name}"
    lines = []
    for code in law.codes[name]:
        matches = [f"{scheme.upper()} {getattr(code, scheme)}" for scheme in _CROSSWALKS
                   if getattr(code, scheme)]  # fmt: skip
        note = f" {code.note}" if code.note else ""
        lines.append(f"| `{code.code}` | {_cell(code.label)} | {_cell(code.definition + note)} "
                     f"| {_cell(', '.join(matches))} |")  # fmt: skip
    yield "\n".join(["| code | label | definition | elsewhere |", "|---|---|---|---|", *lines])


def _rules(law: Law) -> Iterator[str]:
    yield "| rule | says | severity | why |"
    yield "|---|---|---|---|"
    conditions = {
        clause["x-rule"]: (clause["title"], "error", clause["description"])
        for table in law.tables.values()
        for clause in table.clauses
    }
    for rule in law.rules:
        conditions[rule.code] = (rule.title, rule.severity, rule.why)
    for code, (title, severity, why) in sorted(conditions.items()):
        yield f"| {code} | {_cell(title)} | {severity} | {_cell(why)} |"


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _cell(text: str) -> str:
    """Text that may stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
