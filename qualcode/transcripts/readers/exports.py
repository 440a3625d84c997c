"""The shapes in which transcription programs write JSON, each turned into speeches."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.readers.base import Speech, recorded
from qualcode.transcripts.readers.voices import Voiced, merged
from qualcode.transcripts.stamps import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = object
"""Whatever `json.loads` returned; nothing is known about it before it is looked at."""

Parsed = tuple[list[Speech], tuple[str, ...]]

_TEXT_KEYS = ("text", "transcript", "utterance", "content", "speech", "body", "sentence", "display")
_SPEAKER_KEYS = (
    "speaker", "speaker_label", "speakerLabel", "speaker_name", "speakerName", "name", "who", "speaker_id",
    "speakerId", "role",
)  # fmt: skip
_START_KEYS = ("start", "start_time", "startTime", "begin", "from", "ts", "timestamp", "time")
_END_KEYS = ("end", "end_time", "endTime", "stop", "to", "end_ts")
_MS_START_KEYS = ("start_ms", "startMs", "offset_ms")
_MS_END_KEYS = ("end_ms", "endMs")
_LIST_KEYS = (
    "segments", "utterances", "turns", "transcript", "transcription", "messages", "results", "data", "items",
)  # fmt: skip
_MILLISECONDS_GROW = 500
_SAMPLE = 100
_TIME_KEYS = {*_START_KEYS, *_END_KEYS}
_TICKS_PER_MS = 10_000


def speeches_of(document: Json) -> Parsed | None:
    """The speeches of a document in the first shape it fits, and what to tell; None when it fits none."""
    for shape in _SHAPES:
        found = shape(document)
        if found is not None:
            return found
    return None


def _rev(document: Json) -> Parsed | None:
    """Rev AI: monologues of elements whose punctuation carries the spaces."""
    monologues = _list(document, "monologues")
    if not monologues:
        return None
    speeches = []
    for each in monologues:
        elements = _list(each, "elements")
        timed = [element for element in elements if "ts" in element]
        start = _at(timed[0], _START_KEYS, 1000) if timed else None
        end = _at(timed[-1], _END_KEYS, 1000) if timed else None
        words = "".join(str(element.get("value") or "") for element in elements)
        speeches.append(Speech(_speaker(each), words, start, end))
    return speeches, ()


def _azure(document: Json) -> Parsed | None:
    """Azure: recognised phrases, the best wording first, times in ticks of 100 nanoseconds."""
    phrases = _list(document, "recognizedPhrases")
    if not phrases:
        return None
    parts = []
    for each in phrases:
        best = _list(each, "nBest")
        start, lasted = _number(each.get("offsetInTicks")), _number(each.get("durationInTicks"))
        start_ms = recorded(start / _TICKS_PER_MS) if start is not None else None
        end_ms = (
            recorded((start + lasted) / _TICKS_PER_MS) if start is not None and lasted is not None else None
        )
        parts.append(Voiced(_speaker(each), _text(best[0]) if best else "", False, start_ms, end_ms))
    return merged(parts, voices=True)


def _deepgram(document: Json) -> Parsed | None:
    """Deepgram: utterances if asked for, else paragraphs of sentences, else the bare text of each channel."""
    results = _dict(_dict(document).get("results"))
    if utterances := _list(results, "utterances"):
        return [_turn(each, 1000) for each in utterances], ()
    channels = _list(results, "channels")
    if not channels:
        return None
    speeches: list[Speech] = []
    for number, channel in enumerate(channels):
        name = f"Channel {number + 1}" if len(channels) > 1 else None
        for best in _list(channel, "alternatives")[:1]:
            speeches.extend(_deepgram_channel(best, name))
    return sorted(speeches, key=lambda speech: speech.start_ms or 0), ()


def _deepgram_channel(best: dict[str, Json], name: str | None) -> Iterator[Speech]:
    paragraphs = _list(_dict(best.get("paragraphs")), "paragraphs")
    for each in paragraphs:
        words = " ".join(_text(sentence) for sentence in _list(each, "sentences"))
        yield Speech(_speaker(each) or name, words, _at(each, _START_KEYS, 1000), _at(each, _END_KEYS, 1000))
    if not paragraphs:
        yield Speech(name, _text(best))


def _aws(document: Json) -> Parsed | None:
    """AWS Transcribe: segments where the file has them, else single words and marks, else the bare text."""
    results = _dict(_dict(document).get("results"))
    if segments := _list(results, "audio_segments"):
        return merged([_voiced(each, 1000) for each in segments], voices=True)
    items = [each for each in _list(results, "items") if _list(each, "alternatives")]
    if not items:
        return None
    speaker_at = {
        word.get("start_time"): word.get("speaker_label")
        for segment in _list(_dict(results.get("speaker_labels")), "segments")
        for word in _list(segment, "items")
    }
    parts: list[Voiced] = []
    for each in items:
        content = str(_list(each, "alternatives")[0].get("content") or "")
        if each.get("type") == "punctuation" and parts:
            parts[-1] = parts[-1]._replace(words=parts[-1].words + content)
            continue
        label = each.get("speaker_label") or speaker_at.get(each.get("start_time"))
        start, end = _at(each, _START_KEYS, 1000), _at(each, _END_KEYS, 1000)
        parts.append(Voiced(str(label) if label else None, content, False, start, end))
    return merged(parts, voices=True)


def _whisper_cpp(document: Json) -> Parsed | None:
    """whisper.cpp: offsets in milliseconds."""
    segments = _list(document, "transcription")
    if not segments or not all(_dict(each.get("offsets")) for each in segments):
        return None
    timed = [{**each, **_dict(each.get("offsets"))} for each in segments]
    return merged([_voiced(each, 1) for each in timed], voices=True)


def _google(document: Json) -> Parsed | None:
    """Google: results of alternatives, the best first."""
    results = _list(document, "results")
    best = [alternatives[0] for each in results if (alternatives := _list(each, "alternatives"))]
    return ([Speech(None, _text(each)) for each in best], ()) if best else None


def _plain(document: Json) -> Parsed | None:
    """Whisper, WhisperX, AssemblyAI, and any list of things with a text and perhaps a speaker and times."""
    key, items = "", [_dict(each) for each in document] if isinstance(document, list) else []
    for name in _LIST_KEYS:
        items = items or _list(document, name)
        key = key or (name if items else "")
    if not items or not any(_text(each) for each in items):
        return None
    unit = 1 if _in_milliseconds(items) else 1000
    if key != "segments" and any(_speaker(each) for each in items):
        return [_turn(each, unit) for each in items], ()
    return merged([_voiced(each, unit) for each in items], voices=True)


_SHAPES: tuple[Callable[[Json], Parsed | None], ...] = (
    _rev,
    _azure,
    _deepgram,
    _aws,
    _whisper_cpp,
    _google,
    _plain,
)


class _Fields(NamedTuple):
    """Which keys of an item hold what, in the order in which they are asked; most items have the same."""

    texts: tuple[str, ...]
    speakers: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    starts_ms: tuple[str, ...]
    ends_ms: tuple[str, ...]


@lru_cache(maxsize=256)
def _fields(*keys: str) -> _Fields:
    asked = (_TEXT_KEYS, _SPEAKER_KEYS, _START_KEYS, _END_KEYS, _MS_START_KEYS, _MS_END_KEYS)
    return _Fields(*(tuple(key for key in these if key in keys) for these in asked))


def _turn(item: dict[str, Json], unit: int) -> Speech:
    speaker, words, start, end = _said(item, unit)
    return Speech(speaker, words, start, end)


def _voiced(item: dict[str, Json], unit: int) -> Voiced:
    speaker, words, start, end = _said(item, unit)
    return Voiced(speaker, words, False, start, end)


def _said(item: dict[str, Json], unit: int) -> tuple[str | None, str, int | None, int | None]:
    """Who, what, and from when to when in milliseconds."""
    fields = _fields(*item)
    start = _at(item, fields.starts_ms, 1) if fields.starts_ms else None
    end = _at(item, fields.ends_ms, 1) if fields.ends_ms else None
    return (
        _speaker(item, fields.speakers),
        _text(item, fields.texts),
        _at(item, fields.starts, unit) if start is None else start,
        _at(item, fields.ends, unit) if end is None else end,
    )


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json, key: str) -> list[dict[str, Json]]:
    """The dictionaries in the list under a key; empty when there is no such list."""
    found = _dict(value).get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(item: dict[str, Json], keys: tuple[str, ...] = _TEXT_KEYS) -> str:
    for key in keys:
        value = item.get(key)
        if isinstance(value, str):
            if value.isprintable():  # nothing in it divides lines
                return value.strip()
            return " ".join(line.strip() for line in value.splitlines() if line.strip())
    return ""


def _speaker(item: dict[str, Json], keys: tuple[str, ...] = _SPEAKER_KEYS) -> str | None:
    """A label as it is written; a bare number becomes `Speaker 1`."""
    for key in keys:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and (label := value.strip()):
            return label
        if isinstance(value, int) and not isinstance(value, bool):
            return f"Speaker {value}"
    return None


def _at(item: dict[str, Json], keys: tuple[str, ...], unit: int) -> int | None:
    """A time in milliseconds: a number of `unit` milliseconds, the same as text, or a clock."""
    for key in keys:
        value = item.get(key)
        if value is not None:
            number = value if isinstance(value, float) else _number(value)
            if number is not None:
                return recorded(number * unit)
            return milliseconds(value) if isinstance(value, str) else None
    return None


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _in_milliseconds(items: list[dict[str, Json]]) -> bool:
    """Whole numbers that grow by hundreds from turn to turn: seconds would make turns of minutes."""
    sample = items[:_SAMPLE]
    times = [item[key] for item in sample for key in item.keys() & _TIME_KEYS]
    whole = [time for time in times if isinstance(time, int)]
    if not whole or any(isinstance(time, float) for time in times):
        return False
    return max(whole) - min(whole) >= _MILLISECONDS_GROW * len(sample)
