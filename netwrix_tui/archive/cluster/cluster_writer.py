"""Writer of an archive on a cluster: records first, then how far it has come.

Before a batch is written its RIDs are looked up among the records of the same moments, so that what
a crash left behind, or what a server sends again, is recognised. Nothing is looked up while an
insert that was cut off may still be under way. A part of the cluster that is away is waited for.
"""

from __future__ import annotations

import threading
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TypeVar
from uuid import uuid4

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.inserted_rows import RecordRow, rows_of
from netwrix_tui.archive.cluster.quoting import quoted, quoted_list
from netwrix_tui.archive.cluster.row_binary import INT64, TEXT, UINT8, UINT64
from netwrix_tui.archive.cluster.shards import cluster_of
from netwrix_tui.archive.cluster.state_rows import (
    StateRow,
    check_holder,
    newest_state,
    write_state,
)
from netwrix_tui.archive.cluster.tables import COLUMNS, NO_MOMENT, named, table_statements
from netwrix_tui.archive.columns import day_of, microseconds_now
from netwrix_tui.archive.state import ArchiveState, check_account
from netwrix_tui.archive.written import Written, behind
from netwrix_tui.client.account_identity import account_identity
from netwrix_tui.clock import now
from netwrix_tui.config.directories import cache_directory
from netwrix_tui.errors import (
    AccountRefused,
    CertificateNotTrusted,
    ConnectionFailed,
    NetwrixTuiError,
    TlsFailed,
    UsageError,
)
from netwrix_tui.file_lock import locked
from netwrix_tui.private_directory import make_private
from netwrix_tui.wire.page import Page

T = TypeVar("T")

_INTO = f"records ({', '.join(map(named, COLUMNS))})"
_SYNC = {"insert_distributed_sync": "1"}
"""Else the rows are spooled, and an insert says that they are there before they are."""

_NO_DATABASE = {"database": "system"}
"""What is asked of before the archive's own database is there."""

_LOOKED_UP = 4_000
"""RIDs that are asked for together."""

