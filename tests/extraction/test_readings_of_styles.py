"""What is proposed from news, essays, communiqués and histories: what a curator would keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from depositary import project, schema
from depositary.extraction.articles import Article
from depositary.extraction.countries import load
from depositary.extraction.proposals import proposed
from depositary.extraction.proposals.drafts import Custody
from depositary.extraction.resolving import resolve
from depositary.extraction.run import annotate, extractors


@pytest.fixture(scope="module")
def read():
    law = schema.load(project.packaged_schema())

    def call(text: str) -> dict[str, Any]:
        article = Article(text, dt.date(2031, 5, 7))
        mentions = annotate(article, extractors())
        custody = Custody("src-test", "0" * 64, "2031-05-07")
        return proposed(resolve(article, mentions, load()), mentions, custody, law)

    return call


def names(reading: dict[str, Any]) -> dict[str, str]:
    return {each["id"]: each["name"] for each in reading.get("actors", ())}


def claims(reading: dict[str, Any]) -> list[tuple[str, str, str]]:
    called = names(reading)
    return [
        (called[each["speaker"]], each["act"], each["content"])
        for each in reading.get("claims", ())
    ]


def events(reading: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    called = names(reading)
    return [
        (
            each["kind"],
            each["modality"],
            [called[part["actor"]] for part in each.get("participants", ())],
        )
        for each in reading.get("events", ())
    ]


# ── claims ──────────────────────────────────────────────────────────────────────────────────────
def test_a_quotation_within_what_is_said_keeps_both_of_its_marks(read):
    reading = read('Ana Ruiz, the mayor, said relations with Chile were "excellent".')

    assert claims(reading) == [("Ana Ruiz", "states", 'Relations with Chile were "excellent".')]


def test_who_declines_to_speak_says_nothing(read):
    reading = read("The Ruritania Space Agency declined to discuss the contents of the letter.")

    assert claims(reading) == []


def test_who_rejects_an_offer_answers_nobody(read):
    reading = read("Chile made an offer in May. Peru rejected the ultimatum.")

    assert all(kind != "unidentified" for kind in (each["kind"] for each in reading["actors"]))
    assert claims(reading) == []


def test_a_report_that_says_what_is_told_here_points_to_nothing_before(read):
    reading = read(
        'Rosa Lund said relations were "excellent". Peru rejected a report by the newspaper'
        " El Faro that it had bought land near the border."
    )

    answer = next(each for each in claims(reading) if each[0] == "Peru")
    assert answer[1:] == ("dismisses", "It had bought land near the border.")


def test_a_lawyer_of_somebody_is_somebody_else(read):
    reading = read(
        "Peru arrested Hugo Mosquera. Mosquera's lawyer, Elena Ruiz, welcomed the decision."
        " She said that her client was ill."
    )

    assert {speaker for speaker, _, _ in claims(reading)} == {"Elena Ruiz"}


def test_a_denial_that_hangs_on_a_relative_has_the_words_that_it_denies(read):
    reading = read(
        "Yuki Tanabe accused Peru of hiding the deficit, which Finance Minister Rosa Lund denied."
    )

    allegation, denial = claims(reading)
    assert denial[:2] == ("Rosa Lund", "denies")
    assert denial[2] == allegation[2]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Peru called in the envoy. Its foreign ministry said that he was rude.",
            "foreign ministry",
        ),
        ("The rebels lost ground in Peru on Monday, the army said.", "army"),
        ("Trade union 3F accused Peru of secretly planning to close the port.", "3F"),
    ],
)
def test_bodies_without_a_full_name_of_their_own_speak(read, text, speaker):
    assert speaker in {who for who, _, _ in claims(read(text))}


def test_a_step_of_an_agreement_is_no_praise_of_it(read):
    reading = read("Peru approved the fisheries agreement with Chile in June.")

    assert [kind for kind, _, _ in events(reading)] == ["ratification"]
    assert claims(reading) == []


# ── events ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "text",
    [
        "Chile and Peru will hold talks in Lima. Bolivia was not invited to the ceremony.",
        "Chile and Peru signed a trade pact. Bolivia regrets on its part the ceremony in Lima.",
    ],
)
def test_who_is_only_spoken_of_before_a_noun_takes_no_part(read, text):
    assert not any("Bolivia" in who for _, _, who in events(read(text)))


def test_where_it_happens_takes_no_part(read):
    reading = read("Ministers deplored the attack on a clinic in northern Uganda on 3 February.")

    (attack,) = reading["events"]
    assert attack["place"] == "Uganda"
    assert "participants" not in attack


def test_a_summit_at_which_two_meet_is_no_second_event(read):
    reading = read("Rosa Lund, the Chilean president, met Ana Ruiz of Peru at a summit in Lima.")

    assert [kind for kind, _, _ in events(reading)] == ["meeting"]


def test_what_has_not_yet_happened_is_negated(read):
    reading = read(
        "Peru and Chile signed the Harbour Treaty. The treaty has not yet entered into force."
    )

    assert ("entry_into_force", "negated") in [each[:2] for each in events(reading)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru and Chile renewed their fisheries agreement on Thursday.", "conclusion"),
        ("Peru barred two Chilean trawler firms from its ports.", "sanctions"),
        ("Peru's Cartel Office fined Vela Foods 12 million euros.", "sanctions"),
        ("The carrier Vela bought the operator Merana in 2021.", "cooperation"),
        ("Spain requested the extradition of a general from Peru.", "request"),
        ("Japan has withdrawn from a project to build a rover with Italy.", "policy_change"),
    ],
)
def test_more_is_known_of_what_is_done(read, text, kind):
    assert kind in [each[0] for each in events(read(text))]


def test_two_different_deeds_of_the_same_two_are_two_events(read):
    reading = read("Peru expelled a Chilean diplomat. Peru closed its border with Chile.")

    assert [each[0] for each in events(reading)] == ["relations_strained"] * 2


def test_the_talks_that_led_to_an_agreement_were_those_of_its_parties(read):
    reading = read("Peru and Chile agreed to a ceasefire after a week of indirect talks in Doha.")

    assert ("negotiation", "happened", ["Peru", "Chile"]) in events(reading)


def test_a_year_that_belongs_to_a_thing_is_of_no_event(read):
    reading = read("Spain requested aid from Peru in 2022 under a treaty of 1892.")

    (request,) = reading["events"]
    assert [each["edtf"] for each in request["dates"]] == ["2022"]


def test_in_a_history_a_day_is_of_the_year_that_is_told_of(read):
    reading = read(
        "In 1833 the Ottoman Empire stood near collapse. On 8 July the Ottoman Empire and Russia"
        " signed the Treaty of the Straits."
    )

    signing = next(each for each in reading["events"] if each["kind"] == "signing")
    assert [each["edtf"] for each in signing["dates"]] == ["1833-07-08"]
    assert ("signing", "happened", ["Ottoman Empire", "Russia"]) in events(reading)


# ── agreements and actors ───────────────────────────────────────────────────────────────────────
def test_a_truce_is_not_the_treaty_that_was_spoken_of_before(read):
    reading = read(
        "Spain cited the extradition treaty with Peru. Prosecutors say the truce does not hold."
    )

    assert [each["kind"] for each in reading["agreements"]] == ["other", "ceasefire"]


def test_a_named_treaty_of_another_paragraph_is_not_what_was_described_before(read):
    reading = read(
        "Peru's parliament approved the defence cooperation agreement with Chile in June.\n\n"
        "The 1920 Spitsbergen Treaty lets citizens of all parties settle there."
    )

    assert len(reading["agreements"]) == 2


def test_a_merger_is_the_takeover_that_was_spoken_of_before(read):
    reading = read(
        "Peru opened a probe into the planned takeover of Vela by Merana. The two firms announced"
        " the 2.1 billion euro merger in February."
    )

    (merger,) = reading["agreements"]
    assert len(merger["evidence"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Peru signed a letter of intent with Chile on Monday.",
        "Peru and Chile concluded an exchange of notes on Monday.",
        "Peru and Chile signed an implementing arrangement on Monday.",
    ],
)
def test_agreements_go_by_many_names(read, text):
    assert len(read(text)["agreements"]) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Redline Coaches said on Monday that the buses were safe.", "Redline Coaches"),
        ("The carrier Saarela said on Monday that the ships were safe.", "Saarela"),
    ],
)
def test_companies_are_no_persons(read, text, name):
    kinds = {each["name"]: each["kind"] for each in read(text)["actors"]}

    assert kinds[name] == "organisation"


def test_the_names_of_a_dateline_are_no_actors(read):
    reading = read("HARROWDALE (Reuters) - Peru signed a pact with Chile on Monday.")

    assert sorted(names(reading).values()) == ["Chile", "Peru"]


def test_a_company_is_told_of_again_by_its_short_name(read):
    reading = read(
        "Peru fined Tararua Foods on Monday. The head of Tararua said the fine was unjust."
    )

    company = next(each for each in reading["actors"] if each["name"] == "Tararua Foods")
    assert "Tararua" in [each["name"] for each in company["names"]]


def test_the_two_firms_are_those_of_whom_most_is_told(read):
    reading = read(
        "Murray Foods made a bid for Tararua Foods. Murray Foods has farms; so has Tararua Foods."
        " Federated Farmers Ltd applauded. The two firms signed a merger agreement on Monday."
    )

    assert ("signing", "happened", ["Murray Foods", "Tararua Foods"]) in events(reading)


def test_a_step_of_a_suspended_agreement_is_read(read):
    reading = read(
        "Peru suspended the Harbour Treaty with Chile in May. Peru and Chile signed the Harbour"
        " Treaty in 1998."
    )

    assert [each["kind"] for each in reading["events"]] == ["termination", "signing"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Peru lost the case. It expelled a Chilean diplomat on Monday.", ["Peru", "Chile"]),
        ("Peru's Cartel Office looked at Vela Foods. It fined it 12 million euros.", None),
    ],
)
def test_a_pronoun_takes_part_as_whom_it_means(read, text, who):
    (event,) = events(read(text))

    assert event[2] == who or (who is None and len(set(event[2])) == len(event[2]) > 0)


def test_the_day_on_which_something_is_said_is_no_part_of_it(read):
    reading = read("Peru said on Thursday it had blocked the bid.")

    assert [content for _, _, content in claims(reading)] == ["It had blocked the bid."]
