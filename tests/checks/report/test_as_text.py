"""The report for a person: grouped, with the line, and never the whole file in memory."""

from __future__ import annotations

import gzip
import io
import os
import tracemalloc
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from depositary.checks.report.excerpts import _picked, excerpts


def test_a_block_shows_the_line_with_a_caret_under_the_value(said, make, cell) -> None:
    block = said("text", make(cell(), prefix="sets/"))

    assert block.startswith(
        'error[E203] not a code of the list: "denys"\n'
        '  --> sets/data/claims.csv:3:4  table claims, column "act"\n'
        "   |\n"
        ' 3 | c2,denys,"a,c"\n'
        "   |    ^^^^^\n"
    )


def test_many_of_one_kind_in_one_column_are_counted(said, make, cell) -> None:
    findings = [cell(line, value=f"denys{line}") for line in range(2, 5005)]

    text = said("text", make(*findings))

    assert text.count("error[E203]") == 5
    assert "… and 4,998 more in this column" in text
    assert "5,003 errors" in text


def test_one_more_than_is_shown_is_shown_too(said, make, cell) -> None:
    text = said("text", make(*(cell(line, value=f"denys{line}") for line in range(2, 8))))

    assert text.count("error[E203]") == 6
    assert "more in this column" not in text


def test_what_one_missing_key_causes_is_shown_once(said, make, cell) -> None:
    text = said("text", make(*(cell(line, "E303") for line in range(2, 5)), cell(9, "E303", "c9")))

    assert text.count("error[E303]") == 2
    assert "… and 2 more with this value" in text


def test_a_limit_hides_blocks_and_no_total(said, make, cell) -> None:
    columns = [cell(3, field=f"column {number}") for number in range(150)]

    usual, fewer, every = (
        said("text", make(*columns), **view) for view in ({}, {"most": 3}, {"is_all": True})
    )

    assert [text.count("error[E203]") for text in (usual, fewer, every)] == [100, 3, 150]
    assert "50 more blocks are not shown" in usual
    assert all("150 errors" in text for text in (usual, fewer, every))


def test_what_was_left_out_and_what_was_mended_is_said(said, make) -> None:
    text = said("text", make(ignored=3, known=12, mended=('E203 claims.act "denys" (2)',)))

    assert "(3 ignored, 12 in the baseline)" in text
    assert 'write it again: E203 claims.act "denys" (2)' in text


def test_findings_at_one_place_that_differ_in_words_are_all_shown(said, make, cell) -> None:
    text = said("text", make(cell(message="One."), cell(message="Another.")))

    assert "One." in text
    assert "Another." in text


@given(
    parts=st.lists(
        st.sampled_from(["a", "é", "\n", "\r", "\r\n", "\x0b", "\u2028", "b" * 30]), min_size=1
    ),
    chunk_bytes=st.integers(1, 7),
)
def test_lines_are_those_of_the_check_wherever_a_chunk_ends(parts, chunk_bytes) -> None:
    text = "".join(parts)
    wanted = [line.rstrip("\r\n") for line in io.StringIO(text, newline="")]

    found = _picked(io.BytesIO(text.encode()), set(range(1, len(wanted) + 1)), chunk_bytes)

    assert [found[n].decode() for n in range(1, len(wanted) + 1)] == wanted


def test_a_large_file_is_not_held_in_memory(package, make, cell) -> None:
    lines = 400_000
    with (package / "data" / "claims.csv").open("w", encoding="utf-8") as handle:
        handle.writelines(f"c{number},denies,{'x' * 80}\n" for number in range(1, lines + 1))
    report = make(cell(lines - 5))

    tracemalloc.start()
    try:
        found = excerpts(report, report.findings)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found["data/claims.csv", lines - 5].startswith(f"c{lines - 5},")
    assert peak < 8_000_000


def test_a_line_of_an_endless_length_is_cut(package, make, cell) -> None:
    (package / "data" / "claims.csv").write_bytes(b"x" * 5_000_000)
    report = make(cell(1))

    assert len(excerpts(report, report.findings)["data/claims.csv", 1]) == 1 << 16


def test_no_excerpt_leads_out_of_the_package_or_waits(tmp_path, package, make, cell) -> None:
    outside = tmp_path.parent / "secret.txt"
    outside.write_text("secret\n", encoding="utf-8")
    (package / "link.csv").symlink_to(outside)
    os.mkfifo(package / "pipe.csv")
    names = ("link.csv", "../secret.txt", str(outside), "pipe.csv", "data", "missing.csv")
    report = make(*(cell(1)._replace(file=name) for name in names))

    assert excerpts(report, report.findings) == {}


def test_lines_of_packed_files_and_of_archives_are_shown(package, make, cell) -> None:
    table = (package / "data" / "claims.csv").read_bytes()
    (package / "claims.csv.gz").write_bytes(gzip.compress(table))
    archive = package / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("top/data/claims.csv", table)
    packed_file = cell()._replace(file="claims.csv.gz")

    beside, inside = make(packed_file), make(cell(), archive=archive)

    assert list(excerpts(beside, beside.findings).values()) == ['c2,denys,"a,c"']
    assert list(excerpts(inside, inside.findings).values()) == ['c2,denys,"a,c"']
