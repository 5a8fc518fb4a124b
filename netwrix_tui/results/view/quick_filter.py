"""Quick filter over loaded records: words that have to be there, or must not be. Pure.

``jane -svc who:corp "Domain Admins"``: words are looked for in all columns but RID and Changes,
in small or capital letters alike; ``column:word`` looks into one column; ``-`` before either
excludes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WORD_FIELDS = (
    "who", "action", "object_type", "what", "where", "data_source", "workstation",
    "monitoring_plan", "item",
)  # fmt: skip
"""The fields in which a word without a column is looked for."""

_NAMES = {
    **{name: name for name in ("when", *WORD_FIELDS)},
    "type": "object_type",
    "source": "data_source",
    "plan": "monitoring_plan",
    "objecttype": "object_type",
    "datasource": "data_source",
    "monitoringplan": "monitoring_plan",
}
_TERM = re.compile(r'(?P<not>-?)(?:(?P<name>[A-Za-z_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_TIME = re.compile(r"[\d:.TZ+-]*\d[:-][\d:.TZ+-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a filter, folded to small letters; ``fields`` are where it is looked for."""

    text: str
    fields: tuple[str, ...] = WORD_FIELDS
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """All terms have to hold. Without any, every record matches. ``line`` is what was typed."""

    terms: tuple[Term, ...] = ()
    line: str = field(default="", compare=False)

    @classmethod
    def parse(cls, line: str) -> QuickFilter:
        """What a line means. There is none that means nothing: what is no syntax is a word."""
        terms = (_term(match) for match in _TERM.finditer(line))
        return cls(tuple(term for term in terms if term.text), line)

    def __bool__(self) -> bool:
        return bool(self.terms)


def _term(match: re.Match[str]) -> Term:
    excludes = bool(match["not"])
    text = match["phrase"] if match["phrase"] is not None else match["word"]
    name = match["name"]
    column = _NAMES.get(name.lower()) if name else None
    if name and column is None:
        # A drive letter, a URL: the colon belongs to the word.
        text = f"{name}:{text}"
    if column is not None:
        return Term(text.casefold(), (column,), excludes)
    # A time has a form of its own: other words need not be looked for in millions of times.
    fields = ("when", *WORD_FIELDS) if _TIME.fullmatch(text) else WORD_FIELDS
    return Term(text.casefold(), fields, excludes)
