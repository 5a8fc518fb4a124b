"""What is known of a password in this process: whether it was refused, and who may send it next.

A domain locks an account after a few wrong passwords. Whatever sends one, over however many
connections, clients and threads, passes the same gate and looks at the same latch.
"""

from __future__ import annotations

import threading

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.gate import Gate
from netwrix_tui.errors import AccountRefused


class Latch:
    """One password of one account at one server.

    ``gate`` is held while a proof made of the password is under way, so that the next one goes out
    only after the verdict on the one before.
    """

    def __init__(self) -> None:
        self.gate = Gate()
        self._guard = threading.Lock()
        self._refusal: AccountRefused | None = None
        self._refused: list[Secret] = []
        """The objects that stand for the password and were refused."""

    def raise_if_refused(self, password: Secret) -> None:
        """Raises the AccountRefused of an earlier refusal: the password is not sent again.

        Where it was typed anew since, it may go once more: an account gets unlocked, or a role.
        """
        with self._guard:
            refusal = self._refusal
            is_known = any(password is refused for refused in self._refused)
        if refusal is not None and (is_known or not password.is_typed):
            raise _again(refusal)

    def refuse(self, password: Secret, refusal: AccountRefused) -> None:
        """The server, or a domain controller, refused the password."""
        with self._guard:
            # A copy: what is raised holds on to the frames that it went through.
            self._refusal = _again(refusal)
            self._refused.append(password)

    def accept(self, password: Secret) -> None:
        """The server took the password.

        That counts where it was typed after the refusal, and not for an answer that comes late.
        """
        with self._guard:
            if not any(password is refused for refused in self._refused):
                self._refusal = None
                self._refused.clear()


def _again(refusal: AccountRefused) -> AccountRefused:
    return AccountRefused(refusal.what, cause=refusal.cause, next_step=refusal.next_step)


_guard = threading.Lock()
_latches: dict[tuple[str, str, Secret], Latch] = {}


def latch_of(connection: Connection) -> Latch:
    """The latch of a connection's password, the same for all clients of this process.

    Without a password (a ticket, the system's logon) nothing can be counted as wrong, and each
    client has one of its own.
    """
    if not connection.password:
        return Latch()
    with _guard:
        key = connection.url, connection.user.casefold(), connection.password
        return _latches.setdefault(key, Latch())


def was_refused(connection: Connection) -> bool:
    """True where the password of a connection would not be sent: it was refused before."""
    try:
        latch_of(connection).raise_if_refused(connection.password)
    except AccountRefused:
        return True
    return False


def forget_refusals() -> None:
    """Begin anew, as a new process does; for tests, whose servers share addresses in turn."""
    with _guard:
        _latches.clear()
