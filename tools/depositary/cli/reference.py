"""The reference pages of the documentation, made from what they describe.

``python -m depositary.cli.reference docs/reference`` writes them: commands from their help, error
codes from :mod:`depositary.codes`, tables, codes and rules from the law that the package carries.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary import files, project, schema
from depositary.cli.doors import depositary
from depositary.codes import CODES, FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.schema import Law, Table

_MADE = "<!-- Made by `make fmt` from the code and the law: edit those, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Every reference page, by the name of its file."""
    law = schema.load(project.packaged_schema())
    made = {
        "commands.md": _commands(),
        "errors.md": _errors(),
        "rules.md": _rules(law),
        "tables.md": _tables(law),
        "codes.md": _codes(law),
    }
    return {name: _MADE + "\n".join(lines) + "\n" for name, lines in made.items()}


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "Every command also takes `--project`, `--json`, `--color` and `--quiet`."
    yield "Exit codes: 0 fine, 1 errors in the data, 2 wrong use, 3 the environment failed.\n"
    context = click.Context(depositary, info_name="depositary", max_content_width=100)
    for name in depositary.list_commands(context):
        command = depositary.get_command(context, name)
        if command is None:
            continue
        yield f"## {name}\n"
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100)
        yield f"```text\n{command.get_help(inner)}\n```\n"


def _errors() -> Iterator[str]:
    yield "# Error codes\n"
    yield "`depositary explain CODE` prints the same. A code is never re-used.\n"
    for family, title in FAMILIES.items():
        yield f"## {title}\n"
        for code, words in CODES.items():
            if code.startswith(family):
                yield f"### {code}: {words.title}\n"
                yield f"{words.why}\n"
                yield f"- bad: `{_code(words.bad)}`\n- good: `{_code(words.good)}`"
                yield f"- mend: {words.mend}\n"


def _code(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ")


def _rules(law: Law) -> Iterator[str]:
    yield "# Rules\n"
    yield "What a curator may rely on beyond types and keys; each is a `SELECT` of the rows that"
    yield "break it, in `schema/rules`, or a condition within a row, in `schema/tables`.\n"
    entries = {
        clause["x-rule"]: (clause["title"], clause["description"], clause["x-mend"], table.name)
        for table in law.tables.values()
        for clause in table.clauses
    }
    entries |= {rule.code: (rule.title, rule.why, rule.mend, "") for rule in law.rules}
    for code, (title, why, mend, table) in sorted(entries.items()):
        yield f"## {code}: {title}\n"
        yield f"{why}\n\nMend: {mend}\n" + (f"\nStands in table `{table}`.\n" if table else "")


def _tables(law: Law) -> Iterator[str]:
    yield "# Tables\n"
    yield "A column marked `*` is never empty. An empty cell means: not known, or does not apply.\n"
    for table in law.tables.values():
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"{table.description}\n"
    yield f"Key: {', '.join(f'`{name}`' for name in table.primary_key)}.\n"
    yield "| column | form | meaning | example |\n|---|---|---|---|"
    for column in table.columns:
        form = column.format or column.type
        if column.vocabulary:
            form = f"codes [`{column.vocabulary}`](codes.md#{column.vocabulary})"
        target = table.target_of(column.name)
        form += f", of `{target}`" if target else ""
        star = "*" if column.required else ""
        yield (
            f"| `{column.name}`{star} | {form} | {_cell(column.description)} "
            f"| {_cell(str(column.examples[0]))} |"
        )
    yield ""


def _codes(law: Law) -> Iterator[str]:
    yield "# Codes\n"
    for vocabulary, codes in law.codes.items():
        yield f"## {vocabulary}\n"
        yield "| code | label | definition | example |\n|---|---|---|---|"
        for code in codes:
            yield (
                f"| `{code.code}` | {_cell(code.label)} | {_cell(code.definition)} "
                f"| {_cell(code.examples[0])} |"
            )
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


if __name__ == "__main__":
    for page, text in pages().items():
        files.replace(Path(sys.argv[1]) / page, text.encode())
