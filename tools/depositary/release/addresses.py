"""What stands at an address: over HTTP by what Python has, anywhere else in its store."""

from __future__ import annotations

import urllib.error
import urllib.request
from http import HTTPStatus
from typing import IO, cast

from depositary.errors import Unavailable
from depositary.release.stores import WEB, Address, opened, too_large

_PATIENCE_S = 30


def content_of(address: str, limit_bytes: int) -> bytes | None:
    """The bytes at an address; None where nothing is there.

    Parameters
    ----------
    address : str
        With its scheme: ``https://…``, ``s3://…``, or another that a store has.
    limit_bytes : int
        More than that is not read.

    Raises
    ------
    CallError
        E530 for a scheme that nothing installed here knows; E510 for more bytes.
    Unavailable
        E531 where the address does not answer, E541 and E542 where a store does not.
    """
    if not address.startswith(WEB):
        return _in_store(Address(address), limit_bytes)
    data = _over_http(address, limit_bytes)
    if data is not None and len(data) > limit_bytes:
        raise too_large(Address(address), limit_bytes)
    return data


def content_beside(address: Address, limit_bytes: int) -> bytes | None:
    """The bytes at an address whose neighbour answered; None where nothing is there.

    On the web a file that is not there is often one that is forbidden.

    Raises
    ------
    CallError, Unavailable
        As :func:`content_of`, and on the web no E531.
    """
    try:
        return content_of(address.text, limit_bytes)
    except Unavailable:
        if not address.text.startswith(WEB):
            raise
        return None


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


def _in_store(address: Address, limit_bytes: int) -> bytes | None:
    found = opened(address.parent).read(address.name, limit_bytes)
    return None if found is None else found.data


def _silent(address: str, words: str) -> Unavailable:
    return Unavailable("E531", f"{address} does not answer: {words}.", "try again later")
