"""Can a question that may take forever, or all memory, be asked in safety?

It is asked in another process of Python, which answers one line with one line and is ended when it
takes too long. A package has one such process for each kind of question, however many patterns and
schemas it holds, and so much time for slow answers and no more: time of the processor, so that a
busy machine gives the same verdict.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from contextlib import ExitStack

_START_LIMIT_S = 10.0  # a process may start slowly on a busy machine
_PURSE_S = 3.0
_FREE_S = 0.01  # an answer that is as quick as this costs nothing
_MEMORY_BYTES = 1 << 30

_PRELUDE = f"""
import sys, time
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY_BYTES}, {_MEMORY_BYTES}))
except (ImportError, ValueError, OSError):
    pass  # a system without such limits
sys.stdin.reconfigure(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
spent_s = 0.0
def reply(text):
    global spent_s
    before, spent_s = spent_s, time.process_time()
    print(spent_s - before, text, flush=True)
reply("ready")
"""


class Child:
    """A process that answers questions, begun when the first is asked.

    Parameters
    ----------
    code : str
        Of Python: reads lines from ``sys.stdin`` and gives a text for each to ``reply``.
    stack : ExitStack
        Ends it.
    """

    def __init__(self, code: str, stack: ExitStack) -> None:
        self.starts = 0
        """How often it was begun: what an earlier process was told, a later one does not know."""
        self.left_s = _PURSE_S
        self._code = _PRELUDE + code
        self._process: subprocess.Popen[str] | None = None
        stack.callback(self.end)

    def ask(self, line: str, limit_s: float) -> str | None:
        """The answer to a line; None where there is none in time.

        Parameters
        ----------
        line : str
            Without a line end in it.
        limit_s : float
            Seconds; less where less is left for the package.
        """
        if self.left_s <= 0 or not self.begin():
            return None
        limit_s = min(limit_s, self.left_s)
        answer = self._answer(line, limit_s)
        if answer is None:
            self.charge(limit_s)
            self.end()
            return None
        spent_s, _, text = answer.partition(" ")
        self.charge(float(spent_s))
        return text

    def charge(self, spent_s: float) -> None:
        """Take what an answer took, but for its first moments, from what is left."""
        self.left_s -= max(spent_s - _FREE_S, 0)

    def begin(self) -> bool:
        """Whether it runs, or was now begun."""
        if self._process is not None:
            return True
        self.starts += 1
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own code
            [sys.executable, "-I", "-S", "-c", self._code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._reader = threading.Thread(
            target=_pass_on, args=(self._process.stdout, self._lines), daemon=True
        )
        self._reader.start()
        if self._next(_START_LIMIT_S) is None:
            self.end()
        return self._process is not None

    def _answer(self, line: str, limit_s: float) -> str | None:
        try:
            print(line, file=self._process.stdin, flush=True)  # type: ignore[union-attr]
        except OSError:  # it has ended
            return None
        return self._next(limit_s)

    def _next(self, limit_s: float) -> str | None:
        try:
            return self._lines.get(timeout=limit_s)
        except queue.Empty:
            return None

    def end(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        self._reader.join()
        for pipe in (process.stdin, process.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:  # what was not yet written cannot be any more
                continue
        process.wait()


def _pass_on(lines: IO[str], into: queue.Queue[str | None]) -> None:
    for line in lines:
        into.put(line)
    into.put(None)


_CHILDREN: WeakKeyDictionary[ExitStack, dict[str, Child]] = WeakKeyDictionary()


def child(code: str, stack: ExitStack) -> Child:
    """The process that answers a kind of question for all that is ended by one stack.

    Parameters
    ----------
    code : str
        As for :class:`Child`.
    stack : ExitStack
        Of a package.
    """
    children = _CHILDREN.setdefault(stack, {})
    if code not in children:
        children[code] = Child(code, stack)
    return children[code]


def has_spent(stack: ExitStack) -> bool:
    """Whether an answer, for what is ended by a stack, was slow enough to cost something.

    Parameters
    ----------
    stack : ExitStack
        Of a package.
    """
    return any(child.left_s < _PURSE_S for child in _CHILDREN.get(stack, {}).values())
