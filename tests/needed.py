"""What a test needs of the machine: where it is missing a person's run says so, and CI's fails."""

from __future__ import annotations

import importlib
import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def needed(module: str, brought_by: str) -> ModuleType:
    """Import a module that a test cannot do without."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return lacking(f"{brought_by} is not installed")


def program(*names: str) -> str:
    """The path of the first of these programs that is installed; a test cannot do without one."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or lacking(f"not installed: {' or '.join(names)}")


def lacking(what: str) -> NoReturn:
    """Leave the test out, or the whole module; in CI, where nothing is left out, it fails."""
    if "CI" in os.environ:
        pytest.fail(f"CI leaves no test out: {what}", pytrace=False)
    pytest.skip(what, allow_module_level=True)
