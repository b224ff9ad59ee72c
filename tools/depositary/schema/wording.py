"""What is wrong in a document, by its JSON Schema, in words and at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from depositary import edtf
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from depositary.jsontext import Document

_ARTICLES = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object {…}",
    "array": "a list […]",
    "null": "null",
}


def close_match(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one most likely means, or an empty text.

    Notes
    -----
    Jaro-Winkler similarity of at least 0.8 (rapidfuzz).

    Examples
    --------
    >>> close_match("denys", ["denies", "states"])
    'denies'
    """
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.extractOne(
        word, list(known), scorer=JaroWinkler.normalized_similarity, score_cutoff=0.8
    )
    return str(found[0]) if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or an empty text where none is near."""
    match = close_match(word, known)
    return f"did you mean {match}?" if match else ""


def validator_of(schema: dict[str, Any]) -> Validator:
    """A validator of JSON Schema 2020-12 that also checks formats, EDTF among them.

    What a ``$ref`` names elsewhere is not fetched.
    """
    import jsonschema
    from referencing import Registry

    formats = jsonschema.FormatChecker(())
    for name, holds in _FORMATS.items():
        formats.checks(name)(_on_text(holds))
    usual = jsonschema.Draft202012Validator
    extended = {"oneOf": _one_of(usual.VALIDATORS["oneOf"])}
    ours: Callable[..., Validator]
    ours = jsonschema.validators.extend(usual, extended)  # type: ignore[no-untyped-call]
    return ours(schema, registry=Registry(), format_checker=formats)


def _one_of(usual: Callable[..., Any]) -> Callable[..., Any]:
    """``oneOf``, where a code that stands in a list of codes need not be tried with each of them.

    Most cells of a reading are such codes, and most of the time of its check went there.
    """
    lists: dict[int, tuple[Any, frozenset[str]]] = {}

    def one_of(validator: Any, branches: Any, instance: Any, schema: Any) -> Any:
        if isinstance(instance, str):
            known = lists.get(id(branches))
            if known is None:
                known = lists[id(branches)] = branches, _codes_of(branches)
            if instance in known[1]:
                return iter(())
        return usual(validator, branches, instance, schema)

    return one_of


def _is_remark(keyword: str) -> bool:
    return keyword in {"const", "title", "description", "examples"} or keyword.startswith("x-")


def _codes_of(branches: Any) -> frozenset[str]:
    """The codes of a list of which each stands there once and is only said what it means."""
    codes = [
        branch.get("const") if isinstance(branch, dict) and all(map(_is_remark, branch)) else None
        for branch in branches
    ]
    texts = frozenset(code for code in codes if isinstance(code, str))
    return texts if len(texts) == len(codes) else frozenset()


def _on_text(holds: Callable[[str], bool]) -> Callable[[object], bool]:
    """A check that only looks at texts, as formats of JSON Schema do."""
    return lambda value: not isinstance(value, str) or holds(value)


def _is_day(text: str) -> bool:
    covered = edtf.bounds(text)
    return len(text) == len("2025-01-17") and covered is not None and text[0] != "["


def _is_uri(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not any(ch.isspace() for ch in text)


_LONGEST = 80
_FORMATS = {
    "date": _is_day,
    "edtf": lambda text: edtf.bounds(text) is not None,
    "uri": _is_uri,
}


def findings_in(document: Document, validator: Validator, code: str) -> list[Finding]:
    """Every fault of a document by a schema.

    Parameters
    ----------
    document : Document
        What was read.
    validator : Validator
        From :func:`validator_of`.
    code : str
        The code of all faults but dates (E416).
    """
    return [
        _worded(document, error, code, line)
        for error in validator.iter_errors(document.value)
        for line in _lines_of(error)
    ]


def _lines_of(  # noqa: C901 - one case a keyword of JSON Schema
    error: ValidationError,
) -> Iterator[tuple[str, str, str]]:
    """Yield (key that is at fault or empty, message, hint) of one error of jsonschema."""
    value: Any = error.instance
    said: Any = error.validator_value
    rest: Any = error.schema
    match error.validator:
        case "required":
            for name in said:  # one error of jsonschema names one key
                if name not in value and error.message.startswith(repr(name)):
                    yield "", f'"{name}" is missing.', ""
        case "additionalProperties" | "unevaluatedProperties":
            known = list(rest.get("properties", {}))
            for name in [name for name in value if name not in known]:
                yield (
                    name,
                    f'"{name}" is not known here.',
                    did_you_mean(name, known) or f"known: {', '.join(known)}",
                )
        case "oneOf" | "enum":
            yield "", *_not_in_list(error)
        case "type":
            yield "", f"{_short(value)} is not {_kinds(said)}.", ""
        case "format":
            yield "", f"{_short(value)} is not in the form {said}.", ""
        case "pattern":
            yield (
                "",
                f"{_short(value)} is not written as it should be.",
                f"the pattern is {said}",
            )
        case "minItems":
            yield "", "The list is empty.", "add an entry, or remove the key"
        case "const":
            yield "", f"{_short(value)} should be {_short(said)}.", ""
        case _:
            yield "", f"{error.message[:300].rstrip('.')}.", ""


def _not_in_list(error: ValidationError) -> tuple[str, str]:
    options: Any = error.validator_value
    if error.validator == "oneOf":
        options = [option["const"] for option in options if "const" in option]
        if not options:
            return "None, or more than one, of the forms allowed here fits.", ""
    listed = ", ".join(map(str, options))
    hint = (
        did_you_mean(error.instance, map(str, options)) if isinstance(error.instance, str) else ""
    )
    return f"{_short(error.instance)} is not one of its codes.", hint or f"one of: {listed}"


def _kinds(kinds: str | Sequence[str]) -> str:
    names = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_ARTICLES.get(name, name) for name in names)


def _short(value: object) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _worded(
    document: Document, error: ValidationError, code: str, words: tuple[str, str, str]
) -> Finding:
    key, message, hint = words
    pointer = (*error.absolute_path, key) if key else tuple(error.absolute_path)
    line, column = document.place(pointer, key=bool(key))
    is_date = error.validator == "format" and error.validator_value == "edtf"
    return Finding(
        document.file,
        line,
        column,
        "E416" if is_date else code,
        field=str(next((step for step in reversed(pointer) if isinstance(step, str)), "")),
        kind="schema-error",
        value=error.instance if isinstance(error.instance, str) else "",
        message=message,
        hint=hint,
    )
