"""How much of each article the built register reaches."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from depositary.coverage import coverage
from depositary.spans import Span, locate

if TYPE_CHECKING:
    from depositary.building.register import Built
    from depositary.coverage import Coverage


def covered(built: Built) -> dict[str, Coverage | None]:
    """The coverage of each source by evidence; None where its text is not at hand."""
    cited: dict[str, list[Span]] = defaultdict(list)
    for row in built.tables["evidence"].mappings():
        cited[row["source_id"]].append(Span(int(row["start"]), int(row["end"])))
    aside: dict[str, list[Span]] = defaultdict(list)
    for reading in built.readings:
        text = built.sources[reading.source_id].text
        for entry in reading.document.value.get("set_aside", ()) if text else ():
            spans = locate(entry["quote"], text.text, text.body) if text else ()
            aside[reading.source_id] += spans[entry.get("nth", 1) - 1 : entry.get("nth", 1)]
    return {
        source_id: coverage(source.text, cited[source_id], aside[source_id])
        if source.text
        else None
        for source_id, source in built.sources.items()
    }
