"""An article in custody: its bytes as received, its card, and where its body begins and ends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.findings import Finding
from depositary.schema.wording import findings_in, validator_of
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.jsontext import Document
    from depositary.project import Project
    from depositary.schema import Law

CARD = ".source.json"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of an article in custody.

    Parameters
    ----------
    source_id : str
        ``src-…``.
    file : str
        Name of the file in ``seeds/``.
    text : str
        Decoded from UTF-8, line ends and normalisation untouched.
    sha256 : str
        Of the bytes.
    size_bytes : int
        Of the file.
    body : Span
        Without the furniture of the page, in code points.
    """

    source_id: str
    file: str
    text: str
    sha256: str
    size_bytes: int
    body: Span


@dataclass(frozen=True, slots=True)
class Source:
    """A source card, and the text that it describes (None where it cannot be read)."""

    document: Document
    text: SourceText | None

    @property
    def source_id(self) -> str:
        """``src-…``."""
        return str(self.document.value["source_id"])


def card_schema(law: Law) -> dict[str, Any]:
    """The JSON Schema of a source card: the columns of ``sources``, and the original of a page."""
    table = law.tables["sources"]
    original = {
        "type": "object",
        "required": ["file", "sha256"],
        "additionalProperties": False,
        "properties": {"file": {"type": "string"}, "sha256": table.column("sha256").schema},
    }
    return {
        "type": "object",
        "required": [column.name for column in table.columns if column.required],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            **{column.name: column.schema for column in table.columns},
            "original": original,
        },
    }


def read_sources(project: Project, law: Law) -> tuple[dict[str, Source], list[Finding]]:
    """Every source in custody, by id, and what is wrong with the cards and the originals.

    Returns
    -------
    tuple
        Sources in order of id; findings E101 to E111, E402, E414, E416, E417.
    """
    sources: dict[str, Source] = {}
    findings: list[Finding] = []
    validator = validator_of(card_schema(law))
    for path in sorted(project.seeds.glob(f"*{CARD}")):
        document, faults = jsontext.parse(files.read_bytes(path), project.name_of(path))
        faults += findings_in(document, validator, "E402") if document else []
        findings += faults
        if document is None or faults:
            continue
        source_id = document.value["source_id"]
        if source_id in sources:
            other = sources[source_id].document.file
            findings.append(
                _about(document, "source_id", "E417", f"{source_id} is also the id in {other}.")
            )
            continue
        text, faults = _original(project, document)
        findings += faults
        sources[source_id] = Source(document, text)
    return dict(sorted(sources.items())), findings


def _original(project: Project, document: Document) -> tuple[SourceText | None, list[Finding]]:
    """The text that a card names, and whether it is the one that was received."""
    card = document.value
    kept = [(card.get("file", ""), card["sha256"], "file")]
    if "original" in card:
        kept.append((card["original"]["file"], card["original"]["sha256"], "original"))
    findings = []
    for name, sha256, key in kept:
        path = project.seeds / name
        if not name or "/" in name or "\\" in name or not path.is_file():
            findings.append(_about(document, key, "E103", f"There is no file seeds/{name}."))
        elif hashlib.sha256(files.read_bytes(path)).hexdigest() != sha256:
            findings.append(
                _about(document, "sha256", "E414",
                       f"seeds/{name} does not have the recorded SHA-256 {sha256[:12]}….")
            )  # fmt: skip
    path = project.seeds / (card.get("file") or "?")
    if any(finding.field == "file" for finding in findings):
        return None, findings
    data = files.read_bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"Byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8."
        findings.append(_about(document, "file", "E102", message))
        return None, findings
    body = Span(card["body_start"], card["body_end"])
    if not 0 <= body.start < body.end <= len(text):
        message = f"The body {body.start}-{body.end} does not lie in a text of {len(text)}."
        return None, [*findings, _about(document, "body_end", "E402", message)]
    sha256 = hashlib.sha256(data).hexdigest()
    return SourceText(card["source_id"], card["file"], text, sha256, len(data), body), findings


def _about(document: Document, key: str, code: str, message: str) -> Finding:
    line, column = document.place((key,))
    return Finding(
        document.file, line, column, code, "sources", field=key, kind="source",
        value=str(document.value.get(key, "")), message=message,
    )  # fmt: skip
