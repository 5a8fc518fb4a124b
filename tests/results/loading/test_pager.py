"""The pager: which pages it fetches, and when it is at the end."""

from __future__ import annotations

import asyncio

import pytest

from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.wire.page import Page
from tests.results.loading.pager_driving import Loading, Server
from tests.results.records import numbered_page, page_of


def test_the_first_page_and_no_more() -> None:
    async def run() -> None:
        server = Server(5_000, 1_000)
        loading = Loading(server.fetch)
        assert loading.pager.status.phase is PagerPhase.IDLE
        assert await loading.want(0) is PagerPhase.MORE
        assert server.marks == [None]
        assert len(loading.store) == 1_000
        assert loading.pager.status.pages == 1
        assert loading.changes >= 2

    asyncio.run(run())


@pytest.mark.parametrize("size", [1, 7, 100, 250, 1_000, 3_000])
def test_no_page_is_fetched_before_it_is_needed_beyond_one(size: int) -> None:
    async def run() -> None:
        server = Server(4_000, size)
        loading = Loading(server.fetch)
        steps = [0, 40, 80, 300, 301, 120, 1_500, 3_998, 3_999]
        looked = 0
        for row in steps:
            looked = max(looked, row)
            await loading.want(row)
            pages_needed = looked // size + 1
            assert len(loading.store) > looked
            # One ahead; and the empty page that says that there are no more.
            assert len(server.marks) <= pages_needed + 1
        assert server.most_at_once == 1

    asyncio.run(run())


def test_after_a_short_page_the_end_is_made_certain() -> None:
    async def run() -> None:
        server = Server(944, 1_000)
        loading = Loading(server.fetch, page_size=1_000)
        assert await loading.want(0) is PagerPhase.END
        assert server.marks == [None, "944"]

    asyncio.run(run())


def test_a_server_with_a_bound_of_its_own_is_not_emptied_for_it() -> None:
    async def run() -> None:
        server = Server(5_000, 500)
        loading = Loading(server.fetch, page_size=1_000)
        assert await loading.want(0) is PagerPhase.MORE
        assert len(server.marks) == 2

    asyncio.run(run())


def test_pages_of_uneven_size_are_no_reason_to_fetch_them_all() -> None:
    async def run() -> None:
        sizes = iter([1_000, *[900] * 50, 0])
        start = 0

        async def fetch(_: str | None) -> Page:
            nonlocal start
            end = start + next(sizes)
            page = numbered_page(start, end, str(end))
            start = end
            return page

        loading = Loading(fetch, page_size=1_000)
        assert await loading.want(850) is PagerPhase.MORE
        assert loading.pager.status.pages <= 3

    asyncio.run(run())


def test_the_next_page_comes_before_the_end_is_reached() -> None:
    async def run() -> None:
        server = Server(5_000, 1_000)
        loading = Loading(server.fetch)
        await loading.want(0)
        await loading.want(749)
        assert len(loading.store) == 1_000
        await loading.want(750)
        assert len(loading.store) == 2_000
        await loading.want(10)
        assert len(loading.store) == 2_000

    asyncio.run(run())


def test_looking_at_the_last_row_again_and_again_loads_all_in_order() -> None:
    async def run() -> None:
        server = Server(950, 100)
        loading = Loading(server.fetch)
        await loading.want(0)
        while loading.pager.status.phase is PagerPhase.MORE:
            await loading.want(len(loading.store) - 1)
        assert loading.pager.status.phase is PagerPhase.END
        assert [loading.store.row(i).what for i in range(950)] == [f"file {n}" for n in range(950)]
        assert len(loading.store) == 950
        asked = len(server.marks)
        await loading.want(5_000)
        assert len(server.marks) == asked

    asyncio.run(run())


@pytest.mark.parametrize("last", [page_of([], "on"), page_of([], None), numbered_page(0, 3, None)])
def test_an_empty_page_or_no_mark_is_the_end(last: Page) -> None:
    async def run() -> None:
        async def fetch(mark: str | None) -> Page:
            return last

        loading = Loading(fetch)
        assert await loading.want(0) is PagerPhase.END
        assert len(loading.store) == len(last)

    asyncio.run(run())


def test_one_mark_may_bring_new_records_again_and_again() -> None:
    async def run() -> None:
        served = 0

        async def fetch(mark: str | None) -> Page:
            nonlocal served
            served += 10
            return numbered_page(served - 10, min(served, 100), "cursor")

        loading = Loading(fetch)
        assert await loading.want(10_000) is PagerPhase.END
        assert len(loading.store) == 100

    asyncio.run(run())
