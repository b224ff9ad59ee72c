"""Data packages of any size, the same at each call: for a bench, never for a reader.

The states, treaties and articles in them are invented.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import faults
import numpy as np
import polars as pl
import shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapes import Shape

VARIANTS = {
    "clean": "as it should be",
    "broken": "one row in a hundred has one of 27 faults",
    "unsorted": "primary keys in no order",
    "crlf": "lines end in CR LF",
    "newlines": "one quote in ten goes over two lines",
    "gzip": "each file compressed",
    "latin1": "each file in Latin-1",
    "numbers": "numbers, times and truth values",
    "wide": "200 columns, a tenth of the rows",
}

_SLAB = 1_000_000  # rows that are made at once, which bounds the memory
_SPREAD = 2_654_435_761  # odd, so that a row's number times this, modulo 2 ** 32, comes once
_MODULES = (__file__, faults.__file__, shapes.__file__)

_WHO = [
    "The foreign minister of Veldania",
    "“We are ready,” the envoy of Korvat",
    "Präsident Örn Lindqvist",
    "A spokeswoman for the port of Saint-Éloi",
    "The harbour authority, in a note,",
    "Officials in Zahrabad",
]
_DID = [
    "said on Friday that",
    "told reporters, after six hours of talks, that",
    "confirmed that",
    "denied, “once and for all”, that",
    "wrote to the council that",
    "expects that",
]
_WHAT = [
    "the treaty on coastal fisheries",
    "a first delivery of rolling stock",
    "the naïve plan for a pipeline",
    "the joint commission on water, energy and transit",
    "“the agreement of the century”",
    "a cease-fire",
]
_WHEN = [
    "would be signed before the end of the month.",
    "will enter into force next year, at the latest.",
    "had never been discussed.",
    "was close to completion; the rest is “a formality”.",
    "would be put to a vote in Łódź.",
    "remains without any alternative.",
]


@dataclass(frozen=True)
class Rows:
    """Some rows of one table: from which, how many, out of what, and how their ids are ordered."""

    first: int
    count: int
    largest: int
    variant: str
    chance: np.random.Generator

    @property
    def numbers(self) -> np.ndarray:
        """The number of each row, from 0."""
        return np.arange(self.first, self.first + self.count, dtype=np.uint64)

    def ids(self, prefix: str, numbers: np.ndarray) -> pl.Series:
        """The ids of rows by their numbers."""
        if self.variant == "unsorted":
            numbers = numbers * np.uint64(_SPREAD) % np.uint64(1 << 32)
        digits = np.frombuffer(b"0123456789abcdef", np.uint8)
        places = np.arange(28, -4, -4, dtype=np.uint64)
        hexed = digits[(numbers[:, None] >> places & np.uint64(15)).astype(np.intp)]
        return prefix + "-" + pl.Series(hexed.view("S8").ravel()).cast(pl.Binary).cast(pl.String)

    def links(self, prefix: str, to: Shape) -> pl.Series:
        """Ids of rows of another table, drawn by chance."""
        drawn = self.chance.integers(0, to.rows(self.largest), self.count, dtype=np.uint64)
        return self.ids(prefix, drawn)

    def drawn(self, words: list[str]) -> pl.Series:
        """Words drawn by chance."""
        return pl.Series(words).gather(self.chance.integers(0, len(words), self.count))

    def days(self) -> pl.Series:
        """Days between 2000 and 2027, as ISO 8601 writes them."""
        days = self.chance.integers(10_957, 20_800, self.count)
        return pl.Series(days).cast(pl.Int32).cast(pl.Date).cast(pl.String)

    def sometimes(self, one_in: int, value: pl.Series) -> pl.Series:
        """A value in one row of so many, and nothing in the others."""
        return value.zip_with(self.drawn_mask(one_in), pl.Series([None], dtype=value.dtype))

    def drawn_mask(self, one_in: int) -> pl.Series:
        """True in one row of so many."""
        return pl.Series(self.chance.integers(0, one_in, self.count) == 0)

    def whole(self, least: int, most: int) -> np.ndarray:
        """Whole numbers, drawn by chance."""
        return self.chance.integers(least, most, self.count)

    def quotes(self) -> pl.Series:
        """Sentences of 120 characters, about: many with commas, curly quotes and accents."""
        letters = [_WHO, _DID, _WHAT, _WHEN]
        if self.variant == "latin1":
            letters = [[_in_latin1(each) for each in words] for words in letters]
        parts = [self.drawn(words) for words in letters]
        number = pl.Series(self.whole(1, 9_999)).cast(pl.String)
        end = pl.Series(["\n" if self.variant == "newlines" else " "])
        end = end.zip_with(self.drawn_mask(10), pl.Series([" "]))
        return parts[0] + " " + parts[1] + end + parts[2] + " no. " + number + " " + parts[3]


def _in_latin1(words: str) -> str:
    return words.translate(str.maketrans("“”Łź", '""Lz'))


def _sources(rows: Rows) -> dict[str, Any]:
    title = rows.drawn(_WHAT) + ", " + rows.drawn(_WHEN)
    hexes = [hashlib.sha256(bytes([each])).hexdigest() for each in range(64)]
    return {
        "id": rows.ids("src", rows.numbers),
        "title": title if rows.variant != "latin1" else rows.quotes(),
        "publisher": rows.drawn(["The Harbour Post", "Veldania Today", "Radio Korvat"]),
        "language": rows.drawn(shapes.LANGUAGES),
        "published": rows.days(),
        "sha256": rows.drawn(hexes),
    }


def _actors(rows: Rows) -> dict[str, Any]:
    return {
        "id": rows.ids("act", rows.numbers),
        "name": rows.drawn(["Veldania", "Örn Lindqvist", "Port of Saint-Éloi", "Korvat Rail, Ltd"]),
        "kind": rows.drawn(shapes.KINDS),
        "country": rows.sometimes(2, rows.drawn(["VLD", "KRV", "ZHB"])),
    }


def _events(rows: Rows) -> dict[str, Any]:
    return {
        "id": rows.ids("evt", rows.numbers),
        "title": rows.drawn(["Signing", "A meeting, in public", "Delivery of rolling stock"]),
        "act": rows.drawn(shapes.ACTS),
        "begin": rows.days(),
        "end": rows.sometimes(3, rows.days()),
        "status": rows.drawn(shapes.STATES),
    }


def _claims(rows: Rows) -> dict[str, Any]:
    return {
        "id": rows.ids("clm", rows.numbers),
        "event": rows.links("evt", shapes.EVENTS),
        "act": rows.drawn(shapes.ACTS),
        "certainty": rows.whole(0, 101),
    }


def _participants(rows: Rows) -> dict[str, Any]:
    return {
        "id": rows.ids("par", rows.numbers),
        "event": rows.links("evt", shapes.EVENTS),
        "actor": rows.links("act", shapes.ACTORS),
        "role": rows.drawn(["first", "second", "host", "witness"]),
    }


def _evidence(rows: Rows) -> dict[str, Any]:
    start = rows.whole(0, 40_000)
    return {
        "id": rows.ids("evi", rows.numbers),
        "claim": rows.links("clm", shapes.CLAIMS),
        "source": rows.links("src", shapes.SOURCES),
        "actor": rows.sometimes(2, rows.links("act", shapes.ACTORS)),
        "quote": rows.quotes(),
        "start": start,
        "end": start + rows.whole(90, 160),
        "support": rows.drawn(shapes.SUPPORTS),
        "seen": rows.days(),
        "note": rows.sometimes(20, rows.drawn(["second edition", "the voice is not named"])),
    }


def _measurements(rows: Rows) -> dict[str, Any]:
    moments = pl.Series(rows.whole(1_000_000_000, 1_700_000_000)).cast(pl.Int64)
    when = (moments * 1000).cast(pl.Datetime("ms")).dt.strftime("%Y-%m-%dT%H:%M:%S")
    return {
        "id": rows.numbers,
        "east": pl.Series(rows.chance.normal(0, 90, rows.count).round(6)),
        "north": pl.Series(rows.chance.normal(0, 30, rows.count).round(6)),
        "depth": pl.Series(rows.chance.normal(-2_000, 500, rows.count).round(2)),
        "share": rows.sometimes(2, pl.Series(rows.chance.random(rows.count).round(4))),
        "mass": rows.drawn(["1.5e3", "0", "12", "7.25", "6.02e23"]),
        "begin": when,
        "end": rows.sometimes(2, when),
        "at": rows.drawn(["00:00:00", "09:30:00", "23:59:59"]),
        "is_final": rows.drawn(["true", "false"]),
        "season": pl.Series(rows.whole(1990, 2027)),
    }


def _wide(rows: Rows) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at in range(shapes.CELLS_OF_WIDE // 5):
        found[f"code_{at}"] = rows.drawn(["abc12", "xyz00", "qrs77"])
        found[f"count_{at}"] = rows.whole(0, 1_000)
        found[f"share_{at}"] = pl.Series(rows.chance.random(rows.count).round(3))
        found[f"day_{at}"] = rows.days()
        found[f"kind_{at}"] = rows.drawn(shapes.KINDS)
    return found


_MAKERS: dict[str, Callable[[Rows], dict[str, Any]]] = {
    "sources": _sources,
    "actors": _actors,
    "events": _events,
    "claims": _claims,
    "participants": _participants,
    "evidence": _evidence,
    "measurements": _measurements,
    "wide": _wide,
}


def package(root: Path, variant: str, largest: int) -> Path:
    """The folder of a package, made where it is not there yet.

    Parameters
    ----------
    root : Path
        Where packages are kept.
    variant : str
        A key of :data:`VARIANTS`.
    largest : int
        Rows of its largest table.
    """
    digest = hashlib.sha256(b"".join(Path(name).read_bytes() for name in _MODULES)).hexdigest()
    folder = root / f"{variant}-{largest}"
    stamp = folder / ".made-by"
    if not stamp.is_file() or stamp.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write(folder, variant, largest)
        stamp.write_text(digest)
    return folder


def shapes_of(variant: str) -> list[Shape]:
    """The tables of a package."""
    return {"numbers": shapes.NUMBERS, "wide": shapes.WIDE}.get(variant, shapes.OURS)


def _write(folder: Path, variant: str, largest: int) -> None:
    ending = ".csv.gz" if variant == "gzip" else ".csv"
    encoding = "iso-8859-1" if variant == "latin1" else "utf-8"
    resources = []
    for shape in shapes_of(variant):
        path = folder / f"{shape.name}{ending}"
        _write_table(path, shape, variant, largest, encoding)
        if variant == "broken" and shape is shapes.EVIDENCE:
            _break(path, shape.rows(largest))
        resources.append(
            {
                "name": shape.name,
                "type": "table",
                "path": path.name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": encoding,
                **({"compression": "gz"} if variant == "gzip" else {}),
                # In full: frictionless guesses what is not said.
                "dialect": {
                    "delimiter": ",",
                    "quoteChar": '"',
                    "skipInitialSpace": False,
                    "header": True,
                    "headerRows": [1],
                },
                "schema": shape.schema(),
            }
        )
    described = {"$schema": shapes.V2, "name": f"{variant}-{largest}", "resources": resources}
    text = json.dumps(described, indent=1)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _write_table(path: Path, shape: Shape, variant: str, largest: int, encoding: str) -> None:
    count = shape.rows(largest)
    end = "\r\n" if variant == "crlf" else "\n"
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as file:
        for first in range(0, count, _SLAB):
            # A seed for each table and slab: a table does not depend on what was made before it.
            chance = np.random.default_rng([len(shape.name), ord(shape.name[0]), first])
            rows = Rows(first, min(_SLAB, count - first), largest, variant, chance)
            frame = pl.DataFrame(_MAKERS[shape.name](rows))
            text = io.BytesIO()
            frame.write_csv(text, include_header=first == 0, line_terminator=end)
            data = text.getvalue()
            file.write(data if encoding == "utf-8" else data.decode().encode(encoding))


def _break(path: Path, rows: int) -> None:
    whole = path.with_suffix(".whole")
    path.rename(whole)
    with (
        whole.open(encoding="utf-8", newline="") as clean,
        path.open("w", encoding="utf-8", newline="") as file,
    ):
        file.writelines(faults.broken(clean, rows))
    whole.unlink()
