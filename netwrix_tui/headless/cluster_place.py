"""``netwrix-tui archive --to clickhouse://…``: an archive that is kept on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from netwrix_tui import standard_streams
from netwrix_tui.archive.cluster.address import ClusterAddress, check_cluster_name
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter, no_cluster
from netwrix_tui.archive.cluster.state_rows import newest_state, servers_of
from netwrix_tui.archive.cluster.tables import ddl
from netwrix_tui.archive.cluster.upkeep import (
    CheckedCluster,
    OldRecords,
    old_records,
    remove_old,
)
from netwrix_tui.archive.state import check_account
from netwrix_tui.archive.written import RecordsWriter
from netwrix_tui.client.connection import Secret
from netwrix_tui.config.archive_secret import archive_secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.errors import ConnectionFailed, UsageError
from netwrix_tui.records.amounts import records_words


def cluster_place(
    named: str, name: str, settings: Profile | None, taken: Secret | None
) -> ClusterPlace:
    """The cluster of an address; ``name`` is what it is called in ClickHouse's configuration.

    ``taken`` is the environment's password. Raises UsageError.
    """
    address = ClusterAddress.parse(named)
    if name:
        check_cluster_name(name)
    return ClusterPlace(address, name, archive_secret(named, settings, taken))


def show_ddl(named: str, name: str) -> int:
    """Print what makes the tables, and ask nobody; returns the exit status. Raises UsageError."""
    address = ClusterAddress.parse(named)
    if len(address.servers) > 1 and not name:
        raise no_cluster()
    standard_streams.put(ddl(address.database, name))
    return 0


@dataclass(frozen=True, slots=True)
class ClusterPlace:
    """A database on a cluster, for the records of any number of servers."""

    address: ClusterAddress
    name: str
    secret: Secret | None

    @contextmanager
    def opened(
        self, server: str, account: str, told: Callable[[str], None]
    ) -> Iterator[ClusterWriter]:
        with (
            self.cluster() as cluster,
            ClusterWriter.opened(cluster, server, account, self.name, told) as writer,
        ):
            yield writer

    def retain(self, server: str, writer: RecordsWriter, kept_from: date) -> str:
        with self.cluster() as cluster:
            try:
                old = old_records(cluster, server, kept_from)
                # First, so that a record that comes again meanwhile does not come back.
                writer.write([], replace(writer.state, kept_from=kept_from.isoformat()))
                remove_old(cluster, server, kept_from)
            except ConnectionFailed as error:
                return f"{error.sentence()} Older days stay until all of the cluster answers."
        return _old_words(server, old, "went") if old.count else ""

    def checked(self, server: str, account: str) -> CheckedCluster:
        cluster = ClickHouse(self.address, self.secret)
        row = newest_state(cluster, server)
        if row is None:
            raise UsageError(f"{self.address} has nothing of {server}.")
        check_account(row.state, account)
        return CheckedCluster(cluster, server, row.state.kept_from)

    def upkeep(self, kept_from: date | None, *, compact: bool) -> Iterator[str]:
        if compact:
            raise UsageError("A cluster makes few files of many by itself: leave --compact out.")
        with self.cluster() as cluster:
            for server in servers_of(cluster):
                if kept_from is not None:
                    yield _old_words(server, old_records(cluster, server, kept_from), "would go")

    @contextmanager
    def cluster(self) -> Iterator[ClickHouse]:
        """The cluster's servers, for a while."""
        cluster = ClickHouse(self.address, self.secret)
        try:
            yield cluster
        finally:
            cluster.close()


def _old_words(server: str, old: OldRecords, verb: str) -> str:
    if not old.count:
        return f"{server}: nothing is older than {old.kept_from}."
    return f"{server}: {records_words(old.count)} {verb}, of {old.first_day} to {old.last_day}."
