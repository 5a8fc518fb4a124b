"""Which story each ready-made search finds, and how many of its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netwrix_tui.demo import stories
from netwrix_tui.demo.company import Company
from netwrix_tui.demo.stories import story_records
from netwrix_tui.demo.story_builder import StoryBuilder

_FILES, _ACCOUNTS, _LOGONS = stories.files, stories.accounts, stories.logons
_INTRUSIONS, _POLICIES, _PLATFORMS = stories.intrusions, stories.policies, stories.platforms
_TAKEOVER = stories.cloud.cloud_takeover

Story = Callable[[StoryBuilder], None]


@dataclass(frozen=True, eq=False)
class Finds:
    """A recipe, the story that it finds, what is typed into it, and how many records of it."""

    recipe: str
    story: Story
    records: int
    typed: dict[str, str] = field(default_factory=dict)
    who_of: str = ""
    """The blank into which the account of the story's first record goes."""


EVERY_DAY = {"hours": "08:00-18:00"}
"""Hours that do not depend on what day of the week it is."""

CASES = (
    Finds("deleted-files", _FILES.missing_folder, 35, {"folder": "Contracts"}),
    Finds("moved-files", _FILES.missing_folder, 7, {"folder": "Contracts\\Customers"}),
    Finds("folder-history", _FILES.missing_folder, 76, {"folder": "\\\\fs03\\Legal\\Contracts"}),
    Finds("file-permissions", _FILES.open_share, 1, {"folder": "Payroll"}),
    Finds("refused-files", _FILES.open_share, 10, {"folder": "Payroll"}),
    Finds("refused-files", _FILES.locked_files, 12),
    Finds("mass-change", _FILES.locked_files, 592),
    Finds("renamed-to", _FILES.locked_files, 288),
    Finds("bulk-copies", _FILES.leaver, 180),
    Finds("bulk-reads", _INTRUSIONS.domain_admin_at_night, 24, {"folder": "\\Board\\"}),
    Finds("shared-outside", _FILES.borrowed_plans, 3),
    Finds("created-accounts", _ACCOUNTS.sleeper_account, 1),
    Finds("created-accounts", stories.people.namesakes, 2),
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
    Finds("password-spray", _POLICIES.weakened_policy, 161),
    Finds("guessed-password", _INTRUSIONS.domain_admin_at_night, 16),
    Finds("failed-then-successful", _INTRUSIONS.domain_admin_at_night, 15, {"who": "adm-"}),
    Finds("many-workstations", _LOGONS.roaming_account, 30, who_of="who"),
    Finds("many-users", _LOGONS.shared_desk, 25, {"workstation": "kiosk-por"}),
    Finds("many-users", _POLICIES.weakened_policy, 161, {"workstation": "203.0.113.77"}),
    Finds("logons-at-night", _INTRUSIONS.domain_admin_at_night, 2, EVERY_DAY),
    Finds("logons-at-night", _ACCOUNTS.sleeper_account, 1, EVERY_DAY),
    Finds("changes-at-night", _PLATFORMS.planted_program, 3, EVERY_DAY),
    Finds("changes-at-night", _POLICIES.weakened_policy, 1, EVERY_DAY),
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


def values_of(case: Finds, company: Company) -> dict[str, str]:
    """What is typed into the blanks, for the company of the seed 7."""
    told = [record for _, record in story_records(case.story, company, 7, 0)]
    values = dict(case.typed)
    if case.recipe == "mailbox-by-others":
        values["mailbox"] = next(r.what for r in told if r.object_type == "Mailbox")
    if case.who_of:
        values[case.who_of] = told[0].who
    return values
