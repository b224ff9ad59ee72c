"""Two versions are compared wherever they are, and shown with the words behind each change."""

from __future__ import annotations

import csv
import http.server
import io
import json
import shutil
import subprocess
import threading
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.errors import CallError, Unavailable
from depositary.release import verify
from depositary.release.comparison import compared
from depositary.release.differences import compare
from depositary.release.edition import Edition
from depositary.release.editions import edition_named
from depositary.release.forms import FORMS, written
from depositary.release.narrowing import Unread, narrowed
from depositary.tables import Rows, to_csv


def unread(edition):
    contents = {name: to_csv(rows) for name, rows in edition.tables.items()}
    return replace(edition, tables=Unread(contents))


def things(rows):
    schema = {"fields": [{"name": n, "type": "string"} for n in ("key", "left")],
              "primaryKey": "key"}  # fmt: skip
    descriptor = {"resources": [{"name": "things", "path": "data/things.csv", "schema": schema}]}
    table = Rows("things", ("key", "left"), tuple(rows.items()))
    return Edition("1.0.0", "1.0.0", descriptor, {"things": table})


# ── narrowing ───────────────────────────────────────────────────────────────────────────────────
CELLS = st.sampled_from(["", "a", "a,b", 'say "it"', "two\nlines", "two\r\nlines", "🚢"])
TABLES = st.dictionaries(st.sampled_from("pqrstu"), CELLS, max_size=6)


@given(TABLES, TABLES)
def test_reading_only_what_differs_finds_the_same(before, after):
    whole = compare(things(before), things(after))

    narrow = compare(*narrowed(unread(things(before)), unread(things(after))))

    assert narrow == whole


LONG = st.dictionaries(st.integers(0, 400), st.sampled_from(["a", "b" * 90, 'c "d"']), max_size=60)


@given(LONG, LONG, st.booleans())
def test_blocks_and_order_make_no_difference(before, after, is_turned):
    sides = [{f"k{at:03d}": cell for at, cell in sorted(rows.items())} for rows in (before, after)]
    if is_turned:
        sides[1] = dict(reversed(sides[1].items()))
    whole = compare(*map(things, sides))

    narrow = compare(*narrowed(*(unread(things(side)) for side in sides)))

    assert narrow == whole


@given(TABLES)
def test_a_package_does_not_differ_from_itself(rows):
    assert compared(unread(things(rows)), unread(things(rows))).changes.is_empty


def test_rows_that_both_have_are_not_read(make_edition):
    after = make_edition(events=[("evt-s", "Signature", "2031-05-02", "1.0")])

    left, right = narrowed(unread(make_edition()), unread(after))

    assert not left.tables["actors"].rows
    assert left.size("actors") == 2
    assert right.tables["events"].rows == (("evt-s", "Signature", "2031-05-02", "1.0"),)


# ── renamed ─────────────────────────────────────────────────────────────────────────────────────
def test_the_same_under_a_new_key_is_renamed():
    changes = compare(things({"p": "a", "q": "b"}), things({"p": "a", "r": "b"}))

    (row,) = changes.tables["things"].moved
    assert (row.key, row.former, row.kind) == (("r",), ("q",), "renamed")
    assert not changes.tables["things"].added
    assert not changes.tables["things"].removed


def test_a_row_that_could_be_two_others_is_not_called_renamed():
    changes = compare(things({"p": "a"}), things({"q": "a", "r": "a"}))

    assert not changes.tables["things"].moved


def test_renaming_counts_as_renumbering():
    found = compared(things({"p": "a"}), things({"q": "a"}))

    assert found.rules == ("I3",)


# ── places ──────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def web(published):
    """The releases of the harbour, served on loopback."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(published / "dist"))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "path", ["/1.0.0/datapackage.json", "/1.0.0", "/{archive}"], ids=["file", "folder", "archive"]
)
def test_a_release_is_read_from_the_web(web, project, path):
    (archive,) = (project.root / "dist").glob("*.zip")

    edition = edition_named(web + path.format(archive=archive.name), project.root)

    local = edition_named(str(project.root / "dist" / "1.0.0"), project.root)
    assert compared(edition, local).changes.is_empty
    assert edition.release_id == local.release_id


def test_a_folder_of_releases_on_the_web_is_its_latest(web, project):
    assert edition_named(web, project.root).version == "1.0.0"


def test_an_archive_on_the_web_is_verified_and_its_folder_cannot_be(web, project):
    (archive,) = (project.root / "dist").glob("*.zip")

    found = verify(f"{web}/{archive.name}")

    assert (found.is_whole, found.listed) == (True, "published")
    with pytest.raises(CallError) as caught:
        verify(f"{web}/1.0.0")
    assert caught.value.code == "E510"


def test_what_is_not_on_the_web_is_told(web, project):
    with pytest.raises(CallError) as caught:
        edition_named(f"{web}/9.9.9.zip", project.root)
    assert caught.value.code == "E510"


def test_an_address_that_does_not_answer_is_told(project):
    with pytest.raises(Unavailable) as caught:
        edition_named("http://127.0.0.1:1/1.0.0.zip", project.root)
    assert caught.value.code == "E531"


def test_any_store_that_fsspec_knows_is_read(project):
    pytest.importorskip("fsspec", reason="fsspec is an extra")
    (archive,) = (project.root / "dist").glob("*.zip")

    assert edition_named(f"file://{archive}", project.root).version == "1.0.0"


def test_a_store_that_is_not_known_is_told(project):
    with pytest.raises(CallError) as caught:
        edition_named("nowhere://1.0.0.zip", project.root)
    assert caught.value.code == "E530"


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("name", ["git:HEAD", "HEAD"])
def test_a_revision_is_compared_with_the_folder(project, name):
    git = ("git", "-C", str(project.root), "-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "schema", "seeds", "datapackage"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", "first"], check=True)
    now = edition_named(str(project.root), project.root)

    assert compared(edition_named(name, project.root), now).changes.is_empty


# ── forms ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def found(make_edition):
    after = make_edition(
        events=[("evt-s", "<b>Signing</b> | _now_", "2031-05-02", "1.0")], names=[]
    )
    return compared(make_edition(), after)


def test_each_change_comes_with_its_evidence(found):
    table = next(part for part in found.as_json()["tables"] if part["table"] == "events")

    assert table["changed"][0]["evidence"] == ["will sign"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_new_value_and_the_quote(found, form):
    text = "\n".join(written(form, found))

    assert "will sign" in text
    assert "Signing" in text


def test_one_line_is_one_object(found):
    lines = [json.loads(line) for line in written("jsonl", found)]

    assert {line["op"] for line in lines} == {"change", "remove"}
    assert lines[0]["rule"]


def test_csv_has_a_column_of_quotes(found):
    rows = list(csv.DictReader(io.StringIO("\n".join(written("csv", found)))))

    assert next(row for row in rows if row["table"] == "events")["evidence"] == "will sign"


class Page(HTMLParser):
    """Collects the tags of a page, and whether all are closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_is_well_formed(found):
    page = Page("\n".join(written("html", found)))

    names = [tag for tag, _ in page.tags]
    assert not page.open
    assert not {"script", "link", "img", "b"} & set(names)
    assert names.count("h1") == names.count("main") == 1


def test_markup_in_a_cell_is_no_markup_in_a_comment(found):
    text = "\n".join(written("markdown", found))

    assert r"\<b\>Signing\</b\> \| \_now\_" in text


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_nothing_differs_is_said(make_edition, form):
    same = compared(make_edition(), make_edition())

    assert "Nothing differs." in "\n".join(written(form, same))
