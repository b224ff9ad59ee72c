"""What generated packages look like: the schemas of their tables, and how many rows each has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

LANGUAGES = ["de", "en", "es", "fa", "fr", "pt", "ru", "uk"]
KINDS = ["state", "organisation", "person", "company", "group"]
ACTS = ["sign", "meet", "announce", "deliver", "threaten", "withdraw"]
STATES = ["planned", "under way", "done", "cancelled"]
SUPPORTS = ["states", "implies", "reports", "denies"]

CELLS_OF_WIDE = 200
"""Columns of the wide table, as the aim for this project names them."""


@dataclass(frozen=True)
class Shape:
    """One table of a package: for each row of the largest table it has one in ``share``."""

    name: str
    fields: list[dict[str, Any]]
    share: int = 1
    keys: dict[str, Any] = field(default_factory=dict)

    def rows(self, largest: int) -> int:
        """How many rows the table has where the largest has so many."""
        return max(5, largest // self.share)

    def schema(self) -> dict[str, Any]:
        """Its Table Schema."""
        return {"fields": self.fields, **self.keys}


def _field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": constraints}


def _id(prefix: str) -> dict[str, Any]:
    return _field("id", required=True, pattern=f"^{prefix}-[0-9a-f]{{8}}$")


def _link(name: str, prefix: str, *, required: bool = True) -> dict[str, Any]:
    return _field(name, required=required, pattern=f"^{prefix}-[0-9a-f]{{8}}$")


def _day(name: str, *, required: bool = True) -> dict[str, Any]:
    return _field(name, "date", required=required, minimum="2000-01-01", maximum="2030-12-31")


def _refers(name: str, resource: str) -> dict[str, Any]:
    return {"fields": [name], "reference": {"resource": resource, "fields": ["id"]}}


SOURCES = Shape(
    "sources",
    [
        _id("src"),
        _field("title", required=True, minLength=3),
        _field("publisher", required=True),
        _field("language", required=True, enum=LANGUAGES),
        _day("published"),
        _field("sha256", pattern="^[0-9a-f]{64}$"),
    ],
    share=500,
    keys={"primaryKey": ["id"]},
)
ACTORS = Shape(
    "actors",
    [
        _id("act"),
        _field("name", required=True, minLength=2),
        _field("kind", required=True, enum=KINDS),
        _field("country", pattern="^[A-Z]{3}$"),
    ],
    share=50,
    keys={"primaryKey": ["id"]},
)
EVENTS = Shape(
    "events",
    [
        _id("evt"),
        _field("title", required=True),
        _field("act", required=True, enum=ACTS),
        _day("begin"),
        _day("end", required=False),
        _field("status", required=True, enum=STATES),
    ],
    share=10,
    keys={"primaryKey": ["id"]},
)
CLAIMS = Shape(
    "claims",
    [
        _id("clm"),
        _link("event", "evt"),
        _field("act", required=True, enum=ACTS),
        _field("certainty", "integer", required=True, minimum=0, maximum=100),
    ],
    share=5,
    keys={"primaryKey": ["id"]},
)
PARTICIPANTS = Shape(
    "participants",
    [
        _id("par"),
        _link("event", "evt"),
        _link("actor", "act"),
        _field("role", required=True, enum=["first", "second", "host", "witness"]),
    ],
    share=10,
    keys={"primaryKey": ["id"]},
)
EVIDENCE = Shape(
    "evidence",
    [
        _id("evi"),
        _link("claim", "clm"),
        _link("source", "src"),
        _link("actor", "act", required=False),
        _field("quote", required=True, minLength=10, maxLength=400),
        _field("start", "integer", required=True, minimum=0, maximum=100_000_000),
        _field("end", "integer", required=True, minimum=1, maximum=100_000_000),
        _field("support", required=True, enum=SUPPORTS),
        _day("seen"),
        _field("note", maxLength=200),
    ],
    keys={
        "primaryKey": ["id"],
        "foreignKeys": [
            _refers("claim", "claims"),
            _refers("source", "sources"),
            _refers("actor", "actors"),
        ],
    },
)
OURS = [SOURCES, ACTORS, EVENTS, CLAIMS, PARTICIPANTS, EVIDENCE]
"""A package shaped like that of this project: the last table is the largest."""

NUMBERS = [
    Shape(
        "measurements",
        [
            _field("id", "integer", required=True, minimum=0),
            *(_field(name, "number", required=True) for name in ("east", "north", "depth")),
            _field("share", "number", minimum=0, maximum=1),
            _field("mass", "number", minimum=0),
            _field("begin", "datetime", required=True, minimum="2000-01-01T00:00:00"),
            _field("end", "datetime"),
            _field("at", "time"),
            _field("is_final", "boolean", required=True),
            _field("season", "year", minimum="1990"),
        ],
        keys={"primaryKey": ["id"]},
    )
]

_CYCLE = [
    ("code", "string", {"pattern": "^[a-z]{3}[0-9]{2}$"}),
    ("count", "integer", {"minimum": 0}),
    ("share", "number", {"minimum": 0, "maximum": 1}),
    ("day", "date", {"minimum": "2000-01-01"}),
    ("kind", "string", {"enum": KINDS}),
]
WIDE = [
    Shape(
        "wide",
        [
            _field(f"{name}_{at}", kind, **constraints)
            for at in range(CELLS_OF_WIDE // len(_CYCLE))
            for name, kind, constraints in _CYCLE
        ],
        share=10,  # as many cells as the other packages of its size have, about
    )
]
