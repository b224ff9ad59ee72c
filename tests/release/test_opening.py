"""A reader names an address and a range: what comes is whole, what was promised, and kept."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import depositary
from depositary import jsontext
from depositary.errors import CallError, DataError, Unavailable
from depositary.release.bag import bagged, release_id
from depositary.release.publishing import publish
from depositary.release.shelf import Shelf
from depositary.release.signing import Signer, signed
from depositary.release.yanking import yank
from needed import program

FIELDS = [
    {"name": "gull_id", "type": "string"},
    {"name": "name", "type": "string"},
    {"name": "seen", "type": "integer"},
    {"name": "span", "type": "number"},
    {"name": "day", "type": "date"},
    {"name": "ringed", "type": "boolean"},
]
HARD = (
    "gull_id,name,seen,span,day,ringed\n"
    '"01",NA,3,1.0,2031-05-02,true\n'
    '"02","null, ""x""\r\ny",,,,\n'
)
"""What other readers get wrong: ids of digits, words that look like nothing, gaps in numbers."""


def gulls(version, text=HARD):
    """The files of a tiny release."""
    package = {
        "name": "gulls", "title": "Gulls", "version": version, "created": "2031-05-02T00:00:00Z",
        "contributors": [{"title": "Mara Quill"}],
        "resources": [{"name": "gulls", "path": "data/gulls.csv", "schema": {"fields": FIELDS}}],
    }  # fmt: skip
    changes = {"bump": "minor", "summary": "a gull more"}
    return bagged(
        {
            "data/gulls.csv": text.encode(),
            "datapackage.json": jsontext.canonical(package),
            "changes.json": jsontext.canonical(changes),
            "CHANGELOG.md": f"# Changes\n\n## [{version}]\n".encode(),
        }
    )


def released(folder, *versions, signer=None):
    for version in versions:
        content = gulls(version)
        publish(folder, version, signed(content, signer), release_id(content), signer)


@pytest.fixture
def dist(tmp_path):
    """A folder of releases."""
    released(tmp_path / "dist", "1.0.0", "1.1.0", "2.0.0-rc.1")
    return tmp_path / "dist"


@pytest.fixture
def requests():
    """The paths that the web server was asked for."""
    return []


@contextlib.contextmanager
def serving(folder, requests):
    """Serve a folder on loopback, and note what is asked for."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            requests.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def web(dist, requests):
    """The address of the folder of releases."""
    with serving(dist, requests) as address:
        yield address


@pytest.fixture
def take(tmp_path):
    """Open a release, with a cache of this test."""
    return partial(depositary.open_release, cache=tmp_path / "cache")


# ── where it may stand ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["", "/", "/index.json", "/latest.json", "/gulls-1.1.0.zip"])
def test_the_latest_is_taken_from_the_web_by_folder_index_or_zip(take, web, form):
    opened = take(web + form)

    assert (opened.name, opened.version) == ("gulls", "1.1.0")
    assert opened.verify().is_whole


@pytest.mark.parametrize("form", ["", "index.json", "1.1.0", "gulls-1.1.0.zip"])
def test_the_latest_is_taken_from_a_folder_of_this_machine(take, dist, form):
    assert take(dist / form).version == "1.1.0"
    assert take(str(dist / form), "^1").version == "1.1.0"


@pytest.mark.parametrize("form", ["", "/index.json", "/1.1.0", "/gulls-1.1.0.zip"])
def test_the_latest_is_taken_from_a_store(take, dist, form):
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.put(f"{dist}/", "/facts/", recursive=True)

    try:
        assert take("memory://facts" + form).version == "1.1.0"
    finally:
        store.rm("/facts", recursive=True)


def test_folders_of_this_machine_without_version_folders_give_their_zips(take, dist):
    shutil.rmtree(dist / "1.0.0")

    assert take(dist, "1.0.0").version == "1.0.0"


