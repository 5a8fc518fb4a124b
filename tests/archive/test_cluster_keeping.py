"""Archives on a cluster: copied once, gone on with, shared with nobody."""

from __future__ import annotations

import traceback
from datetime import timedelta

import msgspec
import pytest

from netwrix_tui.archive.cluster import state_rows
from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter
from netwrix_tui.archive.cluster.state_rows import newest_state, write_state
from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import AccountRefused, UsageError
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.wire.wire_format import WireFormat
from tests.archive.click_house_pair import CLUSTER, PASSWORD, ClickHousePair
from tests.archive.cluster_reading import SERVER, check_once, keep_there, rids_there
from tests.archive.listed_server import ACCOUNT, ListedServer
from tests.case.sample import BEGAN, records


def at(rid: str, days_ago: float) -> ActivityRecord:
    moment = (BEGAN - timedelta(days=days_ago)).replace(tzinfo=None, microsecond=0)
    return msgspec.structs.replace(records(1)[0], rid=rid, when=f"{moment.isoformat()}Z")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server was last heard of when the sample's records were made."""
    monkeypatch.setattr("netwrix_tui.archive.keeping.now", lambda: BEGAN)


@pytest.mark.parametrize("one", [False, True], ids=["two parts", "one server"])
def test_what_comes_later_is_added_by_the_mark(click_house: ClickHousePair, one: bool) -> None:
    address = click_house.address(one=one)
    server = ListedServer(records(950), wire=WireFormat.XML if one else WireFormat.JSON)
    assert keep_there(server, click_house, address) == 950
    assert keep_there(server, click_house, address) == 0
    server.records += records(70, "N")
    asked = len(server.asked)
    assert keep_there(server, click_house, address) == 70
    assert len(server.asked) - asked == 2  # the new ones, and the end
    check_once(click_house, address, [record.rid for record in server.records])
    row = newest_state(click_house.opened(address), SERVER)
    assert row is not None
    assert (row.state.records, row.host) == (1020, "")
    if not one:  # both parts have a share
        query = "SELECT count() FROM records_local"
        each = [
            click_house.values(click_house.address(address.rpartition("/")[2], one=True, first=n),
                               query, "Q")[0][0]
            for n in range(2)
        ]  # fmt: skip
        assert sum(map(int, map(str, each))) == 1020
        assert min(map(int, map(str, each))) > 300


def test_a_refused_mark_goes_back_by_time_and_doubles_nothing(click_house: ClickHousePair) -> None:
    address = click_house.address()
    old = [at(f"O{n:04}", n / 10) for n in range(300)]
    server, told = ListedServer(old), list[str]()
    keep_there(server, click_house, address)
    server.life = "second"
    server.records = [at("NEW", 0), at("LATE", 3.5), *old]
    assert keep_there(server, click_house, address, told) == 2
    check_once(click_house, address, [record.rid for record in server.records])
    assert "2 records had not come before" in told[-1]


def test_a_lost_state_begins_anew_and_doubles_nothing(click_house: ClickHousePair) -> None:
    address = click_house.address()
    odd = [msgspec.structs.replace(r, when="soon") for r in records(30, "ODD")]
    far = [msgspec.structs.replace(r, when=f"{1700 + n}-05-01T00:00:00Z")
           for n, r in enumerate(records(130, "FAR"))]  # fmt: skip
    server = ListedServer([*odd, *far, *records(300)])
    keep_there(server, click_house, address)
    cluster = click_house.opened(address)
    for each in cluster.address.servers:
        cluster.run("DROP TABLE state", each)
    server.records += records(20, "N")
    assert keep_there(server, click_house, address) == 20
    check_once(click_house, address, [record.rid for record in server.records])


def test_another_machine_that_writes_is_told_of(
    click_house: ClickHousePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, server = click_house.address(), ListedServer(records(50))
    keep_there(server, click_house, address)
    cluster = click_house.opened(address)
    row = newest_state(cluster, SERVER)
    assert row is not None
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(state_rows, "this_host", lambda: "collector-2")
        write_state(cluster, row.state, row)
    with pytest.raises(UsageError, match="Another machine, collector-2, is writing"):
        keep_there(server, click_house, address)
    # Cut off two minutes ago, it does not come back.
    monkeypatch.setattr(state_rows, "STILL", 0)
    assert keep_there(server, click_house, address) == 0


def test_two_programs_of_one_machine_never_write_one_archive(click_house: ClickHousePair) -> None:
    address, server = click_house.address(), ListedServer(records(50))
    with (
        ClusterWriter.opened(click_house.opened(address), SERVER, ACCOUNT, CLUSTER),
        pytest.raises(UsageError, match="Another program is writing"),
    ):
        keep_there(server, click_house, address)


def test_another_account_gets_its_own(click_house: ClickHousePair) -> None:
    address = click_house.address()
    keep_there(ListedServer(records(50)), click_house, address)
    with (
        pytest.raises(UsageError, match=r"holds what corp.jane was shown"),
        ClusterWriter.opened(click_house.opened(address), SERVER, "CORP\\mia"),
    ):
        pass


def test_several_servers_are_one_cluster_by_its_name_alone(click_house: ClickHousePair) -> None:
    address = click_house.address()
    with (
        pytest.raises(UsageError, match=r"Several servers are named, but not the cluster"),
        ClusterWriter.opened(click_house.opened(address), SERVER, ACCOUNT),
    ):
        pass
    database = address.rpartition("/")[2]
    alone = click_house.address(database, one=True)
    keep_there(ListedServer(records(10)), click_house, alone)
    assert len(rids_there(click_house, alone)) == 10


def test_a_wrong_password_is_told_once_and_nowhere_shown(click_house: ClickHousePair) -> None:
    address = ClusterAddress.parse(click_house.address("default"))
    wrong = "Wrong" + "-One"
    for secret in (Secret(f"{wrong}\n"), Secret(""), None):
        cluster = ClickHouse(address, secret)
        with pytest.raises(AccountRefused) as refused:
            cluster.ask("SELECT 1", "B")
        said = "".join(traceback.format_exception(refused.value)) + refused.value.sentence()
        assert wrong not in said
        assert "refused the account" in said
    assert ClickHouse(address, Secret(PASSWORD)).ask("SELECT 1", "B") == [(1,)]
