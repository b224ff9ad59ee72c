"""A release that nobody should take any more: it stays where it is, and the index says why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from depositary import files, releases
from depositary.errors import CallError
from depositary.release import signing, uploading
from depositary.release.signatures import ALLOWED, INDEX_SIGNATURE
from depositary.release.stores import Address, opened
from depositary.releases import INDEX, LATEST

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.release.signing import Signer
    from depositary.releases import Index


def yank(target: Path | Address, version: str, reason: str, signer: Signer | None = None) -> Index:
    """Say of a published version that it is not to be taken; the index then.

    Parameters
    ----------
    target : Path or Address
        The folder of releases.
    version : str
        Listed in its index. Its files stay, so that what was cited still resolves.
    reason : str
        Why, in a sentence; empty takes it back.
    signer : Signer or None
        Who signs the index; None where nobody does.

    Raises
    ------
    CallError
        E533 where the index lists no such version, E576 where it is signed and nobody signs now.
    DataError
        E511 where the index cannot be read.
    Unavailable
        E105 to E107; for an address E541, E542, E544.
    """
    if isinstance(target, Address):
        store = opened(target)
        index = uploading.change_index(
            store, target, lambda index: _marked(index, target, version, reason)
        )
        uploading.point(store, target)
        return index
    if not target.is_dir():
        raise CallError("E533", f"{target} holds no releases.", "give --to the folder of releases")
    with files.speaking_of(target), files.locked(target):
        files.settle(*(target / name for name in (INDEX, LATEST, INDEX_SIGNATURE, ALLOWED)))
        index = _marked(releases.read_index(target), target, version, reason)
        signing.write_index(target, index, signer)
    return index


def _marked(index: Index | None, target: Path | Address, version: str, reason: str) -> Index:
    """The index with a version yanked for a reason, or standing again without one."""
    found = index.find(version) if index else None
    if index is None or found is None:
        listed = ", ".join(part.version for part in index.releases) if index else "none"
        raise CallError("E533", f"{target} lists no release {version}.", f"it lists: {listed}")
    state = "yanked" if reason else "published"
    return index.with_release(replace(found, state=state, reason=reason), index.title)
