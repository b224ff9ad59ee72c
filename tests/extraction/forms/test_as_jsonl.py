"""One JSON object for each mention, whose offsets are code points."""

from __future__ import annotations

import json
from dataclasses import replace


def test_a_line_holds_what_the_mention_is_and_what_its_kind_adds(said, claim) -> None:
    lines = [json.loads(line) for line in said("jsonl", claim).splitlines()]

    assert lines[-1] == {
        "source": "harbour.txt",
        "kind": "date",
        "start": 83,
        "end": 89,
        "text": "Friday",
        "value": "2031-05-02",
        "earliest": "2031-05-02",
        "timex": "2031-05-02",
        "proposed_by": "lexicon",
        "rule": "a known word",
        "confidence": 0.9,
    }
    assert [line["start"] for line in lines] == sorted(line["start"] for line in lines)


def test_offsets_count_code_points_and_lines_end_only_at_the_end(said, annotated, mention) -> None:
    text = "🙂 e\u0301\r\nIn Arvenia\u2028said so"

    printed = said("jsonl", annotated(mention("Arvenia\u2028said", "place", text), text=text))

    assert printed.count("\n") == 1
    line = json.loads(printed)
    assert text[line["start"] : line["end"]] == line["text"] == "Arvenia\u2028said"


def test_where_the_text_was_taken_from_a_page_each_line_says_so(said, annotated, mention) -> None:
    found = annotated(mention("Arvenia", "place"), extracted_with="trafilatura 2.0")

    assert json.loads(said("jsonl", found))["extracted_with"] == "trafilatura 2.0"


def test_a_text_without_mentions_has_no_line(said, annotated) -> None:
    assert said("jsonl", annotated()) == ""


def test_the_kind_of_an_agreement_does_not_hide_that_it_is_one(said, annotated, mention) -> None:
    found = replace(mention("harbour treaty", "agreement"), about={"kind": "trade"})

    line = json.loads(said("jsonl", annotated(found)))

    assert (line["kind"], line["agreement_kind"]) == ("agreement", "trade")
