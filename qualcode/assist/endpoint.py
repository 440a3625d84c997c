"""Talking to a language model behind an OpenAI-compatible address, with the standard library only.

No proxy, no redirect, no other host: nothing set in somebody's shell may carry interviews elsewhere.
"""

from __future__ import annotations

import ipaddress
import json
import os
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from qualcode.errors import QualcodeError, UsageError

PATIENCE_S: Final = 120.0
"""Seconds to wait for an answer; a small machine thinks long."""

KEY_VARIABLE: Final = "QUALCODE_MODEL_KEY"
"""Where a key is taken from, if the address asks for one; it is never stored."""

_STEADY: Final = {"temperature": 0, "seed": 0}

LARGEST: Final = 4_000_000
"""Bytes of an answer that are read; more is no answer."""


class BadModelAddress(UsageError):
    """Not an address a model could stand behind."""


class ModelGone(QualcodeError):
    """Nobody answers at the model's address, or not in time."""


class ModelRefused(QualcodeError):
    """The model's address answered with an error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the words, and which model says it wrote them; None for words that are no answer."""

    words: str | None
    model: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible address (`http://127.0.0.1:8080/v1`) and the model to ask for there."""

    url: str
    model: str
    patience: float = PATIENCE_S

    @property
    def settings(self) -> dict[str, Any]:
        """Address, model, and how little is left to chance."""
        return {
            "url": self.url,
            "model": self.model,
            **_STEADY,
            "key": f"from {KEY_VARIABLE}, if set; not stored",
        }

    def ask(self, system: str, user: str) -> Answer:
        """One question, one answer, as little left to chance as the model allows.

        Raises:
            ModelGone: nobody answers, or not in time.
            ModelRefused: an error instead of an answer.
        """
        question = {
            "model": self.model,
            **_STEADY,
            "response_format": {"type": "json_object"},
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        }
        return _read(self._post(json.dumps(question).encode()))

    def _post(self, body: bytes) -> bytes:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.patience)
        try:
            connection.request("POST", f"{parts.path.rstrip('/')}/chat/completions", body, _headers())
            response = connection.getresponse()
            answer = response.read(LARGEST)
        except TimeoutError:
            raise self._silent() from None
        except (OSError, HTTPException):
            raise ModelGone(
                "Nobody answers at the model's address.",
                "Start the model, or see `qualcode suggestions model`; what was suggested before is kept.",
            ) from None
        finally:
            connection.close()
        if response.status != HTTPStatus.OK:
            raise ModelRefused(
                f"The model's address answered with error {response.status}.",
                "Check its name and key; what was suggested before is kept.",
            )
        return answer

    def _silent(self) -> ModelGone:
        return ModelGone(
            f"The model did not answer within {self.patience:g} seconds.",
            "Take a smaller model, or try again; what was suggested before is kept.",
        )


def _headers() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE)
    found = {"Content-Type": "application/json", "Accept": "application/json"}
    return found | ({"Authorization": f"Bearer {key}"} if key else {})


def _read(data: bytes) -> Answer:
    """The words of an answer; a refusal or something else that is none has no words."""
    try:
        document: Any = json.loads(data)
        message = document["choices"][0]["message"]
        words = None if message.get("refusal") else message.get("content")
        model = str(document.get("model", ""))
    except (ValueError, LookupError, TypeError, AttributeError):
        return Answer(None, "")
    return Answer(words if isinstance(words, str) else None, model)


def check_address(url: str) -> None:
    """Refuse what is no address of the web.

    Raises:
        BadModelAddress: other than http or https, without a host, or with a name and password in it.
    """
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
        web = parts.scheme in {"http", "https"} and parts.hostname and port_is_one
        bad = not web or parts.username is not None
    except ValueError:
        bad = True
    if bad:
        raise BadModelAddress(
            f"{url!r} is no address of a model.",
            "As in: http://127.0.0.1:11434/v1, with the key in no part of it.",
        )


def is_this_machine(url: str) -> bool:
    """Whether the address is a loopback one, written so that no look-up of a name can lead elsewhere."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
