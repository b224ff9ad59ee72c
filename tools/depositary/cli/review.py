"""``depositary review``: a page on this machine where a curator decides about proposals."""

from __future__ import annotations

import datetime as dt
import getpass
import subprocess
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depositary.building import Built
    from depositary.cli.streams import Shared
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.review.desk import Desk
    from depositary.schema import Law


@command(
    "review",
    examples=(
        "depositary review",
        "depositary review src-harbour",
        "depositary review src-harbour --coder mara --no-browser",
    ),
)
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--coder", metavar="NAME", help="Who decides.  [default: the name that git knows]")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Where the page answers.  [default: 7391, or any that is free]",
)
@click.option("--no-browser", "is_silent", is_flag=True, help="Only print the address.")
@shared
def review(
    source: str | None, coder: str | None, port: int | None, shared: Shared, *, is_silent: bool
) -> None:
    """Decide about the proposals of articles, on a page in the browser.

    SOURCE is an id or a file in seeds/; without one, the page lists all articles. What nobody has
    proposed anything for yet is extracted first. Every decision is in seeds/*.reading.json before
    the page says so; the page answers to this machine alone, loads nothing from elsewhere, and ends
    with Ctrl-C.
    """
    from depositary import building, project, schema
    from depositary.extraction.proposing import chosen
    from depositary.review.server import running
    from depositary.review.server.app import Room

    where = project.find(shared.project)
    law = schema.load(where.schema)
    built = building.build(where, law)
    first = chosen(built, [source])[0] if source else ""
    name = coder or _name()
    room = Room(
        law,
        {first: built.sources[first]} if first else built.sources,
        _desks(where, law, name),
        lambda: _checked(where),
        name,
    )

    def opened(address: str) -> None:
        click.echo(style(address, bold=True), color=shared.is_coloured)
        shared.say("every decision is saved at once; end with Ctrl-C")
        if not is_silent:
            click.launch(address)

    sock = running.listening(port)
    with sock:
        running.serve(room, sock, opened, first)


def _desks(where: Project, law: Law, coder: str) -> Callable[[str], Desk]:
    """Opens the desk of an article, after extraction where nothing was proposed for it."""

    def desk_of(source_id: str) -> Desk:
        from depositary import building
        from depositary.review.desk import Desk

        # Another article may have been decided about since this run began.
        built = building.build(where, law)
        desk = Desk(where, law, built, source_id, coder, _now)
        if desk.has_proposals or any(each.source_id == source_id for each in built.readings):
            return desk
        _propose(where, law, built, source_id)
        return Desk(where, law, built, source_id, coder, _now)

    return desk_of


def _propose(where: Project, law: Law, built: Built, source_id: str) -> None:
    from depositary.extraction import proposing, run
    from depositary.extraction.annotating import named

    proposing.Proposer(where, law, built, run.extractors(named(()))).propose(source_id)


def _checked(where: Project) -> Sequence[Finding]:
    """What is wrong in the project, once the tables are made anew of the readings."""
    from depositary import building, schema
    from depositary.checks.projects import check_project
    from depositary.findings import has_errors

    law = schema.load(where.schema)
    built = building.build(where, law)
    if not has_errors(list(built.findings)):
        building.write(where, building.artefacts(where, law, built))
    return check_project(where).findings


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _name() -> str:
    """Who sits here: as git calls them, or the machine."""
    from depositary.ids import slug

    try:
        done = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - the git of whoever sits here
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout.strip()
    except OSError:
        told = ""
    return slug(told or getpass.getuser())
