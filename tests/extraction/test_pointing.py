"""Words that name nobody are read as those whom the article has named before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from depositary.extraction.articles import Article
from depositary.extraction.bodies import kind_of, short_for
from depositary.extraction.countries import Countries, Country
from depositary.extraction.mentions import Mention
from depositary.extraction.recalling import recalled
from depositary.extraction.resolving import resolve
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.extraction.entities import Entities

COUNTRIES = Countries(
    [
        Country("ARV", ("Arvenia",), ("Arvenian",), "Port Sael"),
        Country("NOS", ("Northern Osk",), ("Oskian",), "Tveld"),
        Country("OSK", ("Republic of Osk", "Osk"), (), "Hask"),
    ]
)


def mentions(text: str, **named: str) -> list[Mention]:
    found = [
        Mention(*match.span(), kind, "test", "a rule", 0.9)
        for kind, names in named.items()
        for name in names.split("|")
        for match in [re.search(re.escape(name), text)]
        if match
    ]
    return sorted(found, key=lambda each: each.place)


def resolved(text: str, **named: str) -> Entities:
    return resolve(Article(text), mentions(text, **named), COUNTRIES)


def meant(entities: Entities, words: str) -> list[str]:
    match = [*re.finditer(re.escape(words), entities.article.text)][-1]
    return [each.name for each in entities.speaking(Span(*match.span()))]


def test_a_surname_that_no_extractor_marked_is_found_again():
    text = "Ana Orell spoke on Monday. On Tuesday Orell left."

    entities = resolved(text, person="Ana Orell")

    (orell,) = entities.every
    assert [place.how for place in orell.places] == ["name", "short"]


def test_a_name_within_a_longer_name_is_not_found_again():
    text = "Ana Orell spoke. The Orell Street office stayed shut, and so did the one of Max Orell."

    assert len(recalled(Article(text), mentions(text, person="Ana Orell"), COUNTRIES)) == 1


def test_the_longest_name_of_a_state_counts():
    text = "The army of Northern Osk fell back."

    entities = resolved(text, place="Osk")

    assert [(each.name, each.country) for each in entities.every] == [("Northern Osk", "NOS")]


def test_a_short_name_is_the_state_that_the_article_names_in_full():
    text = "Northern Osk agreed. Later Osk signed."

    assert [each.name for each in resolved(text).every] == ["Northern Osk"]


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("Gull Ferries bought a yard. The company paid little.", "The company", ["Gull Ferries"]),
        (
            "Gull Ferries will buy Tern Lines. The two companies agreed.",
            "The two companies",
            ["Gull Ferries", "Tern Lines"],
        ),
        ("Gull Ferries met Ana Orell. It said so.", "It", ["Gull Ferries"]),
        ("Arvenia closed a port. The government said so.", "The government", ["Arvenia"]),
        ("Two Western diplomats said so.", "Two Western diplomats", ["Western diplomats"]),
        ("The report said so.", "The report", []),
    ],
)
def test_a_noun_stands_for_what_was_named_before(text, words, who):
    entities = resolved(text, organisation="Gull Ferries|Tern Lines", person="Ana Orell")

    assert meant(entities, words) == who


def test_a_pronoun_is_the_subject_of_the_sentence_before():
    text = "Ana Orell met Tomas Veld at noon. She said little."

    assert meant(resolved(text, person="Ana Orell|Tomas Veld"), "She") == ["Ana Orell"]


def test_sides_of_a_war_are_the_state_and_the_group_that_fights_it():
    text = "Arvenia and the Redsea rebels agreed to a truce. The two sides said so."

    assert meant(resolved(text), "The two sides") == ["Arvenia", "Redsea"]


def test_rebels_are_the_armed_group_that_the_article_names():
    text = "Redsea fighters left the town. The rebels burned it."

    (group,) = resolved(text).every

    assert (group.name, group.kind, len(group.places)) == ("Redsea", "armed_group", 2)


def test_a_party_called_a_bloc_is_no_bloc_of_states():
    assert kind_of("Left Bloc") == "organisation"
    assert kind_of("Gulf Cooperation Council") == "igo_or_bloc"


def test_a_body_of_the_list_is_short_for_nothing():
    assert short_for(["United Nations", "United Nations Harbour Fund"]) == {}


@pytest.mark.parametrize(
    ("text", "title", "expression", "of"),
    [
        (
            "Arvenia's deputy envoy, Ana Orell, spoke.",
            "",
            "Arvenia's deputy envoy",
            "Arvenia",
        ),
        (
            "The Arvenian deputy water minister Ana Orell spoke.",
            "minister",
            "Arvenian deputy water minister",
            "Arvenia",
        ),
        (
            "Arvenia waited. Transport Minister Ana Orell spoke.",
            "Minister",
            "Transport Minister",
            "Arvenia",
        ),
        (
            "The Reef Authority met. Its chairman, Ana Orell, spoke.",
            "",
            "Its chairman",
            "Reef Authority",
        ),
    ],
)
def test_an_office_is_read_with_all_its_words_and_whose_it_is(text, title, expression, of):
    found = mentions(text, organisation="Reef Authority")
    start = text.index(title)
    about = {"title": title, "title_start": start, "title_end": start + len(title)}
    at = text.index("Ana Orell")
    found.append(Mention(at, at + 9, "person", "test", "a rule", 0.9, about if title else {}))

    entities = resolve(Article(text), sorted(found, key=lambda each: each.place), COUNTRIES)

    (office,) = next(each for each in entities.every if each.name == "Ana Orell").offices
    assert (office.expression, office.of) == (expression, of)


def test_a_relative_or_a_rival_holds_no_office():
    text = "Arvenia's old rival, Ana Orell, spoke."

    entities = resolved(text, person="Ana Orell")

    assert not any(each.offices for each in entities.every)
