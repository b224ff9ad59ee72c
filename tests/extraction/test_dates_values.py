"""Values of dates: EDTF that a second library reads, bounds in order, and never a crash."""

from __future__ import annotations

import datetime as dt
import time

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.edtf import bounds
from depositary.extraction.articles import Article, words
from depositary.extraction.dates import Dates, profile_value, timexes
from depositary.extraction.dates.grammar import QUOTE, opened_by, parser, rules
from depositary.extraction.dates.places import starts
from depositary.spans import Span

DAY = dt.date(2031, 5, 14)

PIECES = st.sampled_from(
    [
        *("the", "a", "last", "next", "this", "that", "early", "late", "end of", "in", "since"),
        *(
            "5",
            "31",
            "May",
            "March",
            "Sept.",
            "1998",
            "1990s",
            "'98",
            "80s",
            "19th",
            "0000",
            "9999",
        ),
        *("two", "several", "years", "year", "months", "ago", "earlier", "later", "before"),
        *("quarter", "third", "first", "half", "summer", "fall", "Monday", "Easter", "weekend"),
        *("yesterday", "now", "recently", "soon", "past", "century", "12/31/99", "thousand", "day"),
        *("–", "-", "/", ",", ".", "’s", "nineteen", "ninety-six", "until", "from", "to"),
    ]
)
WORDS = st.lists(PIECES, max_size=30).map(" ".join)


def dates(text, published=DAY):
    return list(Dates().mentions(Article(text, published), ()))


@given(st.one_of(st.text(), WORDS), st.one_of(st.none(), st.dates()))
def test_any_text_of_any_day_is_read_and_every_date_lies_within_a_sentence(text, published):
    article = Article(text, published)

    found = list(Dates().mentions(article, ()))

    ends = [0, *(each.end for each in found)]
    assert all(
        start >= end for start, end in zip([each.start for each in found], ends, strict=False)
    )
    for each in found:
        sentence = article.sentence_of(each.start)
        assert sentence is not None
        assert each.start < each.end <= sentence.span.end


@given(WORDS, st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 1, 1)))
def test_every_value_is_edtf_and_its_bounds_are_in_order(text, published):
    for each in dates(text, published):
        about = each.about
        if about["value"] is None:
            continue
        assert edtf.parse_edtf(about["value"])
        assert about["earliest"] or about["latest"]
        if about["earliest"] and about["latest"]:
            assert about["earliest"] <= about["latest"]


@given(WORDS)
def test_every_value_fits_the_profile_of_records_with_the_same_bounds(text):
    for each in dates(text):
        value = profile_value(each)
        if value is None:
            assert each.about["value"] is None
            continue
        days = bounds(value)
        assert days is not None
        assert (days.earliest and days.earliest.isoformat()) == each.about["earliest"]
        assert (days.latest and days.latest.isoformat()) == each.about["latest"]


@given(WORDS)
def test_each_rule_of_the_grammar_is_tried_wherever_it_would_find_something(text):
    tried = dict(starts(text, words(text, Span(0, len(text)))))

    for rule in rules():
        first = parser(rule).search(text)

        if first is not None:
            # Figures after a quote are tried together with it: the '98 of "'98 years ago".
            opening = tried.get(first.start()) or tried[first.start() - 1]
            assert opening == QUOTE or rule in opened_by(opening)


@pytest.mark.parametrize("figures", ["5/6-1998", "5.6/98", "5-6.1998"])
def test_figures_parted_by_unlike_marks_are_no_day(figures):
    found = dates(f"The envoys met on {figures} in Oslo.")

    assert all(each.about["basis"] != "explicit" or each.about["value"] == "1998" for each in found)


@pytest.mark.parametrize(
    ("sentence", "value", "profile"),
    [
        ("It grew in the 1990s.", "199X", "1990/1999"),
        ("It grew in the 19th century.", "18XX", "1800/1899"),
        ("It grew in the third quarter of 1998.", "1998-35", "1998-07/1998-09"),
        ("It grew in the winter of 1998.", "1998-24", "1998-12/1999-02"),
        ("It grew in the first half of 1998.", "1998-40", "1998-01/1998-06"),
        ("They met last week.", "2031-05-05/2031-05-11", "2031-05-05/2031-05-11"),
        ("They met around 1998.", "1998~", "1998~"),
        ("It pays in 2040 or later.", "[2040..]", "[2040..]"),
        ("They recently met.", "[..2031-05-14]", "[..2031-05-14]"),
        ("They now agree.", "2031-05-14", "2031-05-14"),
    ],
)
def test_records_say_in_intervals_what_their_profile_has_no_letters_for(sentence, value, profile):
    (date,) = dates(sentence)

    assert date.about["value"] == value
    assert profile_value(date) == profile


@pytest.mark.parametrize(
    "timex", ["1998-13", "1998-02-30", "1998-W54", "1998-Q5", "0000", "PAST_REF", ""]
)
def test_what_no_calendar_has_covers_no_days(timex):
    assert timexes.days(timex) is None
    assert timexes.edtf(timex) is None


@pytest.mark.parametrize(
    "words",
    ["the ", "1998 ", "two ", "last ", "May ", "early ", "5 ", "a year ", "the end of ", "-"],
)
def test_reading_takes_time_in_line_with_the_text(words):
    article = Article(words * 20_000, DAY)

    start = time.process_time()
    list(Dates().mentions(article, ()))

    # A quadratic pattern takes minutes on a text of such a length.
    assert time.process_time() - start < 10


def test_the_same_text_gives_the_same_dates():
    text = "They met last week, in July and in 1998; a year earlier they had not."

    extractor = Dates()

    assert list(extractor.mentions(Article(text, DAY), ())) == dates(text)
