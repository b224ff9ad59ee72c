"""The command line: one module a command, loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = {
    "init": "Begin a dataset of your own.",
    "add": "Take an article into custody.",
    "annotate": "Show who, where, when and what any text tells of.",
    "extract": "Propose what articles say, one or millions.",
    "review": "Decide about proposals, on a page in the browser.",
    "proposals": "List what is there to decide, or show one with its sentence.",
    "accept": "Make records of proposals.",
    "reject": "Turn proposals down, so that they do not come back.",
    "edit": "Change a proposal and accept it, or change a record.",
    "undo": "Take the last decision back.",
    "redo": "Take up again what was taken back.",
    "build": "Make the tables from the readings.",
    "check": "Check a project, or any Data Package.",
    "fmt": "Write readings and tables in canonical form.",
    "show": "Show a record with its sentences.",
    "query": "Ask the tables in SQL.",
    "status": "Show what the project holds and what is not covered.",
    "intercoder": "Measure how far coders who worked apart agree.",
    "merge-reading": "Merge the work of two on one reading.",
    "diff": "Compare two versions of a package.",
    "make-release": "Publish the register as the next immutable version.",
    "withdraw": "Take a record out, and keep its id with the reason.",
    "yank": "Mark a published version as not to be taken.",
    "deposit": "Put a release on Zenodo, or tag it in git.",
    "fetch": "Fetch a release from where it is listed, and verify it.",
    "catalogue": "List several datasets on a page, and for programs.",
    "verify": "Verify a release, hash by hash.",
    "cite": "Print how to cite a release.",
    "explain": "Explain an error code or a rule.",
}
_MODULES = {
    "make-release": ("release", "make_release"),
    "merge-reading": ("merge_reading", "merge_reading"),
    "fmt": ("formatting", "fmt"),
    **{name: ("deciding", name) for name in ("accept", "reject", "edit", "undo", "redo")},
}


class _Doors(click.Group):
    """The commands; a module is imported when its command is called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's face
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in _COMMANDS:
            return None
        module, attribute = _MODULES.get(name, (name, name))
        loaded: click.Command = getattr(import_module(f"depositary.cli.{module}"), attribute)
        return loaded

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's face
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from depositary.schema.wording import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            message = f"There is no command {args[0]}." + (f" {hint.capitalize()}" if hint else "")
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Doors,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="depositary", prog_name="depositary")
@click.pass_context
def depositary(ctx: click.Context) -> None:
    """Turn news articles into facts that others can trust: quoted, checked, versioned.

    Without a command it says where you are and what to do next.
    """
    if ctx.invoked_subcommand is None:
        from depositary.cli.status import orient

        orient()
