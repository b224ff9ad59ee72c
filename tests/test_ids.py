"""Ids follow from what a row is."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from depositary.ids import evidence_id, slug

PART = re.compile(r"[a-z0-9]+(-{1,2}[a-z0-9]+)*")


@given(st.text(min_size=1).filter(lambda text: max(text) < "\ud800" or max(text) > "\udfff"))
def test_a_slug_is_always_part_of_an_id(text: str) -> None:
    assert PART.fullmatch(slug(text))


def test_texts_that_ascii_cannot_hold_stay_different() -> None:
    words = ["в пятницу", "в субботу", "روز جمعه", "a" * 80, "a" * 81]

    assert len({slug(word) for word in words}) == len(words)


def test_a_corrected_note_or_support_does_not_make_another_evidence() -> None:
    row = {"record_id": "evt-a", "source_id": "src-a", "start": "1", "end": "5"}

    assert evidence_id(row) == evidence_id({**row, "note": "x", "support": "implies"})
    assert evidence_id(row) != evidence_id({**row, "end": "6"})
    assert evidence_id(row) != evidence_id({**row, "claim_id": "clm-a"})
