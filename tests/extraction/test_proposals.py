"""A proposed reading has the form of a reading, quotes the article, and says nothing twice."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from depositary import jsontext, project, schema
from depositary.extraction.articles import Article
from depositary.extraction.countries import Countries, Country
from depositary.extraction.mentions import Mention
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.reading import faults_of
from depositary.spans import Span, locate

COUNTRIES = Countries(
    [
        Country("ARV", ("Arvenia",), ("Arvenian",), "Port Sael"),
        Country("LUT", ("Lutharia",), ("Lutharian",), "Veldburg"),
    ]
)
TEXT = """Share this article

Arvenian President Ana Orell and Tomas Veld met in Port Sael on Friday, officials said.

The Harbour Treaty between Arvenia and Lutharia covers trade and fisheries. Orell said the treaty \
opens ports. Lutharia accused Arvenia of selling patrol boats. Arvenia denied these claims.

A New Course

Orell and Veld met in Port Sael again.
"""


def at(words, nth=0):
    match = [*re.finditer(re.escape(words), TEXT)][nth]
    return {"start": match.start(), "end": match.end(), "text": words}


def mention(of, words, nth=0, /, **about):
    place = at(words, nth)
    return Mention(place["start"], place["end"], of, "test", f"rule of {of}", 0.9, about)


def said(speaker, cue, content, act, **more):
    parts = [at(*speaker), at(*cue), at(*content)]
    start, end = min(p["start"] for p in parts), max(p["end"] for p in parts)
    about = dict(zip(("speaker", "cue", "content"), parts, strict=True), act=act, **more)
    return Mention(start, end, "claim", "test", "rule of claim", 0.8, about)


MENTIONS = sorted(
    [
        mention("person", "Ana Orell", title="Arvenian President",
                title_start=at("Arvenian President")["start"],
                title_end=at("Arvenian President")["end"]),
        mention("person", "Tomas Veld"),
        mention("person", "Orell", 1),
        mention("person", "Orell", 2),
        mention("person", "Veld", 1),
        mention("place", "Port Sael", 0),
        mention("place", "Port Sael", 1),
        *(mention("place", "Arvenia", nth) for nth in (1, 2, 3)),
        *(mention("place", "Lutharia", nth) for nth in (0, 1)),
        mention("agreement", "The Harbour Treaty", title="Harbour Treaty", kind="trade",
                form="treaty", ambit="bilateral", stage="unknown",
                parties=[at("Arvenia", 1), at("Lutharia", 0)]),
        mention("agreement", "the treaty", is_reference=True),
        mention("sector", "trade", sector="trade", expression="trade"),
        mention("event", "met", 0, plover="CONSULT", event_kind="meeting", modality="happened",
                participants=[{"role": "source", "as": "participant", **at("Ana Orell")},
                              {"role": "source", "as": "participant", **at("Tomas Veld")}],
                place=at("Port Sael", 0)),
        mention("event", "selling", plover="AID", event_kind="arms_transfer", modality="happened",
                participants=[{"role": "source", "as": "supplier", **at("Arvenia", 2)}]),
        mention("event", "met", 1, plover="CONSULT", event_kind="meeting", modality="happened",
                participants=[{"role": "source", **at("Orell", 2)},
                              {"role": "source", **at("Veld", 1)}]),
        mention("date", "Friday", value="2031-05-02", earliest="2031-05-02", latest="2031-05-02",
                timex="2031-05-02", basis="relative"),
        said(("Orell", 1), ("said", 1), ("the treaty opens ports",), "states",
             directness="indirect"),
        said(("Lutharia", 1), ("accused",), ("Arvenia of selling patrol boats",), "alleges"),
        said(("Arvenia", 3), ("denied",), ("these claims",), "denies"),
    ],
    key=lambda each: each.place,
)  # fmt: skip


@pytest.fixture(scope="module")
def law():
    return schema.load(project.packaged_schema())


CUSTODY = Custody("src-harbour", "0" * 64, "2031-05-04")


def reading(law, custody=None, mentions=MENTIONS):
    article = Article(TEXT, dt.date(2031, 5, 4))
    entities = resolve(article, mentions, COUNTRIES)
    return proposed(entities, mentions, custody or CUSTODY, law)


def test_a_proposed_reading_follows_the_schema_of_readings(law):
    text = json.dumps(reading(law), ensure_ascii=False)

    document, faults = jsontext.parse(text.encode(), "proposed.json")

    assert not faults
    assert faults_of(document, law, ["src-harbour"]) == []


def quotes(value):
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from quotes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotes(inner)


def test_each_quote_stands_in_the_article_where_it_says(law):
    found = [*quotes(reading(law))]

    assert len(found) > 10
    for quote in found:
        places = locate(quote["quote"], TEXT)
        assert len(places) == 1 or 1 <= quote["nth"] <= len(places), quote


def test_the_same_article_gives_the_same_bytes(law):
    assert json.dumps(reading(law)) == json.dumps(reading(law))


def test_an_event_has_its_date_its_place_and_those_who_take_part(law):
    (meeting,) = [each for each in reading(law)["events"] if each["kind"] == "meeting"]

    assert meeting["title"] == "Meeting of Ana Orell and Tomas Veld"
    assert meeting["place"] == "Port Sael"
    assert [date["edtf"] for date in meeting["dates"]] == ["2031-05-02"]
    assert [each["role"] for each in meeting["participants"]] == ["participant", "participant"]


def test_an_agreement_has_its_parties_and_what_it_is_about(law):
    (treaty,) = reading(law)["agreements"]

    assert (treaty["title"], treaty["form"]) == ("Harbour Treaty", "treaty")
    assert [each["sector"] for each in treaty["sectors"]] == ["trade"]
    assert len(treaty["participants"]) == 2


def test_a_denial_answers_the_allegation_that_it_points_to(law):
    claims = {each["act"]: each for each in reading(law)["claims"]}

    assert claims["denies"]["responds_to"] == [{"object": claims["alleges"]["id"]}]
    assert claims["denies"]["content"] == claims["alleges"]["content"]
    assert claims["denies"]["about"] == claims["alleges"]["about"]


def test_what_is_only_alleged_is_no_event_that_happened(law):
    (sale,) = [each for each in reading(law)["events"] if each["kind"] == "arms_transfer"]

    assert sale["modality"] == "alleged"
    assert all("claim" in each for each in sale["evidence"])


def test_a_proposal_that_was_rejected_does_not_come_back(law):
    first = reading(law)
    (treaty,) = first["agreements"]

    second = reading(law, replace(CUSTODY, rejected=frozenset({treaty["id"]})))

    assert "agreements" not in second
    assert {each["id"] for each in second["actors"]} == {each["id"] for each in first["actors"]}


def test_what_the_register_has_from_these_words_is_not_proposed_again(law):
    span = Span(0, len(TEXT))
    decided = {"events": [(span, "meeting")], "agreements": [(span, "")]}

    found = reading(law, replace(CUSTODY, decided=decided))

    assert "agreements" not in found
    assert [each["kind"] for each in found["events"]] == ["arms_transfer"]


def test_furniture_and_headings_are_set_aside(law):
    assert [each["quote"] for each in reading(law)["set_aside"]] == [
        "Share this article",
        "A New Course",
    ]


def test_an_empty_article_gives_an_empty_reading(law):
    article = Article("\n")

    found = proposed(resolve(article, [], COUNTRIES), [], Custody("src-a", "0"), law)

    assert found == {"source": "src-a", "coder": "depositary extract"}
