"""Who is who: the same actor under several names, and whom words without a name stand for."""

import re

import pytest

from depositary.extraction.articles import Article
from depositary.extraction.countries import Countries, Country
from depositary.extraction.mentions import Mention
from depositary.extraction.names.known import KnownNames, names_of
from depositary.extraction.resolving import resolve
from depositary.spans import Span

COUNTRIES = Countries(
    [
        Country("ARV", ("Arvenia",), ("Arvenian",), "Port Sael"),
        Country("LUT", ("Lutharia", "Luth. Republic"), ("Lutharian",), "Veldburg"),
    ]
)
TEXT = (
    "Arvenian President Ana Orell met Lutharia's foreign minister, Tomas Veld, in Port Sael. "
    "Orell praised the visit. The two leaders spoke for an hour.\n\n"
    "The Harbour Watch Union (HWU) said Veldburg had broken its word. The HWU wants talks. "
    "Port Sael denied this. He left at once."
)


def found(text, *named):
    mentions = []
    for kind, words, about in named:
        mentions += [
            Mention(*match.span(), kind, "test", "a rule", 0.9, about if at == 0 else {})
            for at, match in enumerate(re.finditer(re.escape(words), text))
        ]
    return sorted(mentions, key=lambda each: each.place)


@pytest.fixture
def entities():
    president = {"title": "Arvenian President", "title_start": 0, "title_end": 18}
    mentions = found(
        TEXT,
        ("person", "Ana Orell", president),
        ("person", "Orell praised"[:5], {}),
        ("person", "Tomas Veld", {}),
        ("place", "Lutharia", {}),
        ("place", "Port Sael", {}),
        ("place", "Veldburg", {}),
        ("organisation", "Harbour Watch Union", {"acronym": "HWU"}),
        ("organisation", "HWU", {}),
    )
    inner = {(m.start, m.end) for m in mentions}
    apart = [
        m
        for m in mentions
        if not any(s <= m.start and m.end <= e and (s, e) != (m.start, m.end) for s, e in inner)
    ]
    return resolve(Article(TEXT), apart, COUNTRIES)


def called(entities, name):
    return next(each for each in entities.every if each.name == name)


def meant(entities, words, at=0):
    match = [*re.finditer(re.escape(words), TEXT)][at]
    return [each.name for each in entities.meant_by(Span(*match.span()))]


def test_a_surname_is_the_person_whose_full_name_ends_with_it(entities):
    orell = called(entities, "Ana Orell")

    assert orell.names["Orell"] == "short"
    assert len([place for place in orell.places if place.how in ("name", "short")]) == 2


def test_an_office_tells_whose_it_is(entities):
    (office,) = called(entities, "Ana Orell").offices

    assert (office.expression, office.of) == ("Arvenian President", "Arvenia")
    assert called(entities, "Ana Orell").country == "ARV"


def test_an_adjective_names_its_state(entities):
    assert called(entities, "Arvenia").names["Arvenian"] == "demonym"


def test_a_capital_that_acts_stands_for_its_state_and_one_where_something_happens_does_not(
    entities,
):
    assert [p.how for p in called(entities, "Lutharia").places].count("metonym") == 1
    assert called(entities, "Arvenia").names["Port Sael"] == "metonym"
    assert meant(entities, "Port Sael", 1) == ["Arvenia"]


def test_an_acronym_is_the_organisation_that_it_was_given_for(entities):
    assert called(entities, "Harbour Watch Union").names["HWU"] == "acronym"
    assert meant(entities, "The HWU") == ["Harbour Watch Union"]


def test_words_for_a_group_stand_for_those_named_before(entities):
    assert meant(entities, "The two leaders") == ["Ana Orell", "Tomas Veld"] or meant(
        entities, "The two leaders"
    ) == ["Tomas Veld", "Ana Orell"]


def test_a_person_outranks_the_state_that_stands_with_the_office(entities):
    assert meant(entities, "Arvenian President Ana Orell") == ["Ana Orell"]


def test_names_of_the_register_are_recognised_and_keep_their_records():
    text = "Veld spoke in the Gull League."
    actors = [
        {"actor_id": "act-veld", "name": "Tomas Veld", "kind": "person"},
        {"actor_id": "act-gull", "name": "Gull League", "kind": "igo_or_bloc"},
    ]
    names = [{"actor_id": "act-veld", "name": "Veld", "kind": "short"}]
    mentions = found(text, ("person", "Veld", {}), ("organisation", "Gull League", {}))

    known = KnownNames(names_of(names, actors))
    entities = resolve(Article(text), mentions, COUNTRIES, known.actors)

    assert [(each.record_id, each.kind) for each in entities.every] == [
        ("act-veld", "person"),
        ("act-gull", "igo_or_bloc"),
    ]


def test_a_name_that_two_actors_bear_tells_neither():
    actors = [
        {"actor_id": "act-a", "name": "A Veld", "kind": "person"},
        {"actor_id": "act-b", "name": "B Veld", "kind": "person"},
    ]
    names = [{"actor_id": each["actor_id"], "name": "Veld", "kind": "short"} for each in actors]

    assert sorted(KnownNames(names_of(names, actors)).actors) == ["A Veld", "B Veld"]


def test_the_name_of_an_agreement_names_no_actor():
    text = "Veld signed the Harbour Treaty."
    mentions = found(
        text,
        ("person", "Veld", {}),
        ("organisation", "Harbour Treaty", {}),
        ("agreement", "Harbour Treaty", {}),
    )

    entities = resolve(Article(text), mentions, COUNTRIES)

    assert [each.name for each in entities.every] == ["Veld"]


def test_an_office_of_a_state_that_nothing_else_names_makes_the_state_known():
    text = "Veld, the president of Arvenia, spoke."
    title = "president of Arvenia"
    about = {"title": title, "title_start": 10, "title_end": 10 + len(title)}

    entities = resolve(Article(text), found(text, ("person", "Veld", about)), COUNTRIES)

    assert [each.name for each in entities.every] == ["Veld", "Arvenia"]
    assert called(entities, "Veld").offices[0].of == "Arvenia"
    assert [place.how for place in called(entities, "Arvenia").places] == ["name"]
