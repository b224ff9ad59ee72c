"""``depositary diff``: what differs between two versions of a package?"""

from __future__ import annotations

import json
from pathlib import Path
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
    ),
)
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@shared
def diff(before: Path, after: Path, shared: Shared) -> None:
    """Compare two versions of a package, row by row and cell by cell.

    BEFORE and AFTER are each a release folder or its zip, a folder of releases (its latest), a
    datapackage.json, or a project (its register as it stands). Rows are told apart by their keys.
    """
    from depositary import release

    changes = release.diff(before, after)
    if shared.is_json:
        click.echo(json.dumps(changes.as_json(), ensure_ascii=False, indent=2))
    elif changes.is_empty:
        click.echo("nothing differs")
    else:
        click.echo("\n".join(change_lines(changes, _ROWS_SHOWN)), color=shared.is_coloured)
