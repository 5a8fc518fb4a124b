"""``netwrix-tui archive corp dmz``: several servers, each into its own directory, side by side."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable, Iterable, Mapping

from netwrix_tui.client.connection import Connection
from netwrix_tui.config.archive_secret import take_archive_password
from netwrix_tui.config.choosing import Choice
from netwrix_tui.config.choosing_servers import Servers
from netwrix_tui.ending import Ending
from netwrix_tui.errors import NetwrixTuiError, ServerRefused, UsageError, WireError
from netwrix_tui.headless.archive import ArchiveCommand, UpkeepCommand, server_of
from netwrix_tui.headless.archive_places import ArchivePlace, archive_place
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.progress import ticking

_USAGE, _FAILED, _REFUSED = 2, 3, 4

ConnectionsOf = Callable[[Choice | Servers, Iterable[str]], dict[str, Connection]]
"""The connections of servers by their names, each with its own password."""


def run_without_server(options: argparse.Namespace) -> int | None:
    """What asks no server, and needs no profile; None where it is something else that is asked."""
    if options.show_ddl and "://" in (options.to or ""):
        from netwrix_tui.headless.cluster_place import show_ddl

        return show_ddl(options.to, options.cluster or "")
    if options.moved_from is not None:
        from netwrix_tui.headless.archive_moving import MoveCommand

        return MoveCommand(options).run()
    return None


def run_upkeep(options: argparse.Namespace) -> int:
    """What needs no server, in the archive that ``--to`` names."""
    place = archive_place(options, None, taken=take_archive_password(os.environ))
    return UpkeepCommand(options, place).run()


def run_archive(
    options: argparse.Namespace, choice: Choice | Servers, connections_of: ConnectionsOf
) -> int:
    """Run the command for one server, or for several. Raises NetwrixTuiError."""
    of_all = choice.settings.archive
    named: str = options.to or of_all or ""
    if options.show_ddl and "://" in named:
        from netwrix_tui.headless.cluster_place import show_ddl

        return show_ddl(named, options.cluster or "")
    taken = take_archive_password(os.environ)
    choices = choice.choices if isinstance(choice, Servers) else {"": choice}
    places = {
        name: archive_place(options, each.settings.archive or of_all, each.settings, taken)
        for name, each in choices.items()
    }
    if options.compact or (options.dry_run and options.keep):
        return max(UpkeepCommand(options, place).run() for place in dict.fromkeys(places.values()))
    if isinstance(choice, Servers):
        return ServersArchiveCommand(options, places).run(connections_of(choice, places))
    command = ArchiveCommand(options, places[""])
    return command.run(connections_of(choice, places)[""])


class ServersArchiveCommand:
    """One run over several servers: one that fails holds up none of the others."""

    def __init__(self, options: argparse.Namespace, places: Mapping[str, ArchivePlace]) -> None:
        """``places`` are the archives of the servers, by the names of their profiles.

        Raises UsageError; nothing has been sent then.
        """
        self._messages = Messages()
        self._commands = {
            name: ArchiveCommand(options, place, name, self._messages)
            for name, place in places.items()
        }
        self._places = places

    def run(self, connections: Mapping[str, Connection]) -> int:
        """Do it, and return the exit status: the worst of all. Raises UsageError."""
        known: dict[tuple[ArchivePlace, str], str] = {}
        for name, connection in connections.items():
            other = known.setdefault((self._places[name], server_of(connection)), name)
            if other != name:
                raise UsageError(
                    f"{other} and {name} are one server, which is copied once.",
                    next_step="Name one of them.",
                )
        try:
            return Ending().run(self._all(connections))
        finally:
            self._messages.clear()

    async def _all(self, connections: Mapping[str, Connection]) -> int:
        async with ticking(self._messages, self._words):
            ended = await asyncio.gather(*(self._one(*each) for each in connections.items()))
        return max(ended)

    async def _one(self, name: str, connection: Connection) -> int:
        try:
            return await self._commands[name].work(connection)
        except NetwrixTuiError as error:
            self._messages.say(f"{name}: {error.sentence()}")
            if isinstance(error, UsageError):
                return _USAGE
            return _REFUSED if isinstance(error, ServerRefused | WireError) else _FAILED

    def _words(self) -> str:
        said = ((name, command.words()) for name, command in self._commands.items())
        return " | ".join(f"{name}: {words}" for name, words in said if words)
