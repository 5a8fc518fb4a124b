"""What Kerberos says when it does not sign in, as causes and next steps.

The codes are MIT Kerberos' (krb5.h), the numbers in the comments those of RFC 4120, 7.5.9. GSS-API
hands them out as its minor status, unsigned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from netwrix_tui.client.clock_difference import difference_words, is_too_far
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.current_logon import is_windows
from netwrix_tui.client.kerberos import expired_ticket, has_kerberos_libraries
from netwrix_tui.errors import SignInFailed

_BASE = -1765328384
_NO_SUCH_CLIENT, NO_SUCH_SERVICE, _NO_CIPHER = _BASE + 6, _BASE + 7, _BASE + 14
_EXPIRED, _NOT_YET_VALID, SKEW, OTHER_KEY = _BASE + 32, _BASE + 33, _BASE + 37, _BASE + 41
KDC_UNREACHABLE = _BASE + 156
_UNREACHABLE = frozenset({_BASE + 154, KDC_UNREACHABLE, _BASE + 224, _BASE + 149})
"""KRB5_REALM_CANT_RESOLVE, _KDC_UNREACH, _CONFIG_NODEFREALM, _REALM_UNKNOWN."""
_NO_CACHE = frozenset({_BASE + 141, _BASE + 195, _BASE + 139})
"""KRB5_CC_NOTFOUND, KRB5_FCC_NOFILE, KRB5_CC_END."""
_GSS_EXPIRED, _GSS_NO_CREDENTIAL = 11 << 16, 7 << 16
_KRB5 = range(_BASE, _BASE + 256)

_CLOCK_STEP = (
    "Set the clock of this machine (timedatectl or chronyc makestep; on Windows w32tm /resync) or "
    "the server's, then sign in again: no password is wrong."
)
_TICKET_STEP = "Install netwrix-tui[kerberos], get a ticket with kinit, and use the host's DNS name"
_WINDOWS_STEP = "Sign in with an account of the domain, and use the host's own DNS name"


def kerberos_code(error: BaseException) -> int | None:
    """The code of Kerberos in an exception or in what led to it; None where there is none."""
    codes = [code for each in error_chain(error) for code in _codes_of(each)]
    return next((c for c in codes if c in _KRB5), codes[0] if codes else None)


def is_clock_code(code: int | None) -> bool:
    """True where Kerberos objects to the time of a proof."""
    return code in (SKEW, _NOT_YET_VALID)


def kerberos_failure(
    code: int | None, connection: Connection, ahead: dt.timedelta
) -> SignInFailed | None:
    """The error for a code; None for one that says nothing an admin could act on.

    ``ahead`` is how far this machine's clock is ahead of the server's.
    """
    host, server = connection.host, connection.server
    if is_clock_code(code):
        return clocks_differ(connection, ahead)
    if code in (_EXPIRED, _GSS_EXPIRED):
        return ticket_has_expired(connection, ahead)
    if code == NO_SUCH_SERVICE:
        by = "its IP address" if connection.is_addressed_by_ip else "another name than its own"
        return SignInFailed(
            f"The domain knows no service HTTP/{host}: there is no Kerberos ticket for {server}.",
            cause=f"The server is addressed by {by}; a ticket is for HTTP/ and the host's DNS "
            "name.",
            next_step="Use the host's own DNS name, as nwx01.corp.local, or have the name "
            f"registered: setspn -S HTTP/{host} and the server's account.",
        )
    if code in _UNREACHABLE:
        return SignInFailed(
            f"No domain controller can be reached for a Kerberos sign-in to {server}.",
            cause=f"The realm's controllers are not found by {_found_by()}, or port 88 is closed.",
            next_step=f"Check the realm and the network ({_shown_by()} shows the same), or choose "
            "NTLM with --auth ntlm if the server takes it.",
        )
    if code in _NO_CACHE or code == _GSS_NO_CREDENTIAL:
        return SignInFailed(
            f"There is no Kerberos ticket for {server}.",
            cause="Nobody has run kinit here, or its ticket is of another user or cache.",
            next_step="Run kinit, and sign in again.",
        )
    if code == _NO_SUCH_CLIENT:
        return SignInFailed(
            f"The domain controller does not know the account {connection.user}.",
            cause="The name or its realm is mistyped, or belongs to another domain.",
            next_step="Write it as jane@CORP.LOCAL.",
        )
    if code == _NO_CIPHER:
        return SignInFailed(
            f"Kerberos finds no encryption that both sides allow, for {server}.",
            cause="A policy (FIPS, or the domain's) forbids RC4, and the account has no AES key.",
            next_step="Have AES allowed for the account, and its password set anew.",
        )
    if code == OTHER_KEY:
        return SignInFailed(
            f"{server} cannot read the ticket for HTTP/{host}.",
            cause="The name is registered for another account than the one the server runs under.",
            next_step=f"Look with setspn -Q HTTP/{host} which account has it.",
        )
    return None


def clocks_differ(connection: Connection, ahead: dt.timedelta) -> SignInFailed:
    """The error where Kerberos refuses a proof for its time, or a difference explains a refusal."""
    if is_too_far(ahead):
        words = difference_words(ahead)
        cause = f"{words[:1].upper()}{words[1:]}, and Kerberos allows 5 min."
    else:
        cause = (
            "The clocks of this machine and of the domain controller differ by more than the 5 min "
            "that Kerberos allows."
        )
    return SignInFailed(
        f"Kerberos does not sign in to {connection.server}: the clocks differ.",
        cause=cause,
        next_step=_CLOCK_STEP,
    )


def ticket_has_expired(connection: Connection, ahead: dt.timedelta) -> SignInFailed:
    """The error for a ticket whose time is over, by this machine's clock."""
    expired = expired_ticket()
    since = f" since {expired.astimezone():%Y-%m-%d %H:%M}" if expired is not None else ""
    cause = "Tickets last some ten hours; nothing is wrong with the account or a password."
    next_step = "Run kinit, and sign in again."
    if is_too_far(ahead):
        cause = f"Perhaps it only seems so: {difference_words(ahead)}."
        next_step = f"{_CLOCK_STEP} Else run kinit."
    return SignInFailed(
        f"The Kerberos ticket has expired{since}: no sign-in to {connection.server}.",
        cause=cause,
        next_step=next_step,
    )


