"""What Windows says when its own sign-in (SSPI) fails, as sentences.

The codes are those of winerror.h (SEC_E_…, ERROR_…) and ntstatus.h; a WindowsError has them as
``winerror``, signed. What Kerberos has a sentence for is told by that one.
"""

from __future__ import annotations

import datetime as dt

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.kerberos_faults import (
    KDC_UNREACHABLE,
    NO_SUCH_SERVICE,
    OTHER_KEY,
    SKEW,
    error_chain,
    kerberos_failure,
)
from netwrix_tui.errors import AccountRefused, SignInFailed

_NO_PACKAGE = frozenset({0x80090305, 0x80090302, 0x80090316})
"""SEC_E_SECPKG_NOT_FOUND, _UNSUPPORTED_FUNCTION, _BAD_PKGID."""
_NO_LOGON = frozenset({0x8009030E, 0x8009030D, 1312, 0xC000005F})
"""SEC_E_NO_CREDENTIALS, _UNKNOWN_CREDENTIALS, ERROR_ and STATUS_NO_SUCH_LOGON_SESSION."""
_NTLM_BLOCKED = frozenset({1937, 0xC0000418})
"""ERROR_ and STATUS_NTLM_BLOCKED."""
_WRONG = "the user name or the password is wrong"
_REFUSALS = {
    0x8009030C: _WRONG,  # SEC_E_LOGON_DENIED
    1326: _WRONG,  # ERROR_LOGON_FAILURE
    0xC000006D: _WRONG,
    1327: "a restriction of the account forbids this logon",  # ERROR_ACCOUNT_RESTRICTION
    0xC000006E: "a restriction of the account forbids this logon",
    1328: "the account may not log on at this hour",  # ERROR_INVALID_LOGON_HOURS
    0xC000006F: "the account may not log on at this hour",
    1330: "the password has expired",  # ERROR_PASSWORD_EXPIRED
    0xC0000071: "the password has expired",
    1907: "the password has to be changed first",  # ERROR_PASSWORD_MUST_CHANGE
    0xC0000224: "the password has to be changed first",
    1331: "the account is disabled",  # ERROR_ACCOUNT_DISABLED
    0xC0000072: "the account is disabled",
    1793: "the account has expired",  # ERROR_ACCOUNT_EXPIRED
    0xC0000193: "the account has expired",
    1909: "the account is locked",  # ERROR_ACCOUNT_LOCKED_OUT
    0xC0000234: "the account is locked",
}
_AS_KERBEROS = {
    0x80090303: NO_SUCH_SERVICE,  # SEC_E_TARGET_UNKNOWN
    0x80090311: KDC_UNREACHABLE,  # SEC_E_NO_AUTHENTICATING_AUTHORITY
    0x80090350: KDC_UNREACHABLE,  # SEC_E_DOWNGRADE_DETECTED
    1311: KDC_UNREACHABLE,  # ERROR_NO_LOGON_SERVERS
    0xC000005E: KDC_UNREACHABLE,
    0x80090322: OTHER_KEY,  # SEC_E_WRONG_PRINCIPAL
    0x80090324: SKEW,  # SEC_E_TIME_SKEW
    1398: SKEW,  # ERROR_TIME_SKEW
    0xC0000133: SKEW,  # STATUS_TIME_DIFFERENCE_AT_DC
}


def windows_code(error: BaseException) -> int | None:
    """The code of Windows in an exception or in what led to it, unsigned; None where none is."""
    codes = (getattr(each, "winerror", None) for each in error_chain(error))
    return next((code & 0xFFFFFFFF for code in codes if isinstance(code, int) and code), None)


def windows_failure(
    code: int | None, connection: Connection, ahead: dt.timedelta, scheme: str
) -> SignInFailed | None:
    """The error for a code; None for one that says nothing an admin could act on.

    ``scheme`` is Negotiate or NTLM. An AccountRefused where the account's password was refused:
    a domain controller may have counted it.
    """
    server = connection.server
    if code is None:
        return None
    if code in _AS_KERBEROS:
        return kerberos_failure(_AS_KERBEROS[code], connection, ahead)
    if code in _NO_PACKAGE:
        return SignInFailed(
            f"No {scheme} sign-in to {server} can be prepared; nothing was sent.",
            cause=f"Windows has no security package for {scheme} here: it is missing or switched "
            "off.",
            next_step="Choose another scheme that the server takes: --auth ntlm, digest or basic.",
        )
    if code in _NTLM_BLOCKED:
        return SignInFailed(
            f"Windows does not sign in to {server}: a policy here forbids NTLM.",
            cause="“Restrict NTLM: Outgoing NTLM traffic” is set, and Kerberos was not possible.",
            next_step="Use the host's own DNS name (nwx01.corp.local), for which there is a "
            "Kerberos ticket, or have the server among the policy's exceptions.",
        )
    if code in _NO_LOGON:
        return SignInFailed(
            f"The current logon proves no account to {server}; nothing was sent.",
            cause="This session of Windows keeps no password or ticket: OpenSSH opened it by a "
            "key, or it is a task that stores no password.",
            next_step="Give the account with --user, and its password.",
        )
    if code in _REFUSALS:
        return _refused(_REFUSALS[code], connection)
    return None


def _refused(why: str, connection: Connection) -> SignInFailed:
    if not connection.password:
        return SignInFailed(
            f"Windows does not prove the current logon to {connection.server}.",
            cause=f"It says that {why}.",
            next_step="Sign in to Windows anew, or give an account with --user.",
        )
    return AccountRefused(
        f"Windows refused the account {connection.user}.",
        cause=f"It says that {why}.",
        next_step="Sign in anew with the right one; the password was tried once, and is not tried "
        "again until it is typed anew, so that the account does not get locked.",
    )