@pytest.mark.parametrize("wanted", ["^2", "3.0.0"])
def test_a_version_that_is_not_there_is_told_with_those_that_are(take, dist, wanted):
    with pytest.raises(CallError) as caught:
        take(dist, wanted)

    assert (caught.value.code, "2.0.0-rc.1, 1.1.0, 1.0.0" in caught.value.hint) == ("E560", True)


def test_a_zip_of_another_version_is_not_what_was_wanted(take, web):
    with pytest.raises(CallError) as caught:
        take(f"{web}/gulls-1.0.0.zip", "^2")

    assert caught.value.code == "E560"


@pytest.mark.parametrize("form", ["/nothing/index.json", "/nothing"])
def test_where_nothing_is_that_is_said(take, web, tmp_path, form):
    with pytest.raises(CallError) as caught:
        take(web + form)
    with pytest.raises(CallError) as on_disk:
        take(f"{tmp_path}{form}")

    assert (caught.value.code, on_disk.value.code) == ("E510", "E103")


# ── what is kept ────────────────────────────────────────────────────────────────────────────────


def test_a_release_is_fetched_once_whatever_address_it_came_from(take, web, requests, dist):
    take(web)
    with serving(dist, requests) as mirror:
        take(mirror)
    take(web, "^1.0")

    assert [path for path in requests if path.endswith(".zip")] == ["/gulls-1.1.0.zip"]


def test_a_damaged_copy_is_noticed_when_it_is_read_and_then_fetched_anew(take, web):
    first = take(web)
    (first.path / "data/gulls.csv").write_text("gull_id\n")

    with pytest.raises(DataError) as caught:
        first.table("gulls")

    assert caught.value.code == "E507"
    assert take(web).table("gulls").num_rows == 2


@pytest.mark.parametrize("name", ["data/gulls.csv", "tagmanifest-sha256.txt", "CHANGELOG.md"])
def test_a_copy_that_lacks_a_file_is_fetched_anew(take, web, name):
    (take(web).path / name).unlink()

    assert take(web).verify().is_whole


def test_processes_that_fetch_at_once_all_get_it(web, tmp_path):
    script = (
        "import sys, depositary;"
        " print(depositary.open_release(sys.argv[1], cache=sys.argv[2]).verify().is_whole)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, web, tmp_path / "cache"],
                         stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]  # fmt: skip

    assert [process.communicate()[0].strip() for process in running] == ["True"] * 4
    assert len(list((tmp_path / "cache/releases").glob("[!.]*"))) == 1


def test_what_a_killed_process_left_is_swept(take, web, tmp_path):
    left = tmp_path / "cache/releases/.new-killed"
    left.mkdir(parents=True)

    take(web)

    assert not left.exists()


def test_what_is_not_that_release_gets_no_place(tmp_path):
    with pytest.raises(DataError) as caught:
        Shelf(tmp_path).place("0" * 64, gulls("1.0.0"))

    assert caught.value.code == "E507"
    assert list((tmp_path / "releases").glob("[!.]*")) == []


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="the rule of XDG")
def test_without_a_cache_the_platform_says_where(monkeypatch, web, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))

    opened = depositary.open_release(web)

    assert opened.path == tmp_path / "mine/depositary/releases" / opened.release_id


def test_without_a_network_what_was_fetched_before_is_used_with_a_warning(take, dist, tmp_path):
    with serving(dist, []) as address:
        take(address)

    with pytest.warns(UserWarning, match="E580"):
        assert take(address, "^1").version == "1.1.0"
    with pytest.raises(Unavailable):
        take(address, "1.0.0")
    with pytest.raises(Unavailable):
        depositary.open_release(address, cache=tmp_path / "empty")


# ── what is refused ─────────────────────────────────────────────────────────────────────────────


def rewritten(dist, change):
    index = json.loads((dist / "index.json").read_bytes())
    change(index)
    (dist / "index.json").write_bytes(jsontext.canonical(index))


