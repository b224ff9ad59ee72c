"""Agreements: named, described or pointed back to; their kind, stage and parties."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from depositary.extraction import wordlists
from depositary.extraction.agreements import Agreements
from depositary.extraction.articles import Article

CODES = Path(__file__).resolve().parents[2] / "schema" / "codes"


def found(text):
    return [
        (text[each.start : each.end], each.about)
        for each in Agreements().mentions(Article(text), ())
    ]


def only(text):
    ((words, about),) = found(text)
    return words, about


def codes(name):
    law = json.loads((CODES / f"{name}.json").read_text(encoding="utf-8"))
    return {each["const"] for each in law["oneOf"]}


def parties(about):
    return [each["text"] for each in about["parties"]]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "They signed the “Comprehensive Ocean Partnership Treaty” at noon.",
            "Comprehensive Ocean Partnership Treaty",
        ),
        ("The 1987 INF Treaty is history.", "INF Treaty"),
        ("Spain left the Lagos Fisheries Accord last year.", "Lagos Fisheries Accord"),
        (
            "Chad acceded to the Convention on the Law of the Sea.",
            "Convention on the Law of the Sea",
        ),
        (
            "The Treaty of Friendship and Cooperation was renewed.",
            "Treaty of Friendship and Cooperation",
        ),
        ("It breached the JCPOA, they said.", "JCPOA"),
    ],
)
def test_a_name_is_a_title(text, title):
    words, about = only(text)

    assert words == about["title"] == title
    assert not about["is_reference"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        (
            "Oman and Iran agreed a far-reaching cooperation pact.",
            "far-reaching cooperation pact",
            "cooperation_framework",
        ),
        (
            "He recalled the 2015 nuclear deal between Iran and six powers.",
            "2015 nuclear deal",
            "nonproliferation",
        ),
        ("A free trade agreement with Chile is near.", "free trade agreement", "trade"),
        (
            "The mutual defence treaty between Fiji and Samoa holds.",
            "mutual defence treaty",
            "alliance",
        ),
        ("They want a defence pact with Malta.", "defence pact", "defence_cooperation"),
        ("A border treaty ended the quarrel.", "border treaty", "boundary"),
        ("The peace accord brought calm.", "peace accord", "peace"),
        ("A fragile truce is in force.", "fragile truce", "ceasefire"),
        (
            "They signed a civil nuclear cooperation agreement.",
            "civil nuclear cooperation agreement",
            "nuclear_cooperation",
        ),
        ("They signed a bilateral investment treaty.", "bilateral investment treaty", "investment"),
    ],
)
def test_a_description_tells_the_kind(text, words, kind):
    said, about = only(text)

    assert (said, about["kind"], about["title"]) == (words, kind, None)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("A fishing treaty is set to be signed in May.", "signature_scheduled"),
        ("The ministers signed a fishing treaty.", "signed"),
        ("The delegations initialled a fishing treaty.", "text_agreed"),
        ("The two states reached a fishing deal.", "concluded"),
        ("Talks on a fishing treaty go on.", "under_negotiation"),
        ("Palau proposed a fishing treaty.", "proposed"),
        ("Both parliaments ratified the fishing treaty.", "ratified"),
        ("The fishing treaty entered into force.", "in_force"),
        ("Palau suspended the fishing treaty.", "suspended"),
        ("The fishing treaty expired.", "ended"),
        ("Little is known of the fishing treaty.", "unknown"),
    ],
)
def test_the_words_around_tell_the_stage(text, stage):
    assert only(text)[1]["stage"] == stage


@pytest.mark.parametrize(
    ("text", "expected", "ambit"),
    [
        ("The water treaty between Peru and Chile holds.", ["Peru", "Chile"], "bilateral"),
        ("Peru and Chile signed a water treaty.", ["Peru", "Chile"], "bilateral"),
        ("Peru signed a water treaty with Chile.", ["Peru", "Chile"], "bilateral"),
        (
            "A water treaty was signed by Peru, Chile and Bolivia.",
            ["Peru", "Chile", "Bolivia"],
            "plurilateral",
        ),
        ("The Peru-Chile water treaty holds.", ["Peru", "Chile"], "bilateral"),
        ("Peru's water treaty with Chile holds.", ["Peru", "Chile"], "bilateral"),
        ("A multilateral water treaty would help.", [], "multilateral"),
    ],
)
def test_parties_are_read_where_they_are_stated(text, expected, ambit):
    about = only(text)[1]

    assert (parties(about), about["ambit"]) == (expected, ambit)


def test_the_form_follows_the_word():
    text = "They signed a trade pact, a trade deal and a memorandum of understanding on trade."

    assert [about["form"] for _, about in found(text)] == [
        "treaty",
        "agreement",
        "political_commitment",
    ]


def test_the_agreement_that_only_points_back_says_to_which():
    text = "Peru signed a water treaty with Chile. The treaty helps farmers."

    first, second = Agreements().mentions(Article(text), ())

    assert second.about["is_reference"]
    assert second.about["refers_to"] == {"start": first.start, "end": first.end}
    assert second.about["kind"] == first.about["kind"]


def test_another_word_points_back_only_where_one_agreement_can_be_meant():
    one = "Peru signed a water treaty. The pact helps."
    two = "Peru signed a water treaty and a border treaty. The pact helps."

    assert "refers_to" in found(one)[-1][1]
    assert "refers_to" not in found(two)[-1][1]


@pytest.mark.parametrize(
    "text",
    [
        "They had to deal with floods.",
        "It rains a great deal in Bergen.",
        "The governor deals with it.",
        "He did so of his own accord.",
        "The party convention opened in Ohio.",
        "They nodded in agreement.",
    ],
)
def test_words_that_mean_no_agreement_are_left_alone(text):
    assert found(text) == []


def test_lists_hold_only_codes_that_there_are():
    cues = wordlists.rows("agreement_cues.tsv")
    known = wordlists.rows("known_agreements.tsv")
    words = wordlists.rows("agreements.tsv")

    for about, law in (("kind", "agreement_kind"), ("ambit", "ambit"), ("stage", "stage")):
        assert {value for _, what, value in cues if what == about} <= codes(law)
    assert {row[1] for row in known} | {row[2] for row in words} - {""} <= codes("agreement_kind")
    assert {row[2] for row in known} | {row[1] for row in words} <= codes("agreement_form")
    assert {row[3] for row in known} <= codes("ambit")
