"""What a model answered, as JSON, or that it did not: nothing is mended, nothing is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from depositary.errors import DataError
from depositary.safetext import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*?)\n[ \t]*```", re.DOTALL)
_REFUSAL = re.compile(
    r"\W*(?:as an ai\b|(?:i['’]m |i am )?(?:sorry|unable)\b|"  # noqa: RUF001
    r"i (?:can['’]?t|can ?not|won['’]t|will not|must decline)\b)",  # noqa: RUF001
    re.IGNORECASE,
)
_SHOWN_LETTERS = 80


def read(answer: str, model: str) -> Mapping[str, Any]:
    r"""The object that an answer is.

    Parameters
    ----------
    answer : str
        JSON as it is, or in the one fenced block of the answer.
    model : str
        Whose answer, for the message.

    Returns
    -------
    mapping
        Any JSON object; what is in it is not looked at.

    Raises
    ------
    DataError
        E727 where it is no JSON object, E728 where the model says that it will not answer.

    Examples
    --------
    >>> read('Here it is:\n```json\n{"actors": []}\n```', "a model")
    {'actors': []}
    """
    fenced = _FENCE.findall(answer)
    try:
        value = orjson.loads(fenced[0] if len(fenced) == 1 else answer)
    except orjson.JSONDecodeError:
        value = None
    if isinstance(value, dict):
        return value
    if _REFUSAL.match(answer):
        raise DataError(
            "E728",
            f"The model {model} refused to answer: {_shown(answer)}.",
            "use another model for this text",
        )
    raise DataError(
        "E727",
        f"The model {model} did not answer with a JSON object but with {_shown(answer)}.",
        "use a model that takes a schema: `llm models --schemas` lists them",
    )


def _shown(answer: str) -> str:
    return repr(one_line(answer.strip(), _SHOWN_LETTERS)) if answer.strip() else "nothing"
