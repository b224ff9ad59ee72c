"""``depositary status``: what the project holds, and what nobody has recorded yet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.terminal import command, shared, style
from depositary.errors import CallError
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.building import Built
    from depositary.cli.streams import Shared
    from depositary.coverage import Coverage


@command("status", examples=("depositary status", "depositary status --json"))
@shared
def status(shared: Shared) -> None:
    """Show what the project holds, and how much of each article's body its quotes cover.

    Names the sentences that no record cites.
    """
    from depositary import building, project, reading, schema

    where = project.find(shared.project)
    law = schema.load(where.schema)
    built = building.build(where, law)
    covered = building.covered(built)
    stale = building.out_of_step(where, building.artefacts(where, law, built))
    value = {
        "dataset": law.dataset["name"],
        "tables": {name: len(rows) for name, rows in built.tables.items()},
        "errors": len(built.findings),
        "in_step": not stale,
        "proposers": {
            name: {"accepted": taken, "rejected": turned_down}
            for name, (taken, turned_down) in reading.decided(built.readings).items()
        },
        "sources": [_source_value(source_id, built, part) for source_id, part in covered.items()],
    }
    if shared.is_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(value)), color=shared.is_coloured)


def _source_value(source_id: str, built: Built, part: Coverage | None) -> dict[str, Any]:
    card = built.sources[source_id].document.value
    value: dict[str, Any] = {
        "id": source_id,
        "title": card.get("title") or card.get("file", ""),
        "published": card["published"],
        "read_by": [each.coder for each in built.readings if each.source_id == source_id],
    }
    if part is not None:
        value["coverage"] = round(part.share, 4)
        value["uncited"] = [
            {"paragraph": sentence.paragraph, "sentence": sentence.words}
            for sentence in part.uncited
        ]
    return value


def _lines(value: dict[str, Any]) -> Iterator[str]:
    yield style(value["dataset"], bold=True)
    held = [f"{count} {name}" for name, count in value["tables"].items() if count]
    yield f"  {' · '.join(held)}"
    for source in value["sources"]:
        yield ""
        yield f"{style(source['id'], bold=True)}  {visible(source['title'])}  {source['published']}"
        if not source["read_by"]:
            yield "  not read yet"
        if "coverage" in source:
            yield f"  {source['coverage']:.1%} of the body is covered by evidence"
            for sentence in source["uncited"]:
                words = one_line(sentence["sentence"], 100)
                yield f"  ¶{sentence['paragraph']} no record cites: {words}"
    if value["proposers"]:
        yield ""
        yield style("what curators made of proposals", bold=True)
    for name, counts in value["proposers"].items():
        accepted, every = counts["accepted"], counts["accepted"] + counts["rejected"]
        yield f"  {visible(name)}: {accepted} of {every} accepted, {accepted / every:.0%}"
    yield ""
    yield _next(value)


def _next(value: dict[str, Any]) -> str:
    if value["errors"]:
        count = "1 error" if value["errors"] == 1 else f"{value['errors']} errors"
        return f"{count} in the readings. Next: depositary check"
    if not value["in_step"]:
        return "The tables are not in step with the readings. Next: depositary build"
    if not value["sources"]:
        return "No article yet. Next: depositary add FILE --published DATE"
    return "Next: depositary check, then make-release"


def orient() -> None:
    """Say where the caller is and what to do next: what bare ``depositary`` prints."""
    from depositary import project

    try:
        where = project.find(Path())
    except CallError:
        click.echo(
            "This folder is not in a Depositary project (schema/, seeds/, datapackage/).\n"
            "  depositary init FOLDER              begin a dataset of your own\n"
            "  depositary annotate FILE            show what any text tells of\n"
            "  depositary check datapackage.json   check any Data Package\n"
            "  depositary --help                   all commands"
        )
        return
    articles = len(list(where.seeds.glob("*.source.json")))
    readings = len(list(where.seeds.glob("*.reading.json")))
    is_built = (where.datapackage / "datapackage.json").is_file()
    click.echo(f"Project {where.root.absolute().name}: {articles} articles, {readings} readings.")
    if not articles:
        steps = "depositary add FILE --published DATE   take an article into custody"
    elif not is_built:
        steps = "depositary build    make the tables from the readings"
    else:
        steps = (
            "depositary status   what it holds, and what no record cites yet\n"
            "  depositary check    is it in due form?\n"
            "  make-release        publish the next version"
        )
    click.echo(f"  {steps}\n  depositary --help   all commands")
