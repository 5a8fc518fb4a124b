"""The line at the top: which profile, whose account, which server, and what makes way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netwrix_tui.config.profile import Profile
from netwrix_tui.tui.session.session import Session
from tests.demo_process import Demo
from tests.tui.driving import Driver
from tests.tui.keeping import drive_keeping


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))


def top_line(demo: Demo, profile: str, width: int) -> str:
    """What it says of a session of a profile once records have come."""
    said: list[str] = []

    def named(session: Session) -> Session:
        settings = Profile(name=profile) if profile else None
        return replace(session, account="CORP\\jane", server="nwx01:9700", settings=settings)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("u")
        await driver.until(lambda: driver.explorer.top_bar.connected, "the scheme")
        await driver.until(lambda: "UTC" in driver.screen_text().partition("\n")[0], "the zone")
        said.append(driver.screen_text().partition("\n")[0].strip())

    drive_keeping(demo, story, size=(width, 24), change=named)
    return said[0]


@pytest.mark.parametrize("width", [80, 160])
def test_the_profile_comes_first_and_the_port_where_it_is_not_the_usual(
    demo: Demo, width: int
) -> None:
    line = top_line(demo, "corp", width)
    assert "corp · CORP\\jane @ nwx01:9700 · NTLM · certificate pinned" in line
    assert line.startswith("netwrix-tui  corp · " if width == 160 else "corp · ")


def test_the_profiles_name_stays_before_what_is_so_of_every_connection(demo: Demo) -> None:
    long = "servers-of-the-office-in-Berlin"
    wide = top_line(demo, long, 102)
    assert wide.startswith(f"{long} · CORP\\jane @ nwx01:9700 · NTLM · certificate pinned")
    narrow = top_line(demo, long, 80)
    assert narrow.startswith(f"{long} · CORP\\jane @ nwx01:9700 ")
    assert "certificate pinned" not in narrow


def test_without_a_profile_it_names_none(demo: Demo) -> None:
    assert top_line(demo, "", 102).startswith("netwrix-tui  CORP\\jane @ nwx01:9700 · ")


def test_what_stands_in_a_name_is_made_visible(demo: Demo) -> None:
    assert top_line(demo, "a\x1b[31m", 80).startswith("a␛[31m · CORP\\jane")
