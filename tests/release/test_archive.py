"""An archive has the same bytes for the same files, and is read without trusting it."""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import subprocess
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.errors import DataError
from depositary.release import archive

FILES = {"datapackage.json": b"{}\n", "data/a.csv": b"a,b\n1,2\n", "é.md": b"\xc3\xa9" * 999}


def is_plain(path):
    return {"", ".", ".."}.isdisjoint(path.split("/"))


PATHS = st.text("abc/é-.", min_size=1, max_size=9).filter(is_plain)


@given(st.dictionaries(PATHS, st.binary(max_size=200)))
def test_what_is_packed_is_unpacked(files):
    assert archive.unpack(archive.pack(files), "a.zip") == files


def test_the_order_of_files_does_not_matter():
    assert archive.pack(FILES) == archive.pack(dict(reversed(FILES.items())))


def test_members_say_nothing_of_the_machine():
    with zipfile.ZipFile(io.BytesIO(archive.pack(FILES))) as packed:
        infos = packed.infolist()

    assert [info.filename for info in infos] == sorted(FILES, key=str.encode)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {stat.S_IFREG | 0o644}
    assert {(info.create_system, info.compress_type, info.extra) for info in infos} == {(3, 8, b"")}


def test_other_programs_read_it(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(archive.pack(FILES))

    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == FILES
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-tqq", path], check=True)


def rezipped(change):
    """Return a zip that the standard library wrote, with something in it changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        change(packed)
    return buffer.getvalue()


def twice(packed):
    packed.writestr("a", b"1")
    with pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("a", b"2")


def linked(packed):
    info = zipfile.ZipInfo("data")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed.writestr(info, "/etc/passwd")


HOSTILE = {
    "packed again": lambda packed: packed.writestr("a", b"1"),
    "twice": twice,
    "upwards": lambda packed: packed.writestr("../evil", b"1"),
    "absolute": lambda packed: packed.writestr("/etc/evil", b"1"),
    "backslash": lambda packed: packed.writestr("..\\evil", b"1"),
    "drive": lambda packed: packed.writestr("C:evil", b"1"),
    "control": lambda packed: packed.writestr("a\x1b[31m", b"1"),
    "folder": lambda packed: packed.writestr("data/", b""),
    "link": linked,
    "stored": lambda packed: packed.writestr("a", b"1", compress_type=zipfile.ZIP_STORED),
    "bzip2": lambda packed: packed.writestr("a", b"1", compress_type=zipfile.ZIP_BZIP2),
    "comment": lambda packed: setattr(packed, "comment", b"hello") or packed.writestr("a", b"1"),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_zip_that_we_did_not_write_is_refused(change):
    with pytest.raises(DataError) as caught:
        archive.unpack(rezipped(change), "a.zip")

    assert caught.value.code == "E507"


def test_junk_before_or_after_is_refused():
    data = archive.pack(FILES)

    for other in (b"junk" + data, data + b"junk", data + data):
        with pytest.raises(DataError):
            archive.unpack(other, "a.zip")


def test_a_bomb_is_refused_before_it_fills_the_memory():
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = packed.compress(b"0" * 50_000_000) + packed.flush()
    lying = archive._Member(b"bomb", 0, 10, stream)
    honest = archive._Member(b"bomb", 0, archive.LIMIT_BYTES + 1, stream)
    started_s = time.perf_counter()

    for member in (lying, honest):
        with pytest.raises(DataError):
            archive.unpack(archive._laid_out([member]), "a.zip")

    assert time.perf_counter() - started_s < 1


def test_an_encrypted_member_is_refused():
    data = bytearray(archive.pack({"a": b"1"}))
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, data.index(b"PK\1\2") + 8, 1)

    with pytest.raises(DataError):
        archive.unpack(bytes(data), "a.zip")


def test_every_flipped_bit_is_a_clean_error_or_the_same_files():
    data = archive.pack(FILES)
    unseen = 0

    for at in range(len(data)):
        for bit in (0, 3, 7):
            broken = bytearray(data)
            broken[at] ^= 1 << bit
            try:
                assert archive.unpack(bytes(broken), "a.zip") == FILES
            except DataError:
                continue
            unseen += 1

    assert unseen <= 3 * len(FILES), "only the padding of a compressed stream may hide a flip"


def test_every_cut_is_a_clean_error():
    data = archive.pack(FILES)

    for end in range(len(data)):
        with pytest.raises(DataError):
            archive.unpack(data[:end], "a.zip")


def test_the_umask_and_the_time_zone_do_not_matter(monkeypatch):
    first = archive.pack(FILES)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    before = os.umask(0o077)
    try:
        assert archive.pack(FILES) == first
    finally:
        os.umask(before)
