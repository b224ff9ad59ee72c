"""Annotations have the structure that the Web Annotation Data Model (W3C, 2017) requires."""

from __future__ import annotations

import dataclasses
import json

import pytest
from jsonschema import Draft202012Validator

TEXTUAL = {
    "type": "object",
    "required": ["type", "value", "purpose"],
    "properties": {
        "type": {"const": "TextualBody"},
        "value": {"type": "string"},
        "purpose": {"enum": ["tagging", "identifying", "describing"]},
        "format": {"type": "string", "pattern": "^[a-z]+/[a-z+.-]+$"},
    },
    "additionalProperties": False,
}
POSITION = {
    "type": "object",
    "required": ["type", "start", "end", "unit"],
    "properties": {
        "type": {"const": "TextPositionSelector"},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "unit": {"const": "code point"},
    },
    "additionalProperties": False,
}
QUOTE = {
    "type": "object",
    "required": ["type", "exact", "prefix", "suffix"],
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string", "maxLength": 32},
        "suffix": {"type": "string", "maxLength": 32},
    },
    "additionalProperties": False,
}
# Sections 3.1 (id, type, target: required), 3.2.4 (TextualBody), 3.3.5 (motivation), 4.2.4 and
# 4.2.5 (selectors), 5.2 (page: id, type, items).
PAGE = {
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}],
        },
        "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "motivation", "body", "target"],
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
                    "type": {"const": "Annotation"},
                    "motivation": {"enum": ["tagging", "identifying"]},
                    "generator": {
                        "type": "object",
                        "required": ["type", "name"],
                        "properties": {"type": {"const": "Software"}, "name": {"type": "string"}},
                    },
                    "body": {"type": "array", "minItems": 2, "items": TEXTUAL},
                    "target": {
                        "type": "object",
                        "required": ["source", "selector"],
                        "properties": {
                            "type": {"const": "SpecificResource"},
                            "source": {"type": "string", "minLength": 1},
                            "selector": {
                                "type": "array",
                                "prefixItems": [POSITION, QUOTE],
                                "minItems": 2,
                                "items": False,
                            },
                        },
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@pytest.fixture
def page(said, claim) -> dict:
    return json.loads(said("webannotation", claim))


def test_the_page_has_the_structure_of_the_recommendation(page) -> None:
    Draft202012Validator.check_schema(PAGE)

    assert [error.message for error in Draft202012Validator(PAGE).iter_errors(page)] == []
    assert len(page["items"]) == 5


def test_both_selectors_lead_to_the_same_words(page, claim) -> None:
    text = claim.article.text
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text


def test_bodies_name_the_kind_and_what_it_is_and_keep_the_rest(page) -> None:
    tag, value, rest = page["items"][-1]["body"]

    assert (tag["purpose"], tag["value"]) == ("tagging", "date")
    assert (value["purpose"], value["value"]) == ("identifying", "2031-05-02")
    assert json.loads(rest["value"])["rule"] == "a known word"


def test_ids_are_unique_and_the_same_each_time(page, said, claim) -> None:
    ids = [item["id"] for item in page["items"]]

    assert len(set(ids)) == len(ids)
    assert json.loads(said("webannotation", claim)) == page


def test_a_file_is_a_relative_reference_whatever_its_name(said, claim) -> None:
    def source_of(name: str) -> str:
        page = json.loads(said("webannotation", dataclasses.replace(claim, source=name)))
        return page["items"][0]["target"]["source"]

    assert source_of("my files/a#1?.txt") == "my%20files/a%231%3F.txt"
    assert source_of("-").startswith("urn:uuid:")


def test_without_mentions_the_page_is_empty_and_valid_json(said, annotated) -> None:
    assert json.loads(said("webannotation", annotated()))["items"] == []
