"""``depositary extract``: what do articles say? Proposals, for a person to decide on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from depositary.cli.corpus import extract_corpus, of_corpus
from depositary.cli.terminal import command, shared

if TYPE_CHECKING:
    from depositary.cli.corpus import Options
    from depositary.cli.streams import Shared


@command(
    "extract",
    examples=(
        "depositary extract --corpus 'news/**/*.jsonl' --to proposals",
        "depositary extract --corpus 'news/*.parquet' --to proposals --text-field body",
        "depositary extract --corpus crawl/ --to proposals --scheduler tcp://10.0.0.7:8786",
    ),
)
@of_corpus
@shared
def extract(corpus: Options, shared: Shared) -> None:
    """Propose what articles say, each proposal with the words that it stands on.

    PATTERN names files of JSON lines, Parquet, WARC or text, or a folder of them. They are read in
    partitions by all cores; run again, the command does only what is missing or changed. Exit 1
    where articles could not be read: failures.jsonl says which, and why.
    """
    sys.exit(extract_corpus(corpus, shared))
