"""The server of one run: on this machine alone, until it is interrupted."""

from __future__ import annotations

import secrets
import socket
from typing import TYPE_CHECKING

from depositary.errors import CallError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.review.server.app import Room

LOOPBACK = "127.0.0.1"
USUAL_PORT = 7391
"""What is tried first, so that the browser keeps its settings from one run to the next."""


def listening(port: int | None) -> socket.socket:
    """A socket on the loopback address, bound and listening.

    Parameters
    ----------
    port : int or None
        None for the usual one, or any that is free where that is taken.

    Raises
    ------
    CallError
        E813 where the port that was asked for is taken.
    Unavailable
        E107 where none can be had.
    """
    wanted = (USUAL_PORT, 0) if port is None else (port,)
    for each in wanted:
        try:
            return socket.create_server((LOOPBACK, each), backlog=64)
        except OSError as error:
            if port is not None:
                raise CallError(
                    "E813", f"Port {port} cannot be had: {error.strerror}.", "name another --port"
                ) from error
    raise Unavailable("E107", "No port of this machine is free.")


def serve(room: Room, sock: socket.socket, opened: Callable[[str], None], first: str = "") -> None:
    """Answer until interrupted.

    Parameters
    ----------
    room : Room
        What is reviewed.
    sock : socket
        From :func:`listening`.
    opened : callable
        Is told the address once it answers.
    first : str
        The article to begin with; empty for the list.
    """
    import uvicorn

    from depositary.review.server.app import application

    port = sock.getsockname()[1]
    token = secrets.token_urlsafe(24)
    hosts = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
    config = uvicorn.Config(
        application(room, token, hosts),
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    opened(f"http://{LOOPBACK}:{port}/{token}/{first}")
    server.run(sockets=[sock])
