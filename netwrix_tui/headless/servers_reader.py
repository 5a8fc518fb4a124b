"""Reader of several servers at once: one search over all, each asked with its own account."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.clock import now
from netwrix_tui.headless.fetcher import ServersFetcher
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.record_reader import Take, read_pages
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import ONLY_REVIEWED
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import without_servers
from netwrix_tui.results.loading.mark_walk import Walk


class ServersReader:
    """The records of several servers, by their names; each record says which one it is of.

    A server that fails holds up no other: the error that is raised at the end names it, in
    ``server``, and what the others have has been handed over.
    """

    def __init__(
        self, connections: Mapping[str, Connection], count: int | None, messages: Messages
    ) -> None:
        """``count`` is how many records a page is asked for, None if not said."""
        self._connections = connections
        self._count = count
        self._messages = messages
        self._walk = Walk()
        self.where = ", ".join(connections)
        accounts = dict.fromkeys(each.user for each in connections.values() if each.user)
        self.account = ", ".join(accounts)
        self.id = " ".join(f"{name} {each.url}" for name, each in sorted(connections.items()))
        self.nothing_words = f"Nothing was found. {ONLY_REVIEWED}"

    async def read(self, search: SearchParameters, take: Take) -> None:
        if is_filtered_here(search, now()):
            self._messages.say(FILTERED_HERE)
        async with AsyncExitStack() as stack:
            clients = {
                name: await stack.enter_async_context(AuditorClient(connection))
                for name, connection in self._connections.items()
            }
            fetcher = ServersFetcher(
                clients, without_servers(search), self._count, self._messages.say
            )
            try:
                await read_pages(fetcher.page, self._walk, self._count, take)
            finally:
                fetcher.cancel()

    def remarks(self) -> list[str]:
        return self._walk.remarks()
