"""What is extracted from an article can be accepted as it is, and stays away when turned down."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from depositary import building, custody, schema
from depositary.extraction import proposing, run
from depositary.project import Project
from depositary.review.decisions import Decision
from depositary.review.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = ("congo-ceasefire", "ferry-merger", "portugal-strikes", "river-water")


@pytest.fixture
def extracted(tmp_path: Path, repository: Path):
    """A desk on an invented article, with what is extracted from it now."""
    shutil.copytree(repository / "schema", tmp_path / "schema")
    (tmp_path / "seeds").mkdir()
    project = Project(tmp_path)
    law = schema.load(project.schema)

    def opened(name: str) -> Desk:
        folder = repository / "tests" / "eval" / "articles" / "development"
        custody.take(project, law, folder / f"{name}.txt", {"published": "2025-03-04"})
        built = building.build(project, law)
        (source_id,) = built.sources
        proposing.Proposer(project, law, built, run.extractors()).propose(source_id)
        return Desk(project, law, built, source_id, "mara", lambda: "2031-05-02T08:00:00Z")

    return opened


@pytest.mark.parametrize("name", ARTICLES)
def test_every_proposal_can_be_accepted_as_it_is(extracted, name: str) -> None:
    desk = extracted(name)
    keys = tuple(card.key for card in desk.look().cards)

    fit, troubles = desk.sift(keys)

    assert [each.finding.message for each in troubles] == []
    assert fit == keys


@pytest.mark.parametrize("name", ARTICLES)
def test_what_was_accepted_breaks_no_rule_but_that_parties_have_names(extracted, name) -> None:
    desk = extracted(name)
    view = desk.look()

    desk.decide(Decision("accept", tuple(card.key for card in view.cards)), view.version)

    # Who is bound by "a previous truce" may stand nowhere in the article.
    errors = [each.finding for each in desk.troubles() if each.finding.severity == "error"]
    assert [each.message for each in errors if each.code != "R23"] == []


def test_what_was_turned_down_stays_away_once_its_actors_are_records(extracted) -> None:
    desk = extracted("river-water")
    card = next(each for each in desk.look().cards if each.label.startswith("Relations strained"))
    desk.decide(Decision("reject", (card.key,)), "")
    desk.decide(Decision("accept", card.needs), desk.look().version)

    again = extracted("river-water")

    # Other words of the same sentence may now be read as the same: that is another proposal.
    left = [(each.label, each.why) for each in again.look().cards if each.state == "to_decide"]
    assert json.loads(again.path.read_text(encoding="utf-8"))["rejected"]
    assert (card.label, card.why) not in left
