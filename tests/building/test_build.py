"""Readings become tables: exactly, in one order, or with one clear error."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from depositary import building, schema

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project


@pytest.fixture
def build(harbour: Project):
    return lambda: building.build(harbour, schema.load(harbour.schema))


def codes(built) -> list[str]:
    return [finding.code for finding in built.findings]


def test_an_invented_article_becomes_tables_without_a_fault(build) -> None:
    built = build()

    assert built.findings == ()
    assert len(built.tables["actors"]) == 6
    assert len(built.tables["claims"]) == 3


def test_every_quote_stands_at_its_offsets(build, harbour: Project) -> None:
    built = build()
    text = (harbour.seeds / "harbour.txt").read_bytes().decode("utf-8")

    for row in built.tables["evidence"].mappings():
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]


def test_bounds_ids_and_voices_are_computed(build) -> None:
    built = build()
    dates = {row["date_id"]: row for row in built.tables["dates"].mappings()}
    voices = {row["claim_id"]: row["voice"] for row in built.tables["evidence"].mappings()}

    league = dates["dat-evt-arvenia-joins-league--occurred--in-2027"]
    assert (league["earliest"], league["latest"]) == ("2027-01-01", "2027-12-31")
    assert voices == {
        "": "author",
        "clm-league-boats": "attributed",
        "clm-spokesman-denial": "attributed",
    }


def test_a_nested_entry_without_evidence_stands_on_that_of_its_parent(build) -> None:
    built = build()

    quotes = {
        row["quote"]
        for row in built.tables["evidence"].mappings()
        if row["record_id"] == "par-evt-arvenia-joins-league--joiner--act-arvenia"
    }

    assert quotes == {"Arvenia joined the Gull League in 2027"}


def test_two_builds_are_equal_and_the_second_writes_nothing(depositary, harbour: Project) -> None:
    first = depositary("build")
    before = {path: path.stat().st_mtime_ns for path in harbour.datapackage.rglob("*")}
    second = depositary("build")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert second.stdout == ""
    assert {path: path.stat().st_mtime_ns for path in harbour.datapackage.rglob("*")} == before


def test_only_the_tables_that_changed_are_written(depositary, edit) -> None:
    depositary("build")
    edit("Sale of patrol boats by Lutharia to Arvenia", "Sale of patrol boats to Arvenia")

    changed = depositary("build").stdout.split()[1::2]

    assert changed == [
        "datapackage/data/events.csv",
        "datapackage/data/records.csv",
        "datapackage/datapackage.json",
    ]


def test_other_hash_seeds_locales_and_folders_give_the_same_bytes(
    harbour: Project, tmp_path: Path
) -> None:
    other = tmp_path / "other place"
    shutil.copytree(harbour.root, other)
    results = []
    for root, seed, zone in ((harbour.root, "1", "UTC"), (other, "2", "Asia/Tehran")):
        subprocess.run(
            [sys.executable, "-m", "depositary", "build", "-q"],
            cwd=root, check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PATH": "/usr/bin"},
        )  # fmt: skip
        paths = sorted((root / "datapackage").rglob("*.*"))
        results.append({path.relative_to(root): path.read_bytes() for path in paths})

    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("in Port Sael on Friday", "at Port Sael on Friday", "E410", '"in", not "at"'),
        ('A spokesman for Veld"', 'Veld"', "E411", "nth"),
        ('"A spokesman for Veld"', '"Veld", "nth": 3', "E412", "1 to 2"),
        ('"A spokesman for Veld"', '"A spokesman for Veld "', "E413", "without blanks"),
        ('"A spokesman for Veld"', '"officials said.\\n“The"', "E413", "one paragraph"),
        ('"A spokesman for Veld"', '"Listen to this article"', "E410", ""),
        ('"A spokesman for Veld"', '"Ꙭꙮ"', "E410", "copy the words"),
        ('"kind": "igo_or_bloc"', '"kind": "bloc"', "E401", "igo_or_bloc"),
        ('"kind": "igo_or_bloc"', '"kinds": "igo_or_bloc"', "E401", "did you mean kind?"),
        ('"edtf": "2027"', '"edtf": "in 2027"', "E416", ""),
        ('"source": "src-harbour"', '"source": "src-harbor"', "E415", "did you mean src-harbour?"),
    ],
)  # fmt: skip
def test_a_fault_in_a_reading_is_named_with_place_and_mend(
    build, edit, old, new, code, words
) -> None:
    edit(old, new)

    built = build()

    assert code in codes(built)
    found = [finding for finding in built.findings if finding.code == code]
    assert {finding.file for finding in found} == {"seeds/harbour.reading.json"}
    assert all(finding.line for finding in found)
    assert any(words in finding.hint for finding in found)


def test_the_nearest_passage_and_its_paragraph_are_shown(build, edit) -> None:
    edit("in Port Sael on Friday", "in Port Sail on Friday")

    (finding,) = build().findings

    notes = dict(finding.notes)
    assert notes["article"].endswith("in Port Sael on Friday")
    assert notes["place"] == "paragraph 1"


def test_one_letter_in_a_quote_stops_the_build_and_nothing_is_written(
    depositary, edit, harbour: Project
) -> None:
    edit(
        "Lutharia had sold patrol boats to Arvenia last month",
        "Lutharia had sold patrol boat to Arvenia last month",
    )

    done = depositary("build")

    assert done.exit_code == 1
    assert "error[E410]" in done.stdout
    assert not harbour.datapackage.exists()


def test_a_changed_original_is_an_error(build, harbour: Project) -> None:
    path = harbour.seeds / "harbour.txt"
    path.write_bytes(path.read_bytes().replace(b"Friday", b"Monday"))

    assert "E414" in codes(build())


def test_a_missing_original_is_an_error(build, harbour: Project) -> None:
    (harbour.seeds / "harbour.txt").unlink()

    assert "E103" in codes(build())


def test_a_card_that_breaks_its_schema_is_an_error(build, edit) -> None:
    edit('"published": "2031-05-01"', '"publishd": "2031-05-01"', "seeds/harbour.source.json")

    assert "E402" in codes(build())


def second_reading(harbour: Project, entries: dict) -> None:
    text = "Arvenia, a state on the Strait of Ome, holds elections.\n"
    (harbour.seeds / "second.txt").write_text(text, encoding="utf-8", newline="")
    card = json.loads((harbour.seeds / "harbour.source.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    card |= {"source_id": "src-second", "file": "second.txt", "sha256": digest}
    card |= {"chars": len(text), "body_start": 0, "body_end": len(text)}
    (harbour.seeds / "second.source.json").write_text(json.dumps(card), encoding="utf-8")
    reading = {"source": "src-second", "coder": "ivo", **entries}
    (harbour.seeds / "second.reading.json").write_text(json.dumps(reading), encoding="utf-8")


def test_a_second_reading_adds_evidence_to_a_record_by_its_id(build, harbour: Project) -> None:
    evidence = [{"quote": "Arvenia, a state on the Strait of Ome"}]
    second_reading(harbour, {"actors": [{"id": "act-arvenia", "evidence": evidence}]})

    built = build()

    assert built.findings == ()
    sources = {
        r["source_id"]
        for r in built.tables["evidence"].mappings()
        if r["record_id"] == "act-arvenia"
    }
    assert sources == {"src-harbour", "src-second"}
    assert len(built.tables["actors"]) == 6


def test_two_definitions_of_one_id_are_an_error_with_both_places(build, harbour: Project) -> None:
    evidence = [{"quote": "Arvenia, a state on the Strait of Ome"}]
    entry = {"id": "act-arvenia", "name": "Arvenia", "kind": "state", "country": "ARN"}
    second_reading(harbour, {"actors": [{**entry, "evidence": evidence}]})

    (finding,) = build().findings

    assert finding.code == "E305"
    assert finding.file == "seeds/second.reading.json"
    assert "seeds/harbour.reading.json:" in finding.message


def test_two_cards_with_one_id_are_an_error(build, harbour: Project) -> None:
    shutil.copy(harbour.seeds / "harbour.source.json", harbour.seeds / "twin.source.json")

    assert codes(build()) == ["E417"]


def test_a_reading_of_a_coder_who_works_apart_is_not_built(build, harbour: Project) -> None:
    shutil.copy(harbour.seeds / "harbour.reading.json", harbour.seeds / "harbour.ivo.reading.json")

    built = build()

    assert built.findings == ()
    assert len(built.readings) == 1


def test_a_retired_id_stays_in_the_registry_with_its_reason(build, edit) -> None:
    edit(
        '"coder": "mara",',
        '"coder": "mara", "retired": [{"id": "evt-gone", "reason": "read twice",'
        '"replaced_by": "evt-strained-ties"}],',
    )

    row = next(r for r in build().tables["records"].mappings() if r["record_id"] == "evt-gone")

    assert (row["table"], row["reason"], row["replaced_by"]) == (
        "events",
        "read twice",
        "evt-strained-ties",
    )
    assert row["retired"] == "1.0.0"


def test_the_check_of_a_build_names_the_first_line_that_differs(
    depositary, harbour: Project
) -> None:
    depositary("build")
    path = harbour.datapackage / "data" / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"opens our ports", b"opens our harbours"))

    done = depositary("build", "--check")

    assert done.exit_code == 1
    assert "error[E501]" in done.stdout
    assert "datapackage/data/claims.csv:" in done.stdout


def test_a_changed_law_makes_the_schema_of_readings_stale(depositary, edit) -> None:
    depositary("build")
    edit('"title": "Actors"', '"title": "Actor"', "schema/tables/actors.json")

    assert "error[E502]" in depositary("build", "--check").stdout


def test_a_table_that_the_law_no_longer_knows_goes(depositary, harbour: Project) -> None:
    depositary("build")
    stray = harbour.datapackage / "data" / "places.csv"
    stray.write_text("place_id\n", encoding="utf-8")

    assert "wrote datapackage/data/places.csv" in depositary("build").stdout
    assert not stray.exists()


def test_an_independent_reader_finds_every_quote_verbatim(depositary, harbour: Project) -> None:
    """Only the standard library: what anybody can do with a download and the article."""
    depositary("build")
    data = harbour.datapackage / "data"
    with (data / "sources.csv").open(encoding="utf-8", newline="") as handle:
        files = {row["source_id"]: row["file"] for row in csv.DictReader(handle)}
    with (data / "evidence.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))

    assert rows
    for row in rows:
        text = (harbour.seeds / files[row["source_id"]]).read_bytes().decode("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "words", ["🚢 left", "cafe\u0301 closed", "قرار داد", "a\u2028b", "the “pact”"]
)
def test_offsets_hold_with_any_line_end_and_any_script(
    build, harbour: Project, end: str, words: str
) -> None:
    text = f"🚢 e\u0301 first{end}{end}Then Arvenia: {words}, it said.{end}"
    (harbour.seeds / "second.txt").write_bytes(text.encode())
    card = json.loads((harbour.seeds / "harbour.source.json").read_text(encoding="utf-8"))
    card |= {"source_id": "src-second", "file": "second.txt", "chars": len(text)}
    card |= {"sha256": hashlib.sha256(text.encode()).hexdigest()}
    card |= {"body_start": 0, "body_end": len(text)}
    (harbour.seeds / "second.source.json").write_text(json.dumps(card), encoding="utf-8")
    entry = {"id": "act-arvenia", "evidence": [{"quote": f"Arvenia: {words}"}]}
    reading = {"source": "src-second", "coder": "ivo", "actors": [entry]}
    (harbour.seeds / "second.reading.json").write_text(json.dumps(reading), encoding="utf-8")

    built = build()

    assert built.findings == ()
    rows = [r for r in built.tables["evidence"].mappings() if r["source_id"] == "src-second"]
    assert [text[int(r["start"]) : int(r["end"])] for r in rows] == [f"Arvenia: {words}"]


def test_a_whole_number_may_be_written_as_json_allows(build, edit) -> None:
    edit('"A spokesman for Veld"', '"Veld", "nth": 2.0')
    edit('"country": "ARV"', '"country": "ARV", "cow": 900.0')

    built = build()

    assert built.findings == ()
    assert "900" in built.tables["actors"].column("cow")
