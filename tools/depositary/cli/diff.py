"""``depositary diff``: what differs between two versions of a package?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depositary.cli.changes import change_lines
from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared

_ROWS_SHOWN = 20


@command(
    "diff",
    examples=(
        "depositary diff dist/1.0.0 .",
        "depositary diff treaty-1.0.0.zip treaty-1.1.0.zip --json",
        "depositary diff git:v1.0.0 . --format html > changes.html",
        "depositary diff https://example.org/treaty-1.0.0.zip dist/1.1.0",
    ),
)
@click.argument("before")
@click.argument("after")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "markdown", "html", "csv"]),
    default="text",
    help="How it is written.  [default: text]",
)
@shared
def diff(before: str, after: str, form: str, shared: Shared) -> None:
    """Compare two versions of a package, row by row and cell by cell.

    BEFORE and AFTER are each a release folder or its zip, a folder of releases (its latest), a
    datapackage.json, a project (its register as it stands), a git revision (git:REV where a path
    has that name too), or the address of a zip or of a datapackage.json. Rows are told apart by
    their keys; a row that says the same under another key is renamed. All forms but text have the
    quotes behind each record.
    """
    from depositary.release.comparison import compared
    from depositary.release.editions import edition_named
    from depositary.release.forms import written

    found = compared(*(edition_named(name, shared.project) for name in (before, after)))
    form = "json" if shared.is_json else form
    if form != "text":
        for piece in written(form, found):
            click.echo(piece)
    elif found.changes.is_empty:
        click.echo("nothing differs")
    else:
        click.echo("\n".join(change_lines(found.changes, _ROWS_SHOWN)), color=shared.is_coloured)
