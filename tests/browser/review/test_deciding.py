"""A curator decides about all proposals of a fresh article in a real browser, and it is on disk."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

from reviewing import CANAL, boxes_of, command, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from depositary.project import Project
    from reviewing import Served

MOST_STEPS = 60


def state(page: Page) -> str:
    return page.locator(".line.open").first.get_attribute("data-state")


def labels(page: Page, state: str) -> list[str]:
    return page.locator(f'.line[data-state="{state}"] .label').all_inner_texts()


def open_card(page: Page, label: str) -> None:
    page.locator("a.head", has=page.locator(f'.label:text-is("{label}")')).first.click()
    settled(page)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settled(page)


def select(page: Page, words: str) -> None:
    """Mark words with the mouse, from their first character to their last."""
    boxes = boxes_of(page, words)
    (left, top, _, bottom), (_, last_top, right, last_bottom) = boxes[0], boxes[-1]
    page.mouse.move(left + 1, (top + bottom) / 2)
    page.mouse.down()
    page.mouse.move(right - 1, (last_top + last_bottom) / 2, steps=4)
    page.mouse.up()
    page.wait_for_selector("#bubble:not([hidden])")


def test_all_is_decided_by_keyboard_and_the_register_passes_the_check(
    served: Served, desk: Page
) -> None:
    for _ in range(MOST_STEPS):
        if not desk.locator(".line.open").count():
            break
        before = desk.locator("#progress-words").inner_text()
        press(desk, "a")
        if desk.locator("#progress-words").inner_text() == before:
            press(desk, "x", "3")
    decided = desk.locator("#progress-words").inner_text()
    select(desk, "customs")
    press(desk, "n")
    desk.keyboard.press("1")
    desk.wait_for_selector(".line.fresh")
    desk.keyboard.type("Customs of Oskany")
    desk.keyboard.press("Tab")
    desk.keyboard.type("gov")
    press(desk, "Control+Enter")
    press(desk, "u")
    undone = desk.locator(".line .label", has_text="Customs of Oskany").count()
    press(desk, "Shift+U")

    total = re.fullmatch(r"(\d+) of (\d+) decided", decided)
    by_hand = next(each for each in served.reading["actors"] if each["id"].endswith("oskany"))
    assert total[1] == total[2]
    assert undone == 0
    assert by_hand["evidence"] == [{"quote": "customs"}]
    assert command("build", folder=served.project.root).returncode == 0
    checked = command("check", folder=served.project.root)
    assert checked.returncode == 0, checked.stdout


def test_an_article_without_proposals_is_extracted_first(
    article: Callable[[str], Project], serve: Callable[[Project], Served], page: Page
) -> None:
    served = serve(article(CANAL))

    page.goto(served.address)
    settled(page)

    assert "Ilse Maran" in labels(page, "to_decide")


def test_a_decision_is_on_disk_when_the_page_says_so(served: Served, desk: Page) -> None:
    label = desk.locator(".line.open .label").inner_text()

    press(desk, "a")

    assert label in labels(desk, "accepted")
    assert label in str(served.reading)


def test_selected_words_become_evidence_with_exact_words_after_an_emoji(
    served: Served, desk: Page
) -> None:
    select(desk, "or the first")

    desk.keyboard.press("Enter")
    desk.wait_for_selector('.quote[data-quote="for the first"]')
    press(desk, "a")

    quotes = [each["quote"] for each in served.reading["actors"][0]["evidence"]]
    assert quotes[-1] == "for the first"


def test_what_has_no_record_yet_is_recorded_by_keyboard_alone(served: Served, desk: Page) -> None:
    desk.wait_for_selector('[data-do="uncited"]:not([hidden])')

    desk.keyboard.press("g")
    desk.keyboard.press("g")
    desk.wait_for_selector("#bubble:not([hidden])")
    chosen = desk.evaluate("() => getSelection().toString()")
    desk.keyboard.press("6")
    desk.wait_for_selector(".line.fresh")
    desk.keyboard.type("for a test")
    press(desk, "Control+Enter")

    (aside,) = served.reading["set_aside"]
    assert aside == {"quote": chosen, "reason": "for a test"}
    assert chosen.endswith(".")


def test_the_ends_of_a_quote_move_by_words(desk: Page) -> None:
    select(desk, "governments call")
    desk.keyboard.press("Enter")
    desk.locator('.quote[data-quote="governments call"] blockquote').click()

    press(desk, "]", "[", "{", "{", "}")

    assert desk.locator(".quote.picked").get_attribute("data-quote") == "call"


def test_a_rejection_is_kept_with_its_reason(served: Served, desk: Page) -> None:
    key = desk.locator(".line.open").get_attribute("data-key")

    press(desk, "x", "2")

    assert served.reading["rejected"] == [
        {"proposal": key, "reason": "Another record says so already.", "extractor": "names"}
    ]


def test_what_is_put_off_is_still_to_be_decided(desk: Page) -> None:
    label = desk.locator(".line.open .label").inner_text()

    press(desk, "s")
    desk.locator('.chip[data-state="later"]').click()

    assert label in desk.locator(".line:not([hidden]) .label").all_inner_texts()


def test_accepting_all_takes_what_is_listed_after_showing_it_and_is_undone_as_one(
    served: Served, desk: Page
) -> None:
    desk.locator("#by-kind").select_option("actor")
    listed = desk.locator('.line:not([hidden])[data-kind="actor"] .label').all_inner_texts()

    desk.locator('[data-do="accept-listed"]').click()
    shown = desk.locator(".preview li").all_inner_texts()
    desk.locator('[data-do="accept-all"]').click()
    settled(desk)
    written = [each["name"] for each in served.reading["actors"]]
    press(desk, "u")

    assert len(shown) == len(listed) == len(written)
    assert sorted(written) == sorted(listed)
    assert "actors" not in served.reading


def test_a_proposal_is_merged_into_a_record(served: Served, desk: Page) -> None:
    open_card(desk, "Ilse Maran")
    press(desk, "a")
    open_card(desk, "Pavel Dusk")

    desk.keyboard.press("m")
    desk.keyboard.type("ilse")
    desk.wait_for_selector(".options li:has-text('Ilse Maran')")
    desk.wait_for_timeout(150)
    press(desk, "Enter")

    (actor,) = served.reading["actors"]
    assert actor["id"] == "act-ilse-maran"
    assert {"name": "Pavel Dusk", "kind": "canonical"} in actor["names"]


def test_a_proposal_is_divided_in_two_records(served: Served, desk: Page) -> None:
    open_card(desk, "Ilse Maran")

    desk.keyboard.press("d")
    desk.wait_for_selector(".line.open h3")
    names = desk.locator('.line.open form.entry > .grid [data-key="name"]')
    names.nth(1).fill("The ministry of Maran")
    press(desk, "Control+Enter")

    assert {each["name"] for each in served.reading["actors"]} == {
        "Ilse Maran",
        "The ministry of Maran",
    }


def test_what_would_break_the_register_is_said_beside_its_field_and_kept_as_a_draft(
    served: Served, refusing: Page
) -> None:
    desk = refusing
    name = desk.locator('.line.open form.entry > .grid [data-key="name"]')
    key = desk.locator(".line.open").get_attribute("data-key")
    name.fill("")
    press(desk, "Control+Enter")
    said = desk.locator('.line.open .field[data-column="name"] .findings p').first.inner_text()

    desk.locator('.line.open [data-do="draft"]').click()
    settled(desk)

    assert "name" in said
    assert desk.locator(f'.line[data-key="{key}"]').get_attribute("data-state") == "draft"
    assert not list(served.project.seeds.glob("*.reading.json"))


def test_a_link_to_another_record_is_found_as_one_types_or_made_on_the_way(
    served: Served, desk: Page
) -> None:
    desk.locator('.line[data-kind="event"] a.head').first.click()
    settled(desk)
    desk.locator('.line.open .list[data-key="participants"] .add').click()
    desk.wait_for_selector('[role="combobox"]:focus')
    desk.keyboard.type("Wharf Guild")
    desk.wait_for_selector(".options li:has-text('New: Wharf Guild')")
    desk.locator(".options li", has_text="New: Wharf Guild").click()
    desk.wait_for_selector(".line.fresh")
    desk.locator('.line.fresh form.entry > .grid [data-key="kind"]').select_option("organisation")
    press(desk, "Control+Enter")
    desk.wait_for_selector('.line.open[data-kind="event"]')
    desk.locator('.line.open .list[data-key="participants"] .row').last.locator(
        '[data-key="role"]'
    ).select_option("participant")
    press(desk, "Control+Enter")

    actors = [each["actor"] for each in served.reading["events"][0]["participants"]]
    assert actors[-1] == "act-wharf-guild"


def test_a_field_that_takes_records_of_several_kinds_asks_which_one_is_to_be_made(
    served: Served, desk: Page
) -> None:
    select(desk, "We have waited six years for this day")
    desk.keyboard.press("4")
    desk.wait_for_selector(".line.fresh")
    fresh = desk.locator(".line.fresh.open form.entry > .grid")
    fresh.locator('[data-key="content"]').fill("They have waited for six years.")
    about = fresh.locator('.field[data-column="about_id"] [role="combobox"]')
    about.fill("Closing of the canal")
    desk.wait_for_selector(".options li:has-text('New: Closing of the canal')")
    desk.keyboard.press("Enter")
    kinds = desk.locator("#dialog .choose button").all_inner_texts()
    desk.keyboard.press("3")
    desk.wait_for_selector('.line.fresh.open[data-table="events"]')
    titled = desk.locator('.line.open [data-key="title"]').input_value()
    desk.locator('.line.open form.entry > .grid [data-key="kind"]').select_option("policy_change")
    desk.locator('.line.open form.entry > .grid [data-key="modality"]').select_option("happened")
    press(desk, "Control+Enter")
    desk.wait_for_selector('.line.fresh.open[data-table="claims"]')

    kept = fresh.locator('[data-key="content"]').input_value()
    named = fresh.locator('[data-key="about"]').input_value()
    assert len(kinds) == 5
    assert titled == "Closing of the canal"
    assert kept == "They have waited for six years."
    assert named == served.reading["events"][0]["id"]
    assert about.input_value() == "Closing of the canal"


def test_two_windows_never_write_over_each_other(
    served: Served, desk: Page, refusing: Page
) -> None:
    other = refusing
    press(desk, "a")

    before = served.reading

    press(other, "j", "x", "1")
    told = other.locator("#dialog").inner_text()
    other.locator('[data-do="mine"]').click()
    other.wait_for_load_state()
    settled(other)

    assert "changed meanwhile" in told
    assert served.reading["actors"] == before["actors"]
    assert len(served.reading["rejected"]) == 1


def test_keys_are_found_by_their_place_on_a_cyrillic_keyboard(desk: Page) -> None:
    first = desk.locator(".line.open .label").inner_text()

    desk.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
             { key: "ф", code: "KeyA", bubbles: true, cancelable: true }))"""
    )
    settled(desk)
    desk.wait_for_selector(f'.line[data-state="accepted"] .label:text-is("{first}")')


