"""F9: to another profile, another server or the demo; and a certificate that changes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.trust import PinnedCertificate, Thumbprint
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.connect.certificate_dialog import ChangedCertificate
from netwrix_tui.tui.connect.connect_screen import ConnectScreen
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.explorer.choose_profile import ChooseProfile
from netwrix_tui.tui.session.server_session import profile_session
from tests.demo_process import Demo
from tests.tui.connect.connect_driving import ConnectDriver
from tests.tui.driving import connection_to

Story = Callable[[ConnectDriver], Awaitable[None]]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProfileFile:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))
    return ProfileFile(path)


def profile(demo: Demo, name: str, role: str = "Global reviewer") -> Profile:
    return Profile(name, server=demo.url, user=demo.account(role).user, thumbprint=demo.sha256)


def drive(demo: Demo, story: Story, settings: Profile, pin: str | None = None) -> None:
    async def run() -> None:
        connection = connection_to(demo, role="Global reviewer")
        if pin is not None:
            connection = replace(connection, trust=PinnedCertificate(Thumbprint.parse(pin)))
        app = NetwrixTui(profile_session(connection, settings))
        async with app.run_test(size=(80, 24)) as pilot:
            driver = ConnectDriver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)

    asyncio.run(run())


async def choose(driver: ConnectDriver, words: str) -> None:
    await driver.press("f9")
    await driver.until(lambda: isinstance(driver.app.screen, ChooseProfile), "the list")
    choices = driver.app.screen.query_one(OptionList)
    prompts = [str(choices.get_option_at_index(i).prompt) for i in range(choices.option_count)]
    choices.highlighted = next(i for i, prompt in enumerate(prompts) if words in prompt)
    await driver.press("enter")


def test_another_profile_takes_the_place_of_the_first(demo: Demo, file: ProfileFile) -> None:
    admin = demo.account("Global administrator")
    command = (sys.executable, "-c", f"print({admin.password!r})")
    file.save(profile(demo, "mine"))
    file.save(replace(profile(demo, "admin", "Global admin"), password_command=command))

    async def story(driver: ConnectDriver) -> None:
        await driver.until_loaded()
        first = driver.explorer
        await driver.press("f9")
        await driver.until_says("● mine", "admin CORP", "Another server…", "Demo")
        await driver.press("escape")
        await choose(driver, "admin CORP")
        await driver.until(lambda: driver.explorer is not first and driver.stands, "another one")
        await driver.until_loaded()
        assert f"{admin.user} @" in driver.screen_text()
        assert [type(s).__name__ for s in driver.app.screen_stack] == ["FirstFrame", "Explorer"]
        assert demo.requests()[-1].account == admin.user

    drive(demo, story, profile(demo, "mine"))


def test_a_password_is_asked_for_on_the_screen(demo: Demo, file: ProfileFile) -> None:
    admin = demo.account("Global administrator")
    file.save(profile(demo, "admin", "Global admin"))

    async def story(driver: ConnectDriver) -> None:
        first = driver.explorer
        await choose(driver, "admin CORP")
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword), "the question")
        await driver.press("escape")
        await driver.until(lambda: driver.stands)
        assert driver.explorer is first
        await choose(driver, "admin CORP")
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword), "the question")
        driver.app.screen.query_one(Input).value = admin.password
        await driver.press("enter")
        await driver.until(lambda: driver.explorer is not first and driver.stands, "another one")
        await driver.until_loaded()

    drive(demo, story, profile(demo, "mine"))


def test_a_mistake_in_the_file_is_told_with_its_line_and_key(demo: Demo, file: ProfileFile) -> None:
    file.path.write_text("[profiles.mine]\nserver = 'nwx01'\nusr = 'jane'\n")

    async def story(driver: ConnectDriver) -> None:
        await driver.press("f9")
        await driver.until_says("line 3", "usr: no such setting", "Another server…")

    drive(demo, story, profile(demo, "mine"))


def test_a_profile_without_its_password_is_told(demo: Demo, file: ProfileFile) -> None:
    broken = replace(profile(demo, "broken"), password_command=("/no/such/command",))
    file.save(broken)

    async def story(driver: ConnectDriver) -> None:
        await choose(driver, "broken CORP")
        await driver.until(
            lambda: any("password_command gave no password" in toast for toast in driver.toasts),
            "what is wrong",
        )
        assert driver.stands

    drive(demo, story, profile(demo, "mine"))


def test_the_demo_and_another_server_are_one_key_away(demo: Demo, file: ProfileFile) -> None:
    async def story(driver: ConnectDriver) -> None:
        first = driver.explorer
        await choose(driver, "Another server…")
        await driver.until(lambda: isinstance(driver.app.screen, ConnectScreen), "the screen")
        assert driver.field("server").value == ""
        await driver.press("escape")
        await driver.until(lambda: driver.stands)
        assert driver.explorer is first
        await choose(driver, "Demo an invented")
        await driver.until(lambda: driver.explorer is not first and driver.stands, "the demo")
        await driver.until_says("demo @ this machine")
        await driver.until_loaded()

    drive(demo, story, profile(demo, "mine"))


def test_what_is_of_this_machine_goes_along_wherever_one_switches_to(
    demo: Demo, file: ProfileFile
) -> None:
    file.save(profile(demo, "other"))
    here = {"wire": "json", "page_size": 200, "slow": True, "spill_limit_mb": 77}
    mine = replace(profile(demo, "mine"), working_hours="Mon-Fri 08:00-18:00", **here)

    async def story(driver: ConnectDriver) -> None:
        first = driver.explorer
        await choose(driver, "Another server…")
        await driver.until(lambda: isinstance(driver.app.screen, ConnectScreen), "the screen")
        screen = driver.app.screen
        assert screen.connecting.known == Profile(**here)  # type: ignore[attr-defined]
        await driver.press("escape")
        await driver.until(lambda: driver.stands)
        await choose(driver, "Demo an invented")
        await driver.until(lambda: driver.explorer is not first and driver.stands, "the demo")
        assert driver.app.session is not None
        assert driver.app.session.slow  # the line to the terminal is what it was
        assert driver.app.session.is_demo

    drive(demo, story, mine)


def test_a_certificate_that_is_not_the_pinned_one_is_compared_and_the_sign_in_goes_on(
    demo: Demo, file: ProfileFile
) -> None:
    pinned = replace(profile(demo, "mine"), thumbprint="A" * 40, pinned="2026-03-03")
    file.save(replace(pinned, slow=True))
    before = len(demo.requests())

    async def story(driver: ConnectDriver) -> None:
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.FAILED)
        await driver.until_says("F9 shows the certificate")
        assert len(demo.requests()) == before
        first = driver.explorer
        await driver.press("f9")
        await driver.until(
            lambda: isinstance(driver.app.screen, ChangedCertificate), "the comparison"
        )
        await driver.until_says("pinned on 2026-03-03")
        assert len(demo.requests()) == before
        await driver.press(*str(demo.sha1)[-6:], "enter")
        # The password is the one that the explorer was opened with.
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.explorer is not first and driver.stands, "another one")
        await driver.until_loaded()

    drive(demo, story, pinned, pin="A" * 40)
    kept = file.profile("mine")
    assert kept.thumbprint == demo.sha256
    assert kept.pinned != "2026-03-03"
    assert kept.slow  # what was set by hand stays


def test_a_certificate_that_changes_while_one_looks_is_told_and_nothing_is_lost(
    demo: Demo, file: ProfileFile
) -> None:
    settings = profile(demo, "mine")

    async def story(driver: ConnectDriver) -> None:
        await driver.until_loaded()
        # From now on the pin is of another certificate, as if the server had got a new one.
        reopened = replace(
            connection_to(demo, role="Global reviewer"),
            trust=PinnedCertificate(Thumbprint.parse("A" * 40)),
        )
        worker = driver.app.worker
        assert worker is not None
        worker.use(lambda: AuditorClient(reopened))
        loaded = driver.loaded
        await driver.press("end")
        await driver.until_status("loaded stay", "F9 to compare")
        assert driver.loaded == loaded

    drive(demo, story, settings)


async def until_compared(driver: ConnectDriver) -> None:
    """From a certificate that is not the pinned one to the question that shows both."""
    await driver.press("f9")
    await driver.until(lambda: isinstance(driver.app.screen, ChangedCertificate), "the comparison")


def test_what_was_loaded_stays_where_a_changed_certificate_is_pinned_anew(
    demo: Demo, file: ProfileFile
) -> None:
    settings = profile(demo, "mine")
    # As if the server had got another certificate than the one that is pinned.
    outdated = replace(settings, thumbprint="A" * 40, pinned="2026-03-03")
    file.save(outdated)

    async def story(driver: ConnectDriver) -> None:
        await driver.until_loaded()
        explorer, searching = driver.explorer, driver.explorer.current_search
        explorer.navigation.begin(SearchPlan())
        await driver.until_loaded()
        loaded, first = driver.loaded, searching.store.rid(0)
        await driver.press("space", "space")
        distrusting = replace(
            connection_to(demo, role="Global reviewer"),
            trust=PinnedCertificate(Thumbprint.parse("A" * 40)),
        )
        searching.use_session(profile_session(distrusting, outdated))
        driver.app.session = searching.session
        await driver.press("end")
        await driver.until_status("loaded stay", "F9 to compare")
        at = driver.explorer.table.cursor_row
        await until_compared(driver)
        await driver.press(*str(demo.sha1)[-6:], "enter")
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.stands, "the explorer")
        # The page that failed comes by itself.
        await driver.until(lambda: driver.loaded > loaded, "more records")
        assert driver.explorer is explorer
        assert explorer.table.cursor_row == at
        assert searching.store.rid(0) == first
        assert len(explorer.table.marks) == 2
        assert searching.trail.position == 1
        await driver.press("<")
        await driver.until_loaded()
        assert searching.trail.position == 0
        # What is asked for next goes over the new trust, and is compared with it.
        connection = searching.session.connection()
        assert connection is not None
        assert connection.trust == PinnedCertificate(Thumbprint.parse(demo.sha256 or ""))
        assert driver.app.session is searching.session
        await driver.press("f5")
        await driver.until_loaded()

    drive(demo, story, settings)
    assert file.profile("mine").thumbprint == demo.sha256


def test_another_account_on_the_same_server_begins_anew(demo: Demo, file: ProfileFile) -> None:
    mine = profile_session(connection_to(demo, role="Global reviewer"), profile(demo, "mine"))
    assert mine.goes_on_as(replace(mine, notes=("certificate by CA file",)))
    assert mine.settings is not None
    for other in (
        replace(mine, account="CORP\\other"),
        replace(mine, server="nwx02"),
        replace(mine, remembered_as="theirs"),
        replace(mine, writable=True),
        replace(mine, settings=replace(mine.settings, working_hours="Mon-Fri 08:00-18:00")),
    ):
        assert not mine.goes_on_as(other)
