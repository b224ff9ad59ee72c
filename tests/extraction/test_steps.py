"""Steps and happenings that are proposed: votes, notices, instruments, releases, lists."""

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


def told(reading: dict[str, Any]) -> list[tuple[str, str, list[str], list[str]]]:
    called = {each["id"]: each["name"] for each in reading.get("actors", ())}
    return [
        (
            each["kind"],
            each["modality"],
            [called[part["actor"]] for part in each.get("participants", ())],
            [date["edtf"] for date in each.get("dates", ())],
        )
        for each in reading.get("events", ())
    ]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Peru's Senate voted 27 to 16 in March 2030 to reject a treaty on water with Chile.",
            ("ratification", "negated", ["Peru"], ["2030-03"]),
        ),
        (
            "The Chilean Congress voted by 31 to 12 in March 2030 to approve a treaty on water.",
            ("ratification", "happened", ["Chile"], ["2030-03"]),
        ),
        (
            "In 1994 Peru and Chile put their names to a fisheries convention.",
            ("signing", "happened", ["Peru", "Chile"], ["1994"]),
        ),
        (
            "Ghana deposited its instrument of ratification of the Lima Convention on 3 June 2030.",
            ("ratification", "happened", ["Ghana"], ["2030-06-03"]),
        ),
        (
            "Togo freed twelve Ghanaian fishermen on 5 June 2030.",
            ("policy_change", "happened", ["Togo", "Ghana"], ["2030-06-05"]),
        ),
        (
            "The European Union listed four Belarusian companies on 17 June 2030.",
            ("sanctions", "happened", ["European Union", "Belarus"], ["2030-06-17"]),
        ),
    ],
)
def test_a_step_is_known_by_its_words(read, text, event):
    assert event in told(read(text))


def test_each_item_of_a_list_tells_of_its_own_step(read):
    reading = read(
        "Ghana ratified the Lima Convention on Cocoa in May 2029.\n\n"
        "The month in brief:\n"
        "- Chile's parliament approved the Convention on 11 June 2030.\n"
        "- Peru recalled its ambassador from Bolivia on 20 June 2030."
    )

    assert ("ratification", "happened", ["Chile"], ["2030-06-11"]) in told(reading)
    assert [e for e in told(reading) if "2030-06-20" in e[3]] == [
        ("relations_strained", "happened", ["Peru", "Bolivia"], ["2030-06-20"])
    ]


def test_steps_that_and_joins_have_a_day_each(read):
    reading = read(
        "Peru and Chile have a treaty on water."
        " It was signed by Peru on 2 May 2030 and ratified by Chile on 9 May 2030."
    )

    days = {kind: dates for kind, _, _, dates in told(reading)}
    assert days == {"signing": ["2030-05-02"], "ratification": ["2030-05-09"]}


def test_who_is_told_of_after_who_is_the_one_named_before_it(read):
    reading = read(
        "Kofi Mensah was appointed secretary-general, succeeding Ama Boateng, who resigned."
    )

    assert ("policy_change", "happened", ["Ama Boateng"], []) in told(reading)


def test_whose_envoy_mediates_mediates(read):
    reading = read("The deal was due to Qatar, whose envoy shuttled between Oman and Iran.")

    assert ("mediation", "happened", ["Qatar", "Oman", "Iran"], []) in told(reading)


def test_who_was_led_to_do_it_did_it(read):
    reading = read("The arrests had led Iran to ban vessels from Oman.")

    assert [modality for _, modality, _, _ in told(reading)] == ["happened"]


def test_a_blow_strikes_those_to_whom_it_is_dealt(read):
    reading = read("The vote in Peru dealt a blow to President Rosa Lund.")

    assert ("setback", "happened", ["Rosa Lund"], []) in told(reading)


def test_leaders_without_names_act_for_their_states(read):
    reading = read("Chile and Peru are neighbours. In 2029 the two presidents signed a treaty.")

    assert [who for _, _, who, _ in told(reading)] == [["Chile", "Peru"]]


def test_the_visit_during_which_something_happens_is_told_of_once(read):
    reading = read(
        "The President of Chile paid a visit to Peru in May 2030."
        " During the visit Chile and Peru signed a treaty on water."
    )

    assert [kind for kind, *_ in told(reading)] == ["meeting", "signing"]


def test_a_union_of_workers_is_no_state_that_falls(read):
    reading = read("In Peru the alliance of the Dockers' Union collapsed on 2 May 2030.")

    assert all(kind != "state_dissolution" for kind, *_ in told(reading))


