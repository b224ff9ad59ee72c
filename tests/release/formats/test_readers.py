"""What others built opens each format and finds the cells of the tables in it."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import warnings

import jsonschema
import pytest

from depositary import schema
from depositary.release import formats
from depositary.tables import from_csv

DAY = "2031-05-02"


def made(name, filled, tmp_path):
    """Write the files of a format to a folder."""
    form = formats.FORMATS[name]
    for path, data in form.function(form.write)(filled).items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path / "derived"


@pytest.fixture
def released(published):
    """The release of the harbour project: its law, tables and derived files."""
    folder = published / "dist" / "1.0.0"
    law = schema.load(published / "schema")
    tables = {path.stem: from_csv(path.stem, path.read_bytes())
              for path in folder.glob("data/*.csv")}  # fmt: skip
    return law, tables, folder / "derived"


@pytest.fixture
def database(released):
    (path,) = released[2].glob("*.sqlite")
    with contextlib.closing(
        sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    ) as opened:
        yield opened


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────────
def test_foreign_keys_hold_and_are_kept(released, tmp_path):
    (path,) = released[2].glob("*.sqlite")
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    with contextlib.closing(sqlite3.connect(copy)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")

        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            opened.execute("UPDATE evidence SET source_id = 'src-nowhere'")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            opened.execute("UPDATE evidence SET support = 'hints'")
        with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
            opened.execute("UPDATE evidence SET start = 'early'")


def test_every_key_of_the_law_is_a_key_of_the_database(released, database):
    law = released[0]
    for table in law.tables.values():
        found = database.execute("SELECT count(DISTINCT id) FROM pragma_foreign_key_list(?)",
                                 (table.name,)).fetchone()  # fmt: skip
        assert found == (len(table.foreign_keys),), table.name


def test_a_join_by_a_foreign_key_uses_an_index(database):
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM evidence WHERE record_id = 'x'")

    assert "USING INDEX" in plan.fetchone()[3]


@pytest.mark.parametrize(
    "view",
    ["words_for_records", "who_said_what", "timeline", "who_takes_part", "what_is_related",
     "agreements_and_parties"],
)  # fmt: skip
def test_the_first_questions_have_answers(view, database):
    assert database.execute(f"SELECT * FROM {view}").fetchall()


def test_every_evidence_is_in_the_view_of_words(released, database):
    (count,) = database.execute("SELECT count(*) FROM words_for_records").fetchone()

    assert count == len(released[1]["evidence"])


def test_a_law_without_the_tables_of_a_question_has_no_view_of_it(filled, tmp_path):
    folder = made("sqlite", filled, tmp_path)
    with contextlib.closing(sqlite3.connect(folder / "harbour.sqlite")) as opened:
        names = opened.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()

    assert names == []


def test_the_database_says_what_it_is_and_what_its_columns_are_called(database):
    about = dict(database.execute("SELECT * FROM about_this_dataset"))
    (sql,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'evidence'").fetchone()

    assert (about["version"], about["name"]) == ("1.0.0", "russia-iran-treaty")
    assert sql.endswith("STRICT")
    assert '"quote" TEXT NOT NULL,  -- Quote' in sql


def test_the_database_does_not_tell_which_sqlite_wrote_it(released):
    (path,) = released[2].glob("*.sqlite")

    header = path.read_bytes()[:100]

    assert int.from_bytes(header[96:100]) == 3_037_000
    assert header[24:28] == header[92:96] == b"\0\0\0\1"


# ── Parquet, JSON Lines, XLSX ───────────────────────────────────────────────────────────────────
def test_polars_pandas_and_duckdb_read_the_same_rows_from_parquet(filled, tmp_path):
    import duckdb
    import pandas as pd
    import polars as pl

    path = made("parquet", filled, tmp_path) / "parquet" / "cells.parquet"
    expected = list(zip(*filled.columns("cells")[:4], strict=True))
    columns = ["cell_id", "words", "number", "count"]

    assert pl.read_parquet(path, columns=columns).rows() == expected
    assert duckdb.sql(f"SELECT {', '.join(columns)} FROM '{path}'").fetchall() == expected
    frame = pd.read_parquet(path, dtype_backend="pyarrow")[columns]
    assert frame["words"].fillna("").tolist() == [row[1] or "" for row in expected]


def test_polars_and_duckdb_read_types_from_parquet(filled, tmp_path):
    import duckdb
    import polars as pl

    path = made("parquet", filled, tmp_path) / "parquet" / "cells.parquet"

    kinds = ["String", "String", "Float64", "Int64", "Date", "Boolean"]
    assert [str(kind) for kind in pl.read_parquet_schema(path).values()] == kinds
    assert [str(kind) for kind in duckdb.sql(f"FROM '{path}'").types] == [
        "VARCHAR", "VARCHAR", "DOUBLE", "BIGINT", "DATE", "BOOLEAN",
    ]  # fmt: skip


def test_every_line_of_json_is_valid_under_the_law_of_its_table(released):
    law, tables, folder = released
    for name, table in law.tables.items():
        validator = jsonschema.Draft202012Validator(table.schema)
        lines = (folder / "jsonl" / f"{name}.jsonl").read_bytes().splitlines()
        assert len(lines) == len(tables[name])
        assert [error.message for line in lines
                for error in validator.iter_errors(json.loads(line))] == []  # fmt: skip


def test_duckdb_and_polars_read_json_lines(released):
    import duckdb
    import polars as pl

    _, tables, folder = released
    path = folder / "jsonl" / "evidence.jsonl"

    quotes = list(tables["evidence"].column("quote"))
    assert [row[0] for row in duckdb.sql(f"SELECT quote FROM '{path}'").fetchall()] == quotes
    assert pl.read_ndjson(path)["quote"].to_list() == quotes


@pytest.fixture
def book(filled, tmp_path):
    pytest.importorskip("xlsxwriter", reason="the extra 'xlsx' is not installed")
    openpyxl = pytest.importorskip("openpyxl", reason="the second opinion is not installed")
    path = made("xlsx", filled, tmp_path) / "harbour.xlsx"
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(book):
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    links = [cell.hyperlink for sheet in book for row in sheet for cell in row if cell.hyperlink]

    assert "f" not in kinds
    assert links == []


def test_openpyxl_finds_the_words_of_the_table(book, filled):
    found = [row[1] for row in book["cells"].iter_rows(min_row=2, values_only=True)]
    # What openpyxl leaves escaped, a spreadsheet shows as it was.
    plain = [(cell, back) for cell, back in zip(filled.columns("cells")[1], found, strict=True)
             if "_x" not in str(back)]  # fmt: skip

    assert [cell for cell, back in plain if cell != back] == []
    assert len(plain) > 40


def test_the_workbook_has_a_guide_a_fixed_header_and_filters(book):
    assert book.sheetnames == ["All columns", "cells", "notes"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
    guide = [row[:2] for row in book["All columns"].iter_rows(min_row=2, values_only=True)]
    assert guide[:2] == [("cells", "cell_id"), ("cells", "words")]


def test_the_workbook_dates_from_the_day_of_the_release(book):
    assert book.properties.created.date().isoformat() == DAY
    assert book.properties.modified.date().isoformat() == DAY


# ── RDF ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def graphs():
    """Parse Turtle and JSON-LD files by rdflib; no network is there to fetch a context."""
    rdflib = pytest.importorskip("rdflib", reason="the second opinion is not installed")

    def parsed(folder):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(
                rdflib.Graph().parse(data=path.read_bytes(), format=form)
                for form, ending in (("turtle", "ttl"), ("json-ld", "jsonld"))
                for path in folder.glob(f"*.{ending}")
            )

    return parsed


def test_both_forms_are_the_same_graph_even_of_awkward_cells(graphs, filled, tmp_path):
    made("turtle", filled, tmp_path)

    turtle, jsonld = graphs(made("jsonld", filled, tmp_path))

    assert set(turtle) == set(jsonld)
    said = {str(value) for value in turtle.objects()}
    assert [cell for cell in filled.columns("cells")[1] if cell and cell not in said] == []


def test_every_quote_is_a_web_annotation_with_its_words_and_its_place(graphs, released):
    _, tables, folder = released
    turtle, jsonld = graphs(folder)

    found = turtle.query("""
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?body ?source ?start ?end ?exact WHERE {
          ?a a oa:Annotation ; oa:hasBody ?body ; oa:hasTarget ?target .
          ?target oa:hasSource ?source ; oa:hasSelector ?place, ?words .
          ?place a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
          ?words a oa:TextQuoteSelector ; oa:exact ?exact . }""")

    base = "urn:depositary:russia-iran-treaty:"
    rows = {(str(body).removeprefix(base), str(source).removeprefix(base), str(start), str(end),
             str(exact)) for body, source, start, end, exact in found}  # fmt: skip
    columns = ("record_id", "source_id", "start", "end", "quote")
    assert rows == set(zip(*map(tables["evidence"].column, columns), strict=True))
    assert set(turtle) == set(jsonld)


def test_every_claim_is_a_claim_of_schema_org_with_who_made_it_and_where_it_appears(
    graphs, released
):
    _, tables, folder = released
    turtle, _ = graphs(folder)

    found = turtle.query("""
        PREFIX schema: <https://schema.org/> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT DISTINCT ?claim WHERE {
          ?claim a schema:Claim, prov:Entity ; schema:text ?text ; schema:author ?who ;
                 schema:appearance ?source ; prov:wasDerivedFrom ?source .
          ?who a prov:Agent ; schema:name ?name . ?source a schema:CreativeWork . }""")

    assert len(found) == len(tables["claims"])


def test_every_value_of_the_graph_is_well_formed(graphs, filled, tmp_path):
    made("turtle", filled, tmp_path)

    for graph in graphs(made("jsonld", filled, tmp_path)):
        assert [value for value in graph.objects() if getattr(value, "ill_typed", False)] == []


def test_a_homepage_names_the_records(law):
    import dataclasses

    from depositary.release.formats.graph import prefixes

    def base(home):
        dataset = {**law.dataset, "homepage": home}
        return prefixes(dataclasses.replace(law, dataset=dataset))["rec"]

    assert base("https://example.org/boats") == "https://example.org/boats#"
    assert base("https://example.org/boats/") == "https://example.org/boats/"
    assert prefixes(law)["rec"] == "urn:depositary:harbour:"
