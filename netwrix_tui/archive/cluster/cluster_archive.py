"""The records of one Netwrix server on a cluster, as what a command or a screen opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_source import ClusterSource
from netwrix_tui.archive.cluster.shards import Shards
from netwrix_tui.archive.cluster.state_rows import newest_state, servers_of
from netwrix_tui.archive.state import ArchiveState
from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import UsageError


@dataclass(frozen=True, slots=True)
class ClusterArchive:
    """Where records are read: the cluster, the account's password, and whose records are meant."""

    address: ClusterAddress
    secret: Secret | None
    server: str
    account: str
    """The one of the Netwrix server whose view the records are."""

    @classmethod
    def found(cls, place: str, secret: Secret | None, wanted: str = "") -> ClusterArchive:
        """The archive of the server that is meant: the one there is, else the one that is wanted.

        Raises NetwrixTuiError.
        """
        address = ClusterAddress.parse(place)
        cluster = ClickHouse(address, secret)
        try:
            server = _server(servers_of(cluster), wanted or address.server, address)
            row = newest_state(cluster, server)
        finally:
            cluster.close()
        state = row.state if row is not None else ArchiveState(server=server)
        return cls(address, secret, server, state.account)

    def opened(self, told: Callable[[Shards], None] = lambda _: None) -> ClusterSource:
        """A source of its records; ``told`` gets which parts of the cluster answer."""
        return ClusterSource(ClickHouse(self.address, self.secret), self.server, told=told)

    def __str__(self) -> str:
        return str(self.address)


def _server(there: list[str], wanted: str, address: ClusterAddress) -> str:
    if wanted in there:
        return wanted
    if not there:
        raise UsageError(
            f"{address} has no records of any server.",
            next_step="netwrix-tui archive --to with this address copies them.",
        )
    if wanted or len(there) > 1:
        lacks = f"has nothing of {wanted}" if wanted else f"holds {len(there)} servers"
        raise UsageError(
            f"{address} {lacks}.",
            cause=f"It has {', '.join(there)}.",
            next_step=f"Name one behind the address: {address}?server={there[0]}.",
        )
    return there[0]
