"""The names of a person on the screen: namesakes told apart, a wrong link taken back, pivots."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.when import TimeRange
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.explorer.pivot_controller import ChoosePivot
from netwrix_tui.tui.search.names_screen import NamesScreen
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.fault_server import Fault, FaultServer
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.keeping import drive_keeping
from tests.tui.names_of import everything, somebody_told


async def searched(driver: Driver, *keys: str) -> None:
    before = driver.explorer.table.store
    await driver.press(*keys)
    await driver.until(lambda: driver.explorer.table.store is not before, "another search")
    await driver.until_loaded()


async def names_of(driver: Driver, name: str) -> list[str]:
    await driver.until(lambda: bool(driver.explorer.names.known.people(name)), f"names of {name}")
    await driver.press("I")
    await driver.until(lambda: isinstance(driver.app.screen, NamesScreen), "the names")
    listed = driver.app.screen.query_one(OptionList)
    return [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]


def test_namesakes_are_told_apart(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await searched(driver, "colon", "ctrl+u", *"type=user detail:objectSid", "enter")
        store = driver.explorer.table.store
        second = store.row(0).what.rpartition("\\")[2]
        await searched(driver, "colon", "ctrl+u", *f'"{second}" type=user', "enter")

        def are_known() -> bool:
            return len(driver.explorer.names.known.people(second)) == 3

        await driver.until(are_known, "three of one name")
        lines = await names_of(driver, second)
        heads = [line for line in lines if line.startswith("Search all")]
        assert len(heads) == 3
        assert sum("others have it too" in line for line in lines) == 3
        await driver.until(lambda: "is the name of 3" in driver.screen_text(), "it is said")
        await searched(driver, "enter")
        plan = driver.explorer.current_search.plan
        assert second not in [entry.filter.value for entry in plan.entries]

    drive(connection_to(demo, role="Global reviewer"), story)


def test_a_wrong_link_is_taken_back_for_good(demo: Demo) -> None:
    async def take_back(driver: Driver) -> None:
        await driver.until_loaded()
        await searched(driver, "colon", "ctrl+u", *"detail:onPremisesSam who:@", "enter")
        row = driver.explorer.table.store.row(0)
        await searched(driver, "colon", "ctrl+u", *row.what, "enter")
        lines = await names_of(driver, row.what)
        assert row.rid[:17] in " ".join(lines) or "told by" in " ".join(lines)
        listed = driver.app.screen.query_one(OptionList)
        listed.highlighted = next(n for n, line in enumerate(lines) if "UPN, told by" in line)
        await driver.press("d")
        await driver.until(lambda: not driver.explorer.names.known.people(row.what), "it is gone")

    async def look_again(driver: Driver) -> None:
        await driver.until_loaded()
        await searched(driver, "colon", "ctrl+u", *"detail:onPremisesSam who:@", "enter")
        row = driver.explorer.table.store.row(0)
        known = driver.explorer.names
        others = {driver.explorer.table.store.row(n).what for n in range(50)} - {row.what}
        await driver.until(lambda: all(known.known.people(o) for o in others), "all others")
        assert not known.known.people(row.what)

    drive_keeping(demo, take_back)
    drive_keeping(demo, look_again)


def test_a_first_search_by_one_name_leads_to_the_others(
    demo_servers: DemoServers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))
    demo = demo_servers.fresh()
    records = everything(demo)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        names = driver.explorer.names
        await driver.until(lambda: bool(names.known.everybody), "what the first page tells")
        readers = {record["Who"] for record in records if record["Action"] == "Read"}
        somebody = somebody_told(
            records,
            is_meant=lambda one: one.account in readers and not names.known.people(one.account),
        )

        def is_said() -> bool:
            return any("I searches all of them" in words for words in driver.toasts)

        async def asked_by(days: str) -> int:
            """How many requests it takes, until the other names are said."""
            before = len(demo.requests())
            # What it finds tells nobody's names.
            line = f'who="{somebody.account}" action:Read when:{days}'
            await searched(driver, "colon", "ctrl+u", *line, "enter")
            await driver.until(is_said, "the other names")
            return len(demo.requests()) - before

        first = await asked_by("4000d")
        assert all(name in "".join(driver.toasts) for name in (somebody.upn, somebody.display))
        assert driver.explorer.table.has_focus
        # Not asked for again, by this search or another.
        again = await asked_by("3999d")
        assert 1 <= first - again <= 3, "one more, and its sign-in"
        assert await asked_by("3998d") == again

    drive(connection_to(demo, role="Global reviewer"), story)


def test_of_a_name_that_nothing_is_known_of_nothing_is_said(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        line = 'who:"Nobody Atall" when:1d'
        await driver.press("colon", "ctrl+u", *line, "enter")
        await driver.until(lambda: "No records." in driver.screen_text(), "nothing")

        def asked() -> list[str]:
            return list(driver.explorer.names.looked_for)

        await driver.until(lambda: asked() == ["nobody atall"], "it was looked for")
        await driver.until_names_rest()
        assert not [words for words in driver.toasts if "Nobody" in words]
        await driver.press("f5")
        await driver.until(lambda: "No records." in driver.screen_text(), "nothing again")
        assert asked() == ["nobody atall"]

    drive(connection_to(demo, role="Global reviewer"), story)


async def menu(driver: Driver) -> None:
    await driver.press("f")
    await driver.until(lambda: isinstance(driver.app.screen, ChoosePivot), "the menu")


def test_from_the_member_of_a_group_to_that_person(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await searched(driver, "colon", "ctrl+u", *'what:"Domain Admins" detail:Added', "enter")
        store = driver.explorer.table.store
        (change,) = store.changes(0) or ()
        path = (change.message or "").partition('"')[2].rstrip('"')
        await menu(driver)
        await searched(driver, "m")
        values = [e.filter.value for e in driver.explorer.current_search.plan.entries]
        assert path.rpartition("\\")[2] in values
        found = driver.explorer.table.store
        assert any(found.row(row).what == "\\local\\corp\\Users\\Domain Admins"
                   for row in range(len(found)))  # fmt: skip

    drive(connection_to(demo, role="Global reviewer"), story)


def test_the_same_account_and_station_around_it_by_a_width_that_one_types(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        for key, name, field in (("W", "Who", "who"), ("K", "Workstation", "workstation")):
            await searched(driver, "colon", "ctrl+u", *"workstation:ws- action:Read", "enter")
            row = driver.explorer.table.store.row(0)
            await menu(driver)
            await driver.press(key)
            await driver.until(lambda: isinstance(driver.app.screen, AskLine), "the width")
            await searched(driver, *"3h", "enter")
            when, same = (entry.filter for entry in driver.explorer.current_search.plan.entries)
            assert same == Filter(name, Operator.EQUALS, getattr(row, field))
            assert isinstance(when.value, TimeRange)
            assert when.value.start is not None
            assert when.value.end is not None
            assert when.value.end - when.value.start == timedelta(hours=6)
        await menu(driver)
        await searched(driver, "u")
        span = driver.explorer.current_search.plan.entries[-1].filter.value
        assert isinstance(span, TimeRange)
        assert span.start is not None
        assert span.end is not None
        assert span.end - span.start == timedelta(minutes=59, seconds=59)

    drive(connection_to(demo, role="Global reviewer"), story)


@pytest.mark.parametrize("who", ["CORP\\", "jane\x00", "CORP\\\x01"])
def test_a_name_that_no_filter_can_hold_has_no_others(who: str) -> None:
    record = ActivityRecord(rid="1", when="2026-11-18T12:00:00Z", who=who, action="Read")
    wire = codec(WireFormat.JSON)
    body = wire.encode_page([wire.encode_record(record)], None)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("I")
        await driver.until(lambda: "No record shows" in "".join(driver.toasts), "none are known")

    with FaultServer(Fault(200, body, WireFormat.JSON.media_type)) as server:
        drive(Connection(server.url, "jane", Secret("x")), story)
