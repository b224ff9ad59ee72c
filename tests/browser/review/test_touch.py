"""On a telephone, with fingers alone: no key is pressed but to write words into a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewing import boxes_of, settled

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from reviewing import Served


@pytest.fixture
def phone(served: Served, window) -> Page:
    page = window("narrow", has_touch=True, is_mobile=True)
    page.goto(served.address)
    settled(page)
    page.wait_for_selector(".line.open")
    return page


def tap(page: Page, where: str | Locator) -> None:
    """Tap on something that a finger can reach: it is in sight, and large enough."""
    found = page.locator(where) if isinstance(where, str) else where
    found.first.tap()
    settled(page)


def do(page: Page, action: str) -> None:
    tap(page, f'[data-do="{action}"]:visible')


def tap_word(page: Page, word: str) -> None:
    """Tap on a word of the article."""
    left, top, right, bottom = boxes_of(page, word)[0]
    page.touchscreen.tap((left + right) / 2, (top + bottom) / 2)


def selects(page: Page, words: str) -> None:
    """Wait until words are selected, and what can be made of them is offered."""
    page.wait_for_function("(words) => getSelection().toString() === words", arg=words)
    page.wait_for_selector("#bubble:not([hidden])")


def states(page: Page) -> list[str]:
    return page.locator(".line").evaluate_all("(all) => all.map((each) => each.dataset.state)")


def test_cards_are_opened_decided_and_undone_with_a_finger(served: Served, phone: Page) -> None:
    tap(phone, phone.locator("a.head", has_text="Ilse Maran"))
    opened = phone.locator(".line.open .label").inner_text()
    do(phone, "accept")
    do(phone, "reject")
    tap(phone, ".line.open .reason")
    do(phone, "later")
    decided = sorted(states(phone))
    do(phone, "undo")
    do(phone, "undo")
    undone = states(phone)
    do(phone, "redo")

    assert opened == "Ilse Maran"
    assert {"accepted", "rejected", "later"} <= set(decided)
    assert undone.count("accepted") == 1
    assert "rejected" not in undone
    assert "rejected" in states(phone)
    assert [each["name"] for each in served.reading["actors"]] == ["Ilse Maran"]


def test_words_that_are_tapped_are_evidence_and_its_ends_move_by_buttons(
    served: Served, phone: Page
) -> None:
    tap(phone, phone.locator("a.head", has_text="Ilse Maran"))
    do(phone, "see-text")
    tap_word(phone, "ratified")
    selects(phone, "ratified")
    tap_word(phone, "parliaments")
    selects(phone, "ratified by both parliaments")
    do(phone, "add-evidence")
    do(phone, "see-cards")
    for action in ("start-on", "start-on", "start-back", "end-on", "end-on", "end-back"):
        do(phone, action)
    moved = phone.locator(".quote.picked").get_attribute("data-quote")
    do(phone, "accept")

    (actor,) = served.reading["actors"]
    assert moved == "by both parliaments before"
    assert actor["evidence"][-1] == {"quote": moved}


def test_a_tap_on_a_mark_opens_its_card_and_within_it_words_are_chosen(phone: Page) -> None:
    do(phone, "see-text")
    tap(phone, phone.locator("mark", has_text="Amber Memorandum"))
    opened = phone.locator(".line.open .label").inner_text()
    do(phone, "see-text")
    tap_word(phone, "Memorandum")
    selects(phone, "Memorandum")
    do(phone, "add-evidence")
    do(phone, "see-cards")

    assert opened == "Amber Memorandum"
    assert phone.locator(".quote.picked").get_attribute("data-quote") == "Memorandum"


def test_a_record_is_made_of_a_sentence_without_one_by_fingers(served: Served, phone: Page) -> None:
    do(phone, "see-text")
    do(phone, "gap")
    chosen = phone.evaluate("() => getSelection().toString()")
    do(phone, "new")
    tap(phone, '#dialog [data-table="set_aside"]')
    reason = phone.locator(".line.fresh input[data-key=reason]")
    reason.tap()
    reason.fill("for a test")
    do(phone, "accept")

    assert {"quote": chosen, "reason": "for a test"} in served.reading["set_aside"]


def test_merging_dividing_filtering_and_accepting_all_need_no_key(
    served: Served, phone: Page
) -> None:
    tap(phone, phone.locator("a.head", has_text="Pavel Dusk"))
    do(phone, "split")
    both = phone.locator(".line.open h3").count()
    do(phone, "unsplit")
    do(phone, "merge")
    phone.locator('#dialog [role="combobox"]').fill("ilse")
    tap(phone, phone.locator("#dialog .options li", has_text="Ilse Maran"))
    phone.locator("#by-kind").select_option("agreement")
    tap(phone, '.chip[data-state="to_decide"]')
    left = phone.locator(".line:visible:not(.open)").count()
    phone.locator("#by-kind").select_option("actor")
    do(phone, "accept-listed")
    do(phone, "accept-all")

    assert both == 2
    assert left == 1
    assert {each["name"] for each in served.reading["actors"]} == {"Ilse Maran", "Tirn Canal", "🚢"}


def test_nothing_on_a_telephone_is_wider_than_it_and_what_decides_is_large_enough(
    phone: Page,
) -> None:
    tap(phone, '.line[data-kind="event"] a.head')
    wide = phone.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    boxes = [each.bounding_box() for each in phone.locator(".line.open .actions > button").all()]
    bottoms = {round(box["y"]) for box in boxes if box}

    assert not wide
    assert all(box["height"] >= 44 for box in boxes if box)
    assert len(bottoms) == 1
