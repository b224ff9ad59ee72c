"""A corpus is cut in one way, whoever reads it; what is read does not depend on the cuts."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from depositary.errors import CallError
from depositary.extraction.corpus import readers
from depositary.extraction.corpus.entries import Entry, Fields
from depositary.extraction.corpus.partitions import files_of, partitions_of
from extraction.corpus.newsroom import article, write_lines

LINES = st.lists(
    st.one_of(
        st.builds(lambda n, t: json.dumps(article(n, t)), st.integers(0, 99), st.text()),
        st.sampled_from(["", "{", "[1]", '{"id": 1}', '{"id": "ä", "text": "Ö", "date": "no"}']),
    ),
    max_size=12,
)


def read(corpus: Path, size_bytes: int) -> list[object]:
    """All that is read of a corpus in partitions of a size."""
    return [
        each._replace(place=each.place()) if isinstance(each, Entry) else each
        for partition in partitions_of(files_of(str(corpus)), size_bytes)
        for each in readers.entries(partition, Fields())
    ]


@given(lines=LINES, end=st.sampled_from(["", "\n", "\r\n"]), size_bytes=st.integers(1, 400))
def test_lines_are_read_once_each_wherever_a_file_is_cut(lines, end, size_bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(((end or "\n").join(lines) + end).encode())

        found = read(path, size_bytes)

        assert found == read(path, 1 << 30)
        assert len(found) == sum(bool(line) for line in lines)


@given(rows=st.integers(0, 40), group=st.integers(1, 9), size_bytes=st.integers(1, 4000))
def test_rows_are_read_once_each_wherever_a_table_is_cut(rows, group, size_bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        texts = pa.array([f"Part {number}" for number in range(rows)], "string")
        table = pa.table({"id": pa.array(range(rows), "int64"), "text": texts})
        parquet.write_table(table, path, row_group_size=group)

        found = read(path, size_bytes)

        assert [each.source_id for each in found if isinstance(each, Entry)] == [
            str(number) for number in range(rows)
        ]
        assert [each.place for each in found] == [f"row {n + 1}" for n in range(rows)]


def test_a_large_file_is_cut_and_small_ones_are_read_together(tmp_path: Path) -> None:
    for name in ("a", "b", "d"):
        write_lines(tmp_path / f"{name}.jsonl", [article(1)])
    write_lines(tmp_path / "c.jsonl", [article(n) for n in range(100)])

    found = [
        [piece.file.name for piece in partition.slices]
        for partition in partitions_of(files_of(str(tmp_path)), 4_000)
    ]

    assert found == [["a.jsonl", "b.jsonl"], ["c.jsonl"], ["c.jsonl"], ["c.jsonl"], ["d.jsonl"]]


def test_a_partition_of_a_large_file_keeps_its_name_when_files_come_before_it(tmp_path) -> None:
    write_lines(tmp_path / "m.jsonl", [article(n) for n in range(100)])
    before = {each.name for each in partitions_of(files_of(str(tmp_path)), 4_000)}

    write_lines(tmp_path / "a.jsonl", [article(n) for n in range(3)])

    assert before < {each.name for each in partitions_of(files_of(str(tmp_path)), 4_000)}


def test_a_compressed_file_is_one_partition(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl.gz", [article(n) for n in range(100)])

    assert len(list(partitions_of(files_of(str(tmp_path)), 10))) == 1


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("", ["deep/er/c.txt", "deep/x.ndjson", "one.jsonl", "two.parquet"]),
        ("/**/*.jsonl|parquet", ["one.jsonl", "two.parquet"]),
        ("/*.parquet", ["two.parquet"]),
        ("/deep/**/*.txt", ["er/c.txt"]),
        ("/deep/*", ["x.ndjson"]),
        ("/one.jsonl", ["one.jsonl"]),
    ],
)
def test_a_corpus_is_a_file_a_folder_or_a_pattern(tmp_path: Path, pattern: str, names) -> None:
    for name in (
        "one.jsonl",
        "two.parquet",
        "deep/x.ndjson",
        "deep/er/c.txt",
        "notes.doc",
        ".a.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert [file.name for file in files_of(f"{tmp_path}{pattern}")] == names


@pytest.mark.parametrize("pattern", ["", "/*.csv", "/none.jsonl", "/a***"])
def test_a_corpus_without_an_article_is_refused(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "table.csv").touch()

    with pytest.raises(CallError) as refused:
        files_of(f"{tmp_path}{pattern}")

    assert refused.value.code == "E710"
