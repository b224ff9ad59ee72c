"""One check of one hostile package, in a process of its own, and everything that it did."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from hostile.kit import CANARY, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hostile.kit import Case

HERE = Path(__file__).parent
TOOLS = HERE.parents[1] / "tools"
PYTHON_PATH = os.pathsep.join([str(HERE / "watch"), str(TOOLS)])

MOST_SECONDS = 5.0
MOST_MEGABYTES = 1000
KILLED_AFTER_S = 20.0
# Above what may be resident: a database reserves more of it than it takes.
ADDRESS_SPACE_BYTES = 3_000 << 20


@dataclass(slots=True)
class Caller:
    """A server on this machine that nobody should call."""

    address: str
    calls: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Caller]:
    """Serve a valid answer to whoever calls, and count the calls."""
    caller = Caller("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            caller.calls.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"id,n\na,1\n" if self.path.endswith(".csv") else b"{}")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        caller.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield caller
        finally:
            server.shutdown()
            thread.join()


class Warden:
    """The process that runs checks, one after the other; see ``warden.py``."""

    def __init__(self, *, is_ready: bool) -> None:
        command = [sys.executable, str(HERE / "warden.py"), *(["--ready"] if is_ready else [])]
        environment = {"PYTHONPATH": PYTHON_PATH, "PATH": os.defpath, "LANG": "C.UTF-8"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def does(self, job: dict[str, Any]) -> dict[str, Any]:
        """Do a job, and say what it took."""
        print(json.dumps(job), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


@dataclass(frozen=True, slots=True)
class Trial:
    """What a check of a package did.

    Parameters
    ----------
    exit_code : int
        Negative: ended by a signal.
    seconds, megabytes : float
        Wall-clock time, and the highest resident size.
    is_killed : bool
        It ran past the limit.
    out, err : bytes
        What it printed.
    notes : tuple of str
        What it reached for, as ``watch/sitecustomize.py`` wrote it down.
    calls : tuple of str
        What it asked of the server.
    changed : tuple of str
        Files that are new, changed or gone, below the scene's folder.
    """

    exit_code: int
    seconds: float
    megabytes: float
    is_killed: bool
    out: bytes
    err: bytes
    notes: tuple[str, ...]
    calls: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of a report in JSON; none where there is no report."""
        try:
            found: list[dict[str, Any]] = json.loads(self.out)["errors"]
        except (ValueError, KeyError):
            return []
        return found

    def says(self, code: str, file: str = "") -> bool:
        """Whether a finding (in a file) or the error of a wrong call has this code."""
        if not file and f"error[{code}]".encode() in self.err:
            return True
        return any(found["code"] == code and file in ("", found["file"]) for found in self.findings)

    @property
    def is_leaky(self) -> bool:
        """Whether it shows what is in the file beside the package."""
        return CANARY.encode() in self.out + self.err


def scene(root: Path, address: str) -> Scene:
    """A fresh scene: an empty package, a secret beside it, empty folders for the process."""
    made = Scene(root, address)
    for name in ("package", "home", "scratch", "here"):
        (root / name).mkdir(parents=True)
    made.secret.write_text(f"id,n\n{CANARY},{CANARY}\n", encoding="utf-8")
    return made


def checked(
    target: Path,
    case: Case,
    made: Scene,
    caller: Caller,
    warden: Warden,
    command: Sequence[str] = (),
    limit_bytes: int = ADDRESS_SPACE_BYTES,
) -> Trial:
    """What a check of a package that is made did.

    Parameters
    ----------
    target : Path
        What is checked.
    case : Case
        Which package it is.
    made : Scene
        From :func:`scene`.
    caller : Caller
        From :func:`listening`.
    warden : Warden
        Runs it.
    command : sequence of str
        What Python is told, the target at its end; without it, ``depositary check --json``.
    limit_bytes : int
        Of the address space.
    """
    before, calls = _snapshot(made.root), len(caller.calls)
    out, err, log = (made.root / f"{name}.log" for name in ("out", "err", "notes"))
    job: dict[str, Any] = {
        "limit_s": KILLED_AFTER_S,
        "limit_bytes": limit_bytes,
        "out": str(out),
        "err": str(err),
        "cwd": str(made.package if case.is_inside else made.root / "here"),
        "environment": _environment(made, log),
    }
    if command:
        job["command"] = [sys.executable, *command]
    else:
        job["arguments"] = ["check", str(target), "--json"]
    took = warden.does(job)
    changed = {name for name, _ in before ^ _snapshot(made.root)}
    return Trial(
        took["exit"],
        took["seconds"],
        took["megabytes"],
        took["is_killed"],
        out.read_bytes(),
        err.read_bytes(),
        tuple(log.read_text(encoding="utf-8").splitlines() if log.exists() else ()),
        tuple(caller.calls[calls:]),
        tuple(sorted(changed - {path.name for path in (out, err, log)})),
    )


def _environment(made: Scene, log: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(made.root / "home"),
        "TMPDIR": str(made.root / "scratch"),
        "PYTHONPATH": PYTHON_PATH,
        "HOSTILE_LOG": str(log),
        "LANG": "C.UTF-8",
        "no_proxy": "*",
    }


def _snapshot(root: Path) -> set[tuple[str, object]]:
    """Every file below a folder, by its name and time of change; a link is not followed."""
    found: set[tuple[str, object]] = set()
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(folder, name)
            relative = os.fsencode(path.relative_to(root)).decode("utf-8", "backslashreplace")
            is_folder = path.is_dir() and not path.is_symlink()
            found.add((relative, None if is_folder else path.lstat().st_mtime_ns))
    return found
