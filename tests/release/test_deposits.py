"""A release is deposited once and whole, whatever request fails on the way."""

from __future__ import annotations

import hashlib
import json

import pytest

from depositary.errors import CallError, DataError, Unavailable
from depositary.project import Project
from depositary.release.deposits.noted import FILE, deposits
from depositary.release.deposits.parcel import Item, Parcel, parcel_of
from depositary.release.deposits.repository import Repository
from depositary.release.deposits.zenodo import deposited, planned
from depositary.release.yanking import yank
from zenodolike import KINDS, TOKEN, Zenodolike, serving

METADATA = {
    "upload_type": "dataset", "title": "Gulls of Port Sael", "description": "<p>Gulls.</p>",
    "creators": [{"name": "Quill, Mara"}], "access_right": "open", "license": "cc-by-4.0",
    "publication_date": "2031-05-02",
}  # fmt: skip


@pytest.fixture(scope="module")
def shared_server():
    with serving() as state:
        yield state


@pytest.fixture
def server(shared_server):
    address = shared_server.address
    shared_server.__init__()
    shared_server.address = address
    return shared_server


@pytest.fixture
def desk(tmp_path):
    return Desk(Project(tmp_path))


class Desk:
    """A curator who deposits: waits are noted, not waited."""

    def __init__(self, project):
        self.project, self.waits, self.told = project, [], []

    def deposit(self, server, parcel, *, publishes=True, token=TOKEN):
        repository = Repository(server.address, token, self.waits.append)
        return deposited(self.project, parcel, repository, lambda *told: self.told.append(told),
                         publishes=publishes)  # fmt: skip


def parcel_named(version, tmp_path, **changes):
    archive = tmp_path / f"gulls-{version}.zip"
    archive.write_bytes(f"the archive of {version}".encode())
    contents = {archive.name: archive, "README.md": b"Gulls, and where they sit.",
                "CHANGELOG.md": f"{version} is out".encode()}  # fmt: skip
    items = []
    for name, content in contents.items():
        data = content if isinstance(content, bytes) else content.read_bytes()
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        items.append(Item(name, content, len(data), md5, hashlib.sha256(data).hexdigest()))
    values = {
        "release_id": hashlib.sha256(version.encode()).hexdigest(),
        "metadata": METADATA | {"version": version}, "siblings": (), **changes,
    }  # fmt: skip
    return Parcel("gulls", "Gulls", version, archive=archive, items=tuple(items), **values)


def holds(server, *versions):
    """Whether the server holds one record with exactly these versions, each with its files."""
    concepts = {concept for concept, _, _ in server.versions()}
    return len(concepts) == 1 and not server.drafts() and [
        (version, files) for _, version, files in server.versions()
    ] == [
        (f"{parcel.version}", {item.name: data_of(item) for item in parcel.items})
        for parcel in versions
    ]  # fmt: skip


def data_of(item):
    return item.content if isinstance(item.content, bytes) else item.content.read_bytes()


# ── the way of a release ────────────────────────────────────────────────────────────────────────


def test_a_first_release_becomes_a_draft_that_only_its_owner_sees(server, desk, tmp_path):
    done = desk.deposit(server, parcel_named("1.0.0", tmp_path), publishes=False)

    assert (done.state, done.is_new, server.versions()) == ("draft", False, [])
    assert len(server.drafts()) == 1
    assert deposits(desk.project, server.address).versions[0].state == "draft"


