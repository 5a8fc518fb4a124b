"""The demo's records as a source that answers in pages, as the server does, without a network.

Each page is encoded and decoded as a server's. What is counted for a test is counted over the same
records by other means.
"""

from __future__ import annotations

from functools import cached_property

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.record_matching import RecordTest
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


class ToldSource:
    """Records, newest first. ``answer`` is an ``Ask`` that counts its requests."""

    def __init__(self, records: list[ActivityRecord], now: int, page_size: int = 1000) -> None:
        self.records = records
        self.page_size = page_size
        self.requests = 0
        self._now = now
        self._form = codec(WireFormat.JSON)
        self.raws = [self._form.encode_record(record) for record in records]

    @classmethod
    def of_demo(cls, count: int, now: int, seed: int = 7) -> ToldSource:
        dataset = Dataset(seed, count, now)
        return cls([dataset.record(index) for index in range(len(dataset))], now)

    @cached_property
    def by_who(self) -> dict[str, list[int]]:
        return self._by("who")

    @cached_property
    def by_what(self) -> dict[str, list[int]]:
        return self._by("what")

    def _by(self, field: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, record in enumerate(self.records):
            found.setdefault(getattr(record, field).casefold(), []).append(index)
        return found

    async def answer(self, parameters: SearchParameters, mark: str | None) -> Page:
        """A page of what matches; the last one is empty, and has a mark all the same."""
        self.requests += 1
        test = RecordTest(parameters, self._now)
        start, found = int(mark or 0), list[int]()
        for index in self._candidates(parameters):
            if index >= start and test.row_holds(self.records[index]):  # type: ignore[arg-type]
                found.append(index)
                if len(found) == self.page_size:
                    break
        behind = str(found[-1] + 1 if found else len(self.records))
        raws = [self.raws[index] for index in found]
        return self._form.decode_page(self._form.encode_page(raws, behind))

    def _candidates(self, parameters: SearchParameters) -> list[int]:
        whats, whos = parameters.named("What"), parameters.named("Who")
        if whats:
            rows = {i for f in whats for i in self.by_what.get(str(f.value).casefold(), [])}
            return sorted(rows)
        if whos:
            return sorted({i for f in whos for i in self.by_who.get(str(f.value).casefold(), [])})
        return list(range(len(self.records)))
