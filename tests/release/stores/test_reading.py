"""A reader takes releases from a bucket: whole, once, and whatever the network and others do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial

import pytest

import depositary
from depositary.errors import CallError, DataError, Unavailable
from depositary.release.signing import Signer, signed
from depositary.release.stores.buckets import Bucket
from depositary.release.uploading import publish
from depositary.release.yanking import yank
from needed import program


def put(target, version, release):
    return publish(Bucket(target), target, version, *release)


@pytest.fixture
def facts(folder, tiny):
    """A folder of a bucket with two releases."""
    target = folder()
    put(target, "1.0.0", tiny("1.0.0"))
    put(target, "1.0.1", tiny("1.0.1", "2"))
    return target


@pytest.fixture
def take(tmp_path):
    """Open a release, with a cache of this test."""
    return partial(depositary.open_release, cache=tmp_path / "cache")


@pytest.mark.parametrize("form", ["", "/", "/index.json", "/latest.json", "/1.0.1",
                                  "/tiny-1.0.1.zip"])  # fmt: skip
def test_a_release_is_taken_from_a_bucket_by_folder_index_or_zip(take, facts, form):
    opened = take(f"{facts}{form}")

    assert (opened.name, opened.version) == ("tiny", "1.0.1")
    assert opened.verify().is_whole
    assert opened.read("data/a.csv") == b"a\n2\n"


def test_it_is_fetched_once_and_a_range_chooses(network, take, facts):
    take(facts.text, "~1.0")
    network.heal()

    assert take(facts.text, "1.0.1").version == "1.0.1"
    assert network.count == 1  # the index alone
    assert take(facts.text, "1.0.0").read("data/a.csv") == b"a\n1\n"


@pytest.mark.parametrize("is_forwarded", [False, True], ids=["not asked", "answer lost"])
def test_cut_at_any_request_it_comes_whole_all_the_same(network, facts, tmp_path, is_forwarded):
    for at in (1, 2):
        network.fail(at, is_forwarded=is_forwarded)
        opened = depositary.open_release(facts.text, cache=tmp_path / str(at))

        assert network.count == 3  # index and archive, and one of them again
        assert opened.verify().is_whole


def test_a_releaser_at_any_moment_leaves_the_reader_with_a_whole_version(
    network, folder, tiny, tmp_path
):
    got = set()
    for at in (1, 2, 3):
        target = folder()
        put(target, "1.0.0", tiny("1.0.0"))
        network.interrupt(at, lambda target=target: put(target, "1.0.1", tiny("1.0.1", "2")))
        opened = depositary.open_release(target.text, cache=tmp_path / str(at))
        network.heal()

        assert opened.verify().is_whole
        got.add(opened.version)

    assert got == {"1.0.0", "1.0.1"}


def test_a_store_that_denies_access_or_is_silent_gives_what_was_fetched_before(
    network, take, facts, tmp_path
):
    take(facts.text)
    network.answers = [403]
    with pytest.warns(UserWarning, match="E580: .*access is denied"):
        assert take(facts.text).version == "1.0.1"
    network.answers = [403]
    with pytest.raises(Unavailable) as caught:
        depositary.open_release(facts.text, cache=tmp_path / "empty")

    assert caught.value.code == "E541"
    assert "not-to-be-shown" not in f"{caught.value.message}{caught.value.hint}"


def test_what_was_changed_or_taken_away_in_the_bucket_is_refused(take, facts):
    store = Bucket(facts)
    for name, form, code in (
        ("1.0.1/data/a.csv", "/1.0.1", "E507"),
        ("tiny-1.0.1.zip", "", "E563"),
        ("index.json", "", "E511"),
    ):
        found = store.read(name, 1 << 20)
        store.replace(name, found.data[:-9], found.tag)
        with pytest.raises(DataError) as caught:
            take(f"{facts}{form}")
        assert caught.value.code == code


def test_a_yanked_release_is_passed_by(take, facts):
    yank(facts, "1.0.1", "Twos are wrong.")

    assert take(facts.text).version == "1.0.0"
    with pytest.warns(UserWarning, match=r"E562: .*Twos are wrong"):
        take(facts.text, "1.0.1")


def test_where_nothing_is_that_is_said(take, folder):
    with pytest.raises(CallError) as caught:
        take(folder().text)

    assert caught.value.code == "E103"


def test_fetch_verifies_from_a_bucket_who_signed(network, folder, tiny, tmp_path):
    key = tmp_path / "ann"
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    (tmp_path / "mine").write_text(f"ann {key.with_suffix('.pub').read_text()}")
    target, (files, own_id) = folder(), tiny("1.0.0")
    put(target, "1.0.0", (signed(files, Signer("ann", key)), own_id))
    plain = folder()
    put(plain, "1.0.0", tiny("1.0.0"))

    def fetch(address):
        return subprocess.run(
            [sys.executable, "-m", "depositary", "fetch", address.text, "--json", "--to", "data",
             "--allowed-signers", "mine"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        )  # fmt: skip

    refused, done = fetch(plain), fetch(target)

    assert (refused.returncode, "error[E571]" in refused.stderr) == (1, True)
    assert json.loads(done.stdout)["signer"] == "ann"
    assert depositary.verify(tmp_path / "data/tiny-1.0.0", own_id).is_whole
    assert "not-to-be-shown" not in refused.stderr + done.stderr + done.stdout
    assert network.count > 0
