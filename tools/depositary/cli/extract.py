"""``depositary extract``: propose a reading of each source, or what a whole corpus says."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from depositary.cli.corpus import extract_corpus, of_corpus
from depositary.cli.streams import tell_findings
from depositary.cli.terminal import command, shared, style
from depositary.safetext import visible

if TYPE_CHECKING:
    from depositary.cli.corpus import Options
    from depositary.cli.streams import Shared
    from depositary.extraction.proposing import Proposal


@command(
    "extract",
    examples=(
        "depositary extract",
        "depositary extract src-harbour --json",
        "depositary extract --corpus 'news/**/*.jsonl' --to proposals",
        "depositary extract --corpus 'news/*.parquet' --to proposals --text-field body",
        "depositary extract --corpus crawl/ --to proposals --scheduler tcp://10.0.0.7:8786",
    ),
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--extractor",
    "names",
    multiple=True,
    metavar="NAME",
    help="Ask this extractor; may be repeated. core: those that need no extra.  [default: core]",
)
@of_corpus
@shared
def extract(
    sources: tuple[str, ...], names: tuple[str, ...], corpus: Options, shared: Shared
) -> None:
    """Propose a reading of each source: who, what, when, who says so, each with its quote.

    SOURCE is an id or a file in seeds/; without one, all that nobody has read yet. A proposal is
    never a record: it is written to .depositary/proposed/, and a person decides. What the register
    knows is recognised; what was rejected does not come back.

    With --corpus, no project is needed: articles of any number are read from files, by all cores or
    a cluster, and proposals are written as Parquet. Run again, the command does only what is
    missing or changed. Exit 1 where articles could not be read: failures.jsonl says which, and why.
    """
    if corpus.is_given:
        sys.exit(extract_corpus(corpus, sources, names, shared))
    from depositary import building, project, schema
    from depositary.extraction import proposing, run
    from depositary.extraction.annotating import named

    where = project.find(shared.project)
    law = schema.load(where.schema)
    built = building.build(where, law)
    proposer = proposing.Proposer(where, law, built, run.extractors(named(names)))
    found: list[Proposal] = []
    for source_id in proposing.chosen(built, sources):
        proposal = proposer.propose(source_id)
        if proposal is None:
            shared.say(f"{source_id} has no text in custody that can be read")
            continue
        found.append(proposal)
        if not shared.is_json:
            click.echo(_told(proposal, where.name_of(proposal.path)), color=shared.is_coloured)
    if shared.is_json:
        value = [{"file": where.name_of(each.path), **each.value} for each in found]
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    elif not found:
        shared.say("nothing to read: each source in custody has a reading. Name one to read again")
    else:
        shared.say("next: decide about each proposal: depositary review")
    sys.exit(tell_findings(proposer.findings()))


def _told(proposal: Proposal, name: str) -> str:
    value = proposal.value
    counts = {key: len(entries) for key, entries in value.items() if isinstance(entries, list)}
    lines = [f"{style(str(value['source']), bold=True)}  {name}"]
    held = [f"{count} {key.replace('_', ' ')}" for key, count in counts.items()]
    lines.append(f"  {' · '.join(held) or 'nothing found'}")
    lines += [f"  {line}" for line in _kinds(value)]
    return "\n".join(lines)


def _kinds(value: Any) -> list[str]:
    """What was proposed, by the rules that proposed it."""
    by: Counter[str] = Counter()
    for key in ("actors", "agreements", "events", "claims", "relations"):
        for entry in value.get(key, ()):
            by[entry["proposed_by"]["extractor"]] += 1
    return [f"{count} proposed by {visible(name)}" for name, count in sorted(by.items())]
