"""kill -9 of the collector or of a server of the cluster: in the end each record is there once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from random import Random

import pytest

from netwrix_tui.archive.cluster.cluster_source import ClusterSource
from netwrix_tui.archive.cluster.shards import Shards
from netwrix_tui.errors import Unreachable
from netwrix_tui.records.search import SearchParameters
from tests.archive.click_house_pair import PASSWORD, ClickHousePair
from tests.archive.cluster_reading import SERVER, check_once, keep_there, rids_there
from tests.archive.kept_on_cluster import RECORDS
from tests.archive.listed_server import ListedServer
from tests.case.sample import records
from tests.checkout import CHECKOUT
from tests.child_process import ChildProcess
from tests.waiting import wait_until

RIDS = [record.rid for record in records(RECORDS)]


def keeping(address: str) -> ChildProcess[str]:
    return ChildProcess(
        [sys.executable, "-m", "tests.archive.kept_on_cluster", address],
        cwd=CHECKOUT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "NETWRIX_TUI_ARCHIVE_PASSWORD": PASSWORD},
    )  # fmt: skip


@pytest.mark.parametrize(
    "moments", [20, pytest.param(200, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_kill_of_the_collector_loses_nothing_and_doubles_nothing(
    click_house: ClickHousePair, moments: int
) -> None:
    dice, kills = Random(moments), 0
    address = click_house.address()
    while kills < moments:
        with keeping(address) as process:
            assert process.stdout is not None
            for _ in range(dice.randrange(1, 14)):
                if process.stdout.readline().strip() == "over":
                    break
            time.sleep(dice.random() * 0.03)  # anywhere within what it does next
            process.kill()
            rest = process.stdout.read()
        kills += 1
        if "over" in rest:
            check_once(click_house, address, RIDS)
            address = click_house.address()
    with keeping(address) as process:
        assert process.stdout is not None
        assert process.stdout.read().splitlines()[-1] == "over"
    check_once(click_house, address, RIDS)


@pytest.mark.parametrize(
    "kills", [4, pytest.param(40, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_kill_of_a_server_is_waited_for_and_nothing_is_lost_or_doubled(
    own_click_house: ClickHousePair, kills: int
) -> None:
    pair, dice = own_click_house, Random(kills)
    address, told = pair.address(), list[str]()
    server = ListedServer(records(kills * 700), page=50)
    reached, ask = threading.Event(), server.ask

    async def counted(*args):  # type: ignore[no-untyped-def]
        reached.set()
        return await ask(*args)

    server.ask = counted  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("netwrix_tui.archive.keeping.BATCH_RECORDS", 100)
        patch.setattr("netwrix_tui.archive.cluster.cluster_writer.PAUSES", (0.05,))
        keeper = threading.Thread(target=keep_there, args=(server, pair, address, told))
        keeper.start()
        for _ in range(kills):
            reached.clear()
            while keeper.is_alive() and not reached.wait(0.1):
                pass
            number = dice.randrange(2)
            time.sleep(dice.random() * 0.05)  # anywhere within what it does next
            pair.kill(number)
            pair.start(number)
            pair.await_answer(number)
        keeper.join(60 + 10 * kills)
        assert not keeper.is_alive()
    check_once(pair, address, [record.rid for record in server.records])


def test_what_is_there_is_answered_and_what_is_missing_said(
    own_click_house: ClickHousePair,
) -> None:
    pair = own_click_house
    address, told = pair.address(), list[Shards]()
    keep_there(ListedServer(records(400)), pair, address)
    local = pair.address(address.rpartition("/")[2], one=True, first=1)
    of_second = pair.values(local, "SELECT count() FROM records_local", "Q")[0][0]

    async def look() -> None:
        source = ClusterSource(pair.opened(address), SERVER, told=told.append)
        page = await source.search(SearchParameters())
        assert (len(page), source.shards.words()) == (400, "")
        pair.kill(0)  # the one that is asked
        page = await source.search(SearchParameters())
        assert len(page) == of_second
        assert source.shards == Shards(2, 1)
        words = "1 of 2 parts of the cluster away: their records are missing"
        assert source.shards.words() == words
        assert await source.total(SearchParameters()) == of_second
        pair.start(0)
        pair.await_answer(0)
        assert await source.total(SearchParameters()) == 400
        assert source.shards.words() == ""
        pair.kill(0)
        pair.kill(1)
        with pytest.raises(Unreachable, match="refuses the connection"):
            await source.search(SearchParameters())
        await source.aclose()

    asyncio.run(look())
    assert told == [Shards(2, 2), Shards(2, 1), Shards(2, 2)]


def test_ctrl_c_ends_the_waiting_for_a_server(own_click_house: ClickHousePair) -> None:
    pair = own_click_house
    address = pair.address()
    keep_there(ListedServer(records(50)), pair, address)
    pair.kill(1)
    with keeping(address) as process:
        assert process.stdout is not None
        lines: list[str] = []
        while "is waited for" not in "".join(lines[-1:]):
            lines.append(process.stdout.readline())
            assert lines[-1], "it ended by itself"
        process.send_signal(2)
        process.stdout.read()
    assert process.returncode != 0
    pair.start(1)
    pair.await_answer(1)
    assert len(rids_there(pair, address)) == 50
    wait_until(lambda: process.poll() is not None)
