"""What saving on the connect screen writes into the file of profiles, and what it leaves there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_process import Demo
from tests.tui.connect.connect_driving import ConnectDriver, drive_connecting
from tests.tui.connect.test_connect_screen import bare


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_profile_in_other_words_is_the_same_and_keeps_what_is_set_by_hand(
    demo: Demo, file: Path
) -> None:
    account = demo.reviewer
    by_hand = (
        f"[profiles.nwx]\nserver = '{demo.url}'  # the demo\n"
        f"user = '{account.user.replace(chr(92), '/').upper()}'\n"
        "writable = true\nworking_hours = 'Mon-Sat 07:00-19:30'\n"
    )
    file.write_text(by_hand)

    async def story(driver: ConnectDriver) -> None:
        await driver.type(
            server=bare(demo), user=account.user, password=account.password,
            thumbprint=str(demo.sha1), name="nwx",
        )  # fmt: skip
        await driver.press("f5")
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.stands, "the explorer")
        assert driver.app.session is not None
        assert driver.app.session.writable

    drive_connecting(file, story)
    assert file.read_text() == f'{by_hand}thumbprint = "{demo.sha1}"\n'


def test_a_file_that_cannot_be_read_is_told_and_explored_without(demo: Demo, file: Path) -> None:
    file.mkdir()

    async def story(driver: ConnectDriver) -> None:
        account = demo.reviewer
        await driver.type(
            server=bare(demo), user=account.user, password=account.password,
            thumbprint=str(demo.sha1), name="nwx",
        )  # fmt: skip
        await driver.press("f5")
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until_says("nwx was not saved", "Is a directory", "Without a name")
        await driver.type(name="")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.stands, "the explorer")

    drive_connecting(file, story)
    assert list(file.iterdir()) == []
