"""Which columns decide what a JSON Schema says of a row, and what was said of such a row before?

Rows of a million have few different answers: a schema of a row falls apart into clauses, each of
which looks at a few columns, and each combination of their cells is put to the engine once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from depositary.checks.unfolding import at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Answer = TypeVar("Answer")

_REMEMBERED = 65_536
_UNASKED: Any = object()
_TEXTS = frozenset({str, type(None)})
# Keywords that a row, which is an object, keeps or breaks whatever its cells.
_NEUTRAL = frozenset(
    {
        "$schema",
        "$id",
        "$comment",
        "$defs",
        "$vocabulary",
        "definitions",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "type",
        "items",
        "prefixItems",
        "contains",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minContains",
        "maxContains",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    }
)
_KEPT = ("$schema", "$id", "$defs", "definitions")
_DEFINITIONS = ("#/$defs/", "#/definitions/")
_NAMED = frozenset({"$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef"})
_IGNORES_SIBLINGS = ("draft-04", "draft-06", "draft-07")  # of $ref


@dataclass(slots=True)
class Needs:
    """The columns that decide an answer.

    Parameters
    ----------
    valued : set of str
        Those whose value matters.
    present : set of str
        Those of which only matters whether there is a value.
    any_value, any_presence : bool
        Whether the same holds of every column, whatever its name.
    """

    valued: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    any_value: bool = False
    any_presence: bool = False

    def among(self, columns: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The indexes of columns whose value matters, and of those whose presence does."""
        valued = tuple(i for i, n in enumerate(columns) if self.any_value or n in self.valued)
        present = (i for i, n in enumerate(columns) if self.any_presence or n in self.present)
        return valued, tuple(i for i in present if i not in valued)


def needs(clause: Any, root: Any) -> Needs:
    """The columns that decide whether a row keeps a clause.

    Parameters
    ----------
    clause : object
        A JSON Schema for a row.
    root : object
        The schema that its references start from.

    Examples
    --------
    >>> found = needs({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}}, {})
    >>> found.valued, found.present
    ({'a'}, {'b'})
    """
    found = Needs()
    waiting, followed = [clause], set()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict):
            continue
        for keyword, said in part.items():
            if keyword == "$ref":
                if said not in followed:
                    followed.add(said)
                    waiting += _named(root, said, found)
            else:
                waiting += _needed(keyword, said, found)
    return found


def _named(root: Any, reference: Any, found: Needs) -> list[Any]:
    try:
        return [at(root, reference)]
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):
        found.any_value = True
        return []


def _needed(  # noqa: C901 - one case a keyword of JSON Schema
    keyword: str, said: Any, found: Needs
) -> Iterable[Any]:
    """Note what a keyword needs, and give the schemas that it applies to the whole row."""
    match keyword:
        case "properties" if isinstance(said, dict):
            for name, inner in said.items():
                # "true" allows and "false" forbids a column whatever its value.
                (found.present if isinstance(inner, bool) else found.valued).add(name)
        case "required" if isinstance(said, list):
            found.present.update(map(str, said))
        case "dependentRequired" if isinstance(said, dict):
            found.present.update(said, *said.values())
        case "dependentSchemas" if isinstance(said, dict):
            found.present.update(said)
            return said.values()
        case "minProperties" | "maxProperties" | "propertyNames":
            found.any_presence = True
        case "additionalProperties" | "unevaluatedProperties" if isinstance(said, bool):
            found.any_presence = True
        case "allOf" | "anyOf" | "oneOf" if isinstance(said, list):
            return said
        case "not" | "if" | "then" | "else":
            return [said]
        case _ if keyword not in _NEUTRAL and not keyword.startswith("x-"):
            found.any_value = True
    return ()


def split(schema: Any) -> Iterator[Any]:
    """The clauses of a schema for rows: a row keeps it where it keeps each of them.

    Parameters
    ----------
    schema : object
        A valid JSON Schema.

    Examples
    --------
    >>> [clause for clause in split({"required": ["a"], "properties": {"b": {"type": "string"}}})]
    [{'required': ['a']}, {'properties': {'b': {'type': 'string'}}}]
    """
    if not isinstance(schema, dict) or not _can_be_split(schema):
        yield schema
        return
    kept = {key: schema[key] for key in _KEPT if key in schema}
    for clause in _clauses(schema):
        yield kept | clause


def _clauses(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    conditional = {key: schema[key] for key in ("if", "then", "else") if key in schema}
    if conditional:
        yield conditional
    for keyword, said in schema.items():
        if keyword in conditional or keyword in _KEPT:
            continue
        if keyword in ("properties", "dependentRequired", "dependentSchemas"):
            yield from ({keyword: {name: inner}} for name, inner in said.items())
        elif keyword in ("required", "allOf"):
            yield from ({keyword: [each]} for each in said)
        elif keyword == "additionalProperties":
            beside = {
                key: dict.fromkeys(schema[key], True)
                for key in ("properties", "patternProperties")
                if key in schema
            }
            yield beside | {keyword: said}
        elif keyword not in _NEUTRAL or keyword == "type":
            yield {keyword: said}


def _can_be_split(schema: Mapping[str, Any]) -> bool:
    """Whether no part refers to another but by its name among the definitions."""
    if "unevaluatedProperties" in schema or not _NAMED.isdisjoint(schema):
        return False
    if "$ref" in schema and any(each in str(schema.get("$schema")) for each in _IGNORES_SIBLINGS):
        return False
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            reference = part.get("$ref")
            if isinstance(reference, str) and not reference.startswith(_DEFINITIONS):
                return False
            if not _NAMED.isdisjoint(part) or (part is not schema and "$id" in part):
                return False
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return True


@dataclass(slots=True)
class Clause(Generic[Answer]):
    """A clause, and what it said of each combination of the cells that it looks at.

    Parameters
    ----------
    valued, present : tuple of int
        Indexes of the columns that decide, by value and by being there: see :func:`needs`.
    ask : callable
        From the cells and the values of a row to the answer.
    """

    valued: tuple[int, ...]
    present: tuple[int, ...]
    ask: Callable[[Sequence[Any], Sequence[Any]], Answer]
    answers: dict[tuple[Any, ...], Answer] = field(default_factory=dict)

    def answer(self, cells: Sequence[Any], values: Sequence[Any]) -> Answer:
        """What it says of a row.

        Parameters
        ----------
        cells : sequence
            As they are written.
        values : sequence
            What they mean, None for what is not there.
        """
        key: Any = tuple([cells[at] for at in self.valued])
        if not _TEXTS.issuperset(map(type, key)):
            return self.ask(cells, values)  # 1, 1.0 and true are one key, and lists are none
        if self.present:
            key += tuple([values[at] is None for at in self.present])
        found = self.answers.get(key, _UNASKED)
        if found is _UNASKED:
            found = self.ask(cells, values)
            if len(self.answers) < _REMEMBERED:
                self.answers[key] = found
        return cast("Answer", found)
