"""A tiny package as values, and a small project that was released once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from depositary import building, schema
from depositary.project import Project
from depositary.release.edition import Edition
from depositary.release.steps import Order, make_release
from depositary.tables import Rows

if TYPE_CHECKING:
    from pathlib import Path

TEXT = {"type": "string"}
CODE = {"type": "string", "categories": [{"value": "state", "label": "State"},
                                         {"value": "person", "label": "Person"}]}  # fmt: skip
TO_RECORDS = {"resource": "records", "fields": ["record_id"]}
COLUMNS = {
    "actors": ["actor_id", "name", "kind", "country"],
    "names": ["actor_id", "name", "kind"],
    "events": ["event_id", "title", "day", "size"],
    "participants": ["participant_id", "record_id", "role", "actor_id", "note"],
    "evidence": [
        "evidence_id", "record_id", "field", "source_id", "start", "end", "quote", "claim_id",
    ],
    "records": ["record_id", "table", "label", "review", "since", "retired", "replaced_by",
                "reason"],
    "codes": ["vocabulary", "code", "label", "definition"],
}  # fmt: skip
FIELDS = {
    ("actors", "kind"): CODE,
    ("actors", "country"): {"type": "string", "constraints": {"pattern": "[A-Z]{3}"}},
    ("events", "day"): {"type": "date"},
    ("events", "size"): {"type": "number"},
    ("evidence", "start"): {"type": "integer"},
    ("evidence", "end"): {"type": "integer"},
    ("participants", "role"): {"type": "string", "constraints": {"enum": ["host", "guest"]}},
    ("records", "review"): {"type": "string", "constraints": {"enum": ["single", "agreed"]}},
}
KEYS = {"names": ["actor_id", "name"], "codes": ["vocabulary", "code"]}
REFERENCES = {
    "actors": {"actor_id": TO_RECORDS},
    "names": {"actor_id": {"resource": "actors", "fields": ["actor_id"]}},
    "events": {"event_id": TO_RECORDS},
    "participants": {
        "participant_id": TO_RECORDS,
        "record_id": TO_RECORDS,
        "actor_id": {"resource": "actors", "fields": ["actor_id"]},
    },
    "evidence": {
        "record_id": TO_RECORDS,
        "claim_id": {"resource": "events", "fields": ["event_id"]},
    },
    "records": {"replaced_by": {"fields": ["record_id"]}},
}
ROWS = {
    "actors": [("act-a", "Arvenia", "state", "ARV"), ("act-l", "Lutharia", "state", "LUT")],
    "names": [("act-a", "Arvenia", "canonical"), ("act-a", "Port Sael", "metonym")],
    "events": [("evt-s", "Signing", "2031-05-02", "1.0")],
    "participants": [
        ("par-evt-s--host--act-a", "evt-s", "host", "act-a", ""),
        ("par-evt-s--signatory--act-l", "evt-s", "signatory", "act-l", ""),
    ],
    "evidence": [("evd-1", "evt-s", "", "src-x", "0", "8", "will sign", "")],
    "codes": [("actor_kind", "person", "Person", "One human."),
              ("actor_kind", "state", "State", "A state.")],
}  # fmt: skip


@pytest.fixture
def make_edition():
    """Make an edition of the tiny package, some of its tables with other rows."""

    def made(version="1.0.0", *, registry=None, **rows):
        given = {**ROWS, **rows}
        labels = {row[0]: row[1] for name in ("actors", "events") for row in given[name]}
        ids = [(row[0], name, labels.get(row[0], row[0]), "single", "1.0.0", "", "", "")
               for name in ("actors", "events", "participants") for row in given[name]]  # fmt: skip
        given["records"] = sorted([*ids, *(registry or [])])
        resources = [_resource(name) for name in COLUMNS]
        tables = {name: Rows(name, tuple(COLUMNS[name]), tuple(given[name])) for name in COLUMNS}
        law = {"participants": {"x-id": ["record_id", "role", "actor_id"]}}
        descriptor = {"name": "tiny", "title": "Tiny", "resources": resources}
        return Edition(version, version, descriptor, tables, law)

    return made


def _resource(name):
    fields = [{"name": column, **FIELDS.get((name, column), TEXT)} for column in COLUMNS[name]]
    keys = [{"fields": [column], "reference": reference}
            for column, reference in REFERENCES.get(name, {}).items()]  # fmt: skip
    primary = KEYS.get(name, [COLUMNS[name][0]])
    return {
        "name": name,
        "path": f"data/{name}.csv",
        "schema": {"fields": fields, "primaryKey": primary, "foreignKeys": keys},
    }


@pytest.fixture(scope="session")
def published(tmp_path_factory, repository: Path) -> Path:
    """The harbour project, built and released once as 1.0.0; nobody may change it."""
    root = tmp_path_factory.mktemp("published") / "harbour"
    shutil.copytree(repository / "schema", root / "schema")
    shutil.copytree(repository / "tests" / "harbour" / "seeds", root / "seeds")
    where = Project(root)
    rebuild(where)
    make_release(Order(root), lambda *_: None)
    return root


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Project:
    """A copy of the released harbour project, to change and to release again."""
    root = tmp_path / "harbour"
    shutil.copytree(published, root)
    return Project(root)


def rebuild(where: Project) -> None:
    law = schema.load(where.schema)
    built = building.build(where, law)
    assert not built.findings
    building.write(where, building.artefacts(where, law, built))


@pytest.fixture
def correct(project: Project):
    """Replace words in the reading of the project, and build it again."""

    def replaced(*pairs: str) -> None:
        path = project.seeds / "harbour.reading.json"
        text = path.read_text(encoding="utf-8")
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8", newline="")
        rebuild(project)

    return replaced


@pytest.fixture
def release(project: Project):
    """Release the project and give what came of it."""

    def made(**order):
        return make_release(Order(project.root, **order), lambda *_: None)

    return made
