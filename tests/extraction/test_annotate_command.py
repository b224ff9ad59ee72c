"""``depositary annotate``: any text, no project, and a clear word on what cannot be read."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from depositary.cli.annotate import _annotated, _Call
from depositary.cli.streams import Shared
from depositary.extraction.run import extractors

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Harbour pact\r\n\r\n"
    "On Friday Arvenia signed the harbour treaty with the Gull League.\r\n\r\n"
    "Ana Orell said that it would be kept.\r\n"
)
OURS = ("--extractor", "lexicon", "--extractor", "claimant")
FOREIGN = "Der Vertrag wurde am Freitag von Arvenia und von allen anderen unterschrieben. " * 5
PAGE = (
    "<!doctype html><html><head><title>Harbour pact</title>"
    '<meta property="article:published_time" content="2031-05-04T08:00:00Z"></head><body>'
    "<nav>Home</nav><article><h1>Harbour pact</h1>"
    + "<p>The people of the town of Arvenia have signed a long treaty with all of them.</p>" * 6
    + "</article><script>document.write('Gull League')</script></body></html>"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_bytes(TEXT.encode())
    return path


def lines(done) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("article")
def test_a_line_a_mention_sorted_by_place_in_code_points_of_the_file(annotate) -> None:
    done = annotate("harbour.txt", "--json", *OURS)

    found = lines(done)
    assert done.returncode == 0
    assert done.stderr == b""
    assert [each["kind"] for each in found] == [
        "date", "place", "event", "agreement", "organisation", "person", "claim",
    ]  # fmt: skip
    assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in found)
    assert [each["start"] for each in found] == sorted(each["start"] for each in found)


def test_files_are_told_one_after_the_other_as_they_were_named(annotate, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("On Friday in Arvenia.", encoding="utf-8")

    found = lines(annotate("b.txt", "a.txt", "--json", *OURS))

    assert [each["source"] for each in found] == ["b.txt", "b.txt", "a.txt", "a.txt"]


def test_a_byte_order_mark_counts_as_the_character_that_it_is(annotate, tmp_path: Path) -> None:
    (tmp_path / "mark.txt").write_bytes(b"\xef\xbb\xbfArvenia")

    (found,) = lines(annotate("mark.txt", "--json", *OURS))

    assert (found["start"], found["end"], found["text"]) == (1, 8, "Arvenia")


def test_standard_input_is_read_where_a_dash_is_named(annotate) -> None:
    found = lines(annotate("-", "--json", *OURS, given=b"In Arvenia."))

    assert [(each["source"], each["text"]) for each in found] == [("-", "Arvenia")]


@pytest.mark.usefixtures("article")
def test_the_list_for_people_is_what_is_printed_otherwise(annotate) -> None:
    done = annotate("harbour.txt", "--published", "2031-05-04", *OURS)

    listed = done.stdout.decode()
    assert listed.startswith("harbour.txt  published 2031-05-04\n")
    assert "¶2 On Friday Arvenia signed" in listed


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("form", ["text", "jsonl", "webannotation", "html"])
def test_every_form_is_the_same_each_time_and_in_a_file_what_it_is_on_the_screen(
    annotate, tmp_path: Path, form: str
) -> None:
    printed = annotate("harbour.txt", "--format", form, *OURS).stdout
    again = annotate("harbour.txt", "--format", form, *OURS, "--output", "out/found")

    assert printed
    assert (tmp_path / "out" / "found").read_bytes() == printed
    assert again.stdout == b""
    assert b"wrote out" in again.stderr


def test_a_web_page_is_read_for_its_article_and_its_date(annotate, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")

    found = lines(annotate("page.html", "--json", *OURS))

    assert {each["text"] for each in found} == {"Arvenia"}
    assert all(each["extracted_with"].startswith("trafilatura ") for each in found)
    assert "published 2031-05-04" in annotate("page.html", *OURS).stdout.decode()


@pytest.mark.parametrize(
    ("name", "content", "code", "exit_code"),
    [
        ("empty.txt", b"", "E127", 1),
        ("blank.txt", b" \r\n\t\n", "E127", 1),
        ("marked.txt", b"\xef\xbb\xbf\n", "E127", 1),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "E102", 1),
        ("binary.txt", b"abc\x00\x01\x02", "E127", 1),
        ("latin.txt", "caf\u00e9 in Arvenia".encode("latin-1"), "E102", 1),
        ("wide.txt", "In Arvenia.".encode("utf-16"), "E102", 1),
        ("empty.html", b"<html><body><script>1</script></body></html>", "E127", 1),
        ("broken.html", b"\x00\xff\xfe<<<", "E127", 1),
    ],
)
def test_what_holds_no_text_is_named_and_nothing_is_printed(
    annotate, tmp_path: Path, name: str, content: bytes, code: str, exit_code: int
) -> None:
    (tmp_path / name).write_bytes(content)

    done = annotate(name, "--json", *OURS)

    assert done.stdout == b""
    assert f"error[{code}] " in done.stderr.decode()
    assert name in done.stderr.decode()
    assert done.returncode == exit_code


def test_a_missing_file_and_a_folder_are_named_and_the_others_are_read(
    annotate, article: Path
) -> None:
    done = annotate("no.txt", ".", article.name, "--json", *OURS)

    assert done.returncode == 2
    assert "error[E103]" in done.stderr.decode()
    assert "error[E104]" in done.stderr.decode()
    assert len(lines(done)) == 7


def test_what_was_written_stays_where_nothing_can_be_read(annotate, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("kept", encoding="utf-8")

    done = annotate("no.txt", "--json", "--output", "out.jsonl", *OURS)

    assert done.returncode == 2
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("date", ["17 Jan 2025", "2025-02-30", "2025-01", "tomorrow", "0000-01-01"])
@pytest.mark.usefixtures("article")
def test_a_date_that_is_no_day_is_refused(annotate, date: str) -> None:
    done = annotate("harbour.txt", "--published", date, *OURS)

    assert done.returncode == 2
    assert "error[E705]" in done.stderr.decode()


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("name", "code", "exit_code"),
    [("lexico", "E701", 2), ("absent", "E702", 3), ("faulty", "E703", 1)],
)
def test_an_extractor_that_cannot_serve_is_named(annotate, name, code, exit_code) -> None:
    done = annotate("harbour.txt", "--extractor", name)

    assert done.returncode == exit_code
    assert f"error[{code}]" in done.stderr.decode()


def test_in_another_language_a_named_extractor_is_asked(annotate, tmp_path: Path) -> None:
    (tmp_path / "vertrag.txt").write_text(FOREIGN, encoding="utf-8")

    assert len(lines(annotate("vertrag.txt", "--json", *OURS))) == 5


@pytest.mark.usefixtures("installed")
def test_where_none_is_named_a_text_in_another_language_is_said_to_be_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vertrag.txt"
    path.write_text(FOREIGN, encoding="utf-8")
    shared = Shared(tmp_path, is_json=True, is_coloured=False, is_quiet=False)
    call = _Call([str(path)], None, extractors(["lexicon"]), is_any_language=False, shared=shared)

    (found,) = _annotated(call, [])

    assert found.mentions == ()
    assert "warning[E704]" in capsys.readouterr().err


def test_a_text_with_nothing_in_it_is_said_to_have_nothing(annotate, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("There was nothing to tell.", encoding="utf-8")

    done = annotate("plain.txt", "--json", *OURS)

    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"plain.txt: nothing found\n"


def test_a_file_as_large_as_no_article_is_refused_at_once(annotate, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        os.truncate(file.fileno(), 100_000_000)
    start_s = time.perf_counter()

    done = annotate("huge.txt", *OURS)

    assert "error[E108]" in done.stderr.decode()
    assert done.returncode == 2
    assert time.perf_counter() - start_s < 5
    assert "error[E108]" in annotate("-", *OURS, given=b"x " * 2_500_001).stderr.decode()


def test_one_line_of_megabytes_takes_no_longer_than_many_lines(annotate, tmp_path: Path) -> None:
    words = "In Arvenia the harbour treaty was signed with the Gull League on Friday, they said. "
    (tmp_path / "line.txt").write_text(words * 12_000, encoding="utf-8")
    (tmp_path / "lines.txt").write_text(f"{words}\n\n" * 12_000, encoding="utf-8")
    took_s = {}

    for name in ("line.txt", "lines.txt"):
        start_s = time.perf_counter()
        assert len(lines(annotate(name, "--json", *OURS))) == 48_000
        took_s[name] = time.perf_counter() - start_s

    assert took_s["line.txt"] < 5 * took_s["lines.txt"]


@pytest.mark.usefixtures("article")
def test_text_in_both_directions_keeps_its_offsets(annotate, tmp_path: Path) -> None:
    text = "قال المتحدث في Arvenia إن harbour treaty وقعت\u200f يوم Friday\u202e."
    (tmp_path / "both.txt").write_text(text, encoding="utf-8")

    found = lines(annotate("both.txt", "--json", *OURS))

    assert [each["text"] for each in found] == ["Arvenia", "harbour treaty", "Friday"]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in found)
