"""Single sign-on: whether there is a Kerberos ticket, or a Windows logon, without a password."""

from __future__ import annotations

import getpass
import importlib.util
import sys


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
