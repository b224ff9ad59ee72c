"""Two curators' readings, merged by entries: the same whoever merges, and nothing is lost."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary import jsontext, reading, schema
from depositary.project import packaged_schema
from depositary.review.merging import merge, woven

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.project import Project

LAW = schema.load(packaged_schema())


def some(*members: tuple[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=dict(members))


def listed(entries: st.SearchStrategy[Any], *keys: str) -> st.SearchStrategy[list[Any]]:
    def known_by(entry: Any) -> str:
        return json.dumps([entry.get(key) for key in keys])

    return st.lists(entries, max_size=4, unique_by=known_by)


WORDS = st.sampled_from(["one", "two", "three"])
EVIDENCE = listed(
    st.fixed_dictionaries(
        {"quote": WORDS}, optional={"nth": st.integers(1, 2), "note": WORDS, "support": WORDS}
    ),
    "quote", "nth", "claim", "field",
)  # fmt: skip
PARTICIPANTS = listed(
    st.fixed_dictionaries(
        {"actor": st.sampled_from(["act-a", "act-b"]), "role": WORDS},
        optional={"note": WORDS, "evidence": EVIDENCE},
    ),
    "actor", "role",
)  # fmt: skip
EVENTS = listed(
    st.fixed_dictionaries(
        {"id": st.sampled_from([f"evt-{letter}" for letter in "abcde"])},
        optional={
            "title": WORDS,
            "place": WORDS,
            "participants": PARTICIPANTS,
            "evidence": EVIDENCE,
            "proposed_by": some(("extractor", WORDS), ("why", WORDS)),
        },
    ),
    "id",
)
CLAIMS = listed(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["clm-a", "clm-b"])},
        optional={
            "responds_to": st.lists(
                st.sampled_from(["clm-a", "clm-b", {"object": "clm-a", "note": "one"}]),
                max_size=2,
                unique_by=lambda entry: entry if isinstance(entry, str) else entry["object"],
            )
        },
    ),
    "id",
)
READINGS = some(
    ("source", st.just("src-a")),
    ("coder", WORDS),
    ("events", EVENTS),
    ("claims", CLAIMS),
    ("set_aside", listed(st.fixed_dictionaries({"quote": WORDS, "reason": WORDS}), "quote")),
    ("rejected", listed(st.fixed_dictionaries({"proposal": WORDS, "reason": WORDS}), "proposal")),
)


def laid_out(value: Mapping[str, Any]) -> str:
    return reading.canonical(jsontext.Document("", "", dict(value)), LAW).decode()


def events_of(value: Mapping[str, Any]) -> dict[str, Any]:
    return {event["id"]: event for event in value.get("events", ())}


@given(READINGS, READINGS, READINGS)
def test_it_does_not_matter_who_merges_whose_work(base, left, right) -> None:
    mine, yours = merge(base, left, right, LAW), merge(base, right, left, LAW)

    assert laid_out(mine.ours) == laid_out(yours.theirs)
    assert laid_out(mine.theirs) == laid_out(yours.ours)
    assert mine.is_clean == yours.is_clean


@given(READINGS, READINGS)
def test_the_work_of_one_alone_is_taken_as_it_is(base, side) -> None:
    merged = merge(base, copy.deepcopy(base), side, LAW)

    assert merged.is_clean
    assert json.dumps(merged.ours) == json.dumps(side)


@given(READINGS, READINGS)
def test_the_same_work_of_both_is_taken_once(base, side) -> None:
    merged = merge(base, side, copy.deepcopy(side), LAW)

    assert merged.is_clean
    assert json.dumps(merged.ours) == json.dumps(side)


@given(READINGS, READINGS, READINGS)
def test_what_both_kept_and_what_one_added_is_in_the_merged_reading(base, left, right) -> None:
    merged = merge(base, left, right, LAW)
    was, mine, yours = events_of(base), events_of(left), events_of(right)

    for found in (events_of(merged.ours), events_of(merged.theirs)):
        for key in (mine.keys() & yours.keys()) | ((mine.keys() | yours.keys()) - was.keys()):
            assert key in found
        for key in mine.keys() & yours.keys():
            for name, value in mine[key].items():
                if yours[key].get(name) == value:
                    assert found[key][name] == value


@given(READINGS, READINGS, READINGS)
def test_each_side_of_a_conflict_can_be_read_out_of_the_woven_text(base, left, right) -> None:
    merged = merge(base, left, right, LAW)
    ours, theirs = laid_out(merged.ours), laid_out(merged.theirs)

    lines = woven(ours, theirs).splitlines(keepends=True)

    sides: list[list[str]] = [[], []]
    taking = (0, 1)
    for line in lines:
        match line[:7]:
            case "<<<<<<<":
                taking = (0,)
            case "=======":
                taking = (1,)
            case ">>>>>>>":
                taking = (0, 1)
            case _:
                for side in taking:
                    sides[side].append(line)
    assert ["".join(side) for side in sides] == [ours, theirs]


# ── one case each ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def versions(repository):
    """What both began with, and a copy for each."""
    path = repository / "tests" / "harbour" / "seeds" / "harbour.reading.json"
    return [json.loads(path.read_bytes()) for _ in range(3)]


def event(name: str) -> dict[str, Any]:
    return {"id": f"evt-{name}", "title": name, "evidence": [{"quote": name}]}


def test_entries_that_two_add_at_the_end_of_a_list_both_stay(versions) -> None:
    base, left, right = versions
    left["events"].append(event("regatta"))
    right["events"].append(event("ball"))

    merged = merge(base, left, right, LAW)

    assert merged.is_clean
    added = [each["id"] for each in merged.ours["events"][len(base["events"]) :]]
    assert added == ["evt-ball", "evt-regatta"]


def test_two_fields_of_one_entry_are_no_conflict(versions) -> None:
    base, left, right = versions
    left["events"][0]["title"] = "Signature of the Harbour Treaty"
    right["events"][0]["place"] = "Port Sael harbour"

    merged = merge(base, left, right, LAW)

    assert merged.is_clean
    assert merged.ours["events"][0]["title"] == "Signature of the Harbour Treaty"
    assert merged.ours["events"][0]["place"] == "Port Sael harbour"


def test_one_field_with_two_values_is_a_conflict_of_that_line_only(versions) -> None:
    base, left, right = versions
    left["events"][0]["modality"] = "happened"
    right["events"][0]["modality"] = "pledged"
    right["actors"][0]["note"] = "kept all the same"

    merged = merge(base, left, right, LAW)

    text = woven(laid_out(merged.ours), laid_out(merged.theirs))
    assert not merged.is_clean
    assert (
        "<<<<<<< ours\n"
        '      "modality": "happened",\n'
        "=======\n"
        '      "modality": "pledged",\n'
        ">>>>>>> theirs\n"
    ) in text
    assert text.count("<<<<<<<") == 1
    assert text.count("kept all the same") == 1


def test_an_entry_that_one_takes_out_and_the_other_changes_is_a_conflict(versions) -> None:
    base, left, right = versions
    del left["events"][4]
    right["events"][4]["title"] = "Cold years"

    merged = merge(base, left, right, LAW)

    assert not merged.is_clean
    assert "evt-strained-ties" not in events_of(merged.ours)
    assert events_of(merged.theirs)["evt-strained-ties"]["title"] == "Cold years"


def test_an_entry_that_one_takes_out_is_gone_where_the_other_left_it_alone(versions) -> None:
    base, left, right = versions
    del left["events"][4]
    right["events"][3]["title"] = "Arvenia goes"

    merged = merge(base, left, right, LAW)

    assert merged.is_clean
    assert "evt-strained-ties" not in events_of(merged.ours)


def test_two_roles_that_two_give_one_participant_are_a_conflict(versions) -> None:
    base, left, right = versions
    left["events"][0]["participants"][1]["role"] = "host"
    right["events"][0]["participants"][1]["role"] = "mediator"

    merged = merge(base, left, right, LAW)

    assert not merged.is_clean
    assert merged.ours["events"][0]["participants"][1]["role"] == "host"
    assert merged.theirs["events"][0]["participants"][1]["role"] == "mediator"
    assert len(merged.ours["events"][0]["participants"]) == 2


def test_a_bare_id_and_the_same_with_its_evidence_are_one_entry(versions) -> None:
    base, left, right = versions
    spelt_out = {"object": "clm-league-boats", "evidence": [{"quote": "denied a claim"}]}
    left["claims"][2]["responds_to"] = [spelt_out]
    right["claims"][2]["responds_to"].append("clm-orell-ports")

    merged = merge(base, left, right, LAW)

    assert merged.is_clean
    assert merged.ours["claims"][2]["responds_to"] == [spelt_out, "clm-orell-ports"]


def test_an_order_that_one_changed_is_kept(versions) -> None:
    base, left, right = versions
    left["events"].reverse()
    right["events"].append(event("ball"))

    merged = merge(base, left, right, LAW)

    assert merged.is_clean
    kept = [each["id"] for each in merged.ours["events"] if each["id"] != "evt-ball"]
    assert kept == [each["id"] for each in left["events"]]


def test_a_reading_that_both_made_anew_is_merged_too(harbour: Project, versions) -> None:
    _, left, right = versions
    del left["actors"][5], right["events"][0]

    merged = merge({}, left, right, LAW)

    assert merged.is_clean
    assert laid_out(merged.ours) == (harbour.seeds / "harbour.reading.json").read_text("utf-8")
