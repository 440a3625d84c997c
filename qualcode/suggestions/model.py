"""Whether a language model may be asked: the project, its approach and every participant have a say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist import library_model
from qualcode.assist.endpoint import Endpoint, check_address, is_this_machine
from qualcode.assist.language_model import LanguageModel
from qualcode.assist.library_model import LIBRARY
from qualcode.errors import QualcodeError, UsageError
from qualcode.passes import passes
from qualcode.store.actions import action
from qualcode.store.study import study
from qualcode.transcripts import library, participants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.assist.ideas import Idea
    from qualcode.model import CodingPass, Transcript
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.transcripts.participants import Participant

CONSENT: Final = "consent_third_party"
"""Attribute in which a participant's consent to processing by others is kept: yes, or anything else."""

_YES: Final = frozenset({"yes", "y", "true", "1"})


class ModelOff(QualcodeError):
    """Asking a language model is off until the project, its approach and every participant allow it."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """What the project says of the model that may be asked.

    Attributes:
        url: Its address; empty for a model of the library.
        model: Its name there, or as the library has it.
        remote: Whether text may leave this machine.
        deidentified: Whether somebody said that the text holds nothing that identifies a person.
        reason: Why it is used, for the report.
        library: Whether the library `llm` knows it; if not `remote`, it was said to run on this machine.
    """

    url: str
    model: str
    remote: bool
    deidentified: bool
    reason: str
    library: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `library` stands in the place of `url` where a library knows the model."""
        return {
            **({"library": LIBRARY} if self.library else {"url": self.url}),
            "model": self.model,
            "remote": self.remote,
            "deidentified": self.deidentified,
            "reason": self.reason,
        }


def assistant(project: Project) -> Assistant | None:
    """What was allowed last; None: nothing."""
    row = project.row("SELECT * FROM assistants WHERE deleted_at IS NULL ORDER BY rowid DESC LIMIT 1")
    if row is None:
        return None
    return Assistant(
        row["url"],
        row["model"],
        bool(row["remote"]),
        bool(row["deidentified"]),
        row["reason"],
        bool(row["library"]),
    )


def check_where(url: str | None, library: str | None, *, local: bool, remote: bool) -> None:
    """Refuse to guess where a model runs: an address tells, of a library's model a person has to say it.

    Raises:
        UsageError: an address and a library's model; a library's model of which nothing is said, or both.
    """
    if url is not None and library is not None:
        raise UsageError("A model stands behind an address or is known to the library.", "Leave one out.")
    if local and library is None:
        raise UsageError("Only of a library's model has to be said that it runs here.", "Leave --local out.")
    if library is not None and local == remote:
        raise UsageError(
            "Whether a model of the library runs on this machine cannot be seen from here.",
            "Add --local if it runs in this program alone; or --allow-remote if text may leave this machine.",
        )


def allow(project: Project, wanted: Assistant) -> None:
    """Write down which model may be asked, and under which conditions.

    Raises:
        BadModelAddress: no address of a model.
        UsageError: no name; or a reflexive study without a reason.
        NoLibrary, NoSuchModel, ModelFailed, ModelWouldLeave: the library does not have it.
    """
    if wanted.library:
        library_model.find(wanted.model, remote=wanted.remote)
    else:
        check_address(wanted.url)
    if not wanted.model.strip():
        raise UsageError("The model has no name.", "Add --name, as the address knows it.")
    if study(project).approach == "reflexive" and not wanted.reason.strip():
        raise UsageError(
            "In a reflexive study the use of a language model needs a reason, which the report prints.",
            'Add --reason "...".',
        )
    with action(project, "suggestions model") as allowing:
        _forget(project, allowing)
        allowing.add(
            "assistants",
            url=wanted.url,
            model=wanted.model,
            library=int(wanted.library),
            remote=int(wanted.remote),
            deidentified=int(wanted.deidentified),
            reason=wanted.reason,
            created_at=project.now(),
        )


def forbid(project: Project) -> None:
    """Turn the model off."""
    with action(project, "suggestions model off") as forbidding:
        _forget(project, forbidding)


def allowed(
    project: Project, target: CodingPass, names: Sequence[str], ideas: Sequence[Idea]
) -> LanguageModel:
    """The model, if everything and everybody allows it for these transcripts.

    Raises:
        ModelOff: something or somebody does not.
        NoLibrary, NoSuchModel, ModelFailed, ModelWouldLeave: the library does not have it here.
    """
    found = assistant(project)
    if found is None:
        raise ModelOff(
            "No language model may be asked in this project.",
            "Allow one: qualcode suggestions model --url http://127.0.0.1:11434/v1 --name M --deidentified",
        )
    if not found.library and not found.remote and not is_this_machine(found.url):
        raise ModelOff(
            "The model's address is not on this machine, and text may not leave it.",
            "If every participant agreed to it: qualcode suggestions model ... --allow-remote",
        )
    if not found.deidentified:
        raise ModelOff(
            "Nobody has said that the transcripts are de-identified.",
            "When names, places and numbers are taken out: qualcode suggestions model ... --deidentified",
        )
    _check_consent(project, target, names)
    if found.library:
        return LanguageModel(ideas, library_model.find(found.model, remote=found.remote))
    return LanguageModel(ideas, Endpoint(found.url, found.model))


def _check_consent(project: Project, target: CodingPass, names: Sequence[str]) -> None:
    agreed = {one.name for one in participants.participants(project) if _agrees(one)}
    wanted = {library.find(project, name).id for name in names}
    read = set(passes.assigned(project, target.id))
    missing = [
        who or f"whoever speaks in {one.name}"
        for one in library.transcripts(project, data_only=True)
        if one.id in read and (not wanted or one.id in wanted)
        for who in _speakers(project, one)
        if who not in agreed
    ]
    if missing:
        raise ModelOff(
            f"Consent to processing by others is not on record for: {', '.join(dict.fromkeys(missing))}.",
            f"If they gave it: qualcode participants set ID {CONSENT}=yes; or leave them out with --in.",
        )


def _agrees(one: Participant) -> bool:
    facts = {name.casefold(): value.strip().casefold() for name, value in one.attributes.items()}
    return facts.get(CONSENT) in _YES


def _speakers(project: Project, transcript: Transcript) -> list[str | None]:
    """Participants who speak in a transcript; None stands for somebody not known."""
    rows = project.rows(
        "SELECT p.name FROM speakers s LEFT JOIN participants p ON p.id = s.participant_id"
        " WHERE s.transcript_id = ? AND s.deleted_at IS NULL AND s.role = 'participant' ORDER BY s.rowid",
        (transcript.id,),
    )
    named = [row[0] or transcript.participant for row in rows]
    return named or [transcript.participant]


def _forget(project: Project, opened: Action) -> None:
    rows = project.rows("SELECT id FROM assistants WHERE deleted_at IS NULL")
    opened.retire("assistants", [row[0] for row in rows])
