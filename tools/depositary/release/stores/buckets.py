"""A bucket of S3, Google or Azure: create once and replace if unchanged, by HTTP conditions.

obstore finds credentials in the environment, repeats what a server could not do (5xx, 429, a
connection that broke), and gives up in the end. All that is written here may be written twice:
a repeated create finds its own bytes, a repeated replace finds its own change.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from depositary.errors import CallError, Unavailable
from depositary.release.stores import Stored, brief, too_large, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore.store import ClientConfig, ObjectStore

    from depositary.release.stores import Address

_RETRIES = 5
_PATIENCE_S = 30
_SLOWEST_BYTES_S = 100_000
"""A connection below that is taken for a dead one."""
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT",
              "AZURE_ENDPOINT", "GOOGLE_BASE_URL")  # fmt: skip


class Bucket:
    """A folder of an object store.

    Parameters
    ----------
    address : Address
        ``s3://bucket/folder``, ``gs://``, ``az://``.
    retries : int
        How often a request is repeated.
    patience_s : int
        How long an answer is waited for; longer for what is large.

    Raises
    ------
    CallError
        E530 where obstore is not installed or does not understand the address.
    """

    is_conditional = True

    def __init__(
        self, address: Address, retries: int = _RETRIES, patience_s: int = _PATIENCE_S
    ) -> None:
        self.address = address
        self._retries, self._patience_s = retries, patience_s
        with self._speaking_of(address):
            _ = self._reader

    def read(self, name: str, limit_bytes: int) -> Stored | None:
        """What is there under a name; see :class:`depositary.release.stores.Store`."""
        import obstore

        with self._speaking_of(self.address / name):
            try:
                found = obstore.get(self._reader, name)
                if found.meta["size"] > limit_bytes:
                    raise too_large(self.address / name, limit_bytes)
                data = bytes(found.bytes())
            except FileNotFoundError:
                return None
            meta = {"e_tag": found.meta["e_tag"], "version": found.meta["version"]}
            return Stored(data, {key: value for key, value in meta.items() if value})

    def sizes(self, under: str) -> dict[str, int]:
        """The bytes of each file below a folder, by its whole name."""
        import obstore

        with self._speaking_of(self.address / under):
            found = obstore.list(self._reader, under).collect()
        return dict(sorted((meta["path"], meta["size"]) for meta in found))

    def create(self, name: str, data: bytes) -> bool:
        """Write what has no name yet."""
        return self._put(name, data, "create")

    def replace(self, name: str, data: bytes, tag: Any) -> bool:
        """Write over what is as it was read."""
        return self._put(name, data, tag)

    def _put(self, name: str, data: bytes, mode: Any) -> bool:
        from obstore.exceptions import AlreadyExistsError, GenericError, PreconditionError

        with self._speaking_of(self.address / name):
            for tried in range(self._retries + 1):
                try:
                    self._put_once(name, data, mode)
                except (AlreadyExistsError, PreconditionError):
                    return False
                except GenericError as error:
                    # Only this is not repeated by obstore, which cannot know that it may be.
                    if "Timeout" not in str(error) or tried == self._retries:
                        raise
                else:
                    return True
        return False

    def _put_once(self, name: str, data: bytes, mode: Any) -> None:
        import obstore

        # In one request: an upload in parts cannot be made to depend on a condition.
        obstore.put(self._writer(len(data)), name, data, mode=mode, use_multipart=False)

    @cached_property
    def _reader(self) -> ObjectStore:
        # A read may take long, but not without any byte coming.
        return self._client({"timeout": "15 min", "read_timeout": f"{self._patience_s} s"})

    def _writer(self, size_bytes: int) -> ObjectStore:
        patience_s = self._patience_s + size_bytes // _SLOWEST_BYTES_S
        return self._client({"timeout": f"{patience_s} s"})

    def _client(self, options: ClientConfig) -> ObjectStore:
        try:
            from obstore.store import from_url
        except ImportError as error:
            raise unknown(self.address) from error
        # Whoever names an endpoint without TLS in the environment, wants it.
        endpoints = [os.environ.get(name, "") for name in _ENDPOINTS]
        if any(endpoint.startswith("http://") for endpoint in endpoints):
            options["allow_http"] = True
        return from_url(
            self.address.text.rstrip("/"),
            client_options=options,
            retry_config={
                "max_retries": self._retries, "retry_timeout": dt.timedelta(seconds=60),
            },
        )  # fmt: skip

    @contextlib.contextmanager
    def _speaking_of(self, address: Address) -> Iterator[None]:
        """Turn what obstore raises into one clear error, in which there is no secret."""
        try:
            from obstore import exceptions
        except ImportError as error:
            raise unknown(self.address) from error
        try:
            yield
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            raise Unavailable("E541", f"{address}: access is denied.",
                              "check the credentials in the environment") from error  # fmt: skip
        except FileNotFoundError as error:
            raise _homeless(address) from error
        except (exceptions.UnknownConfigurationKeyError, exceptions.InvalidPathError,
                ValueError) as error:  # fmt: skip
            raise CallError("E540", f"{address}: {brief(error)}.", "correct the address") from error
        except (exceptions.BaseError, OSError) as error:
            if "NoSuchBucket" in str(error):
                raise _homeless(address) from error
            raise Unavailable("E542", f"{address}: {brief(error)}.",
                              "run it again: it completes what is missing") from error  # fmt: skip


def _homeless(address: Address) -> CallError:
    return CallError("E540", f"{address} cannot be written: there is no such bucket.",
                     "make the bucket, or correct the address")  # fmt: skip
