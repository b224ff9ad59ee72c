"""Told to stop, or with nobody to tell, a release is old or new, and the lock goes with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from depositary import files

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scene", ["next release"], indirect=True)
@pytest.mark.parametrize("name", ["INT", "TERM", "HUP"])
def test_told_to_stop_at_any_call_it_is_old_or_new_and_the_next_run_finishes(scene, chosen, name):
    number = getattr(signal, f"SIG{name}")

    for point in chosen(scene.points, 6, f"times that SIG{name} stopped next release"):
        scene.put_back()
        ended = scene.waiting.hit(point, f"signal={name}")

        assert ended.code in (-number, 128 + number, 0), (str(point), ended)
        scene.assert_whole()
        assert scene.waiting.run().code == 0
        scene.assert_finished()


@pytest.mark.parametrize("scene", ["next release"], indirect=True)
@pytest.mark.parametrize("end", ["closed", "full"])
def test_with_nobody_to_tell_a_release_is_made_all_the_same(scene, end):
    scene.put_back()
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "depositary", "make-release", "--project", str(scene.root)]

    with open(write, "wb") as closed, open("/dev/full", "wb") as full:  # noqa: PTH123 - a pipe too
        done = subprocess.run(
            command, check=False, stdout=closed if end == "closed" else full,
            stderr=subprocess.PIPE, timeout=60,
        )  # fmt: skip

    assert done.returncode == (0 if end == "closed" else 3), done.stderr
    assert b"Traceback" not in done.stderr
    scene.assert_finished()


HOLDER = """
import sys, time
from pathlib import Path
from depositary import files
with files.locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_killed_writer_goes_with_it_and_that_of_a_live_one_is_waited_for(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        waiter = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        assert waiter.poll() is None

        holder.kill()

        with waiter:
            assert waiter.stdout.readline() == "held\n"
            waiter.kill()
    began_s = time.monotonic()
    with files.locked(tmp_path):
        assert time.monotonic() - began_s < 5
