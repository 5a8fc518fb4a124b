"""Fixtures for all tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from netwrix_tui.client import latch
from tests.company_time import set_clock
from tests.demo_process import Demo, DemoServers
from tests.windows.left_out import LEFT_OUT

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
settings.load_profile("netwrix-tui")

set_clock()

_NUMBERS = count(1)


def pytest_report_header() -> list[str]:
    """What is left out on this system, and why."""
    return [f"left out: tests/{name}: {LEFT_OUT[name]}" for name in collect_ignore]


def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two cores: tests wait as long as they work."""
    cores = os.cpu_count() or 1
    return cores + (cores + 1) // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: at the end, the other processes would wait for the one that has them."""
    items.sort(key=lambda item: "test_hostile" not in item.path.name)


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
