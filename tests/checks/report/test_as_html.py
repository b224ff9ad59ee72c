"""One page that stands alone: it loads nothing, and nothing of the data is markup in it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """What a browser makes of a page, as far as the tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        inside = self.open[-1] if self.open else ""
        self.texts[inside] = self.texts.get(inside, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(said, mixed) -> Page:
    return Page(said("html", mixed))


def test_the_page_is_well_formed_and_loads_nothing(page: Page) -> None:
    assert page.open == []
    assert {"link", "img", "iframe", "base", "object"} & {tag for tag, _ in page.elements} == set()
    loaded = [a for _, attributes in page.elements for a in attributes if a in ("src", "action")]
    assert loaded == []
    assert all(a["href"].startswith("#") for a in page.all("a"))


def test_only_our_own_style_and_script_may_run(page: Page) -> None:
    (policy,) = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for part in ("style", "script"):
        digest = hashlib.sha256(page.texts[part].encode()).digest()
        assert f"{part}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
    assert not [a for _, attributes in page.elements for a in attributes if a == "style"]


def test_text_of_strangers_stays_text(page: Page, said, mixed) -> None:
    assert len(page.all("script")) == 1
    assert "<img src=x onerror=alert(1)>" in page.texts["code"]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800]", said("html", mixed))


def test_the_table_can_be_read_by_ear_and_by_keyboard(page: Page) -> None:
    heads = page.all("th")
    fields = page.all("input") + page.all("select")

    assert page.texts["caption"].startswith("5 findings")
    assert heads
    assert all(head["scope"] == "col" for head in heads)
    assert {label["for"] for label in page.all("label")} == {field["id"] for field in fields}
    assert page.all("html")[0]["lang"] == "en"
    (region,) = [a for a in page.all("div") if a.get("role") == "region"]
    assert region["tabindex"] == "0"


def test_every_id_is_there_once_and_every_link_leads_to_one(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    assert len(ids) == len(set(ids))
    assert {a["href"].removeprefix("#") for a in page.all("a")} <= set(ids)


def test_filters_wait_for_the_script_that_serves_them(page: Page) -> None:
    (form,) = page.all("form")

    assert "hidden" in form


def test_every_finding_is_a_row_up_to_a_limit(said, make, cell) -> None:
    report = make(*(cell(line) for line in range(2, 6002)))

    usual, fewer, every = (
        said("html", report, **view).count("<tr data-level")
        for view in ({}, {"most": 7}, {"is_all": True})
    )

    assert (usual, fewer, every) == (5000, 7, 6000)
    assert "6,000 errors" in said("html", report, most=7)


def test_a_package_in_due_form_is_said_to_be(said, make) -> None:
    page = Page(said("html", make()))

    assert "in due form" in page.texts["span"]
    assert page.all("table") == []
