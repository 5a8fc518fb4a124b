"""Every ready-made search is whole, and finds the story that was planted for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.demo import stories
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.matching import Search
from netwrix_tui.demo.stories import STORIES, told_of
from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.recipe import Recipe
from netwrix_tui.searches.recipes import RECIPES
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo

_NOW = int(datetime(2026, 11, 18, 15, 0, tzinfo=UTC).timestamp())
_SEED = 7
_BY_ID = {recipe.id: recipe for recipe in RECIPES}
_FILES, _ACCOUNTS, _LOGONS = stories.files, stories.accounts, stories.logons
_INTRUSIONS, _POLICIES, _PLATFORMS = stories.intrusions, stories.policies, stories.platforms
_TAKEOVER = stories.cloud.cloud_takeover

Story = Callable[..., None]


@dataclass(frozen=True)
class Finds:
    """A recipe, the story that it finds, what is typed into it, and how many records of it."""

    recipe: str
    story: Story
    records: int
    typed: dict[str, str] = field(default_factory=dict)
    who_of: str = ""
    """The blank into which the account of the story's first record goes."""


CASES = (
    Finds("deleted-files", _FILES.missing_folder, 35, {"folder": "Contracts"}),
    Finds("moved-files", _FILES.missing_folder, 7, {"folder": "Contracts\\Customers"}),
    Finds("folder-history", _FILES.missing_folder, 76, {"folder": "\\\\fs03\\Legal\\Contracts"}),
    Finds("file-permissions", _FILES.open_share, 1, {"folder": "Payroll"}),
    Finds("refused-files", _FILES.open_share, 10, {"folder": "Payroll"}),
    Finds("refused-files", _FILES.locked_files, 12),
    Finds("mass-change", _FILES.locked_files, 576),
    Finds("renamed-to", _FILES.locked_files, 288),
    Finds("bulk-copies", _FILES.leaver, 180),
    Finds("bulk-reads", _INTRUSIONS.domain_admin_at_night, 24, {"folder": "\\Board\\"}),
    Finds("shared-outside", _FILES.borrowed_plans, 3),
    Finds("created-accounts", _ACCOUNTS.sleeper_account, 1),
    Finds("deleted-accounts", _ACCOUNTS.sleeper_account, 1),
    Finds("deleted-accounts", _ACCOUNTS.fallen_unit, 11, {"name": "Harbour"}),
    Finds("deleted-units", _ACCOUNTS.fallen_unit, 1),
    Finds("enabled-accounts", _ACCOUNTS.revived_account, 1),
    Finds("disabled-accounts", _ACCOUNTS.revived_account, 1),
    Finds("disabled-accounts", _FILES.leaver, 1),
    Finds("lockouts", _ACCOUNTS.revived_account, 1),
    Finds("password-resets", _ACCOUNTS.revived_account, 1),
    Finds("privileged-groups", _INTRUSIONS.domain_admin_at_night, 2),
    Finds("group-members", _ACCOUNTS.sleeper_account, 3),
    Finds("group-members", _INTRUSIONS.domain_admin_at_night, 2, {"group": "Domain Admins"}),
    Finds("groups-of-person", _ACCOUNTS.sleeper_account, 3, {"member": "helpdesk2"}),
    Finds("cloud-roles", _TAKEOVER, 1),
    Finds("cloud-consents", _TAKEOVER, 1),
    Finds("local-admins", _INTRUSIONS.interactive_service, 1),
    Finds("failed-logons", _POLICIES.weakened_policy, 160),
    Finds("failed-then-successful", _INTRUSIONS.domain_admin_at_night, 15, {"who": "adm-"}),
    Finds("many-workstations", _LOGONS.roaming_account, 30, who_of="who"),
    Finds("many-users", _LOGONS.shared_desk, 25, {"workstation": "kiosk-por"}),
    Finds("many-users", _POLICIES.weakened_policy, 161, {"workstation": "203.0.113.77"}),
    Finds("logons-at-night", _INTRUSIONS.domain_admin_at_night, 2),
    Finds("logons-at-night", _ACCOUNTS.sleeper_account, 1),
    Finds("changes-at-night", _PLATFORMS.planted_program, 3),
    Finds("changes-at-night", _POLICIES.weakened_policy, 1),
    Finds("service-at-a-desk", _INTRUSIONS.interactive_service, 1),
    Finds("logons-of", _ACCOUNTS.sleeper_account, 2, {"who": "helpdesk2"}),
    Finds("policy-changes", _POLICIES.weakened_policy, 2),
    Finds("password-policy", _POLICIES.weakened_policy, 2),
    Finds("audit-policy", _POLICIES.blind_auditing, 1),
    Finds("mailbox-by-others", _INTRUSIONS.domain_admin_at_night, 3, {"mailbox": " "}),
    Finds("mail-sent-to", _FILES.leaver, 30, {"recipient": "home.example"}),
    Finds("mailbox-rights", _TAKEOVER, 1),
    Finds("mail-rules", _TAKEOVER, 1),
    Finds("sql-roles", _INTRUSIONS.interactive_service, 1),
    Finds("sql-data", _INTRUSIONS.interactive_service, 9, {"table": "Suppliers"}),
    Finds("windows-servers", _PLATFORMS.planted_program, 3),
    Finds("starts-by-itself", _PLATFORMS.planted_program, 3),
    Finds("vmware", _PLATFORMS.copied_controller, 5, {"machine": "dc02"}),
    Finds("devices", _PLATFORMS.opened_firewall, 2),
    Finds("self-audit", _POLICIES.blind_auditing, 2),
    Finds("logs-cleared", _POLICIES.blind_auditing, 2),
    Finds("logs-cleared", _INTRUSIONS.domain_admin_at_night, 1),
    Finds("leaver", _FILES.leaver, 180, who_of="who"),
    Finds("about-person", _ACCOUNTS.sleeper_account, 7, {"name": "helpdesk2"}),
    Finds("refused-to-person", _FILES.open_share, 10, who_of="who"),
    Finds("quiet-day", _PLATFORMS.own_approval, 2),
    Finds("quiet-changes", _FILES.locked_files, 1),
)


