"""Each rule of the law, tried on rows that keep it and on rows that break it, and only it.

The cases stand in tests/rules: base.yaml is a register that keeps every rule, R*.yaml says in what
each case differs. ``rows`` changes what a coder found (offsets, ids and the registry follow);
``articles`` changes the articles that they read: ``[words, other words]``. ``cells`` changes the
finished tables and nothing else, as an edit of the CSV would; ``texts`` the articles afterwards,
``previous`` the registry of the release before. ``null`` takes a row or an article away.
"""

from __future__ import annotations

import copy
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bench import registers
from depositary import edtf, ids, schema
from depositary.checks.rows import check_rows
from depositary.checks.rules import Allowance, run_rules
from depositary.project import Project
from depositary.release import editions
from depositary.schema import Rule
from depositary.sources import SourceText
from depositary.spans import Span, locate
from depositary.tables import Rows

FOLDER = Path(__file__).parents[1] / "rules"
BASE = yaml.load((FOLDER / "base.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - plain text only
# A row that names nothing is missed where it belongs, and nothing says where that was.
KNOWN_DOUBLES = {("evidence", "record_id"): {"R04"}, ("participants", "record_id"): {"R23"}}
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted(FOLDER.glob("R*.yaml"))
    for document in [yaml.load(path.read_text("utf-8"), yaml.BaseLoader)]  # noqa: S506
    for case in [*({"finds": [], **good} for good in document["good"]), *document["bad"]]
]


@pytest.fixture(scope="module")
def law(repository):
    return schema.load(repository / "schema")


def test_the_base_register_keeps_every_rule(law):
    register = Register(law, {})

    assert register.findings() == set()


@pytest.mark.parametrize("case", CASES)
def test_a_case_breaks_the_rules_it_says_and_no_other(law, case):
    register = Register(law, case)

    found = register.findings()

    assert found == {register.named(expected) for expected in case["finds"]}


def test_every_rule_has_a_case_that_breaks_it(law):
    clauses = {clause["x-rule"] for table in law.tables.values() for clause in table.clauses}
    codes = {rule.code for rule in law.rules} | clauses

    broken = {found.split()[0] for case in CASES for found in case.values[0]["finds"]}

    assert codes == broken == {path.stem for path in FOLDER.glob("R*.yaml")}


def test_empty_tables_keep_every_rule_but_that_of_the_codebook(law):
    text = SourceText("src-a", "a.txt", "", "0" * 64, 0, Span(0, 0))
    previous = Rows("records", ("record_id",), ())

    findings, skipped = run_rules(law, {}, {"src-a": text}, previous)

    assert skipped == ()
    assert {finding.code for finding in findings} == {"R26"}


def test_rows_whose_cells_are_all_empty_break_no_rule(law):
    tables = {
        name: Rows(name, table.column_names, (("",) * len(table.columns),) * 2)
        for name, table in law.tables.items()
    }

    findings, _ = run_rules(law, tables, None, tables["records"])

    assert {finding.code for finding in findings} == {"R26"}


def test_a_finding_names_row_column_value_and_mend(law):
    register = Register(law, {"cells": {"events": {"evt-rifles": {"modality": "happened"}}}})

    (finding,) = register.all_findings()

    row = [key for key, *_ in register.tables["events"].rows].index("evt-rifles") + 2
    assert (finding.file, finding.line, finding.row) == ("data/events.csv", row, row)
    assert (finding.code, finding.field, finding.value) == ("R12", "modality", "happened")
    assert "clm-allegation" in finding.message
    assert '"alleged"' in finding.hint


def test_rules_whose_needs_are_not_at_hand_are_skipped_by_name(law):
    _, skipped = run_rules(law, {}, None, None)

    assert skipped == ("R01", "R02", "R03", "R06", "R24")


def test_a_cell_that_is_not_of_its_type_is_left_to_the_type_check(law):
    cells = {"dates": {"d-meeting": {"earliest": "2024-02-30"}}}

    assert Register(law, {"cells": cells}).findings() == set()


@pytest.mark.parametrize(
    ("table", "name", "column", "value"),
    [
        ("claims", "clm-praise", "speaker_id", "act-nobody"),
        ("claims", "clm-praise", "act", "praisez"),
        ("claims", "clm-allegation", "about_id", ""),
        ("dates", "d-accession", "event_id", "evt-nothing"),
        ("dates", "d-accession", "role", "happened"),
        ("dates", "d-accession", "latest", "31 December 2012"),
        ("sectors", "s-trade", "sector", "tradee"),
        ("participants", "p-canal-arvenia", "record_id", "agr-nothing"),
        ("participants", "p-canal-arvenia", "actor_id", "act-nobody"),
        ("participants", "p-canal-arvenia", "role", ""),
        ("relations", "r-member", "object_id", "act-nobody"),
        ("relations", "r-denial", "object_id", "clm-nothing"),
        ("events", "evt-river-signing", "kind", "signin"),
        ("events", "evt-river-signing", "modality", "scheduled"),
        ("agreements", "agr-river-treaty", "stage", "agreed"),
        ("agreements", "agr-river-treaty", "stage_as_of", "March 2024"),
        ("actors", "act-northern-league", "kind", "league"),
        ("evidence", "praise/clm-praise", "record_id", "clm-nothing"),
        ("evidence", "praise/clm-praise", "source_id", "src-nothing"),
        ("evidence", "alleged/evt-rifles", "claim_id", "clm-nothing"),
        ("evidence", "praise/clm-praise", "support", "says"),
        ("evidence", "praise/clm-praise", "start", "ten"),
        ("evidence", "praise/clm-praise", "quote", ""),
        ("sources", "src-selm-herald", "body_end", "-1"),
        ("records", "act-rebels", "table", "actor"),
        ("records", "act-rebels", "since", ""),
        ("codes", "act/denies", "label", ""),
    ],
)
def test_a_key_or_a_type_that_is_wrong_is_no_rule_s_finding(law, table, name, column, value):
    register = Register(law, {"cells": {table: {name: {column: value}}}})

    assert {code for code, *_ in register.findings()} <= KNOWN_DOUBLES.get((table, column), set())


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT 1; SELECT 2", "E604"),
        ("CREATE TABLE more AS SELECT 1", "E604"),
        ("SET lock_configuration = false", "E604"),
        ("SELEC 1", "E608"),
        ("SELECT nam FROM actors", "E608"),
        ("SELECT actor_id FROM actors", "E608"),
        ("SELECT * FROM read_text('/etc/hostname')", "E608"),
        ("SELECT * FROM glob('*')", "E608"),
        ("SELECT count(*) FROM range(1000000000000) AS a, range(1000000) AS b", "E608"),
    ],
)
def test_a_rule_that_cannot_be_run_is_a_finding(law, sql, code):
    rule = rule_of(sql)

    findings, _ = run_rules(replace(law, rules=(rule,)), {}, allowance=Allowance(seconds=0.3))

    assert [(finding.code, finding.file) for finding in findings] == [(code, rule.file)]


