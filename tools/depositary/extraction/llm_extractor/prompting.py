"""What is a model asked? Instructions and form of the answer, from files and the law's codes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from depositary.project import packaged_schema
from depositary.schema import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depositary.extraction.articles import Article
    from depositary.extraction.llm_extractor.passages import Passage

_DIGEST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked of every passage.

    Parameters
    ----------
    system : str
        The instructions.
    passage : Template
        What it is given of an article.
    schema : mapping
        JSON Schema of the answer.
    digest : str
        Changes whenever any of them does.
    """

    system: str
    passage: Template
    schema: Mapping[str, Any]
    digest: str

    def of(self, article: Article, passage: Passage) -> str:
        """What a model is given of one passage: its sentences, each on a line with its number."""
        lines = (
            f"[{number}] {' '.join(span.of(article.text).split())}"
            for number, span in enumerate(passage.sentences, 1)
        )
        published = article.published.isoformat() if article.published else "unknown"
        return self.passage.substitute(published=published, sentences="\n".join(lines))


def question(*, takes_schema: bool) -> Question:
    """What is asked, made from the files beside this module and the codes of the law.

    Parameters
    ----------
    takes_schema : bool
        Whether the model can be held to a schema; one that cannot is told it in words.
    """
    here = Path(__file__).parent
    schema = _with_codes(
        json.loads((here / "answer.schema.json").read_text(encoding="utf-8")),
        {
            name: [code.code for code in codes]
            for name, codes in load(packaged_schema()).codes.items()
        },
    )
    system = (here / "instructions.txt").read_text(encoding="utf-8")
    passage = (here / "passage.txt").read_text(encoding="utf-8")
    words = json.dumps(schema, separators=(",", ":"))
    if not takes_schema:
        form = Template((here / "unschooled.txt").read_text(encoding="utf-8"))
        system += form.substitute(schema=words)
    whole = f"{system}\0{passage}\0{words}".encode()
    digest = hashlib.sha256(whole).hexdigest()[:_DIGEST_DIGITS]
    return Question(system, Template(passage), schema, digest)


def _with_codes(form: Any, codes: Mapping[str, Iterable[str]]) -> Any:
    """A schema where ``x-codes`` became the codes of that list, and comments are gone."""
    if isinstance(form, list):
        return [_with_codes(each, codes) for each in form]
    if not isinstance(form, dict):
        return form
    if "x-codes" in form:
        return {"type": "string", "enum": [*codes[form["x-codes"]], *form.get("x-also", ())]}
    return {key: _with_codes(value, codes) for key, value in form.items() if key != "$comment"}
