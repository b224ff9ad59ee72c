"""``depositary check``: is it in due form?"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.checks import report
from depositary.checks.selection import Selection, names_in
from depositary.cli.checking import Options, checked, default_cache_folder, refuse_what_does_not_fit
from depositary.cli.sizes import Size
from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared

_EXAMPLES = (
    "depositary check",
    "depositary check datapackage.json --select E2,E3 --max-errors 20",
    "depositary check datapackage.json --format sarif --output check.sarif",
    "depositary check old.zip --write-baseline known.jsonl",
    "depositary check --watch",
    "depositary check datapackage.json --cache",
    "depositary check datapackage.json --memory-limit 2GB",
)


@command("check", examples=_EXAMPLES)
@click.argument("targets", nargs=-1, metavar="[TARGET]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(report.FORMS),
    default="text",
    help="How to print what was found.  [default: text]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report to a file, whole or not at all; - is standard output.",
)
@click.option(
    "--max-errors",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show so many findings; totals and exit code stay the same.",
)
@click.option("--all", "is_all", is_flag=True, help="Show every finding, also those alike.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Report only these codes; E2 stands for all that begin with it. Repeatable.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these codes out.")
@click.option("--warn", multiple=True, metavar="CODES", help="Report these codes as warnings.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Report only what this file does not hold.",
)
@click.option(
    "--write-baseline",
    "new_baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what is wrong now as known; with --baseline, what of that is still wrong.",
)
@click.option("--cache", "is_cached", is_flag=True, help="Read only tables that changed since.")
@click.option(
    "--cache-folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="As --cache, and where to keep what was found.",
)
@click.option(
    "--memory-limit",
    "memory_limit_bytes",
    type=Size(),
    metavar="SIZE",
    help="Keep keys of a package on disk when it would take more memory, such as 2GB.",
)
@click.option("--profile", "is_profiled", is_flag=True, help="Show where the time goes.")
@click.option("--watch", "is_watching", is_flag=True, help="Check again at each save.")
@shared
def check(
    targets: tuple[Path, ...],
    form: str,
    output: Path | None,
    max_errors: int | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    warn: tuple[str, ...],
    baseline: Path | None,
    new_baseline: Path | None,
    cache_folder: Path | None,
    memory_limit_bytes: int | None,
    shared: Shared,
    *,
    is_all: bool,
    is_cached: bool,
    is_profiled: bool,
    is_watching: bool,
) -> None:
    """Check a project, or any tabular Data Package.

    TARGET is a project's folder, a datapackage.json or a zip that holds one; without it, the
    project here. Several are checked one after the other, each with its report. Exit 0 fine or
    only warnings, 1 errors in the data, 2 wrong use, 3 environment.
    """
    is_printed = output is None or str(output) == "-"
    options = Options(
        targets or (shared.project,),
        "json" if shared.is_json else form,
        report.View(max_errors, is_all, shared.is_coloured and is_printed),
        Selection(*map(names_in, (select, ignore, warn))),
        None if is_printed else output,
        baseline,
        new_baseline,
        shared,
        cache_folder or (default_cache_folder() if is_cached else None),
        time.process_time() if is_profiled else None,
        memory_limit_bytes,
    )
    refuse_what_does_not_fit(options)
    if is_watching:
        from depositary.cli.watching import watch

        watch(options.targets, lambda: checked(options), shared)
    sys.exit(checked(options))
