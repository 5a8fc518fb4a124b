"""Session of several servers: one session for each, and what is said of them together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netwrix_tui.client.account_identity import account_identity
from netwrix_tui.client.connection import server_name
from netwrix_tui.config.choosing import Choice, described, prepared
from netwrix_tui.errors import AccountRefused, NetwrixTuiError, UsageError
from netwrix_tui.tui.session.server_session import profile_session
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.config.choosing_servers import Servers
    from netwrix_tui.results.loading.record_source import RecordSource


def servers_session(servers: Servers) -> Session:
    """A session on several servers, of which none waits for the password of another.

    Their commands and keyrings are asked now; what has to be typed is asked for on the screen.
    """
    parts = {name: _part(name, choice) for name, choice in servers.choices.items()}
    return joined_session(servers.settings.name, parts, servers)


def joined_session(name: str, parts: dict[str, Session], servers: Servers) -> Session:
    """One session out of those of several servers."""
    settings = servers.settings
    accounts = {account_identity(part.account): part.account for part in parts.values()}
    plain = [each for each, part in parts.items() if part.warning]
    return Session(
        ", ".join(filter(None, accounts.values())),
        ", ".join(parts),
        _nobody,
        warning=f"{', '.join(plain)} not encrypted" if plain else "",
        page_size=max(part.page_size for part in parts.values()),
        remembered_as=name,
        wire=WireFormat(settings.wire or WireFormat.JSON),
        settings=settings,
        slow=bool(settings.slow),
        parts=parts,
    )


def with_part(session: Session, name: str, part: Session) -> Session:
    """The session, one of whose servers is gone on with as another one."""
    return replace(session, parts={**session.parts, name: part})


def _part(name: str, choice: Choice) -> Session:
    settings = choice.settings
    try:
        connection = prepared(settings, choice.password)
    except UsageError as error:
        return _failing(name, choice, error)
    if connection is not None:
        return profile_session(connection, settings, choice.file.seen(name))
    return _failing(
        name,
        choice,
        AccountRefused(
            f"Nobody has signed in to {server_name(settings.server or '')} yet.",
            next_step="r asks for the password.",
        ),
    )


def _failing(name: str, choice: Choice, error: NetwrixTuiError) -> Session:
    """The session of a server that cannot be asked yet, and why."""
    settings = choice.settings
    session = profile_session(described(settings), settings, choice.file.seen(name))

    def not_yet() -> RecordSource:
        raise type(error)(error.what, cause=error.cause, next_step=error.next_step)

    return replace(session, open_client=not_yet)


def _nobody() -> RecordSource:
    raise UsageError("Several servers are asked, each by itself.")
