"""What stands at an address: over HTTP by what Python has, anywhere else by fsspec."""

from __future__ import annotations

import urllib.error
import urllib.request
from http import HTTPStatus
from typing import IO, cast

from depositary.errors import CallError, Unavailable

_PATIENCE_S = 30
_WEB = ("http://", "https://")


def content_of(address: str, limit_bytes: int) -> bytes | None:
    """The bytes at an address; None where nothing is there.

    Parameters
    ----------
    address : str
        With its scheme: ``https://…``, or one that fsspec knows, such as ``s3://…``.
    limit_bytes : int
        More than that is not read.

    Raises
    ------
    CallError
        E530 for a scheme that needs fsspec, where it is not installed or does not know it; E510
        for more bytes.
    Unavailable
        E531 where the address does not answer.
    """
    data = _over_http(address, limit_bytes) if address.startswith(_WEB) else _by_fsspec(
        address, limit_bytes)  # fmt: skip
    if data is not None and len(data) > limit_bytes:
        raise CallError("E510", f"{address} has more than {limit_bytes:,} bytes.",
                        "download it, and name its folder")  # fmt: skip
    return data


def _over_http(address: str, limit_bytes: int) -> bytes | None:
    request = urllib.request.Request(address)  # noqa: S310 - http and https only
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310 - as above
            return cast(IO[bytes], answer).read(limit_bytes + 1)
    except urllib.error.HTTPError as error:
        status, error_words = error.code, str(error)
        error.close()
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return None
        raise _silent(address, error_words) from error
    except (OSError, ValueError) as error:
        raise _silent(address, str(error)) from error


def _by_fsspec(address: str, limit_bytes: int) -> bytes | None:
    scheme = address.partition("://")[0]
    try:
        import fsspec
    except ImportError as error:
        raise _unknown(scheme) from error
    try:
        with fsspec.open(address, "rb") as file:
            return cast(IO[bytes], file).read(limit_bytes + 1)
    except FileNotFoundError:
        return None
    except (ValueError, ImportError) as error:
        raise _unknown(scheme) from error
    except OSError as error:
        raise _silent(address, str(error)) from error


def _unknown(scheme: str) -> CallError:
    return CallError("E530", f"Addresses such as {scheme}:// cannot be read here.",
                     "install fsspec and what it needs, or download the release")  # fmt: skip


def _silent(address: str, words: str) -> Unavailable:
    return Unavailable("E531", f"{address} does not answer: {words}.", "try again later")
