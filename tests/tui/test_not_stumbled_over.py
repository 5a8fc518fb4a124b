"""What somebody stumbled over who used the explorer for the first time."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import short_sentence
from netwrix_tui.records.zone import LOCAL, UTC_ZONE
from netwrix_tui.tui.record.record_sentence import record_sentence
from netwrix_tui.tui.table.cells import text_cell
from netwrix_tui.tui.table.table_columns import WHO, WORKSTATION
from netwrix_tui.tui.write.write_preview import WritePreview
from netwrix_tui.wire.written_search import WrittenAs, WrittenSearch
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import click

SMALL = (80, 24)


def told(driver: Driver, words: str) -> bool:
    """True where a notification holds these words."""
    return any(words in toast for toast in driver.toasts)


def test_an_edited_search_says_so_and_escape_takes_the_edit_back(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        searched = explorer.builder.plan
        await driver.press("b", "d", "escape")
        await driver.until(lambda: "not searched yet" in driver.screen_text())
        assert "esc undoes" in driver.screen_text()
        assert explorer.builder.plan != searched
        await driver.press("escape")
        await driver.until(lambda: "not searched yet" not in driver.screen_text())
        assert explorer.builder.plan == searched

    drive(connection_to(demo), story, SMALL)


def test_everything_is_searched_on_the_second_enter_only(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        before = driver.explorer.table.store
        await driver.press("colon", "ctrl+u", "enter")
        await driver.until(lambda: "Enter once more" in driver.screen_text())
        assert driver.explorer.table.store is before
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.table.store is not before)
        await driver.until_loaded()
        parameters = driver.explorer.current_search.parameters
        assert parameters is not None
        assert not parameters.filters

    drive(connection_to(demo), story, SMALL)


def test_what_is_typed_after_the_colon_is_a_word_of_its_own(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("colon", *"action:Removed", "enter")
        expected = plan_of("when:LastSevenDays action:Removed", LOCAL)
        await driver.until(lambda: driver.explorer.builder.plan == expected)
        await driver.until_loaded()

    drive(connection_to(demo), story, SMALL)


@pytest.mark.parametrize(
    ("who", "width", "shown"),
    [
        ("CORP\\milan.ionescu", 16, "…\\milan.ionescu "),
        ("CORP\\milan.ionescu", 13, "…\\milan.ione…"),
        ("CORP\\paul.nowak", 16, "CORP\\paul.nowak "),
        ("milan.ionescu", 13, "milan.ionescu"),
    ],
)
def test_a_domain_without_room_leaves_a_mark(who: str, width: int, shown: str) -> None:
    assert "".join(piece.text for piece in text_cell(WHO, who, width)) == shown


def test_a_narrow_sentence_keeps_what_says_most() -> None:
    parameters = SearchParameters(
        (
            Filter("DataSource", Operator.EQUALS, "Active Directory"),
            Filter("ObjectType", Operator.EQUALS, "group"),
            Filter("What", Operator.CONTAINS, "Domain Admins"),
        )
    )
    said = short_sentence(parameters, UTC_ZONE, 60)
    assert "Domain Admins" in said
    assert "… …" not in said
    assert "more filter" in short_sentence(parameters, UTC_ZONE, 44)


def test_one_short_change_is_told_in_the_sentence() -> None:
    change = Detail(property_name="Member", message='Added: "Anna Hoffmann"')
    record = ActivityRecord(who="jane", action="Modified", what="Domain Admins", details=(change,))
    assert record_sentence(record, UTC_ZONE).endswith(' · Member, Added: "Anna Hoffmann"')
    two = ActivityRecord(who="jane", details=(change, change))
    assert "Member" not in record_sentence(two, UTC_ZONE)
    long = ActivityRecord(who="jane", details=(Detail(after="x" * 100_000),))
    assert len(record_sentence(long, UTC_ZONE)) < 200


def test_an_open_record_is_the_one_that_is_copied_and_noted(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "enter")
        await driver.until(lambda: driver.explorer.viewer.has_record)
        await driver.press("c")
        await driver.until(lambda: told(driver, "C offers the 2 marked"))
        await driver.press("e")
        await driver.until(lambda: "Note on this record" in driver.screen_text())

    drive(connection_to(demo), story, SMALL)


def test_keys_that_can_do_nothing_say_why(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("w")
        await driver.until(lambda: told(driver, "writable = true"))
        await driver.press("colon", *"who:jane", "enter", "L")
        await driver.until_status("all ")
        await driver.press("L")
        await driver.until(lambda: told(driver, "Everything is loaded."))
        await driver.press("G", "enter", "n")
        await driver.until(lambda: told(driver, "That is the last record."))

    drive(connection_to(demo), story, SMALL)


def test_a_new_search_is_shown_from_its_left(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press(*["right"] * 8)
        await driver.until(lambda: table.scroll_offset.x > 0)
        assert table.cursor_column is WORKSTATION
        await driver.press("f5")
        await driver.until(lambda: table.scroll_offset.x == 0)

    drive(connection_to(demo), story, SMALL)


def test_filters_that_are_not_documented_are_named_when_pasted(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        plan = SearchPlan.of(Filter("Wat", Operator.CONTAINS, "x"))
        driver.explorer.builder.take_written(WrittenSearch(plan, WrittenAs.JSON))
        await driver.until(lambda: told(driver, "not documented: Wat."))
        await driver.press("escape")
        assert not told(driver, "not documented")

    drive(connection_to(demo), story, SMALL)


def test_help_that_is_wrapped_stays_beside_its_key(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("question_mark")
        await driver.until(lambda: "ctrl+p finds" in driver.screen_text())
        text = str(driver.app.screen.query_one("#keys-text", Static).render())
        keys = [line for line in text.splitlines() if line.startswith("  ")]
        assert max(map(len, keys)) <= 60 - 6
        assert any(line.startswith(" " * 18) for line in keys)

    drive(connection_to(demo), story, (60, 24))


def test_a_preview_of_records_to_write_offers_no_key_that_does_nothing() -> None:
    table = WritePreview(None, UTC_ZONE).table
    assert not table.check_action("pivot_menu", ())
    assert not table.check_action("mark", ())


def test_a_click_on_a_heading_sorts_by_it(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await click(driver.pilot, "#table", offset=(25, 0))
        await driver.until_status("sorted by Who")

    drive(connection_to(demo), story, SMALL)
