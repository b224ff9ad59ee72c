"""Is this Data Package in due form: its descriptor, its files, every row of its tables?"""

from __future__ import annotations

import posixpath
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, Any

from depositary import files
from depositary.checks import advice, bounds, descriptors, resources, schemas
from depositary.checks.exact import Table, check_table
from depositary.checks.keys import Keys
from depositary.checks.ledger import DescriptorLedger, Fault, TableLedger
from depositary.checks.limits import DESCRIPTOR_BYTES
from depositary.checks.ordering import targets_first
from depositary.checks.stores import ArchiveStore, FolderStore
from depositary.checks.words import shown
from depositary.yamltext import ENDINGS, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depositary.checks.cells import Column
    from depositary.checks.exact import Outcome
    from depositary.checks.keys import ForeignKey, Target
    from depositary.checks.resources import Resource
    from depositary.checks.rowschemas import RowSchema
    from depositary.checks.stores import Store
    from depositary.findings import Finding

_NAME = "datapackage.json"
_ROWS = "jsonSchema"
_LARGE_BYTES = 8 << 20
DESCRIPTORS = (_NAME, *(f"datapackage{ending}" for ending in ENDINGS))
"""Files that are looked for in a folder; the first that is there is its descriptor."""

Checked = tuple[list["Finding"], dict[str, int]]


def check_package(descriptor: Path, contents: Mapping[str, bytes] | None = None) -> Checked:
    """What is wrong in a Data Package.

    Parameters
    ----------
    descriptor : Path
        A ``datapackage.json`` (or the same in YAML), or a zip archive that holds one.
    contents : mapping of str to bytes, optional
        What is read in place of a file, by its path as the descriptor names it.

    Returns
    -------
    tuple
        The findings, those of the descriptor first; and how many ``tables``, ``rows`` and ``cells``
        were checked.

    Raises
    ------
    CallError
        E103, E104, E108.
    Unavailable
        E105 to E107.
    """
    if is_archive(descriptor):
        with files.speaking_of(descriptor):
            return _check_archive(descriptor, contents or {})
    data = files.read_bytes(descriptor, DESCRIPTOR_BYTES)
    store = FolderStore(descriptor.parent, contents or {})
    return _check_text(data, descriptor.name, store)


def is_archive(place: Path) -> bool:
    """Whether a file is a zip archive; what is named as a descriptor and begins as one is none."""
    if not place.is_file():
        return False
    if place.suffix in (".json", *ENDINGS):
        with files.speaking_of(place), place.open("rb") as handle:
            if handle.read(64).lstrip()[:1] in (b"{", b"["):
                return False
    from depositary.checks import archives

    return archives.looks_like_zip(place)


def check_descriptor_value(
    descriptor: Mapping[str, Any],
    base: Path,
    contents: Mapping[str, bytes] | None = None,
    file: str = _NAME,
) -> Checked:
    """What is wrong in a Data Package whose descriptor is in memory.

    Parameters
    ----------
    descriptor : mapping
        A Data Package descriptor.
    base : Path
        The folder that its paths start from.
    contents : mapping of str to bytes, optional
        As for :func:`check_package`.
    file : str
        Path of the descriptor, as findings should show it.

    Returns
    -------
    tuple
        As for :func:`check_package`; findings about the descriptor have no line.
    """
    store = FolderStore(base, contents or {})
    return _check(descriptor, DescriptorLedger(file), store)


def _check_text(data: bytes, file: str, store: Store) -> Checked:
    document, found = read_document(data, file)
    if document is None:
        return found, dict.fromkeys(("tables", "rows", "cells"), 0)
    return _check(document.value, DescriptorLedger(file, document, found), store)


def _check_archive(path: Path, contents: Mapping[str, bytes]) -> Checked:
    ledger = DescriptorLedger(path.name)
    from depositary.checks import bundles

    archive = bundles.opened(path, ledger)
    found, stats = ledger.findings, dict.fromkeys(("tables", "rows", "cells"), 0)
    if archive is not None:
        with archive:
            if described := bundles.descriptor_in(archive, DESCRIPTORS, ledger):
                store = ArchiveStore(archive, posixpath.dirname(described[0]), contents)
                inner, stats = _check_text(described[1], described[0], store)
                found = [*ledger.findings, *inner]
    return found, stats


