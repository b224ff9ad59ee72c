"""Which package does a zip archive hold, and is the archive fit to be read at all?"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from depositary.checks import archives
from depositary.checks.ledger import Fault
from depositary.checks.limits import DESCRIPTOR_BYTES
from depositary.checks.stores import path_fault
from depositary.checks.words import listed

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Sequence
    from pathlib import Path

    from depositary.checks.ledger import DescriptorLedger


def opened(path: Path, ledger: DescriptorLedger) -> zipfile.ZipFile | None:
    """An archive whose members can be told apart; None, with a finding, for any other."""
    archive = archives.opened(path, path.name)
    if isinstance(archive, Fault):
        ledger.add((), archive)
        return None
    for fault in archives.faults(archive):
        ledger.add((), fault)
    if ledger.findings:
        archive.close()
        return None
    return archive


def descriptor_in(
    archive: zipfile.ZipFile, names: Sequence[str], ledger: DescriptorLedger
) -> tuple[str, bytes] | None:
    """The name and the text of the descriptor of an archive; None, with a finding, without one.

    Parameters
    ----------
    archive : ZipFile
        From :func:`opened`.
    names : sequence of str
        What a descriptor is called; the first is taken where a folder has several.
    ledger : DescriptorLedger
        Where findings go, those about the names of other members too.
    """
    for fault in filter(None, (path_fault(name.rstrip("/")) for name in archive.namelist())):
        ledger.add((), fault)
    named = [name for name in archive.namelist() if posixpath.basename(name) in names]
    # An example within a package may have a descriptor too: the one nearest to the top is meant.
    highest = min((name.count("/") for name in named), default=0)
    named = [name for name in named if name.count("/") == highest]
    if len({posixpath.dirname(name) for name in named}) != 1:
        words = f"The archive holds {len(named)} packages: {listed(named)}."
        words = words if named else f"The archive holds no {names[0]}."
        ledger.add((), Fault("E905", "package-error", words, f"put one {names[0]} at its top"))
        return None
    name = min(named, key=lambda name: names.index(posixpath.basename(name)))
    text = archives.content(archive, name, DESCRIPTOR_BYTES)
    if isinstance(text, Fault):
        ledger.add((), text)
        return None
    return name, text
