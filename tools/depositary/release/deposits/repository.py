"""Asking a repository on the web: patient, never twice what must be done once, the token kept."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from depositary.errors import CallError, Unavailable
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE_S = 120
"""Zenodo's own gateway gives up before: it answers 504 then."""
_PAUSES_S = (1, 4, 16)
"""Between tries; a server that is overloaded is helped by nobody who hurries."""
_LIMITED_S = 60
"""Zenodo counts requests by the minute (developers.zenodo.org, "Rate Limiting")."""
_LONGEST_WAIT_S = 900
_MOST_TIMES_LIMITED = 5
_MOST_BYTES = 1 << 24
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,500}")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_JSON = "application/json"
_BINARY = "application/octet-stream"


class UnsureError(Exception):
    """What was asked may have been done or not: only the state of the server can tell."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Parameters
    ----------
    status : int
        Of HTTP, below 300; or 404, which the caller judges.
    value : object
        The JSON value; None where there is none.
    """

    status: int
    value: Any


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an error: the token is for one server, and goes to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Repository:
    """A server, and the right to write there.

    Parameters
    ----------
    address : str
        ``https://zenodo.org``; over plain HTTP only on this machine.
    token : str
        Sent in a header to this server alone; in no address, no message, no file.
    wait : callable
        Given seconds; an argument, so that a test need not wait.

    Raises
    ------
    CallError
        E550 where there is no token, or the address is not one to send it to.
    """

    address: str
    token: str = field(repr=False)
    wait: Callable[[float], None] = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what would give the token away."""
        parts = urlsplit(self.address)
        is_near = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if not (parts.scheme == "https" or is_near) or not parts.hostname or parts.username:
            raise CallError("E550", f"{self.address} is not an address to send a token to.",
                            "give one that begins with https://")  # fmt: skip
        if not _TOKEN.fullmatch(self.token):
            raise CallError(
                "E550", f"ZENODO_TOKEN holds no token for {self.address}.",
                "make one there, with the scopes deposit:write and deposit:actions, and export it",
            )  # fmt: skip

    def ask(self, method: str, url: str, body: object = None) -> Answer:
        """Ask for what may be asked twice: reading, replacing, removing.

        Parameters
        ----------
        method : {"GET", "PUT", "DELETE"}
            Of HTTP.
        url : str
            On this server.
        body : Path, bytes or object
            A file or its bytes are sent as they are, anything else as JSON; None sends nothing.

        Raises
        ------
        Unavailable
            E551 where the server refuses, E552 where it does not answer.
        """
        for pause in (*_PAUSES_S, None):
            try:
                return self.act(method, url, body)
            except UnsureError as error:
                if pause is None:
                    raise self.silent(str(error)) from error
                self.wait(pause)
        raise AssertionError  # pragma: no cover - the last pause is None

    def act(self, method: str, url: str, body: object = None) -> Answer:
        """Ask once for what is to be done once; as :meth:`ask`, but for one thing.

        Raises
        ------
        UnsureError
            Where no answer came, or one that does not say whether it was done (500 to 599).
        Unavailable
            E551, E552.
        """
        for _ in range(_MOST_TIMES_LIMITED):
            answer = self._sent(method, url, body)
            if isinstance(answer, Answer):
                return answer
            # Too many requests: it was not done. The server says when to come back.
            if answer > _LONGEST_WAIT_S:
                raise self.silent(f"it asks to wait for {answer} seconds")
            self.wait(answer)
        raise self.silent("it has had too many requests")

    def silent(self, words: str) -> Unavailable:
        """The error that it does not answer."""
        return Unavailable(
            "E552", f"{self.address} does not answer: {self._clean(words)}.",
            "run the same command again: it asks what is there already, and goes on",
        )  # fmt: skip

    def refused(self, words: str, hint: str = "") -> Unavailable:
        """The error that it answers, and not as hoped."""
        return Unavailable("E551", f"{self.address} refuses: {self._clean(words)}", hint)

    def holds(self, url: str) -> bool:
        """Whether an address is on this server, so that it may be given the token."""
        return urlsplit(url)[:2] == urlsplit(self.address)[:2]

    def _clean(self, words: str) -> str:
        return one_line(words.replace(self.token, "…"), 500)

    def _sent(self, method: str, url: str, body: object) -> Answer | int:
        """One answer; or the seconds to wait, where there were too many requests."""
        try:
            if isinstance(body, Path):
                with body.open("rb") as stream:
                    return self._answer(self._request(method, url, stream, body.stat().st_size))
            if body is None or isinstance(body, bytes):
                return self._answer(self._request(method, url, body, len(body or b"")))
            data = json.dumps(body).encode()
            return self._answer(self._request(method, url, data, len(data), _JSON))
        except urllib.error.HTTPError as error:
            with error:
                return self._judged(error)
        except (OSError, http.client.HTTPException) as error:
            raise UnsureError(str(getattr(error, "reason", error)) or "cut off") from error

    def _request(
        self, method: str, url: str, body: IO[bytes] | bytes | None, size: int, kind: str = _BINARY
    ) -> urllib.request.Request:
        if not self.holds(url):
            raise self.refused(f"it leads to {url}, which is another server.")
        headers = {"Accept": _JSON, "User-Agent": "depositary"}
        if body is not None:
            headers |= {"Content-Type": kind, "Content-Length": str(size)}
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - checked above
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        return request

    def _answer(self, request: urllib.request.Request) -> Answer:
        is_near = urlsplit(self.address).hostname in _LOOPBACK
        direct = [urllib.request.ProxyHandler({})] if is_near else []
        opener = urllib.request.build_opener(_NoRedirect, *direct)
        with cast("http.client.HTTPResponse", opener.open(request, timeout=_PATIENCE_S)) as answer:
            data = answer.read(_MOST_BYTES)
            return Answer(answer.status, self._value(data))

    def _value(self, data: bytes) -> Any:
        try:
            return json.loads(data) if data.strip() else None
        except (ValueError, RecursionError) as error:
            # A page of some gateway in between; whether the server did it is not known.
            message = "its answer is no JSON"
            raise UnsureError(message) from error

    def _judged(self, error: urllib.error.HTTPError) -> Answer | int:
        status = error.code
        if status == HTTPStatus.NOT_FOUND:
            return Answer(status, None)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            given = error.headers.get("Retry-After", "")
            return int(given) if given.isascii() and given.isdigit() else _LIMITED_S
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            message = f"HTTP {status} {error.reason}"
            raise UnsureError(message)
        hint = ""
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            hint = "is ZENODO_TOKEN of this server, with deposit:write and deposit:actions?"
        raise self.refused(f"HTTP {status}: {_said(error.read(_MOST_BYTES))}", hint)


def _said(data: bytes) -> str:
    """What an error of the API says: its message, and the fields that it names."""
    try:
        value = json.loads(data)
        more = [
            f"{part.get('field', '')} {part.get('message') or part.get('messages') or ''}"
            for part in value.get("errors", ())
        ]
        return "; ".join([str(value["message"]), *more])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return data[:200].decode("utf-8", "replace")
