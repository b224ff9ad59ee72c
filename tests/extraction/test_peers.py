"""A peer is asked in a process of its own; one that cannot be asked is missing, and says why."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import asking
import pytest
import tasks

from depositary.extraction.articles import Article

PEERS = Path(asking.__file__).parent / "peers"
ARTICLES = [
    Article("“Čapek” was read in March; in March!", dt.date(2031, 4, 2)),
    Article("Nothing\nhere."),
]
FINDS_MARCH = """
import re, lines

def found(text, day):
    print("a library talks")
    for each in re.finditer("March", text):
        yield lines.date(*each.span(), f"{day.year}-03")

lines.answer(found)
"""


@pytest.fixture
def script(tmp_path: Path):
    """Write the script of a peer, beside what the scripts of the others share."""

    def write(words: str) -> Path:
        (tmp_path / "lines.py").write_bytes((PEERS / "lines.py").read_bytes())
        path = tmp_path / "with_march.py"
        path.write_text(words, encoding="utf-8")
        return path

    return write


def test_a_peer_answers_for_each_text_by_its_places(script) -> None:
    told = asking.answers(Path(sys.executable), script(FINDS_MARCH), ARTICLES)

    found = told.mentions(ARTICLES[0])
    text = ARTICLES[0].text
    assert [text[each.start : each.end] for each in found] == ["March", "March"]
    assert {(each.kind, each.about["timex"]) for each in found} == {("date", "2031-03")}
    assert told.mentions(ARTICLES[1]) == ()
    assert told.tell("timex")
    assert not told.tell("speaker")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("import no_such_library", "exit 1 after 0 answers: ModuleNotFoundError"),
        ("import sys; sys.exit(3)", "exit 3 after 0 answers"),
        ("print('[]')", "exit 0 after 1 answers"),
    ],
)
def test_a_peer_that_fails_is_missing_with_the_reason(script, words: str, reason: str) -> None:
    with pytest.raises(asking.MissingError, match=reason):
        asking.answers(Path(sys.executable), script(words), ARTICLES)


def test_a_peer_that_takes_too_long_is_missing(script, monkeypatch) -> None:
    monkeypatch.setattr(asking, "_PATIENCE_S", (0.1, 0.1))

    with pytest.raises(asking.MissingError, match="timed out"):
        asking.answers(Path(sys.executable), script("import time; time.sleep(60)"), ARTICLES)


@pytest.mark.slow
def test_a_peer_that_cannot_be_installed_is_missing_in_the_table(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("bench.environments.CACHE", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)

    told = asking.peers_of("dates", ["textacy", "dateparser"], ARTICLES)

    assert list(told) == ["dateparser"]
    assert told["dateparser"].startswith("missing: ERROR: No matching distribution found")


def test_fewer_articles_are_taken_from_all_over() -> None:
    assert list(tasks._spread(range(10), 3)) == [0, 3, 6]
    assert list(tasks._spread(range(3), 10)) == list(tasks._spread(range(3), None)) == [0, 1, 2]


def test_who_is_quick_is_asked_unless_all_are_or_none() -> None:
    assert "heideltime" not in asking.chosen(["quick"])
    assert asking.chosen(["quick", "heideltime"]) == asking.chosen(["all"])
    assert asking.chosen(["none"]) == ()


@pytest.mark.parametrize("name", asking.PEERS)
def test_each_peer_has_a_script_and_requirements_with_versions(name: str) -> None:
    named = (PEERS.parents[1] / "bench" / f"requirements-{name}.txt").read_text(encoding="utf-8")

    assert (PEERS / f"with_{name}.py").is_file()
    wanted = [line for line in named.splitlines() if line[:1].isalpha()]
    assert wanted
    assert all("==" in line for line in wanted)
