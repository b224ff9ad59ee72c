"""What does a JSON Schema find wrong in a value, whatever the schema, in bounded time?

The engine is jsonschema-rs, which passes the public suite where jsonschema does not (patterns are
those of ECMA-262, every format is asserted, decimals are exact) and is a hundred times as quick.
It cannot be interrupted, and a reference in a circle can cost any time or stack: so it works here
only where the schema and the value together are small, and in another process otherwise.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson

from depositary.checks import unfolding
from depositary.checks.apart import child

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import ExitStack

    import jsonschema_rs as engine

    from depositary.checks.apart import Child
    from depositary.jsontext import Pointer

_COMPILE_LIMIT_S, _ANSWER_LIMIT_S = 3.0, 2.0
_MOST_BREACHES = 20
_VALUE_CHARS = 200
# A pattern of this size takes a third of a second at most on the largest value that is asked here.
_PATTERN_BYTES = 1 << 20
# Parts of the schema times characters of the value: tens of milliseconds.
_MOST_HERE = 5_000_000
_LARGEST = 4_000_000


class BadSchemaError(ValueError):
    """A JSON Schema that cannot be applied.

    Parameters
    ----------
    message : str
        Why, in a sentence.
    pointer : tuple
        Where in it.
    """

    def __init__(self, message: str, pointer: Pointer = ()) -> None:
        super().__init__(message)
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class Breach:
    """What a value does not keep of a schema.

    Parameters
    ----------
    keyword : str
        Of JSON Schema, as jsonschema-rs names it (``falseSchema`` for a schema that is false).
    wanted : object
        What the keyword says.
    at : tuple
        Where in the value.
    place : tuple
        Where in the schema.
    value : str
        What stands there, shortened.
    words : str
        Of the engine.
    """

    keyword: str
    wanted: Any = None
    at: tuple[str | int, ...] = ()
    place: tuple[str | int, ...] = ()
    value: str = ""
    words: str = ""


@dataclass(slots=True)
class JsonSchema:
    """A schema ready to be held against values.

    Parameters
    ----------
    size : int
        How many parts it has, a reference counted as what it names; 0 where it is unbounded.
    here, apart : callable
        From a value to its breaches, in this process (None where it may not) and in another; None
        where there was no answer in time.
    purse : Child
        What slow answers are paid from.
    gave_up : bool
        Whether it took too long; since then it finds nothing.
    """

    size: int
    here: Callable[[Any], list[Breach]] | None
    apart: Callable[[Any], list[Breach] | None]
    purse: Child
    gave_up: bool = False

    @property
    def constraint(self) -> str:
        """What Table Schema calls it."""
        return "jsonSchema"

    def breaches(self, value: Any) -> list[Breach]:
        """What a value does not keep; nothing where the schema takes too long."""
        if self.gave_up:
            return []
        try:
            given, weight = unfolding.plain(value)
        except unfolding.TooDeepError:
            return [Breach("nesting")]
        found: list[Breach] | None
        if self.here is not None and weight * self.size <= _MOST_HERE:
            started = time.thread_time()
            found = self.here(given)
            self.purse.charge(time.thread_time() - started)
        else:
            found = self.apart(given)
        self.gave_up = found is None or self.purse.left_s <= 0
        return found or []

    def matches(self, value: Any) -> bool:
        """Whether a value keeps all of it."""
        return not self.breaches(value)


def compile_schema(
    schema: Any, stack: ExitStack, others: Mapping[str, Any] | None = None
) -> JsonSchema:
    """A JSON Schema, of the draft that it names or else 2020-12, formats asserted.

    Parameters
    ----------
    schema : object
        As read from JSON.
    stack : ExitStack
        Ends the process that it may need.
    others : mapping of str to object, optional
        Schemas that it may refer to, by address. Nothing is ever fetched.

    Raises
    ------
    BadSchemaError
        Where it is no schema, refers to what is not there, or takes too long to be read.

    Examples
    --------
    >>> from contextlib import ExitStack
    >>> with ExitStack() as stack:
    ...     schema = compile_schema({"required": ["country"]}, stack)
    ...     [breach.wanted for breach in schema.breaches({"kind": "state"})]
    ['country']
    """
    if not isinstance(schema, dict | bool):
        raise BadSchemaError("The jsonSchema is neither an object nor true or false.")
    try:
        given, weight = unfolding.plain(schema)
    except unfolding.TooDeepError as error:
        raise BadSchemaError("The jsonSchema is nested too deeply.") from error
    if weight > _LARGEST:
        raise BadSchemaError(f"The jsonSchema is too large: {weight} characters.")
    if unfolding.is_endless(given):
        raise BadSchemaError("The jsonSchema refers to itself without end.")
    named, size = dict(others or {}), unfolding.size(given)
    apart = _Apart(given, named, child(_CHILD, stack))
    here = _here(given, named) if size else None
    if here is None:
        apart.tell()
    return JsonSchema(size, here, apart.breaches, apart.child)


def _here(schema: Any, others: Mapping[str, Any]) -> Callable[[Any], list[Breach]] | None:
    import jsonschema_rs as engine

    patterns = engine.RegexOptions(size_limit=_PATTERN_BYTES)
    try:
        validator = _validator(schema, others, pattern_options=patterns)
    except ValueError:  # no schema, or one whose patterns may take their time
        return None
    return lambda value: _breaches(validator, value)


def _validator(schema: Any, others: Mapping[str, Any], **options: Any) -> engine.Validator:
    import jsonschema_rs as engine

    registry = engine.Registry(list(others.items()), draft=engine.Draft202012)
    return engine.validator_for(
        schema, validate_formats=True, offline=True, registry=registry, **options
    )


def _breaches(validator: engine.Validator, value: Any) -> list[Breach]:
    if validator.is_valid(value):
        return []
    try:
        return [_breach(error) for error in islice(validator.iter_errors(value), _MOST_BREACHES)]
    except ValueError:  # Python reads no whole number of so many digits
        return [Breach("digits")]


def _breach(error: engine.ValidationError) -> Breach:
    value = error.instance
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return Breach(
        error.kind.name,
        _wanted(error.kind),
        tuple(error.instance_path),
        tuple(error.schema_path),
        text[:_VALUE_CHARS],
        error.message[:_VALUE_CHARS],
    )


def _wanted(kind: Any) -> Any:
    """What a keyword says; of a choice between schemas, the properties that they want."""
    if hasattr(kind, "context"):
        first = [branch[0] if branch else None for branch in kind.context[:_MOST_BREACHES]]
        wanted = [each.kind.property for each in first if each and each.kind.name == "required"]
        return wanted if len(wanted) == len(kind.context) else []
    if kind.name == "propertyNames":
        return kind.error.instance
    return next(iter(kind.as_dict().values()), None)


# ── in another process ──────────────────────────────────────────────────────────────────────────
class _Apart:
    """A schema in a process that can be ended."""

    def __init__(self, schema: Any, others: Mapping[str, Any], answering: Child) -> None:
        self.child = answering
        self._line = _line(["schema", id(self), schema, others])
        self._start = 0

    def tell(self) -> None:
        """Make the schema known to the process.

        Raises
        ------
        BadSchemaError
            As for :func:`compile_schema`.
        """
        answer = self.child.ask(self._line, _COMPILE_LIMIT_S)
        if answer is None:
            raise BadSchemaError("The jsonSchema takes too long to be read, or too much memory.")
        self._start = self.child.starts
        fault = orjson.loads(answer)
        if fault:
            raise BadSchemaError(fault[0], tuple(fault[1]))

    def breaches(self, value: Any) -> list[Breach] | None:
        if not self.child.begin():
            return None
        if self._start != self.child.starts:
            try:
                self.tell()
            except BadSchemaError:  # it could be read before: now there is no time left
                return None
        answer = self.child.ask(_line(["value", id(self), value]), _ANSWER_LIMIT_S)
        return None if answer is None else [_received(each) for each in orjson.loads(answer)]


def _line(asked: list[Any]) -> str:
    return orjson.dumps(asked, default=_as_fragment).decode()


def _as_fragment(number: object) -> orjson.Fragment:
    return orjson.Fragment(str(number).encode())  # a decimal is written as a number of JSON


def _received(given: dict[str, Any]) -> Breach:
    return Breach(**{**given, "at": tuple(given["at"]), "place": tuple(given["place"])})


@dataclass(slots=True)
class _Server:
    """What answers in the other process."""

    validators: dict[int, engine.Validator] = field(default_factory=dict)

    def answer(self, kind: str, key: int, given: Any, others: Any = None) -> Any:
        if kind == "value":
            return [asdict(breach) for breach in _breaches(self.validators[key], given)]
        try:
            self.validators[key] = _validator(given, others)
        except ValueError as error:
            return _why(error)
        return []


def _why(error: Any) -> tuple[str, list[str | int]]:
    """What is wrong with a schema, in a sentence, and where in it."""
    words = str(getattr(error, "message", error)).splitlines()[0][:300].rstrip(".")
    pointer = list(getattr(error, "instance_path", ()))
    where = f"in {'/'.join(map(str, pointer))}, " if pointer else ""
    return f"The jsonSchema is not valid: {where}{words}.", pointer


def serve(questions: IO[str], reply: Callable[[str], None]) -> None:
    """Answer each line of questions with a line, to their end.

    Parameters
    ----------
    questions : text file
        Lists in JSON, as :class:`JsonSchema` asks them.
    reply : callable
        Takes the answer, in JSON too.
    """
    server = _Server()
    for line in questions:
        answer = server.answer(*json.loads(line, parse_float=Decimal))
        reply(orjson.dumps(answer, default=str).decode())


def _home(module: str) -> str:
    from importlib.util import find_spec

    spec = find_spec(module)
    return str(Path(spec.origin).parents[1]) if spec and spec.origin else ""


_CHILD = f"""
sys.path += {sorted({_home("depositary"), _home("jsonschema_rs"), _home("orjson")})!r}
from depositary.checks.jsonschemas import serve
serve(sys.stdin, reply)
"""
