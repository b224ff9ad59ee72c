"""Compressed tables that burst, break off, or go on after their end."""

import bz2
import gzip
import lzma
import struct
import zlib

from hostile.kit import GOOD, case, entry, repeated, resource

BOMB_BYTES = 100 << 20


def packed(path, data):
    def make(at):
        at.write(path, data)
        at.describe(resource(path=path))

    return make


def bomb(maker, size=BOMB_BYTES, part=b"0"):
    """What a compressor makes of the same bytes again and again."""
    for block in repeated(part, size):
        yield maker.compress(block)
    yield maker.flush()


def _bombs(path, make_maker, part=b"0"):
    def make(at):
        at.write(path, bomb(make_maker(), part=part))
        at.describe(resource(path=path))

    return make


entry("gz_bomb", _bombs("a.csv.gz", lambda: zlib.compressobj(9, wbits=31)), "E108", "a.csv.gz")
entry(
    "gz_bomb_of_rows",
    _bombs("a.csv.gz", lambda: zlib.compressobj(9, wbits=31), b"a,1\n"),
    "E108",
    "a.csv.gz",
)
entry("bz2_bomb", _bombs("a.csv.bz2", bz2.BZ2Compressor), "E108", "a.csv.bz2")
entry("xz_bomb", _bombs("a.csv.xz", lambda: lzma.LZMACompressor(preset=0)), "E108", "a.csv.xz")

TEXT = GOOD.encode()
PACKERS = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
}
for ending, pack in PACKERS.items():
    path = f"a.csv.{ending}"
    entry(f"{ending}_cut_short", packed(path, pack(TEXT * 99)[:-9]), "E114", path)
    entry(f"{ending}_with_junk_after", packed(path, pack(TEXT) + b"junk" * 9), "E114|valid", path)
    entry(f"{ending}_of_two_members", packed(path, pack(b"id,n\n") + pack(b"a,1\n")), "valid", path)
    entry(f"{ending}_that_is_none", packed(path, TEXT), "E114", path)
    entry(f"{ending}_that_is_empty", packed(path, b""), "E114|E122", path)


@case("E114", "a.csv.gz")
def gz_with_a_wrong_checksum(at):
    data = bytearray(gzip.compress(TEXT, mtime=0))
    data[-8] ^= 1
    packed("a.csv.gz", bytes(data))(at)


@case("E108|E114", "a.csv.xz")
def xz_that_asks_for_a_gigabyte(at):
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 16}]
    data = bytearray(lzma.compress(TEXT, check=lzma.CHECK_NONE, filters=filters))
    at_filter = 12  # after the stream's header: size, flags, filter, size of properties, dictionary
    data[at_filter + 4] = 37  # 3 << 29 bytes, by the formula of the .xz file format, 5.3.1
    length = (data[at_filter] + 1) * 4
    crc = zlib.crc32(bytes(data[at_filter : at_filter + length - 4]))
    data[at_filter + length - 4 : at_filter + length] = struct.pack("<L", crc)
    packed("a.csv.xz", bytes(data))(at)


@case("E110", "a.csv")
def compression_of_no_name(at):
    at.table(compression="rar")
