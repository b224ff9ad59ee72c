"""The extractor: a model is asked passage by passage, and only grounded words are proposed."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from depositary.errors import DepositaryError, Unavailable
from depositary.extraction.llm_extractor import answers
from depositary.extraction.llm_extractor.asking import model_named
from depositary.extraction.llm_extractor.passages import passages
from depositary.extraction.llm_extractor.prompting import question
from depositary.extraction.llm_extractor.proposals import NAME, Desk, mentions_of
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.llm_extractor.passages import Passage
    from depositary.extraction.mentions import Mention

_VERSION = 1
_MOST_FAILURES_IN_A_ROW = 3


class Llm:
    """Ask a language model, and propose what it says where the text says it too.

    It keeps nothing of a text. What a model got wrong is counted, see :meth:`findings`; where it
    does not answer, what others propose is not lost.

    Parameters
    ----------
    model : str
        As the library ``llm`` calls it; its default model where none is named.
    timeout_s : float
        How long the answer about one passage is waited for.

    Raises
    ------
    CallError
        E722 where there is no such model.
    Unavailable
        E721 where the extra is not installed, E723 where the model needs a key.
    """

    name = NAME
    takes = "the name of a model"
    """What may follow its name after a colon: ``llm:MODEL``."""
    proposes = frozenset({"person", "organisation", "place", "agreement", "event", "date", "claim"})
    reads: frozenset[str] = frozenset()

    def __init__(self, model: str = "", timeout_s: float = 120) -> None:
        self._model = model_named(model, timeout_s)
        self._question = question(takes_schema=self._model.takes_schema)
        manner = ", ".join(filter(None, (f"prompt {self._question.digest}", self._model.manner)))
        self._reader = f"the model {self._model.name} reads it so ({manner})"
        # What proposals depend on besides our code: the model, what it is asked, its options.
        self.version = f"{_VERSION}; {self._model.name}; {manner}"
        self._failed: dict[str, tuple[DepositaryError, int]] = {}
        self._failures_in_a_row = 0
        self._asked = 0
        self.dropped: Counter[str] = Counter()

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:  # noqa: ARG002 - of the interface
        """What the model reads in an article, as far as the article says it.

        Parameters
        ----------
        article : Article
            Headings and furniture are not shown to the model.
        found : sequence of Mention
            Not shown to it either: two that agree without knowing each other say more.

        Yields
        ------
        Mention
            Passage by passage, in the order of each answer.
        """
        for passage in passages(article):
            if self._failures_in_a_row < _MOST_FAILURES_IN_A_ROW:
                yield from self._read(article, passage)

    def _read(self, article: Article, passage: Passage) -> Iterator[Mention]:
        self._asked += 1
        try:
            answer = self._model.answer(self._question, self._question.of(article, passage))
            self._failures_in_a_row = 0
            value = answers.read(answer, self._model.name)
        except DepositaryError as error:
            self._failures_in_a_row += isinstance(error, Unavailable)
            first, count = self._failed.get(error.code, (error, 0))
            self._failed[error.code] = first, count + 1
            return
        desk = Desk(article.text, passage, self._reader, self.dropped)
        yield from mentions_of(value, desk, self._is_formed)

    def findings(self) -> tuple[Finding, ...]:
        """What went wrong since this extractor was made: answers that failed, words not found.

        Returns
        -------
        tuple of Finding
            Errors E724 to E728, each once with how often; a warning E729 with the counts of what
            was dropped.
        """
        told = [
            Finding(
                "", 0, 0, code,
                message=f"{error.message} This befell {count} of {self._asked} passages; "
                "what others propose for them is kept.",
                hint=error.hint,
            )
            for code, (error, count) in sorted(self._failed.items())
        ]  # fmt: skip
        told += [
            Finding("", 0, 0, "E729", value=str(count), severity="warning", message=message)
            for reason, words in _DROPPED.items()
            if (count := self.dropped[reason])
            for message in [f"{_proposals(count)} of the model {words} and {_were(count)} dropped."]
        ]
        return tuple(told)

    @cached_property
    def _validators(self) -> Mapping[str, Any]:
        import jsonschema_rs as engine

        lists = self._question.schema["properties"]
        return {name: engine.Draft202012Validator(form["items"]) for name, form in lists.items()}

    def _is_formed(self, name: str, item: Any) -> bool:
        return bool(self._validators[name].is_valid(item))


_DROPPED = {
    "ungrounded": "had no ground in the text",
    "ambiguous": "could stand in several places",
    "malformed": "had not the form that was asked for",
}


def _proposals(count: int) -> str:
    return f"{count} proposal" if count == 1 else f"{count} proposals"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
