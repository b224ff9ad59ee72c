"""``depositary init``: begin a dataset of your own."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary import scaffold
from depositary.cli.terminal import command, shared
from depositary.errors import CallError

if TYPE_CHECKING:
    from depositary.cli.streams import Shared

_QUESTIONS = {
    "title": "What is the dataset called?",
    "description": "What is in it, in a sentence?",
    "contributor": "Who makes it? Your name",
}


@command(
    "init",
    examples=(
        "depositary init lake",
        'depositary init lake --title "Lake Orin" --contributor "Ada Holm" --license CC0-1.0',
        "depositary init lake --law ../harbour/schema",
    ),
)
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", default="", help="What the dataset is called; asked for at a terminal.")
@click.option("--description", default="", help="What is in it, in a sentence; asked for as well.")
@click.option(
    "--contributor", "contributors", multiple=True, metavar="NAME",
    help="Who makes it; asked for as well. Repeatable.",
)  # fmt: skip
@click.option("--name", default="", help="Its short name; made of the title.")
@click.option("--keyword", "keywords", multiple=True, help="To be found by. Repeatable.")
@click.option(
    "--license",
    "licence",
    type=click.Choice([*scaffold.LICENSES]),
    default="CC-BY-4.0",
    help="Under which it is published.  [default: CC-BY-4.0]",
)
@click.option(
    "--updated", default="", metavar="DATE", help="Day of the last change.  [default: today]"
)
@click.option(
    "--law",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Take tables, codes and rules from this schema/, not from ours.",
)
@shared
def init(
    folder: Path,
    title: str,
    description: str,
    contributors: tuple[str, ...],
    name: str,
    keywords: tuple[str, ...],
    licence: str,
    updated: str,
    law: Path | None,
    shared: Shared,
) -> None:
    """Begin a dataset: FOLDER gets the law, room for articles, and tables without rows yet.

    What it is called, what is in it and who makes it stand in schema/dataset.json, where all of it
    can be changed later. Nothing that is in FOLDER is lost.
    """
    from depositary import project

    asks = sys.stdin.isatty() and not shared.is_json
    about = scaffold.About(
        title=_told("title", title, asks=asks),
        description=_told("description", description, asks=asks),
        contributors=contributors or (_told("contributor", "", asks=asks),),
        updated=updated or f"{datetime.now().astimezone():%Y-%m-%d}",
        name=name,
        keywords=keywords,
        license=licence,
    )
    written = scaffold.begin(folder, about, law or project.packaged_schema())
    if shared.is_json:
        click.echo(json.dumps({"project": str(folder), "written": list(written)}))
        return
    metadata = about.metadata()
    click.echo(f"{metadata['name']} is begun in {folder}")
    click.echo("  schema/       the law: dataset.json says what it is; tables, codes, rules")
    click.echo("  seeds/        for articles, and what was read in them")
    click.echo("  datapackage/  the tables, without rows yet")
    shared.say(f"It may be used under {licence}; schema/dataset.json says so, and can be changed.")
    where = "" if folder == Path() else f"cd {folder}, then "
    shared.say(f"Next: {where}depositary add FILE --published DATE")


def _told(what: str, said: str, *, asks: bool) -> str:
    """What was said of the dataset, or is said now."""
    if said.strip():
        return said.strip()
    if not asks:
        raise CallError(
            "E904", f"--{what} is missing, and there is nobody to ask.", f'--{what} "…"'
        )
    words: str = click.prompt(_QUESTIONS[what], err=True)
    return words.strip()
