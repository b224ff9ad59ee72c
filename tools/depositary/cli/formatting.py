"""``depositary fmt``: readings and tables in canonical form."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command("fmt", examples=("depositary fmt", "depositary fmt --check"))
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit 1 if it would.")
@shared
def fmt(shared: Shared, *, is_check: bool) -> None:
    """Write readings, cards and tables in the one form that git merges line by line.

    Only layout changes: keys in the order of the law, one line a quote. A file that cannot be
    read is left as it is and named; nothing is half written.
    """
    from depositary import formatting, project, schema
    from depositary.checks import report

    where = project.find(shared.project)
    outcome = formatting.format_project(where, schema.load(where.schema), is_check=is_check)
    verb = "would change" if is_check else "wrote"
    if shared.is_json:
        import json

        click.echo(json.dumps({"changed": list(outcome.changed)}))
    else:
        for name in outcome.changed:
            click.echo(f"{verb} {name}")
    if outcome.findings:
        found = report.Report(where.root, outcome.findings, {})
        view = report.View(is_coloured=shared.is_coloured)
        click.echo("\n".join(report.written("text", found, view)), err=shared.is_json)
        sys.exit(1)
    if not outcome.changed:
        shared.say("all in canonical form")
    sys.exit(1 if is_check and outcome.changed else 0)