def takes_kerberos_only(
    connection: Connection, ahead: dt.timedelta, code: int | None = None
) -> SignInFailed:
    """The error for a server that offers Negotiate and does not take NTLM in it.

    ``code`` is why a logon with the password has given no ticket, None where none was tried.
    """
    if is_clock_code(code):
        return clocks_differ(connection, ahead)
    logon = kerberos_failure(code, connection, ahead)
    causes = ["NTLM is switched off there, or by the domain's policy"]
    if not has_kerberos_libraries():
        causes.append("the extra for Kerberos is not installed here")
    if connection.is_addressed_by_ip:
        causes.append("the server is addressed by its IP, for which there are no tickets")
    elif logon is not None:
        causes.append(f"{logon.what[:1].lower()}{logon.what[1:].rstrip('.')}")
    if is_too_far(ahead):
        causes.append(difference_words(ahead))
    return SignInFailed(
        f"{connection.server} takes Kerberos only; no password was sent to it.",
        cause=f"{'; '.join(causes)}.",
        next_step=f"{_WINDOWS_STEP if is_windows() else _TICKET_STEP} "
        "(nwx01.corp.local, neither an alias nor an IP address).",
    )


def _found_by() -> str:
    return "DNS" if is_windows() else "DNS or /etc/krb5.conf"


def _shown_by() -> str:
    return "nltest /dsgetdc:CORP.LOCAL" if is_windows() else "kinit"


def _codes_of(error: BaseException) -> Iterator[int]:
    for name in ("err_code", "min_code", "maj_code"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            code = value - (1 << 32) if value > 0x7FFFFFFF else value
            if code in _KRB5 or code in (_GSS_EXPIRED, _GSS_NO_CREDENTIAL):
                yield code


def error_chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, and those that led to it."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [getattr(each, "base_error", None), each.__cause__, each.__context__]
