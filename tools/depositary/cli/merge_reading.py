"""``depositary merge-reading``: the work of two curators on one reading, together."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command(
    "merge-reading",
    examples=(
        "depositary merge-reading --install",
        "depositary merge-reading base.json ours.json theirs.json",
    ),
)
@click.argument("base", type=click.Path(path_type=Path), required=False)
@click.argument("ours", type=click.Path(path_type=Path), required=False)
@click.argument("theirs", type=click.Path(path_type=Path), required=False)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--install", "is_install", is_flag=True, help="Have git do so in this clone.")
@click.option(
    "--marker-size", type=click.IntRange(min=1), default=7, metavar="N",
    help="Characters of a marker of conflict.  [default: 7]",
)  # fmt: skip
@shared
def merge_reading(
    base: Path | None,
    ours: Path | None,
    theirs: Path | None,
    path: Path | None,
    shared: Shared,
    *,
    is_install: bool,
    marker_size: int,
) -> None:
    """Merge what two made of one reading, entry by entry, field by field.

    BASE is what both began with; the result takes the place of OURS. PATH is where the reading
    stands in the project. Where both gave one field another value, git's markers stand around
    its line, and the exit code is 1. git calls it by itself after --install, once in a clone.
    """
    from depositary import project
    from depositary.review import gitdriver

    if is_install:
        done = gitdriver.install(project.find(shared.project), sys.executable)
        click.echo(
            json.dumps({"changed": done}) if shared.is_json else "\n".join(done), nl=bool(done)
        )
        shared.say("git merges readings entry by entry in this clone")
        return
    if base is None or ours is None or theirs is None:
        raise click.UsageError("BASE, OURS and THEIRS are needed, or --install.")
    outcome = gitdriver.merge_files(
        gitdriver.Versions(base, ours, theirs, path or ours, marker_size)
    )
    if shared.is_json:
        click.echo(json.dumps({"clean": outcome.is_clean, "by_lines": outcome.is_by_lines}))
    elif outcome.is_by_lines:
        shared.say(f"{path or ours}: not in due form everywhere, so its lines were merged")
    sys.exit(0 if outcome.is_clean else 1)
