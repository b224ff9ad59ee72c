"""``depositary query``: SQL over the tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.terminal import command, shared
from depositary.safetext import one_line
from depositary.tables import Rows, to_csv

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command(
    "query",
    examples=(
        'depositary query "SELECT kind, count(*) AS n FROM events GROUP BY kind ORDER BY n DESC"',
        "depositary query \"SELECT * FROM claims WHERE act = 'denies'\" --format csv",
    ),
)
@click.argument("sql")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How to print the rows.  [default: table]",
)
@shared
def query(sql: str, form: str, shared: Shared) -> None:
    """Ask the tables in SQL (DuckDB's dialect).

    Every table of the register stands under its name, with typed columns; nothing else can be
    read, and nothing written.
    """
    from depositary import register

    columns, rows = register.ask(register.hold(shared.project), sql)
    if shared.is_json or form == "json":
        click.echo(_as_json(columns, rows))
    elif form == "csv":
        click.echo(_as_csv(columns, rows), nl=False)
    else:
        click.echo(_as_table(columns, rows))


def _as_csv(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    cells = (tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    return to_csv(Rows("answer", tuple(columns), tuple(cells))).decode()


def _as_json(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    values = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps(values, ensure_ascii=False, indent=2, default=str)


def _as_table(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    """Columns side by side, each as wide as its widest cell up to 60; numbers to the right."""
    from rich.cells import cell_len

    cells = [[one_line("" if cell is None else str(cell), 60) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(columns, *cells, strict=True)]
    is_number = [
        all(isinstance(cell, int | float) for cell in column if cell is not None)
        for column in zip(*rows, strict=True)
    ] or [False] * len(columns)

    def line(parts: list[str]) -> str:
        padded = []
        for part, width, right in zip(parts, widths, is_number, strict=True):
            blank = " " * (width - cell_len(part))
            padded.append(blank + part if right else part + blank)
        return "  ".join(padded).rstrip()

    rule = "  ".join("─" * width for width in widths)
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    return "\n".join([line(columns), rule, *map(line, cells), count])
