"""What build found in a reading, kept until the reading, its article, the law or the code change.

A reading of 250 records takes 0.1 s to check against its schema and a few milliseconds to remember;
of ten thousand readings only those that changed are read anew. What is kept is derived and may be
deleted at any time; it is never trusted under another key, and never kept where something is wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from depositary import files
from depositary.building.expansion import Draft, Origin
from depositary.errors import DepositaryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.jsontext import Document
    from depositary.schema import Law
    from depositary.sources import SourceText

_PACKAGE = Path(__file__).parents[1]
_CODE = (
    *sorted((_PACKAGE / "building").glob("*.py")),
    *sorted((_PACKAGE / "schema").glob("*.py")),
    *(_PACKAGE / f"{name}.py" for name in ("edtf", "ids", "reading", "spans")),
)
"""The modules that decide what a reading becomes."""

Known = tuple[tuple[Draft, ...], tuple[tuple["Mapping[str, str]", Origin], ...]]


class Memory:
    """What was found in readings, by the content of all that it follows from.

    Parameters
    ----------
    folder : Path
        Where it is kept; made when there is something to keep.
    law : Law
        Under which the readings are read.
    """

    def __init__(self, folder: Path, law: Law) -> None:
        self._folder = folder
        digest = hashlib.sha256(law.digest.encode())
        for module in _CODE:
            digest.update(module.read_bytes())
        self._law = digest.hexdigest()
        self._asked: set[Path] = set()

    def recall(self, document: Document, text: SourceText | None) -> Known | None:
        """What was found in a reading, if it was and nothing changed since."""
        path = self._path(document, text)
        try:
            value = orjson.loads(path.read_bytes())
            return _read(value, document)
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return None

    def keep(
        self,
        document: Document,
        text: SourceText | None,
        drafts: tuple[Draft, ...],
        evidence: tuple[tuple[Mapping[str, str], Origin], ...],
    ) -> None:
        """Keep what was found; where the folder cannot be written, it is found again next time."""
        value = {
            "drafts": [
                [
                    draft.table,
                    dict(draft.values),
                    list(draft.origin.pointer),
                    draft.is_defined,
                    draft.is_suggested,
                ]
                for draft in drafts
            ],
            "evidence": [[dict(row), list(origin.pointer)] for row, origin in evidence],
        }
        with contextlib.suppress(DepositaryError):
            files.replace(self._folder.parent / ".gitignore", b"*\n")
            files.replace(self._path(document, text), orjson.dumps(value))

    def forget_others(self) -> None:
        """Drop what was kept of readings that were not asked for: they changed, or are gone."""
        with contextlib.suppress(OSError):
            for path in set(self._folder.glob("*.json")) - self._asked:
                path.unlink()

    def _path(self, document: Document, text: SourceText | None) -> Path:
        article = [text.source_id, text.sha256, text.body.start, text.body.end] if text else None
        identity = json.dumps([self._law, document.text, article])
        path = self._folder / f"{hashlib.sha256(identity.encode()).hexdigest()}.json"
        self._asked.add(path)
        return path


def _read(value: Any, document: Document) -> Known:
    drafts = tuple(
        Draft(table, values, Origin(document, tuple(pointer)), is_defined, is_suggested)
        for table, values, pointer, is_defined, is_suggested in value["drafts"]
    )
    evidence = tuple((row, Origin(document, tuple(at))) for row, at in value["evidence"])
    return drafts, evidence
