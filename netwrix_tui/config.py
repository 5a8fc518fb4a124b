"""Where a connection's settings come from: the command line, then the environment.

The variables are the ones that the vendor's own client reads. A password never comes from the
command line, where every process could read it.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass, replace

from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.trust import SystemTrust, trust_from
from netwrix_tui.errors import UsageError
from netwrix_tui.wire.wire_format import WireFormat

PASSWORD_VARIABLE = "NETWRIX_API_PASSWORD"  # noqa: S105 - the name of a variable, not a password


@dataclass(frozen=True, slots=True)
class ConnectionOptions:
    """The options of the command line as they were typed; None where one was not given."""

    server: str | None = None
    user: str | None = None
    auth: str = "auto"
    thumbprint: str | None = None
    ca_file: str | None = None
    wire: str = "json"
    allow_plain_http: bool = False


def connection(options: ConnectionOptions, environment: MutableMapping[str, str]) -> Connection:
    """The connection that the options describe. Asks for the password where none is given.

    The password is taken out of ``environment``, so that no child process inherits it. Raises
    UsageError.
    """
    server = options.server or environment.get("NETWRIX_API_URL", "")
    user = options.user or environment.get("NETWRIX_API_USERNAME", "")
    if not server or not user:
        missing = "--server" if not server else "--user"
        raise UsageError(
            f"{missing} is not given.",
            next_step="Type netwrix-tui --server nwx01 --user 'CORP\\jane', or netwrix-tui demo.",
        )
    described = Connection(
        url=server,
        user=user,
        auth=AuthScheme(options.auth),
        trust=trust_from(options.thumbprint, options.ca_file),
        wire=WireFormat(options.wire),
        allow_plain_http=options.allow_plain_http,
    )
    if not described.is_encrypted and not isinstance(described.trust, SystemTrust):
        raise UsageError(
            "A certificate is named, and the address begins with http://.",
            cause="Plain HTTP has no certificate.",
            next_step="Use https://, or leave --thumbprint and --ca-file out.",
        )
    password = environment.pop(PASSWORD_VARIABLE, None)
    if password is None:
        password = _asked_password(described)
    return replace(described, password=Secret(password))


def _asked_password(described: Connection) -> str:
    if not sys.stdin.isatty():
        raise UsageError(
            "No password is given, and there is no terminal to ask for one.",
            next_step=f"Set {PASSWORD_VARIABLE}.",
        )
    try:
        password = getpass.getpass(f"Password of {described.user} @ {described.server}: ")
    except EOFError:
        password = ""
    if not password:
        raise UsageError("No password was typed.", next_step="Nothing was sent.")
    return password
