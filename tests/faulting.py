"""Faults at system calls: what a run calls, and the same run with one of its calls going wrong.

A run is a fork of a process that has imported everything and waits, so that hundreds of them take
minutes. ``strace`` is let loose on the fork alone, before it takes its first step.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Tree = Mapping[str, bytes]

WRITING = (
    "openat", "creat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range",
    "sendfile", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
    "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "fsync", "fdatasync", "sync_file_range",
    "truncate", "ftruncate", "fallocate", "chmod", "fchmod", "fchmodat", "utimensat",
)  # fmt: skip
"""Every call that changes a disk; of ``openat`` those that may make or empty a file."""

_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?(?: .*)?")
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)")


@dataclass(frozen=True)
class Call:
    """One call of a run: its name, the how manieth of that name, what it was given and gave."""

    name: str
    nth: int
    arguments: str
    result: int

    @property
    def is_writing(self) -> bool:
        """Whether it changed something, or told somebody that it had."""
        if self.result < 0:
            return False
        return self.name != "openat" or "O_CREAT" in self.arguments or "O_TRUNC" in self.arguments

    @property
    def is_telling(self) -> bool:
        """Whether it writes to standard output or error, which changes no file."""
        return self.name == "write" and re.match(r"[12]\D", self.arguments) is not None

    def __str__(self) -> str:
        return f"{self.name}-{self.nth}"


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, negative for a signal, and what it said."""

    code: int
    said: str


