"""The records of one Netwrix server on a cluster, to be opened by a command or a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_source import ClusterSource
from netwrix_tui.archive.cluster.shards import Shards
from netwrix_tui.archive.cluster.state_rows import newest_state, servers_of
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
    def found(
        cls, place: str, secret: Secret | None, wanted: str = ""
    ) -> Mapping[str, ClusterArchive]:
        """The archives of the servers that are meant, by their names; of one, without a name.

        The one that is wanted, or that the address names, else all there are. Raises
        NetwrixTuiError.
        """
        address = ClusterAddress.parse(place)
        cluster = ClickHouse(address, secret)
        try:
            there = servers_of(cluster)
            names = _meant(there, wanted or address.server, address)
            rows = {name: newest_state(cluster, name) for name in names}
        finally:
            cluster.close()
        archives = {
            name: cls(address, secret, name, row.state.account if row is not None else "")
            for name, row in rows.items()
        }
        return archives if len(archives) > 1 else {"": archives[names[0]]}

    def one_of(self, names: Sequence[str]) -> UsageError:
        """The error where one server is to be meant, and there are several."""
        return UsageError(
            f"{self.address} holds {len(names)} servers.",
            cause=f"It has {', '.join(names)}.",
            next_step=f"Name one behind the address: {self.address}?server={names[0]}.",
        )

    def opened(self, told: Callable[[Shards], None] = lambda _: None) -> ClusterSource:
        """A source of its records; ``told`` gets which parts of the cluster answer."""
        return ClusterSource(ClickHouse(self.address, self.secret), self.server, told=told)

    def __str__(self) -> str:
        return str(self.address)


def _meant(there: list[str], wanted: str, address: ClusterAddress) -> list[str]:
    if wanted in there:
        return [wanted]
    if not there:
        raise UsageError(
            f"{address} has no records of any server.",
            next_step="netwrix-tui archive --to with this address copies them.",
        )
    if wanted:
        raise UsageError(
            f"{address} has nothing of {wanted}.",
            cause=f"It has {', '.join(there)}.",
            next_step=f"Name one behind the address: {address}?server={there[0]}.",
        )
    return there
