"""Awkward cells: what a spreadsheet would run, round, trim or swallow, in a law of two tables."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from depositary.release.formats.cells import contents
from depositary.schema.values import Column, ForeignKey, Law, Table
from depositary.tables import Rows

TEXTS = (
    "=1+1", "+44", "-5", "@SUM(A1)", '=HYPERLINK("https://example.org")', "{=A1}", "0042", "1e5",
    "1.10", "TRUE", "NULL", "NA", "nan", "'", '"', '""', 'a "quoted" word', "back\\slash",
    "two\nlines", "a\r\nb", "\rlone", "tab\there", " blank around ", "  ", "\n", "ö", "o\u0308",
    "👩‍🚀", "\U0001f6a2 boat", "“curly”", "عربي", "\u200bzero", "\u2028line", "\x85next",
    "\ufeffmark", "_x0041_", "_x000D_", "<b>&amp;</b>", "]]>", "https://example.org/?a=1&b=2",
    "mailto:a@b.c", "a ;", "x .", "\n\n", '"^^xsd:date', "--", "#", "%20", "/",
    "\x01\x1f\x7f", "\ufffe\uffff",
    "x" * 32_767,
)  # fmt: skip
NUMBERS = (
    "0", "-0", "0.1", "1.10", "0.30000000000000004", "1e-7", "123456789.12345678", "", "1e300",
)  # fmt: skip
INTEGERS = ("0", "-1", "", "9007199254740993", "9223372036854775807", "-9223372036854775808", "007")
DAYS = ("2031-06-03", "1648-10-24", "0001-01-01", "9999-12-31", "", "1900-02-28")
TRUTHS = ("true", "false", "")


def _table(name, prefix, columns, **more):
    given = {
        "primary_key": (columns[0].name,), "foreign_keys": (), "unique": (), "id_columns": (),
        "label": (), "nested_in": (), "derived": False, "schema": {},
    }  # fmt: skip
    return Table(name, name.title(), "Boats.", prefix, columns=columns, **(given | more))


def law_of(tables, **dataset):
    about = {
        "name": "harbour", "title": "Harbour", "description": "Boats.",
        "licenses": [{"name": "CC0-1.0", "title": "CC0", "path": "https://example.org/cc0"}],
    }  # fmt: skip
    return Law(Path(), about | dataset, tables, {}, (), (), "")


@pytest.fixture
def law():
    """Two tables: one of awkward cells, and one with a key of two columns that refers to it."""
    cells = (
        Column("cell_id", required=True, title="Id"),
        Column("words", title="Words"),
        Column("number", "number", title="Number"),
        Column("count", "integer", title="Count"),
        Column("day", format="date", title="Day"),
        Column("is_so", "boolean", title="Truth"),
    )
    notes = (Column("cell_id", required=True), Column("name", required=True), Column("see"))
    refers = (
        ForeignKey(("cell_id",), "cells", ("cell_id",)),
        ForeignKey(("see",), "cells", ("cell_id",)),
    )
    return law_of(
        {
            "cells": _table("cells", "cel", cells),
            "notes": _table("notes", "", notes, primary_key=("cell_id", "name"),
                            foreign_keys=refers),
        }
    )  # fmt: skip


@pytest.fixture
def awkward():
    rows = [
        (f"cel-{at:03}", text, NUMBERS[at % len(NUMBERS)], INTEGERS[at % len(INTEGERS)],
         DAYS[at % len(DAYS)], TRUTHS[at % 3])
        for at, text in enumerate(("", *TEXTS))
    ]  # fmt: skip
    notes = [("cel-000", "a/b c", "cel-001"), ("cel-000", "é.#%", ""), ("cel-002", "=x", "cel-003")]
    return {
        "cells": Rows(
            "cells", ("cell_id", "words", "number", "count", "day", "is_so"), tuple(rows)
        ),
        "notes": Rows("notes", ("cell_id", "name", "see"), tuple(notes)),
    }


@pytest.fixture
def filled(law, awkward):
    return contents(law, awkward, "1.0.0", "2031-05-02")


@pytest.fixture
def with_formats(law):
    """Give the law with a choice of formats."""

    def chosen(*names):
        return dataclasses.replace(law, dataset={**law.dataset, "formats": list(names)})

    return chosen
