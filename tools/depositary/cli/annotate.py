"""``depositary annotate``: who, where, when and what a text tells of, without a project."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from depositary.cli.streams import tell_error, tell_findings, tell_warning
from depositary.cli.terminal import command, shared
from depositary.errors import DepositaryError
from depositary.extraction import forms
from depositary.safetext import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.cli.streams import Shared
    from depositary.extraction.annotating import Annotated
    from depositary.extraction.mentions import Extractor

_STDOUT = "-"


@command(
    "annotate",
    examples=(
        "depositary annotate article.txt --published 2031-05-02",
        "depositary annotate articles/*.txt --json --output mentions.jsonl",
        "depositary annotate page.html --format html --output page.annotated.html",
        "depositary annotate - --extractor core --extractor spacy < article.txt",
        "depositary annotate article.txt --extractor core --extractor llm:gpt-4o-mini",
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="FILE...")
@click.option("--published", metavar="DATE", help="Day on which the texts appeared: YYYY-MM-DD.")
@click.option(
    "--format",
    "form",
    type=click.Choice(forms.FORMS),
    default="text",
    help="How to print what was found; --json is jsonl.  [default: text]",
)
@click.option(
    "--extractor",
    "extractors",
    multiple=True,
    metavar="NAME",
    help="Ask this one; core stands for all that need no extra. Repeatable.  [default: core]",
)
@click.option(
    "--output",
    default=_STDOUT,
    metavar="FILE",
    help="Write to a file, whole or not at all; - is standard output.",
)
@shared
def annotate(
    names: tuple[str, ...],
    published: str | None,
    form: str,
    extractors: tuple[str, ...],
    output: str,
    shared: Shared,
) -> None:
    """Find persons, organisations, places, dates, events, agreements and claims in any text.

    FILE is a text in UTF-8, a web page, or - for standard input. Offsets count code points of the
    file, from 0; of a web page, those of the text that is taken from it. A file that cannot be
    read is named and the others are annotated all the same. Nothing is kept, no project is needed.
    """
    from depositary.extraction import annotating, run

    call = _Call(
        names,
        annotating.day(published) if published else None,
        run.extractors(annotating.named(extractors)),
        # Who names an extractor knows which languages it is made for.
        is_any_language=bool(extractors),
        shared=shared,
    )
    troubles: list[DepositaryError] = []
    found = _annotated(call, troubles)
    first = next(found, None)
    if first is not None:
        form = "jsonl" if shared.is_json else form
        is_coloured = shared.is_coloured and output == _STDOUT
        pieces = forms.written(form, chain([first], found), is_coloured=is_coloured)
        if output == _STDOUT and form == "text":
            for piece in pieces:
                click.echo(piece)
        else:
            _write(pieces, output, shared)
    code = tell_findings(run.findings(call.asked))
    sys.exit(max([code, *(error.exit_code for error in troubles)]))


class _Call(NamedTuple):
    """What one call of the command asks for."""

    names: Sequence[str]
    published: dt.date | None
    asked: Sequence[Extractor]
    is_any_language: bool
    shared: Shared


def _annotated(call: _Call, troubles: list[DepositaryError]) -> Iterator[Annotated]:
    """Each text that can be read; what cannot is told, and added to ``troubles``."""
    from depositary.extraction.annotating import annotated

    for name in call.names:
        try:
            found = annotated(
                name, call.asked, call.published, is_any_language=call.is_any_language
            )
        except DepositaryError as error:
            tell_error(error.code, one_line(error.message, 300), error.hint)
            troubles.append(error)
            continue
        if found.is_foreign:
            tell_warning(
                "E704",
                f"{name} is not in English, to judge by its small words; nothing was proposed.",
                "name an extractor for its language with --extractor",
            )
        elif not found.mentions:
            call.shared.say(f"{name}: nothing found")
        yield found


def _write(pieces: Iterable[str], output: str, shared: Shared) -> None:
    """In UTF-8, whatever the locale, and as it comes: nothing is kept until the end."""
    lines = (f"{piece}\n".encode() for piece in pieces)
    if output == _STDOUT:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
        return
    from depositary import files

    path = Path(output)
    with files.speaking_of(path), files.replacing(path) as handle:
        handle.writelines(lines)
    shared.say(f"wrote {path}")
