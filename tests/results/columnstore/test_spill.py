"""Records' bytes on disk: out of sight of others, bounded, and never lost for what is there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from netwrix_tui.errors import StorageFull
from netwrix_tui.results.columnstore import raw_pages
from netwrix_tui.results.columnstore.raw_pages import RawPages
from netwrix_tui.results.columnstore.spill import SpillConfig, SpillFile
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire.wire_format import WireFormat
from tests.posix import is_private
from tests.results.records import numbered_page, page_of, row


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SpillConfig:
    monkeypatch.setattr(raw_pages, "IN_MEMORY", 100)
    return SpillConfig(lambda: tmp_path / "cache", 1)


def test_bytes_come_back_whether_they_are_in_memory_or_on_disk(place: SpillConfig) -> None:
    pages = RawPages(place)
    expected = []
    for number in range(20):
        raws = [b"%d:%d" % (number, index) * (index + 1) for index in range(7)]
        pages.append(raws, WireFormat.JSON, "")
        expected += raws
    assert [pages.raw(row) for row in range(140)] == expected
    assert pages.held <= 100
    assert place.directory().exists()


def test_few_records_never_meet_the_disk(tmp_path: Path) -> None:
    store = Store(SpillConfig(lambda: tmp_path / "cache", 1))
    store.append(numbered_page(0, 1000))
    assert store.raw(999)
    assert not (tmp_path / "cache").exists()


@pytest.mark.skipif(os.name == "nt", reason="a file in use keeps its name there")
def test_the_file_has_no_name_and_is_for_its_owner_alone(place: SpillConfig) -> None:
    file = SpillFile(place)
    file.append(b"secret")
    assert list(place.directory().iterdir()) == []
    assert is_private(place.directory())
    assert file._file is not None
    status = os.fstat(file._file.fileno())
    assert stat.S_IMODE(status.st_mode) == 0o600
    assert status.st_nlink == 0


def test_the_file_is_closed_with_its_store(place: SpillConfig) -> None:
    store = Store(place)
    store.append(numbered_page(0, 100))
    file = store._pages._file
    assert file is not None
    handle = file._file
    assert handle is not None
    del store, file
    assert handle.closed


def test_at_the_bound_the_rest_is_refused_and_what_is_there_stays(place: SpillConfig) -> None:
    store = Store(place)
    big = "x" * 600_000
    first = page_of([row(0)])
    first.raws[0] = big.encode()
    store.append(first)
    again = page_of([row(1), row(2)])
    again.raws[0] = big.encode()
    with pytest.raises(StorageFull, match="bound of 1 MB") as caught:
        store.append(again)
    assert "spill_limit_mb" in caught.value.sentence()
    assert len(store) == 1
    assert store.raw(0) == big.encode()
    assert store.duplicates == 0
    # The same page fits later: nothing of it was taken for a double.
    again.raws[0] = b"small"
    assert store.append(again) == 2
    assert store.raw(1) == b"small"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_and_the_page_may_come_again(
    place: SpillConfig,
) -> None:
    store = Store(place)
    store.append(numbered_page(0, 100))
    file = store._pages._file
    assert file is not None
    good = file._file
    with open("/dev/full", "r+b", buffering=0) as full:
        file._file = full
        with pytest.raises(StorageFull, match="No space left"):
            store.append(numbered_page(100, 200))
    file._file = good
    assert len(store) == 100
    assert store.append(numbered_page(100, 200)) == 100
    assert [store.raw(at) for at in (0, 99, 100, 199)] == [
        repr(store.rid(at)).encode() for at in (0, 99, 100, 199)
    ]


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = SpillFile(SpillConfig(lambda: tmp_path / "file" / "cache", 1))
    with pytest.raises(StorageFull, match="cannot be kept on disk") as caught:
        file.append(b"data")
    assert str(tmp_path) in caught.value.sentence()
