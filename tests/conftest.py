"""Fixtures for all tests."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from netwrix_tui.client import latch
from tests.company_time import set_clock
from tests.demo_process import Demo, DemoServers
from tests.windows.left_out import LEFT_OUT, LEFT_OUT_TESTS

if TYPE_CHECKING:
    from tests.archive.click_house_pair import ClickHousePair

collect_ignore = list(LEFT_OUT) if sys.platform == "win32" else []

# How long an example takes says more of the machine than of the program. What was found is tried
# first in the next run, and printed with a line that tries it anywhere; a profile of hypothesis'
# own, which it takes where it finds itself in CI, would keep nothing.
settings.register_profile(
    "netwrix-tui",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=DirectoryBasedExampleDatabase(Path(__file__).parents[1] / ".hypothesis" / "examples"),
    derandomize=False,
    print_blob=True,
)
# Half a minute is for a look while one works; the whole suite tries three times as many.
settings.register_profile("pure", settings.get_profile("netwrix-tui"), max_examples=30)
settings.load_profile("netwrix-tui")


def pytest_configure(config: pytest.Config) -> None:
    """``-m pure`` tries fewer examples, before any test is read."""
    if config.getoption("markexpr") == "pure":
        settings.load_profile("pure")


set_clock()

for _name in ("SIGINT", "SIGHUP", "SIGTERM"):
    # Under nohup, or behind a shell's background job, they are ignored; so would be by all that
    # the tests start.
    _number = getattr(signal, _name, None)
    if _number is not None and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _name == "SIGINT" else signal.SIG_DFL)

_NUMBERS = count(1)


def pytest_report_header() -> list[str]:
    """What is left out on this system, and why."""
    return [f"left out: tests/{name}: {LEFT_OUT[name]}" for name in collect_ignore]


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Three processes for two cores: tests wait as long as they work, but for the pure ones."""
    cores = os.cpu_count() or 1
    return cores if config.getoption("markexpr") == "pure" else cores + (cores + 1) // 2


_LONGEST_ID = 200


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """What is long is named by its length: a name goes into the environment, which has a bound."""
    is_long = isinstance(val, str | bytes) and len(val) > _LONGEST_ID
    return f"{argname} of {len(val)}" if is_long else None  # type: ignore[arg-type]


_PURE = ("records", "wire", "searches", "results")
"""Directories of tests that need no server and no screen, but for the tests with a server."""

_SCREEN = ("tui", "stops")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """``-m pure`` reads no more than those directories: the others import Textual and servers."""
    is_elsewhere = config.getoption("markexpr") == "pure" and _room(collection_path) not in _PURE
    return True if is_elsewhere and collection_path.is_dir() and _room(collection_path) else None


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the marker of its directory, and put the longest first.

    At the end, the other processes would wait for the one that has them.
    """
    for item in items:
        # These are chosen by that alone.
        if not any(map(item.get_closest_marker, ("slow", "lengthy"))):
            item.add_marker(_marker_of(item))
    items.sort(key=lambda item: "test_hostile" not in item.path.name)
    if sys.platform == "win32":
        _leave_out(items)


def _leave_out(items: list[pytest.Item]) -> None:
    """Skip what cannot run on this system, with the reason."""
    for item in items:
        name = item.nodeid.replace("\\", "/").removeprefix("tests/")
        for beginning, reason in LEFT_OUT_TESTS.items():
            if name.startswith(beginning):
                item.add_marker(pytest.mark.skip(reason=reason))


def _room(path: Path) -> str:
    """The directory below ``tests`` that a path is in; empty for those of ``tests`` itself."""
    tests = Path(__file__).parent
    return path.relative_to(tests).parts[0] if path != tests and path.is_relative_to(tests) else ""


def _marker_of(item: pytest.Item) -> str:
    room = _room(item.path)
    if item.get_closest_marker("server"):  # said by the test itself
        return "server"
    if room in _SCREEN:
        return "screen"
    has_server = "demo_servers" in getattr(item, "fixturenames", ())
    return "pure" if room in _PURE and not has_server else "server"


@pytest.fixture(autouse=True)
def _no_refusals() -> None:
    """Each test begins as a new process does: its servers may have an address of earlier ones."""
    latch.forget_refusals()


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test keeps what it keeps in a directory of its own, made when something is kept."""
    place = tmp_path_factory.getbasetemp() / f"state-{next(_NUMBERS)}"
    monkeypatch.setenv("XDG_STATE_HOME", str(place))
    monkeypatch.delenv("NETWRIX_TUI_STATE", raising=False)
    if sys.platform == "win32":  # where XDG means nothing; and a terminal that takes OSC 52
        monkeypatch.setenv("NETWRIX_TUI_STATE", str(place / "netwrix-tui"))
        monkeypatch.setenv("WT_SESSION", "tests")


@pytest.fixture(scope="session")
def demo_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServers]:
    """Starts demo servers by options; all of them end with the session."""
    servers = DemoServers(tmp_path_factory.mktemp("demo"))
    yield servers
    servers.close()


@pytest.fixture(scope="session")
def demo(demo_servers: DemoServers) -> Demo:
    """The demo server with 20,000 records that most tests share."""
    return demo_servers.shared(records=20_000)


@pytest.fixture(scope="session")
def hostile_demo(demo_servers: DemoServers) -> Demo:
    """A demo server whose values bite."""
    return demo_servers.shared(records=6_000, hostile=True)


@pytest.fixture(scope="session")
def click_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClickHousePair]:
    """A cluster of two servers; a test takes a database of its own, and ends neither."""
    from tests.archive.click_house_pair import MISSING, started_pair

    if MISSING:
        pytest.skip(MISSING)
    yield from started_pair(tmp_path_factory.mktemp("click-house"))


@pytest.fixture
def own_click_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClickHousePair]:
    """The same for one test, which may end them."""
    from tests.archive.click_house_pair import MISSING, started_pair

    if MISSING:
        pytest.skip(MISSING)
    yield from started_pair(tmp_path_factory.mktemp("click-house"))
