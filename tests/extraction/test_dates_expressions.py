"""Dates in sentences: which words are one, what they mean on the day of the text, what is none."""

from __future__ import annotations

import datetime as dt

import pytest

from depositary.extraction.articles import Article
from depositary.extraction.dates import Dates

DAY = dt.date(2031, 5, 14)
"""A Wednesday."""


def dates(text, published=DAY):
    return list(Dates().mentions(Article(text, published), ()))


def found(text, published=DAY):
    return [(text[each.start : each.end], each.about["timex"]) for each in dates(text, published)]


ABSOLUTE = [
    ("The pact was signed on 5 May 1998.", "5 May 1998", "1998-05-05"),
    ("The pact was signed on May 5, 1998.", "May 5, 1998", "1998-05-05"),
    ("The pact was signed on the 5th of May 1998.", "the 5th of May 1998", "1998-05-05"),
    ("It was signed on Tuesday, June 7, 2022.", "Tuesday, June 7, 2022", "2022-06-07"),
    ("It was signed on 2024-02-29.", "2024-02-29", "2024-02-29"),
    ("It was signed on 5/14/1998.", "5/14/1998", "1998-05-14"),
    ("It was signed on 25.12.2023.", "25.12.2023", "2023-12-25"),
    ("It was signed on Nov. 9, 1989.", "Nov. 9, 1989", "1989-11-09"),
    ("THE PACT WAS SIGNED ON MAY 5, 1998.", "MAY 5, 1998", "1998-05-05"),
    ("It began in February 2022.", "February 2022", "2022-02"),
    ("It began in early February 2022.", "early February 2022", "2022-02"),
    ("It began at the end of 1990.", "the end of 1990", "1990"),
    ("It has held since 1972.", "1972", "1972"),
    ("It will not pay until 2040 or later.", "2040 or later", "2040"),
    ("Trade grew in the early 1980s.", "the early 1980s", "198"),
    ("Trade grew in the '60s.", "the '60s", "196"),
    ("Trade grew through the nineties.", "the nineties", "199"),
    ("It was built in the 19th century.", "the 19th century", "18"),
    ("Sales fell in the third quarter of 2029.", "the third quarter of 2029", "2029-Q3"),
    ("Sales fell in Q3 2029.", "Q3 2029", "2029-Q3"),
    ("It was founded in the first half of 2023.", "the first half of 2023", "2023-H1"),
    ("It was opened in the summer of 1994.", "the summer of 1994", "1994-SU"),
    ("It was opened in nineteen ninety-six.", "nineteen ninety-six", "1996"),
    ("It ran in 1990-91 only.", "1990-91", "1990/1991"),
    ("They meet from 3 to 5 June 2032.", "3 to 5 June 2032", "2032-06-03/2032-06-05"),
    ("They met on May 3-5, 2020.", "May 3-5, 2020", "2020-05-03/2020-05-05"),
    ("They met on Christmas Eve 1997.", "Christmas Eve 1997", "1997-12-24"),
    ("They met on Easter Monday 2024.", "Easter Monday 2024", "2024-04-01"),
    ("They met on Thanksgiving 2024.", "Thanksgiving 2024", "2024-11-28"),
]

RELATIVE = [
    ("Ministers met on Monday.", "Monday", "2031-05-12"),
    ("They met on Friday evening.", "Friday", "2031-05-09"),
    ("They met at 10 p.m. Tuesday.", "Tuesday", "2031-05-13"),
    ("Ministers met on Wednesday.", "Wednesday", "2031-05-14"),
    ("Ministers will meet on Monday.", "Monday", "2031-05-19"),
    ("Talks are set to resume Friday.", "Friday", "2031-05-16"),
    ("On Friday, the two sides agreed.", "Friday", "2031-05-09"),
    ("They met last Wednesday.", "last Wednesday", "2031-05-07"),
    ("They will meet next Monday.", "next Monday", "2031-05-19"),
    ("They met yesterday.", "yesterday", "2031-05-13"),
    ("They meet the day after tomorrow.", "the day after tomorrow", "2031-05-16"),
    ("They met earlier this week.", "earlier this week", "2031-W20"),
    ("They met last week.", "last week", "2031-W19"),
    ("They met the week before last.", "the week before last", "2031-W18"),
    ("They met over the weekend.", "the weekend", "2031-W19-WE"),
    ("They met last month.", "last month", "2031-04"),
    ("They met last June.", "last June", "2030-06"),
    ("They will meet next year.", "next year", "2032"),
    ("They met five months ago.", "five months ago", "2030-12"),
    ("They met two weeks ago.", "two weeks ago", "2031-04-30"),
    ("They met nearly ten years ago.", "nearly ten years ago", "2021"),
    ("They met several years ago.", "several years ago", "PAST_REF"),
    ("They signed in July.", "July", "2030-07"),
    ("They will sign in July.", "July", "2031-07"),
    ("They signed on Nov. 30.", "Nov. 30", "2030-11-30"),
    ("They will sign by February.", "February", "2032-02"),
    ("They signed last summer.", "last summer", "2030-SU"),
    ("They hoped that may end it last month.", "last month", "2031-04"),
    ("They posted a third-quarter loss.", "third-quarter", "2030-Q3"),
    ("They now agree.", "now", "PRESENT_REF"),
    ("They recently agreed.", "recently", "PAST_REF"),
    ("They will agree soon.", "soon", "FUTURE_REF"),
]

