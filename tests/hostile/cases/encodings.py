"""Bytes that are not the text that they claim to be."""

import codecs

from hostile.kit import GOOD, entry

CAFE = "id,n\ncaf\u00e9,1\nb,2\n"
AS_UTF8 = {
    "nul_in_a_cell": (b"id,n\na\0b,1\n", "E114"),
    "nul_bytes_only": (b"\0" * 100_000, "E114|E122|E115"),
    "latin_1": (CAFE.encode("latin-1"), "E102"),
    "utf_16_with_mark": (CAFE.encode("utf-16"), "E102"),
    "utf_16_without_mark": (CAFE.encode("utf-16-le"), "E102|E114"),
    "utf_32": (CAFE.encode("utf-32"), "E102"),
    "overlong_utf_8": (b"id,n\n\xc0\xafetc,1\n", "E102"),
    "half_characters_in_utf_8": (b"id,n\n\xed\xa0\x80,1\n", "E102"),
    "cesu_8": (b"id,n\n\xed\xa0\xbd\xed\xb8\x80,1\n", "E102"),
    "past_unicode": (b"id,n\n\xf4\x90\x80\x80,1\n", "E102"),
    "cut_within_a_character": (CAFE.encode() + b"\xc3", "E102"),
    "every_byte_wrong": (b"id,n\n" + b"\xff" * 200_000, "E102"),
    "file_of_no_bytes": (b"", "E122"),
    "mark_and_nothing_else": (codecs.BOM_UTF8, "E122"),
}
for name, (data, codes) in AS_UTF8.items():
    entry(name, lambda at, data=data: at.table(data), codes, "a.csv")

NAMED = {
    "utf_7": ("utf-7", b"id,n\n+AGE-,1\n", "E112", "datapackage.json"),
    "utf_16_named_without_mark": ("utf-16", CAFE.encode("utf-16-be"), "E102", "a.csv"),
    "utf_16_of_odd_length": ("utf-16", GOOD.encode("utf-16")[:-1], "E102", "a.csv"),
    "encoding_that_runs_code": ("rot13", GOOD.encode(), "E112", "datapackage.json"),
    "encoding_zlib": ("zlib_codec", GOOD.encode(), "E112", "datapackage.json"),
    "encoding_idna": ("idna", b"a" * 100_000, "E112", "datapackage.json"),
    "encoding_punycode": ("punycode", b"a" * 100_000, "E112", "datapackage.json"),
    "encoding_of_no_name": ("klingon", GOOD.encode(), "E112", "datapackage.json"),
    "encoding_with_nul": ("utf-8\0", GOOD.encode(), "E112", "datapackage.json"),
    "encoding_as_path": ("../../evil", GOOD.encode(), "E112", "datapackage.json"),
    "encoding_of_5000_letters": ("u" * 5000, GOOD.encode(), "E112", "datapackage.json"),
}
for name, (encoding, data, codes, file) in NAMED.items():
    entry(
        name,
        lambda at, data=data, encoding=encoding: at.table(data, encoding=encoding),
        codes,
        file,
    )

LINES = {
    "carriage_returns_only": (b"id,n\ra,1\rb,x\r", "E201"),
    "line_ends_of_three_kinds": (b"id,n\ra,1\nb,2\r\nc,x\n", "E201"),
    "line_separators_in_cells": ("id,n\na\u2028b\u0085c,x\n".encode(), "E201"),
    "form_feeds": (b"id,n\na\x0cb\x0b\x1c,x\n", "E201"),
    "mark_in_the_middle": (GOOD.encode() + codecs.BOM_UTF8 + b"c,x\n", "E201"),
}
for name, (data, codes) in LINES.items():
    entry(name, lambda at, data=data: at.table(data), codes, "a.csv")
