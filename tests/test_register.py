"""A package opened as tables: DuckDB, and by it pandas, polars and Arrow."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

import depositary as library
from depositary.errors import CallError, DataError

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project


@pytest.fixture
def built(depositary, harbour: Project) -> Project:
    assert depositary("build").exit_code == 0
    return harbour


def test_a_project_a_folder_a_descriptor_and_a_zip_open_alike(built: Project, tmp_path) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in built.datapackage.rglob("*.*"):
            packed.write(path, path.relative_to(built.datapackage).as_posix())

    counts = set()
    for place in (built.root, built.datapackage, built.datapackage / "datapackage.json", archive):
        with library.open_package(place) as package:
            counts.add((len(package.tables), len(package["claims"].fetchall())))

    assert counts == {(13, 3)}


def test_columns_have_their_types_and_empty_cells_are_missing(built: Project) -> None:
    with library.open_package(built.root) as package:
        row = package.sql("SELECT earliest, latest FROM dates WHERE edtf = '2027'").fetchall()
        cow = package["actors"].project("cow").fetchall()

    assert row == [(dt.date(2027, 1, 1), dt.date(2027, 12, 31))]
    assert set(cow) == {(None,)}


def test_relations_become_pandas_polars_and_arrow(built: Project) -> None:
    with library.open_package(built.root) as package:
        claims = package["claims"].order("claim_id")
        frames = (claims.df(), claims.pl(), claims.to_arrow_table())

    assert {len(frame) for frame in frames} == {3}
    assert frames[0]["act"].tolist() == frames[1]["act"].to_list() == frames[2]["act"].to_pylist()


def test_an_unknown_table_and_anything_but_a_select_are_refused(built: Project) -> None:
    with library.open_package(built.root) as package:
        with pytest.raises(CallError) as unknown:
            package["claim"]
        with pytest.raises(CallError) as written:
            package.sql("DROP TABLE claims")

    assert (unknown.value.code, written.value.code) == ("E904", "E902")


def test_a_path_out_of_the_package_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    resource = {"name": "a", "path": "../secret.csv", "schema": {"fields": [{"name": "a"}]}}
    text = json.dumps({"resources": [resource]})
    (inner / "datapackage.json").write_text(text, encoding="utf-8")

    with pytest.raises(CallError) as refused:
        library.open_package(inner)

    assert refused.value.code == "E109"


def test_what_is_not_a_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("[", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as packed:
        packed.writestr("readme.txt", "")

    with pytest.raises(DataError) as broken:
        library.open_package(tmp_path)
    with pytest.raises(CallError) as empty:
        library.open_package(tmp_path / "empty.zip")
    with pytest.raises(CallError) as missing:
        library.open_package(tmp_path / "missing")

    codes = (broken.value.code, empty.value.code, missing.value.code)
    assert codes == ("E101", "E905", "E103")


def test_another_dialect_is_read_by_the_characters_it_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\n'x;y';2\n", encoding="utf-8")
    resource = {
        "name": "a", "path": "a.csv", "dialect": {"delimiter": ";", "quoteChar": "'"},
        "schema": {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]},
    }  # fmt: skip
    text = json.dumps({"resources": [resource]})
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")

    with library.open_package(tmp_path) as package:
        assert package["a"].fetchall() == [("x;y", 2)]


def test_the_public_names_are_there_and_no_others() -> None:
    assert dir(library) == sorted(library.__all__)
    assert all(getattr(library, name) for name in library.__all__)
    with pytest.raises(AttributeError):
        library.nothing  # noqa: B018 - that it raises is the point
