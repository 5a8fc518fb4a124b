"""Cells of the results table: a value as spans of text with semantic styles. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

from netwrix_tui.records.change_words import changes_line
from netwrix_tui.records.day_offsets import has_two_offsets, short_offset
from netwrix_tui.records.record import Detail
from netwrix_tui.tui.table.table_columns import ACTION, WHAT, WHEN, WHERE, WHO, WORKSTATION, Column
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.truncation import ELLIPSIS, blanks, bounded, fit_end, fit_middle, width_of

_SIGNS: dict[str, tuple[str, SemanticStyle]] = {
    "Added": ("+", SemanticStyle.ADDED),
    "Removed": ("−", SemanticStyle.REMOVED),
    "Modified": ("~", SemanticStyle.MODIFIED),
    "Activated": ("~", SemanticStyle.MODIFIED),
    "Read": ("·", SemanticStyle.PLAIN),
    "Copied": ("·", SemanticStyle.PLAIN),
    "Checked in": ("·", SemanticStyle.PLAIN),
    "Checked out": ("·", SemanticStyle.PLAIN),
    "Discard check out": ("·", SemanticStyle.PLAIN),
    "Moved": ("→", SemanticStyle.MODIFIED),
    "Renamed": ("→", SemanticStyle.MODIFIED),
    "Sent": ("→", SemanticStyle.PLAIN),
    "Successful Logon": ("»", SemanticStyle.PLAIN),
    "Session start": ("»", SemanticStyle.PLAIN),
    "Logoff": ("«", SemanticStyle.PLAIN),
    "Session end": ("«", SemanticStyle.PLAIN),
}
_FAILED = ("!", SemanticStyle.FAILED)
_SHORT = {"Successful Logon": "Logon", "Discard check out": "Discarded"}
"""What the sign before it makes clear enough."""

_NO_ROOM_FOR_DOMAIN = f"{ELLIPSIS}\\"
_UNKNOWN = (" ", SemanticStyle.PLAIN)

AHEAD = "›"
"""Stands before a time that lies ahead of the server's clock."""

WIDE_WHEN = 20
"""Cells from which a time is shown with its day of the week, or its year."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def text_cell(column: Column, text: str, width: int) -> Line:
    """A value in its column: exactly ``width`` cells, whatever the value holds."""
    # Bounded here too, so that the cache below never keeps a value of megabytes alive.
    return _text_cell(column, bounded(text, width), width)


@lru_cache(maxsize=2_048)
def _text_cell(column: Column, text: str, width: int) -> Line:
    return _filled(_FORMS.get(column, _name)(text, width), width)


def changes_cell(changes: Sequence[Detail] | None, width: int) -> Line:
    """The changes of a record, as many as there is room for: exactly ``width`` cells.

    None stands for those of a record too long to be looked into: ``…`` is shown.
    """
    line = ELLIPSIS if changes is None else changes_line(changes, width)
    return _filled((Span(line),), width)


def time_cell(
    moment: datetime, *, repeats: bool, this_year: int, width: int, is_ahead: bool = False
) -> Line:
    """A moment in the zone shown; its date is quiet where it ``repeats`` the row above's.

    The year is named where it is not ``this_year``. Where the day has two offsets, the time has its
    own. ``is_ahead`` marks one that has not come yet.
    """
    if has_two_offsets(moment):
        return _with_offset(moment, repeats=repeats, width=width)
    clock = f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}"
    day, month = moment.day, MONTHS[moment.month - 1]
    if width < WIDE_WHEN:
        same = f"{day:2} {month}  "
        date = same if moment.year == this_year else f"{day:02}{month}{moment.year % 100:02} "
    else:
        same = f"{DAYS[moment.weekday()]} {day:2} {month}  "
        date = same if moment.year == this_year else f"{day:2} {month} {moment.year:04} "
    style = SemanticStyle.QUIET if repeats else SemanticStyle.PLAIN
    if is_ahead:
        told = Span(f"{AHEAD}{clock}", SemanticStyle.DAMAGED)
        return _filled((Span(date[:-1], style), told), width)
    return _filled((Span(date, style), Span(clock)), width)


def _with_offset(moment: datetime, *, repeats: bool, width: int) -> Line:
    day, offset = f"{moment.day:2} {MONTHS[moment.month - 1]} ", short_offset(moment)
    clock = f"{moment:%H:%M:%S} " if width >= WIDE_WHEN else f"{moment:%H:%M}"
    room = width - len(day) - len(clock)
    style = SemanticStyle.QUIET if repeats else SemanticStyle.PLAIN
    return _filled((Span(day, style), Span(clock), Span(offset.rjust(min(4, room)))), width)


def _who(text: str, width: int) -> Line:
    name = text[text.rfind("\\") + 1 :]
    if name == text:
        return _name(text, width)
    whole = fit_end(text, width)
    cut = whole.rfind("\\")
    if cut >= 0 and not whole.endswith(ELLIPSIS):
        return (Span(whole[: cut + 1], SemanticStyle.QUIET), Span(whole[cut + 1 :]))
    # A domain that is left out leaves a mark: two accounts of one name are not the same.
    return (Span(_NO_ROOM_FOR_DOMAIN, SemanticStyle.QUIET), Span(fit_end(name, max(1, width - 2))))


def _host(text: str, width: int) -> Line:
    shown = fit_end(text, width)
    label, dot, domain = shown.partition(".")
    # The numbers of an IP address are no domain.
    if not dot or label.isdigit():
        return (Span(shown),)
    return (Span(label), Span(dot + domain, SemanticStyle.QUIET))


def _action(text: str, width: int) -> Line:
    sign, style = _sign(text)
    said = _SHORT.get(text, text)
    return (Span(f"{sign} {fit_end(said, max(1, width - 2))}", style),)


def _sign(action: str) -> tuple[str, SemanticStyle]:
    known = _SIGNS.get(action)
    if known is not None:
        return known
    return _FAILED if "fail" in action.casefold() else _UNKNOWN


def _path(text: str, width: int) -> Line:
    return (Span(fit_middle(text, width)),)


def _name(text: str, width: int) -> Line:
    return (Span(fit_end(text, width)),)


_FORMS: dict[Column, Callable[[str, int], Line]] = {
    WHEN: _name,
    WHO: _who,
    ACTION: _action,
    WHAT: _path,
    WHERE: _host,
    WORKSTATION: _host,
}


def _filled(pieces: Line, width: int) -> Line:
    missing = width - sum(width_of(piece.text) for piece in pieces)
    if missing <= 0:
        return pieces
    *front, last = pieces
    return (*front, Span(last.text + blanks(missing), last.style))
