"""A request as PowerShell commands, for Windows PowerShell 5.1 and PowerShell 7.

The password is asked for by ``Get-Credential``. Strings hold printable ASCII only, so that neither
a script file's encoding nor its line ends can change the body.
"""

from __future__ import annotations

import re

from netwrix_tui.client.connection import AuthScheme, Connection
from netwrix_tui.client.search_request import SearchRequest
from netwrix_tui.client.trust import CaFile, PinnedCertificate

_PIECES = re.compile(r"[ -~]+|[^ -~]")


def powershell_command(request: SearchRequest) -> str:
    """The commands, with what has to be known about them in comments before them."""
    connection = request.connection
    lines = [f"# {note}" for note in _notes(connection)]
    call = ["Invoke-RestMethod", f"-Uri {ps_quoted(request.url)}", f"-Method {request.method}"]
    if not connection.user:
        call.append("-UseDefaultCredentials")
    else:
        user = ps_quoted(connection.user)
        lines.append(f"$account = Get-Credential -UserName {user} -Message 'Netwrix Auditor'")
        call.append("-Credential $account")
    if request.body is not None:
        text = ps_quoted(request.body.decode())
        lines.append(f"$body = [Text.Encoding]::UTF8.GetBytes({text})")
        call += [f"-ContentType {ps_quoted(request.wire.media_type)}", "-Body $body"]
    return "\n".join([*lines, " `\n  ".join(call), ""])


def ps_quoted(text: str) -> str:
    """The text as a PowerShell expression, in which nothing is expanded.

    Single quotes hold anything, a quote in them is doubled. All that is not printable ASCII stands
    outside as UTF-16 code units: typographic quotes, too, end a string in PowerShell.
    """
    pieces = [_piece(match[0]) for match in _PIECES.finditer(text)]
    if not pieces or not pieces[0].startswith("'"):
        pieces.insert(0, "''")  # a character is added to a string, not a string to a character
    return pieces[0] if len(pieces) == 1 else f"({' + '.join(pieces)})"


def _piece(piece: str) -> str:
    if piece.isascii() and piece.isprintable():
        return "'" + piece.replace("'", "''") + "'"
    units = piece.encode("utf-16-be")
    return " + ".join(
        f"[char]0x{int.from_bytes(units[at : at + 2]):04X}" for at in range(0, len(units), 2)
    )


def _notes(connection: Connection) -> list[str]:
    notes = []
    if connection.auth in (AuthScheme.AUTO, AuthScheme.BASIC) and connection.user:
        notes.append("PowerShell signs in by what the server offers, the strongest first.")
    if not connection.is_encrypted:
        notes.append("Plain http: PowerShell 7 wants -AllowUnencryptedAuthentication.")
        return notes
    match connection.trust:
        case CaFile():
            notes.append("This account has to trust the authority: import it as a trusted root.")
        case PinnedCertificate(thumbprint):
            notes += [
                "PowerShell cannot check a thumbprint. Import the server's certificate as a",
                f"trusted root of this account, once its thumbprint is {thumbprint}",
                f"({thumbprint.algorithm.upper()}). The address has to be a name in it.",
            ]
    return notes
