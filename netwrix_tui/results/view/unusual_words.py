"""Badge and sentences about what is unusual in a record. Values in them are visible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.view.unusual import Reason, Unusual
from netwrix_tui.sanitize import visible

_LONGEST = 80
"""Characters of a value in a sentence."""

_BADGES = (
    (Reason.BURST, "B"),
    (Reason.NEW_WORKSTATION, "N"),
    (Reason.NEW_ACCOUNT, "N"),
    (Reason.HOURS, "H"),
    (Reason.BURST_AS_USUAL, "b"),
    (Reason.HOURS_AS_USUAL, "h"),
)

_NONE = Reason(0)


def badge(reasons: Reason) -> str:
    """A letter for the weightiest of some reasons: B burst, N new, H hours; small as a habit."""
    return next((letter for reason, letter in _BADGES if reasons & reason), "")


def unusual_words(store: Store, row: int, unusual: Unusual) -> list[str]:
    """A sentence for each reason, the weightiest first; none for a record that is not unusual."""
    return list(_words(store, row, unusual, unusual.of(row)))


def _words(store: Store, row: int, unusual: Unusual, reasons: Reason) -> Iterator[str]:
    if reasons is _NONE:
        return
    zone, column = unusual.day.zone, store.column("who")
    who, code, moment = _short(column[row]), column.codes[row], store.timestamps[row]
    if reasons & (Reason.BURST | Reason.BURST_AS_USUAL) and moment != UNKNOWN:
        first, last, count = unusual.burst(code, moment) or (moment, moment, 1)
        clock, until = (
            f"{(EPOCH + timedelta(microseconds=each)).astimezone(zone.tzinfo):%H:%M:%S}"
            for each in (first, last)
        )
        words = f"One of {count:,} changes or failed attempts of {who} from {clock} to {until}"
        habit = ", as this account often does" if reasons & Reason.BURST_AS_USUAL else ""
        yield f"Burst: {words}{habit}, among the loaded."
    if unusual.habits is not None and reasons & (Reason.NEW_WORKSTATION | Reason.NEW_ACCOUNT):
        before = f"in {unusual.habits.words} ({records_words(unusual.habits.read)} read)"
        station = _short(store.column("workstation")[row])
        if reasons & Reason.NEW_WORKSTATION:
            yield f"New: {who} was not seen on {station} {before}."
        else:
            yield f"New: {who} was not seen at all {before}; here on {station or 'no workstation'}."
    if reasons & (Reason.HOURS | Reason.HOURS_AS_USUAL):
        hours = f"{unusual.day.words}, {zone.offset_label(EPOCH + timedelta(microseconds=moment))}"
        yield f"Hours: outside {hours}, {_as_often(unusual, code, store.column('who')[row])}."


def _as_often(unusual: Unusual, code: int, who: str) -> str:
    """How often an account is active outside working hours."""
    name = _short(who) or "nobody"
    if unusual.habits is not None:
        habit = unusual.habits.of(who)
        days = len(habit.days_outside) if habit is not None else 0
        number = "1 day" if days == 1 else f"{days} days" if days else "none"
        return f"as {name} was on {number} of {unusual.habits.words}"
    out, total = unusual.outside.get(code, 0), unusual.totals.get(code, 0)
    are = "is" if out == 1 else "are"
    return f"as {are} {out:,} of the {total:,} loaded records of {name}"


def _short(text: str) -> str:
    return visible(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
