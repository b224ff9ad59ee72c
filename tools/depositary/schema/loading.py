"""Read ``schema/`` into values, and say what is wrong in it."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from depositary import files, jsontext
from depositary.errors import DataError
from depositary.findings import Finding, has_errors
from depositary.schema import consistency
from depositary.schema.rulefiles import rules_in
from depositary.schema.values import Code, Column, ForeignKey, Law, Nesting, Table
from depositary.schema.wording import findings_in, validator_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depositary.jsontext import Document

_ORDER = [
    "sources",
    "actors",
    "names",
    "agreements",
    "events",
    "dates",
    "sectors",
    "participants",
    "relations",
    "claims",
    "evidence",
]
_LAST = ("records", "codes")


def load(folder: Path) -> Law:
    """Read the law.

    Raises
    ------
    DataError
        With the code of its first fault, and all faults in ``findings``.
    """
    law, findings = examine(folder)
    if law is None or has_errors(findings):
        first = findings[0]
        raise DataError(
            first.code, f"The law has errors: {first.file}: {first.message}", first.hint, findings
        )
    return law


def examine(folder: Path) -> tuple[Law | None, tuple[Finding, ...]]:
    """Read the law and say what is wrong in it.

    Parameters
    ----------
    folder : Path
        ``schema/`` of a project.

    Returns
    -------
    tuple
        The law, or None where it cannot be read at all; and findings E101 to E103, E601 to E607.
    """
    findings: list[Finding] = []
    documents = {path: _read(path, folder, findings) for path in _law_files(folder)}
    dataset = documents.get(folder / "dataset.json")
    vocabularies = {p.stem: d for p, d in documents.items() if d and p.parent.name == "codes"}
    tables = {p.stem: d for p, d in documents.items() if d and p.parent.name == "tables"}
    if dataset is None or not tables or None in documents.values():
        if not findings:
            findings.append(_absent(folder))
        return None, tuple(sorted(findings))
    findings += _form_findings(dataset, vocabularies, tables)
    if has_errors(findings):
        return None, tuple(sorted(findings))
    rules, views, rule_findings = rules_in(folder)
    law = Law(
        folder,
        dataset.value,
        {name: _table(name, tables[name], vocabularies) for name in _ordered(tables)},
        {name: _codes(name, vocabularies[name].value) for name in sorted(vocabularies)},
        rules,
        views,
        _digest(documents),
    )
    findings += rule_findings + consistency.findings_of(law, tables)
    return law, tuple(sorted(findings))


def _digest(documents: Mapping[Path, Document | None]) -> str:
    texts = "\0".join(f"{path.name}\0{document.text}" for path, document in documents.items()
                      if document)  # fmt: skip
    return hashlib.sha256(texts.encode()).hexdigest()


def _law_files(folder: Path) -> list[Path]:
    return [
        folder / "dataset.json",
        *sorted((folder / "tables").glob("*.json")),
        *sorted((folder / "codes").glob("*.json")),
    ]


def _read(path: Path, folder: Path, findings: list[Finding]) -> Document | None:
    name = f"schema/{path.relative_to(folder).as_posix()}"
    if not path.is_file():
        findings.append(
            Finding(name, 0, 0, "E103", kind="law", message=f"There is no file {name}.")
        )
        return None
    document, faults = jsontext.parse(files.read_bytes(path), name)
    findings += faults
    return document


def _absent(folder: Path) -> Finding:
    return Finding(
        "schema", 0, 0, "E103", kind="law",
        message=f"{folder} has no tables/*.json.", hint="restore schema/ from git",
    )  # fmt: skip


def _ordered(names: Mapping[str, object]) -> list[str]:
    """Tables of the model in its order, those that a project adds after them, then the lists."""
    rank = {name: at for at, name in enumerate(_ORDER)} | dict.fromkeys(_LAST, 1000)
    return sorted(
        names,
        key=lambda name: (rank.get(name, 100), _LAST.index(name) if name in _LAST else 0, name),
    )


def _form_findings(
    dataset: Document, vocabularies: Mapping[str, Document], tables: Mapping[str, Document]
) -> list[Finding]:
    """Faults against the form of the law, the meta-schema, and references to missing lists."""
    form = json.loads(resources.files("depositary.schema").joinpath("law.json").read_text("utf-8"))
    kinds = (
        ("dataset", [dataset]),
        ("vocabulary", vocabularies.values()),
        ("table", tables.values()),
    )
    findings: list[Finding] = []
    for kind, documents in kinds:
        validator = validator_of({"$ref": f"#/$defs/{kind}", "$defs": form["$defs"]})
        for document in documents:
            faults = findings_in(document, validator, "E602")
            findings += [_wordless(fault) for fault in faults]
            if kind != "dataset":
                findings += _meta_findings(document)
    for document in tables.values():
        findings += _reference_findings(document, vocabularies)
    return findings


def _wordless(fault: Finding) -> Finding:
    """A missing title, description or example has a code of its own."""
    words = ("title", "description", "examples")
    if any(fault.message == f'"{word}" is missing.' for word in words):
        return Finding(
            fault.file, fault.line, fault.column, "E605",
            kind="law", message=fault.message, hint=fault.hint,
        )  # fmt: skip
    return fault


def _meta_findings(document: Document) -> list[Finding]:
    """Faults against the meta-schema of JSON Schema 2020-12."""
    import jsonschema

    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    return findings_in(document, meta, "E601")


def _reference_findings(document: Document, vocabularies: Mapping[str, Document]) -> list[Finding]:
    findings = []
    properties = document.value.get("properties", {}) if isinstance(document.value, dict) else {}
    for name, column in properties.items() if isinstance(properties, dict) else ():
        reference = column.get("$ref", "") if isinstance(column, dict) else ""
        if reference and _vocabulary(reference) not in vocabularies:
            line, at = document.place(("properties", name, "$ref"))
            findings.append(
                Finding(
                    document.file, line, at, "E606", field=name, kind="law", value=reference,
                    message=f"There is no code list {reference}.",
                    hint=f"known: {', '.join(sorted(vocabularies))}",
                )
            )  # fmt: skip
    return findings


def _vocabulary(reference: str) -> str:
    return reference.rpartition("/")[2].removesuffix(".json")


def _table(name: str, document: Document, vocabularies: Mapping[str, Document]) -> Table:
    law: dict[str, Any] = document.value
    required = set(law["required"])
    columns = tuple(
        _column(column, spec, vocabularies, required=column in required)
        for column, spec in law["properties"].items()
    )
    row = {key: value for key, value in law.items() if not key.startswith(("x-", "$", "examples"))}
    row["properties"] = {column.name: column.schema for column in columns}
    return Table(
        name,
        law["title"],
        law["description"],
        law.get("x-prefix", ""),
        tuple(law["x-primary-key"]),
        tuple(
            ForeignKey(tuple(key["columns"]), key["table"], tuple(key["references"]))
            for key in law.get("x-foreign-keys", ())
        ),
        tuple(tuple(group) for group in law.get("x-unique", ())),
        tuple(law.get("x-id", ())),
        tuple(law.get("x-label", ())),
        tuple(Nesting(**place) for place in law.get("x-nested-in", ())),
        law.get("x-derived", False),
        columns,
        row,
    )


def _column(
    name: str, spec: dict[str, Any], vocabularies: Mapping[str, Document], *, required: bool
) -> Column:
    vocabulary = _vocabulary(spec.get("$ref", ""))
    schema = {key: value for key, value in spec.items() if not key.startswith(("x-", "$"))}
    if vocabulary:
        schema["type"] = "string"
        schema["oneOf"] = [
            {key: code[key] for key in ("const", "title", "description")}
            for code in vocabularies[vocabulary].value["oneOf"]
        ]
    return Column(
        name,
        spec.get("type", "string"),
        spec.get("format", ""),
        spec["title"],
        spec["description"],
        spec.get("pattern", ""),
        spec.get("minimum"),
        spec.get("maximum"),
        vocabulary,
        required,
        spec.get("x-derived", False),
        spec.get("x-verbatim", False),
        spec.get("default", ""),
        tuple(spec["examples"]),
        schema,
    )


def _codes(vocabulary: str, law: dict[str, Any]) -> tuple[Code, ...]:
    crosswalks = ("plover", "cameo", "dac", "eurovoc", "note")
    return tuple(
        Code(
            vocabulary,
            code["const"],
            code["title"],
            code["description"],
            tuple(map(str, code["examples"])),
            **{name: code.get(f"x-{name}", "") for name in crosswalks},
        )
        for code in law["oneOf"]
    )
