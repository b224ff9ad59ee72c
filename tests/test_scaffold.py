"""A dataset of one's own begins with one command, in an empty folder or beside other things."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "--title", "The Lake Orin Accord", "--description", "What articles say of it.",
    "--contributor", "Ada Holm", "--updated", "2031-05-07",
)  # fmt: skip
ARTICLE = "Arvenia and Belmark signed the Lake Orin Accord on Monday, Ilsa Varo said.\n"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    folder.mkdir()
    return folder


@pytest.fixture
def begin(depositary):
    """``depositary init`` in a folder, with what it has to be told."""

    def call(folder: Path, *more: str):
        return depositary("init", str(folder), *WORDS, *more, project=False)

    return call


def metadata_of(folder: Path) -> dict:
    return json.loads((folder / "schema" / "dataset.json").read_text(encoding="utf-8"))


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_an_empty_folder_becomes_a_project_whose_check_passes(
    begin, depositary, tmp_path: Path
) -> None:
    lake = tmp_path / "new" / "lake"

    done = begin(lake)

    assert done.exit_code == 0, done.output
    assert metadata_of(lake) == {
        "name": "the-lake-orin-accord",
        "title": "The Lake Orin Accord",
        "description": "What articles say of it.",
        "version": "1.0.0",
        "updated": "2031-05-07",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "Ada Holm", "roles": ["creator", "dataCurator", "publisher"]}],
        "keywords": ["The Lake Orin Accord"],
        "versioning": "datapackage",
    }
    assert (
        depositary("check", "--project", str(lake), project=False).exit_code
        == depositary("build", "--check", "--project", str(lake), project=False).exit_code
        == 0
    )


def test_an_article_can_be_taken_in_read_and_released(begin, depositary, tmp_path: Path) -> None:
    lake, article = tmp_path / "lake", tmp_path / "accord.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    here = ("--project", str(lake))
    begin(lake)

    for command in (
        ("add", str(article), "--published", "2031-05-06"),
        ("extract",),
        ("accept", "--all", "--table", "actors"),
        ("build",),
        ("check",),
        ("make-release", "--to", str(lake / "dist")),
        ("verify", str(lake / "dist" / "1.0.0")),
    ):
        where = () if command[0] == "verify" else here
        done = depositary(*command, *where, project=False)
        assert done.exit_code == 0, done.output

    actors = (lake / "dist" / "1.0.0" / "data" / "actors.csv").read_text(encoding="utf-8")
    assert "Ilsa Varo" in actors


def test_what_is_in_the_folder_stays(begin, lake: Path) -> None:
    (lake / ".gitignore").write_text("notes/\n", encoding="utf-8")
    (lake / "notes.txt").write_text("mine\n", encoding="utf-8")

    assert begin(lake).exit_code == 0

    assert (lake / ".gitignore").read_text(encoding="utf-8") == "notes/\n"
    assert (lake / "notes.txt").read_text(encoding="utf-8") == "mine\n"


def test_a_project_is_not_begun_twice(begin, lake: Path) -> None:
    begin(lake)
    before = files_in(lake)

    done = begin(lake)

    assert done.exit_code == 2
    assert "error[E906]" in done.stderr
    assert files_in(lake) == before


def test_a_file_that_would_be_lost_is_named_and_nothing_is_written(begin, lake: Path) -> None:
    theirs = lake / "schema" / "tables" / "actors.json"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("{}", encoding="utf-8")

    done = begin(lake)

    assert done.exit_code == 2
    assert "error[E906]" in done.stderr
    assert "actors.json" in done.stderr
    assert files_in(lake) == {"schema/tables/actors.json": b"{}"}


def test_what_was_begun_and_interrupted_is_finished(begin, tmp_path: Path) -> None:
    """The metadata come last, so that a folder without them is no project yet."""
    begin(tmp_path / "whole")
    begin(tmp_path / "half")
    for name in ("schema/dataset.json", "schema/rules/R09-attribution-chains.sql"):
        (tmp_path / "half" / name).unlink()

    assert begin(tmp_path / "half").exit_code == 0

    assert files_in(tmp_path / "half") == files_in(tmp_path / "whole")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--updated", "tomorrow"), "tomorrow"),
        (("--name", "Lake Orin!"), "Lake Orin!"),
    ],
)
def test_what_the_law_refuses_makes_no_project(
    begin, tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    done = begin(tmp_path / "lake", *more)

    assert done.exit_code == 1
    assert words in done.stderr
    assert not (tmp_path / "lake").exists()


def test_the_law_of_another_project_can_be_taken(begin, tmp_path: Path) -> None:
    begin(tmp_path / "first")
    table = tmp_path / "first" / "schema" / "tables" / "actors.json"
    table.write_text(
        table.read_text(encoding="utf-8").replace('"title": "Actors"', '"title": "Who acts"'),
        encoding="utf-8",
    )

    done = begin(tmp_path / "second", "--law", str(tmp_path / "first" / "schema"))

    assert done.exit_code == 0, done.output
    taken = (tmp_path / "second" / "schema" / "tables" / "actors.json").read_bytes()
    assert taken == table.read_bytes()


def test_a_folder_without_a_law_is_none(begin, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    done = begin(tmp_path / "lake", "--law", str(tmp_path / "empty"))

    assert done.exit_code == 2
    assert "error[E103]" in done.stderr


def test_without_a_terminal_nobody_is_asked(depositary, tmp_path: Path) -> None:
    done = depositary("init", str(tmp_path / "lake"), "--title", "Lake", project=False)

    assert done.exit_code == 2
    assert "error[E904]" in done.stderr
    assert "--description" in done.stderr
    assert not (tmp_path / "lake").exists()


def test_at_a_terminal_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"The Lake\nWhat articles say.\nAda Holm\n")
    done = subprocess.run(
        [sys.executable, "-m", "depositary", "init", str(tmp_path / "lake")],
        stdin=theirs,
        capture_output=True,
        check=False,
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)

    assert done.returncode == 0, done.stderr
    said = metadata_of(tmp_path / "lake")
    assert (said["title"], said["contributors"][0]["title"]) == ("The Lake", "Ada Holm")
