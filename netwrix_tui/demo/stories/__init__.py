"""Stories in the data: scripted records that ordinary filters find, each told in its docstring.

They are built once at start and merged into the drawn records by time. Nothing else knows of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from random import Random

from netwrix_tui.demo.company import Company
from netwrix_tui.demo.stories import (
    accounts,
    cloud,
    files,
    intrusions,
    logons,
    people,
    platforms,
    policies,
)
from netwrix_tui.demo.story_builder import ScriptedRecord, StoryBuilder

STORIES: tuple[Callable[[StoryBuilder], None], ...] = (
    intrusions.domain_admin_at_night,
    intrusions.interactive_service,
    files.locked_files,
    files.leaver,
    files.missing_folder,
    files.open_share,
    files.borrowed_plans,
    accounts.sleeper_account,
    accounts.fallen_unit,
    accounts.revived_account,
    logons.roaming_account,
    logons.shared_desk,
    policies.weakened_policy,
    policies.blind_auditing,
    cloud.cloud_takeover,
    platforms.copied_controller,
    platforms.planted_program,
    platforms.opened_firewall,
    platforms.own_approval,
    people.namesakes,
)


def all_stories(company: Company, seed: int, now: int, zone: tzinfo = UTC) -> list[ScriptedRecord]:
    """All stories, newest record first."""
    scripted = [
        entry for story in STORIES for entry in story_records(story, company, seed, now, zone)
    ]
    return sorted(scripted, key=lambda entry: -entry[0])


def story_records(
    story: Callable[[StoryBuilder], None], company: Company, seed: int, now: int, zone: tzinfo = UTC
) -> list[ScriptedRecord]:
    """The records of one story, in the order in which they happened.

    Days are those of UTC, as the server counts them, and times of day those of ``zone``. A story
    that has not ended by ``now`` is told as one of the day before.
    """
    for days in (0, 1):
        builder = StoryBuilder(company, Random(f"{story.__name__} {seed}"), now, zone, days)
        story(builder)
        if builder.scripted[-1][0] < now * 1000:
            break
    return builder.scripted
