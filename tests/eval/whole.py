"""How well is a whole article read? Proposed readings beside what a curator recorded.

``python tests/eval/whole.py FOLDER`` reads each ``NAME.reading.json`` of a folder with the text
``NAME.txt`` and the day of ``NAME.source.json`` (``published``) beside it: the ``seeds/`` of any
project has that form. ``--each`` tells record by record what was right, wrong and missing.

A curator's reading may say two things more for this purpose. ``"optional": true`` stands with what
may be recorded or left out: it is not missed, and a proposal of it is right. ``"or"`` holds other
values that are right too, by column.

When is a proposal right? Each record of the curator answers for one proposal at most.

- actor: one of its names is a name of the curator's, and its kind is the same.
- agreement, event, claim: its evidence overlaps the curator's. An agreement has a word of its title
  or a party in common; an event has the same kind, and, where both name participants, one in
  common; a claim has the same speaker, and half of the words of the longer content.
- date: of a right event, the same EDTF value. Participant: of a right record, the same actor and
  role. Sector: of a right agreement, the same code; those of events are not scored.
- relation (offices and answers among them): subject, predicate and object are the same.

Other columns are told apart: how often act, modality, stage, kind and form of right records agree.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary import project, schema
from depositary.extraction.articles import Article
from depositary.extraction.countries import load
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.extraction.run import annotate, extractors
from depositary.spans import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from depositary.extraction.mentions import Extractor

Record = dict[str, Any]
TABLES = (
    "actors", "agreements", "events", "claims", "relations", "dates", "sectors", "participants",
)  # fmt: skip
COLUMNS = {"agreements": ("kind", "form", "stage"), "events": ("modality",), "claims": ("act",)}
_FOR_SCORING = frozenset({"optional", "or"})
_WORD = re.compile(r"\w+")
_SMALL = frozenset({"a", "an", "and", "between", "by", "in", "of", "on", "that", "the", "to"})


class Pair(NamedTuple):
    """What the curator recorded and what was proposed, of one thing; either may be lacking."""

    gold: Record | None
    own: Record | None


class Score(NamedTuple):
    """Counts of one table: wanted and found of those, proposed and right of those."""

    wanted: int = 0
    found: int = 0
    proposed: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def recall(self) -> float:
        """Share of what a curator must record that was proposed."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """Share of what was proposed that is right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def allowed(gold: Record, column: str) -> set[Any]:
    """The values of a column that are right."""
    return {gold.get(column), *gold.get("or", {}).get(column, ())}


def bare(entry: Any) -> Any:
    """A curator's reading, or a part of it, without what it says for scoring only."""
    if isinstance(entry, list):
        return [bare(each) for each in entry]
    if isinstance(entry, dict):
        return {key: bare(each) for key, each in entry.items() if key not in _FOR_SCORING}
    return entry


