"""Hours of the week on the command line: over HTTPS, in a case, by the profile's zone and hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from netwrix_tui.clock import VARIABLE, shift_to
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, run

AT = datetime(2026, 10, 27, 13, 20, tzinfo=UTC)
"""A Tuesday, two days after clocks were set back in Europe."""


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000, at=AT)


@pytest.fixture
def search(small: Demo, tmp_path: Path) -> Callable[..., Done]:
    """Runs a search at that time, with a profile of Lisbon worked from Sunday to Thursday."""
    account = small.account("Global reviewer")
    config = tmp_path / "config.toml"
    config.write_text(
        f'default = "lisbon"\n[profiles.lisbon]\nserver = "{small.url}"\n'
        f"user = '{account.user}'\nthumbprint = \"{small.sha256}\"\n"
        'zone = "Europe/Lisbon"\nworking_hours = "Sun-Thu 09:00-17:30"\n'
    )

    def searched(*words: str, **more: str) -> Done:
        clock = {VARIABLE: shift_to(AT), "NETWRIX_TUI_CONFIG": str(config)}
        for name in ("NETWRIX_API_URL", "NETWRIX_API_USERNAME"):
            clock[name] = ""
        return run(small, *words, **clock, **more)

    return searched


def test_the_hours_are_those_of_the_profile_by_its_zone(
    search: Callable[..., Done], tmp_path: Path
) -> None:
    case = tmp_path / "all.nwcase"
    everything = search("enum", "--case", str(case), "--count", "500").records
    lisbon, berlin = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin")

    def outside(zone: ZoneInfo, days: set[int], start: str, end: str) -> list[str]:
        def is_outside(record: dict[str, Any]) -> bool:
            there = datetime.fromisoformat(record["When"]).astimezone(zone)
            return not (there.weekday() in days and start <= f"{there:%H:%M:%S}" <= end)

        return sorted(record["RID"] for record in everything if is_outside(record))

    own = outside(lisbon, {6, 0, 1, 2, 3}, "09:00:00", "17:30:00")
    named = outside(berlin, {0, 1, 2, 3, 4}, "08:00:00", "18:00:00")
    assert 0 < len(own) < len(everything)
    asked = '-hours:"Mon-Fri 08:00-18:00 Europe/Berlin"'
    for at in ((), ("--in", str(case))):
        assert sorted(search("search", "-hours:working", "--utc", *at).rids) == own, at
        assert sorted(search("search", asked, *at).rids) == named, at
    by_default = search("search", '-hours:"Sun-Thu 09:00-17:30"', "--count", "40")
    assert sorted(by_default.rids) == own
    assert "filtered here" in by_default.err
    by_zone = search("search", '-hours:"Mon-Fri 08:00-18:00"', "--zone", "Europe/Berlin")
    assert sorted(by_zone.rids) == named


def test_a_resumed_search_keeps_to_the_hours(search: Callable[..., Done], tmp_path: Path) -> None:
    whole = search("search", "-hours:working").rids
    place = ("--resume", str(tmp_path / "place"), "--count", "60")
    first = search("search", "-hours:working", *place, "--limit", "70").rids
    rest = search("search", "-hours:working", *place).rids
    assert len(first) == 70
    assert sorted(first + rest) == sorted(whole)
    other = search("search", '-hours:"Mon-Fri 09:00-17:30"', *place)
    assert other.status != 0, "another search, which the mark does not fit"


def test_the_ready_made_searches_take_the_hours_of_the_profile(search: Callable[..., Done]) -> None:
    line = "action:Added action:Removed action:Modified action:Moved action:Renamed when:7d"
    noise = "-who:SYSTEM -who:svc- -who:backup -who:antivirus -who:scanner -who:$"
    expected = search("search", f"{line} {noise} -hours:working").rids
    assert expected
    assert search("search", "--recipe", "changes-at-night").rids == expected


def test_a_zone_that_is_none_is_told_before_anything_is_sent(search: Callable[..., Done]) -> None:
    done = search("search", "--zone", "Europe/Berlim")
    assert done.status == 2
    assert "Did you mean Europe/Berlin?" in done.err
    assert search("search", "--zone", "Europe/Berlin", "--utc").status == 2
