"""CSV as we write it, read back by us and by others."""

from __future__ import annotations

import csv
import io

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.errors import DataError
from depositary.tables import Rows, from_csv, to_csv

awkward = st.sampled_from(
    ["", '"', '""', ",", "\n", "\r", "\r\n", "=1+1", "+1", "-1", "@a", "007", "1e5", " a ", "🚢",
     "ש", "é", "\u2028", "NA", "null", "\t", "'", 'a\nb,"c"']
)  # fmt: skip
cells = awkward | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.tuples(*[cells] * width), max_size=6))
    return Rows("t", tuple(f"c{at}" for at in range(width)), tuple(rows))


@given(tables())
def test_what_is_written_reads_back_the_same(rows: Rows) -> None:
    assert from_csv("t", to_csv(rows)) == rows


@given(tables())
def test_the_standard_library_reads_the_same_cells(rows: Rows) -> None:
    text = io.StringIO(to_csv(rows).decode(), newline="")

    header, *read = csv.reader(text, strict=True)

    assert (tuple(header), tuple(map(tuple, read))) == (rows.columns, rows.rows)


@given(tables())
def test_a_second_writing_changes_nothing(rows: Rows) -> None:
    assert to_csv(from_csv("t", to_csv(rows))) == to_csv(rows)


def test_duckdb_reads_the_same_cells(tmp_path) -> None:
    rows = Rows("t", ("a", "b"), (("=1+1", 'say "x", y'), ("007", "one\ntwo"), ("🚢 ש", "-1")))
    path = tmp_path / "t.csv"
    path.write_bytes(to_csv(rows))

    read = duckdb.sql(f"SELECT * FROM read_csv('{path}', all_varchar=true, header=true)").fetchall()

    assert tuple(read) == rows.rows


def test_lines_end_in_a_line_feed_and_there_is_no_byte_order_mark() -> None:
    assert to_csv(Rows("t", ("a", "b"), (("1", ""),))) == b"a,b\n1,\n"


@pytest.mark.parametrize(
    ("data", "code"), [(b"a\n\xff\n", "E102"), (b'a\n"b\n', "E114"), (b"a,b\n1\n", "E114")]
)
def test_what_is_not_a_table_of_ours_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DataError) as refused:
        from_csv("t", data)

    assert refused.value.code == code