class Compared:
    """A curator's reading beside a proposed one, table by table.

    Parameters
    ----------
    text : str
        The article.
    gold, own : dict
        The two readings.
    """

    def __init__(self, text: str, gold: Record, own: Record) -> None:
        self._text, self.own = text, own
        self._names = {each["id"]: _names(each) for each in gold.get("actors", ())}
        self._names |= {each["id"]: _names(each) for each in own.get("actors", ())}
        self.pairs: dict[str, list[Pair]] = {}
        tests: dict[str, Callable[[Record, Record], float]] = {
            "actors": self._actor,
            "agreements": self._agreement,
            "events": self._event,
            "claims": self._claim,
        }
        for table, test in tests.items():
            self.pairs[table] = paired(gold.get(table, ()), own.get(table, ()), test)
        self._same = {
            pair.own["id"]: pair.gold["id"]
            for table in tests
            for pair in self.pairs[table]
            if pair.gold and pair.own
        }
        self.pairs["relations"] = paired([*_relations(gold)], [*_relations(own)], self._relation)
        for nested, parents, test in (
            ("dates", ("events",), _date),
            ("sectors", ("agreements",), _sector),
            ("participants", ("agreements", "events"), self._participant),
        ):
            self.pairs[nested] = [
                pair
                for table in parents
                for parent in self.pairs[table]
                for pair in _inside(parent, nested, test)
            ]

    # ── of tables ───────────────────────────────────────────────────────────────────────────────
    def _actor(self, gold: Record, own: Record) -> float:
        return float(own["kind"] in allowed(gold, "kind") and self.is_same(gold["id"], own["id"]))

    def _agreement(self, gold: Record, own: Record) -> float:
        if not self._overlap(gold, own):
            return 0.0
        words = _content(gold["title"]) & _content(own["title"])
        return sum(words.values()) + self._shared(gold, own)

    def _event(self, gold: Record, own: Record) -> float:
        if own["kind"] not in allowed(gold, "kind") or not self._overlap(gold, own):
            return 0.0
        shared = self._shared(gold, own)
        if gold.get("participants") and own.get("participants") and not shared:
            return 0.0
        dates = [{each["edtf"] for each in one.get("dates", ())} for one in (gold, own)]
        return 1 + shared + bool(dates[0] & dates[1])

    def _claim(self, gold: Record, own: Record) -> float:
        is_same = any(self.is_same(each, own["speaker"]) for each in allowed(gold, "speaker"))
        if not is_same or not self._overlap(gold, own):
            return 0.0
        one, other = _content(gold["content"]), _content(own["content"])
        share = sum((one & other).values()) / max(sum(one.values()), sum(other.values()), 1)
        return share if share >= 0.5 else 0.0

    def _relation(self, gold: Record, own: Record) -> float:
        return float(
            gold["predicate"] == own["predicate"]
            and self.is_same(gold["subject"], own["subject"])
            and any(self.is_same(each, own["object"]) for each in allowed(gold, "object"))
        )

    def _participant(self, gold: Record, own: Record) -> float:
        return float(
            own["role"] in allowed(gold, "role") and self.is_same(gold["actor"], own["actor"])
        )

    # ── of what they have in common ─────────────────────────────────────────────────────────────
    def is_same(self, gold_id: str | None, own_id: str) -> bool:
        """Whether two ids mean one record: actors by their names, others as they were paired."""
        if own_id in self._names:
            return bool(self._names.get(str(gold_id), set()) & self._names[own_id])
        return self._same.get(own_id) == gold_id

    def _shared(self, gold: Record, own: Record) -> int:
        return sum(
            any(self.is_same(one["actor"], other["actor"]) for other in own.get("participants", ()))
            for one in gold.get("participants", ())
        )

    def _overlap(self, gold: Record, own: Record) -> bool:
        places = [*self._places(gold)]
        return any(
            start < there[1] and there[0] < end
            for start, end in self._places(own)
            for there in places
        )

    def _places(self, entry: Record) -> Iterator[tuple[int, int]]:
        for evidence in entry["evidence"]:
            found = locate(evidence["quote"], self._text)
            if found:
                span = found[min(evidence.get("nth", 1), len(found)) - 1]
                yield span.start, span.end

    def score(self, table: str) -> Score:
        """The counts of a table."""
        return sum((_counted(pair) for pair in self.pairs[table]), Score())

    def agreeing(self, table: str, column: str) -> Score:
        """How often a column of right records has a right value: of all, and those that agree."""
        right = [pair for pair in self.pairs[table] if pair.gold and pair.own]
        same = sum(
            pair.own.get(column) in allowed(pair.gold, column)
            for pair in right
            if pair.gold and pair.own
        )
        return Score(len(right), same, len(right), same)


def paired(
    gold: Sequence[Record], own: Sequence[Record], test: Callable[[Record, Record], float]
) -> list[Pair]:
    """Records with the proposals that they answer for, the most alike first, then what is left.

    Parameters
    ----------
    gold, own : sequence of dict
        Of one table.
    test : callable
        How much two are alike; 0 where the proposal is wrong.
    """
    alike = [
        (test(one, other), -at, -to) for at, one in enumerate(gold) for to, other in enumerate(own)
    ]
    left, right = {*range(len(gold))}, {*range(len(own))}
    pairs = []
    for worth, at, to in sorted(alike, reverse=True):
        if worth > 0 and -at in left and -to in right:
            left.discard(-at)
            right.discard(-to)
            pairs.append(Pair(gold[-at], own[-to]))
    pairs += [Pair(gold[at], None) for at in sorted(left)]
    return pairs + [Pair(None, own[to]) for to in sorted(right)]


def _counted(pair: Pair) -> Score:
    must = pair.gold is not None and not pair.gold.get("optional")
    both = pair.gold is not None and pair.own is not None
    return Score(int(must), int(must and both), int(pair.own is not None), int(both))


