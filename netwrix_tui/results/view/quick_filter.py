"""Quick filter over loaded records: words that have to be there, or must not be.

``jane -svc who:corp "Domain Admins" when:today``: words are looked for in all columns but RID and
Changes, in small or capital letters alike, any space as a plain one; ``column:word`` looks into one
column; ``-`` before either excludes. Of times it is what the column When shows that is looked into.
``undone``, ``restored`` and ``undoes`` are looked for among what was undone, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from netwrix_tui.records.doubts import wildcard_in
from netwrix_tui.records.folded import folded
from netwrix_tui.records.spans import Span
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.view.typed_days import DAY_PATTERN, typed_spans
from netwrix_tui.results.view.undone_rows import FATES, UNDONE

WORD_FIELDS = (
    "who", "action", "object_type", "what", "where", "data_source", "workstation",
    "monitoring_plan", "item",
)  # fmt: skip
"""The fields in which a word without a column is looked for."""

_WITH_WHEN = ("when", *WORD_FIELDS)
_OF_UNDONE = frozenset(("undone", "restored", "undoes"))
_NAMES = {
    **{name: name for name in ("when", *WORD_FIELDS, "server", UNDONE)},
    "type": "object_type",
    "source": "data_source",
    "plan": "monitoring_plan",
    "objecttype": "object_type",
    "datasource": "data_source",
    "monitoringplan": "monitoring_plan",
}
_TERM = re.compile(
    rf"(?P<not>-?)(?:(?P<when>when:)?(?P<day>{DAY_PATTERN})(?!\S)"
    r'|(?:(?P<name>[A-Za-z_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+)))',
    re.IGNORECASE,
)
_DAY = re.compile(DAY_PATTERN, re.IGNORECASE)
_TIME = re.compile(r"[\d:.TZ+-]*\d[:-][\d:.TZ+-]*", re.IGNORECASE)
_DATE_AND_CLOCK = re.compile(r"(?<=\d{4}-\d{2}-\d{2})t", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a filter, folded (see :func:`~netwrix_tui.records.folded.folded`).

    ``fields`` are where it is looked for, ``is_whole`` where nothing else may stand beside it. In
    "when" the moment has to lie in one of ``spans`` (whole seconds, in order), or without any its
    words in ``zone`` have to hold the text.
    """

    text: str
    fields: tuple[str, ...] = WORD_FIELDS
    excludes: bool = False
    is_whole: bool = False
    spans: tuple[Span, ...] | None = None
    zone: ShownZone | None = None

    @property
    def time_text(self) -> str:
        """The text as the words of a time have it: ``2026-11-30 14`` for ``2026-11-30t14``."""
        return _DATE_AND_CLOCK.sub(" ", self.text)


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """All terms have to hold. Without any, every record matches. ``line`` is what was typed."""

    terms: tuple[Term, ...] = ()
    line: str = field(default="", compare=False)

    @classmethod
    def parse(cls, line: str, zone: ShownZone = UTC_ZONE) -> QuickFilter:
        """What a line means, times being read and shown in a zone.

        There is none that means nothing: what is no syntax is a word.
        """
        terms = (_term(match, zone) for match in _TERM.finditer(line))
        return cls(tuple(term for term in terms if term.text), line)

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def asks_what_is_undone(self) -> bool:
        """True where a term looks into what undid a record: one more may undo earlier ones."""
        return any(UNDONE in term.fields for term in self.terms)

    @property
    def doubt(self) -> str:
        """What may be a slip where nothing matches, in a few words; empty where nothing is."""
        for term in self.terms:
            if term.fields == ("when",) and term.spans is None:
                return "when: takes today, 7d, 30 Nov, 2026-11-30, 14:02"
            if term.fields == (UNDONE,) and not any(term.text in words for words in FATES):
                return "undone: takes undone, restored, partly, undoes, burst"
            if wildcard_in(term.text):
                return "no wildcards: type a part of it"
        return ""


def _term(match: re.Match[str], zone: ShownZone) -> Term:
    excludes = bool(match["not"])
    if match["day"] is not None:
        return _time_term(match["day"], ("when",) if match["when"] else _WITH_WHEN, excludes, zone)
    text = match["phrase"] if match["phrase"] is not None else match["word"]
    name = match["name"]
    column = _NAMES.get(name.lower()) if name else None
    if name and column is None:
        # A drive letter, a URL: the colon belongs to the word.
        text = f"{name}:{text}"
    if column == "when":
        return _time_term(text, ("when",), excludes, zone)
    if column is not None:
        # In quotation marks, what undid a record is all of it: "undone" is not "partly undone".
        is_whole = column == UNDONE and match["phrase"] is not None
        return Term(folded(text), (column,), excludes, is_whole)
    # A time has a form of its own: other words need not be looked for in millions of times.
    if _TIME.fullmatch(text) or _DAY.fullmatch(text):
        return _time_term(text, _WITH_WHEN, excludes, zone)
    if text.casefold() in _OF_UNDONE:
        return Term(folded(text), (*WORD_FIELDS, UNDONE), excludes)
    return Term(folded(text), WORD_FIELDS, excludes)


def _time_term(text: str, fields: tuple[str, ...], excludes: bool, zone: ShownZone) -> Term:
    spans = typed_spans(text, zone)
    if spans is not None:
        return Term(folded(text), fields, excludes, spans=spans)
    return Term(folded(text), fields, excludes, zone=zone)
