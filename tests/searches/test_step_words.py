"""A search of the trail in two or three words."""

from __future__ import annotations

import pytest
from hypothesis import given

from netwrix_tui.cell_width import cells
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.step_words import ROOM, step_words
from tests.unit.strategies import plans


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (None, "when:LastSevenDays", "Everything, 7 days"),
        ("when:7d", "when:7d who=jane", "jane"),
        ("when:7d", "when:7d -who=svc", "not svc"),
        ("when:7d who=jane", "when:7d who=tom", "tom"),
        ("when:7d", "when:7d what:finance", "What has finance"),
        ("when:7d", "when:7d finance", "anywhere finance"),
        ("when:7d who=jane", "when:7d", "without jane"),
        ("when:7d who=jane action:Read", "when:7d", "without 2 filters"),
        ("when:7d", "when:7d", "again"),
        ("when:7d", "when:1h", "last hour"),
        ("when:7d", 'what:"Domain Admins"', "What has Domain Admins"),
        ("when:7d", "when:1h who=jane -who=tom", "jane +2"),
    ],
)
def test_what_is_new(before: str | None, now: str, words: str) -> None:
    known = None if before is None else plan_of(before, UTC_ZONE)
    said = step_words(plan_of(now, UTC_ZONE), known, UTC_ZONE)
    assert said == words


@given(now=plans, before=plans)
def test_the_words_are_few_and_can_be_shown(now: SearchPlan, before: SearchPlan) -> None:
    words = step_words(now, before, UTC_ZONE)
    assert words
    assert words.isprintable()
    assert cells(words) <= ROOM
