"""``make-release``: publish the register as the next immutable version. One object, two doors."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from depositary.cli.changes import change_lines
from depositary.cli.places import place
from depositary.cli.terminal import Command, run, shared, style
from depositary.errors import CallError, DataError
from depositary.files import read_bytes
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from depositary.cli.streams import Shared
    from depositary.release.steps import Outcome
    from depositary.release.stores import Address

_PURPOSES = {
    "datapackage.json": "description of all tables",
    "data/": "tables, as CSV",
    "derived/": "the same tables for other programs",
    "schemas/": "the law: columns, codes, rules",
    "codebook.html": "every column, code and rule in words",
    "CHANGELOG.md": "what changed, in words",
    "changes.html": "the same as a page",
    "changes.json": "what changed, cell by cell",
    "provenance.json": "what it was made from",
    "validation-report.json": "what was checked",
}
_SOURCE_DATE = "SOURCE_DATE_EPOCH"


class _Door(Command):
    """A command that is also a program: called as one, it ends as ``depositary`` does."""

    def __call__(self, *args: Any, **_: Any) -> NoReturn:
        """Run it and leave with its exit code."""
        run(self, *args)


@click.command(
    "make-release",
    cls=_Door,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=(
        "make-release --dry-run",
        "make-release",
        "make-release --to releases --bump minor",
        "make-release --to s3://facts/releases",
        "make-release --since v1.0.0",
        "make-release --sign ~/.ssh/id_ed25519",
    ),
)
@click.option(
    "--to",
    "target",
    type=place,
    metavar="PLACE",
    help="The folder of releases, or its address.  [default: dist in the project]",
)
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Show what would be; write nothing.")
@click.option(
    "--bump",
    type=click.Choice(["patch", "minor", "major"]),
    default=None,
    help="Raise the version at least so far.",
)
@click.option(
    "--date",
    default="",
    metavar="YYYY-MM-DD",
    help=f"Day of the release.  [default: ${_SOURCE_DATE}, or updated in dataset.json]",
)
@click.option(
    "--since",
    default="",
    metavar="RELEASE",
    help="Compare with this folder, archive, address or git revision.  [default: the last]",
)
@click.option(
    "--pre",
    "stage",
    type=click.Choice(["alpha", "beta", "rc"]),
    default=None,
    help="Publish a try: 1.1.0-rc.1. It is never the latest.",
)
@click.option(
    "--sign",
    "key",
    default="",
    envvar="DEPOSITARY_SIGN",
    metavar="KEY",
    help="The SSH key that signs.  [default: $DEPOSITARY_SIGN, or that of dataset.json]",
)
@click.option(
    "--skip-begun",
    "is_skipping",
    is_flag=True,
    help="Leave out numbers that a given-up run began in a store, and take the next.",
)
@click.option("--force", "is_forced", is_flag=True, help="Let --bump lower the version.")
@click.option("--reason", default="", metavar="WORDS", help="Why --force; it is recorded.")
@click.option(
    "--notes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Put these words, in Markdown, above what the changelog lists.",
)
@click.option(
    "--edit", "is_edited", is_flag=True, help="Edit the changelog before it is published."
)
@shared
def make_release(
    target: Path | Address | None,
    bump: str | None,
    date: str,
    since: str,
    stage: str | None,
    reason: str,
    notes: Path | None,
    key: str,
    shared: Shared,
    *,
    is_dry_run: bool,
    is_forced: bool,
    is_edited: bool,
    is_skipping: bool,
) -> None:
    """Publish the register as the next immutable version.

    Checks, compares with the last release, computes the version, writes the changelog, packs,
    verifies, publishes in one step, and lists it. With errors in the data nothing is published;
    with nothing new nothing is written. Run again after any failure, it finishes the work.
    """
    from depositary.release.steps import Order, make_release

    if is_forced != bool(reason.strip()):
        raise CallError("E532", "--force and --reason are given together, or not at all.",
                        "say in words why the version is lowered")  # fmt: skip
    order = Order(shared.project, target, is_dry_run, bump or "", date or _source_date(), since,
                  stage or "", reason.strip(), _worded(notes, is_edited=is_edited),
                  key, is_skipping)  # fmt: skip
    steps = _Steps(shared)
    try:
        outcome = make_release(order, steps.done)
    except DataError as error:
        if not error.findings:
            raise
        if _told(error, shared) != error.code:
            raise
        sys.exit(error.exit_code)
    if shared.is_json:
        click.echo(json.dumps(_value(outcome), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(outcome)), color=shared.is_coloured)


def _told(error: DataError, shared: Shared) -> str:
    """Print what is wrong in the data, and give the code of the first of it."""
    from depositary import project, schema
    from depositary.checks import report
    from depositary.checks.rulewords import rule_words

    findings: tuple[Any, ...] = error.findings
    rules = {}
    if any(finding.code.startswith("R") for finding in findings):
        rules = rule_words(schema.load(project.find(shared.project).schema))
    view = report.View(is_coloured=shared.is_coloured)
    found = report.Report(shared.project, findings, {}, rules)
    click.echo("\n".join(report.written("text", found, view)), err=shared.is_json)
    return str(findings[0].code)


def _worded(notes: Path | None, *, is_edited: bool) -> Callable[[str], str]:
    """What makes a curator's words of the section of the changelog: a file, an editor, or both."""
    above = read_bytes(notes).decode("utf-8-sig", "replace").strip("\n") if notes else ""
    if is_edited and not sys.stdin.isatty():
        raise CallError(
            "E536", "--edit needs a terminal.", "give the words in a file: --notes FILE"
        )

    def edit(section: str) -> str:
        heading, _, rest = section.partition("\n")
        words = f"{heading}\n\n{above}\n{rest}" if above else section
        changed = click.edit(words, extension=".md") if is_edited else None
        return words if changed is None else changed

    return edit