def test_no_key_decides_while_one_types_or_composes_or_a_dialog_is_open(desk: Page) -> None:
    before = desk.locator("#progress-words").inner_text()

    desk.locator("#find").fill("")
    desk.locator("#find").press("a")
    desk.locator("#find").fill("")
    desk.keyboard.press("Escape")
    press(desk, "?")
    desk.keyboard.press("a")
    press(desk, "Escape")
    desk.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
             { key: "a", code: "KeyA", isComposing: true, bubbles: true }))"""
    )
    settled(desk)

    assert desk.locator("#progress-words").inner_text() == before


def test_single_keys_can_be_switched_off(desk: Page) -> None:
    before = desk.locator("#progress-words").inner_text()
    press(desk, "?")
    desk.locator("#single-keys").uncheck()
    press(desk, "Escape")

    press(desk, "a")
    off = desk.locator("#progress-words").inner_text()
    press(desk, "Control+Alt+a")

    assert off == before
    assert desk.locator("#progress-words").inner_text() != before


def test_a_filter_lists_less_and_search_finds(desk: Page) -> None:
    desk.locator("#find").fill("dusk")

    shown = desk.locator(".line:not([hidden]):not(.open) .label").all_inner_texts()

    assert shown
    assert all("dusk" in label.lower() for label in shown)


def test_the_page_comes_back_to_the_same_card(desk: Page) -> None:
    press(desk, "j", "j", "j")
    label = desk.locator(".line.open .label").inner_text()

    desk.reload()
    settled(desk)
    desk.wait_for_selector(".line.open")

    assert desk.locator(".line.open .label").inner_text() == label


def test_article_and_cards_can_be_read_without_javascript(served: Served, window) -> None:
    page = window(java_script_enabled=False)
    page.goto(served.address)

    text = page.locator("#article").inner_text()
    page.locator(".line a.head").first.click()

    assert "reopen the Tirn Canal to cargo ships" in text
    assert page.locator("blockquote").count()


def test_the_history_of_a_record_is_on_its_card(desk: Page) -> None:
    label = desk.locator(".line.open .label").inner_text()
    press(desk, "a")

    open_card(desk, label)

    assert "mara · accepted" in desk.locator(".line.open .history li").text_content()


def test_a_reading_that_was_broken_by_hand_is_told_and_left_as_it_is(
    served: Served, refusing: Page
) -> None:
    desk = refusing
    press(desk, "a")
    (path,) = served.project.seeds.glob("*.reading.json")
    broken = path.read_bytes()[:-20]
    path.write_bytes(broken)

    desk.reload()

    assert "was changed by hand" in desk.locator("h1").inner_text()
    assert path.read_bytes() == broken


def test_interrupting_ends_the_server_without_a_traceback(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)

    _, said = served.process.communicate(timeout=15)

    assert served.process.returncode in (0, 130)
    assert "Traceback" not in said


def test_what_refers_to_a_rejected_proposal_says_so_on_its_card(refusing: Page) -> None:
    open_card(refusing, "Ilse Maran")
    press(refusing, "x", "3")
    event = refusing.locator(".line[data-table=events] .label, .line .label", has_text="Signing of")
    event.first.click()
    settled(refusing)

    press(refusing, "a")

    told = refusing.locator(".line.open .findings.general").inner_text()
    assert "Ilse Maran, which was turned down" in told
