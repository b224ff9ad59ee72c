"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from depositary import files
from depositary.errors import CallError, Unavailable


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    files.replace(path, b"one")
    path.chmod(0o640)

    assert files.replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in path.parent.iterdir()] == ["b.txt"]


def test_a_file_that_is_right_already_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.replace(path, b"one")
    before = path.stat().st_mtime_ns

    assert not files.replace(path, b"one")
    assert path.stat().st_mtime_ns == before


def test_a_full_disk_leaves_the_old_file_whole_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom depositary import errors, files\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: files.replace(Path(sys.argv[1]), b'x' * 5000)\n"
        "except errors.Unavailable as error: print(error.code)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "E106\n"
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_pipe_a_folder_and_a_missing_file_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    codes = []
    for name in ("pipe", ".", "missing"):
        with pytest.raises(CallError) as refused:
            files.read_bytes(tmp_path / name)
        codes.append(refused.value.code)

    assert codes == ["E104", "E104", "E103"]


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"xxxx")

    with pytest.raises(CallError) as refused:
        files.read_bytes(tmp_path / "a", limit_bytes=3)

    assert refused.value.code == "E108"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "denied"), "E105"),
        (OSError(28, "full"), "E106"),
        (OSError(5, "io"), "E107"),
    ],
)
def test_a_failure_of_the_system_is_one_clear_error(error: OSError, code: str) -> None:
    with pytest.raises(Unavailable) as refused, files.speaking_of(Path("a.txt")):
        raise error

    assert refused.value.code == code


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from depositary import files\n"
        "folder = Path(sys.argv[1]); count = folder / 'count'\n"
        "for _ in range(40):\n"
        "    with files.locked(folder):\n"
        "        files.replace(count, str(int(count.read_text()) + 1).encode())\n"
    )
    (tmp_path / "count").write_text("0")

    writers = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(3)]

    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "120"


def test_a_file_written_piece_by_piece_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "list.txt"
    with files.replacing(path) as handle:
        handle.writelines([b"one\n", b"two\n"])

    def stopped() -> None:
        with files.replacing(path) as handle:
            handle.write(b"thr")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()

    assert path.read_bytes() == b"one\ntwo\n"
    assert [each.name for each in path.parent.iterdir()] == ["list.txt"]


def test_what_a_killed_writer_left_goes_and_what_a_live_one_holds_stays(tmp_path: Path) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "a.txt.b"
    left = tmp_path / ".a.txt.x1y2z3.new"
    of_another = tmp_path / ".a.txt.b.x1y2z3.new"
    left.write_bytes(b"half")
    of_another.write_bytes(b"half")

    with files.replacing(path) as handle:
        handle.write(b"new")
        files.settle(path)

    assert path.read_bytes() == b"new"
    assert sorted(tmp_path.iterdir()) == [of_another, path]
    files.settle(path, other)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_the_place_of_a_leftover_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(b"kept")
    (tmp_path / ".a.txt.x1y2z3.new").symlink_to(kept)

    files.settle(tmp_path / "a.txt")

    assert kept.read_bytes() == b"kept"
