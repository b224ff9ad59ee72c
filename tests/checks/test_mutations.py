"""A package is broken in many ways, one at a time: each is found, by its code, and nothing else is.

The package is that of the invented harbour project, with its law and its article beside it; every
table is edited as text, as somebody with an editor would, and the descriptor made to fit again, so
that only the fault itself is left to find.
"""

# ruff: noqa: E501 - one mutation is one line, to be read as a table
from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from depositary import building, schema
from depositary.checks import run
from depositary.checks.rules import run_rules
from depositary.ids import evidence_id, link_id
from depositary.project import Project
from depositary.tables import Rows, from_csv, to_csv

if TYPE_CHECKING:
    from pathlib import Path


class Broken:
    """The harbour package on disk, and ways to edit it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.datapackage
        self.law = schema.load(project.schema)

    def path(self, table: str) -> Path:
        return self.folder / "data" / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        return [*from_csv(table, self.path(table).read_bytes()).mappings()]

    def put(self, table: str, rows: list[dict[str, str]]) -> None:
        columns = self.law.tables[table].column_names
        cells = tuple(tuple(row.get(name, "") for name in columns) for row in rows)
        self.path(table).write_bytes(to_csv(Rows(table, columns, cells)))

    def cell(self, table: str, key: str, **cells: str) -> None:
        """Change cells of the row whose primary key is given."""
        name = self.law.tables[table].primary_key[-1]
        rows = self.rows(table)
        (row,) = [row for row in rows if row[name] == key]
        row.update(cells)
        self.put(table, rows)

    def evidence(self, record: str, *, again: bool = True, **cells: str) -> None:
        """Change the first evidence of a record, and its id with it."""
        rows = self.rows("evidence")
        row = next(row for row in rows if row["record_id"] == record)
        row.update(cells)
        if again:
            row["evidence_id"] = evidence_id(row)
        self.put("evidence", rows)

    def add(self, table: str, like: str, **cells: str) -> None:
        """Add a row like another."""
        name = self.law.tables[table].primary_key[-1]
        rows = self.rows(table)
        (row,) = [row for row in rows if row[name] == like]
        self.put(table, [*rows, {**row, **cells}])

    def drop(self, table: str, column: str, value: str) -> None:
        """Remove the rows that hold a value in a column."""
        self.put(table, [row for row in self.rows(table) if row[column] != value])

    def remove(self, record: str) -> None:
        """Remove a record, its entry in the registry and its evidence."""
        table = self.law.table_of(record).name
        for name, column in ((table, self.law.tables[table].primary_key[0]),
                             ("records", "record_id"), ("evidence", "record_id")):  # fmt: skip
            self.drop(name, column, record)

    def relink(self, record: str, **cells: str) -> None:
        """Change what a link row links, and its id with it, wherever that stands."""
        table = self.law.table_of(record)
        key = table.primary_key[0]
        rows = self.rows(table.name)
        (row,) = [row for row in rows if row[key] == record]
        row.update(cells)
        row[key] = link_id(table, row)
        self.put(table.name, rows)
        self.cell("records", record, record_id=row[key])
        evidence = self.rows("evidence")
        for quote in evidence:
            if quote["record_id"] == record:
                quote["record_id"] = row[key]
                quote["evidence_id"] = evidence_id(quote)
        self.put("evidence", evidence)

    def each_line(self, table: str, *ends: str) -> None:
        """Add to the end of the header, and of every other line; or take from it."""
        header, *lines = self.path(table).read_text(encoding="utf-8").splitlines()
        head, tail = ends
        changed = [header.replace(",language", "") + head, *(line[:-1] + tail for line in lines)]
        self.path(table).write_text("\n".join(changed) + "\n", encoding="utf-8", newline="")

    def text(self, table: str, old: str, new: str) -> None:
        """Replace words of the CSV, once."""
        self.bytes(table, old.encode(), new.encode())

    def bytes(self, table: str, old: bytes, new: bytes) -> None:
        data = self.path(table).read_bytes()
        assert old in data
        self.path(table).write_bytes(data.replace(old, new, 1))

    def article(self, old: str, new: str) -> None:
        path = self.project.seeds / "harbour.txt"
        data = path.read_bytes()
        assert old.encode() in data
        path.write_bytes(data.replace(old.encode(), new.encode(), 1))

    def describe(self, how) -> None:
        """Change the descriptor by a function."""
        path = self.folder / "datapackage.json"
        value = json.loads(path.read_text(encoding="utf-8"))
        how(value)
        path.write_text(json.dumps(value), encoding="utf-8")

    def stamp(self) -> None:
        """Write the size and hash of every table into the descriptor."""

        def how(package) -> None:
            for resource in package["resources"]:
                path = self.folder / resource["path"]
                if path.is_file():
                    data = path.read_bytes()
                    resource["bytes"] = len(data)
                    resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"

        self.describe(how)

    def codes(self) -> list[str]:
        report = run.check(self.folder / "datapackage.json")
        return sorted({finding.code for finding in report.findings})


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harbour project with its tables, made once."""
    root = tmp_path_factory.mktemp("built") / "harbour"
    shutil.copytree(repository / "schema", root / "schema")
    shutil.copytree(repository / "tests" / "harbour" / "seeds", root / "seeds")
    project = Project(root)
    law = schema.load(project.schema)
    building.write(project, building.artefacts(project, law, building.build(project, law)))
    return root


