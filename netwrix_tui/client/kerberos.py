"""Kerberos: tickets that are there (or a Windows logon), and the logon by a password.

The extra ``netwrix-tui[kerberos]`` holds the libraries. Away from Windows both need it:
gssapi reads a ticket that is there already from the default cache, krb5 gets one by a password.
Windows has its own.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from netwrix_tui.client.clock_difference import machine_time
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.current_logon import is_own, is_windows
from netwrix_tui.clock import utc_at
from netwrix_tui.errors import AccountRefused

if TYPE_CHECKING:
    import krb5
    import spnego

_REFUSALS = {
    -1765328360: "the password is wrong",  # KRB5KDC_ERR_PREAUTH_FAILED
    -1765328353: "the password is wrong",  # KRB5KRB_AP_ERR_BAD_INTEGRITY
    -1765328366: "the account is locked or disabled",  # KRB5KDC_ERR_CLIENT_REVOKED
    -1765328367: "the account is not valid yet",  # KRB5KDC_ERR_CLIENT_NOTYET
    -1765328361: "the password has expired",  # KRB5KDC_ERR_KEY_EXP
    -1765328372: "a policy forbids this logon",  # KRB5KDC_ERR_POLICY
}
"""What a domain controller says that knows the account (the codes of MIT Kerberos, krb5.h)."""


class KerberosLogon:
    """The account's logon by password, once for all connections of a client.

    ``code`` is what Kerberos said where it came to nothing and says nothing against the account:
    there is no controller in reach, or the clocks differ.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._credential: spnego.KerberosCCache | None = None
        self._kept: list[object] = []
        self._is_tried = False
        self.code: int | None = None

    @property
    def is_logged_on(self) -> bool:
        """True where a domain controller has taken the password."""
        return self._credential is not None

    def credential(self) -> spnego.KerberosCCache | None:
        """The logon's ticket, got at the first call; None where no domain controller can be asked.

        Raises AccountRefused where one refuses the account: the password goes nowhere else then.
        """
        if not self._is_tried and self._may_try():
            self._credential = self._logged_on()
        self._is_tried = True
        return self._credential

    def _may_try(self) -> bool:
        connection = self._connection
        there = sys.platform != "win32" and has_kerberos_libraries()
        return there and bool(connection.password) and not connection.is_addressed_by_ip

    def _logged_on(self) -> spnego.KerberosCCache | None:
        import krb5
        import spnego

        try:
            context = krb5.init_context()
            principal = krb5.parse_name_flags(context, _principal(context, self._connection.user))
            credential = krb5.get_init_creds_password(
                context,
                principal,
                krb5.get_init_creds_opt_alloc(context),
                password=self._connection.password.reveal().encode(),
            )
            cache = krb5.cc_new_unique(context, b"MEMORY")
            krb5.cc_initialize(context, cache, principal)
            krb5.cc_store_cred(context, cache, credential)
        except krb5.Krb5Error as error:
            # Not chained: what the libraries say may quote what they were given.
            code = error.err_code
        else:
            self._kept = [context, cache]  # the cache lives as long as these
            return spnego.KerberosCCache(f"MEMORY:{cache.name.decode()}", str(principal))
        if code in _REFUSALS:
            raise self._refused(_REFUSALS[code])
        self.code = code
        return None

    def _refused(self, why: str) -> AccountRefused:
        return AccountRefused(
            f"The domain controller refused the account {self._connection.user}.",
            cause=f"It says that {why}.",
            next_step="Sign in anew with the right one; the password was sent once, and is not "
            "sent again until it is typed anew, so that the account does not get locked.",
        )


def _principal(context: krb5.Context, user: str) -> bytes:
    """``jane@corp.local`` is jane at CORP.LOCAL; ``CORP\\jane`` is jane at the default realm."""
    name, at, domain = user.rpartition("\\")[2].partition("@")
    return f"{name}@{domain.upper()}".encode() if at else name.encode()


def has_kerberos_libraries() -> bool:
    """True where Kerberos can be spoken at all: on Windows, or with the extra."""
    if sys.platform == "win32":
        return True
    return all(importlib.util.find_spec(name) is not None for name in ("krb5", "gssapi"))


def has_ticket(user: str = "") -> bool:
    """True where this machine holds proof of the account, or of any where none is named.

    Away from Windows that is a ticket in the cache that ``kinit`` fills, read by the extra
    ``netwrix-tui[kerberos]``; on Windows it is the current logon.
    """
    if is_windows():
        return is_own(user)
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
    return utc_at(end) if 0 < end < now.timestamp() else None


def no_ticket_words() -> str:
    """Why no ticket proves the account, as a sentence."""
    if is_windows():
        return "The current logon can prove an account only to Negotiate and NTLM."
    if importlib.util.find_spec("gssapi") is None:
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
