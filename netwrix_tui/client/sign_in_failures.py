"""Sign-ins that came to no verdict: given up, left unanswered, broken off. Nobody knows whether the
password is right.
"""

from __future__ import annotations

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import SignInFailed


def given_up_sign_in(connection: Connection) -> SignInFailed:
    """The user stopped it before it was answered."""
    return SignInFailed(
        f"The sign-in at {connection.server} was given up before it was answered.",
        next_step="Try again.",
    )


def silent_sign_in(connection: Connection) -> SignInFailed:
    """The server did not answer in time."""
    return SignInFailed(
        f"{connection.server} left the sign-in unanswered for {connection.timeouts.sign_in:g} s.",
        cause="It may be waiting for a domain controller that does not answer, or its service "
        "hangs; nothing says whether the password is right.",
        next_step="Look at the server's services and at its way to a domain controller, and "
        "try again.",
    )


def broken_sign_in(connection: Connection) -> SignInFailed:
    """The connection ended in the middle of it."""
    return SignInFailed(
        f"{connection.server} broke the sign-in off.",
        cause="The server does not take this scheme after all, or something in between does not "
        "keep the connection that NTLM needs.",
        next_step="Try again; if it stays, connect without a proxy.",
    )
