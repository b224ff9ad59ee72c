"""Sectors: what an agreement or an event is about."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from depositary.extraction import wordlists
from depositary.extraction.agreements import Agreements
from depositary.extraction.articles import Article
from depositary.extraction.sectors import Sectors

CODES = Path(__file__).resolve().parents[2] / "schema" / "codes"


def sectors(text, *, is_alone=False):
    article = Article(text)
    before = [] if is_alone else list(Agreements().mentions(article, ()))
    return [
        (each.about["expression"], each.about["sector"])
        for each in Sectors().mentions(article, before)
    ]


def test_a_list_of_fields_gives_a_sector_for_each():
    text = "The accord covers many fields, including trade, military collaboration and science."

    assert sectors(text) == [
        ("trade", "trade"),
        ("military collaboration", "military"),
        ("science", "science"),
    ]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("They signed an agreement on fisheries.", "agriculture"),
        ("The pact is about extradition.", "justice"),
        ("The treaty limits uranium enrichment.", "nuclear_limits"),
        ("A deal on nuclear power was signed.", "nuclear_energy"),
        ("A memorandum on vaccines was signed.", "health"),
        ("A treaty on the maritime boundary was signed.", "territory"),
        ("The deal brings visa-free travel.", "migration"),
        ("The pact concerns patrol boats.", "arms"),
        ("An accord on gas pipelines was signed.", "energy"),
        ("The agreement adds scholarships.", "education"),
    ],
)
def test_the_words_near_an_agreement_tell_its_sector(text, sector):
    assert sector in {code for _, code in sectors(text)}


def test_the_longest_phrase_is_taken():
    assert sectors("The treaty is about nuclear energy.") == [("nuclear energy", "nuclear_energy")]


def test_a_word_for_cooperation_is_enough():
    text = "Ties in agriculture and tourism grew."

    assert sectors(text, is_alone=True) == [("agriculture", "agriculture"), ("tourism", "culture")]


def test_a_field_far_from_agreements_and_events_is_no_sector():
    assert sectors("The hospital bought wheat and oil.") == []


def test_every_sector_but_other_has_fifteen_phrases():
    law = json.loads((CODES / "sector.json").read_text(encoding="utf-8"))
    wanted = {each["const"] for each in law["oneOf"]} - {"other"}

    counted = Counter(sector for _, sector in wordlists.rows("sectors.tsv"))

    assert set(counted) == wanted
    assert min(counted.values()) >= 15
