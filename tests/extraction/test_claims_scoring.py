"""The scorer of claims counts as its rules say."""

from __future__ import annotations

import pytest

from depositary.extraction.mentions import Mention
from eval import claims as scoring

ANN = (
    "T1\tSource 0 4\tVale\nT2\tCue 5 9\tsaid\nT3\tContent 10 20;25 30\tthat it is over\n"
    "T4\tAttribution 5 9\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    "E2\tAttribution:T4 Cue:T2 Content:T3\n"
)


def claim(speaker: tuple[int, int], content: tuple[int, int]) -> Mention:
    about = {
        "speaker": {"start": speaker[0], "end": speaker[1]},
        "content": {"start": content[0], "end": content[1]},
    }
    return Mention(0, 40, "claim", "test", "by hand", 1.0, about)


def test_an_attribution_has_the_stretches_of_its_spans():
    found = scoring.attributions(ANN)

    assert [each.content for each in found] == [((10, 20), (25, 30))] * 2
    assert [each.source for each in found] == [((0, 4),), ()]


@pytest.mark.parametrize(
    ("speaker", "content", "right"),
    [
        ((0, 4), (10, 30), 1),
        ((3, 9), (10, 18), 1),
        ((0, 4), (10, 17), 0),
        ((5, 9), (10, 30), 0),
        ((0, 4), (10, 80), 0),
    ],
)
def test_half_of_the_longer_content_and_a_bit_of_the_speaker_must_be_shared(
    speaker: tuple[int, int], content: tuple[int, int], right: int
):
    score = scoring.scored([claim(speaker, content)], scoring.attributions(ANN))

    assert (score.right, score.predicted, score.wanted) == (right, 1, 1)


def test_two_claims_are_not_right_by_one_attribution():
    same = claim((0, 4), (10, 30))

    score = scoring.scored([same, same], scoring.attributions(ANN))

    assert (score.right, score.predicted) == (1, 2)
    assert score.f1 == pytest.approx(2 / 3)


def test_annotators_of_one_text_weigh_together_as_much_as_one(tmp_path):
    (tmp_path / "a.txt").write_text("Vale said that it was over and over now.")
    for name in ("a_0001.ann", "a_0002.ann"):
        (tmp_path / name).write_text(ANN)

    class Fixed:
        def mentions(self, *_article_and_found):
            return [claim((0, 4), (10, 30))]

    score = scoring.evaluated(Fixed(), tmp_path)

    assert (score.right, score.predicted, score.wanted) == (1, 1, 1)
