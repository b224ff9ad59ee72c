"""What decides on the findings of a table: is it all as it was when they were found?

A digest of a table is made of the bytes of its files and of everything else that its findings
follow from. Rather too much goes into it than too little: what is forgotten for nothing is read
again, what is remembered wrongly is a false report.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from depositary.checks.ledger import Fault
from depositary.checks.troubles import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.checks.holdings import ForeignKey, Target
    from depositary.checks.resources import Resource
    from depositary.checks.rowschemas import RowSchema
    from depositary.checks.sheets import Sheet
    from depositary.checks.stores import Store

_PACKAGE = Path(__file__).parents[1]
_CODE = ("*.py", "checks/*.py", "schema/*.py")
_MOMENTS = frozenset({"date", "time", "datetime"})
_SOME_DAY = (2001, 2, 3, 16, 5, 6, 5, 34, 0)


class Tables(NamedTuple):
    """The tables of a package, before their rows are read.

    Parameters
    ----------
    ordered : sequence of Resource
        In the order in which they are checked.
    row_schemas : mapping of str to RowSchema or None
        What the rows of each have to keep.
    foreign : mapping of str to sequence of ForeignKey
        What each refers to.
    targets : mapping
        What is referred to, by table and fields.
    version : int
        Of the standard.
    store : Store
        Where their files are.
    """

    ordered: Sequence[Resource]
    row_schemas: Mapping[str, RowSchema | None]
    foreign: Mapping[str, Sequence[ForeignKey]]
    targets: Mapping[tuple[str, tuple[str, ...]], Target]
    version: int
    store: Store


def digests(tables: Tables) -> dict[str, str]:
    """A digest of all that the findings of a table follow from, for each that may be remembered.

    The findings of a table follow from its own content and from the keys of those that it refers
    to, which follow from theirs. A table in the descriptor is not remembered, for its findings
    have places there.

    Parameters
    ----------
    tables : Tables
        All of a package.
    """
    surroundings = _surroundings()
    files = _Files(tables.store)
    own = {each.name: _own(each, tables, files, surroundings) for each in tables.ordered}
    place = {each.name: at for at, each in enumerate(tables.ordered)}
    found = {}
    for each in tables.ordered:
        # Which of two tables is read first decides which findings are listed where they are many.
        wanted = [
            [key.fields, key.target.resource, key.target.fields,
             place.get(key.target.resource, -1) - place[each.name] < 0,
             own.get(key.target.resource, "")]
            for key in tables.foreign[each.name]
        ]  # fmt: skip
        parts = [own[each.name], *(digest for *_, digest in wanted)]
        if None not in parts and each.sheet is not None and each.sheet.form != "inline":
            found[each.name] = _digest([own[each.name], wanted])
    return found


def _own(each: Resource, tables: Tables, files: _Files, surroundings: list[str]) -> str | None:
    """Of what is in a table; None where it cannot be read, or is read otherwise another day."""
    columns, rows = each.schema.columns, tables.row_schemas[each.name]
    if any(column.kind in _MOMENTS and column.form == "any" for column in columns):
        return None  # "March" is one of this year
    sheet = each.sheet
    contents = [files.digest(path) for path in each.paths]
    if sheet is None or None in contents:
        return None
    try:
        return _digest(
            [
                surroundings,
                tables.version,
                each.name,
                each.value,
                each.schema.value,
                # What could be applied of it, which may depend on this machine.
                [[column.name, *(demand.name for demand in column.constraints)]
                 for column in columns],
                [rows.source] if rows else None,
                [fields for name, fields in tables.targets if name == each.name],
                _written(sheet),
                contents,
            ]
        )  # fmt: skip
    except (TypeError, ValueError, RecursionError):  # a number or a depth that JSON cannot hold
        return None


def _written(sheet: Sheet) -> list[Any]:
    """How a table is written."""
    comments = sorted(sheet.dialect.comment_rows)
    dialect = [*sheet.dialect._replace(comment_rows=frozenset()), comments]
    # The set, now empty, is no JSON.
    dialect = [part for part in dialect if not isinstance(part, frozenset)]
    return [sheet.form, sheet.encoding, sheet.compression, sheet.inner, sheet.field_names, dialect]


class _Files:
    """Digests of files, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, list[str] | None] = {}

    def digest(self, path: str) -> list[str] | None:
        """Of the bytes of a file and of how they come; None where they cannot be read."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> list[str] | None:
        source = self._store.open(path)
        if isinstance(source, Fault):
            return None
        try:
            with source:
                return [type(source).__name__, _sha256(source)]
        except ENDS:
            return None


def _sha256(source: BinaryIO) -> str:
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


def _digest(value: Any) -> str:
    # The order of the members stays: it is that of constraints, and so of findings.
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _surroundings() -> list[str]:
    """What a check follows from beside the package: code, libraries, words of days and zones."""
    words = time.strftime("%a %A %b %B %p %c %x %X", _SOME_DAY)
    return [*_installed(), words, *time.tzname]


@cache
def _installed() -> tuple[str, ...]:
    code = hashlib.sha256()
    for pattern in _CODE:
        for module in sorted(_PACKAGE.glob(pattern)):
            code.update(module.name.encode())
            code.update(hashlib.sha256(module.read_bytes()).digest())
    return sys.version, sys.platform, code.hexdigest(), *sorted(_libraries())


def _libraries() -> Iterator[str]:
    """The libraries that are installed, with their versions, as their folders are named."""
    for folder in filter(None, sys.path):
        try:
            names = os.listdir(folder)  # noqa: PTH208 - a third of the time, and most are no folder
        except OSError:
            continue
        yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))
