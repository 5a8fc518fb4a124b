"""Sessions on what is kept: a case file without its server, or an earlier session with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import OF_ARCHIVE, SourceFacts
from netwrix_tui.case.schema import SUFFIX
from netwrix_tui.client.account_identity import same_account, same_server
from netwrix_tui.client.connection import Secret, server_name
from netwrix_tui.config.choosing import described, prepared
from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import AccountRefused, UsageError
from netwrix_tui.tui.session.archive_session import with_archive
from netwrix_tui.tui.session.demo_session import THIS_MACHINE, demo_session
from netwrix_tui.tui.session.server_session import profile_session
from netwrix_tui.tui.session.session import Session

if TYPE_CHECKING:
    from netwrix_tui.results.loading.record_source import RecordSource


def case_session(path: Path, *, read_only: bool = False) -> Session:
    """A session on a case file: searches are answered from it. Raises UsageError."""
    with CaseReader(path) as case:
        info, sources = case.info, case.sources()
        records = case.record_count().words
    source = sources[-1] if sources else SourceFacts("", "")

    def open_client() -> RecordSource:
        from netwrix_tui.case.case_source import CaseSource

        return CaseSource(path)

    session = Session(
        source.account,
        source.server,
        open_client,
        notes=(f"captured {info.created.astimezone():%d %b %H:%M}",),
        wire=source.wire,
        case=path,
        is_offline=True,
        is_read_only=read_only,
        records_in_case=records,
        title=info.title or path.name.removesuffix(SUFFIX),
        captured=info.created,
    )
    named = [each for each in sources if each.name]
    return session if len(named) < 2 else _of_several(session, path, sources)


def _of_several(case: Session, path: Path, sources: Sequence[SourceFacts]) -> Session:
    """The session of a case whose servers were asked together: its records tell them apart."""

    def part(source: SourceFacts) -> Session:
        def open_client() -> RecordSource:
            from netwrix_tui.case.case_source import CaseSource

            return CaseSource(path, source=source.id)

        return replace(case, account=source.account, server=source.server, open_client=open_client)

    parts = {source.name or source.server: part(source) for source in sources}
    accounts = dict.fromkeys(source.account for source in sources)
    return replace(case, account=", ".join(accounts), server=", ".join(parts), parts=parts)


def resumed_servers(path: Path, sources: Sequence[SourceFacts]) -> Session:
    """A session on the servers of an earlier one that were asked together. Raises UsageError."""
    from netwrix_tui.config.choosing import Choice
    from netwrix_tui.config.choosing_servers import Servers
    from netwrix_tui.tui.session.servers_session import servers_session

    if any(source.server.endswith(OF_ARCHIVE) for source in sources):
        raise UsageError(
            "This session was on the archives of several servers.",
            next_step=f"netwrix-tui open {path} shows what was kept of it.",
        )
    file = ProfileFile(profile_path(os.environ))
    known = file.read().by_name

    def settings(source: SourceFacts) -> Profile:
        profile = known.get(source.name, Profile())
        is_it = server_name(profile.server or "") == source.server and same_account(
            profile.user, source.account
        )
        return profile if is_it else _profile_of(source)

    choices = {source.name: Choice(settings(source), file) for source in sources}
    servers = Servers(Profile(",".join(choices)), choices, file)
    return replace(servers_session(servers), case=path)


def resumed_session(path: Path, source: SourceFacts) -> Session:
    """A session on the server of an earlier one. Nobody signs in before the server is asked.

    Raises UsageError.
    """
    if source.server == THIS_MACHINE:
        return replace(demo_session(source.wire), case=path)
    if source.server.endswith(OF_ARCHIVE):
        return replace(_of_archive(path, source), case=path)
    settings = _profile_of(source)
    connection = prepared(settings, None)
    if connection is not None:
        return replace(profile_session(connection, settings, settings), case=path)
    session = profile_session(described(settings), settings, settings)
    reopen = session.reopen

    def not_yet() -> RecordSource:
        raise AccountRefused(
            f"Nobody has signed in to {session.server} yet in this session.",
            next_step="r asks for the password.",
        )

    return replace(session, case=path, open_client=not_yet, reopen=reopen)


def _of_archive(path: Path, source: SourceFacts) -> Session:
    """The archive that an earlier session was on, by the profile that names it; with its server
    where that can be asked without a question. Raises UsageError.
    """
    server = source.server.removesuffix(OF_ARCHIVE)
    settings = _profile_of(replace(source, server=server))
    if not settings.archive:
        raise UsageError(
            f"This session was on an archive of {server}, and no profile says where that is.",
            next_step=f"Set archive in its profile, or: netwrix-tui open {path}.",
        )
    if "://" in settings.archive:
        return _of_cluster(settings.archive, server, settings)
    connection = prepared(settings, None) or described(settings)
    session = with_archive(profile_session(connection, settings, settings))
    if session.archive is None:
        raise UsageError(
            f"The archive {settings.archive} has nothing of {server}.",
            next_step=f"netwrix-tui open {path} shows what was kept.",
        )
    return session


def _of_cluster(place: str, server: str, settings: Profile) -> Session:
    from netwrix_tui.archive.cluster.cluster_archive import ClusterArchive
    from netwrix_tui.config.archive_secret import archive_secret, take_archive_password
    from netwrix_tui.tui.session.cluster_session import cluster_session

    secret = archive_secret(place, settings, take_archive_password(os.environ))
    return cluster_session(ClusterArchive.found(place, secret, server)[""], settings)


def live_session(session: Session, password: Secret | None = None) -> Session | None:
    """The session that asks the server of a case itself; None where a password has to be typed.

    Raises UsageError.
    """
    if session.server == THIS_MACHINE:
        return demo_session(session.wire)
    settings = _profile_of(SourceFacts(session.server, session.account))
    connection = prepared(settings, password)
    return None if connection is None else profile_session(connection, settings, settings)


def _profile_of(source: SourceFacts) -> Profile:
    """The profile of a server and an account; settings that say just those where there is none."""
    file = ProfileFile(profile_path(os.environ))
    for profile in file.read().by_name.values():
        try:
            is_it = same_server(profile.server, source.server)
        except UsageError:
            continue
        if is_it and same_account(profile.user, source.account):
            return profile
    return Profile(server=source.server, user=source.account or None)