_MOST_MONTHS = 50
"""Partitions of one insert; ClickHouse takes a hundred."""

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before a part of the cluster that is away is asked again."""


class ClusterWriter:
    """The archive of one Netwrix server on a cluster, held for writing.

    All methods raise NetwrixTuiError. ``told`` gets a sentence for what a person should know.
    """

    def __init__(
        self,
        cluster: ClickHouse,
        state: ArchiveState,
        row: StateRow | None,
        told: Callable[[str], None],
    ) -> None:
        self.cluster = cluster
        self.state = state
        self._row = row
        self._told = told
        self._over = threading.Event()
        self._query = f"netwrix-{sha256(state.server.encode()).hexdigest()[:16]}-"
        self._in_doubt = True

    @classmethod
    @contextmanager
    def opened(
        cls,
        cluster: ClickHouse,
        server: str,
        account: str,
        name: str = "",
        told: Callable[[str], None] = lambda _: None,
    ) -> Iterator[ClusterWriter]:
        """Open or make the archive of a server, and hold it as long as the context lasts.

        ``name`` is the cluster's in ClickHouse's configuration. Raises UsageError where another
        program holds the archive, or where it is another account's.
        """
        with _held_here(cluster, server):
            make_tables(cluster, name, told)
            row = newest_state(cluster, server)
            check_holder(row)
            state = ArchiveState(server=server, account=account_identity(account))
            if row is not None:
                state = row.state
            check_account(state, account)
            writer = cls(cluster, state, row, told)
            try:
                yield writer
            finally:
                writer.close()

    def close(self) -> None:
        """Say that this machine writes no more."""
        if self._row is not None and self._row.host:
            with suppress(NetwrixTuiError):  # else another machine waits two minutes
                self._row = write_state(self.cluster, self.state, self._row, is_over=True)

    def give_up(self) -> None:
        """Have a write that waits for a part of the cluster end."""
        self._over.set()

    def write(self, pages: Sequence[Page], state: ArchiveState) -> Written:
        """Write the records that are not there yet, and then the state behind them."""
        written = self._records(pages) if any(map(len, pages)) else Written()
        self.confirm(behind(state, written))
        return written

    def confirm(self, state: ArchiveState) -> None:
        """Keep a state, unless another machine has taken over."""

        def put() -> StateRow:
            found = newest_state(self.cluster, state.server)
            if self._row is not None and found is not None and found.version > self._row.version:
                check_holder(found)
            return write_state(self.cluster, state, found)

        self._row = self._patiently(put)
        self.state = state

    def oldest_day(self) -> str:
        """The first day there is; empty where there is none."""
        where = f'server = {quoted(self.state.server)} AND "when" > {quoted(NO_MOMENT)}'
        rows = self.cluster.ask(
            f'SELECT count(), toInt64(min("when")) FROM records WHERE {where}',
            UINT64 + INT64,
        )
        return day_of(rows[0][1]) if rows and rows[0][0] else ""

    def _records(self, pages: Sequence[Page]) -> Written:
        fetched = microseconds_now(now())
        came = [row for page in pages for row in rows_of(page, self.state.server, fetched)]
        kept_from = self.state.kept_from
        rows = [row for row in came if row.moment == NO_MOMENT or row.day >= kept_from]
        expired = len(came) - len(rows)
        rows.sort(key=lambda row: (row.moment, row.rid))
        rows = _each_rid_once(rows)
        new: Counter[str] | None = None

        def put() -> None:
            nonlocal rows, new
            if self._in_doubt:
                self._see_that_none_is_under_way()
            there = self._there(rows)
            rows = [row for row in rows if not row.rid or row.rid not in there]
            if new is None:  # what a try that fails has written is new all the same
                new = Counter(row.day for row in rows)
            while rows:
                some = _of_few_months(rows)
                self._in_doubt = True
                self._insert(some)
                self._in_doubt = False
                rows = rows[len(some) :]

        self._patiently(put)
        new = new or Counter()
        return Written(new, len(came) - expired - new.total(), expired)

    def _there(self, rows: Sequence[RecordRow]) -> set[str]:
        """Which RIDs of the batch the archive has."""
        there: set[str] = set()
        for some in _portions([row for row in rows if row.rid]):
            query = (
                f"SELECT rid FROM records WHERE server = {quoted(self.state.server)} "
                f'AND "when" >= {quoted(some[0].moment)} AND "when" <= {quoted(some[-1].moment)} '
                f"AND month >= {some[0].month:d} AND month <= {some[-1].month:d} "
                f"AND rid IN {quoted_list([row.rid for row in some])}"
            )
            settings = {"max_query_size": str(len(query.encode()) + 1_024)}
            there.update(rid for (rid,) in self.cluster.ask(query, TEXT, settings))
        return there

    def _insert(self, rows: Sequence[RecordRow]) -> None:
        settings = {**_SYNC, "query_id": f"{self._query}{uuid4().hex}"}
        self.cluster.insert(_INTO, b"".join(row.content for row in rows), settings)

    def _see_that_none_is_under_way(self) -> None:
        """Wait for the end of inserts that a crash or a broken connection has left behind."""
        query = (
            "SELECT query_id FROM system.processes WHERE "
            f"startsWith(initial_query_id, {quoted(self._query)})"
        )
        while any(self.cluster.on_all(lambda s: self.cluster.ask(query, TEXT, server=s))[0]):
            self._wait(0.1)

    def _patiently(self, do: Callable[[], T]) -> T:
        """Do something as often as it takes while a part of the cluster is away."""
        tries = 0
        while True:
            try:
                done = do()
            except (CertificateNotTrusted, TlsFailed, AccountRefused):
                raise
            except ConnectionFailed as error:
                if not tries:
                    self._told(f"{error.sentence()} It is waited for; nothing is left out.")
                self._wait(PAUSES[min(tries, len(PAUSES) - 1)], error)
                tries += 1
            else:
                if tries:
                    self._told("The cluster takes records again.")
                return done

    def _wait(self, seconds: float, error: NetwrixTuiError | None = None) -> None:
        if self._over.wait(seconds):
            raise error or UsageError("It was ended while the cluster was waited for.")


def make_tables(cluster: ClickHouse, name: str, told: Callable[[str], None]) -> None:
    """See to it that each server has the tables. Raises NetwrixTuiError.

    One that is away is told of, as long as another one has them already.
    """
    database = cluster.address.database

    def make(server: str) -> bool:
        # The table that is made last: where it is there, all are.
        if cluster.ask(f"EXISTS TABLE {database}.state", UINT8, _NO_DATABASE, server=server)[0][0]:
            _check_is_one(cluster, server)
            return True
        if len(cluster.address.servers) > 1 and not name:
            raise no_cluster()
        for statement in table_statements(database, name):
            cluster.run(statement, server, _NO_DATABASE)
        return False

    had, failed = cluster.on_all(make)
    if failed and not all(had):
        raise failed[0]
    for error in failed:
        told(error.sentence())


def _check_is_one(cluster: ClickHouse, server: str) -> None:
    if len(cluster.address.servers) > 1 and not cluster_of(cluster, server):
        raise no_cluster()


def no_cluster() -> UsageError:
    """The error for servers that are not known to be one cluster."""
    return UsageError(
        "Several servers are named, but not the cluster that they form.",
        cause="Each of them would have its own records, and none all of them.",
        next_step="Add --cluster with the name below remote_servers in ClickHouse's "
        "configuration, or name one server.",
    )


def _portions(rows: Sequence[RecordRow]) -> Iterator[Sequence[RecordRow]]:
    """Rows in order, some at a time: those without a moment for themselves, before the others."""
    dated = bisect(rows, NO_MOMENT, key=lambda row: row.moment)
    for group in (rows[:dated], rows[dated:]):
        for start in range(0, len(group), _LOOKED_UP):
            yield group[start : start + _LOOKED_UP]


def _of_few_months(rows: Sequence[RecordRow]) -> Sequence[RecordRow]:
    months: set[int] = set()
    for number, row in enumerate(rows):
        months.add(row.month)
        if len(months) > _MOST_MONTHS:
            return rows[:number]
    return rows


def _each_rid_once(rows: Sequence[RecordRow]) -> list[RecordRow]:
    seen: set[str] = set()
    return [
        row
        for row in rows
        if not row.rid or (row.rid not in seen and not seen.add(row.rid))  # type: ignore[func-returns-value]
    ]


@contextmanager
def _held_here(cluster: ClickHouse, server: str) -> Iterator[None]:
    """Hold an archive against other programs of this machine. Raises UsageError."""
    name = sha256(f"{cluster.address.database} {sorted(cluster.address.servers)} {server}".encode())
    place = cache_directory() / "archive"
    try:
        make_private(place)
        holding = locked(place / f"cluster-{name.hexdigest()[:16]}", 0)
        holding.__enter__()
    except TimeoutError as error:
        raise UsageError(
            f"Another program is writing the archive of {server} just now.",
            next_step="Wait until it ends; reading goes on meanwhile.",
        ) from error
    except OSError as error:
        raise UsageError(f"{place} cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        holding.__exit__(None, None, None)
