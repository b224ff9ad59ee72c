"""Pages that stand alone share one look, which is written once."""

from __future__ import annotations

from importlib import resources

import pytest

from depositary.onepage import head, style_of

PAGES = ("depositary.checks.report", "depositary.release.forms", "depositary.release.codebook",
         "depositary.release.catalogue")  # fmt: skip
SHARED = resources.files("depositary").joinpath("onepage.css").read_text("utf-8")


@pytest.mark.parametrize("package", PAGES)
def test_what_all_pages_share_comes_first_and_is_said_again_nowhere(package):
    own = resources.files(package).joinpath("page.css").read_text("utf-8")

    assert style_of(package) == SHARED + own
    assert set(SHARED.splitlines()) & set(own.splitlines()) == set()
    assert "--paper: #fff; --tint" not in own
    assert f"<style>{SHARED}{own}</style>" in head("Gulls", style_of(package), "")


@pytest.mark.parametrize("package", PAGES)
def test_a_page_names_no_colour_that_nobody_gave(package):
    style = style_of(package)
    named = {part.partition(")")[0] for part in style.split("var(")[1:]}

    assert named
    assert [name for name in named if f"{name}:" not in style] == []
