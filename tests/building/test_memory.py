"""What did not change is remembered, and never wrongly."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from depositary import building, schema

if TYPE_CHECKING:
    from depositary.project import Project


@pytest.fixture
def build(harbour: Project):
    return lambda: building.build(harbour, schema.load(harbour.schema))


def kept(harbour: Project) -> list[str]:
    return sorted(path.name for path in (harbour.root / ".depositary" / "readings").glob("*.json"))


def test_a_remembered_reading_gives_the_same_register(build, harbour: Project) -> None:
    anew = build()
    assert len(kept(harbour)) == 1

    remembered = build()

    assert remembered.tables == anew.tables
    assert [len(origins) for origins in remembered.origins.values()] == [
        len(origins) for origins in anew.origins.values()
    ]
    assert len(kept(harbour)) == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("seeds/harbour.reading.json", "Port Sael on Friday", "Port Sail on Friday"),
        ("seeds/harbour.reading.json", '"name": "Orell", "kind"', '"name": "Orell", "kin"'),
        ("seeds/harbour.txt", "Port Sael", "Port Sail"),
        ("seeds/harbour.source.json", '"body_end": 611', '"body_end": 300'),
        ("schema/codes/event_kind.json", '"const": "signing"', '"const": "signature"'),
    ],
)  # fmt: skip
def test_a_reading_is_read_anew_when_what_it_follows_from_changes(
    build, edit, name, old, new
) -> None:
    assert build().findings == ()

    edit(old, new, name)

    assert build().findings != ()


def test_a_reading_with_a_fault_is_not_kept(build, edit, harbour: Project) -> None:
    edit("Port Sael on Friday", "Port Sail on Friday")

    assert build().findings == build().findings != ()
    assert kept(harbour) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"drafts": [[1]], "evidence": []}'])
def test_a_damaged_memory_is_read_over(build, harbour: Project, content: bytes) -> None:
    tables = build().tables
    (path,) = (harbour.root / ".depositary" / "readings").glob("*.json")
    path.write_bytes(content)

    assert build().tables == tables


def test_memory_is_of_use_only_and_may_be_deleted(build, harbour: Project) -> None:
    tables = build().tables
    shutil.rmtree(harbour.root / ".depositary")

    assert build().tables == tables
