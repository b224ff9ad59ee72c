"""Who says what, read with a spaCy parse of each sentence: the extra ``spacy``."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from depositary.extraction.claims import Claims
from depositary.extraction.claims.linear import load
from depositary.extraction.claims.passages import passages
from depositary.extraction.claims.syntax import Syntax
from depositary.extraction.spacy_names import PIPELINES, loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.extraction.articles import Article
    from depositary.extraction.claims.linear import Weights
    from depositary.extraction.claims.passages import Passage

_UNUSED = ("ner", "lemmatizer")
_LONGEST_CHARACTERS = 50_000


class SpacyClaims(Claims):
    """Finds who says what, as `Claims` does, with a parse as a further witness.

    Parameters
    ----------
    pipeline : str, optional
        Name of an installed pipeline; by default the first of `PIPELINES` that is.
    model : mapping, optional
        The weights of each part of the model; those of ``models/spacy_claims.json`` by default.

    Raises
    ------
    Unavailable
        E702 where the pipeline is not installed.
    """

    name = "spacy-claims"

    def __init__(
        self, pipeline: str | None = None, model: Mapping[str, Weights] | None = None
    ) -> None:
        super().__init__(model or load("spacy_claims"))
        self._pipeline = loaded((pipeline,) if pipeline else PIPELINES, _UNUSED)
        meta = self._pipeline.meta
        self.version = f"1 {meta['lang']}_{meta['name']} {meta['version']}"

    def passages(self, article: Article) -> Iterator[Passage]:
        """The paragraphs of an article, each with its parse."""
        for passage in passages(article):
            start, end = passage.words[0].start, passage.words[-1].end
            # Beyond that no language is meant, and a parser would ask for all memory.
            if end - start <= _LONGEST_CHARACTERS:
                passage.syntax = _syntax(self._pipeline(article.text[start:end]), passage)
            yield passage


def _syntax(document: Any, passage: Passage) -> Syntax:
    """A parse in our words: each is what the token at its start is."""
    offset = passage.words[0].start
    starts = [word.start - offset for word in passage.words]
    tokens = {
        place: token for token in document for place in range(token.idx, token.idx + len(token))
    }
    owners = [tokens[start] for start in starts]

    def word_at(place: int) -> int:
        return max(0, bisect_right(starts, place) - 1)

    last = [token.right_edge.idx + len(token.right_edge) for token in owners]
    return Syntax(
        tuple(token.pos_ if token.pos_ != "VERB" else token.tag_ for token in owners),
        tuple(token.dep_ for token in owners),
        tuple(word_at(token.head.idx) for token in owners),
        tuple(word_at(token.left_edge.idx) for token in owners),
        tuple(word_at(place - 1) + 1 for place in last),
    )
