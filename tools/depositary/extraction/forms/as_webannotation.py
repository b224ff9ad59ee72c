"""Mentions as W3C Web Annotations: one page of them, in JSON-LD.

After the Web Annotation Data Model (W3C Recommendation, 23 February 2017): sections 3.1 and 3.2
(annotations, bodies), 3.3 (motivation and purpose), 4.2.4 and 4.2.5 (selectors by quote and by
position) and 5.2 (pages).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson

from depositary.extraction.forms.as_jsonl import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.extraction.annotating import Annotated
    from depositary.extraction.mentions import Mention

# The selector's unit is not a word of the standard, so it is defined beside its context.
_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"unit": "urn:x-depositary:unit"},
]
_AROUND_CHARS = 32
_NAMES = uuid.UUID("5f0f2b8e-4d0e-5c55-9a45-0f0f8e3a2c11")
_SAID_ELSEWHERE = ("source", "kind", "start", "end", "text")


def pieces(found: Iterable[Annotated], *, is_coloured: bool) -> Iterator[str]:  # noqa: ARG001 - as all forms
    """The page, an annotation on each line; its id is that of what it holds."""
    yield f'{{"@context": {json.dumps(_CONTEXT)},\n"type": "AnnotationPage",\n"items": ['
    digest = hashlib.sha256()
    comma = ""
    for each in found:
        of_text = hashlib.sha256(each.article.text.encode()).hexdigest()
        digest.update(of_text.encode())
        for mention in each.mentions:
            annotation = _annotation(each, mention, of_text)
            digest.update(annotation["id"].encode())
            yield f"{comma}{orjson.dumps(annotation).decode()}"
            comma = ","
    # At the end, where all is known; the order of keys has no meaning in JSON.
    yield f'],\n"id": "{_urn(digest.hexdigest())}"}}'


def _annotation(found: Annotated, mention: Mention, digest: str) -> dict[str, Any]:
    bodies = _bodies(told(found, mention))
    key = f"{digest} {mention.kind} {mention.start} {mention.end} {mention.proposed_by}"
    return {
        "id": _urn(f"{found.source} {key}"),
        "type": "Annotation",
        "motivation": bodies[-2]["purpose"],
        "generator": {"type": "Software", "name": f"depositary: {mention.proposed_by}"},
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": _iri(found, digest),
            "selector": _selectors(found.article.text, mention),
        },
    }


def _bodies(said: dict[str, Any]) -> list[dict[str, Any]]:
    """Its kind as a tag, what it stands for where that is known, and all else as data."""
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": said["kind"]}]
    if value := next((said[key] for key in ("value", "actor", "plover") if said.get(key)), None):
        bodies.append({"type": "TextualBody", "purpose": "identifying", "value": str(value)})
    rest = {key: value for key, value in said.items() if key not in _SAID_ELSEWHERE}
    described = orjson.dumps(rest).decode()
    bodies.append(
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "application/json",
            "value": described,
        }
    )
    return bodies


def _selectors(text: str, mention: Mention) -> list[dict[str, Any]]:
    start, end = mention.start, mention.end
    return [
        {"type": "TextPositionSelector", "start": start, "end": end, "unit": "code point"},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND_CHARS) : start],
            "suffix": text[end : end + _AROUND_CHARS],
        },
    ]


def _iri(found: Annotated, digest: str) -> str:
    """The file, as a reference relative to where the page lies; a text without one by its hash."""
    return _urn(digest) if found.source == "-" else quote(found.source.replace("\\", "/"))


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMES, name).urn
