"""The clock that tests can set: what its variable says, and that everything goes by it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netwrix_tui.clock import VARIABLE, epoch, local_now, now, shift, shift_to


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0), ("+9h", 32_400), ("-30d", -2_592_000), ("+90m", 5_400), ("-86400", -86_400),
        ("+12.5s", 12.5), ("9h", 0), ("+h", 0), ("+9y", 0), ("noon", 0), ("+99999999d", 0),
    ],
)  # fmt: skip
def test_a_shift_is_read_or_ignored(
    monkeypatch: pytest.MonkeyPatch, text: str, seconds: float
) -> None:
    monkeypatch.setenv(VARIABLE, text)
    assert shift() == seconds
    assert abs(epoch() - time.time() - seconds) < 60


def test_the_clock_stands_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
    monkeypatch.setenv(VARIABLE, shift_to(moment))
    tokyo = ZoneInfo("Asia/Tokyo")
    for shown in (now(), now(tokyo), local_now(), datetime.fromtimestamp(epoch(), UTC)):
        assert timedelta(seconds=-1) < shown - moment < timedelta(minutes=1)
    assert now(tokyo).utcoffset() == timedelta(hours=9)
    assert local_now().utcoffset() == moment.astimezone().utcoffset()
