"""Records of different coders are brought together by their id, else by what they are."""

from __future__ import annotations

import pytest

from depositary import schema
from depositary.review.coding import coded_sources
from depositary.review.matching import matched


@pytest.fixture
def pairs(harbour):
    """The ids of each group of a table, by coder; () where a coder has none."""

    def found(table: str, *, is_reversed: bool = False) -> set[tuple[str, ...]]:
        law = schema.load(harbour.schema)
        (coded,), findings = coded_sources(harbour, law)
        assert findings == []
        units = [unit for of_coder in coded.units.values() for unit in of_coder]
        groups = matched(units[::-1] if is_reversed else units, law).groups
        return {tuple(unit.key for unit in group) for group in groups if group[0].table == table}

    return found


def test_actors_with_other_ids_are_matched_by_name_country_or_a_name_in_common(
    coder, pairs
) -> None:
    coder("mara")
    coder("jo", swaps=(
        ("act-ana-orell", "act-president-orell"),
        ("act-lutharia", "act-lut"), ('"name": "Lutharia"', '"name": "Republic of Lutharia"'),
        ("act-gull-league", "act-league"), ('"name": "Gull League",\n', '"name": "The Gulls",\n'),
    ))  # fmt: skip

    found = pairs("actors")

    assert ("act-president-orell", "act-ana-orell") in found
    assert ("act-lut", "act-lutharia") in found
    assert ("act-league", "act-gull-league") in found
    assert all(len(group) == 2 for group in found)


def test_agreements_events_and_claims_with_other_ids_are_matched_by_title_or_words(
    coder, pairs
) -> None:
    coder("mara")
    coder("jo", swaps=(
        ("agr-harbour-treaty", "agr-pact"),
        ("evt-patrol-boats", "evt-boats"),
        ('"title": "Sale of patrol boats by Lutharia to Arvenia"', '"title": "Boats"'),
        ("clm-league-boats", "clm-boats"), ('"cue": "claim"', '"cue": "a claim"'),
    ))  # fmt: skip

    assert pairs("agreements") == {("agr-pact", "agr-harbour-treaty")}
    assert ("evt-boats", "evt-patrol-boats") in pairs("events")
    assert ("clm-boats", "clm-league-boats") in pairs("claims")


def test_links_are_matched_by_what_they_link_under_whatever_ids(coder, pairs) -> None:
    coder("mara")
    coder("jo", swaps=(("act-gull-league", "act-league"), ("evt-strained-ties", "evt-cold"),
                       ("clm-league-boats", "clm-boats")))  # fmt: skip

    assert all(len(group) == 2 for group in pairs("relations"))
    assert all(len(group) == 2 for group in pairs("participants"))
    assert all(len(group) == 2 for group in pairs("names"))


def test_a_participant_in_another_role_and_a_sector_of_the_same_words_are_matched(
    coder, pairs
) -> None:
    coder("mara")
    coder("jo", lambda value: (
        value["events"][0]["participants"][1].update(role="host"),
        value["agreements"][0]["sectors"][1].update(sector="energy"),
    ))  # fmt: skip

    treaty = "evt-harbour-treaty-signing"
    assert (
        f"par-{treaty}--host--act-tomas-veld",
        f"par-{treaty}--signatory--act-tomas-veld",
    ) in pairs("participants")
    assert ("sec-agr-harbour-treaty--energy", "sec-agr-harbour-treaty--transport") in pairs(
        "sectors"
    )


def test_events_of_another_kind_are_matched_only_where_most_words_are_the_same(
    coder, pairs
) -> None:
    coder("mara")
    coder("jo", lambda value: (
        value["events"][2].update(id="evt-joining", title="Joining", kind="meeting"),
        value["events"][3].update(id="evt-leaving", title="Leaving", kind="meeting"),
        value["events"][3]["evidence"].__setitem__(0, {"quote": "Its departure"}),
        value["relations"].clear(),
    ))  # fmt: skip

    found = pairs("events")

    assert ("evt-joining", "evt-arvenia-joins-league") in found
    assert ("evt-leaving",) in found


def test_the_same_groups_come_out_whoever_comes_first(coder, pairs) -> None:
    coder("mara")
    coder("jo", swaps=(("evt-patrol-boats", "evt-boats"), ("act-gull-league", "act-league")))
    coder("zoe", swaps=(("evt-patrol-boats", "evt-sale"), ("act-gull-league", "act-gulls")))

    for table in ("actors", "events", "claims", "relations"):
        assert pairs(table) == pairs(table, is_reversed=True)
    assert ("evt-boats", "evt-patrol-boats", "evt-sale") in pairs("events")


def test_no_two_records_of_one_coder_are_ever_one(coder, pairs) -> None:
    coder("mara")
    coder("jo", lambda value: value["events"].append({**value["events"][4], "id": "evt-again"}))

    found = pairs("events")

    assert ("evt-again",) in found
    assert ("evt-strained-ties", "evt-strained-ties") in found
