"""Claims: who says what, with which words, and in which act."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.extraction.articles import Article
from depositary.extraction.claims import Claims
from depositary.extraction.claims.cues import lexicon
from depositary.extraction.mentions import Mention

ROOT = Path(__file__).resolve().parents[2]


def claims_in(text: str, found: tuple[Mention, ...] = ()) -> list[dict]:
    """The claims of a text, with their words in the place of places."""
    claims = []
    for mention in Claims().mentions(Article(text), found):
        about = dict(mention.about)
        for part in ("speaker", "cue", "content"):
            about[part] = text[about[part]["start"] : about[part]["end"]]
        claims.append(about)
    return claims


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        (
            "The mayor said that the bridge would open in May.",
            "The mayor",
            "said",
            "that the bridge would open in May",
        ),
        (
            "“The bridge is safe and it will open in May,” Mira Vale said.",
            "Mira Vale",
            "said",
            "“The bridge is safe and it will open in May,”",
        ),
        (
            "“The bridge is safe and it will open in May,” said Mira Vale.",
            "Mira Vale",
            "said",
            "“The bridge is safe and it will open in May,”",
        ),
        (
            "The port will close next year, according to the ministry.",
            "the ministry",
            "according to",
            "The port will close next year",
        ),
        (
            "He told reporters that the ferry line was lost.",
            "He",
            "told",
            "that the ferry line was lost",
        ),
    ],
)
def test_speaker_cue_and_content_of_a_plain_claim_are_found(
    text: str, speaker: str, cue: str, content: str
) -> None:
    claims = claims_in(text)

    assert len(claims) == 1
    assert claims[0]["speaker"] == speaker
    assert claims[0]["cue"] == cue
    assert claims[0]["content"].strip("“,”") in content


def test_a_quotation_in_two_parts_is_one_content() -> None:
    text = "“The bridge is safe,” Vale said. “It will open in May.”"

    claims = claims_in(text)

    assert [claim["content"] for claim in claims] == [text]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Vale denied that the port had been sold.", "denies"),
        ("Vale dismissed speculation that the port was for sale.", "dismisses"),
        ("Vale accused the League of selling the port.", "alleges"),
        ("Vale pledged to reopen the ferry line.", "promises"),
        ("Vale warned that the ferries would stop.", "warns"),
        ("Vale urged both states to reopen the strait.", "demands"),
        ("Vale called for new talks about the strait.", "demands"),
        ("Vale praised the treaty as a door that stays open.", "praises"),
        ("Vale confirmed that the port had been sold.", "confirms"),
    ],
)
def test_the_cue_tells_the_act(sentence: str, act: str) -> None:
    assert [claim["act"] for claim in claims_in(sentence)][:1] == [act]


@pytest.mark.parametrize(
    ("sentence", "directness"),
    [
        ("“The strait belongs to both of us,” Vale said.", "direct"),
        ("Vale said that the treaty was “a door that stays open” for all.", "mixed"),
        ("Vale said that the strait belongs to both states.", "indirect"),
    ],
)
def test_only_words_between_marks_are_the_speakers_own(sentence: str, directness: str) -> None:
    assert [claim["directness"] for claim in claims_in(sentence)] == [directness]


def test_a_negated_cue_is_told() -> None:
    assert [claim["negated"] for claim in claims_in("She did not say who would pay.")] == [True]
    assert [claim["negated"] for claim in claims_in("She said who would not pay.")] == [False]


def test_several_speakers_keep_their_own_words() -> None:
    text = "Vale said that the port was sold. Orsk denied that it was for sale."

    assert [claim["speaker"] for claim in claims_in(text)] == ["Vale", "Orsk"]


def test_typewriter_marks_are_quotation_marks() -> None:
    text = "''The bridge is safe and it will open,'' Vale said."

    assert [claim["directness"] for claim in claims_in(text)] == ["direct"]


def test_a_speaker_is_widened_to_the_name_that_others_found() -> None:
    text = "The House of Arven said that the port was sold."
    name = Mention(0, 18, "organisation", "names", "a known name", 0.9)

    claims = claims_in(text, (name,))

    assert claims[0]["speaker"] == "The House of Arven"


def test_text_without_a_cue_has_no_claims() -> None:
    assert claims_in("The bridge opened in May. Ships came and went.") == []
    assert claims_in("") == []


@given(st.text(alphabet="aAst,.:“”\"'’ \n", max_size=120), st.sampled_from(sorted(lexicon())))
def test_places_are_in_the_text_whatever_it_is(text: str, cue: str) -> None:
    whole = f"{text} {cue.replace('_', ' ')} {text}"

    for mention in Claims().mentions(Article(whole), ()):
        places = [mention.about[part] for part in ("speaker", "cue", "content")]
        assert 0 <= mention.start < mention.end <= len(whole)
        assert mention.start == min(place["start"] for place in places)
        assert mention.end == max(place["end"] for place in places)


@pytest.mark.parametrize("unit", ["he said that ", "“he said ", "said ", "said, ' ''"])
def test_time_grows_as_the_text_does(unit: str) -> None:
    def seconds(times: int) -> float:
        article = Article(unit * times)
        assert article.sentences
        began = perf_counter()
        list(Claims().mentions(article, ()))
        return perf_counter() - began

    seconds(10)

    assert seconds(4000) < 40 * max(seconds(400), 0.01)


def test_every_cue_has_an_act_of_the_code_list() -> None:
    codes = json.loads((ROOT / "schema" / "codes" / "act.json").read_bytes())["oneOf"]

    assert {cue.act for cue in lexicon().values()} <= {code["const"] for code in codes}