@pytest.fixture
def package(built: Path, tmp_path: Path) -> Broken:
    root = tmp_path / "harbour"
    shutil.copytree(built, root)
    return Broken(Project(root))


def test_the_package_has_no_fault_before(package: Broken) -> None:
    assert package.codes() == []


TREATY, BOATS = "agr-harbour-treaty", "evt-patrol-boats"
JOINS, LEAVES = "evt-arvenia-joins-league", "evt-arvenia-leaves-league"
DATE = "dat-evt-arvenia-joins-league--occurred--in-2027"
LED_TO = f"rel-{LEAVES}--led-to--evt-strained-ties"
DENIAL, CLAIM, PRAISE = "clm-spokesman-denial", "clm-league-boats", "clm-orell-ports"

CELLS = {
    # ── types and constraints ───────────────────────────────────────────────────────────────────
    "not an integer": (lambda p: p.cell("actors", "act-arvenia", cow="many"), "E201"),
    "not a date": (lambda p: p.cell("agreements", TREATY, stage_as_of="1 May 2031"), "E201"),
    "no such day": (lambda p: p.cell("agreements", TREATY, stage_as_of="2031-02-30"), "E201"),
    "required and missing": (lambda p: p.cell("claims", PRAISE, content=""), "E202"),
    "not a code": (lambda p: p.cell("events", JOINS, kind="joining"), "E203"),
    "not a code, but a label": (lambda p: p.cell("actors", "act-arvenia", kind="State"), "E203"),
    "not the pattern": (lambda p: p.cell("actors", "act-arvenia", country="Arvenia"), "E204"),
    "not the pattern of an id": (lambda p: p.cell("agreements", TREATY, unts="55"), "E204"),
    "below the minimum": (lambda p: p.cell("actors", "act-arvenia", cow="1"), "E205"),
    "above the maximum": (lambda p: p.cell("actors", "act-arvenia", cow="1000"), "E205"),
    "a cell too many": (lambda p: p.text("names", "act-arvenia,Arvenia,canonical,", "act-arvenia,Arvenia,canonical,,x"), "E208"),
    "a cell too few": (lambda p: p.text("names", "act-arvenia,Arvenia,canonical,", "act-arvenia,Arvenia,canonical"), "E209"),
    # A row without its key breaks both: frictionless says so too.
    "a blank row": (lambda p: p.text("names", "act-arvenia,Arvenia", "\nact-arvenia,Arvenia"), "E210 E302"),
    # ── headers, files and encoding ─────────────────────────────────────────────────────────────
    "a label left out": (lambda p: p.each_line("names", "", ""), "E115"),
    "a label too many": (lambda p: p.each_line("names", ",language,colour", ",,"), "E116"),
    "a label misspelt": (lambda p: p.text("names", "kind,language", "kind,lang"), "E118"),
    "an unlabelled column": (lambda p: p.text("names", "kind,language", "kind,"), "E119"),
    "not UTF-8": (lambda p: p.bytes("names", b"The League", b"The L\xe9ague"), "E102"),
    "an open quote": (lambda p: p.text("names", "The League", '"The League'), "E114"),
    "a NUL": (lambda p: p.bytes("names", b"The League", b"The\0League"), "E114"),
    "a missing file": (lambda p: p.path("names").unlink(), "E103"),
    # ── keys ────────────────────────────────────────────────────────────────────────────────────
    "a key twice": (lambda p: p.add("names", "The League"), "E301"),
    "an unknown actor": (lambda p: p.text("names", "act-arvenia,", "act-arvena,"), "E303"),
    "an unknown agreement": (lambda p: p.cell("events", "evt-strained-ties", agreement_id="agr-x"), "E303"),
    "an unknown source of a revision": (lambda p: p.cell("sources", "src-harbour", revision_of="src-x"), "E303"),
    "an unknown successor": (lambda p: p.cell("records", BOATS, replaced_by="evt-x"), "E303"),
    "a unique pair twice": (
        lambda p: [p.cell("actors", f"act-{name}", wikidata="Q1") for name in ("arvenia", "lutharia")],
        "E304",
    ),
    # ── the rules of the law ────────────────────────────────────────────────────────────────────
    "R01": (lambda p: p.cell("sources", "src-harbour", chars="700"), "R01"),
    "R02": (lambda p: p.evidence(JOINS, quote="Arvenia joined the Gull League in 2O27"), "R02"),
    "R03": (lambda p: p.evidence("evt-strained-ties", start="0", end="10", quote="Listen to "), "R03"),
    "R04": (lambda p: p.drop("evidence", "record_id", "act-gull-league"), "R04"),
    "R05": (lambda p: p.add("records", BOATS, record_id="evt-nothing"), "R05"),
    "R07": (lambda p: p.relink(f"par-{JOINS}--joiner--act-arvenia", record_id=PRAISE), "R07"),
    "R08": (lambda p: p.evidence("act-gull-league", voice="attributed"), "R08"),
    "R09": (lambda p: p.evidence(CLAIM, claim_id=CLAIM, voice="attributed"), "R09"),
    "R10": (
        lambda p: [
            p.drop("relations", "predicate", "responds_to"),
            p.drop("records", "record_id", f"rel-{DENIAL}--responds-to--{CLAIM}"),
            p.drop("evidence", "record_id", f"rel-{DENIAL}--responds-to--{CLAIM}"),
        ],
        "R10",
    ),
    "R11": (lambda p: p.cell("claims", CLAIM, act="states"), "R11"),
    "R12": (lambda p: p.cell("events", BOATS, modality="happened"), "R12"),
    "R13": (lambda p: p.cell("events", JOINS, status="corroborated"), "R13"),
    "R14": (lambda p: p.cell("events", BOATS, status="as_reported"), "R14"),
    "R15": (lambda p: p.cell("events", JOINS, status="corrected"), "R15"),
    "R16": (lambda p: p.cell("dates", DATE, earliest="2027-06-01"), "R16"),
    "R17": (lambda p: p.cell("claims", PRAISE, cue="said"), "R17"),
    "R18": (lambda p: p.cell("events", JOINS, modality="planned"), "R18"),
    "R19": (
        lambda p: [
            p.cell("sources", "src-harbour", published="2031-06"),
            p.cell("agreements", TREATY, stage="in_force"),
            p.cell("events", "evt-harbour-treaty-signing", modality="happened"),
            p.cell("events", LEAVES, kind="entry_into_force", agreement_id=TREATY),
        ],
        "R19",
    ),
    "R20": (lambda p: p.cell("agreements", TREATY, stage="signed"), "R20"),
    "R21": (lambda p: p.relink(LED_TO, object_id=JOINS), "R21"),
    "R22": (lambda p: p.relink(LED_TO, object_id=LEAVES), "R22"),
    "R23": (lambda p: p.remove(f"par-{TREATY}--party--act-lutharia"), "R23"),
    "R24": (lambda p: p.cell("claims", PRAISE, quoted="told reporters"), "R24"),
    "R25": (lambda p: p.cell("actors", "act-lutharia", country="ARV"), "R25"),
    "R26": (lambda p: p.text("codes", ",happened,Happened", ",happened,Occurred"), "R26"),
    "R27": (lambda p: p.evidence(JOINS, again=False, evidence_id="evd-000000000000"), "R27"),
    "R28": (lambda p: p.evidence(LEAVES, note=""), "R28"),
    "R29": (lambda p: p.cell("records", JOINS, review="agreed", reviewer="mara"), "R29"),
    "R30": (lambda p: p.cell("claims", PRAISE, quoted=""), "R30"),
    "R31": (lambda p: p.cell("records", JOINS, review="agreed"), "R31"),
    "R32": (
        lambda p: [p.add("records", BOATS, record_id="evt-gone", retired="1.0.0", reason="")],
        "R32",
    ),
    "R33": (lambda p: p.cell("actors", "act-arvenia", country=""), "R33"),
    "R34": (lambda p: p.cell("actors", "act-gull-league", cow="900"), "R34"),
}  # fmt: skip