LEANING_ON_ANOTHER = [
    ("It was signed in 2015. Three years later, it collapsed.", "Three years later", "2018"),
    ("It was signed in 2015. Two years earlier, war broke out.", "Two years earlier", "2013"),
    (
        "It was signed on 3 May 2020. The following day they left.",
        "The following day",
        "2020-05-04",
    ),
    ("It was signed in 1988. Exports that year were small.", "that year", "1988"),
    ("Profit rose in the third quarter of 2029 from a year earlier.", "a year earlier", "2028-Q3"),
    ("They met in March 2020 and left the previous month.", "the previous month", "2020-02"),
    ("War came in 2014. That fall, they met.", "That fall", "2014-FA"),
]

NO_DATES = [
    "They talk every Monday.",
    "They talked for two hours.",
    "They meet monthly, and pay annually.",
    "It lasted five years.",
    "They met over the past two weeks.",
    "They may march on the capital.",
    "It drew 1998 people and 1990 votes.",
    "It cost $1998.",
    "She is in her 80s.",
    "The fall of the government surprised them.",
    "The Sunday Times reported it.",
    "April Stone, a singer, and Augusta agreed.",
    "Section 1998 of the code is void.",
    "Fridays are quiet.",
    "They walked 2,031 miles and 12.05 more.",
]


@pytest.mark.parametrize(("sentence", "words", "timex"), [*ABSOLUTE, *RELATIVE])
def test_a_date_is_found_whole_and_read_as_timeml_would(sentence, words, timex):
    assert found(sentence) == [(words, timex)]


@pytest.mark.parametrize(("text", "words", "timex"), LEANING_ON_ANOTHER)
def test_a_date_that_leans_on_an_earlier_one_is_counted_from_it(text, words, timex):
    assert found(text)[1] == (words, timex)
    assert dates(text)[1].about["basis"] == "from_event"


@pytest.mark.parametrize("sentence", NO_DATES)
def test_durations_hours_sets_names_and_numbers_are_no_dates(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize(("sentence", "words"), [case[:2] for case in RELATIVE])
def test_without_the_day_of_the_text_what_needs_it_has_no_value(sentence, words):
    (date,) = dates(sentence, published=None)

    assert sentence[date.start : date.end] == words
    assert date.about["value"] is None
    assert date.about["earliest"] is date.about["latest"] is None
    assert date.about["timex"] in {None, "PAST_REF", "PRESENT_REF", "FUTURE_REF"}


@pytest.mark.parametrize(("sentence", "words", "timex"), ABSOLUTE)
def test_without_the_day_of_the_text_a_whole_date_is_still_read(sentence, words, timex):
    assert found(sentence, published=None) == [(words, timex)]


def test_a_date_in_figures_has_its_day_first_where_the_text_writes_it_so():
    text = "It was signed on 25 March 2024, and took effect on 5/6/2024."

    assert found(text)[1] == ("5/6/2024", "2024-06-05")
    assert found("It took effect on 5/6/2024.") == [("5/6/2024", "2024-05-06")]


def test_a_dateline_hides_no_date():
    assert found("HARBOURTON (NP) _ Ministers met Monday.") == [("Monday", "2031-05-12")]


def test_a_date_that_no_calendar_has_gets_no_value():
    (date,) = dates("It was signed on 2023-02-30.")

    assert date.about["value"] is None


@pytest.mark.parametrize(
    ("sentence", "basis", "role"),
    [
        ("It has held since February 2022.", "explicit", "started"),
        ("It held until February 2022.", "explicit", "ended"),
        ("They met in July.", "completed", None),
        ("They met on Monday.", "relative", None),
    ],
)
def test_a_date_says_how_it_was_reached_and_what_the_words_before_it_say(sentence, basis, role):
    (date,) = dates(sentence)

    assert date.about["basis"] == basis
    assert date.about.get("role_hint") == role
