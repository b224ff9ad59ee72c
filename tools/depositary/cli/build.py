"""``depositary build``: readings become tables."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command("build", examples=("depositary build", "depositary build --check"))
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit 1 if not in step.")
@shared
def build(shared: Shared, *, is_check: bool) -> None:
    """Make the tables, their descriptor and the schema of readings from seeds/ and schema/.

    Quotes are found in the article, offsets, ids and date bounds computed. With an error in a
    reading nothing is written.
    """
    from depositary import building, project, schema
    from depositary.checks import report
    from depositary.findings import has_errors

    where = project.find(shared.project)
    law = schema.load(where.schema)
    built = building.build(where, law)
    made = building.artefacts(where, law, built)
    findings = list(built.findings)
    if is_check and not has_errors(findings):
        findings += building.out_of_step(where, made)
    rows = {"tables": len(built.tables), "rows": sum(map(len, built.tables.values()))}
    outcome = report.Report(where.root, tuple(sorted(findings)), rows)
    if findings:
        form = "json" if shared.is_json else "text"
        view = report.View(is_coloured=shared.is_coloured)
        click.echo("\n".join(report.written(form, outcome, view)), color=shared.is_coloured)
    if not outcome.is_valid:
        shared.say("nothing was written")
        sys.exit(1)
    changed = () if is_check else building.write(where, made)
    if shared.is_json and not findings:
        click.echo(json.dumps({"changed": list(changed), **rows}))
        return
    for name in changed:
        click.echo(f"wrote {name}")
    if not changed:
        shared.say(f"in step: {rows['rows']} rows in {rows['tables']} tables")
    elif not is_check:
        shared.say("next: depositary check")
