"""The records of a case's pages, each once: by source and RID, or by its bytes without a RID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netwrix_tui.case.moments import storable
from netwrix_tui.errors import WireError
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.loading.seen_records import SeenRecords
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_ALL = 1 << 40
"""Records that are known: none is forgotten. 24 to 48 bytes each."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it came: its number in the case, and the source that it is from."""

    number: int
    source: int
    format: WireFormat
    content: bytes

    @property
    def name(self) -> str:
        """Its file in a package, below ``data/``."""
        return page_name(self.number, self.format)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record, the page that it came with first, and its index there."""

    page: int
    index: int
    source: int
    received: ReceivedRecord

    @property
    def key(self) -> int:
        """Tells it from all others."""
        return record_key(self.source, self.received.row.rid, self.received.raw)


def page_name(number: int, wire_format: WireFormat) -> str:
    """``pages/000012.json``: a page's file, below ``data/``."""
    return f"pages/{number:06}.{wire_format.value}"


def record_key(source: int, rid: str, raw: bytes = b"") -> int:
    """The key of a record, within this process."""
    return hash((source, storable(rid) or raw))


class EachOnce:
    """Leaves out what came before. One that cannot be read at all is counted."""

    def __init__(self) -> None:
        self._seen: dict[int, SeenRecords] = {}
        self._nameless: set[int] = set()
        self.doubles = 0
        self.unreadable: list[int] = []
        """The numbers of pages that nothing can be made of."""

    def of(self, pages: Iterable[RawPage]) -> Iterator[list[Placed]]:
        """The records of each page that did not come before."""
        for raw in pages:
            yield self.page(raw)

    def page(self, raw: RawPage) -> list[Placed]:
        """The records of one page that did not come before."""
        try:
            page = codec(raw.format).decode_page(raw.content)
        except WireError:
            self.unreadable.append(raw.number)
            return []
        new = self._new(raw.source, page)
        self.doubles += len(page) - len(new)
        if not new:
            return []
        received = list(of_page(page))
        return [Placed(raw.number, n, raw.source, received[n]) for n in new]

    def _new(self, source: int, page: Page) -> list[int]:
        seen = self._seen.setdefault(source, SeenRecords(_ALL))
        new = seen.take(page).new
        if all(page.rows[n].rid for n in new):
            return new
        return [n for n in new if page.rows[n].rid or self._is_new(source, page.raws[n])]

    def _is_new(self, source: int, raw: bytes) -> bool:
        key = record_key(source, "", raw)
        if key in self._nameless:
            return False
        self._nameless.add(key)
        return True
