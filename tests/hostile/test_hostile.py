"""Whatever a package holds, its check ends soon, in a clear finding, and touches nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hostile.kit import CANARY, all_cases
from hostile.trial import MOST_MEGABYTES, listening, scene, tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile.trial import Caller

CASES = all_cases()
RAW = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
"""What moves a cursor, or the reading eye: controls of ASCII and Latin-1, and of direction."""


@pytest.fixture(scope="session")
def caller() -> Iterator[Caller]:
    with listening() as found:
        yield found


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_package_ends_in_a_clear_finding(name, tmp_path, caller):
    case = CASES[name]
    made = scene(tmp_path / "scene", caller.address)

    trial = tried(case, made, caller)

    assert not trial.is_killed, trial.seconds
    assert trial.exit_code in case.exits, (trial.exit_code, trial.err[-2000:])
    if "valid" not in case.codes:
        assert any(trial.says(code) for code in case.codes), trial.out[:2000]
    assert trial.megabytes <= MOST_MEGABYTES