def test_a_rule_changes_nothing_for_the_next(law):
    register = Register(law, {})
    sly = 'WITH gone AS (DELETE FROM evidence RETURNING *) SELECT 1 AS "table" FROM gone'

    findings, _ = run_rules(replace(law, rules=(rule_of(sly), *law.rules)), register.tables)

    assert {finding.code for finding in findings} <= {"E604", "E608"}


def rule_of(sql):
    return Rule("R99", "tried", "Tried", "error", (), "why", "mend", sql, "schema/rules/R99-x.sql")


class Register:
    """Tables made of base.yaml and what a case changes in it."""

    def __init__(self, law, case):
        self.law = law
        self.names = {}
        kept = copy.deepcopy(BASE["tables"])
        kept["evidence"] = dict(_evidence(BASE["quotes"]))
        changes = case.get("rows", {})
        gone = {name for rows in changes.values() for name, row in rows.items() if _is_none(row)}
        for name in [n for n, row in kept["evidence"].items() if row["record_id"] in gone]:
            del kept["evidence"][name]
        _change(kept, changes)
        articles = case.get("articles", {})
        self.texts = _texts(articles | case.get("texts", {}))
        self._derive(kept, _texts(articles))
        before = {"records": copy.deepcopy(kept["records"])}
        _change(before, {"records": self._by_id("records", case.get("previous", {}))})
        self.previous = self._rows("records", before["records"])
        _change(kept, {t: self._by_id(t, rows) for t, rows in case.get("cells", {}).items()})
        self.tables = {name: self._rows(name, kept.get(name, {})) for name in law.tables}

    def all_findings(self):
        found, _ = run_rules(self.law, self.tables, self.texts, self.previous)
        return [*found, *check_rows(self.law, self.tables)]

    def findings(self):
        return {(f.code, f.resource, self._key(f)) for f in self.all_findings()}

    def named(self, expected):
        """``R17 dates d-meeting`` as code, table and key of the row."""
        code, table, name = expected.split(" ", 2)
        return code, table, self.names.get((table, name), name)

    def _key(self, finding):
        if not finding.row:
            return {"R06": "(gone)", "R26": "(missing)"}[finding.code]
        rows = self.tables[finding.resource]
        key = self.law.tables[finding.resource].primary_key
        return "/".join(rows.column(name)[finding.row - 2] for name in key)

    def _derive(self, kept, texts):
        """Fill in what build works out; afterwards rows stand under their keys."""
        for name, row in kept["sources"].items():
            text = texts[name]
            row |= {"file": text.file, "sha256": text.sha256, "chars": str(len(text.text))}
            row |= {"body_start": str(text.body.start), "body_end": str(text.body.end)}
            row.pop("body")
        known = {}
        for table in self.law.tables.values():
            for name, row in kept.get(table.name, {}).items():
                self._fill(table, row, known, texts)
                key = row.get(table.primary_key[0]) or known.get(name, name)
                if table.id_columns:
                    key = row[table.primary_key[0]] = ids.link_id(table, row)
                row[table.primary_key[0]] = key
                known[name] = key
                self.names[table.name, name] = "/".join(row[c] for c in table.primary_key)
                self.names["records", name] = key
        kept |= {"records": self._records(kept), "codes": self._codes()}
        for name in self.law.tables:
            kept[name] = {self._key_of(name, row): row for row in kept.get(name, {}).values()}

    def _fill(self, table, row, known, texts):
        for column in table.columns:
            row.setdefault(column.name, column.default)
            if column.name.endswith("_id"):
                row[column.name] = known.get(row[column.name], row[column.name])
        if "edtf" in row:
            days = edtf.bounds(row["edtf"])
            row["earliest"], row["latest"] = str(days.earliest or ""), str(days.latest or "")
        if table.name == "evidence":
            source = row["source_id"] or "src-selm-herald"
            span = locate(row["quote"], texts[source].text)[int(row.pop("nth", 1)) - 1]
            row |= {"source_id": source, "start": str(span.start), "end": str(span.end)}
            row["support"] = row["support"] or "states"
            row["voice"] = row["voice"] or ("attributed" if row["claim_id"] else "author")
            row["evidence_id"] = ids.evidence_id(row)

    def _records(self, kept):
        common = {"origin": "manual", "coder": "ada", "review": "single", "since": "1.0.0"}
        records = {
            row[table.primary_key[0]]: {**common, "table": table.name, "label": name}
            for table in self.law.records
            for name, row in kept[table.name].items()
        } | {name: {**common, "retired": "1.0.0", **row} for name, row in BASE["retired"].items()}
        return {name: {"record_id": name, **row} for name, row in records.items()}

    def _codes(self):
        columns = self.law.tables["codes"].column_names
        listed = [code for codes in self.law.codes.values() for code in codes]
        rows = [{column: getattr(code, column) for column in columns} for code in listed]
        return {f"{row['vocabulary']}/{row['code']}": row for row in rows}

    def _by_id(self, table, rows):
        return {self.names.get((table, name), name): row for name, row in rows.items()}

    def _key_of(self, table, row):
        return "/".join(row[column] for column in self.law.tables[table].primary_key)

    def _rows(self, table, rows):
        columns = self.law.tables[table].column_names
        cells = (tuple(str(row.get(column, "")) for column in columns) for row in rows.values())
        return Rows(table, columns, tuple(sorted(cells)))