class Waiting:
    """A process that waits where a run is about to begin; each run is a fork of it."""

    def __init__(self, script: Path, *arguments: str, scratch: Path) -> None:
        """Start a script that calls :func:`wait_here`, and wait until it does."""
        scratch.mkdir(exist_ok=True)
        self._said, self._log = scratch / "said", scratch / "calls"
        self._process = subprocess.Popen(
            [sys.executable, "-B", str(script), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env=environment(),
        )  # fmt: skip
        assert self._process.stdout.readline() == "waiting\n", "the script did not come so far"

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def run(self, *options: str) -> Ended:
        """Let a fork run to its end, under ``strace`` with these options where there are any."""
        self.begin(*options)
        return self.end()

    def run_limited(self, size_bytes: int) -> Ended:
        """Let a fork run that may write no file larger than this."""
        self.begin(size_bytes=size_bytes)
        return self.end()

    def begin(self, *options: str, size_bytes: int | None = None) -> None:
        """Let a fork begin, and come back at once; :meth:`end` waits for it."""
        self._tell(str(self._said))
        pid = int(self._process.stdout.readline())
        self._tracer = _traced(pid, options) if options else None
        if size_bytes is not None:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size_bytes, resource.RLIM_INFINITY))
        self._tell("go")

    def end(self) -> Ended:
        status = int(self._process.stdout.readline())
        if self._tracer is not None:
            self._tracer.stderr.close()
            self._tracer.wait()
        return Ended(
            os.waitstatus_to_exitcode(status),
            self._said.read_text(encoding="utf-8", errors="replace"),
        )

    def calls(self, names: Sequence[str] = WRITING, *options: str) -> list[Call]:
        """What a run calls, which goes well."""
        traced = ",".join((*names, "execve"))
        ended = self.run("-o", str(self._log), "-e", f"trace={traced}", *options)
        assert ended.code == 0, ended.said
        return self.noted()

    def noted(self) -> list[Call]:
        """What the run before called that was told to note it, also where it was killed."""
        return list(_read(self._log.read_text(encoding="ascii")))

    @property
    def noting(self) -> tuple[str, str]:
        """The options of a run that notes its calls."""
        return "-o", str(self._log)

    def hit(self, call: Call, fault: str) -> Ended:
        """Run, with ``signal=…``, ``error=…`` or ``delay_enter=…`` at one call."""
        return self.run(*hitting(call, fault))

    def _tell(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


def environment() -> dict[str, str]:
    """That of a script which imports what tests import."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def hitting(call: Call, fault: str) -> tuple[str, ...]:
    """The options that make a call go wrong."""
    return ("-o", os.devnull, "-e", f"trace={call.name}",
            "-e", f"inject={call.name}:{fault}:when={call.nth}")  # fmt: skip


def tell(line: object) -> None:
    """Say a line to whoever waits for it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def wait_here() -> None:
    """In the script: wait, and fork for each run; only the forks come back from here."""
    tell("waiting")
    while line := sys.stdin.readline():
        hold, release = os.pipe()
        # Before the fork: whoever attaches to it must not meet this call.
        said = os.open(line.rstrip("\n"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        pid = os.fork()
        if pid == 0:
            os.close(release)
            os.dup2(said, 1)
            os.dup2(said, 2)
            os.read(hold, 1)
            return
        os.close(said)
        os.close(hold)
        tell(pid)
        sys.stdin.readline()
        os.close(release)
        tell(os.waitpid(pid, 0)[1])
    os._exit(0)


def _traced(pid: int, options: Sequence[str]) -> subprocess.Popen[str]:
    from needed import program

    tracer = subprocess.Popen(
        [program("strace"), "-f", "-p", str(pid), *options], stderr=subprocess.PIPE, text=True
    )
    attached = tracer.stderr.readline()
    assert "attached" in attached, attached
    return tracer


def _read(log: str) -> Iterator[Call]:
    """The calls of a log of ``strace``; one that another thread interrupted is put together.

    Those of a program that was run are its own: its standard output is a pipe, and not ours.
    """
    counts: Counter[tuple[str, str]] = Counter()
    begun: dict[tuple[str, str], str] = {}
    programs = {line.split()[0] for line in log.splitlines() if "execve(" in line}
    for line in log.splitlines():
        if line.split()[0] in programs:
            continue
        whole = line
        if line.endswith("<unfinished ...>"):
            start = line.removesuffix("<unfinished ...>")
            pid, name = start.split("(", 1)[0].split()
            begun[pid, name] = start
            continue
        if resumed := _RESUMED.fullmatch(line):
            pid, name, rest = resumed.groups()
            whole = begun.pop((pid, name)) + rest
        if found := _LINE.fullmatch(whole):
            pid, name, arguments, result = found.groups()
            counts[pid, name] += 1
            yield Call(name, counts[pid, name], arguments, int(result))


# ── trees of files ──────────────────────────────────────────────────────────────────────────────
def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by path; folders too, with a slash at the end."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            found[f"{name}/"] = b""
        else:
            found[name] = path.read_bytes()
    return found


def put_back(folder: Path, wanted: Tree) -> None:
    """Make a folder hold these files and no others."""
    there = tree(folder) if folder.exists() else {}
    for name in sorted(set(there) - set(wanted), reverse=True):
        path = folder / name
        path.rmdir() if name.endswith("/") else path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(wanted):
        if there.get(name) != wanted[name]:
            path = folder / name
            path.mkdir(parents=True, exist_ok=True) if name.endswith("/") else (
                path.parent.mkdir(parents=True, exist_ok=True), path.write_bytes(wanted[name])
            )  # fmt: skip


@cache
def is_left(name: str) -> bool:
    """Whether a path is what a killed writer leaves, a lock or a cache: nothing that is read."""
    parts = Path(name).parts
    return (
        parts[0] == ".depositary" or parts[-1] == ".lock"
        or any(part.startswith(".staging-") or part.endswith(".new") for part in parts)
    )  # fmt: skip


def seen(files: Tree) -> dict[str, bytes]:
    """The files of a tree that a reader sees."""
    return {name: data for name, data in files.items() if not is_left(name)}


def swept(files: Tree) -> dict[str, bytes]:
    """The files that should be all there are: no lock and no cache, but what was left over."""
    return {
        name: data for name, data in files.items()
        if not name.startswith(".depositary/") and Path(name).name != ".lock"
    }  # fmt: skip


def spread(points: Sequence[Any], most: int) -> list[Any]:
    """So many of the points at most, evenly; the first and the last are among them."""
    if len(points) <= most:
        return list(points)
    step = (len(points) - 1) / (most - 1)
    return [points[round(at * step)] for at in range(most)]


KILLED = -signal.SIGKILL
