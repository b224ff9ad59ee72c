"""Words and sentences of a text: which there are, where they stand, and how long they take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.extraction.articles import Article, words
from depositary.extraction.run import CORE, annotate, extractors
from depositary.spans import Span

LIST = "officials of Kenya and Peru will sign the trade agreement on fish in March 2020 , "


@given(st.one_of(st.text(), st.text(alphabet="aS s'’.,-_U1é(\n", max_size=20)), st.integers(0, 3))
def test_every_mark_that_is_no_space_is_in_one_word_at_its_place(text, start):
    span = Span(min(start, len(text)), len(text))

    found = words(text, span)

    assert all(text[word.start : word.end] == word.text for word in found)
    assert "".join(word.text for word in found) == "".join(span.of(text).split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Peru's", ["Peru", "'s"]),
        ("the boss’s", ["the", "boss", "’s"]),
        ("the U.S.'s", ["the", "U.S.", "'", "s"]),
        ("o's-like", ["o's-like"]),
        ("'S", ["'", "S"]),
        ("rock'n'roll", ["rock'n'roll"]),
    ],
)
def test_a_possessive_ending_is_a_word_of_its_own_where_nothing_follows_it(text, parts):
    assert [word.text for word in words(text, Span(0, len(text)))] == parts


def test_what_is_too_long_for_a_sentence_is_read_in_pieces_that_hold_all_of_its_words():
    text = LIST * 100

    sentences = Article(text).sentences

    assert len(sentences) > 1
    assert [word for each in sentences for word in each.words] == [*words(text, Span(0, len(text)))]
    assert all(text[each.span.start : each.span.end] for each in sentences)


def test_time_grows_with_a_text_in_one_sentence_and_not_with_its_square():
    asked = extractors(CORE)
    annotate(Article(LIST * 5), asked)
    took_s = []

    for times in (100, 800):
        start_s = time.process_time()
        annotate(Article(LIST * times), asked)
        took_s.append(time.process_time() - start_s)

    assert took_s[1] < 3 * 8 * took_s[0]
