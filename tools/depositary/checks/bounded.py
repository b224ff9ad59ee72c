"""How is a stranger's JSON Schema held against a value in bounded time?

Each step of the library is counted, since references can double their number at each level; and
each pattern runs on RE2, or in a process of its own, since the library's may double their time with
each letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.patterns import BadPatternError, compile_pattern
from depositary.checks.violations import extended, kindly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import ExitStack

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from depositary.checks.patterns import Pattern

_MOST_STEPS = 150_000


class TooMuchError(Exception):
    """A schema that asks for more steps than an honest one would."""


class Bounds:
    """What a schema may take, and what it asks for in vain.

    Parameters
    ----------
    stack : ExitStack
        Ends what a pattern may have started.
    """

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._steps = 0
        self._patterns: dict[str, Pattern | None] = {}
        self.not_judged: list[str] = []

    def validator(self, library: type[Validator], *, has_patterned_names: bool) -> type[Validator]:
        """A validator of the library that keeps within the bounds.

        Parameters
        ----------
        library : type
            For a draft of JSON Schema.
        has_patterned_names : bool
            Somewhere in the schema is ``patternProperties``.
        """
        bounded: dict[str, Any] = {
            "additionalProperties": self._additional,
            "pattern": self._pattern,
            "patternProperties": self._patterned,
        }
        words = dict(kindly(library).VALIDATORS)
        words |= {word: test for word, test in bounded.items() if word in words}
        if has_patterned_names and "unevaluatedProperties" in words:
            # Which names were looked at, the library finds by their patterns, itself.
            words["unevaluatedProperties"] = self._unevaluated
        return extended(library, {word: self._counted(test) for word, test in words.items()})

    def _counted(self, test: Callable[..., Any]) -> Callable[..., Iterator[ValidationError]]:
        from referencing.exceptions import Unresolvable

        def step(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise TooMuchError
            try:
                yield from test(validator, wanted, value, schema) or ()
            except Unresolvable:
                self.not_judged.append(f'the schema at "{str(wanted)[:200]}", which is not at hand')

        return step

    def _matches(self, pattern: str, text: str) -> bool:
        if pattern not in self._patterns:
            try:  # the library searches; ours match the whole
                whole = f"(?s:.*)(?:{pattern})(?s:.*)"
                self._patterns[pattern] = compile_pattern(whole, self._stack)
            except BadPatternError:
                self._patterns[pattern] = None
        found = self._patterns[pattern]
        does_match = found is None or found.matches(text)
        if found is None or found.gave_up:
            self.not_judged.append(f'the pattern "{pattern[:200]}", which takes too long')
        return does_match

    def _pattern(self, _: Any, wanted: Any, value: Any, __: Any) -> Iterator[ValidationError]:
        from jsonschema.exceptions import ValidationError

        if isinstance(value, str) and not self._matches(wanted, value):
            yield ValidationError(f"It does not match {wanted[:100]}.")

    def _patterned(
        self, validator: Any, wanted: Mapping[str, Any], value: Any, _: Any
    ) -> Iterator[ValidationError]:
        for pattern, inner in wanted.items():
            for name, part in value.items() if isinstance(value, dict) else ():
                if self._matches(pattern, name):
                    yield from validator.descend(part, inner, path=name, schema_path=pattern)

    def _additional(
        self, validator: Any, wanted: Any, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        from jsonschema.exceptions import ValidationError

        if not isinstance(value, dict):
            return
        patterns = schema.get("patternProperties", {})
        rest = [
            name
            for name in value
            if name not in schema.get("properties", {})
            and not any(self._matches(pattern, name) for pattern in patterns)
        ]
        if wanted is False and rest:
            names = ", ".join(map(repr, rest[:5]))
            yield ValidationError(f"It has other properties than it may have: {names}.")
        elif isinstance(wanted, dict):
            for name in rest:
                yield from validator.descend(value[name], wanted, path=name)

    def _unevaluated(self, *_: Any) -> Iterator[ValidationError]:
        self.not_judged.append("unevaluatedProperties beside patternProperties")
        return iter(())
