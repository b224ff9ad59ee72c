"""Zip archives that lie, burst, or name what they should not."""

import struct
import unicodedata
import zipfile
import zlib

from hostile.kit import GOOD, case, descriptor, entry, repeated, resource, zipped

SOUND = (("datapackage.json", descriptor(resource())), ("a.csv", GOOD))
NAME = "package.zip"


def archive_with(*more, first=()):
    def make(at):
        return at.write(NAME, zipped(*first, *SOUND, *more))

    return make


FURTHER = {
    "member_climbs": ("../../evil.csv", "E109"),
    "member_is_absolute": ("/evil.csv", "E109"),
    "member_with_backslashes": ("..\\evil.csv", "E109"),
    "member_of_a_drive": ("C:/evil.csv", "E109"),
    "member_twice": ("a.csv", "E114"),
    "member_in_other_case": ("A.CSV", "E114"),
    "descriptor_twice": ("datapackage.json", "E114"),
}
for name, (inner, code) in FURTHER.items():
    entry(f"zip_{name}", archive_with((inner, "id,n\nx,9\n")), code, NAME)

entry(
    "zip_members_equal_after_normalising",
    archive_with(
        *((unicodedata.normalize(form, "caf\u00e9.csv"), GOOD) for form in ("NFC", "NFD"))
    ),
    "E114",
    NAME,
)
entry("zip_is_sound", archive_with(), "valid")


@case("E104", "datapackage.json")
def zip_member_is_a_link(at):
    path = at.write(NAME, "")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(*SOUND[0])
        link = zipfile.ZipInfo("a.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return path


@case("E104", NAME)
def zip_descriptor_is_a_link(at):
    path = at.write(NAME, "")
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("datapackage.json")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "a.csv")
    return path


def _flagged(data, flag):
    """The archive with a flag set in every header, local and central."""
    data = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= flag
            start = data.find(mark, start + 4)
    return bytes(data)


@case("E114", NAME)
def zip_is_encrypted(at):
    return at.write(NAME, _flagged(zipped(*SOUND), 1))


@case("E108", "datapackage.json")
def zip_bomb_of_a_table(at):
    path = at.write(NAME, "")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(*SOUND[0])
        with archive.open("a.csv", "w") as member:
            member.write(b"id,n\n")
            for part in repeated(b"a,1\n", 100 << 20):
                member.write(part)
    return path


@case("E108", NAME)
def zip_bomb_of_a_descriptor(at):
    path = at.write(NAME, "")
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("datapackage.json", "w") as member,
    ):
        for part in repeated(b" ", 100 << 20):
            member.write(part)
    return path


@case("E108|E114", "b.csv.zip")
def zip_in_a_zip(at):
    bomb = zipped(("b.csv", "id,n\n" + "a,1\n" * (16 << 20)))
    listed = resource(path="b.csv.zip")
    return at.write(NAME, zipped(("datapackage.json", descriptor(listed)), ("b.csv.zip", bomb)))


def central(name, offset, size, packed, crc, method=8):
    head = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, method, 0, 0x21, crc, packed, size,
        len(name), 0, 0, 0, 0, 0o644 << 16, offset,
    )  # fmt: skip
    return head + name


def local(name, size, packed, crc, method=8):
    head = struct.pack(
        "<4s2B4HL2L2H", b"PK\x03\x04", 20, 0, 0, method, 0, 0x21, crc, packed, size, len(name), 0
    )
    return head + name


def end(count, size, offset):
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def deflated(data):
    maker = zlib.compressobj(9, wbits=-15)
    return maker.compress(data) + maker.flush()


@case("E114", NAME)
def zip_members_overlap(at):
    """The bomb of Fifield (WOOT 2019): members quote the headers of those after them."""
    text = SOUND[0][1].encode()
    body = local(b"datapackage.json", len(text), len(text), zlib.crc32(text), 0) + text
    directory = central(b"datapackage.json", 0, len(text), len(text), zlib.crc32(text), 0)
    kernel = b"0" * (16 << 20)
    packed = deflated(kernel)
    start = len(body)
    body += local(b"a.csv", len(kernel), len(packed), zlib.crc32(kernel)) + packed
    for number in range(500):
        name = b"a.csv" if not number else b"%05d" % number
        directory += central(name, start, len(kernel), len(packed), zlib.crc32(kernel))
    return at.write(NAME, body + directory + end(501, len(directory), len(body)))