def _inside(parent: Pair, nested: str, test: Callable[[Record, Record], float]) -> list[Pair]:
    """What is nested in a record, paired; nothing of it is missed where the record may be."""
    gold = list(parent.gold.get(nested, ())) if parent.gold else []
    if parent.gold and parent.gold.get("optional"):
        gold = [{**each, "optional": True} for each in gold]
    return paired(gold, parent.own.get(nested, []) if parent.own else [], test)


def _date(gold: Record, own: Record) -> float:
    return float(own["edtf"] in allowed(gold, "edtf"))


def _sector(gold: Record, own: Record) -> float:
    return float(gold["sector"] == own["sector"])


def _names(actor: Record) -> set[str]:
    names = [actor.get("name", ""), *(each["name"] for each in actor.get("names", ()))]
    return {name.lower().removeprefix("the ") for name in names if name}


def _content(words: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(words.lower()) if word not in _SMALL)


def _relations(reading: Record) -> Iterator[Record]:
    """Relations, with those that are nested: offices of persons, answers of claims."""
    yield from reading.get("relations", ())
    for actor in reading.get("actors", ()):
        for office in actor.get("offices", ()):
            yield {"subject": actor["id"], "predicate": "holds_office", **office}
    for claim in reading.get("claims", ()):
        more = {"optional": True} if claim.get("optional") else {}
        for answer in claim.get("responds_to", ()):
            yield {"subject": claim["id"], "predicate": "responds_to", **answer, **more}


def compared(folder: Path, asked: Sequence[Extractor]) -> Iterator[tuple[str, Compared]]:
    """The articles of a folder by name, each read by a curator and by extractors."""
    law, countries = schema.load(project.packaged_schema()), load()
    for path in sorted(folder.rglob("*.reading.json")):
        stem = path.name.removesuffix(".reading.json")
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_name(f"{stem}.txt").read_text(encoding="utf-8")
        source = json.loads(path.with_name(f"{stem}.source.json").read_text(encoding="utf-8"))
        day = dt.date.fromisoformat(source["published"])
        article = Article(text, day)
        mentions = annotate(article, asked)
        entities = resolve(article, mentions, countries)
        custody = Custody(gold["source"], "", source["published"])
        yield stem, Compared(text, gold, proposed(entities, mentions, custody, law))


def total(every: Sequence[Compared]) -> Mapping[str, Score]:
    """The scores of all tables over several articles, and of all together."""
    scores = {table: sum((each.score(table) for each in every), Score()) for table in TABLES}
    return {**scores, "all": sum(scores.values(), Score())}


def columns(every: Sequence[Compared]) -> Iterator[tuple[str, Score]]:
    """How often columns of right records agree."""
    for table, names in COLUMNS.items():
        for name in names:
            yield f"{name} of {table}", sum((e.agreeing(table, name) for e in every), Score())


def _told(entry: Record) -> str:
    """A record in a line."""
    shown = ("name", "title", "kind", "form", "stage", "modality", "place", "speaker", "act",
             "subject", "predicate", "object", "content", "actor", "role", "edtf",
             "sector")  # fmt: skip
    who = [f"{each['role']} {each['actor']}" for each in entry.get("participants", ())]
    return " | ".join([*(str(entry[key]) for key in shown if key in entry), *who])


def _tell(name: str, article: Compared) -> None:
    print(f"## {name}")
    readable = {
        each["id"]: each["name"] for each in article.own.get("actors", ()) if "name" in each
    }
    for table in TABLES:
        for gold, own in article.pairs[table]:
            mark = "right  " if gold and own else "wrong  " if own else "missing"
            line = f"{mark} {table:12} {_told(own or gold or {})}"
            if gold and own:
                line += f"  <=  {_told(gold)}"
            elif gold and gold.get("optional"):
                continue
            for record_id, called in readable.items():
                line = line.replace(record_id, called)
            print(line)


def main() -> int:
    """Print the figures for a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true", help="tell record by record")
    parser.add_argument("--extractor", action="append", help="as depositary extract has it")
    given = parser.parse_args()
    asked = extractors(given.extractor) if given.extractor else extractors()
    every = []
    for name, article in compared(given.folder, asked):
        every.append(article)
        if given.each:
            _tell(name, article)
    for table, score in [*total(every).items(), *columns(every)]:
        print(
            f"{table:24} recall {score.found:3}/{score.wanted:3} {score.recall:.3f}   "
            f"precision {score.right:3}/{score.proposed:3} {score.precision:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
