"""Is this Data Package in due form: its descriptor, its files, every row of its tables?"""

from __future__ import annotations

import posixpath
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.checks import archives, descriptors, resources, schemas
from depositary.checks.exact import Table, check_table
from depositary.checks.keys import Keys
from depositary.checks.ledger import DescriptorLedger, Fault, TableLedger
from depositary.checks.limits import DESCRIPTOR_BYTES, RESOURCES
from depositary.checks.stores import ArchiveStore, FolderStore, path_fault
from depositary.checks.streams import READING_ERRORS
from depositary.checks.words import listed, shown

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from depositary.checks.cells import Column
    from depositary.checks.exact import Outcome
    from depositary.checks.keys import ForeignKey, Target
    from depositary.checks.resources import Resource
    from depositary.checks.stores import Store
    from depositary.findings import Finding

_NAME = "datapackage.json"

Checked = tuple[list["Finding"], dict[str, int]]


def check_package(descriptor: Path, contents: Mapping[str, bytes] | None = None) -> Checked:
    """What is wrong in a Data Package.

    Parameters
    ----------
    descriptor : Path
        A ``datapackage.json``, or a zip archive that holds one.
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
    if descriptor.is_file() and archives.looks_like_zip(descriptor):
        with files.speaking_of(descriptor):
            return _check_archive(descriptor, contents or {})
    data = files.read_bytes(descriptor, DESCRIPTOR_BYTES)
    store = FolderStore(descriptor.parent, contents or {})
    return _check_text(data, descriptor.name, store)


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
    document, found = jsontext.parse(data, file)
    if document is None:
        return found, dict.fromkeys(("tables", "rows", "cells"), 0)
    return _check(document.value, DescriptorLedger(file, document, found), store)


def _check_archive(path: Path, contents: Mapping[str, bytes]) -> Checked:
    file = path.name
    ledger = DescriptorLedger(file)
    nothing = dict.fromkeys(("tables", "rows", "cells"), 0)
    archive = archives.opened(path, file)
    if isinstance(archive, Fault):
        ledger.add((), archive)
        return ledger.findings, nothing
    with archive:
        name = _examine_members(archive, ledger)
        source = archives.member(archive, name) if name else None
        if source is None or isinstance(source, Fault):
            if source:
                ledger.add((), source)
            return ledger.findings, nothing
        try:
            with source:
                text = source.read(DESCRIPTOR_BYTES + 1)
        except READING_ERRORS as error:
            words = f"{shown(name)} cannot be unpacked: {error}."
            ledger.add((), Fault("E114", "compression-error", words, "download or pack it again"))
            return ledger.findings, nothing
        if len(text) > DESCRIPTOR_BYTES:
            words = f"{shown(name)} has more than {DESCRIPTOR_BYTES} bytes."
            ledger.add((), Fault("E108", "package-error", words))
            return ledger.findings, nothing
        store = ArchiveStore(archive, posixpath.dirname(name), contents)
        found, stats = _check_text(text, name, store)
    return [*ledger.findings, *found], stats


def _examine_members(archive: zipfile.ZipFile, ledger: DescriptorLedger) -> str:
    """The name of the descriptor in an archive; empty, and reported, where none is to be read."""
    for fault in archives.faults(archive):
        ledger.add((), fault)
    if ledger.findings:
        return ""
    for name in archive.namelist():
        unsafe = path_fault(name.rstrip("/"))
        if unsafe is not None:
            ledger.add((), unsafe)
    named = [name for name in archive.namelist() if posixpath.basename(name) == _NAME]
    # An example within a package may have a descriptor too: the one nearest to the top is meant.
    highest = min((name.count("/") for name in named), default=0)
    named = [name for name in named if name.count("/") == highest]
    if len(named) != 1:
        words = f"The archive holds no {_NAME}."
        if named:
            words = f"The archive holds {len(named)} packages: {listed(named)}."
        ledger.add((), Fault("E905", "package-error", words, f"put one {_NAME} at its top"))
        return ""
    return named[0]


@dataclass(slots=True)
class _Check:
    """A check that is under way."""

    store: Store
    ledger: DescriptorLedger
    stack: ExitStack
    version: int
    schemas: dict[str, schemas.Schema] = field(default_factory=dict)
    targets: dict[tuple[str, tuple[str, ...]], Target] = field(default_factory=dict)
    foreign: dict[str, list[ForeignKey]] = field(default_factory=dict)
    tables: dict[str, TableLedger] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def run(self, found: Sequence[Resource]) -> None:
        """Check tables: those that others refer to first."""
        for each in found:
            schemas.read_columns(each.schema, self.stack, self.version)
            self.schemas[each.name] = each.schema
        for each in found:
            schemas.examine_keys(each.schema)
            self.foreign[each.name] = schemas.foreign_keys(each.schema, self.schemas, self.targets)
        tables = [each for each in found if each.sheet]
        readable = {each.name for each in tables}
        for target in self.targets.values():
            target.is_known = target.resource in readable
        ledgers = {each.name: TableLedger(each.name, _file(each, self.ledger)) for each in tables}
        self.tables = ledgers
        for each in _targets_first(tables, self.foreign):
            self._check_table(each)
        for name, outcome in self.outcomes.items():
            outcome.keys.settle(ledgers[name])

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
        self._report_slow_patterns(each)

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
        table = Table(each.schema.value, each.schema.columns, dialect, make_keys)
        return check_table(table, each.sheet.records(self.store, ledger, marks=marks), ledger)

    def _compare_counts(self, each: Resource, outcome: Outcome) -> None:
        for name, count in (("rows", outcome.rows), ("fields", outcome.fields)):
            wanted = each.value.get(name)
            if isinstance(wanted, int) and wanted not in (0, count):
                words = f"The table has {count} {name}; the descriptor says {wanted}."
                kind = f"{name.removesuffix('s')}-count"
                fault = Fault("E120", kind, words, "build the package again", str(wanted))
                self.ledger.add((*each.at, name), fault, each.name)

    def _report_slow_patterns(self, each: Resource) -> None:
        for at, column in enumerate(each.schema.columns):
            if any(pattern.gave_up for pattern in column.patterns):
                words = f"The pattern of {shown(column.name)} takes too long on some cells, which "
                words += "are not checked against it."
                place = ("fields", at, "constraints", "pattern")
                hint = "write it without nested repeats, look-around and back-references"
                each.schema.report(place, words, hint, column.name)


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


def _targets_first(
    tables: Sequence[Resource], foreign: Mapping[str, Iterable[ForeignKey]]
) -> list[Resource]:
    """Tables, each after those that it refers to, where no circle prevents it."""
    by_name = {each.name: each for each in tables}
    ordered: dict[str, Resource] = {}
    waiting = [(each, False) for each in reversed(tables)]
    begun: set[str] = set()
    while waiting:
        each, is_after = waiting.pop()
        if is_after:
            ordered.setdefault(each.name, each)
        elif each.name not in begun:
            begun.add(each.name)
            waiting.append((each, True))
            wanted = [key.target.resource for key in foreign[each.name]]
            waiting += [(by_name[name], False) for name in wanted if name in by_name]
    return list(ordered.values())


def _check(descriptor: object, ledger: DescriptorLedger, store: Store) -> Checked:
    stats = dict.fromkeys(("tables", "rows", "cells"), 0)
    if not isinstance(descriptor, dict):
        words = "A descriptor is a JSON object."
        ledger.add((), Fault("E112", "package-error", words, 'write {"resources": […]}'))
        return ledger.findings, stats
    version = descriptors.version_of(descriptor)
    given = descriptor.get("resources")
    entries = given if isinstance(given, list) else []
    if len(entries) > RESOURCES:
        words = f"The package has {len(entries)} resources; {RESOURCES} is the most."
        ledger.add(("resources",), Fault("E108", "package-error", words, "split the package"))
        return ledger.findings, stats
    _examine_package(descriptor, entries, ledger, version)
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
    descriptor: dict[str, Any], entries: list[Any], ledger: DescriptorLedger, version: int
) -> None:
    descriptors.examine(descriptor, "datapackage", ledger, version)
    descriptors.examine_name(descriptor.get("name"), ledger, version, ())
    descriptors.examine_spelling(descriptor, "datapackage", ledger, ())
    descriptors.examine_own_profile(descriptor, ledger)
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
