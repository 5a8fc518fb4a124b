"""The Integration API over HTTP: asynchronous, without Textual.

:mod:`~netwrix_tui.client.connection` is light and may be imported anywhere; everything else here
loads httpx, httpx-ntlm and pyspnego, and belongs behind the first frame.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["AuditorClient", "AuthScheme", "Connection", "Secret", "Thumbprint", "offered_schemes"]

__getattr__ = doors(
    __name__,
    auditor="AuditorClient", connection="AuthScheme Connection Secret",
    scheme_probe="offered_schemes", trust="Thumbprint",
)  # fmt: skip
