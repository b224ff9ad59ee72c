"""A release at an address is read as one on this machine: fetched aside, and gone afterwards."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from depositary.errors import CallError, DataError
from depositary.release import addresses, archive
from depositary.release.stores import WEB, opened
from depositary.releases import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.release.stores import Address


@contextlib.contextmanager
def fetched(address: Address) -> Iterator[Path]:
    """A release at an address as a path, with the index and the hash that stand beside it.

    Parameters
    ----------
    address : Address
        Of its zip; or of its folder, where the store can list one.

    Yields
    ------
    Path
        Of the same name; it is removed when the block is left.

    Raises
    ------
    CallError
        E103 where nothing is there, E510 where it is too large or a folder on the web.
    DataError
        E508 where a file in it has a name that leads elsewhere.
    Unavailable
        E531, E541, E542.
    """
    with tempfile.TemporaryDirectory(prefix="depositary-") as folder:
        place = Path(folder) / (address.name or "release")
        if address.name.endswith(".zip"):
            _file(address, place)
            _beside(address.parent / f"{address.name}.sha256", Path(folder))
        else:
            _folder(address, place)
        _beside(address.parent / INDEX, Path(folder))
        yield place


def _file(address: Address, place: Path) -> None:
    data = addresses.content_of(address.text, archive.LIMIT_BYTES)
    if data is None:
        raise CallError("E103", f"There is no {address}.", "check the address")
    place.write_bytes(data)


def _beside(address: Address, folder: Path) -> None:
    data = addresses.content_beside(address, archive.LIMIT_BYTES)
    if data is not None:
        (folder / address.name).write_bytes(data)


def _folder(address: Address, place: Path) -> None:
    if address.text.startswith(WEB):
        raise CallError("E510", f"{address} is on the web, where folders cannot be listed.",
                        "name its zip")  # fmt: skip
    store = opened(address.parent)
    sizes = store.sizes(address.name)
    if not sizes:
        raise CallError("E103", f"There is no {address}.", "check the address")
    left = archive.LIMIT_BYTES
    for name in sizes:
        if ".." in PurePosixPath(name).parts or "\\" in name:
            raise DataError("E508", f"{address} holds {name!r}, which is no path of a release.")
        found = store.read(name, left)
        if found is not None:
            left -= len(found.data)
            path = place.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(found.data)
