"""Each rule of versions fires on its change, and on nothing weaker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.changes import CellChange, Changes, MetadataChange, RowChange, SchemaChange
from depositary.changes import TableChanges as Table
from depositary.release.differences import compare
from depositary.release.policies import CALVER, CROISSANT, POLICIES, RULES
from depositary.release.versioning import BUMPS, Wish, decide, raised, refusals
from depositary.releases import ordinal


def verdict_of(before, after, floor="1.0.0", bump="", **more):
    return decide(compare(before, after), after.role, floor, Wish(bump), **more)


def with_resource(edition, name, **changes):
    """Return the edition with one resource described otherwise."""
    from dataclasses import replace

    resources = [
        {**part, "schema": {**part["schema"], **changes}} if part["name"] == name else part
        for part in edition.descriptor["resources"]
    ]
    return replace(edition, descriptor={**edition.descriptor, "resources": resources})


def field_of(edition, table, column, **changes):
    fields = [
        {**part, **changes} if part["name"] == column else part
        for part in edition.schema(table)["fields"]
    ]
    return with_resource(edition, table, fields=fields)


def test_the_first_release_has_the_version_of_the_dataset(make_edition):
    edition = make_edition()

    verdict = decide(compare(None, edition), edition.role, "0.3.0")

    assert (verdict.version, verdict.bump) == ("0.3.0", "first")


def test_nothing_changed_gives_no_version(make_edition):
    verdict = verdict_of(make_edition(), make_edition(), bump="major")

    assert (verdict.version, verdict.bump) == ("", "none")


ACTORS = [("act-a", "Arvenia", "state", "ARV"), ("act-l", "Lutharia", "state", "LUT")]
ROW_CASES = {
    "V2 text": ("V2", {"events": [("evt-s", "The signing", "2031-05-02", "1.0")]}),
    "V2 the same number": ("V2", {"events": [("evt-s", "Signing", "2031-05-02", "1.00")]}),
    "V2 a name spelled wrong": (
        "V2",
        {"names": [("act-a", "Arvenia", "canonical"), ("act-a", "Port Sahel", "metonym")]},
    ),
    "V2 a quote mended": (
        "V2",
        {"evidence": [("evd-2", "evt-s", "", "src-x", "0", "15", "will sign today", "")]},
    ),
    "V1 date": ("V1", {"events": [("evt-s", "Signing", "2031-05-03", "1.0")]}),
    "V1 code": ("V1", {"actors": [("act-a", "Arvenia", "person", "ARV"), ACTORS[1]]}),
    "V1 identifier": ("V1", {"actors": [("act-a", "Arvenia", "state", "AVN"), ACTORS[1]]}),
    "V1 role of a link": (
        "V1",
        {
            "participants": [
                ("par-evt-s--guest--act-a", "evt-s", "guest", "act-a", ""),
                ("par-evt-s--signatory--act-l", "evt-s", "signatory", "act-l", ""),
            ]
        },
    ),
    "V1 the claim behind a quote": (
        "V1",
        {"evidence": [("evd-2", "evt-s", "", "src-x", "0", "8", "will sign", "clm-1")]},
    ),
    "R2 row": ("R2", {"actors": [*ACTORS, ("act-b", "Bree", "state", "BRE")]}),
    "R2 name": ("R2", {"names": [("act-a", "Arvenia", "canonical"),
                                 ("act-a", "Port Sael", "metonym"), ("act-l", "Luth", "short")]}),
    "R1 name withdrawn": ("R1", {"names": [("act-a", "Arvenia", "canonical")]}),
    "R2 code": ("R2", {"codes": [("actor_kind", "bloc", "Bloc", "Many states."),
                                 ("actor_kind", "person", "Person", "One human."),
                                 ("actor_kind", "state", "State", "A state.")]}),
    "S2 code removed": ("S2", {"codes": [("actor_kind", "state", "State", "A state.")]}),
    "S2 code defined anew": ("S2", {"codes": [("actor_kind", "person", "Person", "A legal one."),
                                              ("actor_kind", "state", "State", "A state.")]}),
    "M1 label of a code": ("M1", {"codes": [("actor_kind", "person", "Human", "One human."),
                                            ("actor_kind", "state", "State", "A state.")]}),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "rows"), ROW_CASES.values(), ids=ROW_CASES.keys())
def test_a_change_of_rows_fires_its_rule(make_edition, rule, rows):
    before, after = make_edition(), make_edition(**rows)

    verdict = verdict_of(before, after)

    assert (verdict.rule, verdict.bump) == (rule, RULES[rule].bump)
    assert verdict.version == raised("1.0.0", RULES[rule].bump)


def test_retiring_with_a_successor_is_major_and_without_one_minor(make_edition):
    left = {"actors": [ACTORS[1]], "names": []}
    gone = ("act-a", "actors", "Arvenia", "single", "1.0.0", "1.0.0", "", "Never existed.")
    merged = ("act-a", "actors", "Arvenia", "single", "1.0.0", "1.0.0", "act-l", "The same.")
    moved = [("par-evt-s--host--act-l", "evt-s", "host", "act-l", ""),
             ("par-evt-s--signatory--act-l", "evt-s", "signatory", "act-l", "")]  # fmt: skip
    link = ("par-evt-s--host--act-a", "participants", "x", "single", "1.0.0", "1.0.0", "", "Gone.")

    withdrawn = verdict_of(
        make_edition(), make_edition(**left, participants=moved[1:], registry=[gone, link])
    )
    replaced = verdict_of(
        make_edition(), make_edition(**left, participants=moved, registry=[merged])
    )

    assert (withdrawn.rule, replaced.rule) == ("R1", "I3")


SCHEMA_CASES = {
    "S1 type": ("S1", ("events", "size", {"type": "integer"})),
    "S1 tightened": ("S1", ("actors", "name", {"constraints": {"required": True}})),
    "S1 pattern": ("S1", ("actors", "country", {"constraints": {"pattern": "[A-Z]{2}"}})),
    "S1 minimum raised": ("S1", ("events", "size", {"constraints": {"minimum": 1}})),
    "R2 loosened": ("R2", ("actors", "country", {"constraints": {}})),
    "S2 code lost": ("S2", ("actors", "kind", {"categories": [{"value": "state"}]})),
    "M1 words": ("M1", ("actors", "name", {"description": "What it is called."})),
}


@pytest.mark.parametrize(("rule", "change"), SCHEMA_CASES.values(), ids=SCHEMA_CASES.keys())
def test_a_change_of_a_column_fires_its_rule(make_edition, rule, change):
    table, column, spec = change

    verdict = verdict_of(make_edition(), field_of(make_edition(), table, column, **spec))

    assert verdict.rule == rule


def test_adding_removing_and_reordering_columns_is_major(make_edition):
    before = make_edition()
    fields = before.schema("actors")["fields"]

    orders = [[*fields, {"name": "note", "type": "string"}], fields[:-1], fields[::-1]]
    rules = [verdict_of(before, with_resource(before, "actors", fields=part)) for part in orders]

    assert [rule.rule for rule in rules] == ["S1", "S1", "S1"]


def test_other_keys_are_major(make_edition):
    before = make_edition()

    verdict = verdict_of(before, with_resource(before, "names", primaryKey=["name"]))

    assert verdict.rule == "S1"


@pytest.mark.parametrize(
    ("name", "rule"), [("licenses", "L1"), ("title", "M1"), ("contributors", "M1"), ("name", "S1")]
)
def test_metadata_fire_their_rule(make_edition, name, rule):
    changes = Changes("1.0.0", "", metadata=(MetadataChange(name, "a", "b"),))

    assert decide(changes, make_edition().role, "1.0.0").rule == rule


def test_many_corrections_at_once_are_no_patch(make_edition):
    def corrected(count, before):
        cell = (CellChange("name", "a", "b"),)
        rows = tuple(RowChange((f"act-{at}",), cell) for at in range(count))
        table = Table("actors", before, before, changed=rows)
        return decide(Changes("1.0.0", "", {"actors": table}), make_edition().role, "1.0.0").rule

    assert corrected(1, 2) == "V2"
    assert corrected(20, 30) == "V2"
    assert corrected(21, 30) == "V3"
    assert corrected(21, 1000) == "V2"
    assert corrected(51, 1000) == "V3"
    assert corrected(101, 1_000_000) == "V3"


def test_before_1_0_0_major_counts_as_minor(make_edition):
    before = make_edition("0.4.2")
    after = with_resource(before, "actors", fields=before.schema("actors")["fields"][:-1])

    verdict = verdict_of(before, after, "0.1.0")

    assert (verdict.version, verdict.bump, verdict.rule) == ("0.5.0", "minor", "S1")


def test_a_person_may_raise_the_version_and_the_dataset_may(make_edition):
    before = make_edition()
    after = make_edition(events=[("evt-s", "The signing", "2031-05-02", "1.0")])

    assert verdict_of(before, after, bump="major").version == "2.0.0"
    assert verdict_of(before, after, bump="patch").version == "1.0.1"
    assert verdict_of(before, after, floor="1.5.0").version == "1.5.0"
    assert "dataset.json asks" in verdict_of(before, after, floor="1.5.0").summary


def test_the_explanation_names_rule_and_row(make_edition):
    before = make_edition()
    lost = field_of(before, "actors", "kind", categories=[{"value": "state"}])

    added = verdict_of(before, make_edition(actors=[*ACTORS, ("act-b", "Bree", "state", "BRE")]))

    assert added.summary == "minor, because rows were added and no column changed: act-b in actors"
    assert verdict_of(before, lost).summary == (
        "major, because a code was removed or defined anew: "
        "column kind of actors lost the code person"
    )


def test_a_released_id_may_not_vanish(make_edition):
    before = make_edition()
    after = make_edition(actors=ACTORS[1:], names=[], participants=[])

    changes = compare(before, after)
    found = refusals(changes, before.tables["records"].column("record_id"))

    assert [(part.code, part.value) for part in found] == [
        ("E505", "act-a"),
        ("E505", "par-evt-s--host--act-a"),
        ("E505", "par-evt-s--signatory--act-l"),
    ]
    assert found[0].row == 2


def test_a_released_id_may_not_name_another_thing(make_edition):
    retired = ("act-b", "actors", "Bree", "single", "0.9.0", "1.0.0", "", "Never existed.")
    before = make_edition(registry=[retired])

    moved = make_edition(registry=[("act-b", "events", "Bree", "single", "1.0.0", "x", "", "y")])
    again = make_edition(actors=[*ACTORS, ("act-b", "Bright", "state", "BRI")])
    same = make_edition(actors=[*ACTORS, ("act-b", "Bree", "state", "BRE")])

    assert [part.code for part in refusals(compare(before, moved), ())] == ["E506"]
    assert [part.code for part in refusals(compare(before, again), ())] == ["E506"]
    assert refusals(compare(before, same), ()) == ()


def test_only_what_follows_changed_is_a_patch(make_edition):
    row = RowChange(("act-a",), (CellChange("label", "a", "b", "consequence"),))
    changes = Changes("1.0.0", "", {"records": Table("records", 1, 1, changed=(row,))})

    assert decide(changes, make_edition().role, "1.0.0").rule == "B1"


@given(st.tuples(*[st.integers(0, 99)] * 3), st.sampled_from(BUMPS[1:]))
def test_a_raised_version_is_higher(parts, bump):
    version = ".".join(map(str, parts))

    assert ordinal(raised(version, bump)) > ordinal(version)


def test_every_rule_has_a_case_here():
    fired = {case[0] for case in (*ROW_CASES.values(), *SCHEMA_CASES.values())}

    assert set(RULES) - fired == {"I3", "L1", "D1", "V3", "B1"}, "tested by name above and below"


def test_rows_of_a_table_without_a_registry_are_deleted_for_good(make_edition):
    table = Table("measures", 2, 1, removed=(RowChange(("m-1",), kind="deleted"),))

    verdict = decide(Changes("1.0.0", "", {"measures": table}), make_edition().role, "1.0.0")

    assert verdict.rule == "D1"


def test_schema_changes_of_every_kind_have_a_rule(make_edition):
    for kind in ("table added", "table removed", "path changed", "columns reordered"):
        changes = Changes("1.0.0", "", schema=(SchemaChange(kind, "actors"),))
        assert decide(changes, make_edition().role, "1.0.0").rule in ("R2", "S1")


# ── other policies ──────────────────────────────────────────────────────────────────────────────
def with_column(edition):
    columns = [*edition.schema("events")["fields"], {"name": "port", "type": "string"}]
    return with_resource(edition, "events", fields=columns)


def test_a_corrected_value_is_major_in_croissant(make_edition):
    after = make_edition(events=[("evt-s", "The signing", "2031-05-02", "1.0")])

    verdict = verdict_of(make_edition(), after, policy=CROISSANT)

    assert (verdict.version, verdict.rule) == ("2.0.0", "V2")


def test_an_added_column_is_minor_in_croissant(make_edition):
    verdict = verdict_of(make_edition(), with_column(make_edition()), policy=CROISSANT)

    assert (verdict.version, verdict.rule) == ("1.1.0", "S3")
    assert (
        verdict.summary == "minor, because a column was added: column port of events, column added"
    )


CROISSANT_BUMPS = {
    "S1": "major", "S2": "major", "I3": "major", "L1": "major", "D1": "major", "R1": "major",
    "V1": "major", "V2": "major", "V3": "major", "S3": "minor", "R2": "minor", "M1": "patch",
    "B1": "patch",
}  # fmt: skip


@pytest.mark.parametrize("rule", CROISSANT_BUMPS)
def test_every_clause_of_croissant_weighs_as_it_says(rule):
    assert CROISSANT.rules[rule].bump == CROISSANT_BUMPS[rule]


def test_croissant_has_no_other_clauses():
    assert set(CROISSANT.rules) == set(CROISSANT_BUMPS)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_heavier_rules_of_a_policy_are_asked_first(policy):
    weights = [BUMPS.index(rule.bump) for rule in policy.rules.values()]

    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("before", "date", "version"),
    [
        ("2031.4.3", "2031-05-02", "2031.5.0"),
        ("2031.5.0", "2031-05-30", "2031.5.1"),
        ("2031.5.1", "2031-04-30", "2031.5.2"),
    ],
)
def test_a_calendar_version_is_year_month_and_count(make_edition, before, date, version):
    after = make_edition(events=[("evt-s", "The signing", "2031-05-02", "1.0")])

    verdict = verdict_of(make_edition(before), after, policy=CALVER, date=date)

    assert (verdict.version, verdict.bump, verdict.rule) == (version, "patch", "V2")


def test_the_first_calendar_version_is_that_of_its_day(make_edition):
    edition = make_edition()

    verdict = decide(
        compare(None, edition), edition.role, "1.0.0", policy=CALVER, date="2031-05-02"
    )

    assert verdict.version == "2031.5.0"


def test_a_lower_version_needs_a_reason_and_records_it(make_edition):
    changes = compare(make_edition(), with_column(make_edition()))

    refused = decide(changes, make_edition().role, "1.0.0", Wish("patch"))
    lowered = decide(changes, make_edition().role, "1.0.0", Wish("patch", "Nobody saw it."))

    assert refused.version == "2.0.0"
    assert lowered.version == "1.0.1"
    assert lowered.summary.startswith("patch, because Nobody saw it; lowered from major: ")
