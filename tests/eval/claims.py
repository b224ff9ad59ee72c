"""How well are claims found? Precision, recall and F1 against articles with attributions (PolNeAR).

``python tests/eval/claims.py FOLDER`` prints them for the core and, where spaCy is installed, for
``spacy-claims``. A prediction is right where its content overlaps the gold content by at least half
of the longer one, and its speaker overlaps the gold source; one to one; attributions without a
source are left out. Several annotators of a text are scored one after the other and weigh together
as much as one: F1 is that of the average annotator.
"""

from __future__ import annotations

import glob
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.extraction.articles import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.extraction.mentions import Extractor, Mention

Stretch = tuple[int, int]
_SPAN = re.compile(r"(T\d+)\t(Source|Cue|Content) ([\d ;]+)\t")
_EVENT = re.compile(r"E\d+\tAttribution:\S+ ?(.*)")
_ARGUMENT = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


class Attribution(NamedTuple):
    """What an annotator marked: stretches of each, empty where there is none."""

    source: tuple[Stretch, ...]
    cue: tuple[Stretch, ...]
    content: tuple[Stretch, ...]


class Score(NamedTuple):
    """How many were right, of how many predicted and how many wanted; they may be parts."""

    right: float
    predicted: float
    wanted: float

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.predicted + self.wanted
        return 2 * self.right / both if both else 0.0


def attributions(ann: str) -> list[Attribution]:
    """The attributions of a brat file."""
    spans: dict[str, tuple[Stretch, ...]] = {}
    for name, _kind, places in _SPAN.findall(ann):
        pairs = [tuple(map(int, place.split())) for place in places.split(";")]
        spans[name] = tuple((pair[0], pair[1]) for pair in pairs)
    found = []
    for arguments in _EVENT.findall(ann):
        parts: dict[str, tuple[Stretch, ...]] = {"Source": (), "Cue": (), "Content": ()}
        for role, name in _ARGUMENT.findall(arguments):
            parts[role] += spans.get(name, ())
        found.append(Attribution(parts["Source"], parts["Cue"], parts["Content"]))
    return found


def annotated(folder: Path) -> Iterator[tuple[str, str, list[list[Attribution]]]]:
    """Each text of a folder, with its name and what each of its annotators marked."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode()
        anns = sorted(folder.glob(f"{glob.escape(path.stem)}_????.ann"))
        yield path.stem, text, [attributions(ann.read_bytes().decode()) for ann in anns]


def overlap(one: Iterable[Stretch], other: Iterable[Stretch]) -> int:
    """How many characters two sets of stretches share.

    >>> overlap([(0, 5), (8, 9)], [(3, 10)])
    3
    """
    theirs = list(other)
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in theirs)


def is_right(mention: Mention, gold: Attribution) -> bool:
    """Whether a claim says what an annotator marked, by the rule above."""
    content, speaker = stretch(mention.about["content"]), stretch(mention.about["speaker"])
    longest = max(content[1] - content[0], sum(end - start for start, end in gold.content))
    enough = 2 * overlap([content], gold.content) >= longest
    return enough and overlap([speaker], gold.source) > 0


def stretch(place: dict[str, Any]) -> Stretch:
    """A place of ``annotate --json`` as a pair."""
    return place["start"], place["end"]


def scored(mentions: Sequence[Mention], gold: Sequence[Attribution]) -> Score:
    """One to one: how many claims are right, of the largest number that can be at once."""
    wanted = [each for each in gold if each.source]
    taken: dict[int, int] = {}

    def place(at: int, seen: set[int]) -> bool:
        for number, each in enumerate(wanted):
            if number not in seen and is_right(mentions[at], each):
                seen.add(number)
                if number not in taken or place(taken[number], seen):
                    taken[number] = at
                    return True
        return False

    right = sum(place(at, set()) for at in range(len(mentions)))
    return Score(right, len(mentions), len(wanted))


def evaluated(extractor: Extractor, folder: Path) -> Score:
    """What an extractor reaches on a folder, as the average annotator of each text sees it."""
    right = predicted = wanted = 0.0
    for _name, text, annotators in annotated(folder):
        found = [each for each in extractor.mentions(Article(text), ()) if each.kind == "claim"]
        for gold in annotators:
            score = scored(found, gold)
            right += score.right / len(annotators)
            predicted += score.predicted / len(annotators)
            wanted += score.wanted / len(annotators)
    return Score(right, predicted, wanted)


def main(arguments: Sequence[str]) -> None:
    """Print what core and spaCy reach on a folder."""
    from depositary.extraction.claims import Claims

    extractors: dict[str, Extractor] = {"core": Claims()}
    try:
        from depositary.extraction.spacy_claims import SpacyClaims

        extractors["spacy"] = SpacyClaims()
    except ImportError:
        pass
    for name, extractor in extractors.items():
        score = evaluated(extractor, Path(arguments[0]))
        print(f"{name:6} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
