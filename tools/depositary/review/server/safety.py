"""Who may speak to the page: one program on this machine that knows the token of this run.

A cookie would not do: pages on other ports of this machine are "same-site". A page that has its own
name rebound to this machine sends no Sec-Fetch headers, and an Origin that equals its Host; hence
the exact list of hosts. What is asked without the token does not exist.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = "x-depositary-token"  # noqa: S105 - the name of a header
MOST_BYTES = 4_000_000
"""Of the body of a change: an entry is some kilobytes, a thousand keys some dozens."""

_READING = ("GET", "HEAD")
_ALWAYS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


class Safety:
    """ASGI middleware that refuses what is not asked by the page of this run.

    Parameters
    ----------
    app : ASGIApp
        What answers the rest; ``scope["nonce"]`` is what its scripts and styles must carry.
    hosts : frozenset of str
        The exact values of ``Host`` that are answered, with the port.
    token : str
        Of this run; the first part of every path, and in a header of every change.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        nonce = secrets.token_urlsafe(16)
        scope["nonce"] = nonce

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers.update({**_ALWAYS, "content-security-policy": policy(nonce)})
                message["headers"] = headers.raw
            await send(message)

        refusal = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        answer = PlainTextResponse(refusal[1], refusal[0]) if refusal else self._app
        await answer(scope, receive, guarded)

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """Status and words where a request is refused."""
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return 421, "This page is for this machine alone."
        if not _same(path.lstrip("/").partition("/")[0], self._token):
            return 404, "There is nothing here."
        if method in _READING:
            return None
        if method != "POST":
            return 405, "Ask with GET, change with POST."
        return self._change_refusal(headers)

    def _change_refusal(self, headers: Headers) -> tuple[int, str] | None:
        if not _same(headers.get(TOKEN_HEADER, ""), self._token):
            return 403, "A change needs the token of this run."
        if headers.get("origin", f"http://{headers['host']}") != f"http://{headers['host']}":
            return 403, "Another page has asked for this change."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "Another page has asked for this change."
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415, "A change is written in JSON."
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return 411, "How long is it?"
        return (413, "That is too long.") if int(length) > MOST_BYTES else None


def _same(given: str, wanted: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def policy(nonce: str) -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, nothing inline.

    Parameters
    ----------
    nonce : str
        Of the one script that starts the others, and of the style sheet.

    Notes
    -----
    Content Security Policy Level 3, section 2.3.1 (nonce sources): modules that a module with a
    nonce imports inherit it.
    """
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
