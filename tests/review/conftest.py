"""Fixtures for tests of what people decide together."""

from __future__ import annotations

import json

import pytest


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
