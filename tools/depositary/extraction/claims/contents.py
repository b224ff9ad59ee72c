"""How far does what is said reach? Places where it may begin and end, and what speaks for each."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from depositary.extraction.claims.cues import LINKS

if TYPE_CHECKING:
    from depositary.extraction.claims.hints import Candidate
    from depositary.extraction.claims.passages import Passage

_FARTHEST_START_WORDS = 12
_MOST = 10
_STOPS = frozenset(",;:.?!)(-–—")  # noqa: RUF001
_MARKS = frozenset("\"“”'’`‘«»")  # noqa: RUF001
_TO_THE_RIGHT = frozenset({"SCT", "CST"})


def starts(
    order: str, candidate: Candidate, source: tuple[int, int], passage: Passage
) -> list[int]:
    """The words with which a content may begin."""
    at, _cue, _kind, start, end = candidate
    if order in _TO_THE_RIGHT:
        first = source[1] if order == "CST" and at < source[0] else at + 1
        return _starts_after(first, end, passage)
    last = min(at, source[0])
    if last <= start:
        last = at
    quotation = passage.inside.get(_before_marks(last, passage))
    found = {start}
    if quotation is not None:
        found.add(passage.quotations[quotation][0])
    shapes = passage.shapes
    found.update(
        place + 1
        for place in range(start, last - 1)
        if shapes[place] in _STOPS or shapes[place] in {"and", "but"} or shapes[place] in _MARKS
    )
    return sorted(each for each in found if each < last)[-_MOST:] or [start]


def _starts_after(first: int, end: int, passage: Passage) -> list[int]:
    found = [first] if first < end else [end - 1]
    shapes = passage.shapes
    for place in range(first, min(end, first + _FARTHEST_START_WORDS)):
        look = shapes[place]
        if look in {"that", "to", "as"} or look in _MARKS:
            found.append(place)
        elif look in _STOPS or look in LINKS:
            found.append(place + 1)
    return sorted({each for each in found if each < end})[:_MOST] or [end - 1]


def _before_marks(at: int, passage: Passage) -> int:
    """The last word before a place that is no stop."""
    at -= 1
    while at > 0 and passage.shapes[at] in {",", "-", "–", "—"}:  # noqa: RUF001
        at -= 1
    return at


def ends(
    order: str, begin: int, candidate: Candidate, source: tuple[int, int], passage: Passage
) -> list[int]:
    """The places before which a content may end."""
    at, _cue, _kind, start, end = candidate
    if order in _TO_THE_RIGHT:
        return _ends_after(begin, end, passage)
    last = min(at, source[0]) if source[0] > begin else at
    left = _before_marks(last, passage) + 1
    found = [max(left, begin + 1)]
    resume = max(at + 1, source[1])
    number = bisect_left(passage.quotations, (resume,))
    if number < len(passage.quotations) and passage.quotations[number][0] <= end + 1:
        found.append(passage.quotations[number][1])
    if end - 1 > resume:
        found.append(end)
    quotation = passage.inside.get(begin)
    if quotation is not None and start <= passage.quotations[quotation][1] <= last:
        found.append(passage.quotations[quotation][1])
    return list(dict.fromkeys(found))


def _ends_after(begin: int, end: int, passage: Passage) -> list[int]:
    shapes = passage.shapes
    found = []
    for place in range(begin + 1, end):
        look = shapes[place]
        if look in _STOPS or look in LINKS or look == "verb-ing":
            found.append(place)
        elif look in _MARKS and passage.inside.get(place - 1) is not None:
            found.append(place + 1)
    found = found[: _MOST - 2]
    found.append(end - 1 if shapes[end - 1] in {".", "?", "!"} and end - 1 > begin else end)
    quotation = passage.inside.get(begin)
    if quotation is None:
        quotation = passage.inside.get(end - 1)
    if quotation is not None and passage.quotations[quotation][1] > begin:
        found.append(passage.quotations[quotation][1])
    return list(dict.fromkeys(found))


def start_features(
    place: int, rank: int, order: str, candidate: Candidate, passage: Passage
) -> list[str]:
    """What speaks for a content beginning with a word."""
    at, cue, kind, start, _end = candidate
    look, before, after = (
        passage.shapes[place],
        passage.shapes[place - 1],
        passage.shapes[place + 1],
    )
    between = passage.shapes[at + 1 : place] if place > at else []
    quoted = passage.inside.get(place)
    opens = "o" if quoted is not None and passage.quotations[quoted][0] == place else ""
    opens += "i" if quoted is not None and not opens else ""
    opens += "s" if place == start else ""
    names = "".join(each[0] for each in between[:4])
    return [
        f"r={order} {min(rank, 5)} {kind}",
        f"ok={order} {opens} {kind}",
        f"bw={order} {before} {look}",
        f"wa={order} {look} {after}",
        f"l={cue.lemma} {look} {min(rank, 2)}",
        f"lr={cue.lemma} {order} {min(rank, 4)}",
        f"mk={order} {names} {before} {kind}",
    ]


def end_features(
    place: int, rank: int, last: int, order: str, begin: int, candidate: Candidate, passage: Passage
) -> list[str]:
    """What speaks for a content ending before a word."""
    cue, kind = candidate.cue, candidate.form
    look, after, before = (
        passage.shapes[place],
        passage.shapes[place + 1],
        passage.shapes[place - 1],
    )
    opening = passage.shapes[begin]
    words = place - begin
    length = words if words < 4 else 4 + words.bit_length()  # noqa: PLR2004 - short ones count exactly
    quoted = "q" if place - 1 in passage.inside else ""
    quoted += "b" if begin in passage.inside else ""
    if place in passage.inside and passage.inside.get(place - 1) == passage.inside[place]:
        quoted += "m"
    position = "last" if rank == last else str(min(rank, 4))
    sentence = "end" if place >= candidate.end - 1 else ""
    sentence += "+" if place > candidate.end else ""
    return [
        f"pk={order} {position} {kind}",
        f"w={order} {look}",
        f"wk={order} {look} {kind}",
        f"wa={order} {look} {after}",
        f"bw={order} {before} {look}",
        f"nk={order} {length} {kind}",
        f"q={order} {quoted} {look}",
        f"qk={order} {quoted} {sentence}",
        f"e={order} {sentence} {opening}",
        f"l={cue.lemma} {look}",
        f"ls={cue.lemma} {sentence}",
        f"ln={cue.lemma} {length}",
    ]
