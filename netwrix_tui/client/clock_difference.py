"""How far this machine's clock is from the server's, by the ``Date`` of an answer.

Kerberos takes no proof that is more than five minutes away from the other side's clock.
"""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

import httpx

from netwrix_tui import clock

ALLOWED = dt.timedelta(minutes=5)
"""The difference that domains allow unless their policy says otherwise."""


TOLD = dt.timedelta(minutes=2)
"""The difference from which on it is told, and relative times follow the server's clock."""


def ahead_of(response: httpx.Response | None, now: dt.datetime | None = None) -> dt.timedelta:
    """How far this machine's clock is ahead of the server's; negative where it is behind.

    Zero where the answer says nothing of it. ``now`` is this machine's time.
    """
    if response is None:
        return dt.timedelta()
    try:
        there = parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError):
        return dt.timedelta()
    if there.tzinfo is None:
        there = there.replace(tzinfo=dt.UTC)
    return (now or machine_time()) - there


def server_ahead(source: object) -> float:
    """How many seconds a source's clock is ahead of this machine's, where that is worth telling.

    Zero where it is not known, as of a case, and where the two are less than two minutes apart.
    """
    seconds = getattr(source, "clock_difference", None)
    is_told = isinstance(seconds, float) and is_worth_telling(seconds)
    return seconds if is_told and seconds is not None else 0.0


def is_worth_telling(seconds: float) -> bool:
    """True for a difference by which records seem to be of another time than they are."""
    return abs(seconds) > TOLD.total_seconds()


def machine_time() -> dt.datetime:
    """The time by this machine itself, which Kerberos goes by, however the clock was set here."""
    return clock.now() - dt.timedelta(seconds=clock.shift())


def is_too_far(ahead: dt.timedelta) -> bool:
    """True where Kerberos would refuse it."""
    return abs(ahead) > ALLOWED


def difference_words(ahead: dt.timedelta) -> str:
    """Half a sentence: ``this machine's clock is 2 h 5 min ahead of the server's``."""
    way = "ahead of" if ahead > dt.timedelta() else "behind"
    return f"this machine's clock is {length_words(ahead)} {way} the server's"


def length_words(length: dt.timedelta) -> str:
    """``2 h 5 min``, whatever its sign."""
    minutes = round(abs(length) / dt.timedelta(minutes=1))
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    shown = " ".join(f"{number} {unit}" for number, unit in parts if number)[:40]
    return shown or "less than a minute"
