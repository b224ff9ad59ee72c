"""Where in the article does this quote stand? Exactly there, or an error that shows the nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.findings import Finding
from depositary.ids import evidence_id
from depositary.spans import differing_words, locate, nearest, paragraph_of, paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from depositary.building.expansion import Origin, Quoted
    from depositary.jsontext import Pointer
    from depositary.sources import SourceText
    from depositary.spans import Span


class QuoteFinder:
    """Finds the quotes of one reading in its article, each place once.

    Parameters
    ----------
    text : SourceText
        The article.
    """

    def __init__(self, text: SourceText) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self._paragraphs = paragraphs(text.text, text.body)
        self._known: dict[Pointer, Span | None] = {}

    def span_of(self, written: Mapping[str, Any], origin: Origin) -> Span | None:
        """Where the quote of an entry stands; None, and a finding, where that is not certain."""
        if origin.pointer not in self._known:
            self._known[origin.pointer] = self._find(written, origin)
        return self._known[origin.pointer]

    def row_of(self, quoted: Quoted, default_support: str) -> dict[str, str] | None:
        """The row of evidence for a record; None where its quote is not found."""
        span = self.span_of(quoted.evidence, quoted.origin)
        if span is None:
            return None
        claim = quoted.evidence.get("claim", "")
        row = {
            "record_id": quoted.record_id,
            "field": quoted.evidence.get("field", ""),
            "source_id": self.text.source_id,
            "start": str(span.start),
            "end": str(span.end),
            "quote": quoted.evidence["quote"],
            "support": quoted.evidence.get("support", default_support),
            "voice": "attributed" if claim else "author",
            "claim_id": claim,
            "note": quoted.evidence.get("note", ""),
        }
        return {"evidence_id": evidence_id(row), **row}

    def _find(self, written: Mapping[str, Any], origin: Origin) -> Span | None:
        quote, nth = written["quote"], written.get("nth")
        nth = None if nth is None else int(nth)  # JSON's 2.0 is a whole number too
        spans = locate(quote, self.text.text, self.text.body)
        if not spans:
            self._absent(quote, origin)
            return None
        if nth is None and len(spans) > 1:
            self._several(quote, spans, origin)
            return None
        if nth is not None and nth > len(spans):
            self._report(
                "E412", origin, quote,
                f"The quote stands {_times(len(spans))} in the article; nth is {nth}.",
                f"write an nth from 1 to {len(spans)}", key="nth",
            )  # fmt: skip
            return None
        span = spans[(nth or 1) - 1]
        if quote != quote.strip() or not paragraph_of(span, self._paragraphs):
            self._report(
                "E413", origin, quote,
                "The quote has white space at an end, or runs over the end of a paragraph.",
                "quote words of one paragraph, without blanks around them",
            )  # fmt: skip
            return None
        return span

    def _absent(self, quote: str, origin: Origin) -> None:
        where = nearest(quote, self.text.text, self.text.body)
        if where is None:
            self._report(
                "E410", origin, quote, "The quote is not in the article, nor anything like it.",
                "copy the words from the article",
            )  # fmt: skip
            return
        words = where.of(self.text.text)
        number = paragraph_of(where, self._paragraphs)
        differing = differing_words(quote, words)
        swaps = "; ".join(f'"{theirs}", not "{ours}"' for ours, theirs in differing[:3])
        place = f"paragraph {number}" if number else "the article"
        self._report(
            "E410", origin, quote,
            f"The quote is not in the article; the nearest words stand in {place}.",
            f"the article says {swaps}" if swaps else "copy the words from the article",
            (("quote", quote), ("article", words), ("place", place)),
        )  # fmt: skip

    def _several(self, quote: str, spans: tuple[Span, ...], origin: Origin) -> None:
        numbers = [str(paragraph_of(span, self._paragraphs)) for span in spans]
        self._report(
            "E411", origin, quote,
            f"The quote stands {_times(len(spans))} in the article, "
            f"in paragraphs {', '.join(numbers[:8])}.",
            f'add "nth": 1 to {len(spans)}, or quote more words',
        )  # fmt: skip

    def _report(
        self, code: str, origin: Origin, value: str, message: str, hint: str,
        notes: tuple[tuple[str, str], ...] = (), key: str = "quote",
    ) -> None:  # fmt: skip
        line, column = origin.document.place((*origin.pointer, key))
        self.findings.append(
            Finding(
                origin.document.file, line, column, code, "evidence", field=key, kind="quote",
                value=value, message=message, hint=hint, notes=notes,
            )
        )  # fmt: skip


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
