"""Records are those of the standard library's reader, and each cell has its place."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from depositary.checks.dialects import codec, dialect
from depositary.checks.records import Held, cell_starts, delimited, text_lines

CHARACTERS = 'a,;"\\\r\n é😀'
DIALECTS = [
    {},
    {"delimiter": ";"},
    {"escapeChar": "\\"},
    {"escapeChar": "\\", "doubleQuote": False},
    {"skipInitialSpace": True},
    {"quoteChar": ""},
]


def read(text, written):
    troubles = []
    lines = text_lines(io.BytesIO(text.encode()), "utf-8", "strict", written.terminator)
    return list(delimited(Held(lines), written, "t.csv", troubles.append)), troubles


@given(
    cells=st.lists(st.lists(st.text(CHARACTERS, max_size=6), min_size=1, max_size=4), max_size=5),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_writer_wrote_is_read_and_each_cell_is_where_it_says(cells, ending):
    text = io.StringIO()
    csv.writer(text, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(cells)

    found, troubles = read(text.getvalue(), dialect({}, "csv"))

    assert troubles == []
    assert [record.cells for record in found] == cells
    lines = list(io.StringIO(text.getvalue(), newline=""))
    for record in found:
        for index, cell in enumerate(record.cells):
            line, column = record.place(index)
            first_line = cell.replace('"', '""').splitlines(keepends=True)[:1]
            assert lines[line - 1][column - 1 :].startswith('"' + "".join(first_line))


@pytest.mark.parametrize("described", DIALECTS)
@given(text=st.text(CHARACTERS, max_size=30))
@example(text='""\\,')
def test_cells_begin_where_the_reader_splits(described, text):
    written = dialect(described, "csv")

    found, _ = read(text, written)

    for record in found:
        starts, _ = cell_starts("".join(record.lines), written)
        assert len(starts) == max(len(record.cells), 1)


@given(text=st.text(CHARACTERS, max_size=60))
def test_a_text_without_open_quotes_is_read_as_the_lenient_reader_reads_it(text):
    written = dialect({}, "csv")
    expected = list(csv.reader(io.StringIO(text, newline="")))

    found, troubles = read(text, written)

    if not any(trouble.is_error for trouble in troubles):
        assert [record.cells for record in found] == expected


@given(text=st.text('a,"\n', max_size=60))
def test_every_line_is_read_once_whatever_quotes_are_open(text):
    found, troubles = read(text, dialect({}, "csv"))

    read_lines = [line for record in found for line in record.lines]
    lost = [trouble for trouble in troubles if trouble.is_error]
    assert len(lost) <= 11
    if len(lost) <= 10:
        assert len("".join(read_lines)) <= len(text)
        numbers = [record.number for record in found] + [trouble.number for trouble in lost]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("utf-8", "utf-8-sig"), ("UTF8", "utf-8-sig"), ("latin-1", "iso8859-1"), ("cp1252", "cp1252")],
)
def test_an_encoding_is_found_by_its_names(name, expected):
    assert codec(name, b"") == expected


@pytest.mark.parametrize(
    "name", ["nope", "zlib_codec", "rot13", "hex", "idna", "unicode_escape", ""]
)
def test_what_is_no_encoding_of_text_files_is_refused(name):
    with pytest.raises(LookupError):
        codec(name, b"")
