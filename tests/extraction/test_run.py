"""Extractors come through entry points, and what they propose is in the text."""

from __future__ import annotations

import pytest

from depositary.errors import CallError, DataError, Unavailable
from depositary.extraction.articles import Article
from depositary.extraction.run import annotate, extractors

TEXT = "Ana Orell said that Arvenia signed the harbour treaty on Friday."

pytestmark = pytest.mark.usefixtures("installed")


def test_an_extractor_of_another_package_is_asked_like_ours() -> None:
    found = annotate(Article(TEXT), extractors(["lexicon"]))

    assert [(each.kind, TEXT[each.start : each.end]) for each in found] == [
        ("person", "Ana Orell"),
        ("place", "Arvenia"),
        ("agreement", "harbour treaty"),
        ("date", "Friday"),
    ]


def test_who_reads_what_another_finds_is_asked_after_it() -> None:
    found = annotate(Article(TEXT), extractors(["claimant", "lexicon"]))

    assert [each.kind for each in found if each.proposed_by == "claimant"] == ["claim", "event"]


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(CallError) as refused:
        extractors(["lexico"])

    assert refused.value.code == "E701"
    assert "lexicon" in refused.value.hint


def test_an_extractor_that_cannot_be_imported_is_named_with_the_reason() -> None:
    with pytest.raises(Unavailable) as refused:
        extractors(["absent"])

    assert refused.value.code == "E702"
    assert "lexicon_extractor_that_is_absent" in refused.value.message


def test_a_place_outside_of_the_text_is_refused() -> None:
    with pytest.raises(DataError) as refused:
        annotate(Article(TEXT), extractors(["faulty"]))

    assert refused.value.code == "E703"
    assert "'faulty'" in refused.value.message
