"""Keys of a store's records: RIDs, told apart by the server where several are asked."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from netwrix_tui.records.record import key_parts, record_key
from netwrix_tui.results.columnstore.rids import RidColumn


class RecordKeys:
    """RIDs by row, and by which duplicates are known: those of one server.

    As long as no record names its server, it is a :class:`RidColumn`; from then on it is one for
    each server, and eight bytes a row that lead there. Written by one thread, read without a lock.
    """

    __slots__ = ("_columns", "_local", "_rows", "_server_of", "_servers")

    def __init__(self) -> None:
        self._columns: dict[str, RidColumn] = {"": RidColumn()}
        self._rows: dict[str, array[int]] = {}
        """The row of each RID of a column; empty as long as there is one column alone."""
        self._servers: list[str] = [""]
        self._server_of: array[int] = array("H")
        self._local: array[int] = array("I")

    def text(self, row: int) -> str:
        """The RID, exactly as it was received; empty where the record has none."""
        if not self._rows:
            return self._columns[""].text(row)
        return self._columns[self._servers[self._server_of[row]]].text(self._local[row])

    def texts(self, rows: Sequence[int]) -> list[str]:
        """The RIDs of many rows, each as :meth:`text` has it."""
        return list(map(self.text, rows)) if self._rows else self._columns[""].texts(rows)

    def key(self, row: int) -> str:
        """The RID, behind the name of its server where several are asked."""
        if not self._rows:
            return self._columns[""].text(row)
        return record_key(self._servers[self._server_of[row]], self.text(row))

    def rows_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The rows of those of these keys that are there."""
        if not self._rows:
            return self._columns[""].rows_of(keys)
        found: dict[str, int] = {}
        by_server: dict[str, list[str]] = {}
        for key in keys:
            server, rid = key_parts(key)
            by_server.setdefault(server, []).append(rid)
        for server, rids in by_server.items():
            if server in self._columns:
                local = self._columns[server].rows_of(rids)
                rows = self._rows[server]
                found |= {record_key(server, rid): rows[at] for rid, at in local.items()}
        return found

    def new(self, rids: list[str], servers: Sequence[str]) -> list[int]:
        """Which of these records are not there yet, each the first of its like.

        An empty RID says nothing about its record and is always new.
        """
        if not self._rows and not any(servers):
            return self._columns[""].new(rids)
        kept: list[int] = []
        for server, places in _by_server(servers).items():
            column = self._columns.setdefault(server, RidColumn())
            kept += [places[at] for at in column.new([rids[place] for place in places])]
        return sorted(kept)

    def append(self, rids: list[str], servers: Sequence[str], first: int) -> None:
        """Append one row for each of these records, all of which are new, from ``first`` on."""
        if not self._rows and not any(servers):
            self._columns[""].append(rids)
            return
        if not self._rows:
            self._rows[""] = array("I", range(first))
            self._server_of, self._local = array("H", bytes(2 * first)), array("I", range(first))
        numbers = array("H", bytes(2 * len(rids)))
        local = array("I", bytes(4 * len(rids)))
        for server, places in _by_server(servers).items():
            column = self._columns.setdefault(server, RidColumn())
            rows = self._rows.setdefault(server, array("I"))
            if server not in self._servers:
                self._servers.append(server)
            number = self._servers.index(server)
            for at, place in enumerate(places, len(rows)):
                numbers[place], local[place] = number, at
            column.append([rids[place] for place in places])
            rows.extend(first + place for place in places)
        self._server_of.extend(numbers)
        self._local.extend(local)


def _by_server(servers: Sequence[str]) -> dict[str, list[int]]:
    """The places of each server's records."""
    places: dict[str, list[int]] = {}
    for place, server in enumerate(servers):
        places.setdefault(server, []).append(place)
    return places
