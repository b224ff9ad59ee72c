"""Who made a release can be told from its bytes, and a signature that is false never passes."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from depositary.cli.doors import depositary as door
from depositary.cli.terminal import run
from depositary.errors import CallError, DataError, Unavailable
from depositary.release import verify
from depositary.release.bag import bagged
from depositary.release.signatures import INDEX_NAMESPACE, RELEASE_NAMESPACE, Trust, read_seal
from depositary.release.steps import Order, make_release
from depositary.release.stores import opened, place_of
from depositary.release.yanking import yank
from needed import program

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project

KINDS = {"ed25519": (), "rsa": ("-b", "2048"), "ecdsa": ("-b", "256")}
BUNDLE = "tagmanifest-sha256.txt.sigstore.json"


def keygen(*words: str | Path, **more) -> subprocess.CompletedProcess[bytes]:
    command = [program("ssh-keygen"), *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, **more)


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> dict[str, Path]:
    """A key of each kind, without a passphrase, and one of a stranger."""
    folder = tmp_path_factory.mktemp("keys")
    for name, more in {**KINDS, "stranger": ()}.items():
        kind = name if name in KINDS else "ed25519"
        keygen("-q", "-t", kind, *more, "-N", "", "-C", "", "-f", folder / name)
    return {path.name: path for path in folder.iterdir() if not path.suffix}


@pytest.fixture(scope="session")
def sealed(published: Path, keys, tmp_path_factory) -> Path:
    """The harbour project, released once and signed; nobody may change it."""
    root = tmp_path_factory.mktemp("sealed") / "harbour"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns("dist"))
    make_release(Order(root, key=str(keys["ed25519"])), lambda *_: None)
    return root


@pytest.fixture
def target(sealed: Path, tmp_path: Path) -> Path:
    """A copy of the signed releases."""
    shutil.copytree(sealed / "dist", tmp_path / "dist")
    return tmp_path / "dist"


@pytest.fixture
def archive(target: Path) -> Path:
    return next(target.glob("*.zip"))


def public(key: Path) -> str:
    return " ".join(key.with_suffix(".pub").read_text().split()[:2])


def allowed(path: Path, *lines: str) -> Trust:
    path.write_text("".join(f"{line}\n" for line in lines))
    return Trust(path)


def sign_again(target: Path, key: Path, namespace: str = RELEASE_NAMESPACE) -> None:
    manifest = target / "1.0.0" / "tagmanifest-sha256.txt"
    made = keygen("-Y", "sign", "-q", "-n", namespace, "-f", key, input=manifest.read_bytes())
    manifest.with_name(f"{manifest.name}.sig").write_bytes(made.stdout)


def called(*words: str | Path, capsys) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        run(door, list(map(str, words)))
    said = capsys.readouterr()
    return stop.value.code or 0, said.out, said.err


# ── signing ─────────────────────────────────────────────────────────────────────────────────────
def test_a_signed_release_says_who_signed_it_and_so_does_its_index(target, archive):
    for path in (target / "1.0.0", archive):
        found = verify(path)

        assert found.is_whole
        assert (found.signature.state, found.index_signature.state) == ("trusted", "trusted")
        assert found.signature.signer == found.name
        assert found.signature.named_by == str(target / "allowed_signers")


def test_openssh_alone_verifies_it(target):
    signer = (target / "allowed_signers").read_text().split()[0]
    for signed, namespace in (("1.0.0/tagmanifest-sha256.txt", RELEASE_NAMESPACE),
                              ("index.json", INDEX_NAMESPACE)):  # fmt: skip
        path = target / signed
        done = keygen("-Y", "verify", "-f", target / "allowed_signers", "-I", signer, "-n",
                      namespace, "-s", f"{path}.sig", input=path.read_bytes())  # fmt: skip

        assert done.returncode == 0, done.stderr


def test_the_release_id_is_the_same_signed_or_not(published, target):
    assert verify(target / "1.0.0").release_id == verify(published / "dist" / "1.0.0").release_id


def test_the_same_key_makes_the_same_bytes(sealed, keys, tmp_path, target):
    root = tmp_path / "again"
    shutil.copytree(sealed, root, ignore=shutil.ignore_patterns("dist"))

    make_release(Order(root, key=str(keys["ed25519"])), lambda *_: None)

    files = [path for path in sorted(target.rglob("*")) if path.is_file()]
    for path in files:
        assert path.read_bytes() == (root / "dist" / path.relative_to(target)).read_bytes()
    assert len(files) == sum(path.is_file() for path in (root / "dist").rglob("*"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_key_signs(kind, keys, published, tmp_path):
    root = tmp_path / "harbour"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns("dist"))

    make_release(Order(root, key=str(keys[kind])), lambda *_: None)

    assert verify(root / "dist" / "1.0.0").signature.state == "trusted"


def test_a_run_that_was_stopped_before_the_signature_of_the_index_is_finished(sealed, keys, target):
    (target / "index.json.sig").unlink()
    order = Order(sealed, target, key=str(keys["ed25519"]))

    outcome = make_release(order, lambda *_: None)

    assert outcome.state == "unchanged"
    assert verify(target / "1.0.0").index_signature.state == "trusted"


def test_a_key_that_cannot_be_used_stops_the_release_before_anything_is_written(project, tmp_path):
    shutil.rmtree(project.root / "dist")
    for key in (tmp_path / "none", project.root / "schema" / "dataset.json"):
        with pytest.raises(Unavailable, match="does not sign") as stop:
            make_release(Order(project.root, key=str(key)), lambda *_: None)

        assert stop.value.code == "E570"
        assert not (project.root / "dist").exists()


def test_without_ssh_keygen_nothing_is_signed_and_one_error_says_so(project, keys, monkeypatch):
    shutil.rmtree(project.root / "dist")
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Unavailable, match="ssh-keygen is not installed") as stop:
        make_release(Order(project.root, key=str(keys["ed25519"])), lambda *_: None)

    assert stop.value.code == "E570"
    assert not (project.root / "dist").exists()


def stated(project: Project, key: Path) -> None:
    path = project.root / "schema" / "dataset.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["signing"] = {"signer": "ann@gulls.example", "key": public(key)}
    path.write_text(json.dumps(value), encoding="utf-8")


def test_a_dataset_that_names_its_key_is_signed_by_it_or_not_at_all(project, keys):
    shutil.rmtree(project.root / "dist")
    stated(project, keys["ed25519"])

    with pytest.raises(CallError, match="not the one that signs here") as other:
        make_release(Order(project.root, key=str(keys["stranger"])), lambda *_: None)
    with pytest.raises(Unavailable, match="The agent does not sign") as none:
        make_release(Order(project.root), lambda *_: None)
    assert not (project.root / "dist").exists()
    make_release(Order(project.root, key=str(keys["ed25519"])), lambda *_: None)

    assert (other.value.code, none.value.code) == ("E577", "E570")
    assert verify(project.root / "dist" / "1.0.0").signature.signer == "ann@gulls.example"


def test_a_signed_index_never_becomes_unsigned(target):
    with pytest.raises(CallError) as stop:
        yank(target, "1.0.0", "Dates are a year off.")
    assert stop.value.code == "E576"
    assert verify(target / "1.0.0").listed == "published"


def test_yanking_signs_the_index_anew(sealed, keys, target, capsys):
    code, _, _ = called("yank", "1.0.0", "--reason", "Dates are a year off.", "--to", target,
                        "--sign", keys["ed25519"], "--project", sealed, capsys=capsys)  # fmt: skip

    found = verify(target / "1.0.0")
    assert (code, found.listed, found.index_signature.state) == (0, "yanked", "trusted")
    assert len((target / "allowed_signers").read_text().splitlines()) == 1


def test_a_new_key_is_added_to_those_that_may_sign_and_the_old_one_stays(keys, target):
    yank(target, "1.0.0", "Dates are a year off.", signer_with(keys["stranger"]))

    lines = (target / "allowed_signers").read_text().splitlines()
    assert [public(keys[name]) in line for name, line in
            zip(("ed25519", "stranger"), lines, strict=True)] == [True, True]  # fmt: skip
    assert verify(target / "1.0.0").signature.state == "trusted"


def signer_with(key: Path):
    from depositary.release.signing import Signer

    return Signer("bea@gulls.example", key)


# ── whom does a reader trust? ───────────────────────────────────────────────────────────────────
SCOPE = f'namespaces="{RELEASE_NAMESPACE},{INDEX_NAMESPACE}"'
MATRIX = {
    # what the reader's file says of the key, who is asked for: state, exit code
    "the key, for anything": ("ann@gulls.example {key}", "", "trusted", 0),
    "the key, for releases": ("ann@gulls.example " + SCOPE + " {key}", "", "trusted", 0),
    "the key, of the one asked for": ("ann@gulls.example {key}", "ann@gulls.example", "trusted", 0),
    "the key, by a pattern": ("*@gulls.example {key}", "ann@gulls.example", "trusted", 0),
    "the key, of somebody else": ("bea@gulls.example {key}", "ann@gulls.example", "unknown", 5),
    "another key": ("ann@gulls.example {other}", "", "unknown", 5),
    "another key, of the one asked for": ("ann@gulls.example {other}", "ann@gulls.example",
                                          "unknown", 5),
    "the key, for git alone": ('ann@gulls.example namespaces="git" {key}', "", "unknown", 5),
    "the key, until long ago": ('ann@gulls.example valid-before="20200101" {key}', "", "unknown",
                                5),
    "nobody": ("", "", "unknown", 5),
    "nonsense": ("%%% \0 nonsense", "", "unknown", 5),
}  # fmt: skip


@pytest.mark.parametrize("case", MATRIX)
def test_the_readers_own_file_decides_whom_to_trust(case, keys, target, archive, tmp_path, capsys):
    line, signer, state, expected = MATRIX[case]
    text = line.format(key=public(keys["ed25519"]), other=public(keys["stranger"]))
    trust = allowed(tmp_path / "mine", text)

    for path in (target / "1.0.0", archive):
        found = verify(path, trust=Trust(trust.allowed_signers, signer))
        code, _, said = called("verify", path, "--allowed-signers", tmp_path / "mine",
                               "--signer", signer, capsys=capsys)  # fmt: skip

        assert found.is_whole
        assert (found.signature.state, code) == (state, expected)
        assert ("error[E572]" in said) == (state == "unknown")


def test_a_download_alone_is_signed_by_a_key_that_nobody_names(archive, tmp_path, capsys):
    alone = tmp_path / "alone" / archive.name
    alone.parent.mkdir()
    shutil.copy(archive, alone)

    code, out, _ = called("verify", alone, capsys=capsys)
    asked, _, said = called("verify", alone, "--signer", "ann@gulls.example", capsys=capsys)

    assert (code, asked) == (0, 5)
    assert "nothing here says whose that is" in out
    assert "error[E572]" in said


def test_unsigned_is_fine_until_a_signature_is_asked_for(published, keys, tmp_path, capsys):
    path = published / "dist" / "1.0.0"
    allowed(tmp_path / "mine", f"ann@gulls.example {public(keys['ed25519'])}")

    code, out, _ = called("verify", path, capsys=capsys)
    asked, _, said = called("verify", path, "--allowed-signers", tmp_path / "mine", capsys=capsys)

    assert (code, asked) == (0, 4)
    assert "not signed" in out
    assert "error[E571]" in said


@pytest.mark.parametrize("form", ["lines", "list"])
def test_a_revoked_key_passes_nowhere(form, keys, target, archive, tmp_path, capsys):
    lines = tmp_path / "lines"
    lines.write_text(f"{public(keys['stranger'])}\n{public(keys['ed25519'])}\n")
    if form == "list":
        keygen("-k", "-f", target / "revoked_keys", lines)
    else:
        shutil.copy(lines, target / "revoked_keys")

    for path in (target / "1.0.0", archive):
        code, out, _ = called("verify", path, capsys=capsys)

        assert code == 1
        assert "error[E575]" in out


@pytest.mark.parametrize("namespace", ["git", "file", INDEX_NAMESPACE, "depositary-releases"])
def test_a_signature_made_for_something_else_is_refused(namespace, keys, target, capsys):
    sign_again(target, keys["ed25519"], namespace)

    code, out, _ = called("verify", target / "1.0.0", capsys=capsys)

    assert code == 1
    assert "error[E574]" in out
    assert repr(namespace) in out


def test_without_ssh_keygen_it_is_said_that_nothing_was_checked(target, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")

    code, out, _ = called("verify", target / "1.0.0", capsys=capsys)
    asked, _, said = called("verify", target / "1.0.0", "--signer", "ann", capsys=capsys)

    assert (code, asked) == (0, 3)
    assert "cannot be checked: ssh-keygen is not installed" in out
    assert "error[E578]" in said


def test_a_file_of_signers_that_is_not_there_is_a_wrong_call(target, tmp_path, capsys):
    code, _, said = called("verify", target / "1.0.0", "--allowed-signers", tmp_path / "none",
                           capsys=capsys)  # fmt: skip

    assert (code, "E103" in said) == (2, True)


def test_what_was_found_is_told_to_programs_too(target, capsys):
    _, out, _ = called("verify", target / "1.0.0", "--json", capsys=capsys)

    value = json.loads(out)
    assert value["signature"]["state"] == value["index_signature"]["state"] == "trusted"
    assert value["signature"]["key"].startswith("SHA256:")


# ── tampering ───────────────────────────────────────────────────────────────────────────────────
def test_no_byte_of_a_signature_can_be_changed(target):
    path = target / "1.0.0" / "tagmanifest-sha256.txt.sig"
    data = path.read_bytes()
    seal = read_seal(data)

    for at in range(0, len(data), 3):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        state = verify(path.parent).signature.state
        again = read_seal(path.read_bytes())

        # The case of a line feed at the end, or padding: other bytes that say the same.
        assert state in ("bad", "misused", "unknown") or (state, again) == ("trusted", seal)
    path.write_bytes(data[: len(data) // 2])
    assert verify(path.parent).signature.state == "bad"


def test_a_release_hashed_anew_is_given_away_by_its_signature(target, keys, tmp_path):
    folder = target / "1.0.0"
    trust = allowed(tmp_path / "mine", f"ann@gulls.example {public(keys['ed25519'])}")
    (folder / "data" / "actors.csv").write_bytes(b"forged\n")
    content = {path.relative_to(folder).as_posix(): path.read_bytes()
               for path in folder.rglob("*") if path.is_file()}  # fmt: skip
    kept = {
        name: data
        for name, data in content.items()
        if name not in ("SHA256SUMS", "bagit.txt") and "manifest-sha256" not in name
    }
    for name, data in bagged(kept).items():
        (folder / name).write_bytes(data)
    for name in ("index.json", "index.json.sig"):
        (target / name).unlink()

    found = verify(folder, trust=trust)

    assert [finding.code for finding in found.findings] == ["E573"]


def test_a_release_signed_anew_by_a_stranger_is_of_an_unknown_key(target, keys, tmp_path):
    trust = allowed(tmp_path / "mine", f"ann@gulls.example {public(keys['ed25519'])}")

    sign_again(target, keys["stranger"])

    assert verify(target / "1.0.0", trust=trust).signature.state == "unknown"


def test_an_index_that_was_edited_is_given_away_by_its_signature(target):
    path = target / "index.json"
    path.write_text(path.read_text().replace('"published"', '"yanked"'))

    found = verify(target / "1.0.0")

    assert ("E573", "index.json.sig") in [(part.code, part.value) for part in found.findings]


def test_the_signature_of_another_release_does_not_fit(target, project, keys, correct):
    correct('"title": "Harbour Treaty"', '"title": "Harbour Trade Treaty"')
    make_release(Order(project.root, target, key=str(keys["ed25519"])), lambda *_: None)
    (newer,) = (path for path in target.iterdir() if path.is_dir() and path.name != "1.0.0")
    shutil.copy(target / "1.0.0" / "tagmanifest-sha256.txt.sig", newer)

    assert verify(newer).signature.state == "bad"


def test_a_link_in_place_of_the_signature_is_named(target):
    path = target / "1.0.0" / "tagmanifest-sha256.txt.sig"
    path.rename(target / "elsewhere")
    path.symlink_to(target / "elsewhere")

    assert [finding.value for finding in verify(target / "1.0.0").findings] == [path.name]


@pytest.mark.parametrize("blob", [
    b"", b"SSHSIG", b"SSHSIG\0\0\0\2", b"SSHSIG\0\0\0\1\xff\xff\xff\xff", b"x" * 3000,
])  # fmt: skip
def test_what_is_no_signature_is_bad_and_nothing_else(blob, target):
    text = base64.encodebytes(blob).decode()
    path = target / "1.0.0" / "tagmanifest-sha256.txt.sig"
    path.write_text(f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n")

    assert verify(target / "1.0.0").signature.state == "bad"


# ── Sigstore ────────────────────────────────────────────────────────────────────────────────────
def bundle(message: bytes) -> str:
    digest = base64.b64encode(hashlib.sha256(message).digest()).decode()
    return json.dumps({
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "messageSignature": {"messageDigest": {"algorithm": "SHA2_256", "digest": digest},
                             "signature": ""},
    })  # fmt: skip


def test_a_bundle_of_sigstore_is_seen_and_said_to_be_unchecked(target, archive, capsys):
    manifest = target / "1.0.0" / "tagmanifest-sha256.txt"
    manifest.with_name(BUNDLE).write_text(bundle(manifest.read_bytes()))
    archive.with_name(f"{archive.name}.sigstore.json").write_text(bundle(archive.read_bytes()))

    for path in (target / "1.0.0", archive):
        code, out, _ = called("verify", path, capsys=capsys)

        assert code == 0
        assert "who made it was not checked, which needs sigstore" in out


@pytest.mark.parametrize(
    ("text", "words"),
    [(bundle(b"else"), "of something else"), ("{}", "not a Sigstore"), ("[", "not a Sigstore")],
)
def test_a_bundle_of_something_else_is_refused(text, words, target):
    (target / "1.0.0" / BUNDLE).write_text(text)

    (finding,) = verify(target / "1.0.0").findings

    assert (finding.code, finding.value) == ("E573", BUNDLE)
    assert words in finding.message


def test_every_sampled_byte_of_a_signed_archive_counts(archive):
    data = archive.read_bytes()

    for at in range(0, len(data), len(data) // 97):
        archive.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        try:
            found = verify(archive)
        except DataError as error:
            assert error.code in ("E507", "E508")  # noqa: PT017
            continue
        assert not found.is_whole


def test_in_a_store_the_release_is_signed_and_the_index_is_not(project, keys, tmp_path):
    pytest.importorskip("fsspec", reason="fsspec is an extra")
    target = place_of(f"local://{tmp_path}/store")
    key = keys["ed25519"]

    make_release(Order(project.root, target, key=str(key)), lambda *_: None)

    store = opened(target)
    assert store.read("index.json.sig", 1 << 20) is None
    trust = allowed(tmp_path / "mine", f"ann {public(key)}")
    (archive,) = [part.name for part in (tmp_path / "store").glob("*.zip")]
    assert verify(target / archive, "", trust).signature.state == "trusted"
