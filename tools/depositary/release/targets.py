"""A folder of releases or the address of one: where a release goes, and where the last one is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from depositary.errors import DataError
from depositary.findings import Finding
from depositary.release import archive, editions, publishing, uploading
from depositary.release.bag import TAG_MANIFEST
from depositary.release.fetching import fetched
from depositary.release.stores import WEB, Address, opened, place_of
from depositary.release.verification import verify
from depositary.releases import ordinal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.release.edition import Edition
    from depositary.release.publishing import Published
    from depositary.release.signing import Signer
    from depositary.release.stores import Target
    from depositary.releases import Index


def versions_in(target: Target) -> list[str]:
    """The versions in a target; of a folder, also those that an interrupted run left.

    Raises
    ------
    DataError
        E511 where its index cannot be read.
    """
    if isinstance(target, Path):
        return editions.versions_in(target)
    index = _index(target)
    return [part.version for part in reversed(index.releases)] if index else []


def numbered(target: Target, version: str, stage: str, *, is_skipping: bool) -> str:
    """A version as it is given in a target.

    Parameters
    ----------
    target : Path or Address
        The folder of releases.
    version : str
        The one that was computed.
    stage : {"", "alpha", "beta", "rc"}
        Of a pre-release, which becomes the next try of its stage.
    is_skipping : bool
        Whether numbers are left out that a run began in a store and never listed. Nothing is
        written where that run may still be writing.
    """
    if stage:
        start = f"{version}-{stage}."
        tries = [ordinal(part)[-1] for part in versions_in(target) if part.startswith(start)]
        version = f"{start}{max(tries, default=0) + 1}"
    while is_skipping and isinstance(target, Address) and _is_begun(target, version):
        kept, _, number = version.rpartition(".")
        version = f"{kept}.{int(number) + 1}"
    return version


def _is_begun(target: Address, version: str) -> bool:
    claim = opened(target).read(f"{version}/{TAG_MANIFEST}", archive.LIMIT_BYTES)
    return claim is not None and version not in versions_in(target)


def last_in(target: Target) -> str | None:
    """The highest version in a target, pre-releases left out."""
    return editions.highest(versions_in(target))


def last_edition(target: Target) -> Edition | None:
    """The highest version in a target as it was released, verified; None where there is none."""
    version = last_in(target)
    if version is None:
        return None
    if isinstance(target, Address):
        index = _index(target)
        found = index.find(version) if index else None
        if found is not None and found.files:
            return verified(target / found.files[0].name)
    return verified(target / version)


def edition_of(name: str) -> Edition | None:
    """The release at a path or an address, verified; of a folder of releases its last one.

    Returns
    -------
    Edition or None
        None for a path where nothing is: it may be the name of something else.
    """
    place = place_of(name)
    if isinstance(place, Path) and not place.exists():
        return None
    is_folder = place.is_dir() if isinstance(place, Path) else not place.name.endswith(".zip")
    last = last_edition(place) if is_folder else None
    return last if last is not None else verified(place)


def verified(place: Target) -> Edition:
    """A package that can be built upon: where it is a release, every hash of it holds.

    Raises
    ------
    DataError
        E507 and others of verification, where one does not.
    """
    if isinstance(place, Address):
        with fetched(place) as path:
            return replace(verified(path), name=str(place))
    edition = editions.edition_at(place)
    if edition.release_id:
        found = verify(place)
        if found.findings:
            first = found.findings[0]
            raise DataError(first.code, f"{place}: {first.message}",
                            "restore the release before: the next version is computed from it",
                            found.findings)  # fmt: skip
    return edition


def publish(
    target: Target,
    version: str,
    content: Mapping[str, bytes],
    release_id: str,
    signer: Signer | None = None,
    packed: bytes = b"",
) -> Published:
    """Put a release into a target; see :func:`publishing.publish`, :func:`uploading.publish`.

    The index of a folder is signed too. That of a store is not: index and signature cannot be
    replaced at once there, and a reader between the two would see a false one.
    """
    if isinstance(target, Path):
        return publishing.publish(target, version, content, release_id, signer, packed)
    return uploading.publish(opened(target), target, version, content, release_id, packed)


def complete(target: Target, signer: Signer | None = None) -> Published | None:
    """Finish what an interrupted run left in a target; None where nothing was left."""
    if isinstance(target, Path):
        return publishing.complete(target, signer)
    return uploading.complete(opened(target), target)


def caveats(target: Target) -> tuple[Finding, ...]:
    """What is to be known of a target before one publishes into it: E543, or nothing."""
    if isinstance(target, Path) or opened(target).is_conditional:
        return ()
    return (
        Finding(
            str(target), 0, 0, "E543", kind="release", severity="warning",
            message=f"{target.scheme}:// cannot replace a file only if nobody else changed it.",
            hint="let one person publish at a time, or publish to a folder, s3://, gs:// or az://",
        ),
    )  # fmt: skip


def _index(target: Address) -> Index | None:
    if target.text.startswith(WEB):
        return None
    return uploading.index_in(opened(target), target)
