"""H: is it normal? Asked of the source from the screen, ended by escape, gone on with by a key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.widgets import OptionList

from netwrix_tui.errors import AccountRefused, ConnectionLost
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.answers.history_dialog import HistoryDialog
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.tui.answers.test_related_controller import ADMINS, search, text
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.test_snapshots import FixedSource


def state_of(driver: Driver) -> str:
    screen = driver.app.screen
    return " ".join(line.words for line in screen.state.lines) if is_open(driver) else ""


def is_open(driver: Driver) -> bool:
    return isinstance(driver.app.screen, HistoryDialog)


async def answered(driver: Driver) -> HistoryDialog:
    await driver.until(lambda: is_open(driver) and not driver.app.screen.state.is_asking, "answers")
    screen = driver.app.screen
    assert isinstance(screen, HistoryDialog)
    return screen


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_the_questions_are_answered_and_open_as_searches(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, ADMINS)
        rid = driver.explorer.table.store.rid(1)
        await driver.press("down", "H")
        dialog = await answered(driver)
        lines = [line.words for line in dialog.state.lines]
        assert lines[0].startswith("Undone ")
        assert "Domain Admins: " in " ".join(lines)
        assert "Is it normal? CORP\\adm-" in driver.screen_text()
        assert "requests" in dialog.state.read
        assert dialog.query_one("OptionList").has_focus
        await driver.press("enter")
        await driver.until_loaded()
        assert "history: undone" in driver.screen_text() or size[0] == 80
        row = driver.explorer.table.record_row
        assert row is not None
        assert driver.explorer.table.store.rid(row) == rid

    drive(connection_to(demo), story, size)


def test_esc_comes_back_from_the_records_of_an_answer(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, ADMINS)
        table = driver.explorer.table
        before = table.store
        await driver.press("down", "H")
        was = (await answered(driver)).state
        asked = len(demo.requests())
        await driver.press("down", "enter")
        await driver.until(lambda: table.store is not before, "the records")
        await driver.until_loaded()
        await driver.press("end", "enter", "escape")  # a record, and out of it
        search_of = driver.explorer.current_search
        await driver.until(lambda: search_of.phase is PagerPhase.END, "all of them")
        opened = len(demo.requests())
        assert opened > asked
        await driver.press("escape")
        dialog = await answered(driver)
        assert (dialog.state.lines, dialog.state.read) == (was.lines, was.read)
        options = dialog.query_one(OptionList)
        assert options.highlighted == 1
        assert (table.store, table.record_row) == (before, 1)
        await driver.press("escape")
        await driver.until(lambda: not is_open(driver), "the records that one came from")
        await driver.press("escape")  # from here on it means what it always does
        assert (table.store, is_open(driver)) == (before, False)
        assert len(demo.requests()) == opened

    drive(connection_to(demo), story, (120, 40))


class SlowSource(FixedSource):
    """Answers the first search; of what is asked then, only as much as the test lets through."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[SearchParameters] = []
        self.errors: list[Exception] = []
        self.may_answer = asyncio.Event()
        self.is_begun = False

    async def search(
        self, parameters: SearchParameters, mark: str | None = None, *, wire: object = None
    ) -> Page:
        if not parameters.named("Who") and not parameters.named("What"):
            return await super().search(parameters, mark)
        self.asked.append(parameters)
        if self.errors:
            raise self.errors.pop(0)
        while not self.is_begun:
            await asyncio.sleep(0.005)
        form = codec(WireFormat.JSON)
        return form.decode_page(form.encode_page([], None))

    async def aclose(self) -> None:
        await asyncio.sleep(0)


def play(source: SlowSource, story: Callable[[Driver], Awaitable[None]], **how: object) -> None:
    async def run() -> None:
        session = Session("CORP\\jane", "nwx01", lambda: source, ("NTLM",), 40)
        app = NetwrixTui(replace(session, **how))
        async with app.run_test(size=(100, 40)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands)
            await driver.until_status("loaded")
            await story(driver)

    asyncio.run(run())


def test_escape_ends_the_asking_and_then_closes() -> None:
    source = SlowSource()

    async def story(driver: Driver) -> None:
        await driver.press("H")
        await driver.until(lambda: bool(source.asked), "a question")
        assert is_open(driver)
        await driver.press("escape")
        dialog = await answered(driver)
        assert "stopped by esc" in dialog.state.read
        assert "never" not in state_of(driver)
        await driver.press("escape")
        await driver.until(lambda: not is_open(driver))
        assert driver.explorer.table.has_focus

    play(source, story)


def test_an_answer_to_an_older_question_is_dropped() -> None:
    source = SlowSource()

    async def story(driver: Driver) -> None:
        await driver.press("H")
        await driver.until(lambda: bool(source.asked))
        first = driver.app.screen
        await driver.press("escape")
        await answered(driver)
        await driver.press("escape")
        await driver.until(lambda: not is_open(driver))
        source.is_begun = True
        await driver.press("down", "H")
        await driver.until(lambda: is_open(driver))
        assert driver.app.screen is not first
        dialog = await answered(driver)
        who = driver.explorer.table.store.row(1).who.rpartition("\\")[2]
        assert who in state_of(driver)
        assert dialog.state.error == ""

    play(source, story)


def test_an_error_is_told_and_asked_again_by_r() -> None:
    source = SlowSource()
    source.is_begun = True
    source.errors = [ConnectionLost("The connection ended in the middle.")]

    async def story(driver: Driver) -> None:
        await driver.press("H")
        dialog = await answered(driver)
        assert "The connection ended in the middle." in text(driver)
        assert "r tries again" in text(driver)
        assert "never" not in state_of(driver)
        await driver.press("r")
        await driver.until(lambda: "never" in state_of(driver) and not dialog.state.is_asking)
        assert dialog.state.error == ""

    play(source, story)


def test_a_refused_sign_in_asks_for_the_password_before_it_asks_again() -> None:
    source = SlowSource()
    source.is_begun = True
    source.errors = [AccountRefused("The server refused the sign-in.")]

    async def story(driver: Driver) -> None:
        await driver.press("H")
        await answered(driver)
        asked = len(source.asked)
        await driver.press("r")
        await driver.until(lambda: "password" in driver.screen_text().lower())
        assert len(source.asked) == asked
        await driver.press(*"secret", "enter")
        await driver.until(lambda: is_open(driver) and "never" in state_of(driver))

    play(source, story, reopen=lambda password: source)
