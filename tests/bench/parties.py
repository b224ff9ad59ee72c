"""Who is measured: this check, its peers, and parsers that check nothing."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import environments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OURS = "depositary"
BEST_KNOWN = "frictionless"
FLOOR = "pyarrow, only parsing"

_PEERS = environments.HERE / "peers"
_MILLION = 1_000_000


@dataclass(frozen=True)
class Party:
    """One who is measured.

    Parameters
    ----------
    name : str
        As tables show it.
    command : tuple of str
        Run in the folder of a package; prints what it finds.
    checks : str
        What of the package, in a few words; empty where it only parses.
    most_rows : int
        Larger packages take it too long.
    is_general : bool
        Whether it takes packages of any shape; others know the table ``evidence``.
    """

    name: str
    command: tuple[str, ...]
    checks: str
    most_rows: int = 100 * _MILLION
    is_general: bool = False


def _ours(command: tuple[str, ...], more: Iterable[str]) -> list[Party]:
    whole = "all tables, all keys"
    found = [Party(OURS, (*command, "check", "datapackage.json", "--json"), whole, is_general=True)]
    for options in more:
        called = (*found[0].command, *options.split())
        found.append(Party(f"{OURS} {options}", called, whole, is_general=True))
    return found


def _frictionless(command: tuple[str, ...]) -> Party:
    # It stops at a thousand errors where nothing else is said, and so does less.
    options = ("validate", "datapackage.json", "--json", "--limit-errors", "1000000000")
    checks = "all tables, all keys"
    return Party(BEST_KNOWN, (*command, *options), checks, _MILLION, is_general=True)


def here() -> list[Party]:
    """This check and its best-known peer, as the running environment has them."""
    python = sys.executable
    ours = _ours((python, "-m", "depositary"), ())
    return [*ours, _frictionless((python, "-m", "frictionless"))]


def everyone(more: Iterable[str]) -> list[Party]:
    """All, in environments of their own.

    Parameters
    ----------
    more : iterable of str
        Options with which this check is measured once more, such as ``--memory-limit 2GB``.
    """
    ours = environments.of_tree()
    frictionless = environments.of_requirements("frictionless")
    return [
        *_ours((str(ours.with_name("depositary")),), more),
        _frictionless((str(frictionless.with_name("frictionless")),)),
        _script(FLOOR, ours, "floor.py", "pyarrow", "", is_general=True),
        _script("csv, only parsing", ours, "floor.py", "csv", "", is_general=True),
        *_peers(),
    ]


def _script(name: str, python: Path, script: str, argument: str, checks: str, **more: Any) -> Party:
    return Party(name, (str(python), str(_PEERS / script), argument), checks, **more)


def _peers() -> list[Party]:
    python = environments.of_requirements("peers")
    rows = "rows of one table, no keys"
    found = [
        _script("jsonschema", python, "rowwise.py", "jsonschema", rows, most_rows=_MILLION),
        _script("jsonschema-rs", python, "rowwise.py", "jsonschema-rs", rows),
        _script("fastjsonschema", python, "rowwise.py", "fastjsonschema", rows),
        _script("polars", python, "frames.py", "polars", "one table, its keys"),
        _script("pandera", python, "frames.py", "pandera", "one table, its keys"),
        _script("dataframely", python, "frames.py", "dataframely", "one table, primary key"),
        _script("duckdb", python, "database.py", "", "one table, its keys"),
    ]
    folder = environments.of_node()
    if folder is None:
        print("Without node and npm, ajv is left out.", file=sys.stderr)
        return found
    schema = folder / "evidence.schema.json"
    command = ("node", str(folder / "ajv.mjs"), str(schema))
    return [*found, Party("ajv", command, rows)]


def write_json_schema(package: Path) -> None:
    """Write what ``ajv`` is to check, as the peers in Python see it."""
    folder = environments.of_node()
    if folder is not None:
        python = environments.of_requirements("peers")
        text = environments.run(python, _PEERS / "evidence.py", cwd=package)
        (folder / "evidence.schema.json").write_text(text, encoding="utf-8")


def versions() -> str:
    """The versions of all peers, in one line."""
    asked = {
        environments.of_tree(): ["pyarrow"],
        environments.of_requirements("frictionless"): ["frictionless"],
        environments.of_requirements("peers"): [
            "jsonschema", "jsonschema-rs", "fastjsonschema", "polars", "pandera", "dataframely",
            "duckdb",
        ],
    }  # fmt: skip
    found = []
    for python, names in asked.items():
        ask = f"from importlib.metadata import version; print(*map(version, {names!r}))"
        told = environments.run(python, "-c", ask).split()
        found += [f"{name} {number}" for name, number in zip(names, told, strict=True)]
    wanted = json.loads((_PEERS / "node" / "package.json").read_bytes())["dependencies"]
    return ", ".join([*found, f"ajv {wanted['ajv']}"])
