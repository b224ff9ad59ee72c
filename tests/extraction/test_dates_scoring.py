"""The scorer of dates counts as the rules of the public sets say."""

from __future__ import annotations

import datetime as dt

from eval.dates import Text, Timex, folder, mistakes, ours, score

GOLD = """<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2031-05-14">May 14</TIMEX3></DCT>
<TEXT>They <EVENT>met</EVENT> <TIMEX3 type="DATE" value="2031-05-12">Monday</TIMEX3> for
<TIMEX3 type="DURATION" value="PT2H">two hours</TIMEX3>.</TEXT></TimeML>"""


def counted(gold, proposed):
    text = Text("pact.tml", "x" * 40, None, tuple(gold))
    return score([text], lambda _text, _day: proposed)


def test_timeml_is_read_with_its_day_and_its_places(tmp_path):
    (tmp_path / "pact.tml").write_text(GOLD, encoding="utf-8")

    (text,) = folder(tmp_path)

    assert text.day == dt.date(2031, 5, 14)
    assert [text.text[each.start : each.end] for each in text.gold] == ["Monday", "two hours"]
    assert {name: found.f1 for name, found in score([text], ours).items()} == {
        "overlap": 1.0,
        "exact": 1.0,
        "value": 1.0,
    }
    assert list(mistakes([text], ours)) == []


def test_a_proposal_on_a_duration_is_neither_right_nor_wrong():
    scores = counted([Timex(0, 5, "P2D", "DURATION")], [Timex(0, 5, "2031")])

    assert scores["overlap"].proposed == 0


def test_two_proposals_on_one_date_are_right_once():
    scores = counted([Timex(0, 9, "2031")], [Timex(0, 4, "2031"), Timex(5, 9, "2031")])

    assert (scores["overlap"].right, scores["overlap"].proposed) == (1, 2)
    assert scores["exact"].right == 0
