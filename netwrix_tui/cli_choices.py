"""What the options of a command come to: a profile, its servers, their connections, the zone.

Whatever is heavy is imported by the one that needs it.
"""

from __future__ import annotations

import os

from netwrix_tui.errors import UsageError

TYPE_CHECKING = False  # typing itself takes longer to import than all of this
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from netwrix_tui.archive.cluster.cluster_archive import ClusterArchive
    from netwrix_tui.archive.kept_archive import KeptArchive
    from netwrix_tui.client.connection import Connection
    from netwrix_tui.config.choosing import Choice
    from netwrix_tui.config.choosing_servers import Servers
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.records.zone import ShownZone
    from netwrix_tui.searches.start_view import StartView


def chosen(options: argparse.Namespace) -> Choice:
    """The settings that options, environment and profile come to. Raises UsageError."""
    from netwrix_tui.config.choosing import choose

    return choose(_typed(options), options.profile, os.environ)


def chosen_servers(options: argparse.Namespace) -> Choice | Servers:
    """The same, where a profile may name several servers. Raises UsageError."""
    from netwrix_tui.config.choosing_servers import choose_servers

    return choose_servers(_typed(options), options.profile, os.environ)


def _typed(options: argparse.Namespace) -> Profile:
    from netwrix_tui.config.profile import Profile

    return Profile(
        server=options.server,
        user=options.user,
        auth=options.auth,
        thumbprint=options.thumbprint,
        ca_file=options.ca_file,
        wire=options.wire,
        allow_plain_http=options.allow_plain_http or None,
        slow=options.slow or None,
    )


def own_zone_of(options: argparse.Namespace) -> ShownZone:
    """The zone and hours of the profile that is named or usual, else the machine's."""
    from netwrix_tui.config.own_time import own_zone

    try:
        return own_zone(chosen_servers(options).settings)
    except UsageError:
        if options.profile is not None:
            raise
        return own_zone(None)  # a case is searched without any server or profile, too


def remembered_as(choice: Choice | Servers) -> str:
    """The name under which the explorer keeps searches and notes: the profile's, or the server."""
    from netwrix_tui.config.choosing import described

    return choice.settings.name or described(choice.settings).server


def start_view_of(options: argparse.Namespace) -> StartView | None:
    """The view that the explorer begins with. Raises UsageError."""
    said = (options.view_query, options.show, options.columns, options.sort_by, options.view_zone)
    if not any(said):
        return None  # as it nearly always is: nothing is imported for it
    from netwrix_tui.searches.start_view import StartView

    return StartView.read(*said)


def remembered_names(choice: Choice | Servers) -> dict[str, str]:
    """The same for each server by its name; a single one has none."""
    from netwrix_tui.config.choosing import Choice

    if isinstance(choice, Choice):
        return {"": remembered_as(choice)}
    return {name: remembered_as(each) for name, each in choice.choices.items()}


def connections_of(choice: Choice | Servers, names: Iterable[str]) -> dict[str, Connection]:
    """The connections of servers by their names, each with its own password."""
    from netwrix_tui.config.choosing import Choice, connected

    if isinstance(choice, Choice):
        return {"": connected(choice)}
    return {name: connected(choice.choices[name]) for name in names}


def archived_server(options: argparse.Namespace) -> str:
    """The server whose records of an archive are meant: a profile's, or the one that is typed.

    Empty where none is named. Raises UsageError.
    """
    if options.profile is None and options.server is None:
        return ""
    from netwrix_tui.config.choosing import described
    from netwrix_tui.headless.archive import server_of

    return server_of(described(chosen(options).settings))


def require_one_place(options: argparse.Namespace) -> None:
    """Raises UsageError where records are to come from a case and an archive at once."""
    if options.in_case is not None and options.archive is not None:
        raise UsageError("--in and --archive are two places.", next_step="Leave one of them out.")


def prepare_kept(options: argparse.Namespace, remembered: str = "") -> None:
    """Give the options the zone and the kept search that they name, where no server is asked.

    ``remembered`` is the name under which searches are kept if no profile or server is named.
    Raises UsageError.
    """
    from netwrix_tui.headless.saved_options import apply_saved_search

    options.own_zone = own_zone_of(options)
    if options.profile is not None or options.server is not None:
        remembered = remembered_as(chosen_servers(options))
    if options.command != "enum":
        apply_saved_search(options, remembered)


def archived(options: argparse.Namespace) -> Mapping[str, KeptArchive]:
    """The archives of the servers that are meant by ``--archive``, by their names.

    Those of the profiles that are named, else all that it has; of one, without a name. Raises
    NetwrixTuiError.
    """
    from pathlib import Path

    if "://" in options.archive:
        return _on_cluster(options)

    from netwrix_tui.archive.layout import found_server, found_servers
    from netwrix_tui.config.choosing import described
    from netwrix_tui.config.layers import SeveralServers
    from netwrix_tui.headless.archive import server_of

    place = Path(options.archive).expanduser()
    try:
        return found_servers(place, archived_server(options))
    except SeveralServers:
        choices = servers_choices(chosen_servers(options))
    return {
        name: found_server(place, server_of(described(each.settings)))
        for name, each in choices.items()
    }


def _on_cluster(options: argparse.Namespace) -> Mapping[str, ClusterArchive]:
    from netwrix_tui.archive.cluster.cluster_archive import ClusterArchive
    from netwrix_tui.config.archive_secret import archive_secret, take_archive_password

    taken = take_archive_password(os.environ)
    named = options.profile is not None or options.server is not None
    settings = chosen(options).settings if named else None
    secret = archive_secret(options.archive, settings, taken)
    return ClusterArchive.found(options.archive, secret, archived_server(options))


def servers_choices(choice: Choice | Servers) -> Mapping[str, Choice]:
    """What was chosen for each server, by its name; a single one has none."""
    from netwrix_tui.config.choosing import Choice

    return {"": choice} if isinstance(choice, Choice) else choice.choices


def prepare_archives(options: argparse.Namespace) -> Mapping[str, KeptArchive]:
    """The same for ``--archive``; returns the archives of the servers that are meant.

    Raises NetwrixTuiError.
    """
    from netwrix_tui.archive.kept_archive import archived_name

    archives = archived(options)
    prepare_kept(options, ",".join(map(archived_name, archives.values())))
    return archives


def prepare_archive(options: argparse.Namespace) -> KeptArchive:
    """The same where one server is to be meant; returns its archive.

    Raises NetwrixTuiError.
    """
    from pathlib import Path

    from netwrix_tui.archive.kept_archive import archived_name
    from netwrix_tui.archive.layout import found_server

    archive: KeptArchive
    if "://" in options.archive:
        (archive, *others) = _on_cluster(options).values()
        if others:
            raise archive.one_of([archived_name(each) for each in (archive, *others)])
    else:
        archive = found_server(Path(options.archive).expanduser(), archived_server(options))
    prepare_kept(options, archived_name(archive))
    return archive


def take_profiles(options: argparse.Namespace) -> None:
    """The profiles that are named behind a command join those that stand before it."""
    before = [options.profile] if options.profile is not None else []
    if options.profiles:
        options.profile = ",".join([*before, *options.profiles])
