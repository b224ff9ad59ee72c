"""Where words stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.spans import (
    Span,
    locate,
    merged,
    nearest,
    paragraph_of,
    paragraphs,
    sentences,
)

texts = st.text(st.sampled_from("ab 🚢é́\r\n.”"), max_size=40)
spans = st.builds(
    lambda a, b: Span(min(a, b), max(a, b) + 1), st.integers(0, 30), st.integers(0, 30)
)


@given(texts, texts.filter(bool), texts)
def test_a_quote_is_found_wherever_it_stands(before: str, quote: str, after: str) -> None:
    text = before + quote + after

    found = locate(quote, text)

    assert Span(len(before), len(before) + len(quote)) in found
    assert all(span.of(text) == quote for span in found)


@pytest.mark.parametrize("text", ["a🚢b", "a\r\nb", "é́ab"])
def test_offsets_count_code_points_with_emoji_line_ends_and_combining_marks(text: str) -> None:
    (span,) = locate("b", text)

    assert span == Span(len(text) - 1, len(text))


@given(texts)
def test_paragraphs_are_trimmed_ordered_and_hold_every_word(text: str) -> None:
    parts = paragraphs(text, Span(0, len(text)))

    assert all(part.of(text) == part.of(text).strip() != "" for part in parts)
    assert list(parts) == sorted(parts)
    assert "".join("".join(part.of(text) for part in parts).split()) == "".join(text.split())


def test_hard_wrapped_lines_are_one_paragraph_where_blank_lines_part_them() -> None:
    text = "one\ntwo\n\nthree\n"

    parts = paragraphs(text, Span(0, len(text)))

    assert [part.of(text) for part in parts] == ["one\ntwo", "three"]


def test_a_span_over_two_paragraphs_is_in_none() -> None:
    assert paragraph_of(Span(1, 5), (Span(0, 3), Span(4, 7))) == 0


@given(st.lists(spans))
def test_merged_spans_cover_the_same_places_once(given_spans: list[Span]) -> None:
    union = merged(given_spans)

    covered = [at for span in union for at in range(span.start, span.end)]
    assert covered == sorted({at for span in given_spans for at in range(span.start, span.end)})


@given(
    st.lists(st.sampled_from(["One came.", "Mr. Gull left!", "“Why?” he asked.", "It is 3.5 m."]))
)
def test_sentences_leave_nothing_out_but_white_space(parts: list[str]) -> None:
    text = " ".join(parts)

    found = sentences(text, Span(0, len(text)))

    assert (
        "".join(span.of(text) for span in found).split()
        == "".join(span.of(text) for span in found).split()
    )
    assert sum(len(span.of(text).replace(" ", "")) for span in found) == len(text.replace(" ", ""))


def test_the_nearest_words_are_whole_words() -> None:
    text = "The pact, set to be signed by the two leaders, is long."

    span = nearest("set to be signed by both leaders", text, Span(0, len(text)))

    assert span is not None
    assert span.of(text).startswith("set to be signed by the two leaders")


def test_words_like_nothing_in_the_text_have_no_nearest() -> None:
    assert nearest("zzzz qqqq xxxx", "The pact is long.", Span(0, 17)) is None
