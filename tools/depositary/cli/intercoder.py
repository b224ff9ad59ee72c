"""``depositary intercoder``: how far coders who worked apart agree, and where they do not."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.terminal import command, shared, style
from depositary.safetext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from depositary.cli.streams import Shared
    from depositary.findings import Finding
    from depositary.review.agreement import Agreement, Disagreement, Presence
    from depositary.review.coding import Coded
    from depositary.review.coefficients import Measure

_PRESENCE = (-13, 8, 8, 8, 13, 8)  # characters; negative: to the left
_MEASURES = (-13, -15, 8, 11, 8, 8)
_QUOTE = 90  # characters of a quote that are shown
_DIGITS = 4


@command(
    "intercoder",
    examples=(
        "depositary intercoder",
        "depositary intercoder src-harbour --with-shared --json",
    ),
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--with-shared", "is_with_shared", is_flag=True,
    help="Compare the reading that the register is built from, too.",
)  # fmt: skip
@shared
def intercoder(sources: tuple[str, ...], shared: Shared, *, is_with_shared: bool) -> None:
    """Measure how far coders who worked apart agree, by table and field.

    Reads seeds/<name>.<coder>.reading.json. Shows what only one coder found, percentage
    agreement, Cohen's kappa (the mean over pairs of coders) and Krippendorff's alpha, then each
    disagreement with its places and quotes.
    """
    from depositary import project, schema
    from depositary.review import agreement, coding

    where = project.find(shared.project)
    law = schema.load(where.schema)
    coded, findings = coding.coded_sources(where, law, sources, is_with_shared=is_with_shared)
    if findings:
        _refuse(where.root, findings, shared)
    found = agreement.agreement(coded, law)
    if shared.is_json:
        click.echo(json.dumps(_value(found), ensure_ascii=False, indent=2))
        return
    lines = _lines(found) if found.coders else _alone(coded)
    click.echo("\n".join(lines), color=shared.is_coloured)


def _refuse(root: Path, findings: Sequence[Finding], shared: Shared) -> None:
    """Say what is wrong in the readings: what is not in due form cannot be compared."""
    from depositary.checks import report

    found = report.Report(root, tuple(sorted(findings)), {})
    view = report.View(is_coloured=shared.is_coloured)
    click.echo("\n".join(report.written("text", found, view)), err=shared.is_json)
    sys.exit(1)


def _alone(coded: Sequence[Coded]) -> Iterator[str]:
    """What to say where there is nothing to compare."""
    yield "nothing to compare: no article was read by two coders apart"
    for each in coded:
        coders = [visible(coder) for coder in each.units]
        yield f"  {each.text.source_id}: {', '.join(coders) or 'nobody'}"
    yield "a coder's own reading is called seeds/<name>.<coder>.reading.json"


def _lines(found: Agreement) -> Iterator[str]:
    for source, coders in found.coders.items():
        yield f"{style(source, bold=True)}  {' · '.join(map(visible, coders))}"
    yield ""
    heads = ("table", "records", "by all", "F1", "evidence F1", "exact")
    yield style(_row(heads, _PRESENCE), bold=True)
    for part in found.presence:
        cells = (part.table, str(part.found), str(part.by_all), *map(_figure, _f1s(part)))
        yield _row(cells, _PRESENCE)
    yield ""
    heads = ("table", "field", "units", "agreement", "kappa", "alpha")
    yield style(_row(heads, _MEASURES), bold=True)
    for each in found.measures:
        share = "-" if each.agreement is None else f"{each.agreement:.1%}"
        figures = (share, _figure(each.kappa), _figure(each.alpha))
        yield _row((each.table, each.field, str(each.units), *figures), _MEASURES)
    yield ""
    count = len(found.disagreements)
    yield style(f"{count} to be adjudicated" if count else "nothing to be adjudicated", bold=True)
    for disagreement in found.disagreements:
        yield from _disagreement_lines(disagreement)


def _f1s(part: Presence) -> tuple[float | None, ...]:
    return part.f1, part.evidence_f1, part.evidence_exact_f1


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells in columns; a negative width is that of words, which stand at its left."""
    padded = (
        cell.ljust(-width) if width < 0 else cell.rjust(width)
        for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:z.2f}"


def _disagreement_lines(found: Disagreement) -> Iterator[str]:
    what = f"{found.table} {found.field}" if found.field else found.table
    missing = f"  not found by {', '.join(map(visible, found.without))}" if found.without else ""
    yield f"{style(what, fg='yellow')}{missing}"
    for saying in found.sayings:
        value = saying.record
        if found.field[:1] not in ("", "("):
            value = one_line(saying.value) or "nothing"
        yield f"  {visible(saying.coder)}: {style(value, bold=True)}"
        yield f"    {style(f'{saying.file}:{saying.line}', dim=True)}"
        if saying.quote:
            yield f"    {one_line(saying.quote, _QUOTE)}"


def _value(found: Agreement) -> dict[str, Any]:
    return {
        "coders": {source: list(coders) for source, coders in found.coders.items()},
        "presence": [_presence_value(part) for part in found.presence],
        "fields": [_measure_value(each) for each in found.measures],
        "disagreements": [_disagreement_value(each) for each in found.disagreements],
    }


def _presence_value(part: Presence) -> dict[str, Any]:
    names = ("f1", "evidence_f1", "evidence_exact_f1")
    figures = {name: _rounded(value) for name, value in zip(names, _f1s(part), strict=True)}
    return {"table": part.table, "records": part.found, "by_all": part.by_all, **figures}


def _measure_value(each: Measure) -> dict[str, Any]:
    return {
        "table": each.table,
        "field": each.field,
        "units": each.units,
        "agreement": _rounded(each.agreement),
        "kappa": _rounded(each.kappa),
        "kappa_by_pair": [
            {"coders": list(pair), "kappa": _rounded(kappa)} for pair, kappa in each.kappas.items()
        ],
        "alpha": _rounded(each.alpha),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _disagreement_value(found: Disagreement) -> dict[str, Any]:
    return {
        "source": found.source,
        "table": found.table,
        "field": found.field or None,
        "without": list(found.without),
        "sayings": [
            {
                "coder": saying.coder,
                "record": saying.record,
                "value": saying.value or None,
                "quote": saying.quote or None,
                "file": saying.file,
                "line": saying.line,
            }
            for saying in found.sayings
        ],
    }
