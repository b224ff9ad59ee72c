"""A release at any other address that fsspec knows, by one releaser at a time."""

from __future__ import annotations

import itertools
import shutil

import pytest

from depositary.errors import CallError, Unavailable
from depositary.release import addresses, verify
from depositary.release.stores import Address, opened, place_of
from depositary.release.uploading import index_in, publish
from depositary.release.yanking import yank

pytest.importorskip("fsspec", reason="fsspec is an extra")
_FOLDERS = itertools.count()
_LIMIT = 1 << 30


@pytest.fixture(params=["memory", "local"])
def target(request, tmp_path):
    """The address of a folder in which nothing is yet."""
    if request.param == "memory":
        return Address(f"memory://facts/{next(_FOLDERS)}")
    return Address(f"local://{tmp_path}/releases")


def put(target, version, release):
    return publish(opened(target), target, version, *release)


def test_a_release_is_published_listed_and_yanked(target, tiny):
    put(target, "1.0.0", tiny("1.0.0"))
    put(target, "1.0.1", tiny("1.0.1", "2"))
    index = yank(target, "1.0.1", "Wrong.")

    assert index.latest.version == "1.0.0"
    assert verify(target / "1.0.0").is_whole
    assert verify(target / "tiny-1.0.1.zip").listed == "yanked"


def test_what_was_written_in_part_is_finished(target, tiny):
    release = tiny("1.0.0")
    put(target, "1.0.0", release)
    whole = {name: opened(target).read(name, _LIMIT).data for name in opened(target).sizes("")}

    for at, (name, data) in enumerate(whole.items()):
        if not name.endswith(("index.json", "latest.json")):
            torn = Address(f"{target}-torn-{at}")
            opened(torn).create(name, data[: len(data) // 2])
            put(torn, "1.0.0", release)
            assert index_in(opened(torn), torn).latest.version == "1.0.0"
            assert verify(torn / "1.0.0").is_whole
            assert verify(torn / "tiny-1.0.0.zip").is_whole


def test_other_content_under_the_same_version_is_refused(target, tiny):
    put(target, "1.0.0", tiny("1.0.0"))

    with pytest.raises(Unavailable) as caught:
        put(target, "1.0.0", tiny("1.0.0", "other"))

    assert caught.value.code == "E504"


def test_what_changed_since_it_was_read_is_not_replaced(target):
    store = opened(target)
    assert store.create("a", b"1")
    read = store.read("a", _LIMIT)
    assert store.replace("a", b"2", read.tag)

    assert not store.replace("a", b"3", read.tag)
    assert not store.create("a", b"3")
    assert store.read("a", _LIMIT).data == b"2"
    assert store.sizes("") == {"a": 1}


def test_what_is_too_large_is_not_read(target):
    opened(target).create("a", b"12345")

    with pytest.raises(CallError) as caught:
        addresses.content_of((target / "a").text, 4)

    assert caught.value.code == "E510"


def test_a_project_is_told_that_two_releasers_are_not_kept_apart(target, project, release):
    shutil.rmtree(project.root / "dist")

    done = release(target=target)
    again = release(target=target)

    assert "E543" in {warning.code for warning in done.warnings}
    assert (done.version, again.state) == ("1.0.0", "unchanged")


def test_what_cannot_be_reached_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Unavailable) as caught:
        opened(Address(f"local://{tmp_path}/file/releases")).create("a/b", b"1")

    assert caught.value.code == "E542"


def test_a_server_that_is_not_there_is_said_without_the_password():
    with pytest.raises(Unavailable) as caught:
        opened(Address("ftp://ann:secret@127.0.0.1:1/releases"))

    assert caught.value.code == "E542"
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("address", "code"),
    [("https://facts.example.org/releases", "E540"), ("nowhere://facts", "E530")],
)
def test_what_cannot_be_published_to_is_said(release, address, code):
    with pytest.raises(CallError) as caught:
        release(target=place_of(address))

    assert caught.value.code == code


def test_a_password_in_an_address_is_not_shown():
    address = place_of("sftp://ann:secret@example.org/releases?token=secret")

    assert "secret" not in str(address)
