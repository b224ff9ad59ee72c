"""A decision is on disk before it is confirmed, is never lost, and is taken back entry by entry."""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from depositary import building, schema
from depositary.checks.run import check
from depositary.errors import CallError, DataError
from depositary.review.decisions import Decision
from depositary.review.views import Conflict, Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from depositary.project import Project
    from depositary.review.desk import Desk


def reading(desk: Desk) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(desk.path.read_text(encoding="utf-8"))
    return value


def accept(desk: Desk, *keys: str, entries: tuple[dict[str, Any], ...] = ()) -> None:
    desk.decide(Decision("accept", keys, entries), desk.look().version)


# ── accepting ───────────────────────────────────────────────────────────────────────────────────


def test_all_proposals_accepted_make_a_register_in_due_form(desk: Desk, proposed: Project) -> None:
    view = desk.look()

    after = desk.decide(Decision("accept", tuple(card.key for card in view.cards)), view.version)
    law = schema.load(proposed.schema)
    building.write(proposed, building.artefacts(proposed, law, building.build(proposed, law)))

    assert {card.state for card in after.cards} == {"accepted"}
    assert not any(card.is_edited for card in after.cards)
    assert [each for each in check(proposed.root).findings if each.severity == "error"] == []


def test_a_record_gets_a_readable_id_and_keeps_the_proposal_that_it_was(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    accept(desk, key_of("act-gull-league"))

    (actor,) = reading(desk)["actors"]
    assert actor["id"] == "act-gull-league"
    assert actor["proposed_by"]["proposal"] == key_of("act-gull-league")
    assert reading(desk)["coder"] == "mara"


def test_what_a_proposal_refers_to_is_accepted_with_it_and_undone_with_it(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    key = key_of("agr-harbour-treaty")
    needs = desk.look().card(key).needs

    accept(desk, key)
    names = {entry["id"] for entry in reading(desk)["actors"]}
    after = desk.undo(desk.look().version)

    assert key_of("act-arvenia") in needs
    assert {"act-arvenia", "act-lutharia"} <= names
    assert "actors" not in reading(desk)
    assert {card.state for card in after.cards} == {"to_decide"}


def test_an_id_that_is_taken_gets_a_number(desk: Desk, key_of: Callable[[str], str]) -> None:
    entry = dict(desk.look().card(key_of("act-lutharia")).entry)
    accept(desk, key_of("act-arvenia"))

    accept(desk, key_of("act-lutharia"), entries=({**entry, "name": "Arvenia"},))

    assert [each["id"] for each in reading(desk)["actors"]] == ["act-arvenia", "act-arvenia-2"]


def test_an_edited_proposal_is_marked_and_can_be_changed_again(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    key = key_of("act-gull-league")
    entry = {**desk.look().card(key).entry, "note": "Five states."}

    accept(desk, key, entries=(entry,))
    record = dict(desk.look().card(key).entry)
    desk.decide(Decision("change", ("act-gull-league",), ({**record, "note": "Six."},)),
                desk.look().version)  # fmt: skip

    card = desk.look().card(key)
    assert card.is_edited
    assert card.entry["note"] == "Six."
    assert [line.split(" · ")[2] for line in card.history] == [
        "accepted Gull League", "changed Gull League",
    ]  # fmt: skip


def test_one_proposal_can_become_two_records(desk: Desk, key_of: Callable[[str], str]) -> None:
    key = key_of("act-gull-league")
    entry = dict(desk.look().card(key).entry)
    two = ({**entry, "name": "Gull Fleet"}, {**entry, "name": "Gull Council"})

    view = desk.decide(Decision("split", (key,), two), desk.look().version)

    assert [each["id"] for each in reading(desk)["actors"]] == [
        "act-gull-fleet",
        "act-gull-council",
    ]
    assert [card.record_id for card in view.cards if card.key == key] == [
        "act-gull-council", "act-gull-fleet",
    ]  # fmt: skip


def test_a_proposal_can_be_evidence_for_a_record_that_there_is(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    accept(desk, key_of("act-tomas-veld"))
    merged = key_of("act-veld-spokesman")

    view = desk.decide(Decision("merge", (merged,), into="act-tomas-veld"), desk.look().version)
    accept(desk, *(card.key for card in view.cards if card.table == "claims"))

    quotes = [each["quote"] for entry in reading(desk)["actors"] if entry["id"] == "act-tomas-veld"
              for each in entry["evidence"]]  # fmt: skip
    assert "A spokesman for Veld" in quotes
    assert view.card(merged).record_id == "act-tomas-veld"
    assert merged not in json.dumps(reading(desk).get("claims"))


# ── turning down, putting off, adding ───────────────────────────────────────────────────────────


def test_a_rejection_is_kept_with_its_reason_and_can_be_taken_back_by_accepting(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    key = key_of("act-gull-league")
    desk.decide(Decision("reject", (key,), reason="a club"), desk.look().version)
    rejected = reading(desk)["rejected"]

    accept(desk, key)

    assert rejected == [{"proposal": key, "reason": "a club", "extractor": "events"}]
    assert "rejected" not in reading(desk)


def test_what_refers_to_a_rejected_proposal_cannot_be_accepted_as_it_is(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    desk.decide(Decision("reject", (key_of("act-arvenia"),)), desk.look().version)

    with pytest.raises(DataError) as refused:
        accept(desk, key_of("agr-harbour-treaty"))

    assert refused.value.code == "E806"
    assert "Arvenia" in refused.value.message


def test_a_draft_and_what_was_put_off_leave_the_reading_alone(
    open_desk: Callable[..., Desk], key_of: Callable[[str], str]
) -> None:
    desk = open_desk()
    draft, later = key_of("act-gull-league"), key_of("act-arvenia")
    entry = {**desk.look().card(draft).entry, "kind": "a shoal", "evidence": [{"nth": "two"}, 3]}

    desk.decide(Decision("draft", (draft,), (entry,)), "")
    desk.decide(Decision("later", (later,)), "")

    view = open_desk().look()
    assert not desk.path.exists()
    assert (view.card(draft).state, view.card(draft).entry["kind"]) == ("draft", "a shoal")
    assert view.card(later).state == "later"


def test_a_record_can_be_added_by_hand_and_taken_out_again(desk: Desk) -> None:
    entry = {"name": "Port Sael", "kind": "organisation", "evidence": [{"quote": "in Port Sael"}]}

    view = desk.decide(Decision("add", (), (entry,), table="actors"), "")
    card = view.card("act-port-sael")
    after = desk.decide(Decision("drop", ("act-port-sael",)), view.version)

    assert (card.state, card.proposer, card.paragraph) == ("record", "you", 1)
    assert "act-port-sael" not in {each.key for each in after.cards}


def test_a_record_that_another_refers_to_cannot_be_taken_out(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    accept(desk, key_of("agr-harbour-treaty"))

    with pytest.raises(Refused) as refused:
        desk.decide(Decision("drop", ("act-arvenia",)), desk.look().version)

    assert refused.value.code == "E808"
    assert refused.value.troubles[0].finding.code == "E303"


# ── in due form ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "shoal"}, "E401", "kind"),
        ({"name": ""}, "E401", ""),
        ({"evidence": [{"quote": "words that stand nowhere"}]}, "E410", "quote"),
        ({"evidence": [{"quote": "Arvenia"}]}, "E411", "quote"),
        ({"evidence": []}, "E401", "evidence"),
        ({"evidence": [1]}, "E401", ""),
        ({"evidence": "words"}, "E401", ""),
        ({"evidence": [{"quote": "Arvenia", "nth": "two"}]}, "E401", ""),
        ({"names": {"name": "League"}}, "E401", ""),
    ],
)  # fmt: skip
def test_what_would_break_the_register_is_refused_and_nothing_is_written(
    desk: Desk, key_of: Callable[[str], str], change: dict[str, Any], code: str, field: str
) -> None:
    key = key_of("act-gull-league")
    entry = {**desk.look().card(key).entry, **change}
    if change == {"name": ""}:
        del entry["name"]

    with pytest.raises(Refused) as refused:
        accept(desk, key, entries=(entry,))

    found = refused.value.troubles[0].finding
    assert (found.code, found.field if field else "") == (code, field)
    assert not desk.path.exists()
    assert desk.look().can_undo == ""


def test_a_decision_is_judged_by_rules_before_it_is_made(desk: Desk) -> None:
    key = next(card.key for card in desk.look().cards if card.table == "events")
    entry = {**desk.look().card(key).entry, "modality": "pledged"}

    troubles = desk.judge(Decision("accept", (key,), (entry,)))

    assert "R11" in {each.finding.code for each in troubles}
    assert not desk.path.exists()


def test_of_many_those_that_cannot_be_records_are_sifted_out_with_what_needs_them(
    proposed: Project, open_desk: Callable[..., Desk], key_of: Callable[[str], str]
) -> None:
    path = proposed.root / ".depositary" / "proposed" / "harbour.reading.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["actors"][0]["evidence"] = [{"quote": "Arvenia"}]  # which stands there several times
    path.write_text(json.dumps(value), encoding="utf-8")
    desk = open_desk()
    keys = [card.key for card in desk.look().cards]

    fit, troubles = desk.sift(keys)

    assert {each.proposal for each in troubles} == {key_of("act-arvenia")}
    assert key_of("act-arvenia") not in fit
    assert key_of("agr-harbour-treaty") not in fit
    assert key_of("act-gull-league") in fit


@pytest.mark.parametrize(
    "wrong",
    [
        {"op": "merge", "keys": ("act-1",)},
        {"op": "accept"},
        {"op": "split", "keys": ("act-1",), "entries": ({},)},
        {"op": "add", "entries": ({},)},
        {"op": "eat", "keys": ("act-1",)},
        {"op": "accept", "keys": ("act-1",), "entries": ("words",)},
    ],
)
def test_what_is_no_decision_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(CallError) as refused:
        Decision(**wrong)

    assert refused.value.code == "E804"


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision("accept", ("act-000000000000",)), "E805"),
        (Decision("later", ("act-000000000000",)), "E805"),
        (Decision("change", ("act-nobody",), ({"id": "act-nobody"},)), "E805"),
        (Decision("add", (), ({"id": "act-arvenia", "name": "A", "kind": "state",
                               "evidence": [{"quote": "island states"}]},), table="actors"),
         "E803"),
    ],
)  # fmt: skip
def test_what_is_not_there_or_there_already_is_refused(
    desk: Desk, key_of: Callable[[str], str], decision: Decision, code: str
) -> None:
    accept(desk, key_of("act-arvenia"))

    with pytest.raises((CallError, DataError)) as refused:
        desk.decide(decision, desk.look().version)

    assert refused.value.code == code


def test_a_proposal_is_merged_into_another_which_is_accepted_along_and_undone_as_one(
    desk: Desk,
) -> None:
    view = desk.look()
    into, same = [card for card in view.cards if card.table == "actors"][:2]

    view = desk.decide(Decision("merge", (same.key,), into=into.key), view.version)

    now = {card.key: card for card in view.cards}
    assert now[into.key].state == now[same.key].state == "accepted"
    assert now[same.key].record_id == now[into.key].record_id
    quotes = [each["quote"] for each in now[into.key].entry["evidence"]]
    assert {each["quote"] for each in same.entry["evidence"]} <= set(quotes)
    assert into.label in now[same.key].history[0]
    assert {card.state for card in desk.undo(view.version).cards} == {"to_decide"}


def test_what_two_say_of_one_sector_is_there_once_after_they_are_merged(
    proposed: Project, open_desk: Callable[..., Desk]
) -> None:
    path = proposed.root / ".depositary" / "proposed" / "harbour.reading.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    into, same = value["events"][:2]
    into["sectors"] = [{"sector": "trade", "expression": "Arvenia"}]
    same["sectors"] = [{"sector": "trade", "expression": "Lutharia"}]
    path.write_text(json.dumps(value), encoding="utf-8")
    desk = open_desk()

    view = desk.decide(Decision("merge", (same["id"],), into=into["id"]), desk.look().version)

    merged = next(card for card in view.cards if card.key == into["id"])
    assert merged.entry["sectors"] == into["sectors"]


def test_a_sector_that_stands_twice_in_one_event_is_refused(desk: Desk) -> None:
    event = next(card for card in desk.look().cards if card.table == "events")
    twice = [{"sector": "trade", "expression": words} for words in ("trade", "commerce")]

    with pytest.raises(Refused) as refused:
        accept(desk, event.key, entries=({**event.entry, "sectors": twice},))

    found = refused.value.troubles[0].finding
    assert (found.code, found.field) == ("E305", "expression")


def test_an_event_is_not_merged_into_an_actor(desk: Desk, key_of: Callable[[str], str]) -> None:
    accept(desk, key_of("act-arvenia"))
    key = next(card.key for card in desk.look().cards if card.table == "events")

    with pytest.raises(DataError) as refused:
        desk.decide(Decision("merge", (key,), into="act-arvenia"), desk.look().version)

    assert refused.value.code == "E807"


# ── one after the other ─────────────────────────────────────────────────────────────────────────


def test_who_looked_at_an_older_reading_is_told_and_overwrites_nothing(
    open_desk: Callable[..., Desk], key_of: Callable[[str], str]
) -> None:
    first, second = open_desk("mara"), open_desk("ilo")
    seen = second.look().version
    accept(first, key_of("act-arvenia"))

    with pytest.raises(Conflict) as stale:
        second.decide(Decision("accept", (key_of("act-lutharia"),)), seen)
    second.decide(Decision("accept", (key_of("act-lutharia"),)), stale.value.view.version)

    assert stale.value.code == "E801"
    assert stale.value.view.card("act-arvenia").state == "accepted"
    assert [each["id"] for each in reading(first)["actors"]] == ["act-arvenia", "act-lutharia"]


def test_undo_leaves_alone_what_was_changed_by_hand_since(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    accept(desk, key_of("act-arvenia"))
    text = desk.path.read_text(encoding="utf-8")
    desk.path.write_text(text.replace('"ARV"', '"ARW"'), encoding="utf-8")

    with pytest.raises(DataError) as refused:
        desk.undo(desk.look().version)

    assert refused.value.code == "E802"
    assert '"ARW"' in desk.path.read_text(encoding="utf-8")


def test_a_reading_broken_by_hand_is_told_and_left_as_it_is(
    desk: Desk, key_of: Callable[[str], str]
) -> None:
    accept(desk, key_of("act-arvenia"))
    broken = desk.path.read_text(encoding="utf-8").replace('"state"', "state")
    desk.path.write_text(broken, encoding="utf-8")

    with pytest.raises(DataError) as refused:
        desk.look()

    assert refused.value.code == "E810"
    assert "harbour.reading.json:" in refused.value.message
    assert desk.path.read_text(encoding="utf-8") == broken


def test_proposals_that_were_edited_are_told(
    proposed: Project, open_desk: Callable[..., Desk]
) -> None:
    path = proposed.root / ".depositary" / "proposed" / "harbour.reading.json"
    path.write_text('{"source": "src-harbour"}', encoding="utf-8")

    with pytest.raises(DataError) as refused:
        open_desk()

    assert refused.value.code == "E812"


def test_a_coder_who_works_apart_has_a_reading_of_their_own(
    proposed: Project, open_desk: Callable[..., Desk], key_of: Callable[[str], str]
) -> None:
    folder = proposed.root / ".depositary" / "proposed"
    shutil.copy(folder / "harbour.reading.json", folder / "harbour.ilo.reading.json")
    main, apart = open_desk("mara"), open_desk("ilo", is_apart=True)
    accept(main, key_of("act-arvenia"))

    accept(apart, key_of("act-arvenia"))

    assert apart.path.name == "harbour.ilo.reading.json"
    assert reading(apart)["coder"] == "ilo"
    assert open_desk("ilo", is_apart=True).look().card("act-arvenia").state == "accepted"


def test_there_is_nothing_to_undo_before_the_first_decision(desk: Desk) -> None:
    with pytest.raises(DataError) as refused:
        desk.undo("")

    assert refused.value.code == "E811"


def test_a_source_that_is_not_there_or_has_no_text_has_no_desk(proposed: Project) -> None:
    from depositary.review.desk import Desk

    law = schema.load(proposed.schema)
    (proposed.seeds / "harbour.txt").unlink()
    built = building.build(proposed, law)

    codes = []
    for source_id in ("src-none", "src-harbour"):
        with pytest.raises(CallError) as refused:
            Desk(proposed, law, built, source_id, "mara", lambda: "")
        codes.append(refused.value.code)

    assert codes == ["E415", "E809"]


def test_a_link_is_found_by_words_of_a_name(desk: Desk, key_of: Callable[[str], str]) -> None:
    accept(desk, key_of("act-arvenia"))

    found = desk.found("actors", "arv")
    any_ = desk.found("", "gull")

    assert [(each.key, each.is_proposal) for each in found] == [("act-arvenia", False)]
    assert key_of("act-gull-league") in [each.key for each in any_]


# ── undone and redone ───────────────────────────────────────────────────────────────────────────


def _at_random(desk: Desk, dice: random.Random) -> None:
    """Decide something, of whatever there is to decide."""
    view = desk.look()
    card = dice.choice(view.cards)
    entry = {**card.entry, "note": f"Note {dice.random()}"}
    decision = dice.choice([
        Decision("accept", (card.key,)),
        Decision("accept", (card.key,), (entry,)) if card.table != "set_aside" else
        Decision("reject", (card.key,)),
        Decision("reject", (card.key,), reason="by chance"),
        Decision("later", (card.key,)),
        Decision("draft", (card.key,), (entry,)),
        Decision("drop", (card.record_id or card.key,)),
        Decision("change", (card.record_id or card.key,), (entry,)),
    ])  # fmt: skip
    try:
        if dice.random() < 0.15:
            desk.undo(view.version)
        else:
            desk.decide(decision, view.version)
    except (CallError, DataError):
        assert desk.look() == view


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_decided_is_undone_to_the_beginning_and_redone_to_the_end(
    open_desk: Callable[..., Desk], seed: int
) -> None:
    desk, dice = open_desk(), random.Random(seed)  # noqa: S311 - drawn again by its seed
    beginning = [(card.key, card.state, card.entry) for card in desk.look().cards]
    for _ in range(40):
        _at_random(desk, dice)
    end = desk.path.read_bytes() if desk.path.exists() else b""

    undone = 0
    while desk.look().can_undo:
        desk.undo(desk.look().version)
        undone += 1
    began = [(card.key, card.state, card.entry) for card in open_desk().look().cards]
    for _ in range(undone):
        desk.redo(desk.look().version)

    assert undone > 5
    assert began == beginning
    assert desk.path.read_bytes() == end


def test_a_step_that_never_reached_the_reading_did_not_happen(
    open_desk: Callable[..., Desk], key_of: Callable[[str], str]
) -> None:
    desk = open_desk()
    accept(desk, key_of("act-arvenia"))
    before = desk.path.read_bytes()
    accept(desk, key_of("act-lutharia"))
    desk.path.write_bytes(before)  # as if killed between the journal and the reading

    later = open_desk()
    accept(later, key_of("act-gull-league"))
    later.undo(later.look().version)
    later.undo(later.look().version)

    assert later.look().can_undo == ""
    assert "actors" not in reading(later)


def test_a_line_that_was_cut_off_is_no_step(
    open_desk: Callable[..., Desk], proposed: Project, key_of: Callable[[str], str]
) -> None:
    desk = open_desk()
    accept(desk, key_of("act-arvenia"))
    journal: Path = proposed.root / ".depositary" / "review" / "harbour.jsonl"
    with journal.open("ab") as handle:
        handle.write(b'{"op":"accept","keys":["act-')

    later = open_desk()
    accept(later, key_of("act-lutharia"))

    assert later.look().can_undo == "accepted Lutharia"
    assert len(journal.read_bytes().splitlines()) == 2
