"""``depositary cite``: how is a release cited?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.streams import Shared


@command(
    "cite",
    examples=(
        "depositary cite treaty-1.0.0.zip",
        "depositary cite dist --format bibtex",
    ),
)
@click.argument("release", required=False, default=None, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["apa", "bibtex", "ris", "csl-json"]),
    default="apa",
    show_default=True,
    help="The form that your program reads.",
)
@shared
def cite(release: Path | None, form: str, shared: Shared) -> None:
    """Print how to cite a release.

    RELEASE is a release folder or its zip, a folder of releases (its latest), or a project as it
    stands, which has no year yet.  [default: the project]
    """
    from depositary.release import citing

    said = citing.citation(release if release is not None else shared.project, form)
    if shared.is_json:
        click.echo(json.dumps({"format": form, "citation": said}, ensure_ascii=False, indent=2))
    else:
        click.echo(said)