class _Steps:
    """Says each step when it is done, with the time it took."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.since_s = time.perf_counter()

    def done(self, step: str, words: str) -> None:
        """Print one step on standard error."""
        now_s = time.perf_counter()
        took = f"{now_s - self.since_s:6.2f} s"
        self.since_s = now_s
        self.shared.say(
            f"  {style('ok', fg='green')}  {step:<10}{style(took, dim=True)}  {visible(words)}"
        )


def _source_date() -> str:
    """The day of SOURCE_DATE_EPOCH, in UTC; empty where it is not set."""
    seconds = os.environ.get(_SOURCE_DATE, "")
    if not seconds:
        return ""
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise CallError("E512", f"{_SOURCE_DATE} is {seconds!r}, not a number of seconds.",
                        "unset it, or give --date YYYY-MM-DD") from error  # fmt: skip


# ── what came of it ─────────────────────────────────────────────────────────────────────────────
def _lines(outcome: Outcome) -> Iterator[str]:
    yield ""
    if outcome.state == "unchanged":
        yield from _unchanged_lines(outcome)
        return
    after = f"  {style(f'after {outcome.before}', dim=True)}" if outcome.before else ""
    yield style(f"Release {outcome.version}", bold=True) + after
    yield f"  {visible(outcome.verdict.summary)}"
    yield ""
    yield from change_lines(outcome.changes)
    yield ""
    verb = "Would write to" if outcome.state == "planned" else "Wrote to"
    yield f"  {verb} {outcome.target}/"
    yield from _file_lines(outcome)
    yield ""
    for warning in outcome.warnings:
        yield f"  {style('!!', fg='yellow')}  {visible(warning.message)}"
        yield f"      {visible(warning.hint)}"
    yield from _left_lines(outcome)
    yield from _next_lines(outcome)


def _unchanged_lines(outcome: Outcome) -> Iterator[str]:
    yield style(f"Nothing changed since {outcome.before}", bold=True)
    yield "  There is nothing to publish; no empty version is made."
    yield ""
    yield from _left_lines(outcome)
    yield f"Look at it: {style(f'depositary verify {outcome.target / outcome.before}', bold=True)}"


def _left_lines(outcome: Outcome) -> Iterator[str]:
    """What an interrupted run had left."""
    for name in outcome.swept:
        yield f"  {style('!!', fg='yellow')}  removed {name}, left by an interrupted run"
    for version in outcome.completed:
        if version != outcome.version or outcome.state == "unchanged":
            yield f"  {style('!!', fg='yellow')}  {version} was not listed; finished"


def _file_lines(outcome: Outcome) -> Iterator[str]:
    sizes = outcome.sizes or {}
    archive = f"{outcome.name}-{outcome.version}.zip"
    rows = [(archive, sizes[archive], "everything, in one file")]
    for part, purpose in _PURPOSES.items():
        path = f"{outcome.version}/{part}"
        size = sum(size for name, size in sizes.items()
                   if name == path or (part.endswith("/") and name.startswith(path)))  # fmt: skip
        if size:
            rows.append((path, size, purpose))
    rest = sum(sizes.values()) - sum(size for _, size, _ in rows)
    rows.append((f"{outcome.version}/…", rest, "readme, licence, citation, hashes"))
    width = max(len(name) for name, _, _ in rows)
    for name, size, purpose in rows:
        yield f"    {name:<{width}}  {_size(size):>8}   {purpose}"


def _size(size_bytes: int) -> str:
    """A size as people read it: kilobytes of 1000 bytes."""
    if size_bytes < 1000:  # noqa: PLR2004
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:  # noqa: PLR2004
        return f"{size_bytes / 1000:.0f} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def _next_lines(outcome: Outcome) -> Iterator[str]:
    if outcome.state == "planned":
        yield f"Nothing was written. Make it: {style('make-release', bold=True)}"
        return
    archive = outcome.target / f"{outcome.name}-{outcome.version}.zip"
    yield f"Release id {outcome.release_id}"
    yield f"Verify it: {style(f'depositary verify {archive}', bold=True)}"


def _value(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "state": outcome.state,
        "name": outcome.name,
        "version": outcome.version,
        "before": outcome.before or None,
        "date": outcome.date,
        "bump": outcome.verdict.bump,
        "rule": outcome.verdict.rule,
        "summary": outcome.verdict.summary,
        "release_id": outcome.release_id,
        "target": str(outcome.target),
        "counts": outcome.changes.counts,
        "files": outcome.sizes or {},
        "swept": list(outcome.swept),
        "completed": list(outcome.completed),
        "warnings": [
            {"code": warning.code, "message": warning.message} for warning in outcome.warnings
        ],
    }
