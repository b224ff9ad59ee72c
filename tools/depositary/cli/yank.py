"""``depositary yank``: say of a published version that nobody should take it any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from depositary.cli.places import place
from depositary.cli.terminal import command, shared
from depositary.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.cli.streams import Shared
    from depositary.release.signing import Signer
    from depositary.release.stores import Address


@command(
    "yank",
    examples=(
        'depositary yank 1.1.0 --reason "Dates of 2030 are a year off."',
        "depositary yank 1.1.0 --undo",
        'depositary yank 1.1.0 --to s3://facts/releases --reason "Dates are a year off."',
    ),
)
@click.argument("version")
@click.option("--reason", default="", metavar="WORDS", help="Why; it stands in the index.")
@click.option("--undo", "is_undone", is_flag=True, help="Take it back.")
@click.option(
    "--to",
    "target",
    type=place,
    metavar="PLACE",
    help="The folder of releases, or its address.  [default: dist in the project]",
)
@click.option(
    "--sign",
    "key",
    default="",
    envvar="DEPOSITARY_SIGN",
    metavar="KEY",
    help="The SSH key that signs the index, as in make-release.",
)
@shared
def yank(
    version: str,
    reason: str,
    target: Path | Address | None,
    key: str,
    shared: Shared,
    *,
    is_undone: bool,
) -> None:
    """Mark a published version in the index, with the reason; no file of it changes.

    What was cited still resolves and verifies; the latest version is then the highest that stands.
    """
    from depositary import project
    from depositary.release.yanking import yank

    if is_undone == bool(reason.strip()):
        raise click.UsageError("Give either --reason or --undo.")
    folder = target if target is not None else project.find(shared.project).root / "dist"
    index = yank(folder, version, reason.strip(), _signer(shared.project, key))
    latest = index.latest.version if index.latest else None
    state = "published" if is_undone else "yanked"
    if shared.is_json:
        click.echo(json.dumps({"version": version, "state": state, "latest": latest}))
    else:
        click.echo(f"{version} is {state}; the latest is {latest or 'none'}")


def _signer(start: Path, key: str) -> Signer | None:
    """Who signs the index: as the law of the project says, where there is one."""
    from depositary import project, schema
    from depositary.release.signing import signer_of

    try:
        where = project.find(start)
    except CallError:
        if key:
            raise
        return None
    return signer_of(schema.load(where.schema), key)
