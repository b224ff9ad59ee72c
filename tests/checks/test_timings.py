"""A check says where its time went, where it is asked to, and nowhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from depositary.checks import timings
from depositary.checks.packages import check_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}], "primaryKey": ["a"]}
WIDE = {"name": "crews", "path": "crews.csv", "encoding": "utf-16"}
"""A table that is read row by row: no byte of it is a character."""


@pytest.fixture
def descriptor(tmp_path) -> Path:
    tables = [{"name": "boats\x1b[31m", "path": "boats.csv"}, WIDE]
    entries = [{**each, "type": "table", "schema": SCHEMA} for each in tables]
    (tmp_path / "boats.csv").write_bytes(b"a,b\n1,2\nx,3\n")
    (tmp_path / "crews.csv").write_text("a,b\n1,2\n2,3\n3,3\n", encoding="utf-16")
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"resources": entries}), encoding="utf-8")
    return path


@pytest.fixture
def running() -> Iterator[timings.Timings]:
    yield timings.begun(0.5)
    timings.ended()


def test_every_table_and_stage_has_its_time(descriptor, running) -> None:
    check_package(descriptor)

    boats, crews = running.tables.values()
    assert {"reading", "columns", "keys"} <= boats.keys()
    assert {"reading", "row by row"} <= crews.keys()
    assert running.stages["start-up"] == 0.5
    assert "descriptor" in running.stages


def test_rows_that_are_judged_one_by_one_are_counted(descriptor, running) -> None:
    check_package(descriptor)

    assert [*running.rows.values()] == [1, 3]


def test_the_total_is_that_of_all_parts(descriptor, running) -> None:
    check_package(descriptor)
    value = running.value()

    parts = [value[stage] for stage in running.stages]
    parts += [each for stages in running.tables.values() for each in stages.values()]

    assert value["total"] == pytest.approx(sum(parts), abs=1e-4)


def test_columns_are_aligned(descriptor, running) -> None:
    check_package(descriptor)

    head, boats, crews, *_ = running.lines()

    assert len(head) == len(boats) == len(crews)


def test_nothing_is_timed_where_nobody_asks(descriptor) -> None:
    running = timings.begun(0.0)
    timings.ended()

    check_package(descriptor)

    assert running.tables == {}


def said(descriptor: Path, *words: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "depositary", "check", f"{descriptor}", *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout, done.stderr


def test_times_stand_on_standard_error_and_in_json_alone(descriptor) -> None:
    plain, _ = said(descriptor)
    text, times = said(descriptor, "--profile")
    report, _ = said(descriptor, "--profile", "--json")
    lines, _ = said(descriptor, "--profile", "--format", "jsonl")

    assert text == plain
    assert "total" in times
    assert "\x1b" not in times
    assert len(json.loads(report)["profile"]["tables"]) == 2
    assert "profile" not in lines
