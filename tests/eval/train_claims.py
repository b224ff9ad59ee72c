"""Train the models of claims: ``python tests/eval/train_claims.py FOLDER`` on PolNeAR's articles.

Writes ``extraction/models/claims.json``. With ``--folds 4`` it trains on three quarters of the
articles, tells what the fourth gives, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claims import annotated, scored
from ranking import learned

from depositary.extraction import claims
from depositary.extraction.articles import Article
from depositary.extraction.claims import contents, hints, reading, sources
from depositary.extraction.claims.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claims import Attribution
    from ranking import Example

    from depositary.extraction.claims.linear import Weights
    from depositary.extraction.claims.passages import Passage

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "tools" / "depositary" / "extraction" / "models" / "claims.json"
NOTHING: list[str] = []


class Gold(NamedTuple):
    """An attribution as words of a passage."""

    order: str
    source: tuple[int, int]
    content: tuple[int, int]


def within(passage: Passage, stretches: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The words that stretches cover, from the first to the last."""
    bounds = list(stretches)
    low, high = min(start for start, _ in bounds), max(end for _, end in bounds)
    touched = [n for n, word in enumerate(passage.words) if word.end > low and word.start < high]
    return (touched[0], touched[-1] + 1) if touched else None


def gold_of(passage: Passage, attribution: Attribution) -> Gold | None:
    """The attribution in words, where a passage holds all of it."""
    source, cue, content = (within(passage, part) for part in attribution)
    if source is None or cue is None or content is None:
        return None
    letters = sorted(((source[0], "S"), (cue[0], "C"), (content[0], "T")))
    order = "".join(letter for _, letter in letters)
    return Gold({"CTS": "CST", "STC": "TSC"}.get(order, order), source, content)


def examples(article: Article, gold: Sequence[Attribution]) -> Iterator[tuple[str, Example]]:
    """What each part of the model has to choose from in an article, and what is right."""
    used: set[int] = set()
    for passage in passages(article):
        for candidate in hints.candidates(passage):
            word = passage.words[candidate.at]
            hit = [
                number
                for number, each in enumerate(gold)
                if each.cue and each.cue[0][0] < word.end and word.start < each.cue[-1][1]
            ]
            if hit and hit[0] in used:
                continue
            used.update(hit)
            features = hints.cue_features(candidate, passage)
            said = bool(hit) and bool(gold[hit[0]].source) and bool(gold[hit[0]].content)
            yield "cue", ([features, NOTHING], frozenset({0 if said else 1}))
            found = gold_of(passage, gold[hit[0]]) if said else None
            if found:
                yield from choices(candidate, found, passage)


def choices(
    candidate: hints.Candidate, gold: Gold, passage: Passage
) -> Iterator[tuple[str, Example]]:
    """What is chosen once a word is taken for a cue: order, speaker, beginning, end."""
    features = hints.order_features(candidate, passage)
    by_order = [[f"{order}|{name}" for name in features] for order in reading.ORDERS]
    yield "order", (by_order, frozenset({reading.ORDERS.index(gold.order)}))
    chunks = sources.chunks(candidate, passage)
    right = {
        number
        for number, chunk in enumerate(chunks)
        if chunk.start < gold.source[1] and gold.source[0] < chunk.end
    }
    if right:
        ranked = reading.source_choices(gold.order, chunks, candidate, passage)
        yield "source", (ranked, frozenset(right))
    begins = contents.starts(gold.order, candidate, gold.source, passage)
    begin = min(begins, key=lambda place: abs(place - gold.content[0]))
    ranked = reading.start_choices(gold.order, begins, candidate, passage)
    yield "start", (ranked, frozenset({begins.index(begin)}))
    ends = contents.ends(gold.order, begin, candidate, gold.source, passage)
    end = min(ends, key=lambda place: abs(place - gold.content[1]))
    ranked = reading.end_choices(gold.order, begin, ends, candidate, passage)
    yield "end", (ranked, frozenset({ends.index(end)}))


def trained(articles: Iterable[tuple[str, str, list[list[Attribution]]]]) -> dict[str, Weights]:
    """The weights of every part, learned from articles and their first annotators."""
    parts: dict[str, list[Example]] = defaultdict(list)
    for _name, text, annotators in articles:
        for part, example in examples(Article(text), annotators[0]):
            parts[part].append(example)
    weights = {part: learned(parts[part]) for part in ("cue", "source", "start", "end")}
    by_order = learned(parts["order"])
    for order in reading.ORDERS:
        named = ((name.split("|", 1), weight) for name, weight in by_order.items())
        weights[order] = {name: weight for (of, name), weight in named if of == order}
    return weights


def main() -> None:
    """Train, and write or tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    articles = list(annotated(given.folder))
    if given.folds:
        held = articles[:: given.folds]
        model = trained(each for n, each in enumerate(articles) if n % given.folds)
        print(sum(len(part) for part in model.values()))
        for threshold in (0.45, 0.5):
            report(held, model, threshold)
        return
    weights = {
        part: {name: round(100 * weight) for name, weight in sorted(named.items())}
        for part, named in trained(articles).items()
    }
    MODEL.write_text(json.dumps({"weights": weights}, indent=0, ensure_ascii=False) + "\n")


def report(
    articles: Sequence[tuple[str, str, list[list[Attribution]]]],
    model: dict[str, Weights],
    threshold: float,
) -> None:
    """What a model gives on articles with which it was not trained."""
    right = predicted = wanted = 0.0
    reading.THRESHOLD = threshold
    extractor = claims.Claims(model)
    for _name, text, annotators in articles:
        score = scored(list(extractor.mentions(Article(text), ())), annotators[0])
        right, predicted, wanted = (
            right + score.right,
            predicted + score.predicted,
            wanted + score.wanted,
        )
    print(threshold, f"P {right / predicted:.3f} R {right / wanted:.3f}", end=" ")
    print(f"F1 {2 * right / (predicted + wanted):.3f}")


if __name__ == "__main__":
    main()
