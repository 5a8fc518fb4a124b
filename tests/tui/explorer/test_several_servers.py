"""The explorer over several servers: one table, each server with its own account and troubles.

Both servers hold records of the same RIDs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.client.connection import Secret
from netwrix_tui.clock import epoch
from netwrix_tui.config.choosing import Choice
from netwrix_tui.config.choosing_servers import Servers
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.records.query import line_of
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.summaries.group_keys import GROUP_KEYS, keys_named
from netwrix_tui.results.summaries.sheet import Value
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.connect.certificate_dialog import ChangedCertificate
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.explorer.choose_profile import ChooseProfile
from netwrix_tui.tui.session.servers_session import servers_session
from netwrix_tui.tui.summary.choose_keys import ChooseKeys
from netwrix_tui.tui.summary.summary_screen import SummaryScreen
from netwrix_tui.tui.table.table_columns import SERVER
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver
from tests.two_servers import CORP_ROLE, DMZ_ROLE

RECORDS = 3_000


@pytest.fixture(scope="module")
def demos(demo_servers: DemoServers) -> dict[str, Demo]:
    same = ("--anchor", str(int(epoch())))
    return {
        name: demo_servers.shared(records=RECORDS, arguments=(*same, "--page-delay", delay))
        for name, delay in (("corp", "0.001"), ("dmz", "0.002"))
    }


ROLES = {"corp": CORP_ROLE, "dmz": DMZ_ROLE}


def servers(
    tmp_path: Path, demos: Mapping[str, Demo], *, without: str = "", pin: Mapping[str, str] = {}
) -> Servers:
    """Both servers, but for the password of one; ``pin`` has other thumbprints than theirs."""
    file = ProfileFile(tmp_path / "profiles.toml")
    choices = {}
    for name, demo in demos.items():
        account = demo.account(ROLES[name])
        settings = Profile(
            name, server=demo.url, user=account.user, thumbprint=pin.get(name, demo.sha256)
        )
        file.save(settings)
        secret = None if name == without else Secret(account.password)
        choices[name] = Choice(settings, file, secret)
    return Servers(Profile("all", servers=tuple(demos)), choices, file)


def drive(chosen: Servers, story: Callable[[Driver], Awaitable[None]]) -> None:
    async def run() -> None:
        app = NetwrixTui(servers_session(chosen))
        async with app.run_test(size=(160, 40)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)

    asyncio.run(run())


def of_servers(driver: Driver) -> set[str]:
    return set(driver.explorer.table.store.values("server"))


def test_one_table_in_which_each_record_knows_its_server(
    tmp_path: Path, demos: dict[str, Demo], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(driver: Driver) -> None:
        table = driver.explorer.table
        await driver.until_loaded()
        await driver.until_status("1,000 loaded", "corp ", "dmz ", "newest first")
        store = table.store
        moments = [store.timestamp(row) for row in range(len(store))]
        assert moments == sorted(moments, key=lambda moment: -(moment or 0))
        assert "Server" in driver.screen_text()
        # Two records of one RID: a note and a mark are on one of them alone.
        rid = store.rid(0)
        twin = next(row for row in range(1, len(store)) if store.rid(row) == rid)
        assert {store.row(0).server, store.row(twin).server} == {"corp", "dmz"}
        await driver.press("n", *"seen", "enter")
        await driver.until(lambda: table.note_of is not None and table.note_of(store.key(0)) != "")
        assert table.note_of is not None
        assert table.note_of(store.key(twin)) == ""
        await driver.press("space", "s")
        await driver.until(lambda: len(driver.app.screen_stack) > 2, "the question")
        await driver.press("escape")
        # A pivot on the server asks it alone; the way back asks nobody.
        table.move_to(0)
        while table.cursor_column is not SERVER:
            await driver.press("right")
        before = {name: len(demo.requests()) for name, demo in demos.items()}
        server = store.row(0).server
        await driver.press("i")
        await driver.until_loaded()
        assert of_servers(driver) == {server}
        after = {name: len(demo.requests()) for name, demo in demos.items()}
        assert {name for name in before if after[name] > before[name]} == {server}
        await driver.press("less_than_sign")
        await driver.until(lambda: of_servers(driver) == {"corp", "dmz"})
        await driver.press("slash", *"server:dmz", "enter")
        await driver.until(lambda: 0 < len(table.view) < len(table.store), "the filter")
        assert {store.row(table.view.store_row(row)).server for row in range(len(table.view))} == {
            "dmz"
        }

    drive(servers(tmp_path, demos), story)
    for name, demo in demos.items():
        accounts = {request.account for request in demo.requests()} - {None}
        assert accounts == {demo.account(ROLES[name]).user}


def test_a_group_of_one_server_is_opened_at_that_server(
    tmp_path: Path, demos: dict[str, Demo]
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("t")
        await driver.until(lambda: isinstance(driver.app.screen, SummaryScreen), "the counts")
        await driver.press("g")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseKeys), "the keys")
        places = [key.name for key in GROUP_KEYS]
        await driver.press(*["down"] * places.index("Server"), "space", "enter")

        def counted() -> list[tuple[Value, ...]]:
            result = getattr(driver.app.screen, "result", None)
            is_there = result is not None and result.wish.keys == keys_named(["Server"])
            return list(result.shown.sheet.rows) if is_there else []

        await driver.until(lambda: len(counted()) == 2, "both servers")
        assert sum(int(row[1] or 0) for row in counted()) == len(table.store)
        name, before = str(counted()[0][0]), table.store
        await driver.press("enter")
        await driver.until(lambda: table.store is not before, "its records")
        await driver.until_loaded()
        assert of_servers(driver) == {name}
        line = line_of(driver.explorer.current_search.plan, table.zone)
        assert f"server:{name}" in line

    drive(servers(tmp_path, demos), story)


def test_one_that_waits_for_its_password_holds_up_nobody(
    tmp_path: Path, demos: dict[str, Demo]
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_status("corp 8", "dmz waits for a password (r)")
        assert "dmz failed" in driver.screen_text()
        await driver.press("r")
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword), "the question")
        assert demos["dmz"].account(DMZ_ROLE).user in driver.screen_text()
        await driver.press(*demos["dmz"].account(DMZ_ROLE).password, "enter")
        await driver.until_status("corp 8", "dmz 8", "in arrival order")
        assert of_servers(driver) == {"corp", "dmz"}
        assert "dmz failed" not in driver.screen_text()

    drive(servers(tmp_path, demos, without="dmz"), story)


def test_a_changed_certificate_is_of_one_server_alone(
    tmp_path: Path, demos: dict[str, Demo], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "profiles.toml"))

    async def story(driver: Driver) -> None:
        await driver.until_status("corp 8", "dmz failed: certificate changed (F9)")
        await driver.press("f9")
        await driver.until(lambda: isinstance(driver.app.screen, ChangedCertificate), "it")

    drive(servers(tmp_path, demos, pin={"dmz": "A" * 64}), story)


def test_all_of_it_is_loaded_and_a_session_keeps_the_server_of_each(
    tmp_path: Path, demos: dict[str, Demo]
) -> None:
    case = tmp_path / "both.nwcase"

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "L")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END)
        keeper = driver.app.keeper
        assert keeper is not None
        done = keeper.save_as(case, "both")
        assert await asyncio.to_thread(done.wait, 20)

    drive(servers(tmp_path, demos), story)
    with CaseReader(case) as reader:
        sources = {source.id: source for source in reader.sources()}
        assert {source.name for source in sources.values()} == {"corp", "dmz"}
        for name, demo in demos.items():
            (source,) = (each for each in sources.values() if each.name == name)
            assert source.account == demo.account(ROLES[name]).user
        (search,) = reader.trail()
        batches = [reader.batch_page(batch) for batch in reader.batches(search.id)]
        kept = [row for page in batches for row in page.rows]
        assert len({(row.server, row.rid) for row in kept}) == len(kept) == search.records
        assert {row.server for row in kept} == {"corp", "dmz"}
        (mark,) = reader.marks(search.id)
        assert (sources[mark.source].name, mark.rid) == (kept[0].server, kept[0].rid)
        by_page = reader.pages_by_source()
        assert {source for _, source in by_page} == set(sources)


def test_new_records_of_both_are_followed(tmp_path: Path, demo_servers: DemoServers) -> None:
    busy = {
        name: demo_servers.shared(records=300, seed=seed, arguments=("--live", "900"))
        for name, seed in (("corp", 1), ("dmz", 2))
    }

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.table.store
        await driver.press("F")

        def arrived() -> set[str]:
            rows = [row for piece in store.followed.ranges for row in piece]
            return {store.row(row).server for row in rows}

        await driver.until(lambda: arrived() == {"corp", "dmz"}, "new records of both")

    drive(servers(tmp_path, busy), story)


def test_f9_takes_the_search_along(
    tmp_path: Path, demos: dict[str, Demo], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = servers(tmp_path, demos)
    path = tmp_path / "profiles.toml"
    secret = tmp_path / "secret"
    secret.write_text(demos["dmz"].account(DMZ_ROLE).password)
    text = path.read_text().replace(
        "[profiles.dmz]", f"[profiles.dmz]\npassword_command = 'cat {secret}'"
    )
    path.write_text(text)
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("colon", "ctrl+u", *"action:Removed server:corp", "enter")
        await driver.until_loaded()
        assert of_servers(driver) == {"corp"}
        await driver.press("f9")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseProfile), "the list")
        await driver.press("down", "enter")
        await driver.until(lambda: not driver.explorer.current_search.session.parts, "dmz alone")
        await driver.until(lambda: driver.stands, "the explorer")
        await driver.until_loaded()
        names = [entry.filter.name for entry in driver.explorer.current_search.plan.entries]
        assert names == ["Action"]
        assert of_servers(driver) == set()
        assert set(driver.explorer.table.store.values("action")) == {"Removed"}

    drive(chosen, story)


def test_what_is_saved_names_the_server(
    tmp_path: Path, demos: dict[str, Demo], monkeypatch: pytest.MonkeyPatch
) -> None:
    from netwrix_tui.records.zone import UTC_ZONE
    from netwrix_tui.results.export.export import ExportFormat, render

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.table.store
        records = [(store, row) for row in range(20)]
        lines = render(records, ExportFormat.NDJSON, UTC_ZONE).splitlines()
        assert [json.loads(line)["Server"] for line in lines] == [
            store.row(row).server for row in range(20)
        ]
        header = render(records, ExportFormat.CSV, UTC_ZONE, lambda _: "").splitlines()[0]
        assert header.endswith(b",Server,note")
        assert b"Server" in render(records, ExportFormat.TEXT, UTC_ZONE)

    drive(servers(tmp_path, demos), story)
