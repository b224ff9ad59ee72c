"""``depositary add``: take an article into custody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command(
    "add",
    examples=(
        "depositary add harbour.txt --published 2031-05-02 --publisher 'The Gull'",
        "depositary add page.html --published 2031-05 --published-basis inferred",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--published", required=True, metavar="EDTF", help="Date of publication, as EDTF.")
@click.option(
    "--published-basis",
    type=click.Choice(["stated", "metadata", "inferred"]),
    default="stated",
    help="How that date is known.",
)
@click.option("--title", default="", help="Headline; left out where it is not known.")
@click.option("--publisher", default="", help="Who published it; left out where not known.")
@click.option("--author", default="", help="Who wrote it; left out where not known.")
@click.option("--url", default="", help="Where it stands; left out where not known.")
@click.option("--language", default="en", help="BCP 47 tag of its language.  [default: en]")
@click.option("--kind", default="news_article", help="Kind of source.  [default: news_article]")
@click.option("--retrieved", default="", metavar="DATE", help="Day on which it was received.")
@click.option(
    "--revision-of", default="", metavar="ID", help="The source that it is a new version of."
)
@click.option(
    "--id", "source_id", default="", metavar="ID", help="Its id; else made from its name."
)
@click.option("--note", default="", help="How the date was inferred, and the like.")
@shared
def add(file: Path, shared: Shared, **known: str) -> None:
    """Take an article into custody: keep its bytes, hash them, find its body.

    FILE is a text or an HTML page. The same file again changes nothing; another text under the
    same name is refused.
    """
    from depositary import custody, project, schema

    where = project.find(shared.project)
    taken = custody.take(where, schema.load(where.schema), file, known)
    name = where.name_of(taken.card)
    if shared.is_json:
        click.echo(f'{{"source_id": "{taken.source_id}", "is_new": {str(taken.is_new).lower()}}}')
        return
    if not taken.is_new:
        click.echo(f"{taken.source_id} is in custody already: {name}. Nothing was changed.")
        return
    click.echo(f"{taken.source_id} is in custody: {where.name_of(taken.text)}, {name}")
    shared.say(f"body: characters {taken.body.start} to {taken.body.end}; the rest is furniture")
    reading = taken.card.name.replace(".source.json", ".reading.json")
    shared.say(f"next: depositary review, or write seeds/{reading} yourself; then depositary build")
