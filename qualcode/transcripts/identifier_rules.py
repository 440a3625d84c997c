"""Rules for words that may tell who somebody is: the Safe Harbor list, as far as it can stand in a text.

After the eighteen kinds of the HIPAA Safe Harbor rule (45 CFR 164.514(b)(2)(i)): names; places smaller than a
state; dates more exact than a year, and ages over 89; telephone and fax numbers; e-mail and web addresses;
social security, record, account, licence, vehicle, device and internet numbers; any other unique number.
Finger prints, voices and photographs (the two kinds left) are in no text. A rule proposes; a person decides.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

KINDS: Final = {
    "name": "names",
    "place": "places smaller than a state",
    "date": "dates more exact than a year",
    "age": "ages over 89",
    "phone": "telephone numbers",
    "fax": "fax numbers",
    "email": "e-mail addresses",
    "ssn": "social security numbers",
    "record": "record, account, policy and licence numbers",
    "vehicle": "vehicle numbers",
    "device": "device numbers",
    "web": "web addresses and handles",
    "ip": "internet (IP) addresses",
    "number": "other long numbers",
    "agency": "agencies and institutions",
    "program": "programs",
    "role": "rare roles",
    "other": "other words of the study’s dictionary",
}
"""What a hit may be, and how it is called in print."""

NOT_IN_TEXT: Final = ("biometric identifiers", "full-face photographs")
"""Kinds of the Safe Harbor list that no scan of words can look for."""


class Rule(NamedTuple):
    """A pattern; its group `w`, if it has one, is what would be replaced, else all of it."""

    kind: str
    pattern: re.Pattern[str]


def _either(*lines: str) -> str:
    """Any of the words in some lines; `_` stands for a space inside one of them."""
    return f"(?:{'|'.join(word.replace('_', ' ') for line in lines for word in line.split())})"


def _rules(kind: str, *patterns: str) -> list[Rule]:
    return [Rule(kind, re.compile(pattern)) for pattern in patterns]


_CAP: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{0,40}\w"
_CAPS: Final = rf"{_CAP}(?: {_CAP})?"
_LONG_MONTH: Final = _either(
    "January February March April May June July August September October November December"
)
_MONTH: Final = rf"(?:{_LONG_MONTH}|{_either('Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec')}\b\.?)"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR: Final = r"(?:,? (?:of )?(?:19|20)\d\d\b)?"
_DIGIT: Final = _either("zero oh one two three four five six seven eight nine")
_OLD: Final = r"(?:9\d|1[01]\d|ninety(?:-\w+)?)"
_STREET: Final = _either(
    "Street St Avenue Ave Road Rd Boulevard Blvd Lane Ln Drive Court Ct Terrace Highway Hwy Square",
    "Parkway Crescent Alley Plaza",
)
_AREA: Final = _either("County Township Borough Parish Valley Heights Beach District")
_BODY: Final = _either(
    "Project Center Centre Clinic Hospital Infirmary Hospice Agency Foundation Society Association Church",
    "Chapel Parish Temple Mosque Synagogue School University College Institute House Shelter Mission",
    "Ministry Ministries Service Services Network Coalition Alliance Trust Council Authority Board Inc",
    "LLC Ltd GmbH Initiative Union Partnership Collective Company Corporation Academy Bureau Prison Jail",
    "Library Museum Club",
)
_STATE: Final = _either(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii",
    "Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan",
    "Minnesota Mississippi Missouri Montana Nebraska Nevada New_Hampshire New_Jersey New_Mexico New_York",
    "North_Carolina North_Dakota Ohio Oklahoma Oregon Pennsylvania Rhode_Island South_Carolina",
    "South_Dakota Tennessee Texas Utah Vermont Virginia Washington West_Virginia Wisconsin Wyoming",
    "[A-Z]{2}",
)
_TITLE: Final = _either(
    "Dr Mr Mrs Ms Miss Mx Prof Professor Doctor Father Pastor Reverend Rev Officer Judge Nurse Aunt",
    "Auntie Uncle Frau Herr Sister Brother",
)
_KIN: Final = _either(
    "brother sister husband wife son daughter friend partner colleague boss supervisor manager",
    "counsell?or mother father mom mum dad girlfriend boyfriend cousin neighbou?r sponsor doctor nurse",
    "therapist client",
)
_NUMBERED: Final = _either(
    "MRN medical_record record chart patient case account acct policy member insurance licen[cs]e",
    "certificate permit badge student employee passport medicaid medicare ID",
)
_THERE: Final = _either("live[sd]? living grew_up born moved raised based headed drove back")
_IS_NUMBER: Final = r"(?i:,? (?:no|number|num|ID|card|is|was)\b\.?)*[:#,]? *#?"

RULES: Final = (
    *_rules(
        "email",
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}",
        r"(?<![\w.])[\w.]{1,64} at [\w-]{1,64} dot (?:com|org|net|edu|gov|de|fr|ca|co|uk)\b",
    ),
    *_rules(
        "web",
        r"\b(?:https?://|www\.)[^\s<>\"”]*[\w/]",
        r"(?<![\w.-])[a-z0-9-]{2,64}\.(?:com|org|net|edu|gov)\b(?:/[\w./-]*\w)?",
        r"(?<![\w@.])@[A-Za-z_]\w{2,}",
    ),
    *_rules("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)"),
    *_rules("device", r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b"),
    *_rules("ip", r"\b(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}\b"),
    *_rules("ssn", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    *_rules(
        "date",
        r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b",
        r"\b[0-3]?\d[/.][0-3]?\d[/.](?:19|20)?\d\d\b",
    ),
    *_rules(
        "record",
        rf"(?i:\b{_NUMBERED}\b){_IS_NUMBER}(?P<w>(?=[A-Z-]{{0,9}}\d)[A-Z0-9][A-Z0-9-]{{3,40}})\b",
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b",
        r"(?<![\w-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![\w-])",
    ),
    *_rules("fax", r"\b[Ff]ax\b[^\d\n]{0,20}(?P<w>\+?\(?\d[\d ().-]{5,18}\d)"),
    *_rules(
        "phone",
        r"(?<![\w.,$€£-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])?\d{3}[ .-]\d{4}(?![\w-]|[.,]\d)",
        r"(?<!\w)\+\d[\d ().-]{6,18}\d\b",
        r"(?<![\w.,-])0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4}\b",
        rf"(?i)\b{_DIGIT}(?:[ ,-]+(?:double )?{_DIGIT}){{6,20}}\b",
    ),
    *_rules(
        "vehicle",
        r"\b(?:[Pp]late|[Rr]egistration)\b[^.\n]{0,20}?\b"
        r"(?P<w>(?=[\w -]{0,8}\d)[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,5})\b",
        r"\b(?=[A-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}\b",
    ),
    *_rules(
        "device", rf"(?i:\b(?:serial|IMEI|device)\b){_IS_NUMBER}(?P<w>(?=[A-Z-]{{0,9}}\d)[A-Z0-9-]{{6,40}})\b"
    ),
    *_rules(
        "date",
        rf"\b{_MONTH} {_DAY}(?! ?(?:percent|%|people|years)){_YEAR}",
        rf"\b{_DAY}(?: of)? {_MONTH}{_YEAR}",
        rf"\b{_LONG_MONTH},? (?:of )?(?:19|20)\d\d\b",
        rf"\b(?:[Ii]n|[Ll]ast|[Tt]his|[Nn]ext|[Ss]ince|[Uu]ntil|[Bb]y|of|early|late|mid)"
        rf" (?P<w>{_LONG_MONTH})\b",
    ),
    *_rules(
        "age",
        rf"\b(?P<w>{_OLD}|a hundred)[ -]years?[ -](?:old|of age)\b",
        rf"\b(?:aged?|turn(?:ed|ing|s)?) (?P<w>{_OLD})\b(?! ?(?:percent|%|dollars|miles|minutes|days))",
    ),
    *_rules(
        "place",
        rf"\b\d{{1,5}}[A-Za-z]? (?:{_CAP} ){{1,3}}(?:{_STREET}|Way|Place|Dr)\b\.?"
        r"(?:,? (?:[Aa]pt|[Uu]nit|#)\.? ?\w+)?",
    ),
    *_rules(
        "agency",
        rf"\b(?:{_CAP} (?:(?:of|for|and|the|de|del|&) ){{0,2}}){{1,5}}{_BODY}\b"
        rf"(?: (?:of|for) (?:the )?{_CAPS})?",
        rf"\b{_BODY} (?:of|for) (?:the )?{_CAPS}",
    ),
    *_rules("program", rf"\b(?:{_CAP} (?:(?:of|for|and|&) )?){{1,4}}Program(?:me)?\b"),
    *_rules(
        "place",
        rf"\b(?:{_CAP} ){{1,3}}{_STREET}\b",
        rf"\b(?:{_CAP} ){{1,2}}{_AREA}\b",
        rf"\b(?:[Cc]ity|[Tt]own|[Vv]illage|[Cc]ounty) of (?P<w>{_CAPS})",
        rf"\b(?P<w>{_CAPS}), {_STATE}\b(?: \d{{5}}(?:-\d{{4}})?)?",
        r"\b(?i:zip(?: code)?)[^\d\n]{0,12}(?P<w>\d{5}(?:-\d{4})?)\b",
        r"\b[A-Z]{2} (?P<w>\d{5}(?:-\d{4})?)\b",
        rf"\b{_THERE} (?:out |up |down |over )?(?:in|from|to|near|around) (?P<w>{_CAPS})",
    ),
    *_rules(
        "name",
        rf"\b{_TITLE}\.? (?P<w>{_CAPS})",
        rf"\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) name(?:['’]s| is| was) (?P<w>{_CAP}(?: {_CAP}){{0,3}})",
        rf"\b(?:call(?:s|ed)? (?:me|him|her|them)|(?:am|['’]m|was|is|were) called|named)"
        rf" (?P<w>{_CAP}(?: {_CAP}){{0,3}})",
        rf"\b(?:my|his|her|our|their|a) {_KIN},? (?P<w>{_CAPS})",
    ),
    *_rules("number", r"(?<![\w.,$€£-])\d{7,}(?![\w]|[.,]\d)"),
)
"""The rules, the more certain ones first: where two hits overlap, the earlier rule has the word."""

FREE: Final = frozenset(
    {"email", "web", "ip", "device", "ssn", "phone", "fax", "record", "vehicle", "number"}
)
"""Kinds that are looked for wherever people write, not only in transcripts: they mean the same everywhere."""

MONTHS: Final = frozenset(
    word.casefold() for word in _LONG_MONTH.removeprefix("(?:").removesuffix(")").split("|")
)
"""Words with a capital that name nobody, but may be a date."""

NOT_NAMES: Final = MONTHS | frozenset(
    word
    for line in (
        "i i'm i’m i'd i’d i've i’ve i'll i’ll monday tuesday wednesday thursday friday saturday sunday",
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas easter thanksgiving",
        "ramadan hanukkah halloween english spanish french german italian portuguese russian chinese",
        "japanese arabic dutch polish latin american americans african asian european british irish",
        "scottish welsh canadian mexican indian hispanic latino latina black white christian christians",
        "catholic protestant muslim muslims jewish jew jews hindu buddhist god jesus lord bible internet",
        "facebook google zoom youtube twitter instagram whatsapp tv ok okay mr mrs ms dr miss sir madam",
        "mom mum dad mama papa grandma grandpa state federal government",
    )
    for word in line.split()
)
"""Words with a capital that name nobody."""
