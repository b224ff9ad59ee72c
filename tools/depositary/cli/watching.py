"""Check again whenever something that was checked is saved."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

import click

from depositary.cli.streams import tell_error
from depositary.errors import DepositaryError
from depositary.project import Project, is_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from depositary.cli.streams import Shared

_PAUSE_S = 0.25
_PATH_CHARS = 1_024
_MOST_FILES = 10_000
_JSON_BYTES = 1 << 24

Snapshot = dict["Path", tuple[int, int, int] | None]
"""Time, size and number of each file that is watched; None for one that is not there."""


def watch(targets: tuple[Path, ...], run: Callable[[], int], shared: Shared) -> NoReturn:
    """Run a check now and after every save, until it is interrupted.

    Parameters
    ----------
    targets : tuple of Path
        What is checked.
    run : callable
        Checks it and prints the report.
    shared : Shared
        Options of the call.

    Raises
    ------
    DepositaryError
        What keeps the first check from running; later ones go on when the file is back.
    """
    known = _snapshot(targets, {})
    _clear()
    run()
    while True:
        there = sum(state is not None for state in known.values())
        shared.say(f"watching {there} files; Ctrl-C ends")
        known = _changed(targets, known)
        _clear()
        try:
            run()
        except DepositaryError as error:
            tell_error(error.code, error.message, error.hint)


def _clear() -> None:
    if sys.stdout.isatty():
        click.clear()


def _changed(targets: tuple[Path, ...], known: Snapshot) -> Snapshot:
    """Wait until something differs and then stays as it is, so that nothing is read half saved."""
    while (seen := _snapshot(targets, known)) == known:
        time.sleep(_PAUSE_S)
    while True:
        time.sleep(_PAUSE_S)
        now = _snapshot(targets, seen)
        if now == seen:
            return now
        seen = now


def _snapshot(targets: tuple[Path, ...], before: Snapshot) -> Snapshot:
    """How the files are now: of a project all, of a package those that its descriptor names."""
    found = dict.fromkeys(path for target in targets for path in _watched(target))
    # What was named before a descriptor was half written, or gone, still counts.
    return {path: _state(path) for path in [*found, *(before.keys() - found.keys())][:_MOST_FILES]}


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _watched(target: Path) -> Iterator[Path]:
    if is_project(target):
        where = Project(target)
        for folder in (where.schema, where.seeds, where.datapackage):
            yield from (path for path in folder.rglob("*") if path.is_file())
        return
    descriptor = target / "datapackage.json" if target.is_dir() else target
    yield descriptor
    if descriptor.suffix == ".json":
        yield from _named_in(descriptor, descriptor.parent, set())


def _named_in(document: Path, base: Path, seen: set[Path]) -> Iterator[Path]:
    """What a JSON file names beside or below the descriptor, and what those name in turn."""
    seen.add(document)
    try:
        if document.stat().st_size > _JSON_BYTES:
            return
        value = json.loads(document.read_bytes())
    except (OSError, ValueError, RecursionError):
        return
    for text in _texts(value):
        path = base / text
        if path not in seen and _is_below(text):
            seen.add(path)
            yield path
            if path.suffix == ".json":
                yield from _named_in(path, base, seen)


def _is_below(text: str) -> bool:
    """Whether a text may be the path of a file of the package."""
    has_ending = "." in text.rsplit("/", 1)[-1]
    is_inside = not text.startswith(("/", "~")) and ".." not in text.split("/")
    return has_ending and is_inside and "\0" not in text and "://" not in text


def _texts(value: Any) -> Iterator[str]:
    """Every short text in a JSON value."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if 0 < len(text) <= _PATH_CHARS:
                yield text
            case list() as values:
                waiting += values
            case dict() as members:
                waiting += members.values()
