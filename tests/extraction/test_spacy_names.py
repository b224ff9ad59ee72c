"""spaCy as a second opinion, where it is installed."""

import pytest

from depositary.errors import Unavailable
from depositary.extraction.articles import Article
from needed import needed

needed("spacy", "the extra spacy")


def test_names_keep_their_place_in_the_text_without_article_and_possessive():
    from depositary.extraction.spacy_names import SpacyNames

    article = Article("Share this\n\nThe United Nations' envoy met Angela Merkel in Berlin.")

    found = {
        article.text[each.start : each.end]: each.kind
        for each in SpacyNames().mentions(article, ())
    }

    assert found["Angela Merkel"] == "person"
    assert found["Berlin"] == "place"
    assert not any(name.startswith("The ") for name in found)


def test_a_pipeline_that_is_not_installed_is_said_to_be_missing():
    from depositary.extraction.spacy_names import SpacyNames

    with pytest.raises(Unavailable, match=r"E702|No spaCy pipeline"):
        SpacyNames("en_core_web_none")