def test_publishing_takes_the_draft_up_and_sends_nothing_twice(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    desk.deposit(server, parcel, publishes=False)
    server.asked.clear()

    done = desk.deposit(server, parcel)

    assert holds(server, parcel)
    assert (done.state, done.is_new) == ("published", True)
    assert not [line for line in server.asked if line.startswith("PUT /api/files")]


def test_the_next_version_becomes_one_of_the_same_record(server, desk, tmp_path):
    first, second = (parcel_named(version, tmp_path) for version in ("1.0.0", "1.1.0"))
    one, two = desk.deposit(server, first), desk.deposit(server, second)

    assert holds(server, first, second)
    assert one.concept_doi == two.concept_doi
    assert one.doi != two.doi
    known = deposits(desk.project, server.address)
    assert [part.version for part in known.versions] == ["1.1.0", "1.0.0"]


def test_a_release_that_is_there_is_left_alone(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    desk.deposit(server, parcel)
    before = (desk.project.root / FILE).read_bytes()
    server.asked.clear()

    done = desk.deposit(server, parcel)

    assert (done.state, done.is_new) == ("published", False)
    assert {line.partition(" ")[0] for line in server.asked} == {"GET"}
    assert (desk.project.root / FILE).read_bytes() == before


def test_the_record_is_found_without_the_note_by_the_releases_before(server, desk, tmp_path):
    first = parcel_named("1.0.0", tmp_path)
    second = parcel_named("1.1.0", tmp_path, siblings=(first.release_id,))
    desk.deposit(server, first)
    (desk.project.root / FILE).unlink()

    desk.deposit(server, second)

    assert holds(server, first, second)


def test_a_draft_that_was_never_published_becomes_the_next_version(server, desk, tmp_path):
    first, second = (parcel_named(version, tmp_path) for version in ("1.0.0", "1.1.0"))
    desk.deposit(server, first, publishes=False)

    desk.deposit(server, second)

    assert holds(server, second)
    known = deposits(desk.project, server.address)
    assert [part.version for part in known.versions] == ["1.1.0"]


def test_the_record_names_the_release_id_for_its_readers(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    parcel.metadata["notes"] = "Counted from the pier."
    desk.deposit(server, parcel)

    notes = next(iter(server.held.values())).metadata["notes"]
    assert notes.startswith("Counted from the pier.")
    assert parcel.release_id in notes


def test_a_plan_changes_nothing(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    repository = Repository(server.address, TOKEN, desk.waits.append)

    before = planned(desk.project, parcel, repository)
    desk.deposit(server, parcel, publishes=False)
    after = planned(desk.project, parcel, repository)

    assert (before.state, after.state) == ("planned", "draft")
    assert len(server.held) == 1


def test_a_long_list_of_depositions_is_looked_through(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    desk.deposit(server, parcel)
    for _ in range(250):
        server._create(body={"metadata": {}})
    server.held = dict(reversed(server.held.items()))
    (desk.project.root / FILE).unlink()

    assert not desk.deposit(server, parcel).is_new


# ── whatever fails ──────────────────────────────────────────────────────────────────────────────


def first_release(tmp_path):
    return [], parcel_named("1.0.0", tmp_path)


def second_release(tmp_path):
    return [parcel_named("1.0.0", tmp_path)], parcel_named("1.1.0", tmp_path)


def renew(server):
    address = server.address
    server.__init__()
    server.address = address


def start(server, desk, before):
    """A fresh server that holds what was deposited before, and counts from here."""
    renew(server)
    (desk.project.root / FILE).unlink(missing_ok=True)
    for parcel in before:
        desk.deposit(server, parcel)
    server.asked.clear()


def requests_of(server, desk, before, parcel):
    start(server, desk, before)
    desk.deposit(server, parcel)
    return len(server.asked)


@pytest.mark.parametrize("scene", [first_release, second_release])
@pytest.mark.parametrize("kind", KINDS)
def test_any_one_request_may_fail_and_the_run_gets_there(server, desk, tmp_path, scene, kind):
    before, parcel = scene(tmp_path)
    count = requests_of(server, desk, before, parcel)
    assert count == {first_release: 10, second_release: 12}[scene]

    for number in range(1, count + 1):
        start(server, desk, before)
        server.fault = (number, kind)
        desk.deposit(server, parcel)

        assert holds(server, *before, parcel), (number, server.asked)
        assert len(server.publications) == len(before) + 1


@pytest.mark.parametrize("scene", [first_release, second_release])
@pytest.mark.parametrize("kind", ["cut before", "cut after", "504 and later"])
def test_after_any_outage_the_same_command_completes(server, desk, tmp_path, scene, kind):
    before, parcel = scene(tmp_path)
    count = requests_of(server, desk, before, parcel)

    for number in range(1, count + 1):
        start(server, desk, before)
        server.fault, server.down_from = (number, kind), number + 1
        with pytest.raises(Unavailable) as caught:
            desk.deposit(server, parcel)
        assert caught.value.code == "E552"
        server.fault = server.down_from = None
        desk.deposit(server, parcel)

        assert holds(server, *before, parcel), (number, server.asked)
        assert len(server.publications) == len(before) + 1


@pytest.mark.parametrize("scene", [first_release, second_release])
def test_an_outage_that_loses_the_note_too_makes_no_second_record(server, desk, tmp_path, scene):
    before, parcel = scene(tmp_path)
    parcel = parcel_named(parcel.version, tmp_path, siblings=tuple(p.release_id for p in before))
    count = requests_of(server, desk, before, parcel)

    for number in range(1, count):
        start(server, desk, before)
        server.fault, server.down_from = (number, "cut after"), number + 1
        with pytest.raises(Unavailable):
            desk.deposit(server, parcel)
        (desk.project.root / FILE).unlink(missing_ok=True)
        server.fault = server.down_from = None
        desk.deposit(server, parcel)

        assert holds(server, *before, parcel), (number, server.asked)


def test_a_new_draft_that_is_listed_late_is_waited_for(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    server.list_lag, server.fault = 3, (2, "504 after")

    desk.deposit(server, parcel)

    assert holds(server, parcel)
    assert desk.waits == [2, 5, 15]


def test_too_many_requests_are_waited_for_as_long_as_the_server_says(server, desk, tmp_path):
    server.fault = (3, "429")

    desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert desk.waits == [7]


def test_files_that_keep_arriving_changed_are_not_published(server, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(Zenodolike, "failing", lambda _, __, method, url: (
        "wrong bytes" if method == "PUT" and "/api/files/" in url else ""))  # fmt: skip

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert (caught.value.code, server.versions()) == ("E556", [])


# ── what is refused ─────────────────────────────────────────────────────────────────────────────


def test_the_token_is_in_no_message_no_address_and_no_file(server, desk, tmp_path):
    wrong = "secret-of-somebody"
    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path), token=wrong)
    desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert caught.value.code == "E551"
    assert "401" in caught.value.message
    assert "deposit:write" in caught.value.hint
    seen = [*server.asked, repr(desk.told), (desk.project.root / FILE).read_text("utf-8"),
            caught.value.message, repr(Repository(server.address, TOKEN, print))]  # fmt: skip
    assert not [text for text in seen if TOKEN in text or wrong in text]


@pytest.mark.parametrize(
    ("address", "token"),
    [
        ("https://zenodo.org", ""),
        ("https://zenodo.org", "two\nlines"),
        ("http://zenodo.org", TOKEN),
        ("ftp://127.0.0.1", TOKEN),
        ("https://user@zenodo.org", TOKEN),
        ("zenodo.org", TOKEN),
    ],
)
def test_a_token_goes_only_where_nobody_can_read_it_on_the_way(address, token):
    with pytest.raises(CallError) as caught:
        Repository(address, token, print)

    assert caught.value.code == "E550"


def test_the_token_follows_no_link_to_another_server(server, desk, tmp_path, monkeypatch):
    shown = Zenodolike._shown
    monkeypatch.setattr(Zenodolike, "_shown", lambda self, part: (
        value := shown(self, part)) and value | {
            "links": value["links"] | {"bucket": "http://127.0.0.1:9/elsewhere"}})  # fmt: skip

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert caught.value.code == "E551"
    assert "another server" in caught.value.message


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("redirect", "E551", "HTTP 302"),
        ("echo", "E551", "There is no access with …"),
        ("429 for an hour", "E552", "3600 seconds"),
    ],
)
def test_what_a_server_may_say_is_no_order(server, desk, tmp_path, kind, code, words):
    server.fault = (2, kind)

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert caught.value.code == code
    assert words in caught.value.message
    assert TOKEN not in caught.value.message
    assert (len(server.asked), desk.waits) == (2, [])


def test_a_stray_draft_beside_the_record_does_not_become_a_second_one(server, desk, tmp_path):
    first, second = (parcel_named(version, tmp_path) for version in ("1.0.0", "1.1.0"))
    desk.deposit(server, second, publishes=False)
    (desk.project.root / FILE).unlink()
    desk.deposit(server, first)

    desk.deposit(server, second)

    assert len({concept for concept, _, _ in server.versions()}) == 1
    assert [version for _, version, _ in server.versions()] == ["1.0.0", "1.1.0"]


def test_the_account_of_another_makes_no_second_record(server, desk, tmp_path):
    desk.deposit(server, parcel_named("1.0.0", tmp_path))
    server.held.clear()

    with pytest.raises(CallError) as caught:
        desk.deposit(server, parcel_named("1.1.0", tmp_path))

    assert (caught.value.code, server.held) == ("E550", {})


def test_a_version_is_never_given_twice(server, desk, tmp_path):
    desk.deposit(server, parcel_named("1.0.0", tmp_path))

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path, release_id="ab" * 32))

    assert caught.value.code == "E554"


def test_a_record_whose_files_are_others_is_told(server, desk, tmp_path):
    parcel = parcel_named("1.0.0", tmp_path)
    desk.deposit(server, parcel)
    next(iter(server.held.values())).files["README.md"] = ("file-1", b"Terns.")

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel)

    assert caught.value.code == "E554"


