"""A record is withdrawn with a reason, or nothing is written; a release is yanked, or listed."""

from __future__ import annotations

import json

import pytest

from depositary import schema
from depositary.errors import CallError, DataError
from depositary.release import verify
from depositary.release.withdrawal import Withdrawal, withdraw
from depositary.release.yanking import yank
from depositary.releases import read_index

CLAIM = {
    "id": "act-rumour", "name": "Rumour", "kind": "organisation",
    "names": [{"name": "Rumour", "kind": "canonical"}],
    "evidence": [{"quote": "The presidents of Arvenia and Lutharia"}],
}  # fmt: skip


@pytest.fixture
def reading(project):
    return project.seeds / "harbour.reading.json"


@pytest.fixture
def law(project):
    return schema.load(project.schema)


@pytest.fixture
def with_rumour(reading):
    """Add an actor that nothing refers to."""
    value = json.loads(reading.read_bytes())
    value["actors"].append(CLAIM)
    reading.write_text(json.dumps(value), "utf-8")


@pytest.mark.usefixtures("with_rumour")
def test_a_withdrawn_record_stands_retired_with_its_reason(project, law, reading):
    asked = Withdrawal("act-rumour", "Nobody said so.", "act-arvenia")

    written = withdraw(project, law, asked)

    value = json.loads(reading.read_bytes())
    assert written == ("seeds/harbour.reading.json",)
    assert value["retired"] == [
        {"id": "act-rumour", "reason": "Nobody said so.", "replaced_by": "act-arvenia"}
    ]
    assert "act-rumour" not in [entry["id"] for entry in value["actors"]]


def test_what_refers_to_a_record_is_told_and_nothing_is_written(project, law, reading):
    before = reading.read_bytes()

    with pytest.raises(DataError) as caught:
        withdraw(project, law, Withdrawal("act-arvenia", "It does not exist."))

    assert caught.value.code == "E535"
    assert all(finding.line and finding.value == "act-arvenia" for finding in caught.value.findings)
    assert reading.read_bytes() == before


@pytest.mark.parametrize(
    ("record_id", "successor"),
    [("act-nobody", ""), ("act-arvenia", "act-nobody"), ("act-arvenia", "act-arvenia")],
)
def test_only_records_that_stand_are_withdrawn_or_succeed(project, law, record_id, successor):
    with pytest.raises(CallError) as caught:
        withdraw(project, law, Withdrawal(record_id, "No.", successor))

    assert caught.value.code == "E534"


@pytest.mark.usefixtures("with_rumour")
def test_a_record_is_withdrawn_once(project, law):
    asked = Withdrawal("act-rumour", "Nobody said so.")
    withdraw(project, law, asked)

    with pytest.raises(CallError, match="withdrawn already"):
        withdraw(project, law, asked)


def test_a_published_record_that_is_withdrawn_can_be_released(project, law, rebuilt, release):
    gone = free_record(project)

    withdraw(project, law, Withdrawal(gone, "It was a rumour."))
    rebuilt()
    outcome = release()

    assert outcome.verdict.rule == "R1"
    assert outcome.version == "1.1.0"


@pytest.fixture
def rebuilt(correct):
    """Build the project again."""
    return correct


def free_record(project):
    """Withdraw nothing, but find a record that nothing refers to."""
    reading = project.seeds / "harbour.reading.json"
    text = reading.read_text("utf-8")
    value = json.loads(text)
    return next(
        entry["id"]
        for part in ("claims", "events", "agreements")
        for entry in value.get(part, ())
        if text.count(f'"{entry["id"]}"') == 1
    )


# ── releases ────────────────────────────────────────────────────────────────────────────────────
def test_a_yanked_version_stays_whole_and_is_not_the_latest(project):
    target = project.root / "dist"

    index = yank(target, "1.0.0", "Dates are a year off.")

    assert index.latest is None
    assert read_index(target).find("1.0.0").reason == "Dates are a year off."
    assert verify(target / "1.0.0").is_whole
    assert verify(target / "1.0.0").listed == "yanked"
    assert json.loads((target / "latest.json").read_bytes()) is None


def test_yanking_is_taken_back_without_a_trace(project):
    index = project.root / "dist" / "index.json"
    before = index.read_bytes()

    yank(project.root / "dist", "1.0.0", "Dates are a year off.")
    yank(project.root / "dist", "1.0.0", "")

    assert index.read_bytes() == before


@pytest.mark.parametrize("folder", ["dist", "nowhere"])
def test_only_what_is_listed_is_yanked(project, folder):
    with pytest.raises(CallError) as caught:
        yank(project.root / folder, "9.9.9", "No.")

    assert caught.value.code == "E533"
