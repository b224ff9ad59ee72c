"""A file holds plain text, or a web page with an article in it."""

from __future__ import annotations

import pytest

from depositary import texts
from depositary.errors import DataError

PARAGRAPH = "<p>The mayor opened the long bridge on Monday, and many people of the town came.</p>"


@pytest.mark.parametrize(
    "head", ["<!DOCTYPE html>", "  <html lang='en'>", "<body>", "<?xml?><!doctype html>"]
)
def test_a_page_is_known_by_how_it_begins_or_by_its_name(head: str) -> None:
    assert texts.is_page(head.encode(), "anything.txt")
    assert texts.is_page(b"anything", "page.HTM")
    assert not texts.is_page(b"A text about <html>.", "text.txt")


def test_line_ends_and_marks_of_a_plain_text_are_kept() -> None:
    assert texts.plain("\ufeffa\r\nb\rc".encode(), "a.txt") == "\ufeffa\r\nb\rc"


def test_a_control_character_is_shown_with_its_place() -> None:
    with pytest.raises(DataError, match=r"a\.txt:2:3: the control character U\+0007"):
        texts.plain(b"one\ntw\x07o", "a.txt")


def test_a_page_gives_its_date_only_where_it_states_one() -> None:
    stated = '<meta property="article:published_time" content="2031-05-04">'
    body = f"<body><article>{PARAGRAPH * 4}<p>It was built in 2029.</p></article></body>"

    with_date = texts.of_page(f"<html><head>{stated}</head>{body}</html>".encode(), "page.html")
    without = texts.of_page(f"<html><head></head>{body}</html>".encode(), "page.html")

    assert with_date.about["date"] == "2031-05-04"
    assert "date" not in without.about
