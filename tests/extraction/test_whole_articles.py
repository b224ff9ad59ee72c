"""What the core proposes from a whole text: no record twice, answers linked, steps understood."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import whole

from depositary import building, custody, project, schema
from depositary.checks.projects import check_project
from depositary.extraction.articles import Article
from depositary.extraction.countries import load
from depositary.extraction.mentions import Mention
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.extraction.run import annotate, extractors, shown

ARTICLES = Path(whole.__file__).with_name("articles")
CURATED = sorted(ARTICLES.rglob("*.reading.json"))
# The older sets hold what is scored, and not all that a register asks for.
COMPLETE = [path for path in CURATED if path.parent.name == "held-out"]


@pytest.fixture(scope="module")
def law() -> schema.Law:
    return schema.load(project.packaged_schema())


@pytest.fixture
def read(law):
    def call(text: str, *more: Mention) -> dict[str, Any]:
        article = Article(text, dt.date(2031, 5, 7))
        mentions = tuple(
            sorted([*annotate(article, extractors()), *more], key=lambda each: each.place)
        )
        custody = Custody("src-test", "0" * 64, "2031-05-07")
        return proposed(resolve(article, mentions, load()), mentions, custody, law)

    return call


def test_the_day_of_a_dateline_is_no_event_and_no_second_date(read):
    reading = read("LIMA, May 6 (Wire) - Peru and Chile signed a trade pact on Tuesday, they said.")

    (signing,) = reading["events"]
    assert signing["kind"] == "signing"
    assert len(signing.get("dates", ())) == 1


def test_a_month_and_a_name_are_no_events():
    article = Article("Peru said in March that the Strike Fund of Lima paid the crews nothing.")

    found = [each for each in annotate(article, extractors()) if "plover" in each.about]

    assert [each.start for each in found if article.text[each.start].isupper()] == []


def test_doubtful_events_are_not_shown():
    sure, doubtful = (
        Mention(0, 4, "event", "events", "a rule", confidence, {"plover": "CONSULT"})
        for confidence in (0.7, 0.3)
    )
    name = Mention(5, 9, "person", "names", "a rule", 0.3)

    assert shown([sure, doubtful, name]) == (sure, name)


def test_a_denial_that_hangs_on_the_charge_answers_it(read):
    reading = read("Peru accused Chile of poaching in its waters, a charge Chile rejected.")

    claims = {each["act"]: each for each in reading["claims"]}
    assert claims["denies"]["responds_to"] == [{"object": claims["alleges"]["id"]}]
    assert claims["denies"]["content"] == claims["alleges"]["content"]


def test_who_is_accused_and_says_no_denies(read):
    reading = read(
        "Peru accused Chile of sending patrol boats to the strait.\n\n"
        '"We have no boats there," Chilean Foreign Minister Rosa Lund told reporters.'
    )

    assert [each["act"] for each in reading["claims"]] == ["alleges", "denies"]


def test_who_says_we_will_promises(read):
    (claim,) = read('"We will open the port," President Rosa Lund of Chile said.')["claims"]

    assert claim["act"] == "promises"


def test_a_claim_about_nothing_that_is_recorded_is_kept(read):
    reading = read('"It rained for a week," said Rosa Lund, a farmer in the hills.')

    (claim,) = reading["claims"]
    assert claim["about"] == claim["speaker"]


def test_one_claim_of_two_extractors_is_proposed_once(read):
    text = "Chile said the strait would stay open."
    parts = {
        "speaker": {"start": 0, "end": 5},
        "cue": {"start": 6, "end": 10},
        "content": {"start": 11, "end": 37},
    }
    other = Mention(0, 37, "claim", "spacy-claims", "a parse", 0.6, {"act": "states", **parts})

    assert len(read(text, other)["claims"]) == 1


def test_an_agreement_takes_its_parties_and_stage_from_its_steps(read):
    reading = read(
        "Peru and Chile agreed on a draft fisheries treaty in April. The treaty will be signed "
        "in Lima on June 3."
    )

    (treaty,) = reading["agreements"]
    assert treaty["stage"] == "signature_scheduled"
    assert len(treaty["participants"]) == 2


def test_nothing_is_signed_where_there_is_no_agreement(read):
    reading = read("Rosa Lund signed a cheque in Lima on Monday.")

    assert [each["kind"] for each in reading.get("events", ())] == []


def test_who_is_accused_of_it_supplies_the_arms(read):
    reading = read("Peru accused Chile of sending weapons to Bolivia.")

    (transfer,) = [each for each in reading["events"] if each["kind"] == "arms_transfer"]
    names = {each["id"]: each["name"] for each in reading["actors"]}
    roles = {each["role"]: names[each["actor"]] for each in transfer["participants"]}
    assert roles == {"supplier": "Chile", "recipient": "Bolivia"}


def test_who_speaks_is_found_before_an_apposition(read):
    reading = read("Her counterpart, the Chilean trade minister Rosa Lund, called it a fair deal.")

    names = {each["id"]: each["name"] for each in reading["actors"]}
    assert [names[each["speaker"]] for each in reading["claims"]] == ["Rosa Lund"]


def test_welcoming_a_deal_praises_it(read):
    reading = read(
        "Peru and Chile signed a trade pact. Bolivia welcomed the deal but left it at that."
    )

    assert "praises" in [each["act"] for each in reading["claims"]]


def test_who_attacks_a_base_says_nothing(read):
    assert "claims" not in read("Peru attacked a base of Chile near the border in March.")


def test_a_reading_beside_itself_is_all_right(read):
    text = "Peru and Chile signed a trade pact on Monday. Bolivia denied that it would join."
    reading = read(text)

    scores = whole.total([whole.Compared(text, reading, reading)])

    assert scores["all"].recall == scores["all"].precision == 1.0


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.name.split(".")[0])
def test_a_curated_reading_beside_itself_is_all_right(path):
    text = path.with_name(path.name.replace(".reading.json", ".txt")).read_text(encoding="utf-8")
    reading = json.loads(path.read_text(encoding="utf-8"))

    score = whole.total([whole.Compared(text, reading, reading)])["all"]

    assert score.wanted == score.found > 20
    assert score.proposed == score.right > 20


@pytest.mark.parametrize("path", COMPLETE, ids=lambda path: path.name.split(".")[0])
def test_a_curated_reading_breaks_no_rule_of_the_register(path, law, tmp_path, repository):
    where = project.Project(tmp_path)
    shutil.copytree(repository / "schema", tmp_path / "schema")
    (tmp_path / "seeds").mkdir()
    stem = path.name.removesuffix(".reading.json")
    card = json.loads(path.with_name(f"{stem}.source.json").read_text(encoding="utf-8"))
    known = {
        "source_id": card["id"],
        "published": card["published"],
        "language": "en",
        "kind": "news_article",
    }
    custody.take(where, law, path.with_name(f"{stem}.txt"), known)
    reading = whole.bare(json.loads(path.read_text(encoding="utf-8")))
    (where.seeds / path.name).write_text(json.dumps(reading), encoding="utf-8")
    building.write(where, building.artefacts(where, law, building.build(where, law)))

    assert check_project(where).findings == ()


def test_what_may_be_left_out_is_neither_missed_nor_wrong():
    gold = {
        "actors": [
            {"id": "act-a", "name": "Peru", "kind": "state", "evidence": [{"quote": "Peru"}]},
            {
                "id": "act-b",
                "name": "League",
                "kind": "organisation",
                "optional": True,
                "or": {"kind": ["igo_or_bloc"]},
                "evidence": [{"quote": "League"}],
            },
        ]
    }
    league = {"id": "x", "name": "the League", "kind": "igo_or_bloc", "evidence": []}

    score = whole.Compared("Peru left the League.", gold, {"actors": [league]}).score("actors")

    assert score == (1, 0, 1, 1)


def test_a_denial_of_what_nobody_is_named_for_answers_a_claim_of_somebody_unidentified(read):
    reading = read("Peru denied a newspaper report that it would sell the port of Callao.")

    claims = {each["act"]: each for each in reading["claims"]}
    answered = claims["alleges"]
    (speaker,) = [each for each in reading["actors"] if each["id"] == answered["speaker"]]
    assert claims["denies"]["responds_to"] == [{"object": answered["id"]}]
    assert answered["about"] == claims["denies"]["about"]
    assert answered["content"] == "It would sell the port of Callao."
    assert answered["evidence"][0]["claim"] == claims["denies"]["id"]
    assert speaker["kind"] == "unidentified"


def test_what_is_dismissed_as_speculation_was_speculated(read):
    reading = read("Rosa Lund, the Chilean finance minister, dismissed speculation about a merger.")

    assert [each["act"] for each in reading["claims"]] == ["dismisses", "speculates"]


def test_the_words_between_the_marks_are_quoted_and_no_others(read):
    reading = read(
        'Chile called the tariff "groundless" on Tuesday. Peru said the pact was a good one.'
    )

    found = [(each["directness"], each.get("quoted")) for each in reading["claims"]]
    assert found == [("mixed", "groundless"), ("indirect", None)]
