"""A request as a ``curl`` command for a POSIX shell: for a ticket, a script, or support.

It asks for the password itself, and sends the very bytes that the program would send. Comments
stay free of quotes and signs that mean something to a shell which does not know comments.
"""

from __future__ import annotations

import re

from netwrix_tui.client.connection import AuthScheme, Connection
from netwrix_tui.client.search_request import SearchRequest
from netwrix_tui.client.trust import CaFile, PinnedCertificate

LONGEST_ARGUMENT = 100_000
"""Bytes that one argument may have; Linux takes 128 KiB. What is longer goes through a pipe."""

_SCHEMES = {
    # --anyauth takes Negotiate wherever it is offered, and fails there without a ticket.
    AuthScheme.AUTO: "--ntlm",
    AuthScheme.NEGOTIATE: "--negotiate",
    AuthScheme.NTLM: "--ntlm",
    AuthScheme.DIGEST: "--digest",
    AuthScheme.BASIC: "--basic",
}
_JOIN = " \\\n  "
# What a terminal may act upon when the command is pasted: a tab completes, others are dropped.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_FORMAT = re.compile("[%\\\\\x00-\x1f\x7f-\x9f]")


def curl_command(request: SearchRequest) -> str:
    """The command, with what has to be known about it in comments before it."""
    notes, options = _account(request.connection)
    more, trust = _trust(request.connection)
    body = request.body
    piped, data = "", []
    if body is not None:
        data = ["--header " + sh_quoted(f"Content-Type: {request.wire.media_type}")]
        text = body.decode()
        if len(body) > LONGEST_ARGUMENT or _CONTROL.search(text):
            piped = f"printf {_printf_format(text)} |\n"
            data.append("--data-binary @-")
        else:
            data.append(f"--data-binary {sh_quoted(text)}")
    parts = [f"curl {options[0]}", *options[1:], *trust, *data, sh_quoted(request.url)]
    return "".join(f"# {note}\n" for note in (*notes, *more)) + piped + _JOIN.join(parts) + "\n"


def sh_quoted(text: str) -> str:
    """The text as one word of a POSIX shell, in which nothing is expanded."""
    return "'" + text.replace("'", "'\\''") + "'"


def _printf_format(text: str) -> str:
    """The text as printf's first argument; bytes that a terminal acts upon are written in octal."""
    return sh_quoted(_FORMAT.sub(_escaped, text))


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in "%\\":
        return char * 2
    return "".join(f"\\{byte:03o}" for byte in char.encode())


def _account(connection: Connection) -> tuple[list[str], list[str]]:
    """Comments, and the options that sign in."""
    flag = _SCHEMES[connection.auth]
    if not connection.user or connection.auth is AuthScheme.NEGOTIATE:
        return ["curl takes the Kerberos ticket of kinit."], ["--negotiate", "--user :"]
    if ":" in connection.user:
        # Behind a colon curl would look for the password.
        return ["The account name holds a colon, which curl cannot take: add --user."], [flag]
    notes = ["curl asks for the password."]
    if connection.auth is AuthScheme.AUTO:
        notes.append("Where the server takes no NTLM, say --digest or --negotiate instead.")
    return notes, [flag, f"--user {sh_quoted(connection.user)}"]


def _trust(connection: Connection) -> tuple[list[str], list[str]]:
    """Comments, and the options that say which certificate is trusted. Checking stays on."""
    if not connection.is_encrypted:
        return ["The address is plain http: what is found travels unencrypted."], []
    match connection.trust:
        case CaFile(path):
            return [], [f"--cacert {sh_quoted(str(path))}"]
        case PinnedCertificate(thumbprint):
            file = re.sub(r"[^\w.-]", "-", connection.host) + ".pem"
            pairs = ":".join(re.findall("..", thumbprint.digits))
            notes = [
                "curl cannot check a thumbprint, so it needs the certificate in a file. Save it as",
                f"{file} from what this prints: openssl s_client -connect {connection.server}",
                "Then compare before you trust it: openssl x509 -noout -fingerprint "
                f"-{thumbprint.algorithm} -in {file}",
                f"has to print {pairs}",
                "The address has to be a name that is in the certificate.",
            ]
            return notes, [f"--cacert {sh_quoted(file)}"]
        case _:
            return [], []