DESCRIPTOR = {
    "no resources": (lambda d: d.update(resources=[]), "E112"),
    "a property of the wrong kind": (lambda d: d.update(keywords="treaty"), "E112"),
    "a path out of the package": (lambda d: d["resources"][0].update(path="../seeds/harbour.txt"), "E109"),
    "a remote path": (lambda d: d["resources"][0].update(path="https://example.org/a.csv"), "E121"),
    "another hash": (lambda d: d["resources"][0].update(hash="sha256:" + "0" * 64), "E120"),
    "another size": (lambda d: d["resources"][0].update(bytes=1), "E120"),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_broken_table_is_found_and_nothing_else(package: Broken, name: str) -> None:
    breaks, code = CELLS[name]
    breaks(package)
    package.stamp()

    assert package.codes() == code.split()


@pytest.mark.parametrize("name", DESCRIPTOR)
def test_a_broken_descriptor_is_found(package: Broken, name: str) -> None:
    breaks, code = DESCRIPTOR[name]
    package.describe(breaks)

    assert code in package.codes()


def test_an_id_that_the_release_before_had_and_this_has_not_is_found(package: Broken) -> None:
    tables = {name: from_csv(name, package.path(name).read_bytes()) for name in package.law.tables}
    records = tables["records"]
    row = dict(zip(records.columns, records.rows[0], strict=True)) | {"record_id": "act-gone"}
    before = Rows("records", records.columns, (*records.rows, tuple(row.values())))

    findings, _ = run_rules(package.law, tables, None, before)

    assert {finding.code for finding in findings} == {"R06"}


def test_the_article_edited_by_one_comma_is_found(package: Broken) -> None:
    package.article("Lutharia, Ana", "Lutharia; Ana")

    assert "R01" in package.codes() or "E414" in package.codes()
