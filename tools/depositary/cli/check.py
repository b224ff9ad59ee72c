"""``depositary check``: is it in due form?"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from depositary import files
from depositary.checks import report
from depositary.checks.selection import Selection, names_in, selected, unknown
from depositary.cli.terminal import command, shared
from depositary.codes import CODES
from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.checks.report import Report, View
    from depositary.cli.terminal import Shared

_OF_A_FORGE = ("github", "sarif")
_WHOLE = ("sarif", "junit", "html")
_AT_ONCE_CHARS = 1 << 16
_RULE = re.compile(r"[A-Z]\d*")


class _Options(NamedTuple):
    """What one call of the command asks for."""

    targets: tuple[Path, ...]
    form: str
    view: View
    selection: Selection
    output: Path | None
    baseline: Path | None
    new_baseline: Path | None
    shared: Shared


_EXAMPLES = (
    "depositary check",
    "depositary check datapackage.json --select E2,E3 --max-errors 20",
    "depositary check datapackage.json --format sarif --output check.sarif",
    "depositary check old.zip --write-baseline known.jsonl",
    "depositary check --watch",
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
    shared: Shared,
    *,
    is_all: bool,
    is_watching: bool,
) -> None:
    """Check a project, or any tabular Data Package.

    TARGET is a project's folder, a datapackage.json or a zip that holds one; without it, the
    project here. Several are checked one after the other, each with its report. Exit 0 fine or
    only warnings, 1 errors in the data, 2 wrong use, 3 environment.
    """
    is_printed = output is None or str(output) == "-"
    options = _Options(
        targets or (shared.project,),
        "json" if shared.is_json else form,
        report.View(max_errors, is_all, shared.is_coloured and is_printed),
        Selection(*map(names_in, (select, ignore, warn))),
        None if is_printed else output,
        baseline,
        new_baseline,
        shared,
    )
    _refuse_what_does_not_fit(options)
    if is_watching:
        from depositary.cli.watching import watch

        watch(options.targets, lambda: _checked(options), shared)
    sys.exit(_checked(options))


def _refuse_what_does_not_fit(options: _Options) -> None:
    """End a wrong call before the first file is read."""
    names = options.selection.names
    _refuse_unknown([name for name in names if name.startswith("E")], CODES)
    _refuse_unknown([name for name in names if not _RULE.fullmatch(name)], CODES)
    if len(options.targets) < 2:  # noqa: PLR2004 - several targets are two or more
        return
    if options.form in _WHOLE or options.output:
        raise CallError(
            "E904", "A file holds the report of one package.", "call it once for each package"
        )
    if options.baseline or options.new_baseline:
        raise CallError(
            "E904", "A baseline is that of one package.", "call it once for each package"
        )


def _refuse_unknown(names: Iterable[str], codes: Iterable[str]) -> None:
    known = list(codes)
    if (name := unknown(names, known)) is not None:
        from depositary.schema.wording import did_you_mean

        hint = did_you_mean(name, known) or "depositary explain lists them"
        raise CallError("E904", f"There is no code {name}.", hint)


def _checked(options: _Options) -> int:
    """Check each target, and give the worst exit code."""
    return max([_check_one(target, options) for target in options.targets])


def _check_one(target: Path, options: _Options) -> int:
    from depositary.checks import run

    found = run.check(target)
    if found.rules:
        names = options.selection.names
        _refuse_unknown([name for name in names if not name.startswith("E")], found.rules)
    prefix = _prefix(found, options.form)
    found = selected(found, options.selection)._replace(prefix=prefix)
    if options.baseline or options.new_baseline:
        found = _by_baseline(found, options)
    _publish(found, options)
    if options.new_baseline and not options.baseline:
        return 0
    return 0 if found.is_valid else 1


def _prefix(found: Report, form: str) -> str:
    """What leads to the files from here, or for a forge from the top of the checkout."""
    if form in ("json", "jsonl"):
        return ""
    top = os.environ.get("GITHUB_WORKSPACE") if form in _OF_A_FORGE else None
    start = Path(top or ".").resolve()
    place = (found.archive or found.root).resolve()
    inner = place.relative_to(start).as_posix() if place.is_relative_to(start) else "."
    return "" if inner == "." else f"{inner}/"


def _by_baseline(found: Report, options: _Options) -> Report:
    """Leave out what is known, and write anew what was asked for."""
    from depositary.checks import baseline

    made = baseline.baseline_of(found.findings)
    if options.baseline:
        known = baseline.read(options.baseline)
        found, made = baseline.without_known(found, known, options.selection.takes)
    if options.new_baseline:
        files.replace(options.new_baseline, baseline.dumped(made))
        count = f"{sum(made.values()):,} findings"
        options.shared.say(f"wrote {options.new_baseline}: {count} are known")
        if not options.baseline:
            found = found._replace(findings=(), known=len(found.findings))
    return found


def _publish(found: Report, options: _Options) -> None:
    pieces = report.written(options.form, found, options.view)
    if options.output:
        content = "".join(f"{piece}\n" for piece in pieces)
        files.replace(options.output, content.encode("utf-8", "backslashreplace"))
        options.shared.say(f"wrote {options.output}: {found.summed_up()}")
    elif found.findings or options.form != "text" or not options.shared.is_quiet:
        for batch in _batches(pieces):
            click.echo(batch, color=options.view.is_coloured, nl=False)
    if options.form == "github" and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        with files.speaking_of(Path(page)), Path(page).open("a", encoding="utf-8") as handle:
            handle.writelines(f"{p}\n" for p in report.written("markdown", found, options.view))


def _batches(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces with their line feeds, together in parts that are worth a write each."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting += (piece, "\n")
        size += len(piece)
        if size > _AT_ONCE_CHARS:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)
