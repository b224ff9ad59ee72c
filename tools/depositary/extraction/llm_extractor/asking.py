"""Ask a model, whichever the library ``llm`` knows, and say plainly where it does not answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from multiprocessing.pool import ThreadPool
from typing import TYPE_CHECKING, Any

from depositary.errors import CallError, Unavailable
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.pool import AsyncResult

    from depositary.extraction.llm_extractor.prompting import Question

_STEADY = {"temperature": 0, "seed": 0}
"""Options with which a model that has them answers the same again."""
_LONGEST_REASON = 200


@dataclass(slots=True)
class Model:
    """A model of the library ``llm``.

    Parameters
    ----------
    name : str
        As the library calls it.
    handle : object
        The library's own.
    options : mapping
        With which it is asked.
    takes_schema : bool
        Whether the form of its answer can be prescribed.
    timeout_s : float
        How long an answer is waited for.
    """

    name: str
    handle: Any
    options: Mapping[str, Any]
    takes_schema: bool
    timeout_s: float
    _late: AsyncResult[str] | None = field(default=None, repr=False)

    @property
    def manner(self) -> str:
        """With which options it is asked, in words; empty where it has none of ours."""
        return ", ".join(f"{name} {value}" for name, value in self.options.items())

    def answer(self, question: Question, passage: str) -> str:
        """What it answers.

        Parameters
        ----------
        question : Question
            Made for a model that takes a schema, or does not.
        passage : str
            What the question is about.

        Raises
        ------
        Unavailable
            E724 where it cannot be reached, E725 where it takes too long, E726 where it fails in
            any other way.
        """
        # A local model must not be asked twice at the same time: one that is late is waited for.
        if self._late is not None:
            self._late.wait(self.timeout_s)
            if not self._late.ready():
                raise self._too_late()
        errors: list[BaseException] = []
        with ThreadPool(1) as pool:
            asked = pool.apply_async(self._asked, (question, passage), error_callback=errors.append)
            asked.wait(self.timeout_s)
            self._late = None if asked.ready() else asked
        if self._late is not None:
            raise self._too_late()
        if errors:
            raise _failure(self.name, errors[0]) from errors[0]
        return asked.get()

    def _asked(self, question: Question, passage: str) -> str:
        form = {"schema": dict(question.schema)} if self.takes_schema else {}
        response = self.handle.prompt(
            passage, system=question.system, stream=False, **form, **self.options
        )
        return str(response.text())

    def _too_late(self) -> Unavailable:
        return Unavailable(
            "E725",
            f"The model {self.name} did not answer within {self.timeout_s:g} s.",
            "use a faster model, or a faster machine",
        )


def model_named(name: str, timeout_s: float) -> Model:
    """A model by its name.

    Parameters
    ----------
    name : str
        As the library ``llm`` calls it; empty for the one that its user has chosen.
    timeout_s : float
        How long an answer is waited for.

    Raises
    ------
    Unavailable
        E721 where the library is not installed, E723 where the model needs a key and has none.
    CallError
        E722 where no installed plugin has a model of this name.
    """
    try:
        import llm
    except ImportError as error:
        raise Unavailable(
            "E721", "The library llm is not installed.", "pip install 'depositary[llm]'"
        ) from error
    try:
        handle = llm.get_model(name or None)
    except llm.UnknownModelError as error:
        known = sorted(llm.get_model_aliases())
        like = get_close_matches(name, known, n=3, cutoff=0.5) or known[:3]
        raise CallError(
            "E722",
            f"No model {name or llm.get_default_model()!r} is installed.",
            f"use another, such as {', '.join(like)}: `llm models` lists all",
        ) from error
    try:
        handle.get_key()
    except llm.NeedsKeyException as error:
        raise Unavailable(
            "E723",
            f"The model {handle.model_id} needs a key, and there is none.",
            f"llm keys set {handle.needs_key}",
        ) from error
    fields = handle.Options.model_fields
    options = {each: value for each, value in _STEADY.items() if each in fields}
    return Model(handle.model_id, handle, options, bool(handle.supports_schema), timeout_s)


def _failure(name: str, error: BaseException) -> Unavailable:
    """What a plugin raised, which may be anything, in our words and its own."""
    reason = one_line(str(error) or type(error).__name__, _LONGEST_REASON)
    if any(isinstance(each, OSError) or "Connect" in type(each).__name__ for each in _chain(error)):
        return Unavailable(
            "E724",
            f"The model {name} cannot be reached: {reason}.",
            "see whether its server runs and the network is there, or use a local model",
        )
    return Unavailable(
        "E726", f"The model {name} failed: {reason}.", "use another model, or mend what it names"
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
