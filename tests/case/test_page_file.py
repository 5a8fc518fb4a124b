"""Pages of a session's file are read back piece by piece: what is loaded is on disk once."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import SearchFacts, SourceFacts
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.case.packing import PIECE, Packed, as_it_came, packed, unpacked_whole
from netwrix_tui.case.page_file import KeptContent, PageFile
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import NetwrixTuiError, StorageFull
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore import kept_answers, raw_pages
from netwrix_tui.results.columnstore.spill import SpillConfig
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.wire.page import Answer, Keeping, Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import BEGAN, answers, records

SOURCE = SourceFacts("nwx01", "CORP\\jane")


@pytest.fixture
def trouble() -> list[NetwrixTuiError]:
    return []


@pytest.fixture
def keeper(tmp_path: Path, trouble: list[NetwrixTuiError]) -> Iterator[SessionKeeper]:
    path = tmp_path / "session.nwcase"
    kept = SessionKeeper(lambda: CaseWriter.create(path), trouble.append)
    yield kept
    kept.close()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose memory is used up soon, and whose own file is in ``cache``."""
    monkeypatch.setattr(raw_pages, "IN_MEMORY", 10_000)
    return Store(SpillConfig(lambda: tmp_path / "cache", 100))


def _begun(keeper: SessionKeeper) -> KeptSearch:
    return keeper.begin(SOURCE, SearchFacts(1, plan_of("who:user", UTC_ZONE), "", "", BEGAN))


def _load(store: Store, search: KeptSearch, pages: list[Page]) -> list[bytes]:
    """As a pager does; returns the bytes of the records in their order."""
    raws = []
    for page in pages:
        for answer in page.answers:
            if not answer.kept:
                search.answered(answer)
        store.append(page)
        search.took(page, page.mark, by_following=False)
        raws += page.raws
    return raws


def _all(store: Store) -> list[bytes]:
    return [store.raw(row) for row in range(len(store))]


