"""The house keeps its own rules: budgets, layers, words for everything, nothing of one machine."""

from __future__ import annotations

import ast
import pkgutil
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import yaml
from importlinter.cli import lint_imports

import depositary
from depositary.cli.doors import depositary as root
from depositary.cli.terminal import Command
from depositary.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tools" / "depositary"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

LONGEST_MODULE_LINES = 350
LONGEST_FUNCTION_LINES = 50
WORDS = {"codes.py"}
"""Modules that hold words and no code: as long as there is something to say."""

HEAVY = {
    "duckdb",
    "frictionless",
    "jinja2",
    "jsonschema",
    "pandas",
    "polars",
    "pyarrow",
    "spacy",
    "starlette",
    "trafilatura",
}
"""Libraries that take longer to import than a person notices."""

MACHINE = re.compile(
    r"(?<![\w.$}])/(?:home|Users|root|tmp)/[\w.]|[A-Z]:\\Users\\|"
    + "|".join(re.escape(f"{folder}") for folder in {ROOT, Path.home()} if len(folder.parts) > 1)
)
"""Folders of people everywhere, and those of the machine that runs the test."""

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|srcset|href)=\"([^\"#]+)\"")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions_in(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def public_without_docstring(body: list[ast.stmt], within: str) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{within}.{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from public_without_docstring(node.body, f"{within}.{node.name}")


def tracked_files() -> list[Path]:
    """Files that git has or would take; in an archive without git, all that are not hidden."""
    listing = subprocess.run(
        # CI may run as another user than the one who owns the checkout.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if "/." not in f"/{name_of(path)}"]
    return sorted(path for path in paths if path.is_file())


COMMANDS = root.list_commands(click.Context(root))


# ── budgets ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_fits_on_a_few_screens(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").count("\n")

    assert module.name in WORDS or lines <= LONGEST_MODULE_LINES


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_function_fits_on_one_screen(module: Path) -> None:
    lengths = {node.name: lines_without_docstring(node) for node in functions_in(module)}

    assert {n: lines for n, lines in lengths.items() if lines > LONGEST_FUNCTION_LINES} == {}


# ── names and layers ────────────────────────────────────────────────────────────────────────────


def test_no_public_name_is_also_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(depositary.__path__)}

    assert modules & set(depositary.__all__) == set()


def test_every_public_name_can_be_imported() -> None:
    missing = [name for name in depositary.__all__ if not hasattr(depositary, name)]

    assert missing == []


def test_every_layer_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    config = str(ROOT / "pyproject.toml")

    exit_code = lint_imports(config_filename=config, no_cache=True, no_logo=True)

    assert exit_code == 0, capsys.readouterr().out


# ── words ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_everything_public_says_what_it_is(module: Path) -> None:
    tree = ast.parse(module.read_bytes())

    assert ast.get_docstring(tree) is not None
    assert list(public_without_docstring(tree.body, module.stem)) == []


def test_every_code_has_a_test_that_names_it() -> None:
    tests = [path for path in tracked_files() if path.is_relative_to(ROOT / "tests")]
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in tests if p != Path(__file__)]

    unnamed = [code for code in CODES if not any(code in text for text in texts)]

    assert unnamed == []


def test_every_code_that_is_used_has_words() -> None:
    used = {
        code
        for module in MODULES
        for code in re.findall(r"[\"'](E[1-9]\d\d)[\"']", module.read_text(encoding="utf-8"))
    }

    assert used - set(CODES) == set()


def test_every_code_that_has_words_is_used() -> None:
    texts = [m.read_text(encoding="utf-8") for m in MODULES if m.name not in WORDS]

    idle = [code for code in CODES if not any(f'"{code}"' in text for text in texts)]

    assert idle == []


# ── commands ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example(name: str) -> None:
    command = root.get_command(click.Context(root), name)

    assert isinstance(command, Command)
    assert command.help
    assert command.examples
    # Both doors lead to make-release: as a command of its own, and as one of depositary.
    assert all(f"{name} " in f"{example} " for example in command.examples)


def test_help_imports_nothing_heavy() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "depositary", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    imported = {line.rsplit("|", 1)[-1].strip() for line in run.stderr.splitlines()}

    assert "depositary.cli" in imported
    assert imported & HEAVY == set()


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def test_no_file_knows_a_path_of_one_machine() -> None:
    # What was received is kept as it is, whatever it says.
    files = [path for path in tracked_files() if not path.is_relative_to(ROOT / "seeds")]

    found = [
        f"{name_of(path)}: {match[0]}"
        for path in files
        for match in MACHINE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]

    near = [target for target in targets if ":" not in target]

    assert [target for target in near if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("picture", sorted(ROOT.glob("docs/**/*.svg")), ids=name_of)
def test_a_picture_is_xml_and_says_what_it_shows(picture: Path) -> None:
    root = ET.parse(picture).getroot()  # noqa: S314 - a file of ours

    assert root.get("role") == "img"
    assert root.findtext("{http://www.w3.org/2000/svg}title")


def test_the_citation_file_has_what_its_format_requires() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert citation["cff-version"] == "1.2.0"
    assert all(citation[key] for key in ("message", "title", "authors"))
    assert all(r[key] for r in citation["references"] for key in ("authors", "title", "type"))
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert [reference["license"] for reference in citation["references"]] == ["CC-BY-4.0"]
