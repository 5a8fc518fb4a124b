"""Logon summary: for each account its failures, its successes, and those that ended a failure.

A success is *after failures* where the logon of the account before it failed. Accounts are told
apart without regard to case. Records of one moment: failures count as before successes.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache

from netwrix_tui.records.folded import folded
from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN, timestamp_of
from netwrix_tui.results.summaries.sheet import Sheet, SheetColumn, Value, number, time
from netwrix_tui.results.view.cooperative_steps import Steps, slices

FAILED, SUCCEEDED = "failed logon", "successful logon"
_AT_ONCE = 4_096

COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn("Who", "Who"),
    number("failed", "Failed"),
    number("succeeded", "Succeeded"),
    number("after_failures", "After failures"),
    number("most_failures", "Most in a row"),
    number("workstations", "Workstations"),
    number("addresses", "Addresses"),
    time("first", "First"),
    time("last", "Last"),
)
"""``most_failures`` is how many failures in a row a success ended at most."""


class _Account:
    """What is kept of an account until all has come: nine bytes a logon, and where it was from."""

    __slots__ = ("are_failures", "moments", "name", "stations")

    def __init__(self, name: str) -> None:
        self.name = name
        self.moments: array[int] = array("q")
        self.are_failures = bytearray()
        self.stations: set[str] = set()


class LogonTally:
    """Counts logons; other records are passed over."""

    def __init__(self) -> None:
        self._accounts: dict[str, _Account] = {}
        self.records = 0
        """How many logons were counted."""

    def add(self, rows: Sequence[Row]) -> None:
        """Further records."""
        for row in rows:
            is_failure = _is_failure(row.action)
            if is_failure is not None:
                moment = timestamp_of(row.when)
                moment = UNKNOWN if moment is None else moment
                self.note(row.who, row.workstation, moment, is_failure=is_failure)

    def note(self, who: str, workstation: str, moment: int, *, is_failure: bool) -> None:
        """One logon."""
        key = folded(who)
        account = self._accounts.get(key)
        if account is None:
            account = self._accounts[key] = _Account(who)
        account.moments.append(moment)
        account.are_failures.append(is_failure)
        if workstation:
            account.stations.add(folded(workstation))
        self.records += 1

    def sheet(self) -> Steps[Sheet]:
        """A row for each account: what ended the most failures first, then the most failures."""
        rows: list[tuple[Value, ...]] = []
        for account in self._accounts.values():
            rows.append((yield from _row(account)))
            yield
        rows.sort(key=_order)
        return Sheet(COLUMNS, rows)


def logons_of(store: Store, rows: Sequence[int]) -> Steps[LogonTally]:
    """The logons among these rows of a store. On any thread, while the store grows."""
    tally = LogonTally()
    who, action, station = (store.column(f) for f in ("who", "action", "workstation"))
    kinds: dict[int, bool | None] = {}
    for start, end in slices(0, len(rows), _AT_ONCE):
        for row in rows[start:end]:
            code = action.codes[row]
            if code not in kinds:
                kinds[code] = _is_failure(action[row])
            is_failure = kinds[code]
            if is_failure is not None:
                tally.note(who[row], station[row], store.timestamps[row], is_failure=is_failure)
        yield
    return tally


def _row(account: _Account) -> Steps[tuple[Value, ...]]:
    moments, failures = account.moments, account.are_failures
    order = sorted(range(len(moments)), key=lambda at: (moments[at], not failures[at]))
    yield
    after = most = run = 0
    for at in order:
        if moments[at] == UNKNOWN:
            continue
        if failures[at]:
            run += 1
        elif run:
            after, most, run = after + 1, max(most, run), 0
    known = [moment for moment in moments if moment != UNKNOWN]
    addresses = sum(map(is_address, account.stations))
    failed = sum(failures)
    return (
        account.name, failed, len(failures) - failed, after, most,
        len(account.stations) - addresses, addresses,
        min(known, default=None), max(known, default=None),
    )  # fmt: skip


def _order(row: tuple[Value, ...]) -> tuple[int, int, str]:
    _, failed, _, _, most, *_ = row
    return -int(most or 0), -int(failed or 0), str(row[0]).casefold()


def _is_failure(action: str) -> bool | None:
    """None for what is no logon."""
    name = action.casefold()
    return name == FAILED if name in (FAILED, SUCCEEDED) else None


@lru_cache(maxsize=4_096)
def is_address(workstation: str) -> bool:
    """True for the address of a machine, in the place of its name."""
    from ipaddress import ip_address  # rarely wanted

    try:
        ip_address(workstation.strip("[]"))
    except ValueError:
        return False
    return True
