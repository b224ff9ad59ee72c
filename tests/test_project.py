"""Where the project is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from depositary import project
from depositary.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

    from depositary.project import Project


def test_a_project_is_found_from_inside_of_it(harbour: Project) -> None:
    inner = harbour.root / "seeds" / "deep"
    inner.mkdir()

    assert project.find(inner).root.samefile(harbour.root)


def test_dots_mean_the_folder_above_and_not_this_one(
    harbour: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour.root)

    with pytest.raises(CallError) as refused:
        project.find(type(harbour.root)(".."))

    assert refused.value.code == "E903"


def test_the_packaged_law_is_that_of_the_repository_in_a_checkout(repository: Path) -> None:
    assert project.packaged_schema().samefile(repository / "schema")
