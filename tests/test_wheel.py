"""What is in the wheel works in an empty environment, elsewhere, on a copy of the project."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from installing import run, run_well

pytestmark = pytest.mark.slow

FOLDERS = ("schema", "seeds", "datapackage")


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Path:
    """A copy of the project alone: no code, no pyproject.toml, no git."""
    copy = tmp_path / "a project"
    for name in FOLDERS:
        shutil.copytree(repository / name, copy / name)
    return copy


def test_the_wheel_carries_the_law_of_the_repository(wheel: Path, repository: Path) -> None:
    prefix = "depositary/template/schema/"
    schema = repository / "schema"
    expected = {
        path.relative_to(schema).as_posix(): path.read_bytes()
        for path in schema.rglob("*")
        if path.is_file()
    }

    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        packaged = {name.removeprefix(prefix): archive.read(name) for name in names}

    assert packaged == expected


def test_the_wheel_has_no_article(wheel: Path, repository: Path) -> None:
    articles = {path.name for path in (repository / "seeds").iterdir()}

    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert not articles & {name.rsplit("/", 1)[-1] for name in names}
    assert {name.split("/")[0].split("-")[0] for name in names} == {"depositary"}


def test_the_installed_package_is_typed_and_not_the_checkout(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    ask = "import depositary; print(depositary.__file__)"

    module = Path(run_well(installed / "python", "-c", ask, cwd=tmp_path).strip())

    assert not module.is_relative_to(repository / "tools")
    assert (module.parent / "py.typed").is_file()


def test_the_installed_commands_check_release_and_verify_a_copy(
    installed: Path, project: Path, tmp_path: Path
) -> None:
    run_well(installed / "depositary", "check", cwd=project)
    run_well(installed / "make-release", "--to", tmp_path / "out", cwd=project)
    (descriptor,) = (tmp_path / "out").glob("*/datapackage.json")

    run_well(installed / "depositary", "verify", descriptor.parent, cwd=tmp_path)


def test_the_installed_check_refuses_a_copy_that_was_changed(
    installed: Path, project: Path
) -> None:
    table = project / "datapackage" / "data" / "actors.csv"
    table.write_bytes(table.read_bytes().replace(b"act-", b"act_", 1))

    done = run(installed / "depositary", "check", cwd=project)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "error[" in done.stdout


def test_the_installed_commands_begin_a_dataset(installed: Path, tmp_path: Path) -> None:
    told = ("--title", "The Lake", "--description", "What is said of it.", "--contributor", "Ada")

    run_well(installed / "depositary", "init", "lake", *told, cwd=tmp_path)

    run_well(installed / "depositary", "check", cwd=tmp_path / "lake")
