"""Is this Data Package in due form: its descriptor, its files, every row of its tables?"""

from __future__ import annotations

import posixpath
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from depositary import files
from depositary.checks import advice, bounds, descriptors, resources
from depositary.checks.ledger import DescriptorLedger, Fault
from depositary.checks.limits import DESCRIPTOR_BYTES
from depositary.checks.lookalikes import odd_names
from depositary.checks.stores import ArchiveStore, FolderStore
from depositary.checks.tablewise import Check
from depositary.checks.words import shown
from depositary.yamltext import ENDINGS, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.checks.cellar import Cellar
    from depositary.checks.remembered import Memory
    from depositary.checks.resources import Resource
    from depositary.checks.stores import Store
    from depositary.findings import Finding

_NAME = "datapackage.json"
DESCRIPTORS = (_NAME, *(f"datapackage{ending}" for ending in ENDINGS))
"""Files that are looked for in a folder; the first that is there is its descriptor."""

Checked = tuple[list["Finding"], dict[str, int]]


def check_package(
    descriptor: Path,
    contents: Mapping[str, bytes] | None = None,
    memory: Memory | None = None,
    cellar: Cellar | None = None,
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
    cellar : Cellar, optional
        Where keys go that memory has no room for; without it all are kept there.

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
            return _check_archive(descriptor, contents or {}, memory, cellar)
    data = files.read_bytes(descriptor, DESCRIPTOR_BYTES)
    store = FolderStore(descriptor.parent, contents or {})
    return _check_text(data, descriptor.name, store, memory, cellar)


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
    return _check(descriptor, DescriptorLedger(file), store, memory, None)


def _check_text(
    data: bytes, file: str, store: Store, memory: Memory | None, cellar: Cellar | None
) -> Checked:
    document, found = read_document(data, file)
    if document is None:
        return found, dict.fromkeys(("tables", "rows", "cells"), 0)
    return _check(document.value, DescriptorLedger(file, document, found), store, memory, cellar)


def _check_archive(
    path: Path,
    contents: Mapping[str, bytes],
    memory: Memory | None,
    cellar: Cellar | None,
) -> Checked:
    ledger = DescriptorLedger(path.name)
    from depositary.checks import bundles

    archive = bundles.opened(path, ledger)
    found, stats = ledger.findings, dict.fromkeys(("tables", "rows", "cells"), 0)
    if archive is not None:
        with archive:
            if described := bundles.descriptor_in(archive, DESCRIPTORS, ledger):
                store = ArchiveStore(archive, posixpath.dirname(described[0]), contents)
                inner, stats = _check_text(described[1], described[0], store, memory, cellar)
                found = [*ledger.findings, *inner]
    return found, stats


def _check(
    descriptor: object,
    ledger: DescriptorLedger,
    store: Store,
    memory: Memory | None,
    cellar: Cellar | None,
) -> Checked:
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
        check = Check(store, ledger, stack, version, memory, cellar)
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
    for at, name, fault in odd_names([each.name for each in found]):
        ledger.add((*found[at].at, "name"), fault, name)
    return found
