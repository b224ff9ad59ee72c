"""How a command is called: help, options that all have, and how a wrong call is told."""

from __future__ import annotations

import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from depositary.cli.streams import INTERRUPTED, Shared, ended, takes_colour, tell_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
        is_coloured = color == "always" or (color == "auto" and takes_colour(sys.stdout))
        options = Shared(project, is_json, is_coloured, is_quiet)
        click.get_current_context().color = is_coloured
        return function(*args, shared=options, **kwargs)

    return wrapped  # fmt: skip


def style(text: str, **look: Any) -> str:
    """The text with a look; click strips it where the terminal takes no colours."""
    return click.style(text, **look)


def run(door: click.Command, args: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; see :func:`depositary.cli.streams.ended`."""

    def call() -> object:
        out = sys.stdout
        try:
            return door.main(args=args, standalone_mode=False)
        except click.exceptions.Exit as error:
            return error.exit_code
        except SystemExit as stop:
            if sys.stdout is out:
                raise
            # Nobody reads on: click gives another stream and leaves with 1, which is for data.
            raise BrokenPipeError from stop
        except click.Abort:
            return INTERRUPTED
        except click.ClickException as error:
            return _wrong_call(error)

    sys.exit(ended(call))


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
