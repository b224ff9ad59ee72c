"""Annotated texts, made of a text and of mentions that quote it."""

from __future__ import annotations

import datetime as dt

import pytest

from depositary.extraction.annotating import Annotated
from depositary.extraction.articles import Article
from depositary.extraction.forms import written
from depositary.extraction.mentions import Mention

TEXT = (
    "Harbour pact\n\n"
    "Ana Orell said that Arvenia would keep the harbour treaty, signed on Friday.\n\n"
    "Share this"
)


@pytest.fixture
def mention():
    """A mention of words in a text, where they stand first."""

    def made(quote: str, kind: str, text: str = TEXT, **about) -> Mention:
        start = text.index(quote)
        return Mention(start, start + len(quote), kind, "lexicon", "a known word", 0.9, about)

    return made


@pytest.fixture
def annotated():
    """A text with mentions, in the order of their places."""

    def made(*mentions: Mention, text: str = TEXT, **more) -> Annotated:
        article = Article(text, dt.date(2031, 5, 4))
        ordered = tuple(sorted(mentions, key=lambda each: each.place))
        return Annotated("harbour.txt", article, ordered, **more)

    return made


@pytest.fixture
def claim(annotated, mention) -> Annotated:
    """A text with a claim that holds a person, a place, an agreement and a date."""
    words = "Ana Orell said that Arvenia would keep the harbour treaty"
    speaker = {"start": 14, "end": 23}
    return annotated(
        mention(words, "claim", act="assert", speaker=speaker),
        mention("Ana Orell", "person", actor="act-ana-orell"),
        mention("Arvenia", "place"),
        mention("harbour treaty", "agreement"),
        mention("Friday", "date", value="2031-05-02", earliest="2031-05-02", timex="2031-05-02"),
    )


@pytest.fixture
def said():
    """All of a form, as it would be printed."""

    def joined(form: str, *found: Annotated, **view) -> str:
        return "".join(f"{piece}\n" for piece in written(form, found, **view))

    return joined
