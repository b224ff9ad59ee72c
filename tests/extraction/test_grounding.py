from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from depositary.extraction.grounding import LEAST_ALIKE, bare, folded, ground, grounds
from depositary.spans import Span

ARTICLE = (
    "PORT ALDER — Mira Vale called the pact “a solid foundation” on Friday.\n"
    "Arvenia’s recent elections had no bearing on the 2031 harbour deal between Arvenia and\n"
    "Lutharia, she said. Officials in Port Alder recognised the importance of the strait.\n"
    "“Port Alder keeps its word,” Vale said in Port Alder."
)
LETTERS = st.text("ab Aßİ“”\"’'–-\u00a0\n.1é\u0301", max_size=40)


ACCENT = "\u0301"


def is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == ACCENT


def whole(text: str) -> Span:
    return Span(0, len(text))


def words_at(quote: str, text: str = ARTICLE) -> list[str]:
    return [each.span.of(text) for each in grounds(quote, text, whole(text))]


@given(st.text())
@example("İ ß ﬁ")
def test_folding_moves_nothing(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text())
@example("ẞ")
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(LETTERS, LETTERS)
def test_a_ground_equals_its_quote_but_for_what_folding_takes_away(quote: str, text: str) -> None:
    for each in grounds(quote, text, whole(text)):
        found = each.span.of(text)

        assert each.how != "exact" or found == quote.strip()
        assert each.how != "folded" or bare(found) == bare(quote)
        assert each.score >= LEAST_ALIKE
        assert each.how == "alike" or each.score == 1


@given(LETTERS, st.data())
def test_a_quote_of_whole_words_is_always_found_where_it_was_taken(
    text: str, data: st.DataObject
) -> None:
    edges = [
        at for at in range(1, len(text)) if not (is_of_word(text[at - 1]) and is_of_word(text[at]))
    ]
    cuts = [0, *(at for at in edges if text[at] != ACCENT), len(text)]
    stretches = [(a, b) for a in cuts for b in cuts if any(each.isalnum() for each in text[a:b])]
    chosen = [(a, b) for a, b in stretches if text[a:b].strip()[0] != ACCENT]
    if not chosen:
        return
    start, end = data.draw(st.sampled_from(chosen))
    quote = text[start:end]
    left = start + len(quote) - len(quote.lstrip())

    places = [each.span for each in grounds(quote, text, whole(text))]

    assert Span(left, left + len(quote.strip())) in places


@given(LETTERS, LETTERS, st.integers(0, 20), st.integers(0, 20))
def test_a_ground_lies_where_it_was_looked_for(quote: str, text: str, a: int, b: int) -> None:
    within = Span(min(a, b, len(text)), min(max(a, b), len(text)))

    found = grounds(quote, text, within)

    assert all(within.start <= g.span.start < g.span.end <= within.end for g in found)


def test_straight_quotation_marks_find_curly_ones() -> None:
    assert words_at('"a solid foundation"') == ["a solid foundation"]
    assert words_at("Arvenia's recent elections") == ["Arvenia’s recent elections"]


def test_a_quote_goes_on_over_the_end_of_a_line() -> None:
    assert words_at("between Arvenia and Lutharia") == ["between Arvenia and\nLutharia"]


def test_equal_quotes_are_each_found_in_their_own_place() -> None:
    starts = [each.span.start for each in grounds("Port Alder", ARTICLE, whole(ARTICLE))]

    assert starts == [at for at in range(len(ARTICLE)) if ARTICLE.startswith("Port Alder", at)]
    assert len(starts) == 3


def test_of_equal_quotes_the_one_in_the_named_sentence_is_taken() -> None:
    sentence = Span(ARTICLE.index("Officials"), ARTICLE.index("strait."))

    found = ground("Port Alder", ARTICLE, whole(ARTICLE), near=sentence)

    assert found is not None
    assert sentence.start < found.span.start < sentence.end


def test_of_equal_quotes_that_are_equally_near_none_is_taken() -> None:
    last = Span(ARTICLE.index("“Port Alder"), len(ARTICLE))

    assert ground("Port Alder", ARTICLE, whole(ARTICLE), near=last) is None


@pytest.mark.parametrize(
    "quote",
    [
        "Arvenia sent patrol boats to Lutharia",  # one word of it is there
        "the 2031 harbour deal with Arvenia",
        "Mira Vale and Port Alder called the pact",
        "the 2030 harbour deal between Arvenia and Lutharia",
        "the 2031 harbour deal between Arvonia and Lutharia",
        "Arvenia’s recent elections had a bearing on",
        "elections had not no bearing on the 2031 harbour deal",
        "Arven",
        "Alde",
        "",
        " … ",
        "”",
    ],
)
def test_what_the_text_does_not_say_has_no_ground(quote: str) -> None:
    assert words_at(quote) == []


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Officials in Port Alder recognized the importance of the strait",
         "Officials in Port Alder recognised the importance of the strait"),
        ("Officials in Port Alder recognised importance of the strait",
         "Officials in Port Alder recognised the importance of the strait"),
        ("had no bearing on 2031 harbour deal", "had no bearing on the 2031 harbour deal"),
    ],
)  # fmt: skip
def test_another_spelling_or_a_lost_article_is_forgiven_and_scored(quote: str, words: str) -> None:
    (found,) = grounds(quote, ARTICLE, whole(ARTICLE))

    assert found.span.of(ARTICLE) == words
    assert found.how == "alike"
    assert LEAST_ALIKE <= found.score < 1


def test_accents_of_a_name_may_be_lost() -> None:
    assert words_at("Jose Perez of Lutharia", "“José Pérez of Lutharia” came") == [
        "José Pérez of Lutharia"
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("they found it quite possible to sign", "they found it quite impossible to sign"),
        ("they will not sign any such paper now", "they will sign any such paper now"),
        ("it sold arms to Austria in those years", "it sold arms to Australia in those years"),
        ("exports of grain rose again last year", "imports of grain rose again last year"),
    ],
)
def test_a_likeness_that_turns_the_meaning_is_none(text: str, quote: str) -> None:
    assert words_at(quote, text) == []


def test_a_letter_is_not_cut_from_its_accent() -> None:
    assert words_at("cafe", "the cafe\u0301 of Port Alder") == []


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("the strait is open to every ship", "the strait is open to some ships " * 20_000),
        ("pact " * 100 + "treaty", "pact " * 20_000),
        ("a " * 200 + "b", "a " * 40_000),
        ("(((" * 50 + "x", "(((" * 20_000),
    ],
)
def test_a_long_text_takes_bounded_time(quote: str, text: str) -> None:
    started = time.process_time()

    found = grounds(quote, text, whole(text))

    assert found == ()
    assert time.process_time() - started < 10
