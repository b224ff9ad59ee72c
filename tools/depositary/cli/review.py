"""``depositary review``: a page on this machine where a curator decides about proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depositary.cli.desks import Desks, by_coder
from depositary.cli.terminal import command, shared, style
from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.cli.streams import Shared
    from depositary.findings import Finding
    from depositary.project import Project
    from depositary.review.desk import Desk


@command(
    "review",
    examples=(
        "depositary review",
        "depositary review src-harbour --no-browser",
        "depositary review src-harbour --terminal",
        "depositary review src-harbour --coder mara --blind",
    ),
)
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--terminal", "is_terminal", is_flag=True, help="Decide here, one key a decision.")
@click.option(
    "--blind", "is_blind", is_flag=True, help="Write a reading of your own; see no other coder's."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Where the page answers.  [default: 7391, or any that is free]",
)
@click.option("--no-browser", "is_silent", is_flag=True, help="Only print the address.")
@by_coder
@shared
def review(
    source: str | None,
    coder: str | None,
    port: int | None,
    shared: Shared,
    *,
    is_terminal: bool,
    is_blind: bool,
    is_silent: bool,
) -> None:
    """Decide about the proposals of articles, on a page in the browser.

    SOURCE is an id or a file in seeds/; without one, the page lists all articles. What nobody has
    proposed anything for yet is extracted first. Every decision is in seeds/*.reading.json before
    the page says so; the page answers to this machine alone, loads nothing from elsewhere, and ends
    with Ctrl-C.
    """
    if is_blind and not coder:
        raise CallError("E904", "--blind needs the name of the coder.", "add --coder NAME")
    desks = Desks(shared, coder, is_apart=is_blind)
    first = desks.named(source) if source else ""
    if is_terminal:
        from depositary.cli.review_terminal import Terminal

        Terminal(ready(desks, first or _unfinished(desks)), shared).run()
        return
    _serve(desks, first, port, shared, is_silent=is_silent)


def ready(desks: Desks, source_id: str) -> Desk:
    """The desk of a source, after extraction where nothing was proposed for it yet.

    Parameters
    ----------
    desks : Desks
        Of the project, and of the coder.
    source_id : str
        In custody.
    """
    desk = desks.of(source_id)
    if desk.has_proposals or desk.path.is_file():
        return desk
    from depositary import building
    from depositary.extraction import proposing, run
    from depositary.extraction.annotating import named

    built = desks.built
    if desks.is_apart:
        # What the others found in the article would show in what is not proposed any more.
        others = [each for each in built.readings if each.source_id != source_id]
        built = building.assembled(desks.law, built.sources, others, [])
    proposer = proposing.Proposer(desks.project, desks.law, built, run.extractors(named(())))
    proposer.propose(source_id, desks.coder if desks.is_apart else "")
    return desks.anew(source_id)


def _unfinished(desks: Desks) -> str:
    """The first source about which something is to be decided; else the first of all.

    Raises
    ------
    CallError
        E415 where none is in custody.
    """
    waiting = (desk for desk in desks.with_proposals() if any(c.is_open for c in desk.look().cards))
    desk = next(waiting, None)
    if desk is not None:
        return desk.source_id
    if not desks.built.sources:
        raise CallError("E415", "No article is in custody.", "take one in with depositary add")
    return next(iter(desks.built.sources))


def _serve(desks: Desks, first: str, port: int | None, shared: Shared, *, is_silent: bool) -> None:
    from depositary.review.server import running
    from depositary.review.server.app import Room

    sources = {first: desks.built.sources[first]} if first else desks.built.sources

    def opened(address: str) -> None:
        click.echo(style(address, bold=True), color=shared.is_coloured)
        shared.say("every decision is saved at once; end with Ctrl-C")
        if not is_silent:
            click.launch(address)

    room = Room(
        desks.law,
        sources,
        lambda source_id: ready(Desks(shared, desks.coder, is_apart=desks.is_apart), source_id),
        lambda: _checked(desks.project),
        desks.coder,
    )
    sock = running.listening(port)
    with sock:
        running.serve(room, sock, opened, first)


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
