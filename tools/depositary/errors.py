"""What stopped a call: three errors that say what the caller can do about it.

::

    DepositaryError          any of these; has a code, a message and a hint
    ├── CallError            the call was wrong: other arguments would work        (exit 2)
    ├── DataError            the data has errors; ``findings`` says which          (exit 1)
    └── Unavailable          the world failed: disk, permission, a missing extra   (exit 3)

A fault *in the data* is a :class:`depositary.findings.Finding`, which is returned, never raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class DepositaryError(Exception):
    """A call that could not be carried out.

    Parameters
    ----------
    code : str
        A key of :data:`depositary.codes.CODES`, such as ``"E103"``.
    message : str
        One sentence with the bad value and what would be right.
    hint : str, optional
        The mend: a command to run or a value to write.
    """

    exit_code = 70

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """As itself from one process to another: an exception is made anew of what it says."""
        return type(self), (self.code, self.message, self.hint), self.__dict__


class CallError(DepositaryError):
    """The call was wrong; other arguments would work."""

    exit_code = 2


class DataError(DepositaryError):
    """The data has errors, so the work was not done.

    Parameters
    ----------
    code, message, hint : str
        As in :class:`DepositaryError`.
    findings : sequence of Finding, optional
        The errors, in order of their place.
    """

    exit_code = 1

    def __init__(
        self, code: str, message: str, hint: str = "", findings: Sequence[object] = ()
    ) -> None:
        super().__init__(code, message, hint)
        self.findings = tuple(findings)


class Unavailable(DepositaryError):  # noqa: N818 - a state of the world, not a mistake
    """The world failed: a full disk, a missing permission, an extra that is not installed."""

    exit_code = 3
