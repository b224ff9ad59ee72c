"""The page of promises names tests that there are, and says of each promise what proves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "promises.md"
PROMISES = re.split(r"^## (?=I\d)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
NAMED = re.findall(r"\[`(test_\w+)`\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))


def test_the_seven_promises_stand_in_order_and_each_names_what_proves_it():
    assert [promise[:2] for promise in PROMISES] == [f"I{number}" for number in range(1, 8)]
    assert all("[`test_" in promise for promise in PROMISES)


@pytest.mark.parametrize(("name", "link"), NAMED, ids=[name for name, _ in NAMED])
def test_a_test_that_is_named_on_the_page_of_promises_is_there(name, link):
    source = (PAGE.parent / link).resolve().read_text(encoding="utf-8")

    assert re.search(rf"^def {name}\(", source, flags=re.MULTILINE)


def test_a_link_to_another_page_leads_to_one():
    links = re.findall(r"\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))

    assert all((PAGE.parent / link).exists() for link in links)
