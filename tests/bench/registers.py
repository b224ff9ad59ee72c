"""A project whose register has any number of rows, and the same register a year later.

The register is written as it stands: to build so many rows from readings takes longer than to
release them, and is measured by nothing here. The states, treaties and articles are invented.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from depositary import schema
from depositary.descriptor import descriptor
from depositary.jsontext import canonical
from depositary.project import Project
from depositary.tables import Rows, to_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.schema import Law

_CORRECTED = 100
"""One quote, title or content in so many says another thing a year later."""
_WORDS = (
    "the minister of harbours told reporters after six hours of talks that the treaty on coastal"
    " fisheries would enter into force before the end of the year, while the envoy of Korvat,"
    " who had left the room twice, wrote to the council that no such promise was ever made"
)


def write(root: Path, rows: int, *, is_later: bool) -> None:
    """Write the law and the register of a project, or its register anew.

    Parameters
    ----------
    root : Path
        Of the project.
    rows : int
        Of all tables, about.
    is_later : bool
        Whether one row in a hundred was corrected, and one in a thousand came.
    """
    where = Project(root)
    where.seeds.mkdir(parents=True, exist_ok=True)
    if not where.schema.is_dir():
        shutil.copytree(Path(__file__).parents[2] / "schema", where.schema)
    law = schema.load(where.schema)
    tables = _tables(law, rows, is_later=is_later)
    data = where.datapackage / "data"
    data.mkdir(parents=True, exist_ok=True)
    for name, held in tables.items():
        (data / f"{name}.csv").write_bytes(to_csv(held))
    (where.datapackage / "datapackage.json").write_bytes(canonical(descriptor(law, tables)))


def _tables(law: Law, size: int, *, is_later: bool) -> dict[str, Rows]:
    """The rows of all tables, each in order of its key."""
    came = size // 1000 if is_later else 0
    facts = _facts(size, range(size * 6 // 100 + came), is_later=is_later)
    found = {name: sorted(rows) for name, rows in facts.items()}
    found["codes"] = sorted(
        tuple(getattr(code, name) for name in law.tables["codes"].column_names)
        for codes in law.codes.values() for code in codes
    )  # fmt: skip
    labels = {"sources": 2, "actors": 1, "events": 1}
    found["records"] = sorted(
        (row[0], name, row[labels.get(name, 0)] or row[0], "manual", "ana", "", "single",
         law.dataset["version"], "", "", "")
        for name, rows in found.items() if name not in ("names", "evidence", "codes")
        for row in rows
    )  # fmt: skip
    return {
        name: Rows(name, table.column_names, tuple(found.get(name, ())))
        for name, table in law.tables.items()
    }


def _facts(size: int, events: range, *, is_later: bool) -> dict[str, Iterator[tuple[str, ...]]]:
    def again(at: int) -> str:
        return " (corrected)" if is_later and at % _CORRECTED == 3 else ""

    actors, sources, told_of = size // 100, size // 500, size * 6 // 100
    return {
        "sources": (_source(at) for at in range(sources)),
        "actors": ((f"act-{at:06}", f"Actor {at}", "person", "", "", "", "as_reported", "")
                   for at in range(actors)),
        "names": ((f"act-{at:06}", f"Actor {at}", "canonical", "") for at in range(actors)),
        "events": ((f"evt-{at:07}", f"Meeting {at}{again(at)}", "meeting", "happened",
                    f"Port {at % 977}", "", "", "as_reported", "") for at in events),
        "dates": ((f"dat-evt-{at:07}--occurred--may-2031", f"evt-{at:07}", "occurred",
                   f"2031-05-{at % 28 + 1:02}", f"2031-05-{at % 28 + 1:02}",
                   f"2031-05-{at % 28 + 1:02}", "explicit", f"{at % 28 + 1} May 2031",
                   "as_reported", "") for at in events),
        "sectors": ((f"sec-evt-{at:07}--trade", f"evt-{at:07}", "trade", "over trade",
                     "as_reported", "") for at in events),
        "participants": ((f"par-evt-{at:07}--participant--act-{who:06}", f"evt-{at:07}",
                          f"act-{who:06}", "participant", "as_reported", "")
                         for at in events
                         for who in sorted({at * 7 % actors, (at * 11 + 1) % actors})),
        "claims": ((f"clm-{at:07}", f"act-{at * 3 % actors:06}", "states", f"evt-{at:07}",
                    f"It says that meeting {at} is held{again(at)}", "said that", "indirect", "",
                    "as_reported", "") for at in range(size // 25)),
        "evidence": ((f"evd-{at:012x}", f"evt-{at % told_of:07}", "",
                      f"src-{at % sources:05}", str(at % 40_000), str(at % 40_000 + 300),
                      f"In case {at}, {_WORDS[at % 97:]} {_WORDS[: at % 113]}{again(at)}, he said",
                      "states", "author", "", "") for at in range(size * 286 // 1000)),
    }  # fmt: skip


def _source(at: int) -> tuple[str, ...]:
    digest = hashlib.sha256(str(at).encode()).hexdigest()
    return (f"src-{at:05}", "news_article", f"The harbour, part {at}", "The Harbour Post", "", "",
            "2031-06-01", "stated", "en", f"{at:05}.txt", digest, "40400", "0", "40399",
            "", "", "")  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), is_later=sys.argv[3] == "later")
