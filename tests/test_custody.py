"""An article is taken into custody, and never changed again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project

ARTICLE = "Share this\n|\nThe mayor of Quill opened the bridge.\nAll rights reserved\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_bytes(ARTICLE.encode())
    return path


def test_the_bytes_are_kept_and_described(depositary, harbour: Project, article: Path) -> None:
    done = depositary("add", str(article), "--published", "2030-06~", "--publisher", "The Gull")

    assert done.exit_code == 0
    kept = harbour.seeds / "bridge.txt"
    card = json.loads((harbour.seeds / "bridge.source.json").read_text(encoding="utf-8"))
    assert kept.read_bytes() == ARTICLE.encode()
    assert card["sha256"] == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert ARTICLE[card["body_start"] : card["body_end"]] == "The mayor of Quill opened the bridge."
    assert card["publisher"] == "The Gull"
    assert not {"title", "author", "url"} & card.keys()


def test_the_same_article_again_changes_nothing(
    depositary, harbour: Project, article: Path
) -> None:
    depositary("add", str(article), "--published", "2030")
    before = sorted((path.name, path.read_bytes()) for path in harbour.seeds.iterdir())

    again = depositary("add", str(article), "--published", "2030")

    assert again.exit_code == 0
    assert "Nothing was changed" in again.stdout
    assert sorted((path.name, path.read_bytes()) for path in harbour.seeds.iterdir()) == before


def test_a_kept_original_is_never_replaced(depositary, harbour: Project, article: Path) -> None:
    depositary("add", str(article), "--published", "2030")
    article.write_bytes(ARTICLE.replace("mayor", "major").encode())

    done = depositary("add", str(article), "--published", "2030")

    assert done.exit_code == 2
    assert "error[E418]" in done.stderr
    assert "--revision-of src-bridge" in done.stderr
    assert (harbour.seeds / "bridge.txt").read_bytes() == ARTICLE.encode()


@pytest.mark.parametrize(
    ("content", "options", "code", "exit_code"),
    [
        (b"caf\xe9", ["--published", "2030"], "E102", 1),
        (b"a\x00b", ["--published", "2030"], "E127", 1),
        (b" \n ", ["--published", "2030"], "E127", 1),
        (b"x" * 5_000_001, ["--published", "2030"], "E108", 2),
        (b"The bridge.", ["--published", "17 Jan 2025"], "E416", 2),
        (b"The bridge.", ["--published", "2030", "--kind", "rumour"], "E402", 1),
        (b"The bridge.", ["--published", "2030", "--url", "not a url"], "E402", 1),
        (b"The bridge.", ["--published", "2030", "--id", "src-harbour"], "E417", 2),
        (b"The bridge.", ["--published", "2030", "--revision-of", "src-x"], "E415", 2),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    depositary, harbour: Project, article: Path, content, options, code, exit_code
) -> None:
    article.write_bytes(content)
    before = sorted(path.name for path in harbour.seeds.iterdir())

    done = depositary("add", str(article), *options)

    assert f"error[{code}]" in done.stderr
    assert done.exit_code == exit_code
    assert sorted(path.name for path in harbour.seeds.iterdir()) == before


def test_a_missing_file_and_a_folder_are_refused(depositary, tmp_path: Path) -> None:
    assert (
        "error[E103]" in depositary("add", str(tmp_path / "no.txt"), "--published", "2030").stderr
    )
    assert "error[E104]" in depositary("add", str(tmp_path), "--published", "2030").stderr


def test_a_web_page_gives_its_text_and_keeps_its_original(
    depositary, harbour: Project, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    words = (
        "The mayor of Quill opened the long bridge on Monday, and many people of the town came. "
    )
    page.write_text(
        "<!doctype html><html><head><title>Bridge opened</title></head><body><nav>Home</nav>"
        f"<article><h1>Bridge opened</h1><p>{words * 3}</p><p>{words * 2}</p></article>"
        "<script>alert(1)</script></body></html>",
        encoding="utf-8",
    )

    done = depositary("add", str(page), "--published", "2030")

    assert done.exit_code == 0, done.stderr
    card = json.loads((harbour.seeds / "page.source.json").read_text(encoding="utf-8"))
    text = (harbour.seeds / "page.txt").read_text(encoding="utf-8")
    assert card["original"]["file"] == "page.html"
    assert (harbour.seeds / "page.html").read_bytes() == page.read_bytes()
    assert card["title"] == "Bridge opened"
    assert "mayor of Quill" in text
    assert "alert" not in text
    assert "Home" not in text