@pytest.mark.parametrize("cut", ["flipped", "short", "swapped", "missing"])
def test_an_archive_that_is_not_the_one_listed_is_refused(take, web, dist, cut):
    path = dist / "gulls-1.1.0.zip"
    data = path.read_bytes()
    path.unlink()
    other = {"flipped": data[:99] + bytes([data[99] ^ 1]) + data[100:], "short": data[:-9],
             "swapped": (dist / "gulls-1.0.0.zip").read_bytes()}  # fmt: skip
    if cut in other:
        path.write_bytes(other[cut])

    with pytest.raises(DataError) as caught:
        take(web)

    assert caught.value.code == "E563"


def test_an_index_that_passes_an_old_release_off_as_a_new_one_is_refused(take, web, dist):
    take(web, "1.0.0")

    def pass_off(index):
        new, old = index["releases"][1:]
        new["release_id"], new["files"] = old["release_id"], old["files"]

    rewritten(dist, pass_off)
    note = next((dist.parent / "cache/indexes").iterdir())
    note.unlink()

    with pytest.raises(DataError) as caught:
        take(web)

    assert (caught.value.code, "gulls 1.0.0" in caught.value.message) == ("E563", True)


def drop_newest(index):
    index["releases"] = index["releases"][2:]
    index["latest"] = "1.0.0"


def change_id(index):
    index["releases"][1]["release_id"] = "0" * 64


def rename(index):
    index["name"] = "terns"


@pytest.mark.parametrize("change", [drop_newest, change_id, rename])
def test_an_index_that_goes_back_on_its_word_is_refused_until_its_reader_agrees(
    take, web, dist, tmp_path, change
):
    take(web)
    rewritten(dist, change)

    with pytest.raises(DataError) as caught:
        take(web, "1.0.0")
    note = caught.value.hint.rpartition(" ")[2]

    assert caught.value.code == "E564"
    assert note == str(next((tmp_path / "cache/indexes").iterdir()))


def test_an_index_that_went_away_is_not_taken_for_one_that_never_was(take, web, dist):
    take(web)
    (dist / "index.json").unlink()

    with pytest.raises(DataError) as caught:
        take(web)

    assert caught.value.code == "E564"


def test_a_release_that_was_yanked_is_passed_by_and_comes_with_a_warning_when_named(
    take, web, dist
):
    take(web)
    yank(dist, "1.1.0", "Two gulls were one.")

    assert take(web, "^1").version == "1.0.0"
    with pytest.warns(UserWarning, match=r"E562: 1\.1\.0 was yanked: Two gulls were one"):
        assert take(web, "1.1.0").version == "1.1.0"
    with pytest.warns(UserWarning, match="E562"):
        take(f"{web}/gulls-1.1.0.zip")


@pytest.mark.parametrize("form", ["", "1.1.0"])
def test_a_folder_that_was_changed_is_not_opened(take, dist, form):
    (dist / "1.1.0/data/gulls.csv").write_text("gull_id\n")

    with pytest.raises(DataError) as caught:
        take(dist / form)

    assert caught.value.code == "E507"


# ── who signed it ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def people(tmp_path_factory):
    """Ann, who signs, and Bea, whom nobody knows."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "bea"):
        subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f",
                        folder / name], check=True)  # fmt: skip
    return {name: Signer(f"{name}@gulls.example", folder / name) for name in ("ann", "bea")}


@pytest.fixture
def mine(people, tmp_path):
    """A reader's own list, which names Ann."""
    key = people["ann"].key.with_suffix(".pub").read_text()
    (tmp_path / "my_signers").write_text(f"ann@gulls.example {key}")
    return tmp_path / "my_signers"


FORMS = ["", "/1.1.0", "/gulls-1.1.0.zip"]
"""Of a folder of releases; on the web a folder of files cannot be listed."""


