"""Models for tests, known to the library `llm` as those of a plugin are; needs the extra `llm`."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import llm
from fake_endpoint import GOOD
from llm.plugins import pm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Scripted(llm.Model):
    """A model that says what the test has it say; `asked` holds what it was shown."""

    class Options(llm.Options):
        """It can be told to leave little to chance, but knows no seed."""

        temperature: float | None = None

    def __init__(self, answer: Callable[[], str], model_id: str = "scripted") -> None:
        self.model_id = model_id
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    def execute(
        self, prompt: llm.Prompt, stream: bool, response: llm.Response, conversation: llm.Conversation | None
    ) -> Iterator[str]:
        """Say it."""
        self.asked.append(
            {
                "system": prompt.system,
                "user": prompt.prompt,
                "stream": stream,
                "schema": prompt.schema,
                "options": prompt.options.model_dump(exclude_none=True),
                "conversation": conversation,
            }
        )
        response.set_resolved_model("scripted-1.2")
        yield self.answer()


def good() -> str:
    """What a model should answer."""
    return json.dumps({"suggestions": GOOD})


@contextmanager
def plugged(*models: llm.Model) -> Iterator[None]:
    """Known to the library until the block is over."""

    class Plugin:
        @llm.hookimpl
        def register_models(self, register: Callable[[llm.Model], None]) -> None:
            for one in models:
                register(one)

    plugin = Plugin()
    pm.register(plugin)
    try:
        yield
    finally:
        pm.unregister(plugin)