class _Check:
    """A check that is under way."""

    __slots__ = (
        "foreign",
        "ledger",
        "outcomes",
        "row_schemas",
        "schemas",
        "stack",
        "store",
        "tables",
        "targets",
        "version",
    )

    def __init__(
        self, store: Store, ledger: DescriptorLedger, stack: ExitStack, version: int
    ) -> None:
        self.store = store
        self.ledger = ledger
        self.stack = stack
        self.version = version
        self.schemas: dict[str, schemas.Schema] = {}
        self.row_schemas: dict[str, RowSchema | None] = {}
        self.targets: dict[tuple[str, tuple[str, ...]], Target] = {}
        self.foreign: dict[str, list[ForeignKey]] = {}
        self.tables: dict[str, TableLedger] = {}
        self.outcomes: dict[str, Outcome] = {}

    def run(self, found: Sequence[Resource]) -> None:
        """Check tables: those that others refer to first."""
        for each in found:
            schemas.read_columns(each.schema, self.stack, self.version)
            self.schemas[each.name] = each.schema
            self.row_schemas[each.name] = self._row_schema(each.schema)
        for each in found:
            schemas.examine_keys(each.schema)
            self.foreign[each.name] = schemas.foreign_keys(each.schema, self.schemas, self.targets)
        tables = [each for each in found if each.sheet]
        readable = {each.name for each in tables}
        for target in self.targets.values():
            target.is_known = target.resource in readable
        ledgers = {each.name: TableLedger(each.name, _file(each, self.ledger)) for each in tables}
        self.tables = ledgers
        if sum(each.size_bytes for each in tables) > _LARGE_BYTES:
            import pyarrow.csv  # noqa: F401 - blocks that find it are read with it, small ones too
        for each in targets_first(tables, self.foreign):
            self._check_table(each)
        for name, outcome in self.outcomes.items():
            outcome.keys.settle(ledgers[name])

    def _row_schema(self, of: schemas.Schema) -> RowSchema | None:
        if of.value.get(_ROWS) is None:
            return None
        from depositary.checks.rowschemas import row_schema

        return row_schema(of, self.store, self.stack)

    def _check_table(self, each: Resource) -> None:
        ledger = self.tables[each.name]
        feeds = [target for (name, _), target in self.targets.items() if name == each.name]
        try:
            outcome = self._read(each, feeds, ledger, marks=False)
        except UnicodeDecodeError:
            ledger.findings.clear()  # from the beginning, and past what is no text
            outcome = self._read(each, feeds, ledger, marks=True)
        for target in feeds:
            target.is_complete = True
        self.outcomes[each.name] = outcome
        self._compare_counts(each, outcome)
        self._report_slow(each)

    def _read(
        self, each: Resource, feeds: Sequence[Target], ledger: TableLedger, *, marks: bool
    ) -> Outcome:
        if each.sheet is None:
            raise TypeError(each.name)
        dialect = each.sheet.dialect
        make_keys = partial(
            _keys,
            each.schema.value,
            self.foreign[each.name],
            feeds,
            ignores_case=dialect.ignores_case,
        )
        if dialect.null is not None:
            for column in each.schema.columns:
                column.missing |= {dialect.null}
        rows = self.row_schemas[each.name]
        table = Table(each.schema.value, each.schema.columns, dialect, make_keys, rows)
        with closing(each.sheet.source(self.store, ledger, marks=marks)) as source:
            return check_table(table, source, ledger)

    def _compare_counts(self, each: Resource, outcome: Outcome) -> None:
        ledger = self.tables[each.name]
        for name, count in (("rows", outcome.rows), ("fields", outcome.fields)):
            wanted = each.value.get(name)
            if isinstance(wanted, int) and wanted not in (0, count) and not ledger.is_cut:
                words = f"The table has {count} {name}; the descriptor says {wanted}."
                kind = f"{name.removesuffix('s')}-count"
                fault = Fault("E120", kind, words, "build the package again", str(wanted))
                self.ledger.add((*each.at, name), fault, each.name)

    def _report_slow(self, each: Resource) -> None:
        """Report the patterns and JSON Schemas that took too long."""
        for at, column in enumerate(each.schema.columns):
            for slow in {demand.constraint for demand in column.limited if demand.gave_up}:
                words = f"The {slow} of {shown(column.name)} takes too long on some cells, which "
                words += "are not checked against it."
                place = ("fields", at, "constraints", slow)
                each.schema.report(place, words, _SLOW_HINTS[slow], column.name)
        rows = self.row_schemas[each.name]
        if rows is not None and rows.gave_up:
            words = (
                "The JSON Schema of the rows takes too long, so that not all are held against it."
            )
            each.schema.report((_ROWS,), words, _SLOW_HINTS[_ROWS])


