"""The changes of a record for one line of a table: what is read for it, and what is not."""

from __future__ import annotations

import pytest

from netwrix_tui.errors import StorageFull
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore import raw_pages
from netwrix_tui.results.columnstore.spill import SpillConfig
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import page_of, rid, row, wire_page

TITLE = Detail("title", before="Analyst", after="Clerk")


def store_of(*records: ActivityRecord, wire: WireFormat = WireFormat.JSON) -> Store:
    store = Store()
    store.append(wire_page(list(records), wire))
    return store


@pytest.mark.parametrize("wire", list(WireFormat))
def test_the_changes_of_a_row(wire: WireFormat) -> None:
    store = store_of(
        ActivityRecord(rid=rid(1)),
        ActivityRecord(rid=rid(2), details=(TITLE, TITLE)),
        wire=wire,
    )
    assert store.changes(0) == ()
    assert store.changes(1) == (TITLE, TITLE)
    with pytest.raises(IndexError):
        store.changes(2)


@pytest.mark.parametrize("wire", list(WireFormat))
def test_a_record_of_more_than_32_kb_is_not_looked_into(wire: WireFormat) -> None:
    def of_size(number: int, size: int) -> ActivityRecord:
        def made(text: str) -> ActivityRecord:
            return ActivityRecord(rid=rid(number), details=(Detail(after=text),))

        return made("x" * (size - len(codec(wire).encode_record(made("")))))

    store = store_of(of_size(1, 32_768), of_size(2, 32_769), wire=wire)
    assert [len(store.raw(index)) for index in range(2)] == [32_768, 32_769]
    assert store.changes(0)
    assert store.changes(1) is None


def test_a_damaged_record_tells_no_changes() -> None:
    body = b'{"ActivityRecordList":[{"RID":"1","DetailList":[{"After":"a\x1fb"}],"Who":"j\x01"}]}'
    store = Store()
    store.append(codec(WireFormat.JSON).decode_page(body))
    assert store.damaged(0)
    assert store.record(0).details
    assert store.changes(0) == ()


def test_what_cannot_be_read_is_no_error(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    store.append(page_of([row(1)]))  # its bytes are no record at all
    assert store.changes(0) == ()

    def broken(*_: object) -> bytes:
        raise StorageFull("A record cannot be read back from disk.")

    monkeypatch.setattr(raw_pages, "IN_MEMORY", 0)
    spilled = Store(SpillConfig(lambda: tmp_path, 100))  # type: ignore[arg-type, return-value]
    spilled.append(wire_page([ActivityRecord(rid=rid(1), details=(TITLE,))], WireFormat.JSON))
    assert spilled.changes(0) == (TITLE,)
    monkeypatch.setattr(raw_pages.SpillFile, "read", broken)
    assert spilled.changes(0) == ()
