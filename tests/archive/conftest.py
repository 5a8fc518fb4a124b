"""The cluster that tests of archives share: two servers for each process of pytest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.archive.click_house_pair import MISSING, ClickHousePair, started_pair


@pytest.fixture(scope="session")
def click_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClickHousePair]:
    """Both of them at work; a test takes a database of its own, and ends neither."""
    if MISSING:
        pytest.skip(MISSING)
    yield from started_pair(tmp_path_factory.mktemp("click-house"))


@pytest.fixture
def own_click_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClickHousePair]:
    """The same for one test, which may end them."""
    if MISSING:
        pytest.skip(MISSING)
    yield from started_pair(tmp_path_factory.mktemp("click-house"))
