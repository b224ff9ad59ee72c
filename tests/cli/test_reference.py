"""The reference pages are made from what they describe, and are in step with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from depositary.cli.reference import pages
from depositary.codes import CODES

if TYPE_CHECKING:
    from pathlib import Path

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_what_make_fmt_would_write(repository: Path, name: str) -> None:
    page = repository / "docs" / "reference" / name

    assert page.read_text(encoding="utf-8") == PAGES[name]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_line_in_the_reference(code: str) -> None:
    assert f"### {code}: {CODES[code].title}" in PAGES["errors.md"]
