"""The codebook says what everything means and how often it is there, and runs nothing."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from depositary import schema
from depositary.project import Project
from depositary.release.codebook import as_html, as_markdown, counted
from depositary.release.editions import of_register

VILE = "<script>alert(1)</script> & \"'>`<img src=x onerror=alert(2)>` \x1b[31m\u202e"


class Page(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def law(published):
    return schema.load(published / "schema")


@pytest.fixture(scope="module")
def book(published, law):
    return counted(law, of_register(Project(published)).tables, "1.0.0", "2031-05-02", {"R04": 3})


@pytest.fixture(scope="module")
def page(book):
    return Page(as_html.written(book))


def test_every_table_column_code_and_rule_has_a_place(law, page):
    expected = {"tables", "codes", "rules"}
    for table in law.tables.values():
        expected.add(f"table-{table.name}")
        expected |= {f"column-{table.name}-{column.name}" for column in table.columns}
    expected |= {f"codes-{name}" for name in law.codes} | {
        f"rule-{rule.code}" for rule in law.rules
    }

    ids = page.all("id")

    assert expected - set(ids) == set()
    assert len(ids) == len(set(ids))
    assert all(code.definition.replace("`", "") in page.words
               for codes in law.codes.values() for code in codes)  # fmt: skip


def test_every_link_leads_to_a_place_on_the_page(page):
    targets = {link.removeprefix("#") for link in page.all("href")}

    assert targets <= set(page.all("id"))


def test_it_loads_nothing_and_runs_nothing(page):
    assert {"script", "img", "link", "iframe", "object"}.isdisjoint(tag for tag, _ in page.tags)
    assert page.all("src") == []


def test_it_counts_what_is_there(law, book, published):
    tables = of_register(Project(published)).tables
    kinds = tables["actors"].column("kind")

    assert book.rows["actors"] == len(tables["actors"])
    assert book.filled["actors", "kind"] == len(kinds)
    assert {code.code: book.used.get(("actor_kind", code.code), 0)
            for code in law.codes["actor_kind"]}["state"] == kinds.count("state")  # fmt: skip
    assert "<td>must</td>" in as_html.written(book)
    assert re.search(r'id="rule-R04".*class="number">3</td>', as_html.written(book))


def test_no_word_of_the_law_becomes_markup(law, book, page):
    dataset = {**law.dataset, "title": VILE, "description": VILE}
    tables = {
        name: replace(table, title=VILE, description=VILE, columns=tuple(
            replace(column, description=VILE, pattern=VILE, examples=(VILE,))
            for column in table.columns))
        for name, table in law.tables.items()
    }  # fmt: skip
    codes = {
        name: tuple(replace(code, label=VILE, definition=VILE, note=VILE, examples=(VILE,),
                            cameo=VILE) for code in codes)
        for name, codes in law.codes.items()
    }  # fmt: skip
    rules = tuple(replace(rule, title=VILE, why=VILE) for rule in law.rules)
    vile = replace(law, dataset=dataset, tables=tables, codes=codes, rules=rules)

    text = as_html.written(replace(book, law=vile, version=VILE, date=VILE))

    assert {tag for tag, _ in Page(text).tags} <= {tag for tag, _ in page.tags}
    assert not {"onerror", "src"} & {name for _, more in Page(text).tags for name in more}
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_same_register_gives_the_same_bytes(law, book, published, tmp_path):
    shutil.copytree(published, tmp_path / "again")
    tables = of_register(Project(tmp_path / "again")).tables
    again = counted(law, dict(reversed(list(tables.items()))), "1.0.0", "2031-05-02", {"R04": 3})

    assert as_html.written(again) == as_html.written(book)
    assert as_markdown.written(again) == as_markdown.written(book)


def test_a_table_without_rows_has_no_shares(law, published):
    tables = {name: replace(rows, rows=()) for name, rows in
              of_register(Project(published)).tables.items()}  # fmt: skip

    text = as_html.written(counted(law, tables, "1.0.0", "2031-05-02", {}))

    assert "0 rows." in text
    assert "%</span>" not in text
