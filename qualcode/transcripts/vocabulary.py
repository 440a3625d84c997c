"""Word lists that reading a transcript needs: role words, words that are no label, abbreviations.

All lower case. They are data: a wrong or missing word is corrected here and nowhere else.
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


INTERVIEWER = _words(
    "interviewer interviewers interviewerin int intv iv moderator mod facilitator researcher investigator",
    "host enumerator fieldworker question enquêteur enquêtrice intervieweur intervieweuse chercheur",
    "chercheuse entrevistador entrevistadora moderador moderadora investigador investigadora",
    "intervistatore intervistatrice interviewster onderzoeker forscher forscherin moderatorin kérdező",
    "moderátor riporter tazatel tazatelka ankieter badacz haastattelija intervjuare интервьюер модератор",
    "访谈者 采访者 主持人 インタビュアー 聞き手",
)
PARTICIPANT = _words(
    "participant participants part interviewee interviewees respondent respondents resp answer informant",
    "subject narrator patient student teacher guest client befragter befragte proband probandin",
    "teilnehmer teilnehmerin enquêté enquêtée interviewé interviewée participante entrevistado",
    "entrevistada intervistato intervistata geïnterviewde respondente válaszadó interjúalany résztvevő",
    "респондент информант участник 受访者 被访者 回答者 参加者",
)
NOBODY_IN_PARTICULAR = _words(
    "observer notetaker note-taker assistant translator interpreter operator announcer narration",
    "unidentified unknown crosstalk all group several multiple everyone everybody audience chorus",
)
NOT_SPEAKERS = _words(
    "note notes nb n.b ps p.s re http https ftp mailto www fig figure table section chapter part step",
    "task item topic theme title subject date time place location venue duration length age gender sex",
    "occupation profession file filename language project study id code codes source url link links email",
    "e-mail tel phone fax cc bcc from to sent transcribed transcriber transcription recorded recording",
    "format version page keywords summary speakers participants attendees agenda context background",
    "example examples key warning tip hint update edit edited todo tl;dr eg e.g ie i.e vs also however",
    "plus first second third finally lastly actually basically anyway anyways again yes no ok okay well",
    "so and but or because then now here there this that these those it what why how when where who which",
    "if i'm it's that's here's there's let's questions niche reach name names day days rating score total",
    "result results conclusion method methods introduction abstract quote quotes memo comment comments",
    "break jingle intro outro song music ad ads advertisement promo sponsor document code-name interview",
    "focus-group session consent ethics appendix",
)
"""First words of headings and asides that stand in a label's place."""

METADATA = _words(
    "date time place location venue duration length age gender sex occupation profession file filename",
    "language project study id recorded recording transcribed transcriber transcription version niche",
    "reach setting title subject session code pseudonym recorder format site consent",
)
"""Keys of the block that opens many transcripts; beside one of them `Interviewer: Jane Roe` is no turn."""

SENTENCE_STARTERS = _words(
    "a an the and but so or because if when what why how where who which this that these those it its i",
    "we you he she they my our your his her their there here then now like one two three for in on at as",
    "of to with from by not no yes yeah well okay ok just also even let all some any each every another",
    "other first second next last thing things question questions part step section chapter figure table",
    "is are was were do does did can could would should will",
)
SMALL_NAME_WORDS = _words(
    "and & von van der den de del della da di du la le el al bin ibn of the y e und et",
)

NEVER_LAST = _words(
    "dr mr mrs ms prof st mt ft sen rep gov gen capt cpt lt sgt maj cmdr rev hon messrs mme mlle sr sra",
    "vs e.g i.e eg ie cf approx esp incl al pp fig figs eq eqs vol u.a z.b d.h bzw",
)
"""Abbreviations after which a sentence does not end."""

BEFORE_A_NUMBER = _words(
    "no nos nr p para art sect sec ch chap ed col v tel ca jan feb apr jun jul aug sep sept oct nov dec",
)
"""Abbreviations only before a number: `No. 5`, but “No. I don't.”"""

OPENING = _words(
    "i we you he she they it the a an and but so or because if when what why how where who this that",
    "these those there then now my our your his her their in on at for well yeah yes no okay oh is are",
    "was do did can could would will i'm i've i'd i'll it's that's he's she's we're they're there's don't",
    "you're let's let not all with usually just unlike sorry like more most some many after before as",
    "from by to of while since also even only every each both another maybe please thank thanks right",
    "sure basically actually anyway which though although once until unless here today here's what's",
)
"""Words that open a sentence more often than they continue a name."""

QUESTION_WORDS = _words(
    "a an the and but so or if when what why how where who which this that these those it its i we you he",
    "she they my our your his her their there then in on at as of to with from by for about into is are",
    "was were be been being do does did doing have has had can could would should will may might must",
    "please tell me us describe explain say think any some more most very just also not no yes little bit",
    "lot thing things way up out over one own than too get got give make first next okay ok right well",
    "now let's let",
)
"""Words that any question may hold."""
