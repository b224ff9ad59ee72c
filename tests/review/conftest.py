"""A desk with proposals about an invented treaty, and nothing decided yet."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from depositary import building, schema
from depositary.review.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.project import Project

_ID = re.compile(r"(act|agr|evt|clm)-[a-z0-9-]+")


def proposal_id(record_id: str) -> str:
    """What a proposal for a record of the harbour project is called."""
    return f"{record_id[:3]}-{hashlib.sha256(record_id.encode()).hexdigest()[:12]}"


def as_proposed(value: Any) -> Any:
    """A reading as if an extractor had found all of it: ids are hashes, each entry says why."""
    if isinstance(value, str):
        return proposal_id(value) if _ID.fullmatch(value) else value
    if isinstance(value, list):
        return [as_proposed(part) for part in value]
    if isinstance(value, dict):
        return {key: as_proposed(part) for key, part in value.items()}
    return value


@pytest.fixture
def key_of() -> Callable[[str], str]:
    """What the proposal for a record of the harbour project is called."""
    return proposal_id


@pytest.fixture
def proposed(harbour: Project) -> Project:
    """The harbour project with all of its reading proposed, and none of it decided."""
    path = harbour.seeds / "harbour.reading.json"
    reading = json.loads(path.read_text(encoding="utf-8"))
    value = as_proposed(reading)
    for part in ("actors", "agreements", "events", "relations", "claims"):
        for entry in value.get(part, ()):
            entry["proposed_by"] = {"extractor": "events", "why": "a rule, paragraph 1"}
    folder = harbour.root / ".depositary" / "proposed"
    folder.mkdir(parents=True)
    (folder / "harbour.reading.json").write_text(json.dumps(value), encoding="utf-8")
    path.unlink()
    return harbour


@pytest.fixture
def open_desk(proposed: Project) -> Callable[..., Desk]:
    """Open a desk on the harbour article, anew each time, as another process would."""
    law = schema.load(proposed.schema)

    def opened(coder: str = "mara", **options: Any) -> Desk:
        built = building.build(proposed, law)
        return Desk(proposed, law, built, "src-harbour", coder, lambda: "2031-05-02T08:00:00Z",
                    **options)  # fmt: skip

    return opened


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk()


@pytest.fixture
def coder(harbour):
    """Write the reading of a coder who works apart: that of the harbour, changed."""

    def write(name: str, change=None, swaps: tuple[tuple[str, str], ...] = ()) -> str:
        text = (harbour.seeds / "harbour.reading.json").read_text(encoding="utf-8")
        for old, new in swaps:
            assert old in text
            text = text.replace(old, new)
        value = json.loads(text)
        value["coder"] = name
        if change:
            change(value)
        path = harbour.seeds / f"harbour.{name}.reading.json"
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
        return harbour.name_of(path)

    return write
