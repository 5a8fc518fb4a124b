"""What a line that cannot be read means meanwhile: its terms that can, and nothing else."""

from __future__ import annotations

import pytest

from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.search.query_hint import read, readable_part
from netwrix_tui.tui.search.query_line import QueryLine
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("who:", None),
        ('"', None),
        ("who:jane acti:", "who:jane"),
        ("who:jane whoo:x action:Read", "who:jane action:Read"),
        ("who:jane whoo:x acti:y when:7d", "who:jane when:7d"),
        ('who:jane what:"a b', "who:jane"),
        ('whoo:"b c" who:x', "who:x"),
        ("when:2 who:x", "who:x"),
        ("who:jane -", "who:jane"),
    ],
)
def test_terms_that_read_well_stay(line: str, part: str | None) -> None:
    plan, error = read(line, UTC_ZONE)
    assert plan is None
    assert error is not None
    found = readable_part(line, error, UTC_ZONE)
    assert (line_of(found, UTC_ZONE) if found is not None else None) == part


def test_the_builder_shows_no_letters_of_a_term_that_is_being_typed(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        before = explorer.builder.plan
        zone = explorer.query_line.zone
        await driver.press("colon", "home", "ctrl+k", *"who:")
        # “wh” was a word to be looked for anywhere; “who:” is not yet anything.
        await driver.until(lambda: explorer.builder.plan == before, "the search before")
        await driver.press(*"jane acti:")
        jane = plan_of("who:jane", zone)
        await driver.until(lambda: explorer.builder.plan == jane, "what reads well")
        await driver.press("f5")
        assert explorer.query_one(QueryLine).is_open

    drive(connection_to(demo), story, size=(160, 50))
