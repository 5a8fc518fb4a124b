"""Genuine NTLM: pyspnego's acceptor, one for each connection that signs in."""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import spnego

from netwrix_tui.demo.accounts import Account, Accounts

_TYPE_1 = b"NTLMSSP\x00\x01\x00\x00\x00"


class Ntlm:
    """NTLM on one connection. Works inside :func:`known_to_ntlm` only."""

    name = "NTLM"
    challenge = "NTLM"
    signs_connection = True

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._context: spnego.ContextProxy | None = None

    def take(self, credentials: str) -> Account | str | None:
        """A type 1 message begins anew; a type 3 message has to follow on the same connection."""
        try:
            token = base64.b64decode(credentials, validate=True)
        except binascii.Error:
            return None
        if token.startswith(_TYPE_1):
            self._context = spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)
        context = self._context
        if context is None:
            return None
        try:
            answer = context.step(token)
        except Exception:  # noqa: BLE001  the token is the client's: whatever breaks is a refusal
            self._context = None
            return None
        if not context.complete:
            return base64.b64encode(answer or b"").decode()
        self._context = None
        return self._accounts.named(context.client_principal or "")


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
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file.name
