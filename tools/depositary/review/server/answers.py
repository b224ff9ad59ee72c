"""An answer of the page, and where it cannot be given, why: in words and as a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response

from depositary.errors import CallError, DataError, DepositaryError
from depositary.findings import Finding
from depositary.review.server import cards
from depositary.review.views import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from depositary.review.judging import Trouble


def spoken(answer: Callable[[], Response]) -> Response:
    """An answer; where it cannot be given, why.

    Parameters
    ----------
    answer : callable
        Gives it, or raises.

    Returns
    -------
    Response
        As given; else 400 for a wrong call, 422 for wrong data with its findings, 503 where the
        world failed.
    """
    try:
        return answer()
    except DepositaryError as error:
        status = 400 if isinstance(error, CallError) else 503
        findings: list[dict[str, str]] = []
        if isinstance(error, DataError):
            status = 422
            findings = [cards.finding(each) for each in _of(error)]
        words = {"code": error.code, "message": error.message, "hint": error.hint}
        return as_json({**words, "findings": findings}, status)


def _of(error: DataError) -> Sequence[Trouble | Finding]:
    """What is wrong: by record where that is known."""
    if isinstance(error, Refused):
        return error.troubles
    return [each for each in error.findings if isinstance(each, Finding)]


def as_json(value: dict[str, Any], status: int = 200) -> Response:
    """A value as an answer in JSON.

    Parameters
    ----------
    value : dict
        Keys may be numbers.
    status : int
        Of HTTP.
    """
    content = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    return Response(content, status, media_type="application/json")


def version_of(request: Request) -> str:
    """The version of the reading that the page has seen (RFC 9110, section 13.1.1)."""
    return request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
