"""What a person types, and what comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project


def test_an_unknown_command_gets_a_suggestion(depositary) -> None:
    done = depositary("biuld", project=False)

    assert done.exit_code == 2
    assert "Did you mean build?" in done.stderr


def test_an_unknown_option_gets_a_suggestion(depositary) -> None:
    done = depositary("build", "--chek")

    assert done.exit_code == 2
    assert "error[E904]" in done.stderr
    assert "--check" in done.stderr


def test_an_unknown_id_gets_a_suggestion(depositary) -> None:
    depositary("build")

    done = depositary("show", "act-arvena")

    assert done.exit_code == 2
    assert "error[E901]" in done.stderr
    assert "did you mean act-arvenia?" in done.stderr


def test_an_unknown_column_gets_a_suggestion(depositary) -> None:
    depositary("build")

    done = depositary("query", "SELECT nam FROM actors")

    assert done.exit_code == 2
    assert "error[E902]" in done.stderr
    assert '"name"' in done.stderr


def test_outside_of_a_project_the_error_says_what_one_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "depositary", "build"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "error[E903]" in done.stderr


def test_the_bare_command_says_where_you_are_and_what_is_next(harbour: Project, tmp_path) -> None:
    def bare(where) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "depositary"],
            cwd=where, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    assert "depositary build" in bare(harbour.root)
    assert "not in a Depositary project" in bare(tmp_path)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM 'seeds/harbour.txt'",
        "COPY actors TO 'out.csv'",
        "DELETE FROM actors",
        "SELECT 1; SELECT 2",
        "SET enable_external_access = true",
        "ATTACH 'x.db'",
        "SELECT * FROM text",
        "",
    ],
)
def test_a_query_reads_the_tables_and_nothing_else(depositary, sql: str, harbour: Project) -> None:
    depositary("build")

    done = depositary("query", sql)

    assert done.exit_code == 2
    assert "error[E902]" in done.stderr
    assert not (harbour.root / "out.csv").exists()


def test_a_query_prints_a_table_csv_or_json(depositary) -> None:
    depositary("build")
    sql = "SELECT actor_id, cow, kind FROM actors WHERE actor_id = 'act-arvenia'"

    assert "act-arvenia" in depositary("query", sql).stdout
    as_csv = depositary("query", sql, "--format", "csv").stdout
    assert as_csv == "actor_id,cow,kind\nact-arvenia,,state\n"
    (row,) = json.loads(depositary("query", sql, "--json").stdout)
    assert row == {"actor_id": "act-arvenia", "cow": None, "kind": "state"}


def test_columns_of_a_query_are_typed(depositary) -> None:
    depositary("build")

    done = depositary("query", "SELECT max(latest) - min(earliest) AS days FROM dates", "--json")

    assert isinstance(json.loads(done.stdout)[0]["days"], int)


def test_show_gives_each_sentence_with_the_quote_emphasised(depositary) -> None:
    depositary("build")

    done = depositary("show", "act-gull-league")

    assert "**a claim by the Gull League that Lutharia had sold patrol boats" in done.stdout
    assert "¶3" in done.stdout
    coloured = depositary("show", "act-gull-league", "--color", "always").stdout
    assert "\x1b[1m" in coloured


def test_show_as_json_holds_evidence_and_what_refers_to_the_record(depositary) -> None:
    depositary("build")

    found = json.loads(depositary("show", "act-ana-orell", "--json").stdout)

    assert found["row"]["name"] == "Ana Orell"
    assert {"names", "participants", "relations", "claims"} <= {
        r["table"] for r in found["related"]
    }
    assert found["evidence"][0]["sentence"].endswith("officials said.")


def test_status_names_the_sentences_that_no_record_cites(depositary, edit) -> None:
    edit("Its departure in 2030 led to months of strained ties", "strained ties")
    for _ in range(2):
        edit("Its departure in 2030 led to months of strained ties", "The League")
    value = json.loads(depositary("status", "--json").stdout)

    assert value["tables"]["claims"] == 3
    (source,) = value["sources"]
    assert source["read_by"] == ["mara"]
    assert 0.5 < source["coverage"] < 1


def test_fmt_brings_a_reading_into_one_form_and_changes_no_content(
    depositary, harbour: Project
) -> None:
    path = harbour.seeds / "harbour.reading.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(value, indent=7), encoding="utf-8")

    assert depositary("fmt", "--check").exit_code == 1
    assert depositary("fmt").stdout == "wrote seeds/harbour.reading.json\n"
    assert depositary("fmt", "--check").exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == value


def test_fmt_leaves_a_broken_reading_alone_and_names_it(depositary, harbour: Project) -> None:
    path = harbour.seeds / "harbour.reading.json"
    path.write_text('{"source": ', encoding="utf-8")

    done = depositary("fmt")

    assert done.exit_code == 1
    assert "error[E101]" in done.stdout
    assert path.read_text(encoding="utf-8") == '{"source": '


def test_explain_prints_why_and_the_mend_of_codes_and_rules(depositary) -> None:
    assert "mend:" in depositary("explain", "e410").stdout
    assert "mend:" in depositary("explain", "R12").stdout
    assert "mend:" in depositary("explain", "R08").stdout
    assert "error[E904]" in depositary("explain", "E000").stderr


def test_every_output_for_programs_is_json(depositary) -> None:
    for args in (["build"], ["status"], ["check"], ["fmt"], ["explain", "E410"]):
        json.loads(depositary(*args, "--json").stdout)
