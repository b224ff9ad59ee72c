"""The scorer of events counts as its rules say."""

from __future__ import annotations

import pytest

from eval import events as scoring


def test_the_head_of_an_actor_is_its_last_word_before_what_is_said_of_it():
    assert scoring.head("rebels in the hills") == "rebels"
    assert scoring.head("Foreign Minister Ana Ruiz") == "ruiz"
    assert scoring.head("Haiti's") == "haiti"


def test_an_actor_in_the_wrong_role_is_not_found():
    record = {"event": "AID", "source": [{"actorText": "Oman"}], "target": [{"actorText": "Iraq"}]}
    event = {
        "plover": "AID",
        "participants": [
            {"role": "source", "text": "Oman"},
            {"role": "source", "text": "Iraq"},
        ],
    }

    score = scoring.scored(record, event)

    assert (score.types, score.right, score.proposed, score.gold) == (1, 1, 2, 2)
    assert score.f1 == pytest.approx(0.5)


def test_a_record_without_any_event_counts_as_missed():
    score = scoring.total(
        [{"event": "AID", "text": "It rained.", "source": [{"actorText": "Oman"}]}]
    )

    assert (score.records, score.types, score.gold) == (1, 0, 1)
