"""``depositary fetch``: a release from where its publisher lists it, verified, on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.places import signers
from depositary.cli.streams import say
from depositary.cli.terminal import command, shared
from depositary.safetext import visible

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command(
    "fetch",
    examples=(
        "depositary fetch https://example.org/harbour/index.json",
        "depositary fetch s3://facts/releases --version '^1' --to data",
        "depositary fetch https://example.org/harbour/harbour-1.0.0.zip --to data",
        "depositary fetch https://example.org/harbour --allowed-signers ~/allowed_signers",
    ),
)
@click.argument("address")
@click.option(
    "--version",
    default="latest",
    show_default=True,
    metavar="RANGE",
    help="One version, or a range: ^1, ~1.2, '>=1,<2'.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Put a copy there, as NAME-VERSION.  [default: kept in the cache alone]",
)
@signers
@shared
def fetch(
    address: str,
    version: str,
    to: Path | None,
    allowed_signers: Path | None,
    signer: str,
    shared: Shared,
) -> None:
    """Fetch a release, verify every file of it, and print its folder.

    ADDRESS is an index.json or the folder that it stands in, a release folder, or its zip: a path,
    or an address of the web or of a store. What was fetched before is not fetched again. An index
    that lists less than it did is refused. With --allowed-signers or --signer, so is a release that
    they did not sign.
    """
    from depositary import files
    from depositary.release.obtaining import delivered, obtained
    from depositary.release.opening import OpenRelease
    from depositary.release.shelf import Shelf
    from depositary.release.signatures import Trust

    trust = Trust(allowed_signers, signer)
    found = obtained(address, version, Shelf(files.user_cache_folder()), trust)
    for caveat in found.caveats:
        say(f"warning[{caveat.code}] {visible(caveat.message)}")
    folder = delivered(found, to)
    release = OpenRelease(found)
    if shared.is_json:
        value = {"name": release.name, "version": release.version,
                 "release_id": release.release_id, "folder": str(folder),
                 "signer": found.signature.signer or None,
                 "caveats": [part.code for part in found.caveats]}  # fmt: skip
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        signed = f" and signed by {visible(found.signature.signer)}" if trust.asks else ""
        shared.say(f"{visible(release.name)} {visible(release.version)}, verified{signed},"
                   f" release id {release.release_id}")  # fmt: skip
        click.echo(str(folder))
