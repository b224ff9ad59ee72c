"""A release that holds less than its curators expect is stopped, and told why."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from depositary.errors import DataError
from depositary.release import guards


def law(**tables):
    return SimpleNamespace(dataset={"guards": tables})


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        ({"actors": {"minimum": 3}}, "actors has 2 rows, and its guard wants 3 at least"),
        ({"actors": {"filled": ["name", "colour"]}}, "no column"),
        ({"participants": {"filled": ["note"]}}, "participants.note is empty in 2 of 2 rows"),
        ({"gulls": {"minimum": 0}}, "names the table gulls"),
    ],
)
def test_a_breach_stops_the_release_and_is_named(make_edition, guard, words):
    words = words.replace("no column", "names the column colour of actors")

    with pytest.raises(DataError) as caught:
        guards.held(law(**guard), None, make_edition())

    assert caught.value.code == "E514"
    assert words in caught.value.message


def test_rows_that_are_gone_are_counted_by_key_and_new_ones_do_not_make_up(make_edition):
    before = make_edition()
    after = make_edition(actors=[("act-a", "Arvenia", "state", "ARV"),
                                 ("act-n", "Norvia", "state", "NOR")])  # fmt: skip

    with pytest.raises(DataError, match=r"1 of 2 rows of actors are gone since 1\.0\.0"):
        guards.held(law(actors={"largestLoss": 0.4}), before, after)

    assert guards.held(law(actors={"largestLoss": 0.5}), before, after) == ()


def test_more_rows_than_expected_are_a_warning(make_edition):
    (finding,) = guards.held(law(actors={"maximum": 1}), None, make_edition())

    assert (finding.code, finding.severity) == ("E515", "warning")
    assert "at most" in finding.message


def test_a_dataset_without_guards_is_asked_nothing(make_edition):
    assert guards.held(SimpleNamespace(dataset={}), None, make_edition()) == ()


def test_a_broken_guard_publishes_nothing(project, correct, release):
    correct('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
    path = project.schema / "dataset.json"
    guard = '"guards": {"actors": {"minimum": 1000}}, "version"'
    path.write_text(path.read_text("utf-8").replace('"version"', guard, 1), encoding="utf-8")

    with pytest.raises(DataError) as caught:
        release()

    assert caught.value.code == "E514"
    assert [part.name for part in (project.root / "dist").glob("*.zip")] == [
        next((project.root / "dist").glob("*-1.0.0.zip")).name
    ]
