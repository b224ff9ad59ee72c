"""One fact walks from an article to a verified release, through the installed commands.

This is the test of the architecture: nothing but the two commands, in a folder of its own, as a
stranger would use them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import depositary

BIN = Path(sys.executable).parent


@pytest.fixture
def call(tmp_path: Path):
    """Run an installed command in the project's folder."""
    root = tmp_path / "a project"
    root.mkdir()
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    def run(command: str, *args: str, code: int = 0) -> str:
        done = subprocess.run(
            [BIN / command, *args], cwd=root, env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    run.root = root
    return run


def test_a_fact_walks_from_the_article_to_a_verified_release(call, repository: Path) -> None:  # noqa: PLR0915 - one walk, in one piece
    root: Path = call.root
    shutil.copytree(repository / "schema", root / "schema")
    (root / "seeds").mkdir()
    invented = repository / "tests" / "harbour" / "seeds"

    # An article is taken into custody, and read.
    call("depositary", "add", str(invented / "harbour.txt"), "--published", "2031-05-01")
    shutil.copy(invented / "harbour.reading.json", root / "seeds")
    call("depositary", "build")
    assert call("depositary", "check").startswith("ok")
    assert "will sign the Harbour Treaty" in call("depositary", "show", "agr-harbour-treaty")

    # The first release.
    said = call("make-release")
    assert "1.0.0" in said
    release = root / "dist" / "1.0.0"
    call("depositary", "verify", str(release))
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=release, check=True)
    before = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}

    # The same content again changes nothing.
    again = call("make-release")
    assert "1.0.0" in again
    assert sorted(path.name for path in (root / "dist").iterdir() if path.is_dir()) == ["1.0.0"]

    # A quote is broken by one letter: the place and the mend are told, nothing is published.
    reading = root / "seeds" / "harbour.reading.json"
    text = reading.read_text(encoding="utf-8")
    broken = text.replace("joined the Gull League in 2027", "joined the Gull Leagve in 2027", 1)
    reading.write_text(broken, encoding="utf-8")
    line = broken[: broken.index("Leagve")].count("\n") + 1
    said = call("depositary", "check", code=1)
    assert "error[E410]" in said
    assert f"seeds/harbour.reading.json:{line}:" in said
    assert '"League", not "Leagve"' in said
    assert said.count("error[") == 1
    call("make-release", code=1)
    assert sorted(path.name for path in (root / "dist").iterdir() if path.is_dir()) == ["1.0.0"]

    # It is mended, a value corrected, and the next release says so.
    old = "Sale of patrol boats by Lutharia to Arvenia"
    corrected = text.replace(f'"title": "{old}"', '"title": "Sale of boats by Lutharia to Arvenia"')
    assert corrected != text
    reading.write_text(corrected, encoding="utf-8")
    call("depositary", "build")
    said = call("make-release")
    assert "1.0.1" in said
    changelog = (root / "dist" / "1.0.1" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "evt-patrol-boats" in changelog
    assert old in changelog
    assert changelog.index("1.0.1") < changelog.index("1.0.0")
    call("depositary", "verify", str(root / "dist" / "1.0.1"))

    # The first release is as it was, and the index knows both.
    assert {path: path.read_bytes() for path in release.rglob("*") if path.is_file()} == before
    index = json.loads((root / "dist" / "index.json").read_text(encoding="utf-8"))
    assert [entry["version"] for entry in index["releases"]] == ["1.0.1", "1.0.0"]

    # A reader finds the sentence behind the fact in the download.
    (archive,) = (root / "dist").glob("*1.0.1.zip")
    with depositary.open_package(archive) as package:
        quotes = package["evidence"].filter("record_id = 'evt-arvenia-joins-league'")
        ((start, end, quote),) = quotes.project('start, "end", quote').fetchall()
    article = (root / "seeds" / "harbour.txt").read_bytes().decode("utf-8")
    assert article[start:end] == quote == "Arvenia joined the Gull League in 2027"