_SLOW_HINTS = {
    "pattern": "write it without nested repeats, look-around and back-references",
    _ROWS: "write it with fewer choices, references and patterns in one another",
}


def _keys(
    schema: Mapping[str, Any],
    foreign: Sequence[ForeignKey],
    feeds: Sequence[Target],
    columns: Sequence[Column],
    *,
    ignores_case: bool,
) -> Keys:
    return Keys(schema, columns, foreign, feeds, ignores_case=ignores_case)


def _file(each: Resource, ledger: DescriptorLedger) -> str:
    """The file of a table, as findings show it: the descriptor itself for inline data."""
    return each.paths[0] if each.paths else ledger.file


def _check(descriptor: object, ledger: DescriptorLedger, store: Store) -> Checked:
    stats = dict.fromkeys(("tables", "rows", "cells"), 0)
    if not isinstance(descriptor, dict):
        words = "A descriptor is a JSON object."
        ledger.add((), Fault("E112", "package-error", words, 'write {"resources": […]}'))
        return ledger.findings, stats
    version = descriptors.version_of(descriptor)
    given = descriptor.get("resources")
    entries = given if isinstance(given, list) else []
    excess = bounds.excess(descriptor)
    if excess is not None:
        ledger.add(*excess)
        return ledger.findings, stats
    _examine_package(descriptor, entries, ledger, store, version)
    reader = resources.Reader(store, ledger, version)
    read = [reader.read(each, at) for at, each in enumerate(entries) if isinstance(each, dict)]
    found = _with_own_names(read, ledger)
    with ExitStack() as stack:
        check = _Check(store, ledger, stack, version)
        check.run(found)
    for outcome in check.outcomes.values():
        stats["tables"] += 1
        stats["rows"] += outcome.rows
        stats["cells"] += outcome.cells
    tables = [finding for each in check.tables.values() for finding in each.closed()]
    return [*sorted(ledger.findings), *tables], stats


def _examine_package(
    descriptor: dict[str, Any],
    entries: list[Any],
    ledger: DescriptorLedger,
    store: Store,
    version: int,
) -> None:
    if ledger.file.lower().endswith(ENDINGS):
        words = "The descriptor is in YAML, which few tools read."  # Glossary, Descriptor
        hint = f"publish it as {_NAME}"
        ledger.add((), Fault("E124", "package-error", words, hint, severity="warning"))
    descriptors.examine(descriptor, "datapackage", ledger, version)
    advice.examine_words(descriptor, ledger, version)
    descriptors.examine_spelling(descriptor, "datapackage", ledger, ())
    key = "profile" if version == 1 else "$schema"
    descriptors.examine_own_profile(descriptor, key, ledger, store)
    resources.examine_other_paths(descriptor, ledger, ())
    for at, entry in enumerate(entries):
        if isinstance(entry, dict):
            resources.examine_other_paths(entry, ledger, ("resources", at))


def _with_own_names(found: list[Resource], ledger: DescriptorLedger) -> list[Resource]:
    """Resources, each with a name that no other has; those that share one are reported."""
    seen: set[str] = set()
    for each in found:
        if each.name in seen:
            words = f"Two resources have the name {shown(each.name)}."
            fault = Fault("E112", "package-error", words, "rename one of them", each.name)
            ledger.add((*each.at, "name"), fault, each.name)
            each.name = each.schema.resource = f"{each.name} ({each.at[-1]})"
        seen.add(each.name)
    return found