def _is_none(row):
    return row in (None, "", "null")


def _evidence(quotes):
    for name, quoted in quotes.items():
        row = {key: value for key, value in quoted.items() if key not in ("of", "claim", "source")}
        row |= {"claim_id": quoted.get("claim", ""), "source_id": quoted.get("source", "")}
        for record in quoted["of"]:
            yield f"{name}/{record}", {**row, "record_id": record}


def _change(kept, changes):
    for table, rows in changes.items():
        for name, row in rows.items():
            if _is_none(row):
                del kept[table][name]
            else:
                kept.setdefault(table, {}).setdefault(name, {}).update(row)


def _texts(changes):
    """The articles; a case may take one away or edit it: ``[words, other words]``."""
    texts = {}
    for name, written in BASE["texts"].items():
        change = changes.get(name, [])
        if _is_none(change) and name in changes:
            continue
        text = written.replace(*change) if change else written
        start = text.index(BASE["tables"]["sources"][name]["body"])
        body = Span(start, len(text.rstrip()))
        data = text.encode()
        digest = hashlib.sha256(data).hexdigest()
        texts[name] = SourceText(name, f"{name}.txt", text, digest, len(data), body)
    return texts


def test_the_rules_of_a_register_of_250_000_rows_come_to_an_end(tmp_path):
    """With a LIMIT around each rule, one of them waited for ever from about 200,000 rows on."""
    registers.write(tmp_path, 250_000, is_later=False)
    project = Project(tmp_path)
    law, tables = schema.load(project.schema), editions.of_register(project).tables

    findings, _ = run_rules(law, dict(tables), allowance=Allowance(seconds=120.0))

    assert "R27" in {finding.code for finding in findings}
    assert "E608" not in {finding.code for finding in findings}