def test_versions_are_deposited_in_their_order(server, desk, tmp_path):
    desk.deposit(server, parcel_named("2.0.0", tmp_path))

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.1", tmp_path))

    assert caught.value.code == "E557"


@pytest.mark.parametrize(
    "changes", [{"version": "1.1.0-rc.1"}, {"version": "1.0.0", "metadata": {}}]
)
def test_a_try_and_a_release_without_metadata_are_not_deposited(server, desk, tmp_path, changes):
    with pytest.raises(DataError) as caught:
        desk.deposit(server, parcel_named(changes.pop("version"), tmp_path, **changes))

    assert (caught.value.code, server.asked) == ("E553", [])


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"ADDRESS": 17}', '{"ADDRESS": {"concept": 7, "conceptDoi": "", "versions": []}}',
     '{"ADDRESS": {"concept": "7", "conceptDoi": "", "versions": [{"version": "1"}]}}'],
)  # fmt: skip
def test_a_broken_note_is_not_guessed_at(server, desk, tmp_path, text):
    (desk.project.root / FILE).write_text(text.replace("ADDRESS", server.address))

    with pytest.raises(DataError) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert caught.value.code == "E558"


@pytest.mark.parametrize("value", [None, [], {"id": 1}, [{"id": 7}], "gulls", 12])
def test_answers_that_make_no_sense_are_told_as_such(server, desk, tmp_path, monkeypatch, value):
    monkeypatch.setattr(Zenodolike, "answer", lambda *_: (200, value))

    with pytest.raises(Unavailable) as caught:
        desk.deposit(server, parcel_named("1.0.0", tmp_path))

    assert caught.value.code in {"E551", "E552"}


