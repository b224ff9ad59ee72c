"""``depositary deposit``: hand a published release to those who keep it."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared, style
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depositary.cli.streams import Shared
    from depositary.project import Project
    from depositary.release.deposits.forge import Tagged
    from depositary.release.deposits.parcel import Parcel
    from depositary.release.deposits.zenodo import Deposited

_NAMED = {"zenodo": "https://zenodo.org", "sandbox": "https://sandbox.zenodo.org"}
_GIT = "git"


@command(
    "deposit",
    examples=(
        "depositary deposit --to sandbox",
        "depositary deposit --to zenodo --publish",
        "depositary deposit dist/1.0.0 --to git --publish",
    ),
)
@click.argument("release", required=False, default=None, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    required=True,
    metavar="WHERE",
    help="zenodo, sandbox, the https:// address of such a server, or git.",
)
@click.option("--publish", "publishes", is_flag=True, help="Make it public, for good.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Show what would be; change nothing.")
@shared
def deposit(
    release: Path | None, target: str, shared: Shared, *, publishes: bool, is_dry_run: bool
) -> None:
    """Hand a published release to a repository with DOIs, or to git and its forge.

    RELEASE is a zip, a release folder, or a folder of releases (its latest).  [default: dist in
    the project]. It must verify, and not be yanked. Without --publish it is a draft that only you
    see, or a tag that only you have. Run again after any failure, it finishes the work: what is
    there is asked first, and nothing is made twice. The token is read from ZENODO_TOKEN.
    """
    from depositary import files, project
    from depositary.release.deposits.parcel import parcel_of

    where = project.find(shared.project)
    with files.locked(where.root / ".depositary"):
        parcel = parcel_of(release if release is not None else where.root / "dist")
        if target == _GIT:
            tag = _to_git(where, parcel, shared, publishes=publishes, is_plan=is_dry_run)
            lines, value = _tag_lines(tag, publishes=publishes), asdict(tag)
        else:
            address = _NAMED.get(target, target).rstrip("/")
            found = _to_repository(where, parcel, address, shared, publishes=publishes,
                                   is_plan=is_dry_run)  # fmt: skip
            lines, value = _record_lines(found, target), asdict(found)
    if shared.is_json:
        head = {"name": parcel.name, "version": parcel.version, "release_id": parcel.release_id}
        click.echo(json.dumps({**head, "to": target, **value}, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join([*_parcel_lines(parcel), *lines]), color=shared.is_coloured)


def _to_repository(
    where: Project, parcel: Parcel, address: str, shared: Shared, *, publishes: bool, is_plan: bool
) -> Deposited:
    from depositary.release.deposits import zenodo
    from depositary.release.deposits.repository import Repository

    def wait(seconds: float) -> None:
        shared.say(style(f"  waiting {seconds:g} s for {address}", dim=True))
        time.sleep(seconds)

    repository = Repository(address, os.environ.get("ZENODO_TOKEN", ""), wait)
    if is_plan:
        return zenodo.planned(where, parcel, repository)
    return zenodo.deposited(where, parcel, repository, _tell(shared), publishes=publishes)


def _to_git(
    where: Project, parcel: Parcel, shared: Shared, *, publishes: bool, is_plan: bool
) -> Tagged:
    from depositary.release.deposits import forge

    return forge.tagged(where, parcel, _tell(shared), publishes=publishes, is_plan=is_plan)


def _tell(shared: Shared) -> Callable[[str, str], None]:
    """Say each step when it is done."""

    def tell(step: str, words: str) -> None:
        shared.say(f"  {style('ok', fg='green')}  {step:<8} {visible(words)}")

    return tell


# ── what came of it ─────────────────────────────────────────────────────────────────────────────
def _parcel_lines(parcel: Parcel) -> Iterator[str]:
    yield style(f"{visible(parcel.name)} {parcel.version}", bold=True)
    size = sum(item.size_bytes for item in parcel.items)
    yield f"  {len(parcel.items)} files, {size:,} bytes, release id {parcel.release_id[:12]}…"


def _record_lines(found: Deposited, target: str) -> Iterator[str]:
    if found.state == "planned":
        bold = style(f"depositary deposit --to {target}", bold=True)
        yield f"  It is not there. Put it there: {bold}"
        return
    yield f"  {found.state}: {visible(found.page)}"
    yield f"  DOI {visible(found.doi) or 'none yet'}"
    if found.state == "draft":
        bold = style(f"depositary deposit --to {target} --publish", bold=True)
        yield f"  Only you see it. Look at it, then make it public: {bold}"
        return
    if found.concept_doi:
        yield f"  DOI of all versions {visible(found.concept_doi)}"
    yield f"  Keep the DOIs: {style('git add deposits.json', bold=True)}"


def _tag_lines(tag: Tagged, *, publishes: bool) -> Iterator[str]:
    if tag.state == "planned":
        yield f"  {tag.tag} would be made." if tag.is_new else f"  {tag.tag} is there."
        return
    if tag.page:
        yield f"  published: {visible(tag.page)}"
        return
    yield f"  {tag.tag}: {tag.state}"
    if not publishes:
        bold = style("depositary deposit --to git --publish", bold=True)
        yield f"  Only you have it. Push it, and make a release of the forge: {bold}"
    elif tag.without:
        yield f"  There is no {tag.without.removeprefix('a ')}, so it went no further."
