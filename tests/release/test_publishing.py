"""Whatever stops a release, the target is whole, and the same command finishes the work."""

from __future__ import annotations

import multiprocessing
import shutil

import pytest

from depositary import building, releases, schema
from depositary.errors import DataError, Unavailable
from depositary.project import Project
from depositary.release import archive, publishing, verify
from depositary.release.bag import release_id
from depositary.release.publishing import complete, publish
from depositary.release.steps import Order, make_release


@pytest.fixture
def target(project):
    return project.root / "dist"


@pytest.fixture(scope="session")
def next_files(published, tmp_path_factory):
    """The files of the next version, with a corrected title."""
    root = tmp_path_factory.mktemp("next") / "harbour"
    shutil.copytree(published, root)
    _correct(Project(root))
    outcome = make_release(Order(root), lambda *_: None)
    assert outcome.version == "1.0.1"
    return archive.unpack(next((root / "dist").glob("*-1.0.1.zip")).read_bytes(), "next")


def _correct(where):
    path = where.seeds / "harbour.reading.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"', 1),
                    encoding="utf-8", newline="")  # fmt: skip
    law = schema.load(where.schema)
    building.write(where, building.artefacts(where, law, building.build(where, law)))


@pytest.fixture
def content(project, next_files):
    """The files of the next version, which is not published yet; the project holds its rows."""
    _correct(project)
    return next_files


def snapshot(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def assert_whole(target):
    """Assert that the index names only releases that verify, and no partial folder has a name."""
    index = releases.read_index(target)
    for part in index.releases:
        assert verify(target / part.version, part.release_id).is_whole
        for file in part.files:
            assert verify(target / file.name).is_whole
    for path in target.iterdir():
        if releases.is_version(path.name):
            assert verify(path).is_whole


def test_a_version_is_published_once(target, content):
    first = publish(target, "1.0.1", content, release_id(content))
    before = snapshot(target)

    second = publish(target, "1.0.1", content, release_id(content))

    assert (first.is_new, second.is_new) == (True, False)
    assert snapshot(target) == before
    assert_whole(target)


def test_other_content_under_the_same_version_is_refused(target, content):
    before = snapshot(target)

    with pytest.raises(Unavailable) as caught:
        publish(target, "1.0.0", content, release_id(content))

    assert caught.value.code == "E504"
    assert snapshot(target) == before


def test_a_folder_that_appears_in_the_last_moment_is_not_replaced(target, content, monkeypatch):
    def meanwhile(_):
        (target / "1.0.1").mkdir()

    monkeypatch.setattr(publishing, "_read_back", meanwhile)

    with pytest.raises(Unavailable) as caught:
        publish(target, "1.0.1", content, release_id(content))

    assert caught.value.code == "E504"
    assert list((target / "1.0.1").iterdir()) == []
    assert not list(target.glob(".staging*"))


STAGES = {
    "a staging folder half written": lambda target: (
        (target / ".staging-1.0.1" / "data").mkdir(parents=True),
        (target / ".staging-1.0.1" / "data" / "actors.csv").write_text("actor_id,na"),
        shutil.rmtree(target / "1.0.1"), _unlist(target),
    ),
    "renamed, no archive": lambda target: (_unlist(target),),
    "archive, no hash": lambda target: (
        _unlist(target, keep=".zip"), (target / "latest.json").unlink(),
    ),
    "archive and hash, no entry": lambda target: (_unlist(target, keep=".zip", keep_hash=True),),
    "an index half written beside": lambda target: (
        _unlist(target), (target / ".index.json.abc123.new").write_text('{"name"'),
    ),
    "an archive half written beside": lambda target: (
        _unlist(target), (target / ".harbour-1.0.1.zip.abc123.new").write_bytes(b"PK\3\4"),
    ),
    "no latest": lambda target: ((target / "latest.json").write_bytes(_OLD["latest.json"]),),
}  # fmt: skip
_OLD: dict[str, bytes] = {}


def _unlist(target, keep="", *, keep_hash=False):
    """Take the newest version out of the index, and its archive away."""
    (target / "index.json").write_bytes(_OLD["index.json"])
    (target / "latest.json").write_bytes(_OLD["latest.json"])
    for path in target.glob("*-1.0.1.zip*"):
        if not (keep and path.name.endswith(keep)) and not keep_hash:
            path.unlink()


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
def test_a_run_that_was_stopped_is_finished_by_the_next(target, content, stage):
    _OLD.update({name: (target / name).read_bytes() for name in ("index.json", "latest.json")})
    publish(target, "1.0.1", content, release_id(content))
    whole = snapshot(target)
    stage(target)

    publish(target, "1.0.1", content, release_id(content))

    assert snapshot(target) == whole


def test_make_release_finishes_too_when_nothing_is_new(target, content, release):
    _OLD.update({name: (target / name).read_bytes() for name in ("index.json", "latest.json")})
    publish(target, "1.0.1", content, release_id(content))
    whole = snapshot(target)
    _unlist(target)
    (target / ".staging-1.0.2").mkdir()

    outcome = release()

    assert outcome.state == "unchanged"
    assert (outcome.completed, outcome.swept) == (("1.0.1",), (".staging-1.0.2",))
    assert snapshot(target) == whole
    assert complete(target) is None


def test_a_correction_after_a_stopped_run_gets_the_version_after_it(
    target, content, correct, release
):
    _OLD.update({name: (target / name).read_bytes() for name in ("index.json", "latest.json")})
    publish(target, "1.0.1", content, release_id(content))
    _unlist(target)
    correct('"place": "Port Sael"', '"place": "Port"')

    outcome = release()

    assert (outcome.version, outcome.before) == ("1.0.2", "1.0.1")
    assert_whole(target)
    assert len(releases.read_index(target).releases) == 3


def test_a_version_folder_that_nobody_published_stops_the_release(target, content):
    shutil.copytree(target / "1.0.0", target / "1.0.2")
    (target / "1.0.2" / "README.md").write_text("other")

    with pytest.raises(DataError) as caught:
        publish(target, "1.0.1", content, release_id(content))

    assert caught.value.code == "E507"
    assert_index_is_old(target)


def assert_index_is_old(target):
    assert [part.version for part in releases.read_index(target).releases] == ["1.0.0"]


def test_a_folder_of_another_dataset_is_not_mixed_up(target, content):
    index = releases.read_index(target)
    from dataclasses import replace

    (target / "index.json").write_bytes(releases.index_text(replace(index, name="other")))

    with pytest.raises(DataError) as caught:
        publish(target, "1.0.1", content, release_id(content))

    assert caught.value.code == "E511"


def test_where_the_kernel_cannot_rename_without_replacing_the_lock_stands_in(
    target, content, monkeypatch
):
    monkeypatch.setattr(publishing.ctypes, "CDLL", lambda *_, **__: object())

    publish(target, "1.0.1", content, release_id(content))

    assert_whole(target)


def _publish_in(arguments):
    target, content = arguments
    return publish(target, "1.0.1", content, release_id(content)).is_new


def test_of_four_releasers_at_once_one_publishes(target, content):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        done = pool.map(_publish_in, [(target, content)] * 4)

    assert sorted(done) == [False, False, False, True]
    assert_whole(target)
