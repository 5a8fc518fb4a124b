"""Single sign-on: whether there is a Kerberos ticket, or a Windows logon, without a password."""

from __future__ import annotations

import datetime as dt
import getpass
import importlib.util
import sys
from typing import Any

from netwrix_tui.client.clock_difference import machine_time


def has_ticket(user: str = "") -> bool:
    """True where this machine holds proof of the account, or of any where none is named.

    Away from Windows that is a ticket in the cache that ``kinit`` fills, read by the extra
    ``netwrix-tui[kerberos]``; on Windows it is the current logon.
    """
    if sys.platform == "win32":
        return not user or _bare(user) == getpass.getuser().casefold()
    if importlib.util.find_spec("gssapi") is None:
        return False
    return _cache_holds(user)


def expired_ticket() -> dt.datetime | None:
    """When the ticket in the default cache has expired; None where none is there, or one is good.

    Of the ticket for tickets, which ``kinit`` gets: those for services are got by it.
    """
    if sys.platform == "win32" or importlib.util.find_spec("krb5") is None:
        return None
    import krb5

    try:
        cache: Any = krb5.cc_default(krb5.init_context())
        ends = [t.times.endtime for t in cache if t.server.name.startswith(b"krbtgt/")]
    except Exception:  # noqa: BLE001  # no cache, or one of a kind that cannot be looked through
        return None
    end = max(ends, default=0)
    now = machine_time()
    return dt.datetime.fromtimestamp(end, dt.UTC) if 0 < end < now.timestamp() else None


def no_ticket_words() -> str:
    """Why no ticket proves the account, as a sentence."""
    if sys.platform != "win32" and importlib.util.find_spec("gssapi") is None:
        return "There is no ticket that would prove one: netwrix-tui[kerberos] is not installed."
    expired = expired_ticket()
    if expired is not None:
        return f"The Kerberos ticket has expired since {expired.astimezone():%Y-%m-%d %H:%M}."
    return "There is no ticket that would prove one."


def _cache_holds(user: str) -> bool:
    import gssapi

    try:
        ticket = gssapi.Credentials(usage="initiate", mechs=[gssapi.MechType.kerberos])
        owner = str(ticket.name)
        lifetime = ticket.lifetime
    except gssapi.exceptions.GSSError:
        return False  # no cache, an empty one, or one that has expired
    return (lifetime is None or lifetime > 0) and (not user or _bare(user) == _bare(owner))


def _bare(name: str) -> str:
    """The account without its domain: ``CORP\\jane`` and ``jane@CORP.LOCAL`` are both ``jane``."""
    return name.rpartition("\\")[2].partition("@")[0].casefold()
