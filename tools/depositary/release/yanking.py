"""A release that nobody should take any more: it stays where it is, and the index says why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from depositary import files, releases
from depositary.errors import CallError
from depositary.release import signing

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.release.signing import Signer
    from depositary.releases import Index


def yank(target: Path, version: str, reason: str, signer: Signer | None = None) -> Index:
    """Say of a published version that it is not to be taken; the index then.

    Parameters
    ----------
    target : Path
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
        E105 to E107.
    """
    if not target.is_dir():
        raise CallError("E533", f"{target} holds no releases.", "give --to the folder of releases")
    with files.speaking_of(target), files.locked(target):
        index = releases.read_index(target)
        found = index.find(version) if index else None
        if index is None or found is None:
            listed = ", ".join(part.version for part in index.releases) if index else "none"
            raise CallError("E533", f"{target} lists no release {version}.", f"it lists: {listed}")
        state = "yanked" if reason else "published"
        index = index.with_release(replace(found, state=state, reason=reason), index.title)
        signing.write_index(target, index, signer)
    return index
