"""What differs is found by key, cell by cell; what only moved or follows is known as such."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from depositary.changes import CellChange, RowChange, from_json
from depositary.release.differences import compare, inherited_registry
from depositary.release.edition import Edition
from depositary.release.registry import entries, stamped
from depositary.tables import Rows


def test_an_edition_does_not_differ_from_itself(make_edition):
    assert compare(make_edition(), make_edition()).is_empty


def test_versions_of_ids_are_no_difference(make_edition):
    edition = make_edition()
    since = edition.tables["records"]
    other = Rows("records", since.columns,
                 tuple((*row[:4], "9.9.9", *row[5:]) for row in since.rows))  # fmt: skip

    later = replace(edition, tables={**edition.tables, "records": other})

    assert compare(edition, later).is_empty


def test_a_changed_cell_is_named_with_both_values(make_edition):
    after = make_edition(events=[("evt-s", "The signing", "2031-05-02", "1.0")])

    changes = compare(make_edition(), after)

    assert changes.tables["events"].changed == (
        RowChange(("evt-s",), (CellChange("title", "Signing", "The signing"),)),
    )
    assert changes.tables["records"].changed == (
        RowChange(("evt-s",), (CellChange("label", "Signing", "The signing", "consequence"),)),
    )


def test_the_same_number_and_the_same_letters_are_spelling_only(make_edition):
    before = make_edition(events=[("evt-s", "Café", "2031-05-02", "1.0")])
    after = make_edition(events=[("evt-s", "Cafe\u0301", "2031-05-02", "1.00")])

    (row,) = compare(before, after).tables["events"].changed

    assert {cell.column: cell.kind for cell in row.cells} == {
        "title": "spelling",
        "size": "spelling",
    }


def test_a_mended_quote_moves_its_evidence(make_edition):
    after = make_edition(evidence=[("evd-2", "evt-s", "", "src-x", "2", "15", "ll sign today", "")])

    table = compare(make_edition(), after).tables["evidence"]

    assert not table.added
    assert not table.removed
    assert table.moved == (
        RowChange(
            ("evd-2",),
            (
                CellChange("start", "0", "2", "consequence"),
                CellChange("end", "8", "15", "consequence"),
                CellChange("quote", "will sign", "ll sign today"),
            ),
            ("evd-1",),
        ),
    )


def test_one_quote_more_is_one_row_more(make_edition):
    rows = [("evd-1", "evt-s", "", "src-x", "0", "8", "will sign", ""),
            ("evd-2", "evt-s", "", "src-x", "20", "25", "today", "")]  # fmt: skip

    table = compare(make_edition(), make_edition(evidence=rows)).tables["evidence"]

    assert [row.key for row in table.added] == [("evd-2",)]
    assert not table.moved


GUEST = [
    ("par-evt-s--guest--act-a", "evt-s", "guest", "act-a", ""),
    ("par-evt-s--signatory--act-l", "evt-s", "signatory", "act-l", ""),
]


def test_a_corrected_link_keeps_its_old_id_resolvable(make_edition):
    before, after = make_edition(), make_edition("1.1.0", participants=GUEST)

    changes = compare(before, after)
    registry = entries(inherited_registry(before, after, changes))

    old = registry["par-evt-s--host--act-a"]
    assert [row.former for row in changes.tables["participants"].moved] == [
        ("par-evt-s--host--act-a",)
    ]
    assert old["replaced_by"] == "par-evt-s--guest--act-a"
    assert old["reason"]


def test_what_was_retired_once_is_carried_on(make_edition):
    first, second = make_edition(), make_edition("1.1.0", participants=GUEST)
    changes = compare(first, second)
    kept = stamped(first.tables["records"], inherited_registry(first, second, changes), "1.1.0")
    released = replace(second, tables={**second.tables, "records": kept})

    again = compare(released, make_edition("1.2.0", participants=GUEST))

    assert entries(kept)["par-evt-s--host--act-a"]["retired"] == "1.1.0"
    assert again.is_empty


def test_a_link_that_could_be_two_others_is_not_guessed(make_edition):
    crowd = [(f"par-evt-s--{role}--act-a", "evt-s", role, "act-a", "") for role in ("one", "two")]

    changes = compare(make_edition(), make_edition(participants=[*crowd, GUEST[1]]))

    assert not changes.tables["participants"].moved
    assert changes.tables["participants"].removed[0].kind == "lost"


def test_links_of_a_withdrawn_record_go_with_it(make_edition):
    gone = ("evt-s", "events", "Signing", "single", "1.0.0", "1.0.0", "", "It was a rumour.")
    before = make_edition()
    after = make_edition(events=[], participants=[], evidence=[], registry=[gone])

    changes = compare(before, after)
    registry = entries(inherited_registry(before, after, changes))

    assert {row.kind for row in changes.tables["participants"].removed} == {"dependent"}
    assert changes.tables["events"].removed[0].reason == "It was a rumour."
    assert registry["par-evt-s--host--act-a"]["reason"] == "Withdrawn with evt-s."
    assert not changes.tables["records"].removed


def test_references_to_a_replaced_record_only_follow(make_edition):
    merged = ("act-a", "actors", "Arvenia", "single", "1.0.0", "1.0.0", "act-l", "The same.")
    after = make_edition(
        actors=[("act-l", "Lutharia", "state", "LUT")],
        names=[("act-l", "Arvenia", "canonical"), ("act-l", "Port Sael", "metonym")],
        participants=[
            ("par-evt-s--host--act-l", "evt-s", "host", "act-l", ""),
            ("par-evt-s--signatory--act-l", "evt-s", "signatory", "act-l", ""),
        ],
        registry=[merged],
    )

    changes = compare(make_edition(), after)

    (link,) = changes.tables["participants"].moved
    assert link.cells == (CellChange("actor_id", "act-a", "act-l", "consequence"),)
    assert changes.tables["actors"].removed[0].kind == "replaced"


# ── properties ──────────────────────────────────────────────────────────────────────────────────
CELLS = st.sampled_from(["", "a", "b", "a,b", "é", "1", '"', "=x", "🚢"])
TABLES = st.dictionaries(st.sampled_from("pqrstu"), st.tuples(CELLS, CELLS), max_size=6)


def plain(rows):
    fields = [{"name": name, "type": "string"} for name in ("key", "left", "right")]
    schema = {"fields": fields, "primaryKey": "key"}
    descriptor = {"resources": [{"name": "things", "path": "data/things.csv", "schema": schema}]}
    cells = tuple((key, *rows[key]) for key in sorted(rows))
    return Edition(
        "1.0.0", "1.0.0", descriptor, {"things": Rows("things", ("key", "left", "right"), cells)}
    )


def applied(rows, changes):
    """Return the rows with the changes made."""
    made = {key: dict(zip(("left", "right"), cells, strict=True)) for key, cells in rows.items()}
    for part in changes.tables.values():
        for row in part.removed:
            del made[row.key[0]]
        for row in part.added:
            cells = {cell.column: cell.new for cell in row.cells}
            made[row.key[0]] = {name: cells.get(name, "") for name in ("left", "right")}
        for row in part.moved:
            made[row.key[0]] = made.pop(row.former[0])
        for row in (*part.changed, *part.moved):
            made[row.key[0]] |= {cell.column: cell.new for cell in row.cells}
    return {key: (row["left"], row["right"]) for key, row in made.items()}


@given(TABLES, TABLES)
def test_applying_the_difference_to_the_one_gives_the_other(before, after):
    changes = compare(plain(before), plain(after))

    assert applied(before, changes) == after
    assert changes.is_empty == (before == after)


@given(TABLES, TABLES)
def test_changes_survive_json(before, after):
    changes = compare(plain(before), plain(after))

    assert from_json(json.loads(json.dumps(changes.as_json()))) == changes


@given(TABLES, TABLES)
def test_there_is_one_line_an_entry(before, after):
    changes = compare(plain(before), plain(after))
    entered = list(changes.entries())

    rows = changes.as_rows(["V2"] * len(entered))

    assert len(rows) == len(entered)
