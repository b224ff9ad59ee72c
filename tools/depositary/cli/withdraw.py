"""``depositary withdraw``: take a record out, and keep its id with the reason."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared, style
from depositary.errors import DataError

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command(
    "withdraw",
    examples=(
        'depositary withdraw evt-signing --reason "It was announced and did not happen."',
        'depositary withdraw act-port --reason "A place." --successor act-arvenia',
    ),
)
@click.argument("record_id", metavar="ID")
@click.option("--reason", required=True, metavar="WORDS", help="Why; readers will see it.")
@click.option("--successor", default="", metavar="ID", help="The record to look at instead.")
@shared
def withdraw(record_id: str, reason: str, successor: str, shared: Shared) -> None:
    """Take a record out of the readings and list its id as retired.

    Where something still refers to it, each place is named and nothing is written. The next release
    keeps the id, with the reason and the successor; it is never given again.
    """
    from depositary import project, schema
    from depositary.checks import report
    from depositary.release.withdrawal import Withdrawal, withdraw

    where = project.find(shared.project)
    law = schema.load(where.schema)
    if not reason.strip():
        raise click.UsageError("--reason has no words.")
    try:
        written = withdraw(where, law, Withdrawal(record_id, reason.strip(), successor))
    except DataError as error:
        found = report.Report(where.root, error.findings, {})  # type: ignore[arg-type]
        view = report.View(is_coloured=shared.is_coloured)
        click.echo("\n".join(report.written("text", found, view)), err=shared.is_json)
        sys.exit(error.exit_code)
    if shared.is_json:
        click.echo(json.dumps({"withdrawn": record_id, "written": list(written)}))
        return
    click.echo(f"{record_id} is withdrawn; its id stays in the registry")
    for name in written:
        click.echo(f"  wrote {name}")
    shared.say(f"Next: {style('depositary build', bold=True)}")
