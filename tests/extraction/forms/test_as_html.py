"""One page that stands alone: the text is all there, and nothing of it is markup."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

import pytest

VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a browser makes of a page, as far as the tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.marked: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self.known: list[str] = []
        self.raw: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "p" and "data-number" in dict(attrs):
            self.paragraphs.append("")
        if dict(attrs).get("class") == "known":
            self.known.append("")
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data) -> None:
        if not self.open:
            return
        self.raw[self.open[-1][0]] = self.raw.get(self.open[-1][0], "") + data
        if any(attrs.get("class") == "known" for _, attrs in self.open):
            self.known[-1] += data
            return
        if any("data-number" in attrs for _, attrs in self.open):
            self.paragraphs[-1] += data
        for tag, attrs in self.open:
            if tag == "mark":
                kind = attrs["class"].split()[0]
                self.marked[kind] = self.marked.get(kind, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(said, claim) -> Page:
    return Page(said("html", claim))


def test_the_page_is_well_formed_and_loads_nothing(page: Page) -> None:
    assert page.open == []
    assert {"link", "img", "iframe", "base", "object", "a"} & {n for n, _ in page.elements} == set()
    assert [a for _, attributes in page.elements for a in attributes if a in ("src", "href")] == []


def test_only_our_own_style_and_script_may_run(page: Page) -> None:
    (policy,) = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for part in ("style", "script"):
        digest = hashlib.sha256(page.raw[part].encode()).digest()
        assert f"{part}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]


def test_all_of_the_text_is_there_furniture_too(page: Page) -> None:
    assert page.paragraphs == [
        "Harbour pact",
        "Ana Orell said that Arvenia would keep the harbour treaty, signed on Friday.",
        "Share this",
    ]
    roles = [a["class"] for a in page.all("p") if "data-number" in a]
    assert roles == ["heading", "body", "furniture"]


def test_mentions_are_marked_also_within_others(page: Page) -> None:
    assert page.marked == {
        "claim": "Ana Orell said that Arvenia would keep the harbour treaty",
        "person": "Ana Orell",
        "place": "Arvenia",
        "agreement": "harbour treaty",
        "date": "Friday",
    }


def test_a_mention_that_crosses_another_is_marked_whole(said, annotated, mention) -> None:
    crossing = annotated(
        mention("Orell said that Arvenia", "claim"), mention("Arvenia would keep", "event")
    )

    found = Page(said("html", crossing))

    assert found.marked == {"claim": "Orell said that Arvenia", "event": "Arvenia would keep"}
    stops = [mark for mark in found.all("mark") if "tabindex" in mark]
    assert len(stops) == 2


def test_each_mention_can_be_reached_and_tells_its_value_and_why(page: Page) -> None:
    marks = page.all("mark")
    ids = {a["id"] for _, a in page.elements if "id" in a}

    assert all(mark["tabindex"] == "0" and mark["aria-describedby"] in ids for mark in marks)
    assert "date" in page.known[-1]
    assert "2031-05-02" in page.known[-1]
    assert "lexicon: a known word" in page.known[-1]
    assert "0.9" not in page.known[-1]


def test_a_kind_is_letter_line_and_colour_and_has_a_box_to_tick(page: Page) -> None:
    boxes = page.all("input")
    letters = [span["data-letter"] for span in page.all("span") if "data-letter" in span]

    assert [box["type"] for box in boxes] == ["checkbox"] * 8
    assert sorted(letters) == sorted("AOPGEDSC")
    assert len(page.all("label")) == 8
    for kind in ("agreement", "event", "date", "sector", "claim", "place"):
        assert f".{kind} {{ --solid" in page.raw["style"]
    assert all(f"without-{box['id'][5:]} mark" in page.raw["style"] for box in boxes)


def test_text_of_strangers_stays_text(said, annotated, mention) -> None:
    evil = '<script>alert(1)</script> & "Arvenia\u202e" \x07 ]]> <mark tabindex=0>'
    found = annotated(mention('"Arvenia\u202e"', "place", evil, actor="<img src=x>"), text=evil)

    shown = Page(said("html", found))

    assert len(shown.all("script")) == 1
    assert shown.all("img") == []
    assert shown.paragraphs == [evil.replace("\u202e", "\\u202e").replace("\x07", "\\x07")]


def test_every_id_is_there_once_also_with_several_texts(said, claim) -> None:
    shown = Page(said("html", claim, claim))
    ids = [attributes["id"] for _, attributes in shown.elements if "id" in attributes]

    assert len(ids) == len(set(ids)) == 8 + 2 * 5
    assert len(shown.all("article")) == 2


def test_scripts_that_join_their_letters_are_not_spelt_out(said, annotated) -> None:
    persian = "می\u200cخواهم\tco\u00adoperate"

    assert persian in said("html", annotated(text=persian))
    assert 'dir="auto"' in said("html", annotated(text=persian))
