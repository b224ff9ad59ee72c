"""``depositary review``: a page on this machine where a curator decides about proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depositary.cli.desks import Desks, by_coder, now
from depositary.cli.terminal import command, shared, style
from depositary.errors import CallError

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
        "depositary review src-harbour --terminal",
        "depositary review src-harbour --coder ivo --blind",
    ),
)
@click.argument("source", required=False, metavar="[SOURCE]")
@by_coder
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Where the page answers.  [default: 7391, or any that is free]",
)
@click.option("--no-browser", "is_silent", is_flag=True, help="Only print the address.")
@click.option("--terminal", "is_terminal", is_flag=True, help="Decide here, without a browser.")
@click.option(
    "--blind",
    "is_blind",
    is_flag=True,
    help="Write a reading of your own, and see nothing of the other.",
)
@shared
def review(
    source: str | None,
    coder: str | None,
    port: int | None,
    shared: Shared,
    *,
    is_silent: bool,
    is_terminal: bool,
    is_blind: bool,
) -> None:
    """Decide about the proposals of articles, on a page in the browser.

    SOURCE is an id or a file in seeds/; without one, the page lists all articles. What nobody has
    proposed anything for yet is extracted first. Every decision is in seeds/*.reading.json before
    the page says so; the page answers to this machine alone, loads nothing from elsewhere, and ends
    with Ctrl-C.
    """
    from depositary.review.server import running
    from depositary.review.server.app import Room

    desks = Desks(shared, coder, is_apart=is_blind)
    first = desks.named(source) if source else ""
    desk_of = _opener(desks)
    if is_terminal:
        from depositary.cli.review_terminal import Terminal

        Terminal(desk_of(first or _unfinished(desks)), shared).run()
        return
    sources = {first: desks.built.sources[first]} if first else desks.built.sources
    room = Room(
        desks.law,
        sources,
        desk_of,
        lambda: _checked(desks.project),
        desks.coder,
    )

    def opened(address: str) -> None:
        click.echo(style(address, bold=True), color=shared.is_coloured)
        shared.say("every decision is saved at once; end with Ctrl-C")
        if not is_silent:
            click.launch(address)

    sock = running.listening(port)
    with sock:
        running.serve(room, sock, opened, first)


def _opener(desks: Desks) -> Callable[[str], Desk]:
    """Opens the desk of an article, after extraction where nothing was proposed for it."""

    def desk_of(source_id: str) -> Desk:
        from depositary import building
        from depositary.review.desk import Desk

        # Another article may have been decided about since this run began.
        built = building.build(desks.project, desks.law)

        def opened() -> Desk:
            return Desk(
                desks.project, desks.law, built, source_id, desks.coder, now,
                is_apart=desks.is_apart,
            )  # fmt: skip

        desk = opened()
        if desk.has_proposals or any(each.source_id == source_id for each in built.readings):
            return desk
        _propose(desks.project, desks.law, built, source_id)
        return opened()

    return desk_of


def _unfinished(desks: Desks) -> str:
    """The first article in which something is to be decided; else the first of all."""
    waiting = (desk for desk in desks.with_proposals() if any(c.is_open for c in desk.look().cards))
    desk = next(waiting, None)
    if desk is not None:
        return desk.source_id
    if not desks.built.sources:
        raise CallError("E415", "No article is in custody.", "take one in with depositary add")
    return next(iter(desks.built.sources))


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
