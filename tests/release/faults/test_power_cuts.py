"""Whatever a power cut leaves of what was not synced, it is old or new; what was told is there."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import faulting
from powerloss import CALLS, NOTED, Disk

pytestmark = pytest.mark.slow

SAVERS = Path(__file__).with_name("savers.py")
OLD, NEW = b"old " * 100, b"new " * 100
SCENES = ["yank", "withdraw", "build", "add", "fetch", "signed yank", "first release",
          "next release", "signed release"]  # fmt: skip


@pytest.fixture
def width(request):
    """How many first parts of the names that are not sure are tried at each call."""
    return 1 << 30 if request.config.getoption("--all-points") else 3


# ── the explorer finds what it is there to find ─────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("saver", "name", "finds"),
    [
        ("in_place", "file", {"torn", "told and not there"}),
        ("without_fsync", "file", {"torn", "told and not there"}),
        ("without_fsync_of_the_folder", "file", {"told and not there"}),
        ("in_a_folder_that_nobody_synced", "deep/file", {"told and not there"}),
        ("as_we_do", "file", set()),
        ("as_we_do_in_a_folder_of_its_own", "deep/er/file", set()),
    ],
)
def test_the_explorer_finds_each_way_of_saving_that_can_lose_or_tear(
    tmp_path, tally, saver, name, finds
):
    root = tmp_path / "root"
    root.mkdir()
    old = {} if "/" in name else {name: OLD}
    faulting.put_back(root, old)
    waiting = faulting.Waiting(SAVERS, saver, str(root / name), scratch=tmp_path)

    states = list(Disk(str(root), old).states(waiting.calls(CALLS, *NOTED)))

    waiting.close()
    there = [(state.files.get(name), state.told) for state in states]
    found = {"torn" for content, _ in there if content not in (old.get(name), NEW)}
    found |= {"told and not there" for content, told in there if told and content != NEW}
    assert found == finds
    assert len(states) >= 8
    tally("states of ways to save", len(states))


# ── our commands ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_a_power_cut_leaves_old_or_new_and_all_that_was_told(scene, tally, width, request):
    name = request.node.callspec.params["scene"]
    scene.put_back()
    calls = scene.waiting.calls(CALLS, *NOTED)
    old, new = (frozenset(faulting.seen(files).items()) for files in (scene.old, scene.new))
    tried, left, between = 0, {}, set()

    for state in Disk(str(scene.root), scene.old, width).states(calls):
        visible = frozenset(faulting.seen(state.files).items())
        assert not state.told or visible == new, f"told after call {state.at}, and not there"
        left.setdefault(frozenset(state.files.items()))
        between |= {visible} - {old, new}
        tried += 1

    for visible in between:
        scene.assert_may_stand(dict(visible))
    for files in faulting.spread(list(left), 12):
        faulting.put_back(scene.root, dict(files))
        again = scene.waiting.run()
        assert again.code == 0 or "is withdrawn already" in again.said, again
        scene.assert_finished()
    tally(f"states that a power cut may leave of {name}", tried)


@pytest.mark.parametrize("scene", SCENES, indirect=True)
def test_what_a_second_run_tells_survives_a_power_cut_though_a_first_was_killed(
    scene, tally, width, request
):
    name = request.node.callspec.params["scene"]
    new = faulting.seen(scene.new)
    points = scene.points
    after_names = [
        then for call, then in itertools.pairwise(points)
        if call.name.startswith("rename") and then.name == "fsync"
    ]  # fmt: skip
    assert after_names

    for point in after_names:
        scene.put_back()
        trace = ("-e", f"trace={','.join(CALLS)},execve", *NOTED, *scene.waiting.noting)
        fault = ("-e", f"inject={point.name}:signal=KILL:when={point.nth}")
        scene.waiting.run(*trace, *fault)
        first = scene.waiting.noted()
        again = scene.waiting.run(*trace)
        calls = [*first, *scene.waiting.noted()]

        disk = Disk(str(scene.root), scene.old, width)
        states = list(disk.states(calls, only_told=True))

        assert again.said
        for state in states:
            assert faulting.seen(state.files) == new, f"{point}: {state.told}"
        tally(f"states after a kill, a second run and a power cut of {name}", len(states))
