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


def machine_time() -> dt.datetime:
    """The time by this machine itself, which Kerberos goes by, however the clock was set here."""
    return clock.now() - dt.timedelta(seconds=clock.shift())


def is_too_far(ahead: dt.timedelta) -> bool:
    """True where Kerberos would refuse it."""
    return abs(ahead) > ALLOWED


def difference_words(ahead: dt.timedelta) -> str:
    """Half a sentence: ``this machine's clock is 2 h 5 min ahead of the server's``."""
    way = "ahead of" if ahead > dt.timedelta() else "behind"
    minutes = round(abs(ahead) / dt.timedelta(minutes=1))
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    shown = " ".join(f"{number} {unit}" for number, unit in parts if number)[:40]
    return f"this machine's clock is {shown or 'less than a minute'} {way} the server's"
