"""Claims with a parse as a further witness, where spaCy is installed."""

import pytest

from depositary.errors import Unavailable
from depositary.extraction.articles import Article
from needed import needed

needed("spacy", "the extra spacy")


def test_a_claim_has_the_same_form_as_one_of_the_core():
    from depositary.extraction.spacy_claims import SpacyClaims

    text = "Share this\n\nThe mayor, who has no car, denied that the bridge had been closed."

    claims = list(SpacyClaims().mentions(Article(text), ()))

    assert [(claim.proposed_by, claim.about["act"]) for claim in claims] == [
        ("spacy-claims", "denies")
    ]
    content = claims[0].about["content"]
    assert text[content["start"] : content["end"]] == "that the bridge had been closed"
    assert claims[0].about["speaker"]["end"] <= claims[0].about["cue"]["start"]


def test_words_that_spacy_cuts_otherwise_keep_their_places():
    from depositary.extraction.spacy_claims import SpacyClaims

    text = "''I can't say,''  the cease-fire's U.S. envoy said.\nHe  said:\u00a0“Don't.”"

    claims = list(SpacyClaims().mentions(Article(text), ()))

    assert claims
    assert all(0 <= claim.start < claim.end <= len(text) for claim in claims)


def test_a_pipeline_that_is_not_installed_is_said_to_be_missing():
    from depositary.extraction.spacy_claims import SpacyClaims

    with pytest.raises(Unavailable, match="No spaCy pipeline"):
        SpacyClaims("en_core_web_none")
