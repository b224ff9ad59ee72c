"""``depositary explain``: the words of a code, and the list of all."""

from __future__ import annotations

import json
import re

import pytest

from depositary.codes import CODES, FAMILIES


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_explained_by_reason_bad_good_and_mend(depositary, code: str) -> None:
    done = depositary("explain", code.lower())

    words = CODES[code]
    labels = re.findall(r"^  (\w+): ", done.stdout, re.MULTILINE)
    assert done.exit_code == 0
    assert labels == ["why", "bad", "good", "mend"]
    assert words.title in done.stdout
    assert words.mend.splitlines()[0] in done.stdout


def test_without_a_code_all_are_listed(depositary) -> None:
    listed = depositary("explain").stdout

    assert all(f"  {code}  {words.title}\n" in listed for code, words in CODES.items())
    assert all(title in listed for title in FAMILIES.values())
    assert "  R12  " in listed
    assert json.loads(depositary("explain", "--json").stdout)["E203"] == CODES["E203"].title


def test_every_code_is_of_a_family() -> None:
    assert {code[:2] for code in CODES} <= set(FAMILIES)


@pytest.mark.parametrize(("code", "hint"), [("E2003", "E203"), ("R1", "R1")])
def test_an_unknown_code_gets_a_suggestion(depositary, code: str, hint: str) -> None:
    done = depositary("explain", code)

    assert done.exit_code == 2
    assert f"did you mean {hint}" in done.stderr