@case("E114", NAME)
def zip_is_cut_short(at):
    return at.write(NAME, zipped(*SOUND)[:-30])


@case("E114", NAME)
def zip_has_a_program_before_it(at):
    return at.write(NAME, b"#!/bin/sh\necho evil\n" + zipped(*SOUND))


@case("E114", NAME)
def zip_has_junk_after_it(at):
    return at.write(NAME, zipped(*SOUND) + b"junk" * 100)


@case("E114", NAME)
def zip_after_a_zip(at):
    return at.write(NAME, zipped(("datapackage.json", "{}")) + zipped(*SOUND))


@case("E114", "a.csv")
def zip_with_a_wrong_checksum(at):
    data = zipped(*SOUND)
    crc = struct.pack("<L", zlib.crc32(GOOD.encode()))
    return at.write(NAME, data.replace(crc, b"\0\1\2\3"))


@case("E114", "datapackage.json")
def zip_with_two_names_for_one_member(at):
    data = zipped(*SOUND)
    at_local = data.index(b"a.csv", data.index(b"PK\x03\x04", 4))
    return at.write(NAME, data[:at_local] + b"b.csv" + data[at_local + 5 :])


@case("E114", NAME)
def zip_of_an_unknown_method(at):
    data = zipped(*SOUND).replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0\x08\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x63\0"
    )
    return at.write(NAME, data)


@case("E114", NAME)
def zip_whose_sizes_lie(at):
    text = SOUND[0][1].encode()
    crc = zlib.crc32(text)
    body = local(b"datapackage.json", 0xFFFFFFF0, len(text), crc, 0) + text
    directory = central(b"datapackage.json", 0, 0xFFFFFFF0, 0xFFFFFFF0, crc, 0)
    return at.write(NAME, body + directory + end(1, len(directory), len(body)))


@case("E114", NAME)
def zip_64_whose_directory_lies(at):
    data = zipped(*SOUND)
    big = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, 1 << 60, 1 << 60)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(data) - 22, 1)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return at.write(NAME, data[:-22] + big + locator + tail)


@case("E108", NAME)
def zip_of_a_hundred_thousand_members(at):
    text = SOUND[0][1].encode()
    body, directory = [], []
    offset = 0
    for number in range(100_000):
        name = b"datapackage.json" if not number else b"%06d" % number
        content = text if not number else b""
        head = local(name, len(content), len(content), zlib.crc32(content), 0) + content
        directory.append(central(name, offset, len(content), len(content), zlib.crc32(content), 0))
        body.append(head)
        offset += len(head)
    listing = b"".join(directory)
    big = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 100_000, 100_000, len(listing), offset
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + len(listing), 1)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return at.write(NAME, b"".join([*body, listing, big, locator, tail]))


@case("E905", NAME)
def zip_without_a_descriptor(at):
    return at.write(NAME, zipped(SOUND[1]))


@case("E905", NAME)
def zip_with_two_descriptors(at):
    folders = [(f"{folder}/{name}", text) for folder in "xy" for name, text in SOUND]
    return at.write(NAME, zipped(*folders))


@case("E905|E114", NAME)
def zip_that_is_empty(at):
    return at.write(NAME, zipped())


# ── a table that is packed ──────────────────────────────────────────────────────────────────────
def packed_table(*members):
    def make(at):
        at.write("a.csv.zip", zipped(*members))
        at.describe(resource(path="a.csv.zip"))

    return make


entry("zipped_table_climbs", packed_table(("../../evil.csv", GOOD)), "E109", "a.csv.zip")
entry("zipped_table_twice", packed_table(("a.csv", GOOD), ("a.csv", GOOD)), "E114", "a.csv.zip")
entry("zipped_table_of_no_member", packed_table(), "E103|E114", "a.csv.zip")


@case("E108", "a.csv.zip")
def zipped_table_bomb(at):
    path = at.write("a.csv.zip", "")
    at.describe(resource(path="a.csv.zip"))
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w") as member,
    ):
        for part in repeated(b"0", 100 << 20):
            member.write(part)
