"""A version that was begun in a store and given up: the next number is taken, nothing is lost."""

from __future__ import annotations

import pytest

from depositary.errors import Unavailable
from depositary.release import verify
from depositary.release.steps import Order, make_release
from depositary.release.stores import opened
from depositary.release.stores.buckets import Bucket
from depositary.release.uploading import index_in

CLAIM = "tagmanifest-sha256.txt"
MENDED = ('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
MENDED_OTHERWISE = ('"title": "Harbour Trade Treaty"', '"title": "Treaty of the Harbour"')


@pytest.fixture
def put(project):
    """Release the project into a store."""

    def made(target, **more):
        return make_release(Order(project.root, target, **more), lambda *_: None)

    return made


def listed_in(target):
    index = index_in(opened(target), target)
    for part in index.releases:
        assert verify(target / part.version, part.release_id).is_whole
        assert verify(target / part.files[0].name, part.release_id).is_whole
    return [part.version for part in index.releases]


@pytest.mark.parametrize(
    ("begun", "stage", "then"), [("1.0.1", "", "1.0.2"), ("1.0.1-rc.1", "rc", "1.0.1-rc.2")]
)
def test_a_version_that_was_begun_with_other_content_is_left_out_when_a_person_says_so(
    folder, put, correct, begun, stage, then
):
    target = folder()
    put(target)
    Bucket(target).create(f"{begun}/{CLAIM}", b"of a run that was given up")
    correct(*MENDED)

    with pytest.raises(Unavailable) as caught:
        put(target, stage=stage)
    assert (caught.value.code, "--skip-begun" in caught.value.hint) == ("E595", True)
    assert put(target, stage=stage, is_skipping=True, is_dry_run=True).version == then
    assert put(target, stage=stage, is_skipping=True).version == then

    assert listed_in(target) == [then, "1.0.0"]
    assert opened(target).read(f"{begun}/{CLAIM}", 99).data == b"of a run that was given up"
    if not stage:
        assert put(target).state == "unchanged"


def test_a_first_release_that_was_begun_is_left_out_too(folder, put):
    target = folder()
    Bucket(target).create(f"1.0.0/{CLAIM}", b"of a run that was given up")

    assert put(target, is_skipping=True).version == "1.0.1"
    assert listed_in(target) == ["1.0.1"]


def test_where_nothing_was_begun_nothing_is_left_out(folder, put, correct):
    target = folder()
    put(target, is_skipping=True)
    correct(*MENDED)

    assert put(target, is_skipping=True).version == "1.0.1"


@pytest.mark.slow
@pytest.mark.parametrize("left", [40, 8])
def test_a_run_that_was_not_dead_after_all_is_listed_too_and_each_is_whole(
    network, folder, put, correct, left
):
    there, target = folder(), folder()
    for place in (there, target):
        put(place)
    correct(*MENDED)
    network.heal()
    put(there)
    told = []

    def meanwhile():
        correct(*MENDED_OTHERWISE)
        with pytest.raises(Unavailable) as caught:
            put(target)
        told.append(caught.value.code)
        told.append(put(target, is_skipping=True).version)
        correct(*MENDED_OTHERWISE[::-1])

    network.interrupt(network.count - left, meanwhile)
    told.append(put(target).version)
    network.heal()

    assert told == ["E595", "1.0.2", "1.0.1"]
    assert listed_in(target) == ["1.0.2", "1.0.1", "1.0.0"]
