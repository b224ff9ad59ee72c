"""What the filters leave is what is listed, and no more than that is accepted at once."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from reviewing import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from reviewing import Served

SIEVES = {"kind": "#by-kind", "class": "#by-class", "by": "#by-proposer"}
GROUPS = {
    "to_decide": {"to_decide", "draft"},
    "accepted": {"accepted", "record"},
    "rejected": {"rejected"},
    "later": {"later"},
}
FIELDS = ("state", "kind", "class", "by", "words")


def lines(page: Page, which: str = "") -> list[dict[str, Any]]:
    """The cards of the list as the page has them; one that is open stays, whatever is filtered."""
    return page.locator(f".line:not(.open){which}").evaluate_all(
        """(all) => all.map((each) => ({ key: each.dataset.key, state: each.dataset.state,
             kind: each.dataset.kind, class: each.dataset.class, by: each.dataset.by,
             words: each.textContent.toLowerCase() }))"""
    )


def sift(page: Page, wanted: dict[str, str]) -> None:
    """Set all filters as a person does; what is not named is set to anything."""
    page.locator(f'.chip[data-state="{wanted.get("state", "")}"]').click()
    for name, box in SIEVES.items():
        page.locator(box).select_option(wanted.get(name, ""))
    page.locator("#find").fill(wanted.get("words", ""))


def is_left(line: dict[str, Any], wanted: dict[str, str]) -> bool:
    return all(
        line["state"] in GROUPS[value] if name == "state"
        else value in line["words"] if name == "words"
        else line[name] == value
        for name, value in wanted.items()
    )  # fmt: skip


@pytest.fixture
def decided(desk: Page) -> Page:
    """A page with cards in every state, and none of them open."""
    for keys in (["a"], ["x", "1"], ["s"]):
        for key in keys:
            desk.keyboard.press(key)
            settled(desk)
    desk.locator(".line.open a.head").click()
    settled(desk)
    return desk


def test_each_filter_and_any_of_them_together_lists_what_all_of_them_let_pass(
    decided: Page,
) -> None:
    every = lines(decided)
    values = {
        "state": ["", *GROUPS],
        "kind": ["", *sorted({each["kind"] for each in every})],
        "class": ["", *sorted({each["class"] for each in every} - {""})],
        "by": ["", "rule", "dictionary", "model", "you"],
        "words": ["", "amber"],
    }

    told = {}
    for chosen in product(*(values[name] for name in FIELDS)):
        wanted = {name: value for name, value in zip(FIELDS, chosen, strict=True) if value}
        if len(wanted) in (1, 2, len(FIELDS)) and not (
            len(wanted) > 2 and wanted["by"] in ("dictionary", "you")
        ):
            sift(decided, wanted)
            told[chosen] = lines(decided, ":not([hidden])")
            assert told[chosen] == [each for each in every if is_left(each, wanted)], wanted

    assert {each["state"] for each in every} == {"to_decide", "accepted", "rejected", "later"}
    assert [] in told.values()
    assert len({str(each) for each in told.values()}) > len(every)


def test_what_no_filter_lets_pass_is_said(decided: Page) -> None:
    sift(decided, {"words": "no such word"})

    assert lines(decided, ":not([hidden])") == []
    assert "change the filter" in decided.locator("#none").inner_text()


@pytest.mark.parametrize(
    "wanted",
    [{"kind": "actor"}, {"by": "model"}, {"state": "to_decide", "kind": "actor", "by": "model"}],
    ids=str,
)
def test_accepting_all_listed_takes_no_proposal_that_is_filtered_out(
    served: Served, desk: Page, wanted: dict[str, str]
) -> None:
    # A card that is open stays in sight though a filter leaves it out.
    desk.locator('.line[data-kind="aside"] a.head').click()
    settled(desk)
    every = lines(desk)
    sift(desk, wanted)
    left = {each["key"] for each in every if is_left(each, wanted)}

    desk.locator('[data-do="accept-listed"]').click()
    shown = desk.locator(".preview li").count()
    desk.locator('[data-do="accept-all"]').click()
    settled(desk)

    entries = [each for part in served.reading.values() if isinstance(part, list) for each in part]
    taken = {each["proposed_by"]["proposal"] for each in entries if "proposed_by" in each}
    assert 0 < len(left) < len(every)
    assert taken == left
    assert shown == len(left)
    assert "set_aside" not in served.reading
