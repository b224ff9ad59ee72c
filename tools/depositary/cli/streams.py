"""What a command says and how it ends: streams, colours, errors, exit codes.

Nothing here needs the library that reads command lines, which takes longer to import than a small
package takes to check.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.errors import DepositaryError, Unavailable
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depositary.findings import Finding

_BUG = 70
_LOOK = re.compile(r"\x1b\[[0-9;]*m")
INTERRUPTED = 130


class Shared(NamedTuple):
    """The options that every command takes.

    Parameters
    ----------
    project : Path
        Where to look for the project: this folder or one above it.
    is_json : bool
        Print one JSON value instead of text.
    is_coloured : bool
        Whether standard output takes colours.
    is_quiet : bool
        Leave out what is only said for company.
    """

    project: Path
    is_json: bool
    is_coloured: bool
    is_quiet: bool

    def say(self, text: str = "") -> None:
        """Talk, on standard error, unless asked to be quiet."""
        if not self.is_quiet:
            say(text)


def say(text: str) -> None:
    """Write a line to standard error, without its looks where that takes no colours."""
    if not takes_colour(sys.stderr):
        text = _LOOK.sub("", text)
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def takes_colour(stream: Any) -> bool:
    """Whether a stream is to be given colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def ended(call: Callable[[], object]) -> int:
    """Do what a command does, and give its exit code; nobody sees a traceback.

    0 fine · 1 the data has errors · 2 the call was wrong · 3 the world failed · 70 our bug ·
    130 interrupted.
    """
    _speak_in_any_locale()
    code: object
    try:
        code = _written(call)
    except DepositaryError as error:
        tell_error(error.code, error.message, error.hint)
        code = error.exit_code
    except BrokenPipeError:
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        code = _world_failed(error)
    except Exception as error:  # noqa: BLE001 - the one place where a bug of ours ends
        code = _our_bug(error)
    _drop_unwritten()
    return code if isinstance(code, int) else 0


def _written(call: Callable[[], object]) -> object:
    """The exit code of a command, once all that it printed has left the buffer."""
    try:
        code = call()
    except SystemExit as leaving:
        code = leaving.code
    sys.stdout.flush()
    return code


def _speak_in_any_locale() -> None:
    """What the terminal's encoding cannot say is escaped, not a reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _world_failed(error: OSError) -> int:
    """A failure of the system that no room has put into words: a full device, a name too long."""
    from depositary.files import speaking_of

    try:
        with speaking_of(Path(error.filename or "the output")):
            raise error
    except DepositaryError as worded:
        tell_error(worded.code, one_line(worded.message, 300), worded.hint)
        return worded.exit_code


def tell_error(code: str, message: str, hint: str = "") -> None:
    """Say on standard error what stopped the work, and what mends it."""
    _tell(f"error[{code}]", "31", message, hint)


def tell_warning(code: str, message: str, hint: str = "") -> None:
    """Say on standard error what did not stop the work, and what mends it."""
    _tell(f"warning[{code}]", "33", message, hint)


def tell_findings(findings: Iterable[Finding]) -> int:
    """Say what they found, none of which stopped the work; 3 where one is an error, else 0."""
    code = 0
    for finding in findings:
        tell_warning(finding.code, finding.message, finding.hint)
        if finding.severity == "error":
            code = Unavailable.exit_code
    return code


def _tell(head: str, colour: str, message: str, hint: str) -> None:
    if takes_colour(sys.stderr):
        head = f"\x1b[{colour}m\x1b[1m{head}\x1b[0m"
    lines = [f"{head} {visible(message)}"]
    if hint:
        lines.append(f"   = {visible(hint)}")
    say("\n".join(lines))


def _our_bug(error: Exception) -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="depositary-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    tell_error(
        "E999",
        f"This is our bug, not your data: {type(error).__name__}.",
        f"please report it with the command and {log.name}",
    )
    return _BUG


def _drop_unwritten() -> None:
    """Keep the interpreter from trying, at its end, what could not be written (``| head -1``)."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
