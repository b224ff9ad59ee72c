"""How a command ends: one line that says what to do, an exit code, never a traceback."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from depositary.cli.terminal import Command, run
from depositary.errors import CallError, DataError, Unavailable


def ending(error: BaseException) -> int:
    @click.command()
    def door() -> None:
        raise error

    with pytest.raises(SystemExit) as stopped:
        run(door, [])
    return int(stopped.value.code or 0)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError("E410", "A quote is not there."), 1),
        (CallError("E103", "There is no file."), 2),
        (Unavailable("E106", "No space is left."), 3),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
    ],
)
def test_every_way_to_stop_has_its_exit_code(error, code: int) -> None:
    assert ending(error) == code


def test_a_bug_of_ours_is_one_line_and_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert ending(ZeroDivisionError("division by zero")) == 70

    said = capsys.readouterr().err
    assert said.startswith("error[E999]")
    assert "Traceback" not in said
    (log,) = re.findall(r"and (\S+\.log)", said)
    assert "division by zero" in Path(log).read_text(encoding="utf-8")
    Path(log).unlink()


def test_text_of_strangers_in_an_error_cannot_move_the_cursor(capsys) -> None:
    ending(CallError("E103", "There is no \x1b[31mfile\u202e."))

    said = capsys.readouterr().err
    assert "\\x1b[31mfile\\u202e" in said
    assert "\x1b" not in said


def test_a_command_without_an_example_does_not_start() -> None:
    with pytest.raises(ValueError, match="no example"):
        Command("silent", examples=())


def test_a_reader_that_has_gone_is_no_error() -> None:
    line = f"{shlex.quote(sys.executable)} -m depositary explain E410 | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False
    )

    assert done.stdout.startswith("E410")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [({"NO_COLOR": "1"}, False), ({"FORCE_COLOR": "1"}, True), ({}, False)],
)
def test_colours_follow_the_environment(depositary, monkeypatch, environment, is_coloured) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    done = depositary("check")

    assert ("\x1b[" in done.stdout) == is_coloured


@pytest.mark.parametrize(("number", "exit_code"), [(28, 3), (36, 3), (13, 3)])
def test_a_failure_of_the_system_is_not_called_a_bug(number: int, exit_code: int) -> None:
    assert ending(OSError(number, "failed", "x" * 3000)) == exit_code


def test_a_terminal_that_cannot_say_a_letter_gets_an_escape(harbour) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "depositary", "check", "--project", str(harbour.root)],
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin"}, cwd=harbour.root,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "E999" not in done.stderr
