"""What is in the wheel works in an empty environment, in another folder, on a copy of the project.

The wheel and what it depends on are installed by pip from the index, in the versions of the lock.
Where no index can be reached, the wheel alone is installed, and a ``.pth`` file lends the
environment the libraries of the one that runs the tests; not its checkout of this package, because
``.pth`` files in a folder that a ``.pth`` file adds are not read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FOLDERS = ("schema", "seeds", "datapackage")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+==[^ \\]+(?: ;[^\\]*)?)", re.MULTILINE)


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    # Nothing of the checkout may reach the installed copy.
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


def run_well(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(python: Path, wheel: Path, repository: Path, scratch: Path) -> None:
    constraints = scratch / "constraints.txt"
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    constraints.write_text("\n".join(LOCKED.findall(lock)) + "\n", encoding="utf-8")
    pip = [python, "-m", "pip", "--quiet", "--retries", "0", "--timeout", "30"]
    probe = run(*pip, "download", "--no-deps", "--dest", scratch / "probe", "click", cwd=scratch)
    if probe.returncode == 0:
        run_well(*pip, "install", "--constraint", constraints, wheel, cwd=scratch)
        return
    run_well(*pip, "install", "--no-deps", "--no-index", wheel, cwd=scratch)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = Path(run_well(python, "-c", ask, cwd=scratch).strip())
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run_well(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, repository,
        cwd=folder,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(repository: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel."""
    scratch = tmp_path_factory.mktemp("empty environment")
    run_well(sys.executable, "-m", "venv", scratch / "venv", cwd=scratch)
    commands = scratch / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install(commands / "python", wheel, repository, scratch)
    return commands


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
