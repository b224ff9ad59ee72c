"""Any other address that fsspec knows: SFTP, WebDAV, SMB, HDFS. Safe for one releaser at a time.

These have no "replace if unchanged", and a write that is cut leaves a part under the name. So what
is replaced is written aside and moved; and before it, that it is still as it was read is looked
up, which two releasers at the same moment can both find true.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from typing import TYPE_CHECKING, Any

from depositary.errors import DepositaryError, Unavailable
from depositary.release.stores import Stored, brief, too_large, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.release.stores import Address


class Filesystem:
    """A folder in a file system of fsspec.

    Parameters
    ----------
    address : Address
        ``sftp://host/folder``, or any that fsspec knows.

    Raises
    ------
    CallError
        E530 where fsspec, or what it needs for the address, is not installed.
    """

    is_conditional = False

    def __init__(self, address: Address) -> None:
        self.address = address
        with _speaking_of(address):
            try:
                from fsspec.core import url_to_fs

                self._files, root = url_to_fs(address.text, use_listings_cache=False)
            except (ImportError, ValueError) as error:
                raise unknown(address) from error
        self._root = str(root).rstrip("/")

    def read(self, name: str, limit_bytes: int) -> Stored | None:
        """What is there under a name; see :class:`depositary.release.stores.Store`."""
        with _speaking_of(self.address / name):
            try:
                if self._files.size(self._at(name)) > limit_bytes:
                    raise too_large(self.address / name, limit_bytes)
                data = bytes(self._files.cat_file(self._at(name)))
            except FileNotFoundError:
                return None
        return Stored(data, hashlib.sha256(data).hexdigest())

    def sizes(self, under: str) -> dict[str, int]:
        """The bytes of each file below a folder, by its whole name."""
        with _speaking_of(self.address / under):
            try:
                found = self._files.find(self._at(under), detail=True)
            except FileNotFoundError:
                return {}
        start = len(self._root) + 1
        return dict(sorted((path[start:], int(at["size"])) for path, at in found.items()))

    def create(self, name: str, data: bytes) -> bool:
        """Write what has no name yet: exclusively where the file system can."""
        path = self._at(name)
        with _speaking_of(self.address / name):
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            try:
                with self._files.open(path, "xb") as file:
                    file.write(data)
            except FileExistsError:
                return False
            except (ValueError, NotImplementedError):
                if self._files.exists(path):
                    return False
                self._files.pipe_file(path, data)
        return True

    def replace(self, name: str, data: bytes, tag: Any) -> bool:
        """Write over what is as it was read, as far as a look just before can tell."""
        there = self.read(name, sys.maxsize)
        if there is None or there.tag != tag:
            return False
        folder, _, last = self._at(name).rpartition("/")
        with _speaking_of(self.address / name):
            self._files.pipe_file(f"{folder}/.{last}.new", data)
            self._files.mv(f"{folder}/.{last}.new", f"{folder}/{last}")
        return True

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")


@contextlib.contextmanager
def _speaking_of(address: Address) -> Iterator[None]:
    """Turn what a file system raises into one clear error."""
    try:
        yield
    except DepositaryError:
        raise
    except PermissionError as error:
        raise Unavailable("E541", f"{address}: access is denied.",
                          "check the credentials in the environment") from error  # fmt: skip
    except Exception as error:
        raise Unavailable("E542", f"{address}: {brief(error)}.",
                          "run it again: it completes what is missing") from error  # fmt: skip
