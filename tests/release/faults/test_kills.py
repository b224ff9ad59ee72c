"""Killed or refused at any call that writes, a command leaves the old state or the new one."""

from __future__ import annotations

import pytest

import faulting

pytestmark = pytest.mark.slow

RELEASES = ["first release", "next release", "signed release"]
OTHERS = ["yank", "withdraw", "build", "add", "fetch", "signed yank"]


def is_of_the_program(name, ended):
    """Whether the fault met ``ssh-keygen``, which has calls of its own: nothing is signed then."""
    return "signed" in name and "error[E570]" in ended.said


def assert_finishes(scene, point):
    """The same command again finishes the work, to the byte."""
    again = scene.waiting.run()

    assert again.code == 0 or "is withdrawn already" in again.said, (str(point), again)
    scene.assert_finished()


@pytest.mark.parametrize("scene", [*OTHERS, *RELEASES], indirect=True)
def test_killed_at_any_call_that_writes_the_next_run_finishes_with_the_same_bytes(
    scene, chosen, request
):
    name = request.node.callspec.params["scene"]

    for point in chosen(scene.points, 40, f"kills of {name}"):
        scene.put_back()
        ended = scene.waiting.hit(point, "signal=KILL")

        assert ended.code == faulting.KILLED or is_of_the_program(name, ended), str(point)
        scene.assert_whole()
        assert_finishes(scene, point)


@pytest.mark.parametrize("scene", [*OTHERS, *RELEASES], indirect=True)
def test_refused_by_a_full_or_failing_disk_at_any_call_it_says_so_and_finishes_later(
    scene, chosen, request
):
    name = request.node.callspec.params["scene"]
    points = [point for point in scene.points if not point.is_telling]

    for point in chosen(points, 10, f"full or failing disks of {name}"):
        for error, code in (("ENOSPC", "error[E106]"), ("EIO", "error[E107]")):
            scene.put_back()
            ended = scene.waiting.hit(point, f"error={error}")

            scene.assert_whole()
            if ended.code == 0:
                assert faulting.seen(faulting.tree(scene.root)) == faulting.seen(scene.new)
            else:
                assert ended.code == 3, (str(point), ended)
                assert code in ended.said or is_of_the_program(name, ended), (str(point), ended)
                left = [name for name in faulting.swept(faulting.tree(scene.root))
                        if faulting.is_left(name)]  # fmt: skip
                assert not left, (str(point), left)
            assert_finishes(scene, point)
