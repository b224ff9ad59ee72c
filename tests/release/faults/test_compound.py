"""Faults that meet: one while another is recovered from, a full disk, several at once."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess

import pytest

import faulting

pytestmark = pytest.mark.slow


# ── a fault while another is recovered from ─────────────────────────────────────────────────────
@pytest.mark.parametrize("scene", ["next release", "build", "yank", "add"], indirect=True)
def test_killed_and_its_recovery_killed_too_a_third_run_finishes(scene, tally, request):
    name = request.node.callspec.params["scene"]
    most = 300 if request.config.getoption("--all-points") else 8
    dice = random.Random(11)  # noqa: S311 - drawn again by its seed
    points = scene.points

    for _ in range(most):
        scene.put_back()
        first, second = dice.choice(points), dice.choice(points)
        scene.waiting.hit(first, "signal=KILL")
        scene.waiting.hit(second, dice.choice(["signal=KILL", "error=ENOSPC", "error=EIO"]))

        scene.assert_whole()
        assert scene.waiting.run().code == 0, f"{first}, {second}"
        scene.assert_finished()
    tally(f"kills of {name} and of its recovery", most)


@pytest.mark.parametrize("scene", ["next release"], indirect=True)
def test_make_release_finds_by_itself_what_a_killed_one_left(scene, tally, request):
    named = next(at for at, call in enumerate(scene.points) if call.name == "renameat2")
    most = len(scene.points) if request.config.getoption("--all-points") else 4
    points = faulting.spread(scene.points[named - 1 :], most)
    command = faulting.Waiting(
        scene.script, "release", str(scene.root), scratch=scene.root.parent / "again"
    )

    for point in points:
        scene.put_back()
        scene.waiting.hit(point, "signal=KILL")
        again = command.run()

        assert again.code == 0, (str(point), again)
        scene.assert_finished()
    command.close()
    tally("kills of next release, finished by the whole command", len(points))


# ── a disk that is full ─────────────────────────────────────────────────────────────────────────
@contextlib.contextmanager
def small_disk(folder, size_kb):
    """Mount a small disk over a folder, with what was in it."""
    kept = faulting.tree(folder)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", folder], check=True)
    try:
        faulting.put_back(folder, kept)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="only root mounts a disk; the same error is injected at every call above",
)
@pytest.mark.parametrize("scene", ["next release"], indirect=True)
def test_a_small_disk_is_full_at_some_point_and_the_release_waits_for_space(scene, tally):
    target = scene.root / "dist"
    scene.put_back()
    used_kb = sum(len(data) // 4096 * 4 + 8 for data in faulting.tree(target).values())
    sizes = [used_kb + more for more in (0, 150, 700)]

    for size_kb in sizes:
        with small_disk(target, size_kb):
            ended = scene.waiting.run()
            left = faulting.swept(faulting.tree(scene.root))
            subprocess.run(["mount", "-o", "remount,size=64m", target], check=True)
            again = scene.waiting.run()

            assert (ended.code, again.code) == (3, 0), (size_kb, ended)
            assert "error[E106]" in ended.said
            assert left == faulting.swept(scene.old)
            scene.assert_finished()
    tally("small disks", len(sizes))


@pytest.mark.parametrize("scene", ["next release", "build", "add"], indirect=True)
def test_a_limit_on_the_size_of_files_is_told_and_nothing_is_half(scene, tally):
    files = faulting.swept(scene.new).items()
    # A smaller limit would hold for what the run says, too.
    sizes = sorted({len(data) for name, data in files if scene.old.get(name) != data} - {0})
    limits = [size - 1 for size in faulting.spread(sizes, 5) if size > 300]

    for limit in limits:
        scene.put_back()
        ended = scene.waiting.run_limited(limit)

        assert ended.code == 3, (limit, ended)
        assert "error[E106]" in ended.said
        scene.assert_whole()
        assert scene.waiting.run().code == 0
        scene.assert_finished()
    tally("limits on the size of files", len(limits))


# ── two at once ─────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def rivals(published, tmp_path_factory, prepared):
    """Three releasers on one folder: two with the same content, one with other content."""
    made = []
    folder = tmp_path_factory.mktemp("rivals")
    target = folder / "dist"
    shutil.copytree(published / "dist", target)
    for number, name in enumerate(("next release", "next release", "other release")):
        own = folder / str(number)
        own.mkdir()
        made.append(prepared(name, own, target))
    yield target, made
    for waiting in made:
        waiting.close()


def test_of_several_releasers_at_once_one_wins_and_the_others_are_told(
    rivals, tally, request, listed
):
    target, waiting = rivals
    old = faulting.tree(target)
    most = 2000 if request.config.getoption("--all-points") else 12
    points = [call for call in waiting[0].calls() if call.is_writing]
    outcomes = set()

    for point in faulting.spread(points, most):
        faulting.put_back(target, old)
        for number, each in enumerate(waiting):
            # The first is held up at one of its calls, so that the others come in between.
            each.begin(*faulting.hitting(point, "delay_enter=20000") if not number else ())
        ended = [each.end() for each in waiting]

        codes = tuple(each.code for each in ended)
        outcomes.add(codes)
        assert codes in {(0, 0, 3), (3, 3, 0)}, (str(point), ended)
        for each in ended:
            assert each.code == 0 or "error[E504]" in each.said, each
        listed(target)
        assert not [name for name in faulting.tree(target) if ".staging" in name or ".new" in name]
    tally("schedules of three releasers", min(most, len(points)))
    assert outcomes
