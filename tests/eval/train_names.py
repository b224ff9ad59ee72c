"""Trains the weights by which names are read, and says how well they read what they never saw.

::

    python tests/eval/train_names.py EVAL_FOLDER tools/depositary/extraction/models/names.json

Needs numpy, and spaCy with an English pipeline, whose labels on news (texts of PolNeAR, training
part) are learnt beside the gold ones of CrossNER politics (training and development part).
"""

import random
import sys
from collections import Counter
from pathlib import Path

import orjson
from crossner import sentences
from names import figures, scored
from semimarkov import Trainer, examples_of

from depositary.extraction.articles import Article
from depositary.extraction.names.model import Model
from depositary.extraction.names.stretches import stretches
from depositary.extraction.spacy_names import SpacyNames

FOLDS = 5
ROUNDS = 8
NEWS_WEIGHT = 0.3
LEAST_IN_NEWS = 3
LEAST_WEIGHT = 14
BINS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


def usual_words(articles):
    """Words that news mostly writes in lower case, within sentences."""
    lower, capital = Counter(), Counter()
    for article in articles:
        for sentence in article.sentences:
            for word in sentence.words[1:]:
                if word.text.isalpha():
                    (lower if word.text.islower() else capital)[word.text.lower()] += 1
    return frozenset(word for word, n in lower.items() if n >= 3 and n > 2 * capital[word])


def train(gold, news):
    """Weights from gold examples and from news."""
    trainer = Trainer([(gold, 1, 1.0), (news, LEAST_IN_NEWS, NEWS_WEIGHT)])
    trainer.run(ROUNDS)
    return trainer.stored(least=LEAST_WEIGHT)


def read(model, text):
    """Names of a text with the share that spoke for each."""
    for sentence in Article(text).sentences:
        words = sentence.words
        texts = [word.text for word in words]
        for run in stretches(words):
            for start, end, label, share in model.read(texts, sentence.low, run):
                if label != "other":
                    yield (words[start].start, words[end - 1].end, label), share


def crossed(gold, examples, news, usual):
    """Gold and readings of each text by a model that never saw it."""
    for fold in range(FOLDS):
        seen = [e for at, each in enumerate(examples) if at % FOLDS != fold for e in each]
        model = Model(train(seen, news), usual)
        for at, (text, names) in enumerate(gold):
            if at % FOLDS == fold:
                yield names, list(read(model, text))


def calibrated(pairs):
    """How often readings of a share were right, by bins."""
    for low, high in zip((0.0, *BINS), BINS, strict=False):
        right = [
            name in names for names, found in pairs for name, share in found if low < share <= high
        ]
        yield high, round((sum(right) + 1) / (len(right) + 2), 3)


def main(folder, target):
    """Trains, measures by cross-validation, and writes the weights."""
    news = [
        Article(path.read_text("utf-8"))
        for path in sorted((folder / "polnear-train").glob("*.txt"))
    ]
    usual = usual_words(news)
    gold = [
        pair
        for part in ("train", "dev")
        for pair in sentences(folder / "crossner-politics" / f"{part}.txt")
    ]
    random.Random(7).shuffle(gold)
    examples = [examples_of(Article(text), names, usual) for text, names in gold]
    spacy = SpacyNames()
    silver = []
    for article in news:
        labels = [each.place for each in spacy.mentions(article, ())]
        silver += examples_of(article, [(s, e, kind) for s, e, kind in labels], usual)
    pairs = list(crossed(gold, examples, silver, usual))
    print(f"{FOLDS} folds", *scored((names, [n for n, _ in found]) for names, found in pairs))
    print(figures((names, [n for n, _ in found]) for names, found in pairs))
    stored = {
        "usual": " ".join(sorted(usual)),
        "right": list(calibrated(pairs)),
        "weights": train([e for each in examples for e in each], silver),
    }
    print("bins", stored["right"], "traits", len(stored["weights"]))
    target.write_bytes(orjson.dumps(stored, option=orjson.OPT_SORT_KEYS))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
