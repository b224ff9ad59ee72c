"""How anything looks in a terminal: help, colours, errors, exit codes."""

from __future__ import annotations

import io
import os
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from depositary.errors import DepositaryError
from depositary.files import speaking_of
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BUG = 70
_INTERRUPTED = 130


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
            click.echo(text, err=True, color=_takes_colour(sys.stderr) or None)


class Command(click.Command):
    """A command whose help shows examples before options.

    Parameters
    ----------
    examples : sequence of str
        Whole command lines; a command without one does not start.
    """

    def __init__(self, *args: Any, examples: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not examples:
            message = f"Command {self.name} has no example."
            raise ValueError(message)
        self.examples = tuple(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the options."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write_text(example)
        super().format_options(ctx, formatter)


def command(name: str, *, examples: Sequence[str]) -> Callable[[Callable[..., Any]], Command]:
    """A decorator that makes a command with examples of a function."""

    def decorate(function: Callable[..., Any]) -> Command:
        return click.command(name, cls=Command, examples=examples)(function)

    return decorate


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options ``--project --json --color --quiet``, as one value ``shared``."""

    @click.option(
        "--project",
        type=click.Path(path_type=Path, file_okay=False),
        default=".",
        metavar="DIR",
        help="The project's folder, or one inside it. Default: this folder.",
    )
    @click.option("--json", "is_json", is_flag=True, help="Print one JSON value.")
    @click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colours. NO_COLOR and FORCE_COLOR are honoured.",
    )
    @click.option("-q", "--quiet", "is_quiet", is_flag=True, help="Only results and errors.")
    @wraps(function)
    def wrapped(
        *args: Any,
        project: Path,
        is_json: bool,
        color: str,
        is_quiet: bool,
        **kwargs: Any,
    ) -> Any:
        is_coloured = color == "always" or (color == "auto" and _takes_colour(sys.stdout))
        options = Shared(project, is_json, is_coloured, is_quiet)
        click.get_current_context().color = is_coloured
        return function(*args, shared=options, **kwargs)

    return wrapped  # fmt: skip


def _takes_colour(stream: Any) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def style(text: str, **look: Any) -> str:
    """The text with a look; click strips it where the terminal takes no colours."""
    return click.style(text, **look)


def run(door: click.Command, args: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; nobody sees a traceback.

    0 fine · 1 the data has errors · 2 the call was wrong · 3 the world failed · 70 our bug ·
    130 interrupted.
    """
    _speak_in_any_locale()
    try:
        code = door.main(args=args, standalone_mode=False)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.Abort:
        code = _INTERRUPTED
    except click.ClickException as error:
        code = _wrong_call(error)
    except DepositaryError as error:
        tell_error(error.code, error.message, error.hint)
        code = error.exit_code
    except BrokenPipeError:
        _close_stdout()
        code = 0
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except OSError as error:
        code = _world_failed(error)
    except Exception as error:  # noqa: BLE001 - the one place where a bug of ours ends
        code = _our_bug(error)
    sys.exit(code if isinstance(code, int) else 0)


def _speak_in_any_locale() -> None:
    """What the terminal's encoding cannot say is escaped, not a reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _world_failed(error: OSError) -> int:
    """A failure of the system that no room has put into words: a full device, a name too long."""
    try:
        with speaking_of(Path(error.filename or "the output")):
            raise error
    except DepositaryError as worded:
        tell_error(worded.code, one_line(worded.message, 300), worded.hint)
        return worded.exit_code


def _wrong_call(error: click.ClickException) -> int:
    message = error.format_message()
    hint = ""
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        message = f"There is no option {error.option_name}."
        hint = f"did you mean {min(error.possibilities)}?"
    context = getattr(error, "ctx", None)
    hint = hint or (f"{context.command_path} --help" if context else "")
    tell_error("E904", message, hint)
    return 2


def tell_error(code: str, message: str, hint: str = "") -> None:
    """Say on standard error what stopped the work, and what mends it."""
    lines = [f"{style(f'error[{code}]', fg='red', bold=True)} {visible(message)}"]
    if hint:
        lines.append(f"   = {visible(hint)}")
    click.echo("\n".join(lines), err=True, color=_takes_colour(sys.stderr) or None)


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


def _close_stdout() -> None:
    """Keep the interpreter from complaining about a reader that has gone (``| head -1``)."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
