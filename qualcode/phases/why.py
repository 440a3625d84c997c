"""A theme's life on one screen: where it came from, what it rests on, what speaks against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook
from qualcode.passes import memos
from qualcode.phases.known import about_theme, known
from qualcode.themes import review, views
from qualcode.themes import themes as store
from qualcode.themes.history import HistoryLine, history

if TYPE_CHECKING:
    from qualcode.export.finding import Finding
    from qualcode.store.project import Project
    from qualcode.themes.claims import Claim
    from qualcode.themes.quotes import Quote
    from qualcode.themes.review import ReviewPassage
    from qualcode.themes.views import ThemeView


@dataclass(frozen=True, slots=True)
class Life:
    """All of it. `codes` and `people` are (name, passages), most first; `verdicts` counts passages judged."""

    theme: ThemeView
    history: tuple[HistoryLine, ...]
    codes: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, int], ...]
    verdicts: dict[str, int]
    contrary: tuple[ReviewPassage, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    memos: tuple[tuple[int, str, str], ...]
    questions: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "theme": self.theme.as_dict(),
            "history": [one.as_dict() for one in self.history],
            "codes": [{"code": code, "codings": number} for code, number in self.codes],
            "participants": [{"participant": who, "codings": number} for who, number in self.people],
            "verdicts": self.verdicts,
            "contrary": [one.as_dict() for one in self.contrary],
            "claims": [one.number for one in self.claims],
            "quotes": [one.number for one in self.quotes],
            "memos": [{"number": number, "at": at, "text": text} for number, at, text in self.memos],
            "questions": [asdict(one) for one in self.questions],
        }


def why(project: Project, name: str) -> Life:
    """Gather a theme's life.

    Raises:
        ThemeNotFound: no such theme.
    """
    theme = store.find(project, name)
    record = known(project)
    counted, family = record.facts.evidence, store.all_themes(project, dropped=True)
    passages = views.passages_of(theme, family, counted)
    names = {code.id: code.name for code in codebook.codes(project)}
    judged = [] if theme.status == "dropped" else review.passages(project, theme.name)
    return Life(
        theme=views.view(theme, family, counted),
        history=tuple(history(project, theme.name)),
        codes=_ranked(Counter(names.get(one.code_id, "") for one in passages)),
        people=_ranked(Counter(one.participant for one in passages if one.participant)),
        verdicts=dict(Counter(one.verdict or "not judged" for one in judged)),
        contrary=tuple(review.contrary(project, theme.name)),
        claims=tuple(one for one in record.facts.claims if one.theme == theme.name),
        quotes=tuple(one for one in record.facts.quotes if one.theme == theme.name),
        memos=tuple(
            (one.number, one.at, one.text)
            for one in memos.memos(project)
            if one.about is not None and one.about.id == theme.id
        ),
        questions=tuple(about_theme(record.findings, theme.name)),
    )


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Most first; equals stay in the order in which they were met."""
    return tuple(counts.most_common())
