"""A release that is not the one that was published does not pass, however it was changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess

import pytest

import depositary
from depositary.errors import CallError, DataError
from depositary.release import verify
from depositary.release.bag import bagged
from needed import program


@pytest.fixture
def target(published, tmp_path):
    """A folder of releases with one version in it."""
    shutil.copytree(published / "dist", tmp_path / "dist")
    return tmp_path / "dist"


@pytest.fixture
def archive(target):
    return next(target.glob("*.zip"))


def test_a_published_release_is_whole_and_listed(target, archive):
    for path in (target / "1.0.0", archive):
        found = verify(path)

        assert found.is_whole
        assert (found.version, found.listed, found.latest) == ("1.0.0", "published", "1.0.0")
    assert verify(archive).release_id == verify(target / "1.0.0").release_id


def test_the_release_id_is_the_hash_of_the_tag_manifest(target):
    tags = (target / "1.0.0" / "tagmanifest-sha256.txt").read_bytes()

    assert verify(target / "1.0.0").release_id == hashlib.sha256(tags).hexdigest()


def test_it_is_a_public_name(archive):
    assert depositary.verify(str(archive)).is_whole


def test_every_file_that_is_changed_is_named(target):
    folder = target / "1.0.0"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())

    for path in paths:
        data = path.read_bytes()
        for at in {0, len(data) // 2, len(data) - 1}:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            name = path.relative_to(folder).as_posix()
            try:
                named = [finding.value for finding in verify(folder).findings]
            except DataError as error:
                assert error.code == "E508"  # noqa: PT017
                continue
            assert name in named
        path.write_bytes(data)

    assert verify(folder).is_whole


def test_every_file_that_is_missing_is_named(target):
    folder = target / "1.0.0"

    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        path.unlink()
        name = path.relative_to(folder).as_posix()
        if name == "tagmanifest-sha256.txt":
            with pytest.raises(DataError, match="no tagmanifest"):
                verify(folder)
        else:
            assert f"{name} is missing." in [item.message for item in verify(folder).findings]
        path.write_bytes(data)


@pytest.mark.parametrize("name", ["evil.py", "data/more.csv", "schemas/tables/x.json", "a/b/c"])
def test_a_file_that_was_added_is_named_though_sha256sum_does_not_see_it(target, name):
    path = target / "1.0.0" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1")

    (finding,) = verify(target / "1.0.0").findings

    assert finding.message == f"{name} was added: it is not part of the release."


def test_links_and_pipes_are_not_followed(target):
    folder = target / "1.0.0"
    (folder / "data" / "actors.csv").rename(target / "elsewhere.csv")
    (folder / "data" / "actors.csv").symlink_to(target / "elsewhere.csv")
    (folder / "more").symlink_to(target)
    os.mkfifo(folder / "pipe")

    values = {finding.value for finding in verify(folder).findings}

    assert values == {"data/actors.csv", "more", "pipe"}


def test_swapped_files_are_both_named(target):
    one, two = (target / "1.0.0" / "data" / name for name in ("actors.csv", "claims.csv"))
    data = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(data)

    found = verify(target / "1.0.0").findings

    assert [finding.value for finding in found] == ["data/actors.csv", "data/claims.csv"]


def test_a_release_hashed_anew_is_given_away_by_the_index_and_by_its_id(target):
    folder = target / "1.0.0"
    known = verify(folder).release_id
    content = {path.relative_to(folder).as_posix(): path.read_bytes()
               for path in folder.rglob("*") if path.is_file()}  # fmt: skip
    facts = {name: data for name, data in content.items()
             if "sha256" not in name.lower() and name != "bagit.txt"}  # fmt: skip
    facts["data/actors.csv"] += b"act-x,X,state,,,,as_reported,\n"
    for name, data in bagged(facts).items():
        (folder / name).write_bytes(data)

    assert "another release id" in verify(folder).findings[0].message
    (target / "index.json").unlink()
    assert verify(folder).is_whole
    assert not verify(folder, known).is_whole


def test_bytes_of_the_archive_sampled(archive):
    data = archive.read_bytes()

    for at in [*range(0, len(data), 997), len(data) - 1]:
        archive.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        try:
            assert not verify(archive).is_whole
        except DataError as error:
            assert error.code in ("E507", "E508")  # noqa: PT017


def test_a_renamed_archive_is_known_by_its_hash(archive):
    other = archive.rename(archive.with_name("copy.zip"))

    assert verify(other).is_whole


def test_a_yanked_release_is_said_to_be(target):
    index = json.loads((target / "index.json").read_bytes())
    index["releases"][0]["state"] = "yanked"
    index["latest"] = None
    (target / "index.json").write_text(json.dumps(index))

    assert verify(target / "1.0.0").listed == "yanked"


def test_an_index_that_cannot_be_read_is_a_finding(target):
    (target / "index.json").write_text('{"name": ')

    assert [item.code for item in verify(target / "1.0.0").findings] == ["E511"]


@pytest.mark.parametrize("text", ["", "abc\n", "é\n", "\xff", "0" * 64 + " a\n"])
def test_a_manifest_that_is_none_is_no_release(target, text):
    (target / "1.0.0" / "tagmanifest-sha256.txt").write_bytes(text.encode("latin-1"))

    try:
        assert not verify(target / "1.0.0").is_whole
    except DataError as error:
        assert error.code == "E508"  # noqa: PT017


def test_what_is_no_release_is_said_to_be_none(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")

    with pytest.raises(CallError) as absent:
        verify(tmp_path / "nothing")
    with pytest.raises(DataError) as folder:
        verify(tmp_path)
    with pytest.raises(DataError) as file:
        verify(tmp_path / "notes.txt")

    assert [error.value.code for error in (absent, folder, file)] == ["E103", "E508", "E508"]


def test_sha256sum_agrees(target):
    folder = target / "1.0.0"
    command = [program("sha256sum"), "-c", "--strict", "--quiet", "SHA256SUMS"]

    assert subprocess.run(command, cwd=folder, check=False).returncode == 0
    (folder / "README.md").write_text("other")
    assert subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 1
