"""Is this Data Package in due form: its descriptor, its files, every row of its tables?"""

from __future__ import annotations

import posixpath
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from depositary import files
from depositary.checks import advice, descriptors, resources
from depositary.checks.ledger import DescriptorLedger, Fault
from depositary.checks.stores import READING_ERRORS, ArchiveStore, FolderStore, member, path_fault
from depositary.checks.tablewise import Check
from depositary.checks.words import shown
from depositary.yamltext import ENDINGS, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.checks.remembered import Memory
    from depositary.checks.resources import Resource
    from depositary.checks.stores import Store
    from depositary.findings import Finding

_MOST_RESOURCES = 2_000
_DESCRIPTOR_LIMIT_BYTES = 1 << 24  # of objects and arrays, half a gigabyte of memory
_NAME = "datapackage.json"
DESCRIPTORS = (_NAME, *(f"datapackage{ending}" for ending in ENDINGS))
"""Files that are looked for in a folder; the first that is there is its descriptor."""

Checked = tuple[list["Finding"], dict[str, int]]


def check_package(
    descriptor: Path,
    contents: Mapping[str, bytes] | None = None,
    memory: Memory | None = None,
) -> Checked:
    """What is wrong in a Data Package.

    Parameters
    ----------
    descriptor : Path
        A ``datapackage.json`` (or the same in YAML), or a zip archive that holds one.
    contents : mapping of str to bytes, optional
        What is read in place of a file, by its path as the descriptor names it.
    memory : Memory, optional
        Of earlier checks: what did not change since is not read again.

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
            return _check_archive(descriptor, contents or {}, memory)
    data = files.read_bytes(descriptor, _DESCRIPTOR_LIMIT_BYTES)
    store = FolderStore(descriptor.parent, contents or {})
    return _check_text(data, descriptor.name, store, memory)


def is_archive(place: Path) -> bool:
    """Whether a file is a zip archive; what is named as a descriptor and begins as one is none."""
    if not place.is_file():
        return False
    if place.suffix in (".json", *ENDINGS):
        with files.speaking_of(place), place.open("rb") as handle:
            if handle.read(64).lstrip()[:1] in (b"{", b"["):
                return False
    import zipfile

    return zipfile.is_zipfile(place)


def check_descriptor_value(
    descriptor: Mapping[str, Any],
    base: Path,
    contents: Mapping[str, bytes] | None = None,
    file: str = _NAME,
    memory: Memory | None = None,
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
    memory : Memory, optional
        As for :func:`check_package`.

    Returns
    -------
    tuple
        As for :func:`check_package`; findings about the descriptor have no line.
    """
    store = FolderStore(base, contents or {})
    return _check(descriptor, DescriptorLedger(file), store, memory)


def _check_text(data: bytes, file: str, store: Store, memory: Memory | None) -> Checked:
    document, found = read_document(data, file)
    if document is None:
        return found, dict.fromkeys(("tables", "rows", "cells"), 0)
    return _check(document.value, DescriptorLedger(file, document, found), store, memory)


def _check_archive(path: Path, contents: Mapping[str, bytes], memory: Memory | None) -> Checked:
    file = path.name
    ledger = DescriptorLedger(file)
    try:
        archive = zipfile.ZipFile(path)
    except (*READING_ERRORS, UnicodeDecodeError) as error:  # a name that is no UTF-8
        words = f"{shown(file)} is no zip archive: {error}."
        ledger.add((), Fault("E114", "compression-error", words, "pack it again"))
        return ledger.findings, dict.fromkeys(("tables", "rows", "cells"), 0)
    with archive:
        name = _examine_members(archive, ledger)
        source = member(archive, name) if name else None
        if source is None or isinstance(source, Fault):
            words = f"The archive {shown(file)} holds no {_NAME}."
            ledger.add(
                (), source or Fault("E905", "package-error", words, f"put {_NAME} at its top")
            )
            return ledger.findings, dict.fromkeys(("tables", "rows", "cells"), 0)
        try:
            with source:
                text = source.read(_DESCRIPTOR_LIMIT_BYTES)
        except READING_ERRORS as error:
            words = f"{shown(name)} cannot be unpacked: {error}."
            ledger.add((), Fault("E114", "compression-error", words, "download or pack it again"))
            return ledger.findings, dict.fromkeys(("tables", "rows", "cells"), 0)
        store = ArchiveStore(archive, posixpath.dirname(name), contents)
        found, stats = _check_text(text, name, store, memory)
    return [*ledger.findings, *found], stats


def _examine_members(archive: zipfile.ZipFile, ledger: DescriptorLedger) -> str:
    """The name of the descriptor in an archive, nearest to its top; bad names are reported."""
    seen: set[str] = set()
    for name in archive.namelist():
        fault = path_fault(name.rstrip("/"))
        if fault is not None:
            ledger.add((), fault)
        if name in seen:
            words = f"The archive holds two files named {shown(name)}."
            ledger.add((), Fault("E114", "compression-error", words, "remove one", name))
        seen.add(name)
    named = (name for name in seen if posixpath.basename(name) in DESCRIPTORS)
    return min(named, key=lambda name: (name.count("/"), name), default="")


def _check(
    descriptor: object, ledger: DescriptorLedger, store: Store, memory: Memory | None
) -> Checked:
    stats = dict.fromkeys(("tables", "rows", "cells"), 0)
    if not isinstance(descriptor, dict):
        words = "A descriptor is a JSON object."
        ledger.add((), Fault("E112", "package-error", words, 'write {"resources": […]}'))
        return ledger.findings, stats
    version = descriptors.version_of(descriptor)
    given = descriptor.get("resources")
    entries = given if isinstance(given, list) else []
    if len(entries) > _MOST_RESOURCES:
        words = f"The package has {len(entries)} resources; {_MOST_RESOURCES} is the most."
        ledger.add(("resources",), Fault("E108", "package-error", words, "split the package"))
        return ledger.findings, stats
    _examine_package(descriptor, entries, ledger, store, version)
    reader = resources.Reader(store, ledger, version)
    read = [reader.read(each, at) for at, each in enumerate(entries) if isinstance(each, dict)]
    found = _with_own_names(read, ledger)
    with ExitStack() as stack:
        check = Check(store, ledger, stack, version, memory)
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
