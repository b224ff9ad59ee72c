"""How well are events found in the PLOVER gold records? Type accuracy, and F1 of the actors."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.extraction.articles import Article
from depositary.extraction.events import Events

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROLES = ("source", "target")
_POSTMODIFIER = re.compile(r"\s+(?:of|in|for|from|with|on|at|to|who|based|loyal|fleeing)\s.*")


class Score(NamedTuple):
    """Counts: records, right types; actors that are right, that are proposed, that are gold."""

    records: int = 0
    types: int = 0
    right: int = 0
    proposed: int = 0
    gold: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def accuracy(self) -> float:
        """Share of records whose most confident event has the gold type."""
        return self.types / self.records if self.records else 0.0

    @property
    def precision(self) -> float:
        """Share of proposed participants that are gold actors of the same role."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of gold actors that were proposed in the same role."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.proposed + self.gold
        return 2 * self.right / total if total else 0.0


def head(actor: str) -> str:
    """The last word of an actor before what is said about it, in lower case."""
    words = re.findall(r"[\w./-]+", _POSTMODIFIER.sub("", actor).removesuffix("'s"))
    return words[-1].lower() if words else ""


def gold_actors(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Role and head of each actor of a record."""
    found = set()
    for role in ROLES:
        actors = record.get(role)
        for actor in actors if isinstance(actors, list) else []:
            if isinstance(actor, dict) and actor.get("actorText"):
                found.add((role, head(actor["actorText"])))
    return found


def scored(record: Mapping[str, Any], event: Mapping[str, Any] | None) -> Score:
    """The score of the most confident event of one record; None where none was found."""
    gold = gold_actors(record)
    if event is None:
        return Score(records=1, gold=len(gold))
    open_gold = set(gold)
    proposed = 0
    for participant in event["participants"]:
        proposed += 1
        words = {word.lower() for word in re.findall(r"[\w./-]+", participant["text"])}
        hit = next(
            (one for one in open_gold if one[0] == participant["role"] and one[1] in words), None
        )
        open_gold.discard(hit)
    return Score(
        1, int(event["plover"] == record["event"]), len(gold) - len(open_gold), proposed, len(gold)
    )


def main_event(text: str) -> Mapping[str, Any] | None:
    """What is told of the most confident event of a text."""
    found = [
        mention.about for mention in Events().mentions(Article(text), ()) if mention.about["plover"]
    ]
    return max(found, key=lambda about: about["confidence"], default=None)


def total(records: Iterable[Mapping[str, Any]]) -> Score:
    """The score over records."""
    return sum((scored(record, main_event(record["text"])) for record in records), Score())


if __name__ == "__main__":
    score = total(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write(
        f"type accuracy {score.accuracy:.3f} over {score.records} records\n"
        f"actors P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}\n"
    )
