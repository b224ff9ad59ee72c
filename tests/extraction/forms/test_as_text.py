"""A calm list for people: by paragraph, a mention a line, no figure of confidence."""

from __future__ import annotations


def test_mentions_stand_under_their_paragraph_with_value_and_reason(said, claim) -> None:
    listed = said("text", claim)

    assert listed.startswith("harbour.txt  published 2031-05-04\n")
    assert "¶2 Ana Orell said that Arvenia" in listed
    assert "date          Friday" in listed
    assert "value 2031-05-02" in listed
    assert "(lexicon: a known word)" in listed
    assert listed.endswith("1 person, 1 place, 1 agreement, 1 date, 1 claim\n")
    assert "0.9" not in listed
    assert "\x1b" not in listed


def test_colours_are_only_for_terminals_that_take_them(said, claim) -> None:
    assert "\x1b[1mFriday\x1b[0m" in said("text", claim, is_coloured=True)


def test_a_text_without_mentions_says_that_nothing_was_found(said, annotated) -> None:
    assert "nothing found" in said("text", annotated())
    assert "not in English" in said("text", annotated(is_foreign=True))


def test_what_the_text_hides_is_written_out(said, annotated, mention) -> None:
    text = "In \x1b[31mArvenia\u202e it was said"

    listed = said("text", annotated(mention("\x1b[31mArvenia\u202e", "place", text), text=text))

    assert "\\x1b[31mArvenia\\u202e" in listed
    assert "\x1b" not in listed


def test_proposers_that_agree_are_said_to(said, annotated) -> None:
    from depositary.extraction.mentions import Mention

    both = Mention(14, 23, "person", "lexicon + model", "a known word; a model", 0.95)

    assert "(lexicon and model agree: a known word; a model)" in said("text", annotated(both))


def test_a_quotation_keeps_its_own_marks_and_what_is_not_so_is_not_said(
    said, annotated, mention
) -> None:
    text = "“We will see,” Ana Orell said."
    place = {"start": 0, "end": 14}
    about = {"content": place, "negated": False, "nested": True}

    listed = said("text", annotated(mention(text, "claim", text, **about), text=text))

    assert "content “We will see,”; nested yes\n" in listed
