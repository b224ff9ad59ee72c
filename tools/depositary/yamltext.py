"""YAML that people or strangers wrote, read as the JSON value that it stands for.

PyYAML parses and resolves, so that a value is what its ``safe_load`` gives; this builds the value
from the parser's events, which bounds how deep and how large it can get, knows where everything
stands, and sees what the library passes in silence: a key that stands twice, a key that is no text,
a ``no`` that becomes false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary import jsontext
from depositary.decoding import decoded
from depositary.findings import Finding
from depositary.jsontext import DEEPEST, Document

if TYPE_CHECKING:
    from types import ModuleType

    from yaml import MarkedYAMLError

    from depositary.findings import Severity
    from depositary.jsontext import Pointer

ENDINGS = (".yaml", ".yml")
"""How the name of a file in YAML ends."""

_LIMIT_BYTES = 1 << 22
_MOST_VALUES = 100_000
_MOST_LISTED = 100
_MOST_BITS = 1000
_QUOTES = "put it in quotes"
_CORE = "tag:yaml.org,2002:"
_KNOWN = frozenset({"str", "int", "float", "bool", "null", "seq", "map"})


class YamlDocument(Document):
    """A YAML text that was read.

    Parameters
    ----------
    file : str
        Its path, as findings should show it.
    text : str
        The text.
    value : object
        What it says.
    root : Built
        The value with the places of its parts.
    """

    __slots__ = ("_root",)

    def __init__(self, file: str, text: str, value: Any, root: Built) -> None:
        super().__init__(file, text, value)
        self._root = root

    def place(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """The line and character column, both from 1, where a value begins."""
        built = self._root
        key_place = place = built.place
        for step in pointer:
            found = built.parts.get(step)
            if found is None:
                break
            key_place, place, built = found
        return key_place if key else place


class Built:
    """A value under way or, with ``is_done``, to which nothing will be added; and its place."""

    __slots__ = ("is_done", "key", "own", "parts", "place", "size", "value")

    def __init__(self, value: Any, place: tuple[int, int], *, is_done: bool) -> None:
        self.value, self.place, self.is_done = value, place, is_done
        self.size = 1  # values in it, those of aliases each time
        # By key or index: the place of the key, that of the part, and the part.
        self.parts: dict[str | int, Part] = {}
        self.key: tuple[Any, tuple[int, int]] | None = None  # whose value comes next
        self.own: set[str] = set()  # keys that are not merged from elsewhere


Part = tuple[tuple[int, int], tuple[int, int], Built]


class _StopError(Exception):
    """What keeps the text from being read further."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_document(data: bytes, file: str) -> tuple[Document | None, list[Finding]]:
    """Read a text in YAML, or in JSON, as the name of its file ends.

    Parameters
    ----------
    data : bytes
        UTF-8.
    file : str
        Its path, as findings should show it.

    Returns
    -------
    tuple
        As for :func:`depositary.jsontext.parse`.
    """
    return (parse if file.lower().endswith(ENDINGS) else jsontext.parse)(data, file)


def parse(data: bytes, file: str) -> tuple[Document | None, list[Finding]]:
    """Read a YAML text as the JSON value that it stands for.

    Parameters
    ----------
    data : bytes
        UTF-8.
    file : str
        Its path, as findings should show it.

    Returns
    -------
    tuple
        The document, or None where there is none; and findings E101, E102, E108, E111 and, of texts
        that YAML reads as something else, the warning E125.
    """
    text, findings = decoded(data.removeprefix(b"\xef\xbb\xbf"), file)  # YAML allows a mark
    if text is None:
        return None, findings
    import yaml

    builder = _Builder(yaml, file)
    if len(data) > _LIMIT_BYTES:
        return None, [builder.told((1, 1), "E108", _TOO_LARGE, "write it in JSON")]
    try:
        root = builder.build(text)
    except _StopError as stop:
        return None, [*builder.findings, stop.finding]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.findings, _syntax(error, builder)]
    except yaml.YAMLError:
        words = "The file holds a character that YAML does not allow."
        return None, [*builder.findings, builder.told((1, 1), "E101", words)]
    return YamlDocument(file, text, root.value, root), builder.findings


_TOO_LARGE = "The YAML holds more than a descriptor would."


def _syntax(error: MarkedYAMLError, builder: _Builder) -> Finding:
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    words = f"{error.problem or error.context or 'The text is no YAML'}."
    return builder.told(place, "E101", words[0].upper() + words[1:], "mend it, or write JSON")