# ── what of a release is handed over ────────────────────────────────────────────────────────────


def test_the_archive_comes_first_and_at_most_twenty_files_beside_it(published):
    parcel = parcel_of(published / "dist")

    names = [item.name for item in parcel.items]
    assert names[0] == parcel.archive.name
    assert len(names) <= 21
    assert {"README.md", "CITATION.cff", "tagmanifest-sha256.txt"} <= set(names)
    tags = next(item for item in parcel.items if item.name == "tagmanifest-sha256.txt")
    assert tags.sha256 == parcel.release_id
    assert parcel.siblings == (parcel.release_id,)


def test_zip_folder_and_folder_of_releases_are_one_parcel(published):
    dist = published / "dist"
    archive = next(dist.glob("*.zip"))

    assert parcel_of(dist) == parcel_of(dist / "1.0.0") == parcel_of(archive)


def test_a_release_that_was_changed_or_yanked_is_not_handed_over(project):
    dist = project.root / "dist"
    yank(dist, "1.0.0", "Dates are a year off.")
    with pytest.raises(DataError) as yanked:
        parcel_of(dist / "1.0.0")
    with pytest.raises(DataError) as none:
        parcel_of(dist)
    archive = next(dist.glob("*.zip"))
    archive.write_bytes(archive.read_bytes()[:-9] + b"x" * 9)
    with pytest.raises(DataError) as changed:
        parcel_of(archive)
    archive.unlink()
    with pytest.raises(DataError) as missing:
        parcel_of(dist / "1.0.0")

    codes = [error.value.code for error in (yanked, none, missing)]
    assert codes == ["E553", "E553", "E553"]
    assert changed.value.code in {"E507", "E508"}


def test_the_note_is_made_for_git_and_for_people(server, desk, tmp_path):
    desk.deposit(server, parcel_named("1.0.0", tmp_path))

    value = json.loads((desk.project.root / FILE).read_bytes())
    assert set(value[server.address]) == {"concept", "conceptDoi", "versions"}
    assert value[server.address]["versions"][0]["doi"].startswith("10.5072/zenodo.")
