"""Hash chains: each link is the SHA-256 of the chain before it and the hash of what is added."""

from __future__ import annotations

import getpass
import hashlib
import os
import socket
import sqlite3
from datetime import datetime

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.case.moments import written

EMPTY = b""
"""The chain before the first link."""


def link(chain: bytes, digest: bytes) -> bytes:
    """The chain with one more hash."""
    return hashlib.sha256(chain + digest).digest()


def last(connection: sqlite3.Connection, table: str) -> bytes:
    """The end of the chain of ``page`` or ``custody``. Raises sqlite3.Error."""
    found = connection.execute(
        f"SELECT chain FROM {table} ORDER BY id DESC LIMIT 1"  # noqa: S608 - one of two names
    ).fetchone()
    return bytes(found[0]) if found is not None else EMPTY


def custody_digest(at: datetime, user: str, host: str, act: str, detail: str) -> bytes:
    """The hash of a line of custody: of its values as a JSON array."""
    return hashlib.sha256(encode_any_text([written(at), user, host, act, detail])).digest()


def this_user() -> str:
    """The system's name of whoever runs the program; the number where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def this_host() -> str:
    """The name of this machine."""
    return socket.gethostname() or "unknown"