def sealed(tmp_path, signer):
    released(tmp_path / "signed", "1.0.0", "1.1.0", signer=signer)
    return tmp_path / "signed"


@pytest.mark.parametrize("form", FORMS)
def test_what_a_trusted_signer_signed_is_given_and_says_so(take, people, mine, tmp_path, form):
    folder = sealed(tmp_path, people["ann"])

    with serving(folder, []) as address:
        opened = [take(f"{place}{form}", allowed_signers=mine)
                  for place in ([folder, address] if form != "/1.1.0" else [folder])]  # fmt: skip

    for found in opened:
        assert (found.signature.state, found.signature.signer) == ("trusted", "ann@gulls.example")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("signs", "signer", "code"),
    [("bea", "", "E572"), ("ann", "bea@gulls.example", "E572"), ("", "", "E571")],
    ids=["by a stranger", "by another than the one asked for", "by nobody"],
)
def test_what_no_trusted_signer_signed_is_refused(
    take, people, mine, tmp_path, form, signs, signer, code
):
    folder = sealed(tmp_path, people.get(signs))

    with serving(folder, []) as address:
        for place in [folder, address] if form != "/1.1.0" else [folder]:
            with pytest.raises(DataError) as caught:
                take(f"{place}{form}", allowed_signers=mine, signer=signer)
            assert caught.value.code == code


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_who_names_nobody_is_told_that_it_is_signed(take, people, tmp_path, form):
    folder = sealed(tmp_path, people["bea"])

    with pytest.warns(UserWarning, match=r"E583: .* signed with the key SHA256:"):
        assert take(f"{folder}{form}").version == "1.1.0"
    with serving(folder, []) as address:
        for _ in ("fetched", "from the shelf"):
            with pytest.warns(UserWarning, match="E583"):
                take(address)


def signature_in(folder, version):
    return folder / version / "tagmanifest-sha256.txt.sig"


def test_a_false_signature_is_refused_whomever_one_trusts(take, people, mine, tmp_path):
    folder = sealed(tmp_path, people["ann"])
    shutil.copy(signature_in(folder, "1.0.0"), signature_in(folder, "1.1.0"))

    for more in ({}, {"allowed_signers": mine}):
        with pytest.raises(DataError) as caught:
            take(folder, **more)
        assert caught.value.code == "E573"


def test_a_copy_that_came_unsigned_is_fetched_again_where_a_signature_is_asked_for(
    take, people, mine, tmp_path, web, requests
):
    plain = take(web)
    folder = sealed(tmp_path, people["ann"])

    with serving(folder, requests) as address:
        opened = [take(address, allowed_signers=mine) for _ in range(2)]

    assert {part.path for part in opened} == {plain.path}
    assert opened[1].signature.state == "trusted"
    assert requests.count("/gulls-1.1.0.zip") == 2


def test_a_signature_that_was_broken_on_the_shelf_is_fetched_anew(take, people, mine, tmp_path):
    folder = sealed(tmp_path, people["ann"])
    with serving(folder, []) as address:
        seal = next(take(address, allowed_signers=mine).path.glob("*.sig"))
        good = seal.read_bytes()
        seal.write_bytes(signature_in(folder, "1.0.0").read_bytes())

        take(address, allowed_signers=mine)

    assert seal.read_bytes() == good


def test_an_index_that_is_signed_by_nobody_whom_one_trusts_leads_nowhere(
    take, people, mine, tmp_path
):
    folder = sealed(tmp_path, people["ann"])
    rewritten(folder, drop_newest)

    with serving(folder, []) as address:
        for place in (folder, address):
            with pytest.raises(DataError) as caught:
                take(place, "1.0.0", allowed_signers=mine)
            assert (caught.value.code, "index.json" in caught.value.message) == ("E573", True)


