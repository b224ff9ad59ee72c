"""Check each target that a call names, and print what was found, in the form that it asks for."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from depositary import files
from depositary.checks import report
from depositary.checks.selection import Selection, selected, unknown
from depositary.checks.timings import begun, ended, lap
from depositary.cli.streams import Shared, say, takes_colour
from depositary.errors import CallError
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.checks.remembered import Memory
    from depositary.checks.report import Report, View
    from depositary.checks.timings import Timings

_OF_A_FORGE = ("github", "sarif")
_WHOLE = ("sarif", "junit", "html")
_AT_ONCE_CHARS = 1 << 16
_RULE = re.compile(r"R\d*")


class Options(NamedTuple):
    """What one call of the command asks for."""

    targets: tuple[Path, ...]
    form: str
    view: View
    selection: Selection
    output: Path | None
    baseline: Path | None
    new_baseline: Path | None
    shared: Shared
    cache: Path | None = None
    start_s: float | None = None
    """Seconds that the program took to start, where it is to tell where its time goes."""
    memory_limit_bytes: int | None = None


def plain(words: Sequence[str]) -> int:
    """Check as a call with no option but ``--json`` does, and give the exit code.

    Parameters
    ----------
    words : sequence of str
        Targets, and ``--json`` or not.
    """
    is_json = "--json" in words
    view = report.View(is_coloured=not is_json and takes_colour(sys.stdout))
    shared = Shared(Path(), is_json=is_json, is_coloured=view.is_coloured, is_quiet=False)
    paths = tuple(Path(word) for word in words if word != "--json") or (shared.project,)
    form = "json" if is_json else "text"
    return checked(Options(paths, form, view, Selection(), None, None, None, shared))


def refuse_what_does_not_fit(options: Options) -> None:
    """End a wrong call before the first file is read."""
    from depositary.codes import CODES

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


def checked(options: Options) -> int:
    """Check each target, and give the worst exit code."""
    return max([_check_one(target, options) for target in options.targets])


def _check_one(target: Path, options: Options) -> int:
    from depositary.checks import run

    if options.memory_limit_bytes is not None:
        # Who is told to end must leave no scratch folder behind; a query ends for this error alone.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    timings = None if options.start_s is None else begun(options.start_s)
    memory = _memory(options)
    found = run.check(target, memory, options.memory_limit_bytes)
    if memory is not None:
        _tell_of(memory, options.shared)
    if found.rules:
        names = options.selection.names
        _refuse_unknown([name for name in names if not name.startswith("E")], found.rules)
    prefix = _prefix(found, options.form)
    found = selected(found, options.selection)._replace(prefix=prefix)
    if options.baseline or options.new_baseline:
        found = _by_baseline(found, options)
    if timings is not None and options.form == "json":
        found = found._replace(profile=timings.value())
    _publish(found, options)
    if timings is not None:
        _tell_times(timings)
    if options.new_baseline and not options.baseline:
        return 0
    return 0 if found.is_valid else 1


def default_cache_folder() -> Path:
    """Where findings are kept, unless a call names a place: among what the user's programs cache.

    Never within a package: a stranger's could come with findings that tell of no fault.
    """
    return files.user_cache_folder() / "checks"


def _memory(options: Options) -> Memory | None:
    if options.cache is None:
        return None
    from depositary.checks.remembered import Memory

    return Memory(options.cache)


def _tell_of(memory: Memory, shared: Shared) -> None:
    shared.say(f"{memory.recalled} of {memory.asked} tables were known from an earlier check")
    if memory.trouble:
        shared.say(f"nothing is kept for the next: {memory.trouble}")


def _tell_times(timings: Timings) -> None:
    lap("report")
    ended()
    say("\n".join(map(visible, timings.lines())))


def _prefix(found: Report, form: str) -> str:
    """What leads to the files from here, or for a forge from the top of the checkout."""
    if form in ("json", "jsonl"):
        return ""
    top = os.environ.get("GITHUB_WORKSPACE") if form in _OF_A_FORGE else None
    start = Path(top or ".").resolve()
    place = (found.archive or found.root).resolve()
    inner = place.relative_to(start).as_posix() if place.is_relative_to(start) else "."
    return "" if inner == "." else f"{inner}/"


def _by_baseline(found: Report, options: Options) -> Report:
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


def _publish(found: Report, options: Options) -> None:
    pieces = report.written(options.form, found, options.view)
    if options.output:
        content = "".join(f"{piece}\n" for piece in pieces)
        files.replace(options.output, content.encode("utf-8", "backslashreplace"))
        options.shared.say(f"wrote {options.output}: {found.summed_up()}")
    elif found.findings or options.form != "text" or not options.shared.is_quiet:
        for batch in _batches(pieces):
            sys.stdout.write(batch)
        sys.stdout.flush()
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
