"""Every format gives back what was put in, cell by cell, and the same bytes each time."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depositary.codes import CODES
from depositary.errors import DataError, Unavailable
from depositary.release import formats
from depositary.release.formats.cells import contents, table_of
from depositary.tables import Rows

HAS_XLSX = importlib.util.find_spec("xlsxwriter") is not None
needs_xlsx = pytest.mark.skipif(not HAS_XLSX, reason="the extra 'xlsx' is not installed")
NAMES = [pytest.param(name, marks=needs_xlsx) if form.is_extra else name
         for name, form in formats.FORMATS.items()]  # fmt: skip


def written(name, filled):
    form = formats.FORMATS[name]
    return form.function(form.write)(filled)


def read(name, filled, files):
    form = formats.FORMATS[name]
    return dict(form.function(form.read)(filled, files))


@pytest.mark.parametrize("name", NAMES)
def test_awkward_cells_come_back_as_they_were(name, filled):
    assert read(name, filled, written(name, filled)) == dict(filled.tables)


@pytest.mark.parametrize("name", NAMES)
def test_types_come_back_as_they_were(name, filled):
    back = read(name, filled, written(name, filled))

    assert [str(type_) for type_ in back["cells"].schema.types] == [
        "string", "string", "double", "int64", "string", "bool",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_comes_back_without_rows(name, law, awkward):
    bare = {table: Rows(table, rows.columns, ()) for table, rows in awkward.items()}
    filled = contents(law, bare, "1.0.0", "2031-05-02")

    assert read(name, filled, written(name, filled)) == dict(filled.tables)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "xlsx"])
@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=8))
def test_any_text_comes_back(name, law, awkward, words):
    rows = tuple((f"cel-{at}", text, "", "", "", "") for at, text in enumerate(words))
    tables = {"cells": Rows("cells", awkward["cells"].columns, rows),
              "notes": Rows("notes", awkward["notes"].columns, ())}  # fmt: skip
    filled = contents(law, tables, "1.0.0", "2031-05-02")

    assert read(name, filled, written(name, filled)) == dict(filled.tables)


SCRIPT = """
import hashlib, json, pickle, sys
from depositary.release import formats
law, tables = pickle.load(sys.stdin.buffer)
files = formats.derived(law, tables, "1.0.0", "2031-05-02")
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))
"""


@pytest.mark.parametrize("name", NAMES)
def test_two_processes_give_the_same_bytes(name, with_formats, awkward):
    import pickle

    law = with_formats(name)
    given_ = pickle.dumps((law, awkward))
    machines = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "OMP_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "OMP_NUM_THREADS": "4"},
    ]

    hashes = [
        json.loads(subprocess.run([sys.executable, "-c", SCRIPT], input=given_, check=True,
                                  capture_output=True, env={**os.environ, **machine}).stdout)
        for machine in machines
    ]  # fmt: skip

    here = formats.derived(law, awkward, "1.0.0", "2031-05-02")
    assert hashes[0] == hashes[1]
    assert hashes[0] == {path: hashlib.sha256(data).hexdigest() for path, data in here.items()}


# ── what is refused ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_format_that_holds_another_cell_is_refused_with_its_place(name, filled):
    columns = filled.columns("cells")
    columns[1][3] = "another"
    found = {**filled.tables, "cells": table_of(columns, filled.law.tables["cells"])}

    with pytest.raises(DataError) as caught:
        formats.refuse_differences(name, filled, found.items())

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.row) == ("E520", "data/cells.csv", 5)
    assert "column words holds 'another' for '-5'" in finding.message


def test_a_format_that_lost_a_row_is_refused(filled):
    found = {table: cells.slice(0, len(cells) - 1) for table, cells in filled.tables.items()}

    with pytest.raises(DataError, match="has 52 rows for 53") as caught:
        formats.refuse_differences("parquet", filled, found.items())

    assert caught.value.code == "E520"


@needs_xlsx
def test_a_cell_longer_than_a_spreadsheet_holds_is_refused_by_name(with_formats, awkward):
    rows = (("cel-0", "x" * 32_768, "", "", "", ""),)
    tables = {**awkward, "cells": Rows("cells", awkward["cells"].columns, rows),
              "notes": Rows("notes", awkward["notes"].columns, ())}  # fmt: skip

    with pytest.raises(DataError, match=r"column words holds 'x+… \(32,769 ch") as caught:
        formats.derived(with_formats("xlsx"), tables, "1.0.0", "2031-05-02")

    assert '"formats" in schema/dataset.json' in caught.value.hint


@pytest.mark.parametrize("cell", ["9223372036854775808", "-9223372036854775809"])
def test_an_integer_of_more_than_64_bits_is_refused(cell, law, awkward):
    rows = (("cel-0", "", "", cell, "", ""),)

    with pytest.raises(DataError, match="more than 64 bits") as caught:
        contents(
            law, {"cells": Rows("cells", awkward["cells"].columns, rows)}, "1.0.0", "2031-05-02"
        )

    assert caught.value.code == "E520"


def test_xlsx_without_its_extra_says_what_to_install(monkeypatch, with_formats, awkward):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(Unavailable) as caught:
        formats.derived(with_formats("xlsx"), awkward, "1.0.0", "2031-05-02")

    assert (caught.value.code, caught.value.hint) == ("E521", "pip install 'depositary[xlsx]'")
    assert {"E520", "E521"} <= set(CODES)


# ── the choice ──────────────────────────────────────────────────────────────────────────────────
def test_by_default_all_are_made_that_need_no_extra(law, awkward):
    assert formats.chosen(law, awkward) == ("sqlite", "parquet", "jsonl", "jsonld", "turtle")


def test_linked_data_of_a_large_package_is_made_only_where_it_is_asked_for(
    law, with_formats, awkward
):
    large = {**awkward, "notes": Rows("notes", ("cell_id",), (("cel-0",),) * 100_000)}

    assert formats.chosen(law, large) == ("sqlite", "parquet", "jsonl")
    assert formats.chosen(with_formats("turtle"), large) == ("turtle",)


def test_a_line_of_the_law_chooses(with_formats, awkward):
    law = with_formats("jsonl", "sqlite")

    files = formats.derived(law, awkward, "1.0.0", "2031-05-02")

    assert set(files) == {"derived/harbour.sqlite", "derived/jsonl/cells.jsonl",
                          "derived/jsonl/notes.jsonl"}  # fmt: skip


def test_an_empty_choice_makes_none_and_says_nothing_of_them(with_formats, awkward):
    law = with_formats()

    assert formats.derived(law, awkward, "1.0.0", "2031-05-02") == {}
    assert formats.listing(law, {}) == ""


def test_the_law_of_the_dataset_knows_every_format_and_no_other():
    from importlib import resources

    form = json.loads(resources.files("depositary.schema").joinpath("law.json").read_bytes())

    listed = form["$defs"]["dataset"]["properties"]["formats"]["items"]["enum"]
    assert listed == list(formats.FORMATS)


def test_the_readme_lists_each_with_its_size(with_formats, awkward):
    law = with_formats("sqlite", "parquet")
    files = formats.derived(law, awkward, "1.0.0", "2031-05-02")

    text = formats.listing(law, files)

    size = sum(len(data) for path, data in files.items() if path.endswith(".parquet"))
    assert f"| `derived/parquet/*.parquet` | {size:,} | " in text
    assert f"| `derived/harbour.sqlite` | {len(files['derived/harbour.sqlite']):,} | " in text
