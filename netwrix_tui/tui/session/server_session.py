"""Session of a connection: as it stands, or as a profile's settings describe it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netwrix_tui.client.connection import DEFAULT_PORT, Connection, Secret
from netwrix_tui.client.trust import CaFile, PinnedCertificate
from netwrix_tui.tui.session.session import Session

if TYPE_CHECKING:
    from netwrix_tui.client.auditor import AuditorClient
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.results.loading.record_source import RecordSource


def profile_session(
    connection: Connection, settings: Profile, read: Profile | None = None
) -> Session:
    """The session of a connection that settings describe, and that come from a profile if any.

    ``read`` is that profile as the file held it.
    """
    name = settings.name or connection.server
    session = replace(server_session(connection), remembered_as=name, settings=settings, read=read)
    return replace(session, writable=bool(settings.writable), slow=bool(settings.slow))


def server_session(connection: Connection) -> Session:
    """The session of a connection, with what the top line says about it."""
    current = [connection]
    opened: list[AuditorClient] = []

    def open_client() -> RecordSource:
        opened[:] = [new_client(current[0])]
        return opened[0]

    def reopen(password: Secret) -> RecordSource:
        current[0] = replace(connection, password=password)
        return open_client()

    def scheme() -> str:
        chosen = opened[0].scheme if opened else None
        return chosen.spelling if chosen is not None else ""

    return Session(
        account=connection.user,
        server=connection.server.removesuffix(f":{DEFAULT_PORT}"),
        open_client=open_client,
        notes=_notes(connection),
        warning="" if connection.is_encrypted else "not encrypted",
        page_size=connection.page_size,
        reopen=reopen,
        wire=connection.wire,
        connection=lambda: current[0],
        scheme=scheme,
        certificate=lambda: opened[0].certificate if opened else "",
        clock_difference=lambda: opened[0].clock_difference if opened else None,
    )


def new_client(connection: Connection) -> AuditorClient:
    """A client of its own; imports the HTTP library, so on the worker's thread."""
    from netwrix_tui.client.auditor import AuditorClient

    return AuditorClient(connection)


def _notes(connection: Connection) -> tuple[str, ...]:
    if not connection.is_encrypted:
        return ()
    if isinstance(connection.trust, PinnedCertificate):
        return ("certificate pinned",)
    if isinstance(connection.trust, CaFile):
        return ("certificate by CA file",)
    return ("certificate trusted by this system",)
