"""One connection, with its password: from the command line, the environment and the settings."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace

from netwrix_tui.client.connection import USUAL_AT_A_TIME, AuthScheme, Connection, Secret
from netwrix_tui.client.trust import SystemTrust, trust_from
from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.layers import environment_speaks_of, layers, merged
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.secret import as_meant, asked_secret, kept_secret, taken_from
from netwrix_tui.config.secret_text import is_text
from netwrix_tui.errors import UsageError
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class Choice:
    """The settings that hold, the file that they may be kept in, and a password where one was set.

    ``password`` is the environment's; the profile's own sources are asked by :func:`connected`.
    """

    settings: Profile
    file: ProfileFile
    password: Secret | None = None


class NothingChosen(UsageError):
    """Neither a server nor a profile was named anywhere; ``said`` is all that was, if any."""

    def __init__(
        self, what: str, *, next_step: str, cause: str = "", said: Choice | None = None
    ) -> None:
        super().__init__(what, cause=cause, next_step=next_step)
        self.said = said


def choose(
    typed: Profile,
    named: str | None,
    environment: MutableMapping[str, str],
    taken: Secret | None = None,
) -> Choice:
    """What the command line, the environment and the file come to. Raises UsageError.

    NothingChosen where no server is named, SeveralServers where several are. ``taken`` is the
    environment's password, where it was taken out of it before.
    """
    password = taken or taken_from(environment)
    file = ProfileFile(profile_path(environment))
    settings = merged(layers(typed, named, environment, file))
    if settings.server is None:
        raise NothingChosen(
            "No server is named.",
            cause="Neither the command line, nor the environment, nor a profile names one.",
            next_step="Type netwrix-tui --server nwx01 --user 'CORP\\jane', or netwrix-tui demo.",
            said=Choice(settings, file, as_meant(password)),
        )
    if not environment_speaks_of(settings, environment):
        password = None
    return Choice(settings, file, as_meant(password))


def described(settings: Profile) -> Connection:
    """The connection that the settings describe, without a password. Raises UsageError."""
    if settings.server is None:
        raise NothingChosen("No server is named.", next_step="Give one with --server.")
    if not is_text(settings.user or ""):
        raise UsageError(
            "The account's name is not UTF-8 text.",
            cause="What wrote it uses another encoding than this terminal and locale.",
            next_step="Nothing was sent. Set the terminal and the locale to UTF-8.",
        )
    connection = Connection(
        url=settings.server,
        user=settings.user or "",
        auth=AuthScheme(settings.auth or AuthScheme.AUTO),
        trust=trust_from(settings.thumbprint, settings.ca_file),
        wire=WireFormat(settings.wire or WireFormat.JSON),
        page_size=settings.page_size or 1000,
        parallel=settings.parallel or USUAL_AT_A_TIME,
        allow_plain_http=settings.allow_plain_http or False,
    )
    if not connection.is_encrypted and not isinstance(connection.trust, SystemTrust):
        raise UsageError(
            "A certificate is named, and the address begins with http://.",
            cause="Plain HTTP has no certificate.",
            next_step="Use https://, or leave the thumbprint and the CA file out.",
        )
    return connection


def connected(choice: Choice) -> Connection:
    """The connection with its password: set, kept, or asked for at the prompt.

    None is asked for where a ticket (or, on Windows, the logon) proves the account.
    Raises UsageError.
    """
    connection = described(choice.settings)
    secret = choice.password or kept_secret(choice.settings)
    if secret is None and not proves_itself(connection):
        if not connection.user:
            raise UsageError(
                "No account is named.",
                cause=_no_ticket_words(),
                next_step=f"Give one with --user, or {_way_to_proof()}.",
            )
        secret = asked_secret(choice.settings)
    return replace(connection, password=secret or Secret(""))


def prepared(settings: Profile, secret: Secret | None) -> Connection | None:
    """The connection with a password that was typed, or is kept, or is not needed.

    None where one has to be asked for. For a program that holds the terminal: nothing asks or
    complains there. May take as long as the profile's command does. Raises UsageError.
    """
    connection = described(settings)
    secret = secret or kept_secret(settings, on_screen=True)
    if secret is None and not proves_itself(connection):
        return None
    return replace(connection, password=secret or Secret(""))


def _no_ticket_words() -> str:
    from netwrix_tui.client.kerberos import no_ticket_words

    return no_ticket_words()


def _way_to_proof() -> str:
    from netwrix_tui.client.current_logon import way_to_proof

    return way_to_proof()


def proves_itself(connection: Connection) -> bool:
    """True where the account is proven without a password: by a ticket, or by Windows' logon."""
    from netwrix_tui.client.current_logon import is_windows, proving_schemes
    from netwrix_tui.client.kerberos import has_ticket

    if connection.auth is not AuthScheme.AUTO and connection.auth not in proving_schemes():
        return False
    if connection.is_addressed_by_ip and not is_windows():  # Windows goes on to NTLM
        return False
    return has_ticket(connection.user)
