"""The lines in a release's README load what is in it: run as they stand, they give equal values."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from types import SimpleNamespace

import pytest

from depositary.release.loading import loading
from depositary.tables import Rows, to_csv

BLOCK = re.compile(r"```(python|r)\n(.*?)\n```", re.DOTALL)
HARD = ["NA", "null", "007", "1e5", 'a "b", c', "two\nlines", " blank ", "=1+1", "ünï", ""]


def column(name, kind, form=""):
    return SimpleNamespace(name=name, type=kind, format=form)


GULLS = SimpleNamespace(
    name="gulls",
    columns=(
        column("name", "string"), column("seen", "integer"), column("span", "number"),
        column("day", "string", "date"), column("ringed", "boolean"),
    ),
)  # fmt: skip


def snippets(text):
    return [(language, code) for language, code in BLOCK.findall(text)]


def as_rows(value):
    """What a snippet loaded, as rows of Python values; days as ISO text."""
    kind = type(value).__module__.partition(".")[0]
    if kind == "pandas":
        rows = value.astype(object).where(value.notna(), None).itertuples(index=False, name=None)
    elif kind == "polars":
        rows = value.iter_rows()
    elif kind == "builtins":
        rows = value
    else:
        rows = value.fetchall()
    return [tuple(cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row)
            for row in rows]  # fmt: skip


def loaded(code, name, folder, monkeypatch):
    monkeypatch.chdir(folder)
    scope = {}
    exec(code, scope)  # noqa: S102 - what the README tells its readers to run
    return as_rows(scope[name])


def test_every_line_of_python_in_a_readme_gives_the_same_rows(published, tmp_path, monkeypatch):
    folder = tmp_path / "release"
    shutil.copytree(published / "dist/1.0.0", folder)
    archive = next((published / "dist").glob("*.zip"))
    shutil.copy(archive, folder / archive.name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with (folder / "data/evidence.csv").open(encoding="utf-8", newline="") as handle:
        expected = [tuple(cell or None for cell in row) for row in list(csv.reader(handle))[1:]]
    codes = [code for language, code in snippets((folder / "README.md").read_text("utf-8"))
             if language == "python"]  # fmt: skip

    found = [loaded(code, "evidence", folder, monkeypatch) for code in codes]

    assert len(codes) == 5
    for rows in found:
        assert [tuple(None if cell is None else str(cell) for cell in row) for row in rows] == (
            expected
        )


def test_cells_that_readers_like_to_guess_at_stay_what_they_are(tmp_path, monkeypatch):
    cells = [(text, "3", "1.5", "2031-05-02", "true") for text in HARD]
    cells.append(("gaps", "", "", "", ""))
    rows = Rows("gulls", tuple(c.name for c in GULLS.columns), tuple(cells))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/gulls.csv").write_bytes(to_csv(rows))
    codes = [code for language, code in
             snippets(loading("birds", "1.0.0", GULLS, has_sqlite=False))[1:]
             if language == "python"]  # fmt: skip

    found = [loaded(code, "gulls", tmp_path, monkeypatch) for code in codes]

    expected = [(text or None, 3, 1.5, "2031-05-02", True) for text in HARD]
    assert found == [[*expected, ("gaps", None, None, None, None)]] * 3


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_line_of_r_loads_every_row(published):
    folder = published / "dist/1.0.0"
    code = next(code for language, code in snippets((folder / "README.md").read_text("utf-8"))
                if language == "r")  # fmt: skip

    done = subprocess.run(["Rscript", "-e", f"{code}; cat(nrow(evidence))"], cwd=folder,
                          capture_output=True, text=True, check=True)  # fmt: skip

    with (folder / "data/evidence.csv").open(encoding="utf-8", newline="") as handle:
        assert int(done.stdout) == len(list(csv.reader(handle))) - 1
