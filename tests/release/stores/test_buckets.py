"""A release in a bucket: whole or not listed, whatever the network and others do meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading

import pytest

from depositary import releases
from depositary.errors import CallError, DataError, Unavailable
from depositary.release import archive, verify
from depositary.release.editions import edition_named
from depositary.release.stores import Address, opened
from depositary.release.stores.buckets import Bucket
from depositary.release.uploading import complete, index_in, publish
from depositary.release.yanking import yank

_LIMIT = 1 << 30


def put(target, version, release, retries=0):
    return publish(Bucket(target, retries), target, version, *release)


def _count(words):
    """Say how many cases there were; ``pytest -rP`` shows it."""
    sys.stdout.write(f"{words}\n")


def snapshot(target):
    store = opened(target)
    return {name: store.read(name, _LIMIT).data for name in store.sizes("")}


def assert_whole(target):
    """Assert that a reader finds all that the index names, and that ``latest`` is one of them."""
    held = snapshot(target)
    index = releases.parse_index(held[releases.INDEX], "index.json")
    for part in index.releases:
        names = [name for name in held if name.startswith(f"{part.version}/")]
        for file in part.files:
            assert hashlib.sha256(held[file.name]).hexdigest() == file.sha256
            packed = archive.unpack(held[file.name], file.name)
            assert packed == {name.partition("/")[2]: held[name] for name in names}
            assert held[f"{file.name}.sha256"].decode().split() == [file.sha256, file.name]
    if releases.LATEST in held:
        assert index.find(json.loads(held[releases.LATEST])["version"])


@pytest.fixture
def standing(network, folder, tiny):
    """Make a folder in which 1.0.0 stands."""

    def made():
        network.heal()
        target = folder()
        put(target, "1.0.0", tiny("1.0.0"))
        return target

    return made


@pytest.fixture
def whole(network, standing, tiny):
    """What stands after 1.0.1 was published undisturbed, and the requests that it took."""
    target = standing()
    network.heal()
    put(target, "1.0.1", tiny("1.0.1", "2"))
    requests = network.count
    return snapshot(target), requests


def test_a_release_is_published_listed_and_verified(folder, tiny):
    target, release = folder(), tiny("1.0.0")

    done = put(target, "1.0.0", release)
    found = verify(target / "1.0.0", release[1])
    zipped = verify(target / "tiny-1.0.0.zip", release[1])

    assert (done.is_new, str(done.folder)) == (True, f"{target}/1.0.0")
    assert (found.is_whole, found.listed, found.latest) == (True, "published", "1.0.0")
    assert zipped.is_whole
    assert_whole(target)


def test_the_index_is_written_when_all_it_names_is_there(standing, tiny):
    target, release = standing(), tiny("1.0.1", "2")
    seen = []
    store = Bucket(target, 0)

    class Watched:
        is_conditional = True
        read, sizes = store.read, store.sizes

        def create(self, name, data):
            seen.append(name)
            return store.create(name, data)

        def replace(self, name, data, tag):
            seen.append(name)
            return store.replace(name, data, tag)

    publish(Watched(), target, "1.0.1", *release)

    assert seen[0] == "1.0.1/tagmanifest-sha256.txt"
    assert seen[-4:] == ["tiny-1.0.1.zip", "tiny-1.0.1.zip.sha256", "index.json", "latest.json"]


def test_a_second_run_changes_nothing(standing, tiny):
    target = standing()
    before = snapshot(target)

    done = put(target, "1.0.0", tiny("1.0.0"))

    assert (done.is_new, done.completed) == (False, ())
    assert snapshot(target) == before


@pytest.mark.slow
@pytest.mark.parametrize("is_forwarded", [False, True], ids=["not asked", "answer lost"])
@pytest.mark.parametrize("retries", [0, 3], ids=["given up", "repeated"])
def test_cut_at_any_request_the_target_is_whole_and_the_next_run_completes(
    network, standing, whole, tiny, is_forwarded, retries
):
    expected, requests = whole
    stopped = 0

    for at in range(1, requests + 1):
        target = standing()
        network.fail(at, is_forwarded=is_forwarded)
        told = _told(target, "1.0.1", tiny("1.0.1", "2"), retries)
        stopped += told == "E542"
        network.heal()
        assert_whole(target)
        put(target, "1.0.1", tiny("1.0.1", "2"))
        assert snapshot(target) == expected

    assert requests > 15
    assert stopped == (0 if retries else requests)
    _count(f"{requests} requests cut, {stopped} runs stopped, all completed")


@pytest.mark.slow
def test_cut_again_while_it_recovers_it_still_completes(network, standing, whole, tiny):
    expected, requests = whole
    cases = 0

    for first in range(4, requests + 1, 5):
        for second in range(1, requests + 1, 4):
            target = standing()
            for at in (first, second):
                network.fail(at, is_forwarded=bool(cases % 2))
                assert _told(target, "1.0.1", tiny("1.0.1", "2")) in {"E542", "won"}
            network.heal()
            assert_whole(target)
            put(target, "1.0.1", tiny("1.0.1", "2"))
            assert snapshot(target) == expected
            cases += 1

    _count(f"{cases} pairs of cuts")


@pytest.mark.parametrize("version", ["1.0.1", "1.1.0"], ids=["the same version", "another"])
@pytest.mark.slow
def test_another_releaser_at_any_moment_leaves_both_told_and_the_index_true(
    network, standing, whole, tiny, version
):
    _, requests = whole
    mine, other = tiny("1.0.1", "2"), tiny(version, "3")

    for at in range(1, requests + 1):
        target, told = standing(), []

        def meanwhile(target=target, told=told):
            told.append(_told(target, version, other))

        network.interrupt(at, meanwhile)
        told.append(_told(target, "1.0.1", mine))
        network.heal()
        assert_whole(target)
        assert sorted(told) in (
            [["E504", "won"], ["E595", "won"]] if version == "1.0.1" else [["won", "won"]]
        )
        index = index_in(opened(target), target)
        latest = json.loads(snapshot(target)["latest.json"])["version"]
        assert latest == index.latest.version == version

    _count(f"{requests} moments")


def _told(target, version, release, retries=0):
    """What a releaser is told: that it won, or a code."""
    try:
        put(target, version, release, retries)
    except Unavailable as error:
        return error.code
    return "won"


def test_who_comes_second_has_left_nothing(standing, tiny):
    target, mine, other = standing(), tiny("1.0.1", "2"), tiny("1.0.1", "3")
    put(target, "1.0.1", mine)
    before = snapshot(target)

    with pytest.raises(Unavailable) as caught:
        put(target, "1.0.1", other)

    assert caught.value.code == "E504"
    assert snapshot(target) == before


def test_of_four_releasers_at_once_one_wins(standing, tiny):
    target, told = standing(), []
    offers = [tiny("1.0.1", str(value)) for value in range(4)]
    threads = [
        threading.Thread(target=lambda offer=offer: told.append(_told(target, "1.0.1", offer)))
        for offer in offers
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told.count("won") == 1
    assert set(told) <= {"won", "E504", "E595"}
    assert_whole(target)


@pytest.mark.slow
def test_a_yank_at_any_moment_of_a_release_is_not_lost(network, standing, whole, tiny):
    _, requests = whole

    for at in range(1, requests + 1):
        target = standing()
        network.interrupt(at, lambda target=target: yank(target, "1.0.0", "Wrong."))
        put(target, "1.0.1", tiny("1.0.1", "2"))
        network.heal()
        index = index_in(opened(target), target)
        assert index.find("1.0.0").state == "yanked"
        assert index.latest.version == "1.0.1"
        assert_whole(target)


def test_a_latest_that_a_stopped_run_left_behind_is_mended(network, standing, whole, tiny):
    target, (expected, requests) = standing(), whole
    network.fail(requests - 2, is_forwarded=False)
    with pytest.raises(Unavailable):
        put(target, "1.0.1", tiny("1.0.1", "2"))
    network.heal()

    assert complete(opened(target), target) is not None
    assert complete(opened(target), target) is None
    assert snapshot(target) == expected


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(network, folder, tiny, status):
    target = folder()
    network.answers = [status, status]

    assert put(target, "1.0.0", tiny("1.0.0"), retries=3).is_new


def test_a_server_that_stays_busy_is_given_up(network, folder, tiny):
    network.answers = [503] * 99

    with pytest.raises(Unavailable) as caught:
        put(folder(), "1.0.0", tiny("1.0.0"), retries=2)

    assert caught.value.code == "E542"
    assert network.count == 3


@pytest.mark.parametrize("at", [1, 3], ids=["reading", "writing"])
def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(network, folder, tiny, at):
    target = folder()
    network.stalls_s = [0.0] * (at - 1) + [3.0]
    store = Bucket(target, retries=2, patience_s=1)

    publish(store, target, "1.0.0", *tiny("1.0.0"))

    network.heal()
    assert_whole(target)


def test_without_access_it_is_said_and_no_secret_is_shown(network, folder, tiny):
    network.answers = [403]

    with pytest.raises(Unavailable) as caught:
        put(folder(), "1.0.0", tiny("1.0.0"))

    assert caught.value.code == "E541"
    assert "not-to-be-shown" not in f"{caught.value.message}{caught.value.hint}"


@pytest.mark.usefixtures("network")
def test_a_bucket_that_is_not_there_is_said(tiny):
    target = Address("s3://nowhere/releases")

    with pytest.raises(CallError) as caught:
        put(target, "1.0.0", tiny("1.0.0"))

    assert caught.value.code == "E540"


def test_a_file_that_was_added_stops_the_release_before_it_is_listed(standing, tiny):
    target = standing()
    Bucket(target).create("1.0.1/more.txt", b"more")

    with pytest.raises(DataError) as caught:
        put(target, "1.0.1", tiny("1.0.1", "2"))

    assert caught.value.code == "E507"
    assert index_in(opened(target), target).find("1.0.1") is None


def test_a_file_that_was_changed_is_found_by_verification(standing):
    target = standing()
    store = Bucket(target)
    store.replace("1.0.0/data/a.csv", b"b\n", store.read("1.0.0/data/a.csv", _LIMIT).tag)

    found = verify(target / "1.0.0")

    assert [finding.value for finding in found.findings] == ["data/a.csv"]


def test_a_folder_of_another_dataset_is_not_mixed_up(standing, tiny):
    target = standing()
    files, own_id = tiny("1.0.1")
    files["datapackage.json"] = files["datapackage.json"].replace(b'"tiny"', b'"huge"')

    with pytest.raises(DataError) as caught:
        put(target, "1.0.1", (files, own_id))

    assert caught.value.code == "E511"


def test_an_index_that_always_changes_is_left_alone(standing, tiny):
    target = standing()
    store = Bucket(target)

    class Crowded:
        is_conditional = True
        read, sizes, create = store.read, store.sizes, store.create

        def replace(self, *_):
            return False

    with pytest.raises(Unavailable) as caught:
        publish(Crowded(), target, "1.0.1", *tiny("1.0.1"))

    assert caught.value.code == "E544"


# ── a project ───────────────────────────────────────────────────────────────────────────────────
def test_a_project_is_released_to_a_bucket_as_to_a_folder(folder, project, correct,
                                                          release):  # fmt: skip
    target = folder()
    shutil.rmtree(project.root / "dist")
    first = release(target=target)
    release()
    correct('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')

    second, local = release(target=target), release()
    again = release(target=target)

    assert (first.version, second.version, again.state) == ("1.0.0", "1.0.1", "unchanged")
    assert (second.before, second.release_id) == ("1.0.0", local.release_id)
    dist = project.root / "dist"
    held = {path.relative_to(dist).as_posix(): path.read_bytes()
            for path in dist.rglob("*") if path.is_file() and path.name != ".lock"}  # fmt: skip
    assert snapshot(target) == held
    assert edition_named(target.text, project.root).version == "1.0.1"


def test_every_command_takes_the_address(folder, project):
    target = folder()
    shutil.rmtree(project.root / "dist")

    done = [
        _called(project, *arguments)
        for arguments in (
            ("make-release", "--to", target.text),
            ("verify", f"{target.text}/1.0.0"),
            ("diff", target.text, "."),
            ("make-release", "--to", target.text, "--since", target.text, "--dry-run"),
            ("yank", "1.0.0", "--to", target.text, "--reason", "Wrong."),
        )
    ]

    assert [run.returncode for run in done] == [0] * 5, [run.stderr for run in done]
    assert f"Wrote to {target}/" in done[0].stdout
    assert "published, as the index beside it says" in done[1].stdout
    assert "Nothing changed since 1.0.0" in done[3].stdout
    assert "the latest is none" in done[4].stdout
    assert "not-to-be-shown" not in "".join(run.stdout + run.stderr for run in done)


def _called(project, *arguments):
    script = "import sys; from depositary.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=project.root, capture_output=True,
        text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
