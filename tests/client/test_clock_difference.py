"""A server whose clock is another: told by doctor and top bar, followed by relative times."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from netwrix_tui import cli
from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.clock import now
from netwrix_tui.tui.explorer.top_bar import clock_note
from tests.client.clock_server import ClockServer
from tests.tui.driving import Driver, drive

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "x")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "the same as this machine's"), (7, "7 min behind the server's"),
     (-125, "2 h 5 min ahead of the server's")],
)  # fmt: skip
def test_the_doctor_tells_a_clock_that_differs(
    capsys: pytest.CaptureFixture[str], minutes: int, words: str
) -> None:
    with ClockServer(timedelta(minutes=minutes)) as server:
        status = cli.main(["doctor", "--server", server.url, "--user", "jane", "--json",
                           "--allow-plain-http"])  # fmt: skip
    checks = {check["check"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert status == 0
    assert words in checks["clock"]["says"]
    assert abs(checks["clock"]["seconds_ahead"] - 60 * minutes) <= 2


def test_relative_times_are_those_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with ClockServer(DAY) as server:
        cli.main(["search", "when:1h", "--server", server.url, "--user", "jane",
                  "--allow-plain-http"])  # fmt: skip
        first, second = server.begins()
    expected = now() - timedelta(hours=1)
    assert abs(first - expected) < timedelta(minutes=2), "nothing was known of the clock"
    assert abs(second - expected - DAY) < timedelta(minutes=2)
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "x")  # no child of the first has it
    with ClockServer(timedelta(minutes=1)) as server:
        cli.main(["search", "when:1h", "--server", server.url, "--user", "jane",
                  "--allow-plain-http"])  # fmt: skip
        assert len(server.asked) == 1


def test_the_explorer_tells_it_and_searches_by_it() -> None:
    with ClockServer(DAY) as server:

        async def story(driver: Driver) -> None:
            await driver.until(
                lambda: "server's clock 1 d ahead" in driver.screen_text(), "the clock is told"
            )
            await driver.press("colon", "ctrl+u", *"when:1h", "enter")
            await driver.until(lambda: bool(server.begins()), "the search was sent")
            begins = server.begins()[-1]
            assert abs(begins - now() + timedelta(hours=1) - DAY) < timedelta(minutes=2)

        drive(
            Connection(url=server.url, user="jane", password=Secret("x"), allow_plain_http=True),
            story,
        )


def test_what_is_said_of_the_clock() -> None:
    assert clock_note(None) == clock_note(119) == clock_note(-30) == ""
    assert clock_note(-600) == "server's clock 10 min behind"