def test_an_index_that_is_replaced_between_it_and_its_signature_is_read_again(
    take, people, mine, tmp_path
):
    folder = sealed(tmp_path, people["ann"])
    before = {name: (folder / name).read_bytes() for name in ("index.json", "index.json.sig")}
    released(folder, "1.2.0", signer=people["ann"])
    after = {name: (folder / name).read_bytes() for name in before}
    (folder / "index.json").write_bytes(before["index.json"])

    class Served(list):
        def append(self, path):
            if path == "/index.json.sig":  # it was sent; now the index comes up to it
                (folder / "index.json").write_bytes(after["index.json"])
            super().append(path)

    with serving(folder, Served()) as address:
        assert take(address, allowed_signers=mine).version == "1.2.0"


def test_without_ssh_keygen_who_asks_for_a_signature_gets_nothing(
    take, people, mine, tmp_path, monkeypatch
):
    folder = sealed(tmp_path, people["ann"])
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Unavailable) as caught:
        take(folder, allowed_signers=mine)

    assert caught.value.code == "E578"


# ── what is in it ───────────────────────────────────────────────────────────────────────────────


def cells_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_tables_are_typed_and_only_an_empty_cell_is_null(take, dist):
    table = take(dist).table("gulls")

    assert [str(kind) for kind in table.schema.types] == [
        "string", "string", "int64", "double", "date32[day]", "bool",
    ]  # fmt: skip
    rows = table.to_pylist()
    assert [row["gull_id"] for row in rows] == ["01", "02"]
    assert [row["name"] for row in rows] == ["NA", 'null, "x"\r\ny']
    assert list(rows[1].values())[2:] == [None] * 4


def test_pandas_polars_and_sql_give_the_same_values(take, dist):
    opened = take(dist)
    rows = opened.table("gulls").to_pylist()

    frame = opened.to_pandas("gulls")
    relation = opened.sql("SELECT * FROM gulls")

    assert [str(kind) for kind in frame.dtypes][2:4] == ["int64[pyarrow]", "double[pyarrow]"]
    assert frame.astype(object).where(frame.notna(), None).to_dict("records") == rows
    assert opened.to_polars("gulls").to_dicts() == rows
    assert [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()] == rows


def test_a_made_release_opens_with_every_table(take, published):
    opened = take(published / "dist")

    for name in opened.tables:
        with (opened.path / f"data/{name}.csv").open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        table = opened.table(name)
        assert table.num_rows == len(rows)
        texts = [name for name, kind in zip(table.column_names, table.schema.types, strict=True)
                 if str(kind) == "string"]  # fmt: skip
        for column in texts:
            assert table[column].to_pylist() == [row[column] or None for row in rows]


def test_a_cell_that_is_longer_than_a_page_is_read_whole(take, tmp_path):
    long = "ab\n" * 1_000_000
    content = gulls("1.0.0", f'gull_id,name,seen,span,day,ringed\n1,"{long}",,,,\n')
    publish(tmp_path / "long", "1.0.0", content, release_id(content))

    assert take(tmp_path / "long").table("gulls")["name"].to_pylist() == [long]


def test_it_says_how_it_is_cited_and_what_changed(take, dist):
    opened = take(dist)

    assert opened.citation == "Mara Quill. (2031). Gulls (Version 1.1.0) [Data set]."
    assert opened.cite("bibtex").startswith("@misc{gulls-1.1.0,")
    assert "## [1.1.0]" in opened.changelog
    assert "gulls 1.1.0" in repr(opened)


@pytest.mark.parametrize(
    "ask",
    [
        lambda opened: opened.table("terns"),
        lambda opened: opened.cite("mla"),
        lambda opened: opened.read("../dist/index.json"),
    ],
)
def test_what_it_does_not_have_is_said(take, dist, ask):
    with pytest.raises(CallError) as caught:
        ask(take(dist))

    assert caught.value.code == "E904"


