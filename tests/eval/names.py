"""Scores names against CrossNER politics: exact span and kind, micro-averaged.

::

    python tests/eval/names.py EVAL_FOLDER

The shipped weights were trained on these very sentences: for how well they read what they never
saw, see train_names.py and the card beside the weights. For spaCy the figures are honest.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

from crossner import sentences, without_the

from depositary.extraction.articles import Article
from depositary.extraction.merging import merged

KINDS = ("person", "organisation", "place", "event")


def scored(pairs, kinds=KINDS):
    """Precision, recall and F1 of pairs of gold and proposed names."""
    right = wrong = missed = 0
    for gold, proposed in pairs:
        known = {name for name in gold if name[2] in kinds}
        found = {name for name in proposed if name[2] in kinds}
        right += len(known & found)
        wrong += len(found - known)
        missed += len(known - found)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def figures(pairs):
    """A line for all kinds together, and one for each."""
    pairs = list(pairs)
    rows = [("all", scored(pairs))] + [(kind, scored(pairs, (kind,))) for kind in KINDS]
    return "\n".join(f"{kind:<14}{p:6.3f}{r:7.3f}{f:7.3f}" for kind, (p, r, f) in rows)


def proposed(extractors, text):
    """What extractors propose together, as it is scored."""
    article = Article(text)
    every = [each for extractor in extractors for each in extractor.mentions(article, ())]
    return [without_the(text, *each.place) for each in merged(every) if each.kind in KINDS]


def main(folder):
    """Prints precision, recall and F1 of what is installed."""
    from depositary.extraction.names import Names

    tried = {"core": [Names()]}
    if find_spec("spacy"):
        from depositary.extraction.spacy_names import SpacyNames

        spacy = SpacyNames()
        tried |= {"spaCy": [spacy], "core and spaCy": [*tried["core"], spacy]}
    for part in ("train", "dev"):
        gold = list(sentences(folder / "crossner-politics" / f"{part}.txt"))
        for name, extractors in tried.items():
            print(f"{part}: {name}")
            print(figures((names, proposed(extractors, text)) for text, names in gold))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
