"""Where can a release stand other than in a folder? Stores with addresses, behind one small face.

A store keeps bytes under names. Publishing needs four things of it and no more: read, list, create
once, and replace if unchanged. ``buckets`` has them of object stores; ``filesystems`` of anything
else that fsspec knows, where the last cannot be promised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Mapping

WEB = ("http://", "https://")
_BUCKETS = ("s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss")
_FILE = "file://"
_SECRET = re.compile(r"(?<=://)[^/@]*@|[?#].*")
"""A name with a password before the host, and what follows the path: tokens stand there."""


@dataclass(frozen=True, slots=True)
class Address:
    """A folder or a file in a store; it is joined and printed as a path is.

    Parameters
    ----------
    text : str
        With its scheme: ``s3://facts/releases``.

    Examples
    --------
    >>> str(Address("sftp://ann:secret@example.org/releases/") / "1.0.0")
    'sftp://example.org/releases/1.0.0'
    """

    text: str

    def __truediv__(self, name: str) -> Address:
        """What has a name below this address."""
        return Address(f"{self.text.rstrip('/')}/{name}")

    def __str__(self) -> str:
        """The address as it may be shown: without a password or a token."""
        return _SECRET.sub("", self.text)

    @property
    def scheme(self) -> str:
        """What stands before ``://``."""
        return self.text.partition("://")[0].lower()

    @property
    def name(self) -> str:
        """Its last part."""
        return self.text.rstrip("/").rpartition("/")[2]

    @property
    def parent(self) -> Address:
        """What it lies in."""
        scheme, _, path = self.text.partition("://")
        return Address(f"{scheme}://{path.rstrip('/').rpartition('/')[0]}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store holds under a name.

    Parameters
    ----------
    data : bytes
        All of it.
    tag : Any
        Tells this state from any other; only the store that gave it reads it.
    """

    data: bytes
    tag: Any


class Store(Protocol):
    """What publishing needs of a store.

    All of them raise ``Unavailable`` E541 where access is denied and E542 where the store does
    not answer, after it was asked several times.
    """

    @property
    def is_conditional(self) -> bool:
        """Whether two writers at once cannot both succeed, and nothing is ever there in part."""

    def read(self, name: str, limit_bytes: int) -> Stored | None:
        """What is there under a name; None where nothing is, E510 where it is larger."""

    def sizes(self, under: str) -> Mapping[str, int]:
        """The bytes of each file below a folder, by its whole name, in order."""

    def create(self, name: str, data: bytes) -> bool:
        """Write what has no name yet; False, and nothing written, where it has."""

    def replace(self, name: str, data: bytes, tag: Any) -> bool:
        """Write over what is as it was read; False, and nothing written, where it is not."""


Target = Path | Address
"""A folder of releases, or the address of one."""


def place_of(text: str) -> Target:
    """The folder or the address that a text names.

    Examples
    --------
    >>> place_of("s3://facts/releases")
    Address(text='s3://facts/releases')
    >>> place_of("file:///srv/releases").name
    'releases'
    """
    if "://" not in text:
        return Path(text)
    if text.startswith(_FILE):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return Path(url2pathname(urlsplit(text).path))
    return Address(text)


def opened(address: Address) -> Store:
    """The store at an address.

    Raises
    ------
    CallError
        E530 for a scheme that nothing installed here knows, E540 for one that can only be read.
    """
    if address.text.startswith(WEB):
        raise CallError("E540", f"{address} can be read, and not be written to.",
                        "give the address of the store behind it, such as s3://…")  # fmt: skip
    if address.scheme in _BUCKETS:
        from depositary.release.stores.buckets import Bucket

        return Bucket(address)
    from depositary.release.stores.filesystems import Filesystem

    return Filesystem(address)


def unknown(address: Address) -> CallError:
    """The error for an address that nothing installed here can open."""
    return CallError("E530", f"Addresses such as {address.scheme}:// cannot be used here.",
                     "pip install 'depositary[cloud]' and what fsspec needs for it")  # fmt: skip


def too_large(address: Address, limit_bytes: int) -> CallError:
    """The error for a file that is not read because of its size."""
    return CallError("E510", f"{address} has more than {limit_bytes:,} bytes.",
                     "download it, and name its folder")  # fmt: skip


def brief(error: BaseException) -> str:
    """What went wrong, in a line: without the tokens that an address in it may hold."""
    line = str(error).strip().partition("\n")[0] or type(error).__name__
    return re.sub(r"(?<=://)[^/@\s]*@|\?[^\s'\")]*", "", line)[:300].rstrip(". ")
