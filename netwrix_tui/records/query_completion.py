"""Completion of a query line: names of filters, signs, values. Pure.

Nothing is guessed that is not offered: the line stays as typed until somebody takes an item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from netwrix_tui.records.filter_words import FILTER_HINTS, operator_words
from netwrix_tui.records.filters import SERVER, SPECS, Operator, is_xml_character, spec_of
from netwrix_tui.records.folded import folded
from netwrix_tui.records.query_terms import SHORT_NAMES, SIGNS, term_around, written_value
from netwrix_tui.records.ranking import ranked

KnownValues = Callable[[str], Sequence[str]]
"""Values that a filter may be asked for, by its name, the likeliest first."""

MOST_ITEMS = 50
_LONGEST = 200
"""Characters; a longer value is not something to pick from a list."""

_HOURS = {
    "working": "those of the profile", "08:00-18:00": "any day", "Mon-Fri 08:00-18:00": "",
    "18:00-08:00": "the night", "22:00-06:00": "late",
}  # fmt: skip
_SPANS = {
    "today": "", "yesterday": "", "2h": "the last two hours", "24h": "the last 24 hours",
    "LastSevenDays": "", "LastThirtyDays": "", "90d": "the last 90 days",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to take: the text that is put in, and a dim word about it.

    ``is_whole`` is True where the term is complete with it.
    """

    text: str
    hint: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What may replace ``line[at:end]``."""

    at: int
    end: int
    items: tuple[Item, ...] = ()

    def taken(self, line: str, item: Item) -> tuple[str, int]:
        """The line with an item put in, and the place behind it to go on from."""
        rest = line[self.end :]
        gap = " " if item.is_whole and not rest[:1].isspace() else ""
        before = line[: self.at] + item.text + gap
        return before + rest, len(before) + (item.is_whole and not gap)


def completion(line: str, place: int, known: KnownValues, today: date) -> Completion:
    """What may stand where the cursor is; ``today`` is for examples of days."""
    term = term_around(line, place)
    name_at = term.at + term.is_off + term.is_negative
    if place < name_at:
        return Completion(place, place)
    if not term.sign:
        typed = line[name_at:place]
        if typed[:1] in ("'", '"', "@"):
            return Completion(place, place)
        return Completion(
            name_at, max(term.end, place), tuple(_names(typed, term.is_negative, known))
        )
    if place < term.value_at:
        typed = line[name_at:place]
        return Completion(name_at, term.value_at, tuple(_names(typed, term.is_negative, known)))
    name = SHORT_NAMES.get(term.name.lower())
    if name is None:
        return Completion(place, place)
    typed = _unquoted(line[term.value_at : place])
    return Completion(term.value_at, term.end, tuple(_values(name, typed, known, today)))


def _names(typed: str, is_negative: bool, known: KnownValues) -> list[Item]:
    exact = SHORT_NAMES.get(typed.lower())
    if exact is not None:
        return [Item(f"{typed}{sign}", words) for sign, words in _signs(exact, is_negative)]
    # Servers can be chosen where there are several.
    names = (*SPECS, SERVER) if known(SERVER) else tuple(SPECS)
    shown = {_short_name(name): name for name in names}
    aliases = {alias: name for alias, name in SHORT_NAMES.items() if name in names}
    found = ranked(typed, [(alias, alias) for alias in (shown if not typed else aliases)])
    found_names = dict.fromkeys(_short_name(aliases[alias]) for alias in found)
    return [Item(f"{name}:", FILTER_HINTS[shown[name]]) for name in found_names]


def _short_name(name: str) -> str:
    """The last of its names is the shortest."""
    return next(alias for alias in reversed(SHORT_NAMES) if SHORT_NAMES[alias] == name)


def _signs(name: str, is_negative: bool) -> list[tuple[str, str]]:
    operators = spec_of(name).operators
    signs: list[tuple[str, str]] = []
    for sign, pair in SIGNS.items():
        operator = pair[1] if is_negative else pair[0]
        if sign == ":" and Operator.CONTAINS not in operators:
            operator = Operator.NOT_EQUAL_TO if is_negative else Operator.EQUALS
        elif sign == "=" and Operator.CONTAINS not in operators:
            continue
        if operator in operators:
            signs.append((sign, operator_words(name, operator)))
    return signs


def _values(name: str, typed: str, known: KnownValues, today: date) -> list[Item]:
    if name == "When":
        return _listed(typed, _SPANS | _days(today))
    if name == "WorkingHours":
        return _listed(typed, _HOURS)
    values = dict.fromkeys(value for value in known(name) if _can_be_picked(name, value))
    found = ranked(typed, [(folded(value), value) for value in values])[:MOST_ITEMS]
    return [Item(written_value(value, alone=False), is_whole=True) for value in found]


def pasted(line: str, place: int, lines: Sequence[str]) -> str:
    """What several pasted lines become at a place of a query.

    Behind ``who:`` each is a value of its own, in a term of its own; elsewhere they are more terms.
    """
    term = term_around(line, place)
    texts = [text.strip() for text in lines]
    if not term.name or term.value or place != term.value_at:
        return " ".join(texts)
    head = line[term.at : term.value_at]
    return f" {head}".join(written_value(text, alone=False) for text in texts)


def _days(today: date) -> dict[str, str]:
    week = today - timedelta(days=7)
    return {today.isoformat(): "a day", f"{week}..{today}": "from one day to another"}


def _listed(typed: str, words: dict[str, str]) -> list[Item]:
    found = ranked(typed, [(folded(word), word) for word in words])
    return [Item(written_value(word, alone=False), words[word], is_whole=True) for word in found]


def _can_be_picked(name: str, value: str) -> bool:
    longest = min(SPECS[name].longest or _LONGEST, _LONGEST) if name in SPECS else _LONGEST
    return 0 < len(value) <= longest and all(map(is_xml_character, value))


def _unquoted(typed: str) -> str:
    if typed[:1] == '"':
        return typed[1:].replace('""', '"').removesuffix('"')
    return typed[1:].removesuffix("'") if typed[:1] == "'" else typed
