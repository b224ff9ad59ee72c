"""``depositary show``: a record, and every sentence that supports what is said of it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.terminal import command, shared, style
from depositary.safetext import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.cli.streams import Shared
    from depositary.dossiers import Dossier, Related, Sighting

_SILENT = ("status", "note")
_DEFAULTS = {"status": "as_reported"}


@command("show", examples=("depositary show act-arvenia", "depositary show evt-signing --json"))
@click.argument("record_id", metavar="ID")
@shared
def show(record_id: str, shared: Shared) -> None:
    """Show a record: its names, offices, events, agreements, claims, each with its sentence.

    The quote stands emphasised in its sentence, with the number of its paragraph.
    """
    from depositary import dossiers, register

    held = register.hold(shared.project)
    found = dossiers.gather(record_id, held.law, held.tables, held.texts)
    if shared.is_json:
        click.echo(json.dumps(_value(found), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_lines(found)), color=shared.is_coloured)


def _value(found: Dossier) -> dict[str, Any]:
    return {
        "id": found.record_id,
        "table": found.table,
        "label": found.labels.get(found.record_id, ""),
        "row": _filled(found.row),
        "evidence": [_sighting_value(sighting) for sighting in found.evidence],
        "related": [
            {
                "table": related.table,
                "column": related.column,
                "row": _filled(related.row),
                "evidence": [_sighting_value(sighting) for sighting in related.evidence],
            }
            for related in found.related
        ],
    }


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def _sighting_value(sighting: Sighting) -> dict[str, Any]:
    return {
        **_filled(sighting.row),
        "sentence": sighting.before + sighting.row["quote"] + sighting.after,
        "paragraph": sighting.paragraph or None,
    }


def _lines(found: Dossier) -> Iterator[str]:
    label = visible(found.labels.get(found.record_id, found.record_id))
    yield f"{style(label, bold=True)}  {style(found.record_id, dim=True)}  {found.table}"
    said = {found.record_id, *found.labels.get(found.record_id, "").split(" · ")}
    told = [
        f"{name} {visible(cell)}"
        for name, cell in found.row.items()
        if cell and cell not in said and name != "note" and _DEFAULTS.get(name) != cell
    ]
    if told:
        yield "  " + " · ".join(told)
    if found.row.get("note"):
        yield f"  note: {visible(found.row['note'])}"
    for sighting in found.evidence:
        yield _sentence(sighting, found, "  ")
    groups: dict[str, list[Related]] = defaultdict(list)
    for related in found.related:
        groups[related.table].append(related)
    for table, rows in groups.items():
        yield ""
        yield style(table, bold=True)
        for related in rows:
            yield from _related_lines(related, found)


def _related_lines(related: Related, found: Dossier) -> Iterator[str]:
    """What a row says, less what is the record itself, then its sentences."""
    words = []
    own_label = found.labels.get(next(iter(related.row.values())), "")
    for name, cell in related.row.items():
        if not cell or name in _SILENT or cell == found.record_id or _is_own_key(name, related):
            continue
        if cell == own_label:
            continue
        label = found.labels.get(cell)
        words.append(f"{visible(label)} {style(f'({cell})', dim=True)}" if label else visible(cell))
    yield f"  {' · '.join(words)}"
    status = related.row.get("status", "")
    if status not in ("", "as_reported"):
        note = related.row.get("note", "")
        yield f"    {style(status, fg='yellow')}{': ' + visible(note) if note else ''}"
    for sighting in related.evidence:
        yield _sentence(sighting, found, "    ")


def _is_own_key(name: str, related: Related) -> bool:
    return name == f"{related.table.removesuffix('s')}_id" and related.table not in (
        "events", "agreements", "claims", "sources",
    )  # fmt: skip


def _sentence(sighting: Sighting, found: Dossier, indent: str) -> str:
    """The quote emphasised in its sentence, who says it, and how it supports the record."""
    place = f"¶{sighting.paragraph} " if sighting.paragraph else ""
    quote = visible(sighting.row["quote"])
    context = click.get_current_context()
    quote = style(quote, bold=True, underline=True) if context.color else f"**{quote}**"
    before, after = visible(sighting.before), visible(sighting.after)
    how = []
    if sighting.row["support"] != "states":
        how.append(sighting.row["support"])
    if claim := sighting.row["claim_id"]:
        how.append(f"said in {claim} ({visible(found.labels.get(claim, ''))})")
    if sighting.row["note"]:
        how.append(visible(sighting.row["note"]))
    remark = f"\n{indent}   {style('; '.join(how), dim=True)}" if how else ""
    return f"{indent}{style(place, dim=True)}{before}{quote}{after}{remark}"
