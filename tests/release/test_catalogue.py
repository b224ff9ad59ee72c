"""Several datasets are listed on a page and for programs, as their releases say."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from depositary import jsontext
from depositary.cli.catalogue import catalogue as command
from depositary.errors import CallError, DataError
from depositary.release.bag import bagged, release_id
from depositary.release.catalogue import catalogue, write
from depositary.release.publishing import publish
from depositary.release.stores import Address, opened
from depositary.release.uploading import publish as upload
from depositary.release.yanking import yank

LICENCE = {"name": "CC0-1.0", "title": "CC Zero", "path": "https://example.org/zero"}


@pytest.fixture
def content():
    """Make the files of a small release, described in other words where they are given."""

    def made(version="1.0.0", *, rows=3, **words):
        table = {"name": "birds", "path": "data/birds.csv", "description": "One row is one gull.",
                 "schema": {"fields": []}}  # fmt: skip
        descriptor = {
            "name": "gulls", "title": "Gulls", "description": "Gulls of Arvenia.",
            "version": version, "created": "2031-05-02T00:00:00Z", "licenses": [LICENCE],
            "contributors": [{"title": "Mara Quill", "givenName": "Mara", "familyName": "Quill"}],
            "keywords": ["gulls"], "resources": [table], **words,
        }  # fmt: skip
        return bagged({
            "datapackage.json": jsontext.canonical(descriptor),
            "changes.json": jsontext.canonical({"bump": "patch", "summary": "one gull was moved"}),
            "validation-report.json": jsontext.canonical({"tables": {"birds": rows}}),
            "CHANGELOG.md": b"# Changes\n",
            "data/birds.csv": b"bird\na\n",
        })  # fmt: skip

    return made


@pytest.fixture
def gulls(tmp_path, content):
    """A folder with three versions of a dataset, the newest of them yanked."""
    folder = tmp_path / "gulls"
    for version in ("1.0.0", "1.0.1", "1.1.0"):
        put(folder, content(version))
    yank(folder, "1.1.0", "Counted twice.")
    return folder


def put(folder, files):
    publish(folder, json.loads(files["datapackage.json"])["version"], files, release_id(files))


def page_of(places, folder, **how):
    return write(catalogue(places, folder, **how), folder)[0].read_text(encoding="utf-8")


def test_the_newest_version_that_stands_is_shown_with_all_that_a_reader_needs(gulls, tmp_path):
    (entry,) = catalogue([gulls], tmp_path / "site").entries
    page = page_of([gulls], tmp_path / "site")

    file = entry.shown.files[0]
    assert entry.shown.version == "1.0.1"
    for words in ("Gulls of Arvenia.", "Mara Quill", "CC0-1.0", "3 rows in 1 table", file.sha256,
                  "Quill, M. (2031). Gulls (Version 1.0.1) [Data set].", "one gull was moved",
                  f"{file.name} --release-id {entry.shown.release_id}"):  # fmt: skip
        assert words in page
    assert 'href="../gulls/gulls-1.0.1.zip"' in page
    assert 'href="../gulls/1.0.1/CHANGELOG.md"' in page


def test_yanked_versions_are_shown_as_such_with_the_reason(gulls, tmp_path):
    page = page_of([gulls], tmp_path / "site")

    assert '<p class="yanked">Version 1.1.0 is yanked: Counted twice.</p>' in page
    assert "2 other versions, 1 yanked" in page


def test_a_dataset_of_which_nothing_stands_says_so(tmp_path, content):
    put(tmp_path / "gulls", content())
    yank(tmp_path / "gulls", "1.0.0", "All wrong.")

    page = page_of([tmp_path / "gulls"], tmp_path / "site")

    assert "Every version of it is yanked: take none." in page
    assert "<details open>" in page
    assert "All wrong." in page


def test_a_pre_release_is_shown_only_where_there_is_nothing_else(tmp_path, content):
    put(tmp_path / "gulls", content("1.0.0-rc.1"))
    early = page_of([tmp_path / "gulls"], tmp_path / "site")
    put(tmp_path / "gulls", content("1.0.0"))

    later = catalogue([tmp_path / "gulls"], tmp_path / "site")

    assert "There is only a pre-release of it." in early
    assert later.entries[0].shown.version == "1.0.0"


def test_the_same_releases_give_the_same_bytes_in_any_order(gulls, tmp_path, content):
    put(tmp_path / "terns", content(name="terns", title="Terns"))
    places = [gulls, tmp_path / "terns" / "index.json"]

    first = [path.read_bytes() for path in write(catalogue(places, tmp_path / "a"), tmp_path / "a")]
    places.reverse()
    second = [
        path.read_bytes() for path in write(catalogue(places, tmp_path / "b"), tmp_path / "b")
    ]

    assert first == second


def test_words_of_strangers_are_never_markup(tmp_path, content):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e"
    put(tmp_path / "gulls", content(title=evil, description=evil, keywords=[evil],
        contributors=[{"title": evil, "path": "javascript:alert(3)"}],
        licenses=[{"name": evil, "title": evil, "path": "javascript:alert(4)"}]))  # fmt: skip
    yank(tmp_path / "gulls", "1.0.0", evil)
    put(tmp_path / "gulls", content("1.0.1", title=evil, homepage="javascript:alert(5)"))

    page = page_of([tmp_path / "gulls"], tmp_path / "site", title=evil)

    assert page.count("<script>") == 1
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "\u202e" not in page


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of itself, in its own reader
def test_the_file_for_programs_is_dcat_with_the_state_of_each_version(gulls, tmp_path):
    rdflib = pytest.importorskip("rdflib", reason="rdflib is a second opinion on JSON-LD")
    file = write(catalogue([gulls], tmp_path / "site"), tmp_path / "site")[1]
    graph = rdflib.Graph().parse(
        data=file.read_bytes(), format="json-ld", publicID="https://example.org/site/"
    )
    base, dcat = "https://example.org/gulls/", "http://www.w3.org/ns/dcat#"
    old, new = rdflib.URIRef(f"{base}1.1.0/"), rdflib.URIRef(f"{base}1.0.1/")
    status = rdflib.URIRef("http://www.w3.org/ns/adms#status")

    dataset = graph.value(
        rdflib.URIRef("https://example.org/site/"), rdflib.URIRef(f"{dcat}dataset")
    )

    assert dataset == rdflib.URIRef(base)
    assert graph.value(dataset, rdflib.URIRef(f"{dcat}hasCurrentVersion")) == new
    assert str(graph.value(old, status)).endswith("Deprecated")
    assert str(graph.value(new, status)).endswith("Completed")
    assert len(set(graph.objects(dataset, rdflib.URIRef(f"{dcat}hasVersion")))) == 3


def test_an_address_is_listed_and_links_lead_where_readers_find_it(tmp_path, content):
    pytest.importorskip("fsspec", reason="fsspec is an extra")
    target = Address(f"memory://catalogue-{tmp_path.name}/gulls")
    files = content()
    upload(opened(target), target, "1.0.0", files, release_id(files))

    plain = page_of([target], tmp_path / "site")
    linked = page_of([target], tmp_path / "site", links={target: "https://example.org/gulls/"})

    assert 'href="memory' not in plain
    assert f"{target}/gulls-1.0.0.zip</code>" in plain
    assert 'href="https://example.org/gulls/gulls-1.0.0.zip"' in linked


def test_an_archive_alone_is_enough(gulls, tmp_path):
    shutil.rmtree(gulls / "1.0.1")

    (entry,) = catalogue([gulls], tmp_path / "site").entries

    assert entry.rows == {"birds": 3}
    assert entry.papers == frozenset()


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("E565", lambda folder: (folder / "index.json").unlink()),
        ("E511", lambda folder: (folder / "index.json").write_text("{")),
        ("E507", lambda folder: (folder / "1.0.1" / "datapackage.json").write_text("{}")),
        ("E507", lambda folder: (folder / "1.0.1" / "tagmanifest-sha256.txt").write_text("")),
        ("E568", lambda folder: (folder / "gulls-1.0.0.zip").unlink()),
        ("E568", lambda folder: (folder / "gulls-1.0.0.zip").write_text("cut")),
    ],
)
def test_what_is_not_as_it_was_published_is_not_listed(gulls, tmp_path, code, spoil):
    spoil(gulls)

    with pytest.raises(DataError) as caught:
        catalogue([gulls], tmp_path / "site")

    assert caught.value.code == code


@pytest.mark.parametrize(
    "words", [{"licenses": []}, {"contributors": []}, {"title": " "}, {"homepage": "https://a b"}]
)
def test_a_release_that_does_not_say_what_is_shown_is_refused(tmp_path, content, words):
    put(tmp_path / "gulls", content(**words))

    with pytest.raises(DataError) as caught:
        catalogue([tmp_path / "gulls"], tmp_path / "site")

    assert caught.value.code == "E567"


def test_a_dataset_is_not_listed_twice(gulls, tmp_path):
    shutil.copytree(gulls, tmp_path / "mirror")

    with pytest.raises(DataError) as caught:
        catalogue([gulls, tmp_path / "mirror"], tmp_path / "site")

    assert caught.value.code == "E566"


def test_a_page_of_somebody_else_is_not_replaced(gulls, tmp_path):
    (tmp_path / "index.html").write_text("<title>My gulls</title>")

    with pytest.raises(CallError) as caught:
        write(catalogue([gulls], tmp_path), tmp_path)

    assert caught.value.code == "E569"
    assert not (tmp_path / "catalogue.json").exists()


def test_the_command_says_what_it_wrote_and_may_write_it_again(gulls, tmp_path):
    called = [str(gulls), "--to", str(tmp_path / "site")]

    said = [CliRunner().invoke(command, called).stdout for _ in range(2)]
    value = json.loads(CliRunner().invoke(command, [*called, "--json"]).stdout)

    assert said[0] == said[1]
    assert "1 dataset; open" in said[0]
    assert value["datasets"] == ["gulls"]


@pytest.mark.parametrize("link", [("elsewhere", "https://example.org"), (None, "javascript:1")])
def test_a_link_that_leads_nowhere_is_a_wrong_call(gulls, tmp_path, link):
    place = link[0] or str(gulls)
    result = CliRunner().invoke(
        command, [str(gulls), "--to", str(tmp_path / "site"), "--link", place, link[1]]
    )

    assert result.exit_code == 2


def test_the_rows_of_a_real_release_are_counted(published, tmp_path):
    (entry,) = catalogue([published / "dist"], tmp_path / "site").entries

    assert set(entry.rows) == {table["name"] for table in entry.facts.package["resources"]}
    assert entry.rows["sources"] == 1
