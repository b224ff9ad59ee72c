"""Runs in every process that a hostile case is checked by: writes down what it reaches for.

``HOSTILE_LOG`` names the file of notes. Noted are each file that is opened to be written, the file
that lies beside the package, each address that is looked up or called, and each process started.
"""

import os
import sys

_writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_log = [-1]


def begin(path: str) -> None:
    """Write the notes into this file from now on."""
    _log[0] = -1
    _log[0] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def _note(word: str, what: object) -> None:
    if _log[0] >= 0:
        os.write(_log[0], f"{word} {os.fsdecode(str(what))}\n".encode("utf-8", "backslashreplace"))


def _watch(event: str, arguments: tuple) -> None:
    if event == "open":
        path, mode, flags = arguments
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
            isinstance(flags, int) and flags & _writing
        )
        if isinstance(path, str | bytes):
            name = os.fsdecode(path)
            if name.endswith(("secret.csv", "/etc/passwd")):
                _note("read", name)
            elif writes and "__pycache__" not in name and name != os.devnull:
                _note("write", name)
    elif event == "socket.connect":
        _note("call", arguments[1])
    elif event in ("socket.getaddrinfo", "socket.sendto"):
        _note("call", arguments[0])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        _note("start", arguments[0])


sys.addaudithook(_watch)
if "HOSTILE_LOG" in os.environ:
    begin(os.environ["HOSTILE_LOG"])
