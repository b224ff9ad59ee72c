"""The public set of names: sentences of CrossNER's politics part, with gold names as spans."""

from pathlib import Path

KINDS = {
    "politician": "person",
    "person": "person",
    "organisation": "organisation",
    "politicalparty": "organisation",
    "country": "place",
    "location": "place",
    "event": "event",
    "election": "event",
    "misc": "other",
}
_NO_SPACE_BEFORE = frozenset(",.;:)'?!")


def sentences(path):
    """Pairs of a text and its gold names ``(start, end, kind)``, a leading "the" outside."""
    for block in Path(path).read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.strip()]
        if rows:
            yield _joined(rows)


def _joined(rows):
    text, spans, open_name = "", [], None
    for word, label in rows:
        if text and word not in _NO_SPACE_BEFORE:
            text += " "
        start = len(text)
        text += word
        if label.startswith("B-"):
            open_name = [start, len(text), KINDS[label[2:]]]
            spans.append(open_name)
        elif label.startswith("I-") and open_name:
            open_name[1] = len(text)
        else:
            open_name = None
    return text, [without_the(text, *span) for span in spans]


def without_the(text, start, end, kind):
    """A name as it is scored: a leading "the" is outside."""
    if text[start:end][:4].lower() == "the ":
        start += 4
    return start, end, kind
