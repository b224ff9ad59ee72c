"""RDF twice: JSON-LD for those who read JSON, Turtle for those who read triples."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from depositary.release.formats.graph import (
    Iri,
    Literal,
    Node,
    columns_in,
    nodes,
    prefixes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Contents

_PLAIN = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""A local name that Turtle takes without escapes (W3C Recommendation of 2014, PN_LOCAL)."""


# ── Turtle ──────────────────────────────────────────────────────────────────────────────────────
def write_turtle(contents: Contents) -> dict[str, bytes]:
    """One file, one statement a line, things apart by an empty line."""
    known = prefixes(contents.law)
    parts = ["".join(f"@prefix {name}: <{iri}> .\n" for name, iri in known.items())]
    parts += [_turtle(node, known) for node in nodes(contents)]
    return {_path(contents, "ttl"): "\n".join(parts).encode()}


def _path(contents: Contents, ending: str) -> str:
    return f"derived/{contents.name}.{ending}"


def _turtle(node: Node, known: Mapping[str, str]) -> str:
    said = " ;\n".join(
        f"    {property_} {_term(value, known)}" for property_, value in node.statements
    )
    return f"{_term(node.subject, known)}\n{said} .\n"


def _term(value: Iri | Literal, known: Mapping[str, str]) -> str:
    """A name or a value in Turtle. JSON escapes in strings are escapes of Turtle too."""
    if isinstance(value, Literal):
        text = json.dumps(value.text, ensure_ascii=False)
        return f"{text}^^{value.datatype}" if value.datatype else text
    prefix, _, local = value.partition(":")
    return value if _PLAIN.fullmatch(local) else f"<{known[prefix]}{local}>"


def read_turtle(contents: Contents, files: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table]]:
    """The tables as the Turtle file holds them; understands what is written here, no more."""
    text = files[_path(contents, "ttl")].decode()
    return columns_in(_from_turtle(text, prefixes(contents.law)), contents)


def _from_turtle(text: str, known: Mapping[str, str]) -> Iterator[Node]:
    for part in text.split("\n\n")[1:]:
        subject, *lines = part.rstrip("\n").split("\n")
        pairs = (line[4:-2].split(" ", 1) for line in lines)
        yield Node(
            _name(subject, known), tuple((pair[0], _value(pair[1], known)) for pair in pairs)
        )


def _value(term: str, known: Mapping[str, str]) -> Iri | Literal:
    if not term.startswith('"'):
        return _name(term, known)
    text, _, datatype = term.rpartition('"')
    return Literal(json.loads(f'{text}"'), datatype.removeprefix("^^"))


def _name(term: str, known: Mapping[str, str]) -> Iri:
    """A name with its prefix again, the longest that fits."""
    if not term.startswith("<"):
        return Iri(term)
    iri = term[1:-1]
    prefix = max((name for name in known if iri.startswith(known[name])),
                 key=lambda name: len(known[name]))  # fmt: skip
    return Iri(f"{prefix}:{iri.removeprefix(known[prefix])}")


# ── JSON-LD ─────────────────────────────────────────────────────────────────────────────────────
def write_jsonld(contents: Contents) -> dict[str, bytes]:
    """One file, one thing a line; its context is in it, so that nothing need be fetched."""
    context = json.dumps(prefixes(contents.law), ensure_ascii=False)
    lines = ",\n".join(json.dumps(_object(node), ensure_ascii=False) for node in nodes(contents))
    text = f'{{"@context": {context},\n"@graph": [\n{lines}\n]}}\n'
    return {_path(contents, "jsonld"): text.encode()}


def _object(node: Node) -> dict[str, Any]:
    said: dict[str, Any] = {"@id": node.subject}
    for property_, value in node.statements:
        key, form = ("@type", value) if property_ == "a" else (property_, _form(value))
        if key in said:
            said[key] = [*(said[key] if isinstance(said[key], list) else [said[key]]), form]
        else:
            said[key] = form
    return said


def _form(value: Iri | Literal) -> Any:
    if isinstance(value, Literal):
        return {"@value": value.text, "@type": value.datatype} if value.datatype else value.text
    return {"@id": value}


def read_jsonld(contents: Contents, files: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table]]:
    """The tables as the JSON-LD file holds them; understands what is written here, no more."""
    graph = json.loads(files[_path(contents, "jsonld")])["@graph"]
    return columns_in(map(_from_object, graph), contents)


def _from_object(said: Mapping[str, Any]) -> Node:
    pairs = [
        (key, value)
        for key, values in said.items() if not key.startswith("@")
        for value in (values if isinstance(values, list) else [values])
    ]  # fmt: skip
    return Node(Iri(said["@id"]), tuple((key, _from_form(value)) for key, value in pairs))


def _from_form(form: Any) -> Iri | Literal:
    if isinstance(form, str):
        return Literal(form)
    return Iri(form["@id"]) if "@id" in form else Literal(form["@value"], form["@type"])
