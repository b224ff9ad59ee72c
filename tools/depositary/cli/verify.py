"""``depositary verify``: is this the release that was published?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.places import place, signers
from depositary.cli.streams import tell_error
from depositary.cli.terminal import command, shared, style
from depositary.codes import CODES
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.cli.streams import Shared
    from depositary.release import Verification
    from depositary.release.refinding import Refound
    from depositary.release.signatures import Signature, Trust
    from depositary.release.stores import Address

_NOT_TRUSTED = {"unchecked": 3, "unsigned": 4, "unknown": 5}
"""Exit codes of a release that is whole, and not signed by whom the reader trusts."""


@command(
    "verify",
    examples=(
        "depositary verify treaty-1.0.0.zip",
        "depositary verify dist/1.0.0 --release-id 3f2a…",
        "depositary verify s3://facts/releases/treaty-1.0.0.zip",
        "depositary verify treaty-1.0.0.zip --allowed-signers ~/allowed_signers",
    ),
)
@click.argument("release", type=place)
@click.option(
    "--release-id",
    default="",
    metavar="HEX",
    help="The release id that it should have, from where you trust it.",
)
@signers
@click.option(
    "--with-sources",
    "sources",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Your own copies of the sources: find every quote in them.",
)
@shared
def verify(
    release: Path | Address,
    release_id: str,
    allowed_signers: Path | None,
    signer: str,
    sources: Path | None,
    shared: Shared,
) -> None:
    """Verify a release folder or its zip: every hash, and who signed it.

    Sees files that were changed, that are missing, and that were added, and compares with
    index.json where one stands beside it. Exit 0 whole, 1 not, or with a false signature. With
    --allowed-signers or --signer also: 4 not signed, 5 signed by somebody else, 3 not checked for
    want of ssh-keygen.
    """
    from depositary import release as room
    from depositary.release.refinding import refound
    from depositary.release.signatures import Trust

    trust = Trust(allowed_signers, signer)
    found = room.verify(release, release_id, trust)
    quotes = refound(release, sources) if sources and found.is_whole else None
    if shared.is_json:
        told = {"quotes": quotes and _sought(quotes)} if sources else {}
        click.echo(json.dumps({**_value(found), **told}, ensure_ascii=False, indent=2))
    else:
        lines = [*_lines(found), *(_quote_lines(quotes) if quotes else ())]
        click.echo("\n".join(lines), color=shared.is_coloured)
    sys.exit(1 if quotes and quotes.findings else _exit_code(found, trust))


def _exit_code(found: Verification, trust: Trust) -> int:
    if not found.is_whole:
        return 1
    if trust.asks and found.signature.state != "trusted":
        code, message = found.signature.code, found.signature.words
        tell_error(code, message, CODES[code].mend)
        return _NOT_TRUSTED[found.signature.state]
    return 0


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
    yield f"    {visible(_signed(found))}"
    yield f"    {_listed(found)}"
    for words in found.unchecked:
        yield f"    {style('??', fg='yellow')}  {visible(words)}"


def _signed(found: Verification) -> str:
    signature = found.signature
    if signature.state == "unsigned":
        return "not signed"
    if signature.state != "trusted":
        return signature.words.removeprefix("It is ").removesuffix(".")
    return f"signed by {signature.signer}, key {signature.key}, as {signature.named_by} says"


def _listed(found: Verification) -> str:
    if not found.listed:
        return "no index beside it names this version: compare the release id with its publisher's"
    newer = f"; the latest is {found.latest}" if found.latest != found.version else ""
    signature = found.index_signature
    signed = "" if signature is None or signature.state == "unsigned" else (
        f", which {signature.words.removeprefix('It ').removesuffix('.')}")  # fmt: skip
    return f"{found.listed}, as the index beside it says{signed}{newer}"


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
        "signature": _signature(found.signature),
        "index_signature": _signature(found.index_signature),
        "unchecked": list(found.unchecked),
        "findings": [
            {"code": finding.code, "file": finding.value, "message": finding.message}
            for finding in found.findings
        ],
    }


def _signature(signature: Signature | None) -> dict[str, str] | None:
    if signature is None:
        return None
    return {"code": signature.code, **asdict(signature)}


def _quote_lines(quotes: Refound) -> Iterator[str]:
    for finding in quotes.findings:
        yield f"{style(f'error[{finding.code}]', fg='red', bold=True)} {visible(finding.message)}"
    yield f"    {quotes.found:,} quotes stand in your copies, {len(quotes.findings):,} do not"
    if quotes.missing:
        names = visible(", ".join(quotes.missing))
        yield (
            f"    {style('??', fg='yellow')}  {quotes.unsought:,} quotes were not looked for: "
            f"no copy with the bytes of {names}"
        )


def _sought(quotes: Refound) -> dict[str, Any]:
    return {
        "found": quotes.found,
        "not_found": [finding.value for finding in quotes.findings],
        "not_sought": quotes.unsought,
        "missing_sources": list(quotes.missing),
    }