def test_a_participle_with_a_place_tells_of_a_step(read):
    reading = read("The treaty between Peru and Chile, concluded at Lima on 4 June 2030, is long.")

    assert ("conclusion", "happened", ["Peru", "Chile"], ["2030-06-04"]) in told(reading)


def test_a_heading_without_helpers_tells_of_a_step(read):
    reading = read(
        "Kenya: ambassador to Somalia recalled, 6 March 2031. Talks ended on 7 March 2031."
    )

    assert told(reading)[0] == (
        "relations_strained",
        "happened",
        ["Kenya", "Somalia"],
        ["2031-03-06"],
    )


def test_who_is_shelled_shells_nobody(read):
    reading = read("After the shelling of a Thai post in 2030 the border was shut.")

    assert [
        part["role"]
        for event in reading["events"]
        if event["kind"] == "military_action"
        for part in event["participants"]
    ] == ["target"]


def test_a_visit_has_the_state_of_the_capital_for_a_host(read):
    reading = read(
        "Peru and Ecuador are neighbours. Peruvian Foreign Minister Ana Ruiz arrived in Quito on"
        " 2 May 2031."
    )

    assert ("meeting", "happened", ["Ana Ruiz", "Ecuador"], ["2031-05-02"]) in told(reading)


def test_ties_established_in_a_year_have_that_year(read):
    reading = read("Malawi and Peru established diplomatic relations in 1976.")

    assert told(reading) == [("relations_improve", "happened", ["Malawi", "Peru"], ["1976"])]


def test_who_is_let_in_joins(read):
    reading = read("In 1939 Germany was admitted to the Danube Commission.")

    assert [part["role"] for event in reading["events"] for part in event["participants"]] == [
        "joiner",
        "organisation",
    ]


def test_what_officials_are_said_to_say_on_a_day_is_told_as_done(read):
    reading = read("Peru has revoked the licence of a Chilean firm, officials said on Tuesday.")

    assert [modality for _, modality, _, _ in told(reading)] == ["happened"]


def test_what_was_never_ratified_may_still_have_expired(read):
    reading = read("An agreement between Peru and Chile was never ratified and expired in 2029.")

    assert {(kind, modality) for kind, modality, *_ in told(reading)} == {
        ("ratification", "negated"),
        ("termination", "happened"),
    }


def test_the_united_states_are_no_verb_of_saying(read):
    reading = read("The United States banned imports from Peru and froze the assets of Chile.")

    assert [who for _, _, who, _ in told(reading)] == [
        ["United States", "Peru"],
        ["United States", "Chile"],
    ]


def test_it_that_lapses_is_the_agreement(read):
    reading = read(
        "In 1959 Peru and Chile signed a treaty on water; it lapsed when Peru fell apart."
    )

    assert ("state_dissolution", "happened", ["Peru"], []) in told(reading)
    assert ("termination", "happened", ["Peru", "Chile"], []) in told(reading)


def test_the_last_to_ratify_has_ratified(read):
    reading = read(
        "The treaty between Peru and Chile, which Chile was the last to ratify, is long."
    )

    assert ("ratification", "happened", ["Chile"], []) in told(reading)


def test_a_date_after_a_verb_is_of_the_verb_before_it(read):
    reading = read(
        "Sudan and Chad exchanged prisoners at Adre on 11 June 2030 under an accord brokered by"
        " Qatar."
    )

    assert ("cooperation", "happened", ["Sudan", "Chad"], ["2030-06-11"]) in told(reading)


def test_a_team_that_wins_attacks_nobody(read):
    reading = read("Ghana's national football team beat Peru 2-1 in May 2030.")

    assert told(reading) == []


def test_an_agreement_described_anew_is_not_the_one_named_after(read):
    reading = read(
        "In 1959 Peru and Chile signed an agreement on water.\n\nYears went by.\n\n"
        "The Prespa Agreement of 2018 was signed by Greece and North Macedonia."
    )

    assert len(reading["agreements"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "A dam in the north burst in 2020, killing nine people.",
        "The retreat in Peru ended without agreement in March 2030.",
        "The mine in Peru was taken over from its Swiss owner in 2021.",
    ],
)
def test_what_nobody_did_and_what_was_not_agreed_is_no_event(read, text):
    assert told(read(text)) == []


def test_who_says_that_a_thing_could_do_something_does_not_do_it(read):
    reading = read("Peru opened an investigation, saying the deal could raise fares on two routes.")

    assert [event["evidence"][0]["quote"][:24] for event in reading["events"]] == [
        "Peru opened an investiga"
    ]
