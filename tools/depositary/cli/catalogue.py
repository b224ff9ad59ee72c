"""``depositary catalogue``: several datasets on one page, and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.places import place
from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared
    from depositary.release.stores import Target


@command(
    "catalogue",
    examples=(
        "depositary catalogue gulls/dist treaty/dist --to site",
        "depositary catalogue https://example.org/gulls s3://facts/treaty --to site",
        "depositary catalogue s3://gulls --link s3://gulls https://example.org/gulls --to site",
    ),
)
@click.argument("places", metavar="FOLDER|ADDRESS...", nargs=-1, required=True, type=place)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where index.html and catalogue.json are written.",
)
@click.option("--title", default="", metavar="WORDS", help="Of the page.")
@click.option(
    "--link",
    "links",
    type=(place, str),
    multiple=True,
    metavar="PLACE ADDRESS",
    help="Where readers find what is read at a place; may be given again.",
)
@shared
def catalogue(
    places: tuple[Target, ...],
    folder: Path,
    title: str,
    links: tuple[tuple[Target, str], ...],
    shared: Shared,
) -> None:
    """List the datasets of several folders of releases, or of addresses of them.

    Shows the newest version of each that is not yanked, with what it says of itself, and all
    other versions with their states. The page needs no server and no scripts; links to folders
    are relative to it. The same releases give the same bytes.
    """
    from depositary.release.catalogue import TITLE, write
    from depositary.release.catalogue import catalogue as made_of

    _refuse_strange_links(places, links)
    made = made_of(places, folder, title.strip() or TITLE, dict(links))
    written = write(made, folder)
    if shared.is_json:
        names = [part.index.name for part in made.entries]
        paths = [str(path) for path in written]
        click.echo(json.dumps({"datasets": names, "files": paths}, ensure_ascii=False))
        return
    count = len(made.entries)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"{count:,} dataset{'' if count == 1 else 's'}; open {written[0]}")


def _refuse_strange_links(
    places: tuple[Target, ...], links: tuple[tuple[Target, str], ...]
) -> None:
    for where, address in links:
        if where not in places:
            raise click.UsageError(f"--link names {where}, which is none of the places.")
        if not address.startswith(("https://", "http://")):
            raise click.UsageError(f"--link leads to {address}, which is not on the web.")