@pytest.mark.parametrize("size", [1, PIECE + 1, 3 * PIECE + 7])
def test_a_page_that_stays_as_it_came_is_read_in_parts_too(tmp_path: Path, size: int) -> None:
    content = Random(size).randbytes(size)
    case = CaseWriter.create(tmp_path / "a.nwcase")
    answer = Answer(content, [], WireFormat.JSON, "enum", None, None, BEGAN, BEGAN)
    number = case.keep_answer(None, answer, as_it_came(content))
    case.close()
    file = PageFile()
    file.move_to(tmp_path / "a.nwcase")
    for start in (0, size // 2, size):
        assert file.read(number, as_it_came(content).starts, start, size - start) == content[start:]
    file.close()
    with CaseReader(tmp_path / "a.nwcase") as reader:
        assert reader.page(number).content == content


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_any_tool_unpacks_a_page_and_this_one_a_part_of_it(tmp_path: Path, size: int) -> None:
    dice = Random(size)
    content = b"".join(b"%d," % dice.randrange(10**6) for _ in range(size // 4 + 1))[:size]
    it = packed(content)
    assert zlib.decompress(it.content) == content
    path = tmp_path / "a.nwcase"
    case = CaseWriter.create(path)
    answer = Answer(content, [], WireFormat.JSON, "enum", None, None, BEGAN, BEGAN)
    number = case.keep_answer(None, answer, it)
    case.close()
    file = PageFile()
    file.move_to(path)
    for _ in range(50):
        start = dice.randrange(size + 1)
        length = dice.randrange(size - start + 1)
        assert file.read(number, it.starts, start, length) == content[start : start + length]
    file.close()


@pytest.mark.parametrize("wire", list(WireFormat))
def test_what_is_kept_is_not_spilled_and_comes_back(
    keeper: SessionKeeper, store: Store, tmp_path: Path, wire: WireFormat
) -> None:
    raws = _load(store, _begun(keeper), answers(records(2_000), wire))
    assert _all(store) == raws  # whether they are in the file by now or not
    keeper.flush()
    store.append(answers(records(1, "last"))[0])
    assert _all(store)[:-1] == raws
    assert store.record(1_999).rid == "R001999"
    assert store.raw_bytes <= 10_000
    assert sum(1 for each in (tmp_path / "cache").glob("*")) <= 1


def test_doubles_parts_and_pages_of_several_answers_come_back(
    keeper: SessionKeeper, store: Store
) -> None:
    search = _begun(keeper)
    first, second, third = answers(records(300))[:3]
    _load(store, search, [first])
    joined = page_subset(
        Page(
            WireFormat.JSON, [*first.rows, *second.rows, *third.rows],
            [*first.raws, *second.raws, *third.raws],
            answers=(*first.answers, *second.answers, *third.answers),
        ),
        [7, 250, 120, 121, 119, 8, 260, 100],
    )  # fmt: skip
    _load(store, search, [joined, second, third])
    keeper.flush()
    seen = {store.rid(row): store.raw(row) for row in range(len(store))}
    pages = (first, second, third)
    assert seen == {
        row.rid: raw for page in pages for row, raw in zip(page.rows, page.raws, strict=True)
    }
    assert store.rid(100) == "R000250"


def test_it_is_read_wherever_the_session_goes(
    keeper: SessionKeeper, store: Store, tmp_path: Path
) -> None:
    raws = _load(store, _begun(keeper), answers(records(500)))
    keeper.flush()
    keeper.save_as(tmp_path / "named.nwcase", "named").wait()
    assert _all(store) == raws
    assert not (tmp_path / "session.nwcase").exists()
    other = CaseWriter.create(tmp_path / "other.nwcase")
    other.close()
    keeper.switch_to(tmp_path / "other.nwcase")
    assert _all(store) == raws
    more = _load(store, _begun(keeper), answers(records(500, "S")))
    keeper.flush()
    assert _all(store) == raws + more
    keeper.close()
    assert not list(tmp_path.glob("*-wal"))  # nobody has a file open: each is left as one


def test_a_session_that_is_over_is_a_sentence(keeper: SessionKeeper, store: Store) -> None:
    _load(store, _begun(keeper), answers(records(500)))
    keeper.flush()
    keeper.close()
    with pytest.raises(StorageFull, match="cannot be read back"):
        store.raw(499)
    assert store.changes(499) == ()


def test_what_cannot_be_kept_is_spilled_and_memory_stays_bounded(
    keeper: SessionKeeper, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that takes nothing: the answers wait, within their bound, and the rest is spilled."""
    monkeypatch.setattr(kept_answers, "MOST_WAITING", 50_000)
    monkeypatch.setattr("netwrix_tui.case.session_keeper.MOST_WAITING", 200_000)
    search = _begun(keeper)
    keeper.flush()

    def full(*_: object, **__: object) -> int:
        raise StorageFull("The case file cannot be written: full.")

    with monkeypatch.context() as patch:
        patch.setattr(CaseWriter, "keep_answer", full)
        pages = answers(records(2_000))
        raws = _load(store, search, pages)
        assert pages[-2].answers[0].kept[0].keeping is Keeping.LOST
        assert store.raw_bytes <= 10_000 + 50_000 + max(len(p.answers[0].content) for p in pages)
        assert (tmp_path / "cache").exists()
        assert _all(store) == raws
    assert _all(store) == raws


def test_the_bound_of_the_disk_is_of_what_is_kept_too(
    keeper: SessionKeeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw_pages, "IN_MEMORY", 0)
    store = Store(SpillConfig(lambda: tmp_path / "cache", 1))
    with pytest.raises(StorageFull, match="come to their bound of 1 MB"):
        _load(store, _begun(keeper), answers(records(5_000)))
    assert 1_000 < len(store) < 5_000
    assert len(_all(store)) == len(store)


def test_content_is_let_go_of_once_it_is_in_the_file() -> None:
    content = KeptContent(b"abc")
    assert content.keeping is Keeping.WAITING
    assert content.read(1, 2) == b"bc"
    content.kept(PageFile(), 1, packed(b"abc").starts)
    assert content.keeping is Keeping.KEPT
    with pytest.raises(StorageFull):
        content.read(1, 2)


def test_a_page_that_another_program_packed_is_one_piece() -> None:
    content = Random(1).randbytes(3 * PIECE)
    assert unpacked_whole(zlib.compress(content)) == (
        content, array("I", (2, len(zlib.compress(content)))),
    )  # fmt: skip


@pytest.mark.parametrize("size", [0, PIECE - 1, PIECE, 2 * PIECE, 5 * PIECE + 3])
def test_where_pieces_begin_is_found_again(size: int) -> None:
    """Also where the bytes themselves look like the end of a piece."""
    dice = Random(size)
    content = b"".join(dice.choice((b"\0\0\xff\xff", dice.randbytes(9))) for _ in range(size))
    it = packed(content[:size])
    assert unpacked_whole(it.content) == (content[:size], it.starts)


def test_a_damaged_page_is_not_taken_for_sound() -> None:
    it = packed(b"records" * PIECE).content
    for place in (len(it) - 1, len(it) // 2):
        broken = bytearray(it)
        broken[place] ^= 1
        with pytest.raises(zlib.error):
            unpacked_whole(bytes(broken))


@pytest.mark.parametrize(
    "packs", [packed, as_it_came, lambda content: (zlib.compress(content), array("I", (1,)))]
)
def test_what_is_read_from_a_case_is_not_written_again(
    store: Store, tmp_path: Path, packs: Callable[[bytes], Any]
) -> None:
    """Whether this program packed its pages, or an earlier version of it did."""
    path = tmp_path / "a.nwcase"
    case = CaseWriter.create(path)
    source = case.add_source(SOURCE)
    search = case.begin_search(SearchFacts(source, plan_of("", UTC_ZONE), "", "", BEGAN))
    pages = answers(records(1_000))
    for page in pages:
        case.keep_answer(search, page.answers[0], Packed(*packs(page.answers[0].content)))
        case.keep_batch(search, page, page.mark, by_following=False)
    case.close()
    before = path.read_bytes()
    file = PageFile()
    file.move_to(path)
    with CaseReader(path) as reader:
        reader.filed_in = file
        for batch in reader.batches(search):
            store.append(reader.batch_page(batch))
    assert _all(store) == [raw for page in pages for raw in page.raws]
    assert store.raw_bytes <= 10_000
    assert not (tmp_path / "cache").exists()
    file.close()
    assert path.read_bytes() == before
