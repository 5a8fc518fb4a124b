"""Genuine NTLM, alone and inside Negotiate: an acceptor for each connection that signs in."""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import spnego

from netwrix_tui.demo.api import Request
from netwrix_tui.demo.demo_accounts import Accounts
from netwrix_tui.demo.sign_in import Admission, Challenge, Credentials, Scheme

_TYPE_1 = b"NTLMSSP\x00\x01\x00\x00\x00"
_INITIAL = b"\x60"
"""The first byte of SPNEGO's initial token (RFC 2743, 3.1)."""


class _ConnectionScheme(Scheme):
    """Tokens go to and fro until the connection is signed in; inside :func:`known_to_ntlm` only."""

    signs_connection = True
    _protocol: str
    _options: spnego.NegotiateOptions

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._context: spnego.ContextProxy | None = None

    def challenges(self) -> tuple[str, ...]:
        """The bare name."""
        return (self.name,)

    def take(self, credentials: str, request: Request) -> Credentials:
        """A first message begins anew; the others have to follow on the same connection."""
        try:
            token = base64.b64decode(credentials, validate=True)
        except binascii.Error:
            return None
        if token.startswith((_TYPE_1, _INITIAL)):
            self._context = spnego.server(protocol=self._protocol, options=self._options)
        context = self._context
        if context is None:
            return None
        try:
            answer = context.step(token)
        except Exception:  # noqa: BLE001  the token is the client's: whatever breaks is a refusal
            self._context = None
            return None
        header = f"{self.name} {base64.b64encode(answer).decode()}" if answer else self.name
        if not context.complete:
            return Challenge((header,))
        self._context = None
        account = self._accounts.named(context.client_principal or "")
        if account is None:
            return None
        return Admission(account, (header,) if answer else ())


class Ntlm(_ConnectionScheme):
    """NTLM on one connection."""

    name = "NTLM"
    _protocol = "ntlm"
    _options = spnego.NegotiateOptions.use_ntlm


class Negotiate(_ConnectionScheme):
    """Negotiate that carries NTLM: the demo has no domain controller to issue tickets."""

    name = "Negotiate"
    _protocol = "negotiate"
    _options = spnego.NegotiateOptions.use_negotiate


@contextmanager
def known_to_ntlm(accounts: Accounts) -> Iterator[None]:
    """Makes the accounts known to the acceptor, which reads them from a file.

    The file's name stands in the environment; both belong to the whole process. Where the system
    has files in memory, no password reaches a disk.
    """
    lines = [
        f"{domain}:{user}:{account.password}\n"
        for account in accounts.all
        for domain, user in account.forms()
    ]
    content = "".join(lines).encode()
    # Below 5 the acceptor would take NTLMv1 answers too.
    os.environ["LM_COMPAT_LEVEL"] = "5"
    with _private_file(content) as path:
        os.environ["NTLM_USER_FILE"] = path
        try:
            yield
        finally:
            del os.environ["NTLM_USER_FILE"]


@contextmanager
def _private_file(content: bytes) -> Iterator[str]:
    if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
        descriptor = os.memfd_create("accounts")
        try:
            os.write(descriptor, content)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
        return
    # Closed before it is read: on Windows, nobody else may open a temporary file that is open.
    descriptor, name = tempfile.mkstemp()
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        yield name
    finally:
        os.unlink(name)
