"""Texts become transcripts; cases, variables and sets of sources become participants and their attributes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast, get_args

from qualcode.errors import QualcodeError
from qualcode.exchange.refi.codebook import FreeNames, one_line
from qualcode.exchange.refi.result import NotRead
from qualcode.exchange.refi.texts import coded, transcript_name
from qualcode.model import Kind, Reading
from qualcode.store.errors import StoreFailed
from qualcode.transcripts import participants
from qualcode.transcripts.prepare import prepare_reading
from qualcode.transcripts.storing import participant_of, store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.exchange.refi.parts import FileCase, ProjectFile
    from qualcode.exchange.refi.texts import LoadedText
    from qualcode.store.actions import Action
    from qualcode.transcripts.prepare import Found, ImportOptions

READER: Final = "refi 1"

MEMBER: Final = "yes"
"""The value of an attribute that is named after a set."""


class Arrived:
    """A text that came in: the transcript's id and name, whose it is, and how many words it has."""

    def __init__(self, text: LoadedText, transcript_id: str, found: Found, options: ImportOptions) -> None:
        self.text, self.id = text, transcript_id
        self.name = found.prepared.reading.name
        self.words = found.words
        self.participant = participant_of(found, options)


class People:
    """Cases of a file, and which of its texts are whose."""

    def __init__(self, importing: Action, found: ProjectFile, options: ImportOptions) -> None:
        self._importing, self._found, self._options = importing, found, options
        self.warnings: list[str] = []
        self._of_source: dict[str, list[FileCase]] = {}
        for case in found.cases:
            for guid in case.sources:
                self._of_source.setdefault(guid, []).append(case)
        self._facts: dict[str, dict[str, str]] = {}
        self._kinds = self._own_kinds()

    def bring(self, texts: Sequence[LoadedText]) -> tuple[list[Arrived], list[NotRead]]:
        """Store texts as transcripts, each under a name of its own, and what is known of the people."""
        arrived: list[Arrived] = []
        refused: list[NotRead] = []
        names = FreeNames(transcript_name(text.source, at) for at, text in enumerate(texts, start=1))
        for number, text in enumerate(texts, start=1):
            name = names.taken(transcript_name(text.source, number))
            try:
                with self._importing.part():
                    arrived.append(self._bring_one(text, name))
            except StoreFailed:  # not this text's fault, and the next one would fare no better
                raise
            except QualcodeError as error:
                refused.append(NotRead(name, error.sentence, coded(text.source)))
        self._tell_facts(arrived)
        self._group(arrived)
        return arrived, refused

    def _bring_one(self, text: LoadedText, name: str) -> Arrived:
        options = self._options_for(text, name)
        reading = Reading(name, text.counted.text, READER)
        source_name = one_line(text.source.name, name)
        found = prepare_reading(source_name, text.sha256, reading, options)
        self.warnings += [*text.warnings, *(f"{name}: {one}" for one in found.prepared.warnings)]
        return Arrived(text, store(self._importing, found, options), found, options)

    def _options_for(self, text: LoadedText, name: str) -> ImportOptions:
        kind = next((self._kinds[guid] for guid in text.guids if guid in self._kinds), self._options.kind)
        options = replace(self._options, kind=kind)
        if kind == "focus-group":  # who speaks in it is found by the labels
            return options
        cases = {
            one_line(case.name): case
            for guid in text.guids
            for case in self._of_source.get(guid, ())
            if case.name
        }
        if not cases:
            return options
        own = _own_case(cases, name)
        if own is not None:
            return replace(options, participant=own)
        self.warnings.append(
            f"{name} belongs to several cases ({', '.join(cases)}): taken for a focus group."
        )
        return replace(options, kind="focus-group")

    def _own_kinds(self) -> dict[str, Kind]:
        """What transcripts are, by source: our own files say it with sets called `literature` and so on."""
        if not self._found.origin.casefold().startswith("qualcode"):
            return {}
        known = get_args(Kind)
        return {
            guid: cast("Kind", one.name)
            for one in self._found.sets
            if one.name in known
            for guid in one.sources
        }

    def _tell_facts(self, arrived: Sequence[Arrived]) -> None:
        """Values of variables, of cases and of sources alike, as attributes."""
        by_guid = {guid: one for one in arrived for guid in one.text.guids}
        for case in self._found.cases:
            theirs = [by_guid[guid] for guid in case.sources if guid in by_guid]
            whose = [one_line(case.name)] if case.name else [one.participant for one in theirs]
            for name in dict.fromkeys(filter(None, whose)):
                self._set(name, case.values)
        for one in arrived:
            if one.participant is not None:
                self._set(one.participant, one.text.source.values)

    def _set(self, participant: str, values: Iterable[tuple[str, str]]) -> None:
        named = {
            one_line(self._found.variables[variable][0]): value
            for variable, value in values
            if value and variable in self._found.variables
        }
        self._write(participant, named)

    def _group(self, arrived: Sequence[Arrived]) -> None:
        """A set of sources is a fact about whose they are: `gender: male`, or `Clinic A: yes`."""
        by_guid = {guid: one for one in arrived for guid in one.text.guids}
        for one in self._found.sets:
            if any(guid in self._kinds and self._kinds[guid] == one.name for guid in one.sources):
                continue
            members = [by_guid[guid] for guid in one.sources if guid in by_guid]
            for name in dict.fromkeys(member.participant for member in members):
                if name is not None:
                    self._join(name, one_line(one.name))
            missing = len(one.sources) - sum(member.participant is not None for member in members)
            self._found.left_out["members of sets that did not come in"] += missing

    def _join(self, participant: str, group: str) -> None:
        name, colon, value = (part.strip() for part in group.partition(": "))
        has = self._facts.get(participant.casefold(), {})
        if colon and name and value and has.get(name.casefold(), value) == value:
            self._write(participant, {name: value})
        else:
            self._write(participant, {group: MEMBER})

    def _write(self, participant: str, facts: dict[str, str]) -> None:
        known = participants.ensure(self._importing, participant)
        participants.set_attributes(self._importing, known, facts)
        has = self._facts.setdefault(participant.casefold(), {})
        has |= {name.casefold(): value for name, value in facts.items()}


def _own_case(cases: dict[str, FileCase], name: str) -> str | None:
    """Whose a text is: the only case, the one called like it, or the only one that has no other text."""
    if len(cases) == 1:
        return next(iter(cases))
    namesake = next((case for case in cases if case.casefold() == name.casefold()), None)
    alone = [case for case, known in cases.items() if len(known.sources) == 1]
    return namesake or (alone[0] if len(alone) == 1 else None)
