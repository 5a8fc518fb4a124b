"""The current logon of Windows, which proves its own account without a password (SSPI).

Negotiate and NTLM take it; a session without a password of its own has nothing to prove with: one
that OpenSSH opened by a key, or a scheduled task that keeps no password.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping

from netwrix_tui.client.connection import AuthScheme, Connection


def is_windows() -> bool:
    """True where the system itself signs in, by SSPI."""
    return sys.platform == "win32"


def proving_schemes() -> frozenset[AuthScheme]:
    """The schemes by which this machine can prove an account without a password."""
    if is_windows():
        return frozenset((AuthScheme.NEGOTIATE, AuthScheme.NTLM))
    return frozenset((AuthScheme.NEGOTIATE,))


def is_own(user: str, environment: Mapping[str, str] = os.environ) -> bool:
    """True for the account of the current logon, or for none named.

    A domain or a computer that is named has to be that of the logon: there is an Administrator
    everywhere. Another suffix than the domain's DNS name counts as somebody else's: a password is
    asked for then.
    """
    before, slash, name = user.rpartition("\\")
    name, at, suffix = name.partition("@")
    if not user:
        return True
    if name.casefold() != getpass.getuser().casefold():
        return False
    place = (before if slash else suffix).casefold()
    known = [environment.get(key, "") for key in ("USERDOMAIN", "USERDNSDOMAIN")]
    if environment.get("USERDOMAIN") == environment.get("COMPUTERNAME"):
        known.append(".")
    return not (slash or at) or place in [each.casefold() for each in known if each]


def is_proof(connection: Connection) -> bool:
    """True where the current logon of Windows is the proof: nothing that was typed can be wrong."""
    return is_windows() and not connection.password and is_own(connection.user)


def proof_words() -> str:
    """What proves an account here without a password."""
    return "current logon" if is_windows() else "Kerberos ticket"


def way_to_proof() -> str:
    """How to get that, for the middle of a sentence."""
    if is_windows():
        return r"start the program as that account (runas /netonly /user:CORP\jane powershell)"
    return "run kinit"