@lru_cache(maxsize=1)
def _dataset() -> Dataset:
    return Dataset(_SEED, 20_000, _NOW)


def _told(story: Story) -> list[ActivityRecord]:
    return [record for _, record in told_of(story, _dataset().company, _SEED, _NOW)]


def _trace(record: ActivityRecord) -> tuple[object, ...]:
    return (record.who, record.action, record.what, record.workstation, record.details)


def _values(case: Finds) -> dict[str, str]:
    values = dict(case.typed)
    if case.recipe == "mailbox-by-others":
        values["mailbox"] = next(r.what for r in _told(case.story) if r.object_type == "Mailbox")
    if case.who_of:
        values[case.who_of] = _told(case.story)[0].who
    return values


def _found(plan: SearchPlan) -> list[ActivityRecord]:
    dataset, now = _dataset(), datetime.fromtimestamp(_NOW, UTC)
    indices = {
        index
        for parameters in concrete_searches(plan.parameters(), now)
        for chunk in Search(dataset, parameters, _NOW).chunks(0)
        for index in chunk
    }
    return [dataset.record(index) for index in sorted(indices)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.recipe}-{case.story.__name__}")
def test_a_ready_made_search_finds_its_story(case: Finds) -> None:
    told = {_trace(record) for record in _told(case.story)}
    found = _found(_BY_ID[case.recipe].plan(_values(case), UTC_ZONE))
    assert sum(_trace(record) in told for record in found) == case.records


def test_every_ready_made_search_and_every_story_has_a_case() -> None:
    assert len(RECIPES) >= 30
    assert {case.recipe for case in CASES} == set(_BY_ID)
    assert {case.story for case in CASES} == set(STORIES)
    assert all(story.__doc__ for story in STORIES)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.id)
def test_a_ready_made_search_is_explained_and_whole(recipe: Recipe) -> None:
    assert recipe.about.endswith(".")
    assert len(recipe.about) <= 100
    assert len({blank.name for blank in recipe.blanks}) == len(recipe.blanks)
    assert all(f"{{{blank.name}}}" in recipe.line for blank in recipe.blanks)
    values = {blank.name: blank.default or "a b" for blank in recipe.blanks}
    plan = recipe.plan(values, UTC_ZONE)
    assert "{" not in recipe.filled(values)
    assert plan_of(line_of(plan, UTC_ZONE), UTC_ZONE) == plan


def test_ids_and_names_are_told_apart() -> None:
    assert len(_BY_ID) == len(RECIPES)
    assert len({recipe.name for recipe in RECIPES}) == len(RECIPES)


def test_what_is_left_empty_is_not_searched_for() -> None:
    recipe = _BY_ID["deleted-files"]
    assert recipe.filled({}) == "action:Removed source:File source:SharePoint when:30d"
    line = recipe.filled({"folder": " Q3 plan ", "since": "yesterday"})
    assert line == 'action:Removed source:File source:SharePoint what:"Q3 plan" when:yesterday'


def test_several_values_become_several_terms() -> None:
    line = _BY_ID["quiet-day"].filled({"noise": "svc-, , SYSTEM"})
    assert line.startswith("-who:svc- -who:SYSTEM -action:Read")


def test_what_is_needed_and_missing_is_said() -> None:
    with pytest.raises(UsageError, match="Which folder"):
        _BY_ID["folder-history"].filled({})
    with pytest.raises(UsageError, match="does not ask for colour"):
        _BY_ID["folder-history"].filled({"colour": "red"})
    with pytest.raises(UsageError, match="neither a day nor a span"):
        _BY_ID["deleted-files"].plan({"since": "whenever"}, UTC_ZONE)


_VALUE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@given(who=_VALUE, folder=_VALUE)
@settings(deadline=None, max_examples=50)
def test_any_value_arrives_as_it_was_typed(who: str, folder: str) -> None:
    plan = _BY_ID["deleted-files"].plan({"who": who, "folder": folder}, UTC_ZONE)
    values = {f.name: f.value for f in plan.parameters().filters}
    assert (values["Who"], values["What"]) == (who.strip(), folder.strip())


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.recipe in ("vmware", "logs-cleared", "file-permissions")],
    ids=lambda case: f"{case.recipe}-{case.story.__name__}",
)
def test_the_demo_server_finds_it_too(demo: Demo, case: Finds) -> None:
    plan = _BY_ID[case.recipe].plan(_values(case), UTC_ZONE)
    (parameters,) = concrete_searches(plan.parameters(), datetime.now(UTC))
    body = codec(WireFormat.JSON).encode_search(parameters)
    with demo.http() as http:
        answer = http.post("search", params={"format": "json", "count": "1000"}, content=body)
    found = answer.json()["ActivityRecordList"]
    told = {(r.action, r.what, r.workstation) for r in _told(case.story)}
    traces = [(r["Action"], r["What"], r.get("Workstation", "")) for r in found]
    assert sum(trace in told for trace in traces) == case.records
