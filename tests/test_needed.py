from __future__ import annotations

import shutil

import pytest

from needed import lacking, needed, program


def test_what_is_missing_is_said_to_a_person_and_the_test_left_out(monkeypatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="the extra gull is not installed"):
        needed("gull_of_nowhere", "the extra gull")


def test_a_program_is_the_first_that_is_there(monkeypatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    assert program("gull-of-nowhere", "env") == shutil.which("env")
    with pytest.raises(pytest.skip.Exception, match="gull-of-nowhere"):
        program("gull-of-nowhere")


def test_ci_leaves_no_test_out(monkeypatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="no browser"):
        lacking("no browser")
