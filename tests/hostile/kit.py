"""What a hostile package is made with: a scene, a few ways to write one, and the list of all.

A file in ``cases/`` is read by itself; an entry in it, a function under :func:`case` or a call of
:func:`entry`, is a test. Nothing of a package is stored: each is made where it is checked.
"""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
CANARY = "canary-4e1f"
"""Stands in the file beside the package, which no check may read."""

FIELDS = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]
GOOD = "id,n\na,1\nb,2\n"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile package and what a check should say of it.

    Parameters
    ----------
    name : str
        In words, with underscores.
    group : str
        The file that it stands in.
    make : callable
        Writes it into a scene; what it returns, if anything, is the target in place of the folder.
    codes : frozenset of str
        One of these is expected; ``valid`` stands for a package in which nothing is wrong.
    file : str
        Where the finding is; empty where there is no place, as for a wrong call.
    exits : tuple of int
        The exit codes that are right: 0 valid (warnings too), 1 errors, 2 no package at all.
    is_inside : bool
        The command is called from within the package.
    awaits : str
        What has to be built before the expectation can be met; empty where it is met.
    """

    name: str
    group: str
    make: Callable[[Scene], Path | None]
    codes: frozenset[str]
    file: str
    exits: tuple[int, ...]
    is_inside: bool = False
    awaits: str = ""


CASES: dict[str, Case] = {}


def entry(
    name: str,
    make: Callable[[Scene], Path | None],
    codes: str,
    file: str = "datapackage.json",
    *,
    exits: tuple[int, ...] = (),
    is_inside: bool = False,
    awaits: str = "",
) -> None:
    """Add a case; it exits with 1 for a code and with 0 for ``valid``, if nothing else is said."""
    if name in CASES:
        message = f"Two hostile cases are called {name}."
        raise ValueError(message)
    made_by = getattr(make, "func", make)  # a partial has a function in it
    group = made_by.__globals__["__name__"].rpartition(".")[2]
    choices = frozenset(codes.split("|"))
    usual = tuple(sorted({int(code != "valid") for code in choices}))
    CASES[name] = Case(name, group, make, choices, file, exits or usual, is_inside, awaits)


def case(codes: str, file: str = "datapackage.json", **more: Any) -> Callable[..., Any]:
    """Make a case of the function below, under its name."""

    def add(make: Callable[[Scene], Path | None]) -> Callable[[Scene], Path | None]:
        entry(make.__name__, make, codes, file, **more)
        return make

    return add


def all_cases() -> dict[str, Case]:
    """Every case of every file in ``cases/``, by name."""
    for module in pkgutil.iter_modules([str(Path(__file__).with_name("cases"))]):
        importlib.import_module(f"hostile.cases.{module.name}")
    return CASES


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a case is made.

    Parameters
    ----------
    root : Path
        A fresh folder; the package is in ``package``, a file that is none of its business beside.
    address : str
        Of a server on this machine that counts who calls it.
    """

    root: Path
    address: str = "http://127.0.0.1:9"

    @property
    def package(self) -> Path:
        """The folder of the package."""
        return self.root / "package"

    @property
    def secret(self) -> Path:
        """A table that lies outside of the package."""
        return self.root / "secret.csv"

    def write(self, name: str, content: str | bytes | Iterable[bytes] = GOOD) -> Path:
        """Write a file of the package, large ones piece by piece."""
        path = self.package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = [content] if isinstance(content, str | bytes) else content
        with path.open("wb") as handle:
            for part in parts:
                handle.write(part.encode() if isinstance(part, str) else part)
        return path

    def describe(self, *resources: object, **properties: Any) -> Path:
        """Write the descriptor, of version 2 unless ``properties`` say otherwise."""
        value = {"$schema": V2, "resources": list(resources), **properties}
        value = {key: part for key, part in value.items() if part is not None}
        return self.write("datapackage.json", json.dumps(value, indent=1))

    def table(self, content: str | bytes | Iterable[bytes] = GOOD, **more: Any) -> None:
        """Write a package of one table, ``a.csv``; ``more`` is of its resource."""
        self.write("a.csv", content)
        self.describe(resource(**more))

    def column(self, cells: Iterable[str], kind: str, **more: Any) -> None:
        """Write a package of one table with one column, ``v``."""
        field = {"name": "v", "type": kind, **more}
        self.table("v\n" + "".join(f"{cell}\n" for cell in cells), schema={"fields": [field]})


def resource(**more: Any) -> dict[str, Any]:
    """A resource that is a table in ``a.csv``; ``None`` takes a property away."""
    value = {"name": "a", "type": "table", "path": "a.csv", "schema": {"fields": FIELDS}, **more}
    return {key: part for key, part in value.items() if part is not None}


def repeated(part: bytes, size: int) -> Iterable[bytes]:
    """The part again and again, up to a size in bytes, without ever holding it all."""
    block = part * max(CHUNK // len(part), 1)
    for _ in range(size // len(block)):
        yield block
    yield part * (size % len(block) // len(part))


def zipped(*members: tuple[str, str | bytes], **more: Any) -> bytes:
    """A zip archive with these members; names may be equal."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def descriptor(*resources: object, **properties: Any) -> str:
    """The text of a descriptor of version 2."""
    return json.dumps({"$schema": V2, "resources": list(resources), **properties}, indent=1)
