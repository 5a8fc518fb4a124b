"""Why an NTLM sign-in fails on this machine before its first message."""

from __future__ import annotations

import os

from netwrix_tui.errors import SignInFailed

_VARIABLE = "LM_COMPAT_LEVEL"
"""Which versions of NTLM pyspnego and gss-ntlmssp take, 0 to 5."""


def is_no_level() -> bool:
    """True where the environment names a level that there is not."""
    level = os.environ.get(_VARIABLE)
    return level is not None and level not in ("0", "1", "2", "3", "4", "5")


def unprepared_ntlm(server: str) -> SignInFailed:
    """The error for a sign-in for which not even the first message can be made."""
    if is_no_level():
        cause = f"{_VARIABLE} in the environment is not a number from 0 to 5."
    else:
        cause = "The user name or the password holds what NTLM cannot send, or a library fails."
    return SignInFailed(
        f"No NTLM sign-in to {server} can be prepared; nothing was sent.",
        cause=cause,
        next_step="Check the user name and the environment, or choose another scheme with --auth.",
    )
