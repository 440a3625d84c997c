"""Models that the library `llm` (Willison, 2023) knows, with its plugins: an optional extra.

Only its Python interface is used: its command line keeps every prompt in a file, this keeps none. A model
that is said to run on this machine is asked behind a shield, so that what is said of it has to be true.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist.endpoint import Answer
from qualcode.assist.shield import Shield, shield
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY: Final = "llm"

_STEADY: Final = {"temperature": 0, "seed": 0}
"""Options that leave as little to chance as the model allows; those it does not know are left out."""

_ENTRY: Final = {
    "type": "object",
    "properties": {"quote": {"type": "string"}, "code": {"type": "string"}, "reason": {"type": "string"}},
    "required": ["quote", "code", "reason"],
    "additionalProperties": False,
}
_SHAPE: Final = {
    "type": "object",
    "properties": {"suggestions": {"type": "array", "items": _ENTRY}},
    "required": ["suggestions"],
    "additionalProperties": False,
}
"""Shape of an answer, for models that can be held to one."""

Model = Any
"""The library's; it is loaded only where a model is asked."""


class NoLibrary(QualcodeError):
    """The library is an extra, and not installed."""


class NoSuchModel(QualcodeError):
    """Neither the library nor one of its plugins knows a model of that name."""


class ModelFailed(QualcodeError):
    """The model, or the plugin that runs it, gave an error instead of an answer."""


class ModelWouldLeave(QualcodeError):
    """A model said to run on this machine wanted to reach out of it, and was stopped."""


@dataclass(frozen=True, slots=True)
class LibraryModel:
    """A model that can be asked.

    Attributes:
        model: The library's.
        remote: Whether text may leave this machine.
    """

    model: Model
    remote: bool

    @property
    def settings(self) -> dict[str, Any]:
        """Library, plugin and their versions, the model's name, and its options."""
        return {
            "library": f"{LIBRARY} {metadata.version(LIBRARY)}",
            "plugin": _plugin(type(self.model).__module__),
            "model": str(self.model.model_id),
            "remote": self.remote,
            **self._options(),
        }

    def ask(self, system: str, user: str) -> Answer:
        """One question, one answer, kept nowhere.

        Raises:
            ModelFailed: an error instead of an answer.
            ModelWouldLeave: it is not allowed to leave this machine, and tried to.
        """
        shape = {"schema": _SHAPE} if self.model.supports_schema else {}
        with _careful(remote=self.remote):
            response = self.model.prompt(user, system=system, stream=False, options=self._options(), **shape)
            words = str(response.text())
        return Answer(words, str(response.resolved_model or self.model.model_id))

    def _options(self) -> dict[str, Any]:
        known = self.model.Options.model_fields
        return {name: value for name, value in _STEADY.items() if name in known}


def find(name: str, *, remote: bool) -> LibraryModel:
    """The model of that name or alias, as the library's plugins have it; no text is shown to it yet.

    Raises:
        NoLibrary: the library is not installed.
        NoSuchModel: nobody knows it.
        ModelFailed, ModelWouldLeave: a plugin could not be loaded, or wanted to look around first.
    """
    if find_spec(LIBRARY) is None:
        raise NoLibrary(
            f"The library `{LIBRARY}` is not installed.",
            "Type: pip install 'qualcode[llm]'. A model behind an address needs none: --url",
        )
    with _careful(remote=remote):
        known = import_module(LIBRARY).get_model_aliases()
    if name not in known:
        raise NoSuchModel(
            f"The library `{LIBRARY}` knows no model {name!r}.",
            "`llm models` lists those it knows; others come with its plugins, such as llm-gguf.",
        )
    return LibraryModel(known[name], remote)


@contextmanager
def _careful(*, remote: bool) -> Iterator[None]:
    """Tell of errors in our words, since theirs may hold what was asked; behind a shield unless `remote`."""
    with nullcontext(Shield()) if remote else shield() as up:
        try:
            yield
        except Exception as problem:  # plugins are anybody's code and raise anything, AttributeError too
            if up.tried:
                raise ModelWouldLeave(
                    "The model wanted to reach out of this program, and was stopped: nothing was sent.",
                    "It does not run in here alone. A server on this machine is asked with --url; if text may"
                    " leave it and every participant agreed: --allow-remote",
                ) from problem
            raise ModelFailed(
                f"The model gave no answer but an error ({type(problem).__name__}).",
                "Try it by itself with `llm`; what was suggested before is kept.",
            ) from problem


@cache
def _plugin(module: str) -> str:
    """Name and version of the distribution that a model comes with."""
    found = metadata.packages_distributions().get(module.partition(".")[0])
    return f"{found[0]} {metadata.version(found[0])}" if found else module
