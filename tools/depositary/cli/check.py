"""``depositary check``: is it in due form?"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.terminal import Shared


@command(
    "check",
    examples=(
        "depositary check",
        "depositary check datapackage/datapackage.json --json",
        "depositary check --format github",
    ),
)
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to print what was found.  [default: text]",
)
@click.option("--all", "is_all", is_flag=True, help="Show every finding, also those alike.")
@shared
def check(target: Path | None, form: str, shared: Shared, *, is_all: bool) -> None:
    """Check a project, or any tabular Data Package.

    TARGET is a project's folder, a datapackage.json or a zip that holds one; without it, the
    project here. Exit 0 fine, 1 errors in the data, 2 wrong use, 3 environment.
    """
    from depositary.checks import report, run

    found = run.check(target or shared.project)
    if shared.is_json or form == "json":
        click.echo(report.as_json(found))
    elif form == "github":
        from depositary.checks.report.github import summary

        click.echo(report.github(found) or "no findings")
        if page := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(page).open("a", encoding="utf-8") as handle:
                handle.write(summary(found))
    elif found.findings or not shared.is_quiet:
        click.echo(
            report.text(found, is_coloured=shared.is_coloured, is_all=is_all),
            color=shared.is_coloured,
        )
    sys.exit(0 if found.is_valid else 1)
