"""Whoever works, however often the work is interrupted: the same bytes, nothing twice or lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from extraction.corpus.newsroom import (
    article,
    command,
    events,
    running,
    tree,
    wait_for,
    write_lines,
)

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ("--partition-size", "1kB")
ON_CLUSTER = ("--cluster", "2")
pytestmark = pytest.mark.slow


def test_proposals_are_rows_in_the_order_of_the_corpus(extract, news: Path, tmp_path) -> None:
    done = extract(news, "out")

    rows = parquet.read_table(tmp_path / "out" / "proposals").to_pylist()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())

    assert done.returncode == 0, done.stderr
    assert "180 proposals from 60 articles" in done.stdout
    assert rows[0] == {
        "source_id": "a-0", "kind": "person", "start": 0, "end": 8, "text": "Minister",
        "proposed_by": "spotter", "rule": "A capital", "confidence": 0.5,
        "about": '{"a":[1],"day":"2031-05-02"}',
    }  # fmt: skip
    assert [row["source_id"] for row in rows[::3]] == [f"a-{n}" for n in range(60)]
    assert manifest["is_complete"]
    assert (manifest["sources"], manifest["mentions"], manifest["failures"]) == (60, 180, 0)


@pytest.mark.parametrize("workers", [("--workers", "2"), ON_CLUSTER])
def test_it_does_not_matter_who_works(extract, news: Path, tmp_path: Path, workers) -> None:
    alone = extract(news, "alone", *SMALL, "--workers", "1")

    done = extract(news, "many", *SMALL, *workers)

    assert (alone.returncode, done.returncode) == (0, 0), done.stderr
    assert len(tree(tmp_path / "alone")) > 20
    assert tree(tmp_path / "many") == tree(tmp_path / "alone")


@pytest.mark.parametrize("workers", [("--workers", "2"), ON_CLUSTER])
def test_a_worker_that_is_killed_takes_nothing_with_it(extract, news, tmp_path, workers) -> None:
    mark = tmp_path / "died"
    write_lines(news / "c.jsonl", [article(n, f"Ada DIE-ONCE:{mark} Bela") for n in range(20)])
    killed = extract(news, "killed", *SMALL, *workers)
    assert mark.exists()

    alone = extract(news, "alone", *SMALL, "--workers", "1")

    assert (alone.returncode, killed.returncode) == (0, 0), killed.stderr
    assert tree(tmp_path / "killed") == tree(tmp_path / "alone")


def test_a_scheduler_elsewhere_gives_the_work_of_a_killed_worker_to_another(
    extract, news: Path, tmp_path: Path
) -> None:
    write_lines(news / "slow.jsonl", [article(n, f"Ada SLOW:0.1 Bela {n}") for n in range(60)])
    to = tmp_path / "there"

    with running(tmp_path, workers=2) as (address, (first, second)):
        run = subprocess.Popen(
            command(news, to, *SMALL, "--scheduler", address, "--json"),
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        wait_for(lambda: len(list(to.glob("receipts/*.json"))) > 2)
        os.kill(first.pid, signal.SIGKILL)
        killed_at = len(list(to.glob("receipts/*.json")))
        printed, complaints = run.communicate(timeout=100)
        assert second.poll() is None
    alone = extract(news, "alone", *SMALL, "--workers", "1")

    *_, last = events(printed)
    assert (run.returncode, alone.returncode) == (0, 0), complaints
    assert killed_at < last["done"] == last["partitions"]
    assert (last["sources"], last["lost"]) == (120, 0)
    assert tree(to) == tree(tmp_path / "alone")


@pytest.mark.parametrize("workers", [("--workers", "2"), ON_CLUSTER])
def test_what_kills_every_worker_is_given_up_and_the_rest_is_done(extract, news, workers) -> None:
    write_lines(news / "a-bad.jsonl", [article(n, f"DIE {n} {'Rain ' * 300}") for n in range(1)])

    done = extract(news, "out", *SMALL, *workers, "--json")
    again = extract(news, "out", *SMALL, *workers)

    *_, last = events(done.stdout)
    assert (done.returncode, last["lost"], last["sources"]) == (3, 1, 60), done.stderr
    assert again.returncode == 3
    assert "error[E719]" in again.stderr
    assert "a-bad.jsonl" in again.stderr


@pytest.mark.parametrize("workers", [("--workers", "1"), ("--workers", "2"), ON_CLUSTER])
def test_a_killed_run_is_taken_up_where_it_was(extract, news: Path, tmp_path, workers) -> None:
    write_lines(news / "slow.jsonl", [article(n, f"Ada SLOW:0.2 Bela {n}") for n in range(40)])
    to = tmp_path / "killed"
    run = subprocess.Popen(
        command(news, to, *SMALL, *workers),
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(lambda: len(list(to.glob("receipts/*.json"))) > 2)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert not json.loads((to / "manifest.json").read_text())["is_complete"]

    again = extract(news, "killed", *SMALL, *workers, "--json")
    alone = extract(news, "alone", *SMALL, "--workers", "2")

    *_, last = events(again.stdout)
    assert (again.returncode, alone.returncode) == (0, 0), again.stderr
    assert 2 < last["kept"] < last["partitions"] == last["done"]
    assert tree(to) == tree(tmp_path / "alone")


def test_only_what_changed_is_done_again(extract, news: Path, tmp_path: Path, plugin) -> None:
    extract(news, "out", *SMALL)
    (tmp_path / "out" / "proposals" / ".left.parquet.x.new").touch()
    write_lines(news / "2031" / "b.jsonl", [article(n) for n in range(41, 61)])

    *_, changed = events(extract(news, "out", *SMALL, "--json").stdout)
    damaged = next((tmp_path / "out" / "proposals").iterdir())
    damaged.write_bytes(damaged.read_bytes()[:-1])
    *_, mended = events(extract(news, "out", *SMALL, "--json").stdout)
    plugin.write(version="2")
    *_, renewed = events(extract(news, "out", *SMALL, "--json").stdout)
    extract(news, "anew", *SMALL)

    assert 0 < changed["kept"] < changed["partitions"]
    assert mended["kept"] == mended["partitions"] - 1
    assert renewed["kept"] == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "anew")


def test_articles_that_fail_are_told_and_stop_nothing(extract, news: Path, tmp_path) -> None:
    write_lines(news / "bad.jsonl", [article(1, "BOOM"), {"id": "x"}, article(2, "Ada")])

    done = extract(news, "out")

    told = events((tmp_path / "out" / "failures.jsonl").read_text())
    assert done.returncode == 1
    assert "2 failed" in done.stdout
    assert [(each["file"], each["place"], each["code"]) for each in told] == [
        ("bad.jsonl", "line 1", "E716"),
        ("bad.jsonl", "line 2", "E712"),
    ]
    assert "no such letter" in told[0]["reason"]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["sources"] == 61


def test_what_an_extractor_did_not_read_is_told_once_for_its_partition(extract, tmp_path) -> None:
    for name, words in (("a", "DEAF Ada DEAF"), ("b", "Bela"), ("c", "DEAF Ada")):
        write_lines(tmp_path / "news" / f"{name}.jsonl", [article(1, words), article(2, "Rain")])

    done = extract(tmp_path / "news", "out", "--partition-size", "1", "--workers", "1")

    told = events((tmp_path / "out" / "failures.jsonl").read_text())
    assert done.returncode == 1
    assert [(each["file"], each["code"], each["reason"]) for each in told] == [
        ("a.jsonl", "E724", "No answer came, 2 times."),
        ("c.jsonl", "E724", "No answer came, 1 times."),
    ]


def test_a_folder_holds_the_proposals_of_one_corpus(extract, news: Path, tmp_path) -> None:
    extract(news, "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()

    other = extract(news / "2031", "out")
    foreign = extract(news, "mine")

    assert (other.returncode, foreign.returncode) == (2, 2)
    assert "error[E717]" in other.stderr
    assert "error[E717]" in foreign.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--scheduler", "tcp://127.0.0.1:1", "--workers", "2"),
        ("--cluster", "2", "--workers", "2"),
        ("src-harbour",),
    ],
)
def test_a_call_that_contradicts_itself_is_refused(extract, news: Path, options) -> None:
    done = extract(news, "out", *options)

    assert done.returncode == 2
    assert "error[E904]" in done.stderr


def test_without_the_extra_a_cluster_is_refused_with_what_to_install(
    extract, news: Path, plugin
) -> None:
    (plugin.folder / "distributed.py").write_text("raise ImportError('not here')\n")

    done = extract(news, "out", "--cluster", "2")

    assert done.returncode == 3
    assert "error[E718]" in done.stderr
    assert "depositary[scale]" in done.stderr


def test_a_scheduler_that_does_not_answer_is_told(extract, news: Path) -> None:
    done = extract(news, "out", "--scheduler", "tcp://127.0.0.1:1")

    assert done.returncode == 3
    assert "error[E718]" in done.stderr


def test_an_article_in_another_language_is_told(tmp_path: Path) -> None:
    from depositary.extraction.corpus.entries import Fields
    from depositary.extraction.corpus.ledger import opened
    from depositary.extraction.corpus.partitions import files_of, partitions_of
    from depositary.extraction.corpus.work import Asked, asked, done

    german = "Der Vertrag wurde am Freitag von beiden Seiten unterschrieben. " * 9
    write_lines(tmp_path / "a.jsonl", [article(1, german), article(2)])
    (partition,) = partitions_of(files_of(str(tmp_path / "a.jsonl")))
    ask = asked(["spotter"], Fields())
    ask = Asked(ask.extractors, ask.fields, ask.version, is_any_language=False)

    with opened(tmp_path / "out", "a.jsonl") as shelf:
        receipt = done(partition, ask, shelf)
        told = shelf.failures(partition.name).read_text()

    assert (receipt.sources, receipt.failures) == (1, 1)
    assert "E704" in told
