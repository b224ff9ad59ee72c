"""Text of strangers is safe to print."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from depositary.safetext import one_line, visible


@given(st.text())
def test_nothing_that_moves_the_cursor_or_hides_a_word_is_left(text: str) -> None:
    shown = visible(text)

    assert all(
        char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Zl") for char in shown
    )


@given(st.text(), st.integers(2, 50))
def test_one_line_is_one_line_and_short(text: str, longest: int) -> None:
    line = one_line(text, longest)

    assert "\n" not in line
    assert len(line) <= longest