class _Builder:
    """Builds a value from the events of the parser, without recursion."""

    def __init__(self, yaml: ModuleType, file: str) -> None:
        self._yaml, self._file = yaml, file
        # For scalars alone: what their tag is, and what they mean.
        self._loader = yaml.SafeLoader("")
        self._anchors: dict[str, Built] = {}
        self._open: list[Built] = []
        self._root: Built | None = None
        self._count = 0
        self.findings: list[Finding] = []

    def told(
        self,
        place: tuple[int, int],
        code: str,
        words: str,
        hint: str = "",
        severity: Severity = "error",
    ) -> Finding:
        kind = "source-error"
        return Finding(
            self._file, *place, code, kind=kind, message=words, hint=hint, severity=severity
        )

    def _report(self, *given: Any) -> None:
        if len(self.findings) < _MOST_LISTED:
            self.findings.append(self.told(*given))

    def build(self, text: str) -> Built:
        yaml = self._yaml
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        for event in yaml.parse(text, Loader=loader):
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                words = "The file holds more than one YAML document."
                raise _StopError(self.told(place, "E101", words, "remove the others"))
            if isinstance(event, yaml.CollectionEndEvent):
                built = self._open.pop()
                built.is_done = True
                self._put(built, built.place)
            elif isinstance(event, yaml.NodeEvent):
                self._begin(event, place)
        return self._root or Built(None, (1, 1), is_done=True)

    def _begin(self, event: Any, place: tuple[int, int]) -> None:
        yaml = self._yaml
        self._count_values(1, place, _TOO_LARGE)
        if isinstance(event, yaml.AliasEvent):
            self._put(self._alias(event.anchor, place), place)
            return
        tag = event.tag
        if tag and tag != "!" and tag.removeprefix(_CORE) not in _KNOWN:
            words = f"The tag {tag[:60]!r} makes a value that JSON does not have."
            raise self._stop(place, words, "remove the tag")
        if isinstance(event, yaml.ScalarEvent):
            built = self._scalar(event, place)
        else:
            empty: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            built = Built(empty, place, is_done=False)
        if event.anchor:
            self._anchors[event.anchor] = built
        if built.is_done:
            self._put(built, place)
            return
        self._open.append(built)
        if len(self._open) > DEEPEST:
            words = f"The YAML is nested more than {DEEPEST} deep, too deeply to be read."
            raise self._stop(place, words, "flatten it")

    def _count_values(self, more: int, place: tuple[int, int], words: str) -> None:
        self._count += more
        if self._count > _MOST_VALUES:
            raise _StopError(self.told(place, "E108", words, "write the values in JSON"))

    def _stop(self, place: tuple[int, int], words: str, hint: str) -> _StopError:
        return _StopError(self.told(place, "E101", words, hint))

    def _alias(self, name: str, place: tuple[int, int]) -> Built:
        built = self._anchors.get(name)
        if built is None or not built.is_done:
            what = "nothing before it" if built is None else "what it is a part of"
            words = f"The alias *{name[:60]} refers to {what}."
            raise self._stop(place, words, "write the value itself")
        words = "The aliases make more values than a descriptor would have."
        self._count_values(built.size, place, words)
        return built

    def _scalar(self, event: Any, place: tuple[int, int]) -> Built:
        yaml, text = self._yaml, event.value
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._loader.resolve(yaml.ScalarNode, text, event.implicit)
        kind = tag.removeprefix(_CORE)
        if kind == "merge" and self._is_key_next:
            return Built(_MERGE, place, is_done=True)
        if kind == "str":
            return Built(text, place, is_done=True)
        try:
            value = self._loader.construct_object(yaml.ScalarNode(tag, text))
        except (ValueError, OverflowError, KeyError, yaml.YAMLError) as error:
            words = f"The text {text[:60]!r} cannot be read as YAML's {kind}."
            raise self._stop(place, words, _QUOTES) from error
        if isinstance(value, float) and value - value != 0:
            words = f"{text[:60]} is a number that JSON does not have."
            raise self._stop(place, words, _QUOTES)
        if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
            if value.bit_length() > _MOST_BITS:
                raise self._stop(place, "A number has too many digits to be read.", _QUOTES)
            words = f"The number {value} does not fit into 64 bits; programs round it."
            self._report(place, "E123", words, _QUOTES, "warning")
        is_plain = event.implicit[0] and event.tag is None
        if is_plain and not self._is_key_next and _is_surprise(text, value):
            words = f"YAML reads {text[:60]} as {_kind(value)}, not as a text."
            self._report(place, "E125", words, _QUOTES + ", if a text is meant", "warning")
        return Built(value, place, is_done=True)

    @property
    def _is_key_next(self) -> bool:
        above = self._open[-1] if self._open else None
        return above is not None and isinstance(above.value, dict) and above.key is None

    def _put(self, built: Built, place: tuple[int, int]) -> None:
        """Put a value where it belongs: into what is open, as a key or as a part."""
        if not self._open:
            self._root = built
            return
        above = self._open[-1]
        above.size += built.size
        if isinstance(above.value, list):
            above.parts[len(above.value)] = (place, place, built)
            above.value.append(built.value)
        elif above.key is None:
            above.key = (self._key(built.value, place), place)
        else:
            (name, key_place), above.key = above.key, None
            if name is _MERGE:
                self._merge(above, built, place)
                return
            if name in above.own:
                words = f'The key "{name[:60]}" stands twice in one mapping.'
                self._report(key_place, "E111", words, "remove one of the two")
            above.own.add(name)
            above.value[name] = built.value
            above.parts[name] = (key_place, place, built)

    def _key(self, value: Any, place: tuple[int, int]) -> Any:
        if isinstance(value, str) or value is _MERGE:
            return value
        what = "a list or a mapping" if isinstance(value, dict | list) else _kind(value)
        words = f"A key is {what}; a key of JSON is a text."
        if isinstance(value, dict | list):
            raise self._stop(place, words, "write a text")
        self._report(place, "E101", words, _QUOTES)
        return str(value)

    def _merge(self, above: Built, built: Built, place: tuple[int, int]) -> None:
        """Take over the keys of other mappings, the first of which to have one wins."""
        is_list = isinstance(built.value, list)
        others = [part for _, _, part in built.parts.values()] if is_list else [built]
        for other in reversed(others):
            if not isinstance(other.value, dict):
                words = "What is merged is no mapping."
                raise self._stop(place, words, "name a mapping after <<")
            for name, part in other.parts.items():
                if name not in above.own:
                    above.value[name] = part[2].value
                    above.parts[name] = part


_MERGE: Any = object()


def _is_surprise(text: str, value: object) -> bool:
    """Whether a plain text is read as what its writer may not think of."""
    if value is None or isinstance(value, str):
        return False
    if isinstance(value, bool):
        return text.lower() not in ("true", "false")
    return not isinstance(value, int | float) or str(value) != text


def _kind(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return f"the number {value}" if isinstance(value, int | float) else f"the date {value}"