def test_a_table_that_is_not_what_its_schema_says_is_not_given(take, tmp_path):
    content = gulls("1.0.0", HARD.replace(",3,", ",three,"))
    publish(tmp_path / "odd", "1.0.0", content, release_id(content))

    with pytest.raises(DataError) as caught:
        take(tmp_path / "odd").table("gulls")

    assert (caught.value.code, "three" in caught.value.message) == ("E114", True)


def test_who_has_no_polars_is_told(take, dist, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)

    with pytest.raises(Unavailable) as caught:
        take(dist).to_polars("gulls")

    assert (caught.value.code, caught.value.hint) == ("E581", "pip install polars")


def test_nothing_heavy_is_imported_to_open_a_release(dist, tmp_path):
    script = (
        "import sys, depositary; depositary.open_release(sys.argv[1], cache=sys.argv[2]);"
        " print({'duckdb', 'pandas', 'polars', 'pyarrow', 'numpy'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", script, dist, tmp_path / "cache"],
                          capture_output=True, text=True, check=True)  # fmt: skip

    assert done.stdout == "set()\n"


# ── the same in a shell ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fetch(tmp_path):
    """Run ``depositary fetch`` in a process of its own, with a cache of this test."""

    def called(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "depositary", "fetch", *map(str, arguments)], cwd=tmp_path,
            capture_output=True, text=True, check=False,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "mine")},
        )  # fmt: skip

    return called


def test_fetch_prints_the_folder_of_a_verified_release(fetch, web):
    done = fetch(web, "--version", "^1")

    assert (done.returncode, "gulls 1.1.0, verified" in done.stderr) == (0, True)
    assert depositary.verify(done.stdout.strip()).version == "1.1.0"


def test_fetch_hashes_what_it_fetched_before_and_fetches_anew_what_was_damaged(fetch, web):
    folder = fetch(web).stdout.strip()
    Path(folder, "CHANGELOG.md").write_text("nothing")

    assert "error[E507]" in fetch(web).stderr
    assert depositary.verify(fetch(web).stdout.strip()).is_whole


def test_fetch_puts_a_copy_where_it_is_wanted_and_twice_is_once(fetch, web, tmp_path):
    first, again = (fetch(web, "--to", tmp_path / "data", "--json") for _ in range(2))

    assert json.loads(first.stdout) == json.loads(again.stdout)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["gulls-1.1.0"]
    assert depositary.verify(tmp_path / "data/gulls-1.1.0").is_whole


def test_fetch_writes_over_nothing(fetch, web, tmp_path):
    (tmp_path / "data/gulls-1.1.0").mkdir(parents=True)
    (tmp_path / "data/gulls-1.1.0/mine.txt").write_text("mine")

    done = fetch(web, "--to", tmp_path / "data")

    assert (done.returncode, "error[E582]" in done.stderr) == (2, True)
    assert (tmp_path / "data/gulls-1.1.0/mine.txt").read_text() == "mine"


def test_fetch_warns_of_a_yanked_release(fetch, web, dist):
    yank(dist, "1.1.0", "Two gulls were one.")

    done = fetch(web, "--version", "1.1.0")

    assert (done.returncode, "warning[E562]" in done.stderr) == (0, True)


def test_fetch_takes_what_a_trusted_signer_signed_and_nothing_else(fetch, people, mine, tmp_path):
    folder = sealed(tmp_path, people["ann"])

    with serving(folder, []) as address:
        plain = fetch(address)
        done = fetch(address, "--allowed-signers", mine, "--to", tmp_path / "data")
        refused = fetch(address, "--allowed-signers", mine, "--signer", "bea@gulls.example",
                        "--to", tmp_path / "other")  # fmt: skip

    assert (plain.returncode, "warning[E583]" in plain.stderr) == (0, True)
    assert (done.returncode, "signed by ann@gulls.example" in done.stderr) == (0, True)
    assert (refused.returncode, "error[E572]" in refused.stderr) == (1, True)
    assert not (tmp_path / "other").exists()
