"""``depositary verify``: is this the release that was published?"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.places import place
from depositary.cli.terminal import command, shared, style
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depositary.cli.streams import Shared
    from depositary.release import Verification
    from depositary.release.stores import Address


@command(
    "verify",
    examples=(
        "depositary verify treaty-1.0.0.zip",
        "depositary verify dist/1.0.0 --release-id 3f2a…",
        "depositary verify s3://facts/releases/treaty-1.0.0.zip",
    ),
)
@click.argument("release", type=place)
@click.option(
    "--release-id",
    default="",
    metavar="HEX",
    help="The release id that it should have, from where you trust it.",
)
@shared
def verify(release: Path | Address, release_id: str, shared: Shared) -> None:
    """Verify a release folder or its zip, hash by hash.

    Sees files that were changed, that are missing, and that were added, and compares with
    index.json where one stands beside it. Exit 0 whole, 1 not.
    """
    from depositary import release as room

    found = room.verify(release, release_id)
    if shared.is_json:
        click.echo(json.dumps(_value(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found)), color=shared.is_coloured)
    sys.exit(0 if found.is_whole else 1)


def _lines(found: Verification) -> Iterator[str]:
    for finding in found.findings:
        yield f"{style(f'error[{finding.code}]', fg='red', bold=True)} {visible(finding.message)}"
    if found.findings:
        yield ""
        count = len(found.findings)
        yield f"{visible(found.path)} is not the release that was published: {count} faults."
        yield "   = download the release again; do not use this copy"
        return
    yield f"{style('ok', fg='green')}  {visible(found.name)} {visible(found.version)}"
    yield f"    {found.files:,} files, {found.size_bytes:,} bytes, none changed, missing or added"
    yield f"    release id {found.release_id}"
    yield f"    {_listed(found)}"


def _listed(found: Verification) -> str:
    if not found.listed:
        return "no index beside it names this version: compare the release id with its publisher's"
    newer = f"; the latest is {found.latest}" if found.latest != found.version else ""
    return f"{found.listed}, as the index beside it says{newer}"


def _value(found: Verification) -> dict[str, Any]:
    return {
        "whole": found.is_whole,
        "name": found.name,
        "version": found.version,
        "release_id": found.release_id,
        "files": found.files,
        "bytes": found.size_bytes,
        "state": found.listed or None,
        "latest": found.latest or None,
        "findings": [
            {"code": finding.code, "file": finding.value, "message": finding.message}
            for finding in found.findings
        ],
    }
