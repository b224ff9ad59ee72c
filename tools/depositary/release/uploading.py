"""A release is put into a store: its files, its archive, then the index, each by one condition.

The order is the promise. The tag manifest, which names every byte of the release, is created
first and only once: it claims the version, and whoever comes second has written nothing. The
index is replaced only if it is as it was read, when all that it names is there; ``latest.json``
follows. Whatever stops it, running it again finishes it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from depositary import releases
from depositary.errors import DataError, Unavailable
from depositary.release import archive
from depositary.release.bag import TAG_MANIFEST, release_id
from depositary.release.publishing import Published, entry
from depositary.releases import INDEX, LATEST, Index, ReleaseFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.release.stores import Address, Store
    from depositary.releases import Release

_TRIES = 20
"""How often others may change the index in the moment between reading and writing it."""
_LIMIT_BYTES = 1 << 26
"""Of an index."""


def publish(
    store: Store,
    target: Address,
    version: str,
    content: Mapping[str, bytes],
    own_id: str,
    packed: bytes = b"",
) -> Published:
    """Put a release into a store.

    Parameters
    ----------
    store : Store
        What stands at the target.
    target : Address
        The folder of releases, as it is called.
    version : str
        Of the release.
    content : mapping of str to bytes
        Its files by path, with the manifests.
    own_id : str
        SHA-256 of its tag manifest.
    packed : bytes
        Its archive; packed here where it is empty.

    Raises
    ------
    DataError
        E507 where a file stands there that is no part of it; E511 where the index cannot be read
        or is of another dataset.
    Unavailable
        E504 where the version was given with other content, E595 where it was begun with other
        content; E541, E542, E544.
    """
    descriptor = json.loads(content["datapackage.json"])
    index = index_in(store, target)
    _refuse_another(index, descriptor["name"], target)
    listed = index.find(version) if index else None
    if listed is not None and listed.release_id != own_id:
        raise _taken(target, version, is_listed=True)
    _put_files(store, target, version, content)
    data = packed or archive.pack(content)
    file = _put_archive(store, target, content, f"{descriptor['name']}-{version}.zip", data)
    why = json.loads(content["changes.json"])
    release = entry(descriptor, why, own_id, file)
    change_index(store, target, lambda index: _listing(index, release, descriptor, target))
    point(store, target)
    is_new = listed is None
    return Published(target / version, is_new, completed=(version,) if is_new else ())


def complete(store: Store, target: Address) -> Published | None:
    """Write the ``latest.json`` that a run left behind; None where it is as the index says.

    A release that is not listed yet is finished by whoever began it: only they have its files.
    """
    latest, index = store.read(LATEST, _LIMIT_BYTES), index_in(store, target)
    if index is None or (latest is not None and latest.data == releases.latest_text(index)):
        return None
    point(store, target)
    return Published(target, is_new=False)


def index_in(store: Store, target: Address) -> Index | None:
    """The index of a store; None where it has none.

    Raises
    ------
    DataError
        E511 where it is not an index, with the place.
    """
    found = store.read(INDEX, _LIMIT_BYTES)
    return None if found is None else releases.parse_index(found.data, str(target / INDEX))


def change_index(store: Store, target: Address, change: Callable[[Index | None], Index]) -> Index:
    """Replace the index by what follows from it, again where another was quicker; the index then.

    Raises
    ------
    Unavailable
        E544 where others were quicker every time.
    """
    for _ in range(_TRIES):
        found = store.read(INDEX, _LIMIT_BYTES)
        before = None if found is None else releases.parse_index(found.data, str(target / INDEX))
        after = change(before)
        text = releases.index_text(after)
        if found is None:
            is_written = store.create(INDEX, text)
        else:
            is_written = found.data == text or store.replace(INDEX, text, found.tag)
        if is_written:
            return after
    raise _crowded(target / INDEX)


def point(store: Store, target: Address) -> None:
    """Make ``latest.json`` say what the index says.

    It is read before the index and replaced only if it is still so: whoever writes it last has
    read the newest index.
    """
    for _ in range(_TRIES):
        found = store.read(LATEST, _LIMIT_BYTES)
        index = index_in(store, target)
        text = releases.latest_text(index) if index else b""
        if not text or (found is not None and found.data == text):
            return
        if found is None:
            store.create(LATEST, text)
        else:
            store.replace(LATEST, text, found.tag)
    raise _crowded(target / LATEST)


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def _put_files(store: Store, target: Address, version: str, content: Mapping[str, bytes]) -> None:
    """Write what is missing, the claim first, and see that it is all, and nothing else."""
    there = store.sizes(version)
    for path in sorted(content, key=lambda path: (path != TAG_MANIFEST, path)):
        name = f"{version}/{path}"
        if not _is_put(store, name, content[path], is_there=name in there):
            raise _taken(target, version, is_listed=False) if path == TAG_MANIFEST else _strange(
                target / name)  # fmt: skip
    there = store.sizes(version)
    expected = {f"{version}/{path}": len(data) for path, data in content.items()}
    for name in sorted({*there, *expected}):
        if there.get(name) != expected.get(name):
            raise _strange(target / name)


def _is_put(store: Store, name: str, data: bytes, *, is_there: bool) -> bool:
    """Whether a file has its content, written now or before."""
    if not is_there and store.create(name, data):
        return True
    found = store.read(name, archive.LIMIT_BYTES)
    if found is None:
        return store.create(name, data)
    if found.data == data:
        return True
    is_torn = not store.is_conditional and data.startswith(found.data)
    return is_torn and store.replace(name, data, found.tag)


def _put_archive(
    store: Store, target: Address, content: Mapping[str, bytes], name: str, data: bytes
) -> ReleaseFile:
    """Write the archive and its hash; one that is there and holds the same is kept."""
    if not _is_put(store, name, data, is_there=False):
        found = store.read(name, archive.LIMIT_BYTES)
        data = found.data if found is not None else b""
        try:
            # Another version of zlib may have packed other bytes.
            is_same = release_id(archive.unpack(data, name)) == release_id(content)
        except (DataError, KeyError):
            is_same = False
        if not is_same:
            raise _other(target / name)
    sha256 = hashlib.sha256(data).hexdigest()
    if not _is_put(store, f"{name}.sha256", f"{sha256}  {name}\n".encode(), is_there=False):
        raise _other(target / f"{name}.sha256")
    return ReleaseFile(name, len(data), sha256)


def _listing(
    index: Index | None, release: Release, descriptor: Mapping[str, str], target: Address
) -> Index:
    _refuse_another(index, descriptor["name"], target)
    index = index or Index(descriptor["name"], descriptor["title"])
    listed = index.find(release.version)
    if listed is not None and listed.release_id != release.release_id:
        raise _taken(target, release.version, is_listed=True)
    return index if listed else index.with_release(release, descriptor["title"])


def _refuse_another(index: Index | None, name: str, target: Address) -> None:
    if index is not None and index.name != name:
        raise DataError("E511", f"{target} holds releases of {index.name}, not of {name}.",
                        "give --to another folder")  # fmt: skip


def _taken(target: Address, version: str, *, is_listed: bool) -> Unavailable:
    if is_listed:
        return Unavailable(
            "E504",
            f"{target / version} is there with other content; a version is never given twice.",
            "run make-release again: it compares with that version and takes the next one",
        )
    return Unavailable(
        "E595",
        f"{target / version} was begun by another run, with other content, and is not listed yet.",
        "wait for that run, and run make-release again; where it was yours, and you corrected "
        "something since: make-release --skip-begun takes the next number",
    )


def _strange(address: Address) -> DataError:
    return DataError("E507", f"{address} is no file of this release, or not whole.",
                     "remove it, and run it again")  # fmt: skip


def _other(address: Address) -> Unavailable:
    return Unavailable("E504", f"{address} is there with other content.",
                       "remove it if no release lists it, and run it again")  # fmt: skip


def _crowded(address: Address) -> Unavailable:
    return Unavailable("E544", f"{address} was changed by others {_TRIES} times in a row.",
                       "run it again when they are done")  # fmt: skip
