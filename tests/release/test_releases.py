"""The index of releases is read strictly, and written so that it reads back."""

from __future__ import annotations

import json

import pytest

from depositary.errors import DataError
from depositary.releases import (
    Index,
    Release,
    ReleaseFile,
    index_text,
    latest_text,
    ordinal,
    parse_index,
)

HASH = "0" * 64


def release(version, state="published"):
    files = (ReleaseFile(f"tiny-{version}.zip", 3, HASH),)
    return Release(version, HASH, "2031-05-03", "minor", "because", files, state)


def index_of(*versions):
    index = Index("tiny", "Tiny")
    for version in versions:
        index = index.with_release(release(version), "Tiny")
    return index


def test_an_index_reads_back():
    index = index_of("1.0.0", "1.10.0", "1.9.0")

    assert parse_index(index_text(index), "index.json") == index
    assert [part.version for part in index.releases] == ["1.10.0", "1.9.0", "1.0.0"]


def test_the_latest_is_never_a_yanked_one():
    index = index_of("1.0.0").with_release(release("1.1.0", "yanked"), "Tiny")

    assert index.latest.version == "1.0.0"
    assert json.loads(latest_text(index))["version"] == "1.0.0"


def test_a_version_is_three_numbers():
    assert ordinal("10.0.2")[:3] == (10, 0, 2)
    for text in (
        "1.0",
        "v1.0.0",
        "01.0.0",
        "1.0.0-rc",
        "1.0.0-rc.0",
        "1.0.0-x.1",
        "1.0.0\n",
        "١.0.0",
        "",
    ):
        with pytest.raises(ValueError, match="not a version"):
            ordinal(text)


def changed(**values):
    """Return an index with properties of it, or of its release, set to other values."""
    index = json.loads(index_text(index_of("1.0.0")))
    release_ = index["releases"][0]
    for key, value in values.items():
        (release_ if key in release_ else index)[key] = value
    return json.dumps(index)


BROKEN = {
    "cut short": '{"name": "tiny", "rel',
    "a list": "[]",
    "a key twice": '{"name": "a", "name": "b"}',
    "no such latest": changed(latest="2.0.0"),
    "an extra key": changed(extra=1),
    "a name that is none": changed(name=3),
    "no version": changed(version="one"),
    "an id that is none": changed(release_id="abc"),
    "a state that is none": changed(state="lost"),
    "a path that leads away": changed(files=[{"name": "../a.zip", "bytes": 1, "sha256": HASH}]),
    "a size that is none": changed(files=[{"name": "a.zip", "bytes": True, "sha256": HASH}]),
    "a missing hash": changed(files=[{"name": "a.zip", "bytes": 1}]),
    "not UTF-8": b"\xff",
    "NaN": changed(files=[{"name": "a.zip", "bytes": float("nan"), "sha256": HASH}]),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_index_is_refused(text):
    data = text if isinstance(text, bytes) else text.encode()

    with pytest.raises(DataError) as caught:
        parse_index(data, "index.json")

    assert caught.value.code == "E511"
