"""How values are shown in sentences, and what was probably meant."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process, utils

from depositary.checks import words
from depositary.checks.words import Guesses, did_you_mean, shown

names = st.text("abeinrst_- É1", max_size=10)


@given(names, st.lists(names, max_size=6), st.sampled_from([70, 85]))
def test_the_nearest_is_that_of_the_library_though_it_is_asked_of_few(name, choices, percent):
    nearest = process.extractOne(
        name,
        choices,
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=percent,
    )
    wanted = f"did you mean {shown(nearest[0])}?" if nearest else ""

    assert did_you_mean(name, choices, at_least_percent=percent) == wanted


def test_nothing_is_near_to_a_text_of_a_million_letters():
    assert did_you_mean("a" * 1_000_000, ["a" * 1_000_000]) == ""


def test_a_guess_is_the_nearest_choice_until_too_many_were_asked_for(monkeypatch):
    monkeypatch.setattr(words, "_MOST_COMPARISONS", 5)
    guesses = Guesses(["denies", "states"])

    asked = [guesses.nearest(text) for text in ("denys", "state", "stats", "denys")]

    assert asked == ['did you mean "denies"?', 'did you mean "states"?', "", asked[0]]
