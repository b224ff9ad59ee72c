"""What cannot be read is told with its place and its code, and the rest is read."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from depositary.extraction.corpus import readers
from depositary.extraction.corpus.entries import Entry, Failure, Fields
from depositary.extraction.corpus.partitions import files_of, partitions_of
from extraction.corpus.newsroom import article, write_lines

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<!doctype html><html><head><title>Rain</title></head><body><article>" + (
    "<p>The two ministers signed the accord on water in the harbour of the capital.</p>" * 6
)


def read(corpus: Path, fields: Fields | None = None, size_bytes: int = 1 << 30) -> list[object]:
    """All that is read of a corpus."""
    return [
        each
        for partition in partitions_of(files_of(str(corpus)), size_bytes)
        for each in readers.entries(partition, fields or Fields())
    ]


def failures(found: list[object]) -> list[tuple[str, str]]:
    """Place and code of all that failed."""
    return [(each.place, each.code) for each in found if isinstance(each, Failure)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id": "a", "text": "Two', "E711"),
        ("[1, 2]", "E711"),
        ('{"id": "a", "text": "\\ud800"}', "E711"),
        ('{"text": "Rain."}', "E712"),
        ('{"id": true, "text": "Rain."}', "E712"),
        ('{"id": "a", "text": null}', "E712"),
        ('{"id": "a", "text": ["Rain."]}', "E712"),
        ('{"id": "a", "text": "Rain.", "date": "17/01/31"}', "E713"),
        ('{"id": "a", "text": "Rain.", "date": 20310117}', "E713"),
        ('{"id": "a", "text": "  "}', "E127"),
    ],
)
def test_a_bad_line_is_told_and_the_lines_around_it_are_read(tmp_path, line: str, code) -> None:
    good = json.dumps(article(1))
    (tmp_path / "a.jsonl").write_text(f"{good}\n\n{line}\n{good}")

    found = read(tmp_path)

    assert failures(found) == [("line 3", code)]
    assert sum(isinstance(each, Entry) for each in found) == 2


def test_a_line_number_counts_from_the_beginning_of_a_file_that_is_cut(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [article(n) for n in range(50)])
    path.write_bytes(path.read_bytes() + b"{\n")

    assert failures(read(tmp_path, size_bytes=500)) == [("line 51", "E711")]


def test_an_article_that_is_too_large_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    texts = ["Rain. " * 1_000_000, "Rain. " * 6_000_000, "Rain."]
    write_lines(tmp_path / "a.jsonl", [article(n, text) for n, text in enumerate(texts)])

    found = read(tmp_path)

    assert failures(found) == [("line 1", "E714"), ("line 2", "E714")]
    assert found[-1].text == "Rain."


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2031-05-02", dt.date(2031, 5, 2)),
        ("2031-05-02T23:59:00-11:00", dt.date(2031, 5, 2)),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_the_day_as_it_is_written(tmp_path: Path, said, day) -> None:
    write_lines(tmp_path / "a.jsonl.gz", [article(1, date=said)])

    (found,) = read(tmp_path)

    assert found.published == day


def test_fields_are_called_as_the_corpus_calls_them(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"url": 7, "body": "Rain.", "day": "2031-05-02"}])

    (found,) = read(tmp_path, Fields("body", "url", "day"))

    assert (found.source_id, found.text, found.published) == ("7", "Rain.", dt.date(2031, 5, 2))


def test_a_compressed_file_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl.gz", [article(n, f"{n * 7919}") for n in range(5000)])
    path.write_bytes(path.read_bytes()[:-5_000])
    write_lines(tmp_path / "b.jsonl", [article(1)])

    found = read(tmp_path)

    assert [each.code for each in found if isinstance(each, Failure)] == ["E715"]
    assert found[0].source_id == "a-0"
    assert found[-1].file == "b.jsonl"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not at all" * 10)

    assert failures(read(tmp_path)) == [("", "E715")]


def test_parquet_that_is_damaged_within_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table(
        {"id": [str(n) for n in range(2000)], "text": [f"{n * n}" for n in range(2000)]}
    )
    parquet.write_table(table, path, compression="zstd")
    data = bytearray(path.read_bytes())
    data[200:2000] = b"\xff" * 1800
    path.write_bytes(data)

    assert [each.code for each in read(tmp_path) if isinstance(each, Failure)] == ["E715"]


def test_parquet_without_the_column_is_told_once(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"id": range(500)}), tmp_path / "a.parquet")

    found = read(tmp_path, size_bytes=100)

    assert failures(found) == [("", "E712")]
    assert "'text'" in found[0].reason


def test_rows_have_dates_of_any_type(tmp_path: Path) -> None:
    days = [dt.date(2031, 5, 2), None]
    moments = [dt.datetime(2031, 5, 2, 23, tzinfo=dt.UTC), None]
    for name, column in (("a", days), ("b", moments)):
        table = pa.table({"id": ["1", "2"], "text": ["Rain.", "Sun."], "date": column})
        parquet.write_table(table, tmp_path / f"{name}.parquet")

    assert [each.published for each in read(tmp_path)] == days * 2


def test_a_text_is_called_by_its_path_and_a_bad_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Rain.")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"Sun."))
    (tmp_path / "e.txt").write_bytes(b"Rain. " * 1_000_000)

    found = read(tmp_path)

    assert [each.source_id for each in found if isinstance(each, Entry)] == ["a.txt", "d.txt.gz"]
    assert [each.code for each in found if isinstance(each, Failure)] == ["E102", "E127", "E714"]


def test_a_file_that_went_away_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [article(1)])
    write_lines(tmp_path / "b.jsonl", [article(2)])
    (partition,) = partitions_of(files_of(str(tmp_path)))
    (tmp_path / "a.jsonl").unlink()

    found = list(readers.entries(partition, Fields()))

    assert failures(found) == [("", "E103")]
    assert found[1].source_id == "a-2"


def test_a_page_is_read_without_what_is_around_the_article(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)

    (found,) = read(tmp_path)

    assert found.text.startswith("The two ministers")


def record(at: int, status: str, kind: str, body: str) -> bytes:
    """A response as an archive keeps it (ISO 28500)."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-05-02T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{at:012}>\r\n"
        f"WARC-Target-URI: https://gull.example/{at}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n"
    )
    return f"{head}\r\n".encode() + answer + b"\r\n\r\n"


def test_pages_of_a_web_archive_are_read_and_other_records_passed_over(tmp_path: Path) -> None:
    answers = [
        ("200 OK", "text/html; charset=utf-8", PAGE),
        ("404 Not Found", "text/html", PAGE),
        ("200 OK", "image/png", "..."),
        ("200 OK", "text/html", "<html><p>"),
        ("200 OK", "text/plain", "Rain."),
    ]
    archive = b"".join(gzip.compress(record(at, *answer)) for at, answer in enumerate(answers))
    (tmp_path / "a.warc.gz").write_bytes(archive)

    found = read(tmp_path, Fields(date="WARC-Date"))

    assert [(each.source_id, each.published) for each in found if isinstance(each, Entry)] == [
        ("https://gull.example/0", dt.date(2031, 5, 2)),
        ("https://gull.example/4", dt.date(2031, 5, 2)),
    ]
    assert failures(found) == [("record 4", "E127")]


def test_a_web_archive_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"not at all\r\n" * 10)

    assert [code for _, code in failures(read(tmp_path))] == ["E715"]
