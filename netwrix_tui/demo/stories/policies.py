"""Policies that somebody weakens."""

from __future__ import annotations

from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.story_builder import StoryBuilder


def weakened_policy(t: StoryBuilder) -> None:
    """The password policy is weakened late in the evening; a spray of logons follows."""
    admin = t.someone("IT")
    other = t.someone("IT", besides=(admin,))
    policy, logon = t.place("Group Policy"), t.place("Logon Activity")
    what = "\\local\\corp\\System\\Policies\\Default Domain Policy"
    area = "Computer Configuration/Account Policies"
    length = f"{area}/Password Policy/Minimum password length"
    lockout = f"{area}/Account Lockout Policy/Account lockout threshold"
    t.begin(4, "23:12")
    t.add(policy, admin.admin_account, "Modified", "Group Policy Object", what,
          change(length, "14", "4"), change(lockout, "5", "0"),
          workstation="203.0.113.77")  # fmt: skip
    t.wait(1260)
    for person in t.rng.sample(t.company.people, 160):
        t.add(logon, person.account, "Failed Logon", "Logon", "DC01",
              note("Logon type", "Network"), note("Attempts", "3"),
              note("Cause", "The user name is right, but the password is wrong."),
              workstation="203.0.113.77")  # fmt: skip
    t.add(logon, t.someone("Marketing").account, "Successful Logon", "Logon", "DC01",
          note("Logon type", "Network"), workstation="203.0.113.77")  # fmt: skip
    t.begin(3, "09:21")
    t.add(policy, other.admin_account, "Modified", "Group Policy Object", what,
          change(length, "4", "14"), change(lockout, "0", "5"),
          workstation="jump02.corp.local")  # fmt: skip


def blind_auditing(t: StoryBuilder) -> None:
    """Windows is made to stop writing, its logs are cleared, and a plan is thinned out."""
    admin = t.someone("IT")
    station = "jump01.corp.local"
    policy, log, own = t.place("Group Policy"), t.place("Event Log"), t.place("Self-audit")
    what = "\\local\\corp\\System\\Policies\\Audit Settings"
    area = "Computer Configuration/Local Policies/Audit Policy"
    t.begin(6, "21:06")
    t.add(policy, admin.admin_account, "Modified", "Group Policy Object", what,
          change(f"{area}/Audit account management", "Success, Failure", "No auditing"),
          change(f"{area}/Audit object access", "Success, Failure", "No auditing"),
          workstation=station)  # fmt: skip
    t.wait(180)
    t.add(own, admin.admin_account, "Modified", "Monitoring plan", "Monitoring plans\\File servers",
          change("Collect", "All actions", "Changes only"), workstation=station)  # fmt: skip
    t.add(own, admin.admin_account, "Modified", "Role", "Roles\\Global administrator",
          note("Role member", f"Added: {admin.account}"), workstation=station)  # fmt: skip
    for name in ("Security", "System"):
        t.wait(60)
        t.add(log, admin.admin_account, "Removed", "Event log", name,
              note("Message", "Event 1102: the audit log was cleared."),
              workstation=station)  # fmt: skip
