"""What a cell of the results table says: pieces of text, each with a tone instead of a colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from netwrix_tui.records.change_words import changes_line
from netwrix_tui.records.record import Detail
from netwrix_tui.tui.table.columns import ACTION, WHAT, WHEN, WHERE, WHO, WORKSTATION, Column
from netwrix_tui.tui.text.truncation import ELLIPSIS, blanks, bounded, fit_end, fit_middle, width_of


class CellStyle(StrEnum):
    """What a piece of text means; the value ends the name of its component class."""

    PLAIN = "plain"
    QUIET = "quiet"
    """Repeats what is known already: a domain, a date."""
    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    FAILED = "failed"
    NEUTRAL = "neutral"
    MARK = "mark"
    DAMAGED = "damaged"
    CURSOR = "cursor-sign"


class Piece(NamedTuple):
    """A piece of visible text, and its tone."""

    text: str
    tone: CellStyle = CellStyle.PLAIN


Pieces = tuple[Piece, ...]

_SIGNS: dict[str, tuple[str, CellStyle]] = {
    "Added": ("+", CellStyle.ADDED),
    "Removed": ("−", CellStyle.REMOVED),
    "Modified": ("~", CellStyle.MODIFIED),
    "Activated": ("~", CellStyle.MODIFIED),
    "Read": ("·", CellStyle.NEUTRAL),
    "Copied": ("·", CellStyle.NEUTRAL),
    "Checked in": ("·", CellStyle.NEUTRAL),
    "Checked out": ("·", CellStyle.NEUTRAL),
    "Discard check out": ("·", CellStyle.NEUTRAL),
    "Moved": ("→", CellStyle.MODIFIED),
    "Renamed": ("→", CellStyle.MODIFIED),
    "Sent": ("→", CellStyle.NEUTRAL),
    "Successful Logon": ("»", CellStyle.NEUTRAL),
    "Session start": ("»", CellStyle.NEUTRAL),
    "Logoff": ("«", CellStyle.NEUTRAL),
    "Session end": ("«", CellStyle.NEUTRAL),
}
_FAILED = ("!", CellStyle.FAILED)
_SHORT = {"Successful Logon": "Logon", "Discard check out": "Discarded"}
"""What the sign before it makes clear enough."""

_NO_ROOM_FOR_DOMAIN = f"{ELLIPSIS}\\"
_UNKNOWN = (" ", CellStyle.PLAIN)

WIDE_WHEN = 20
"""Cells from which a time is shown with its day of the week, or its year."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def text_cell(column: Column, text: str, width: int) -> Pieces:
    """A value in its column: exactly ``width`` cells, whatever the value holds."""
    # Bounded here too, so that the cache below never keeps a value of megabytes alive.
    return _text_cell(column, bounded(text, width), width)


@lru_cache(maxsize=2_048)
def _text_cell(column: Column, text: str, width: int) -> Pieces:
    return _filled(_FORMS.get(column, _name)(text, width), width)


def changes_cell(changes: Sequence[Detail] | None, width: int) -> Pieces:
    """The changes of a record, as many as there is room for: exactly ``width`` cells.

    None stands for those of a record too long to be looked into: ``…`` is shown.
    """
    line = ELLIPSIS if changes is None else changes_line(changes, width)
    return _filled((Piece(line),), width)


def time_cell(moment: datetime, *, repeats: bool, this_year: int, width: int) -> Pieces:
    """A moment in the zone shown; its date is quiet where it ``repeats`` the row above's.

    The year is named where it is not ``this_year``.
    """
    clock = f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}"
    day, month = moment.day, MONTHS[moment.month - 1]
    if width < WIDE_WHEN:
        same = f"{day:2} {month}  "
        date = same if moment.year == this_year else f"{day:02}{month}{moment.year % 100:02} "
    else:
        same = f"{DAYS[moment.weekday()]} {day:2} {month}  "
        date = same if moment.year == this_year else f"{day:2} {month} {moment.year:04} "
    tone = CellStyle.QUIET if repeats else CellStyle.PLAIN
    return _filled((Piece(date, tone), Piece(clock)), width)


def _who(text: str, width: int) -> Pieces:
    name = text[text.rfind("\\") + 1 :]
    if name == text:
        return _name(text, width)
    whole = fit_end(text, width)
    cut = whole.rfind("\\")
    if cut >= 0 and not whole.endswith(ELLIPSIS):
        return (Piece(whole[: cut + 1], CellStyle.QUIET), Piece(whole[cut + 1 :]))
    # A domain that is left out leaves a mark: two accounts of one name are not the same.
    return (Piece(_NO_ROOM_FOR_DOMAIN, CellStyle.QUIET), Piece(fit_end(name, max(1, width - 2))))


def _host(text: str, width: int) -> Pieces:
    shown = fit_end(text, width)
    label, dot, domain = shown.partition(".")
    # The numbers of an IP address are no domain.
    if not dot or label.isdigit():
        return (Piece(shown),)
    return (Piece(label), Piece(dot + domain, CellStyle.QUIET))


def _action(text: str, width: int) -> Pieces:
    sign, tone = _sign(text)
    said = _SHORT.get(text, text)
    return (Piece(f"{sign} {fit_end(said, max(1, width - 2))}", tone),)


def _sign(action: str) -> tuple[str, CellStyle]:
    known = _SIGNS.get(action)
    if known is not None:
        return known
    return _FAILED if "fail" in action.casefold() else _UNKNOWN


def _path(text: str, width: int) -> Pieces:
    return (Piece(fit_middle(text, width)),)


def _name(text: str, width: int) -> Pieces:
    return (Piece(fit_end(text, width)),)


_FORMS: dict[Column, Callable[[str, int], Pieces]] = {
    WHEN: _name,
    WHO: _who,
    ACTION: _action,
    WHAT: _path,
    WHERE: _host,
    WORKSTATION: _host,
}


def _filled(pieces: Pieces, width: int) -> Pieces:
    missing = width - sum(width_of(piece.text) for piece in pieces)
    if missing <= 0:
        return pieces
    *front, last = pieces
    return (*front, Piece(last.text + blanks(missing), last.tone))
