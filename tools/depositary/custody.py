"""An article is taken into custody: its bytes kept, hashed, described, and never changed again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import edtf, files, jsontext, texts
from depositary.bodies import body_of
from depositary.errors import CallError, DataError
from depositary.ids import slug
from depositary.schema.wording import findings_in, validator_of
from depositary.sources import CARD, card_schema, read_sources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.project import Project
    from depositary.schema import Law
    from depositary.spans import Span


@dataclass(frozen=True, slots=True)
class Taken:
    """What custody did.

    Parameters
    ----------
    source_id : str
        ``src-…``.
    card : Path
        The source card.
    text : Path
        The text that offsets count in.
    body : Span
        Of that text.
    is_new : bool
        False where the article was in custody already.
    """

    source_id: str
    card: Path
    text: Path
    body: Span
    is_new: bool


def take(project: Project, law: Law, article: Path, known: Mapping[str, str]) -> Taken:
    """Keep an article: its bytes, its hash, what is known of it, and where its body lies.

    Parameters
    ----------
    project : Project
        Where to.
    law : Law
        For the columns of a source card.
    article : Path
        A text or an HTML page; read once, never changed.
    known : mapping of str to str
        Columns of ``sources``: at least ``published`` (EDTF); what is not known is left out.

    Returns
    -------
    Taken
        The same article again changes nothing.

    Raises
    ------
    CallError
        E103, E104, E108; E416 for a date that is not EDTF; E418 where the name is taken by other
        content.
    DataError
        E102 for bytes that are not UTF-8 text, E127 for control characters, E402 for a card that
        breaks its schema.
    Unavailable
        E105 to E107, and where the extra for web pages is not installed.
    """
    if edtf.bounds(known["published"]) is None:
        raise CallError(
            "E416",
            f"{known['published']!r} is not a date of the EDTF profile.",
            "write --published 2025-01-17, 2025-01 or '[2025-01-17..2025-01-19]'",
        )
    data = files.read_bytes(article, texts.LIMIT_BYTES)
    found: dict[str, str] = {}
    kept = {article.name: data}
    name = article.name
    if texts.is_page(data, name):
        name = f"{article.stem}.txt"
        page = texts.of_page(data, str(article))
        kept[name] = page.text.encode()
        found = {**page.about, "note": f"Text taken from the page by {page.extracted_with}."}
    text = texts.plain(kept[name], str(article))
    told = {key: value for key, value in known.items() if value}
    card = _card(name, kept[name], text, {**found, **told})
    if name != article.name:
        digest = hashlib.sha256(data).hexdigest()
        card["original"] = {"file": article.name, "sha256": digest}
    path = project.seeds / f"{name.rsplit('.', 1)[0]}{CARD}"
    return _keep(project, law, kept, path, card, project.seeds / name)


def _card(name: str, data: bytes, text: str, known: Mapping[str, str]) -> dict[str, Any]:
    body = body_of(text)
    values: dict[str, Any] = {
        "source_id": f"src-{slug(name.rsplit('.', 1)[0])}",
        "kind": "news_article",
        "published_basis": "stated",
        "language": "en",
        **known,
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "chars": len(text),
        "body_start": body.start,
        "body_end": body.end,
    }
    return values


def _keep(
    project: Project, law: Law, kept: Mapping[str, bytes], path: Path, card: dict[str, Any],
    text: Path,
) -> Taken:  # fmt: skip
    """Write originals, then the card: a card never names a file that is not there."""
    with files.locked(project.root / ".depositary"):
        files.settle(path, *(project.seeds / name for name in kept))
        for name, data in kept.items():
            there = project.seeds / name
            if there.exists() and files.read_bytes(there) != data:
                raise CallError(
                    "E418",
                    f"{project.name_of(there)} is in custody already, with other content.",
                    f"give the new text another name, and --revision-of {card['source_id']}",
                )
        body = body_of(kept[text.name].decode("utf-8"))
        if path.exists():
            return Taken(_known_id(path, card), path, text, body, is_new=False)
        ordered = {
            column: card[column]
            for column in (*law.tables["sources"].column_names, "original")
            if column in card
        }
        _accepted(project, law, path, ordered)
        for name, data in kept.items():
            files.replace(project.seeds / name, data)
        files.replace(path, jsontext.canonical(ordered))
    return Taken(card["source_id"], path, text, body, is_new=True)


def _known_id(path: Path, card: Mapping[str, Any]) -> str:
    document, findings = jsontext.parse(files.read_bytes(path), path.name)
    if document is None or not isinstance(document.value, dict):
        raise DataError("E402", f"{path} cannot be read.", "mend the card", findings)
    return str(document.value.get("source_id", card["source_id"]))


def _accepted(project: Project, law: Law, path: Path, card: Mapping[str, Any]) -> None:
    """Refuse a card that the check would refuse, before anything is written."""
    document, _ = jsontext.parse(jsontext.canonical(card), project.name_of(path))
    assert document is not None  # noqa: S101 - we wrote it
    findings = findings_in(document, validator_of(card_schema(law)), "E402")
    if findings:
        first = findings[0]
        raise DataError(first.code, f"{first.field}: {first.message}", first.hint, findings)
    sources, _ = read_sources(project, law)
    if card["source_id"] in sources:
        other = sources[card["source_id"]].document.file
        raise CallError("E417", f"{card['source_id']} is also the id in {other}.",
                        "give another with --id")  # fmt: skip
    revised = card.get("revision_of")
    if revised and revised not in sources:
        raise CallError("E415", f"No source {revised} is in custody.",
                        f"known: {', '.join(sources) or 'none'}")  # fmt: skip
