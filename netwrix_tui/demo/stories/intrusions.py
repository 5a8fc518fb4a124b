"""Accounts that do what their owners never would."""

from __future__ import annotations

from netwrix_tui.demo.events.files import file_name
from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.seeded_random import SeededRandom
from netwrix_tui.demo.story_builder import StoryBuilder


def domain_admin_at_night(t: StoryBuilder) -> None:
    """An account slipped into Domain Admins at two in the morning, and out again at three."""
    admin, guest, boss = t.someone("IT"), t.someone("Support"), t.someone("Finance")
    station = t.station_of(guest)
    logon, directory = t.place("Logon Activity"), t.place("Active Directory")
    files, mail, log = t.place("File Servers", "Finance"), t.place("Exchange"), t.place("Event Log")
    group = "\\local\\corp\\Users\\Domain Admins"
    t.begin(2, "01:52")
    for attempt in range(14):
        t.add(logon, admin.admin_account, "Failed Logon", "Logon", "DC01",
              note("Logon type", "Network"), note("Attempts", str(attempt + 1)),
              note("Cause", "The user name is right, but the password is wrong."),
              workstation=station)  # fmt: skip
        t.wait(9)
    t.add(logon, admin.admin_account, "Successful Logon", "Logon", "DC01",
          note("Logon type", "Network"), workstation=station)  # fmt: skip
    t.wait(240)
    t.add(directory, admin.admin_account, "Modified", "group", group,
          note("Group member", f'Added: "{guest.path}"'), workstation=station)  # fmt: skip
    t.wait(95)
    t.add(logon, guest.account, "Successful Logon", "Logon", "DC01",
          note("Logon type", "Remote Interactive"), workstation=station)  # fmt: skip
    t.wait(400)
    for subject in ("Board pack", "RE: offer for Aurora", "Salary review"):
        t.add(mail, guest.account, "Read", "Mailbox", boss.name,
              note("Folder", "Inbox"), change("Subject", None, subject),
              workstation=station)  # fmt: skip
        t.wait(50)
    for _ in range(24):
        name = file_name(SeededRandom(t.rng.getrandbits(64)))
        t.add(files, guest.account, "Read", "File", f"{files.root}\\Board\\{name}",
              workstation=station)  # fmt: skip
        t.wait(12)
    t.wait(900)
    t.add(directory, admin.admin_account, "Modified", "group", group,
          note("Group member", f'Removed: "{guest.path}"'), workstation=station)  # fmt: skip
    t.wait(70)
    t.add(log, admin.admin_account, "Removed", "Event log", "Security",
          note("Message", "Event 1102: the audit log was cleared."),
          workstation=station)  # fmt: skip
    t.wait(120)
    t.add(t.place("Self-audit"), admin.admin_account, "Modified", "Monitoring plan",
          "Monitoring plans\\AD monitoring", change("State", "Enabled", "Disabled"),
          workstation=station)  # fmt: skip


def interactive_service(t: StoryBuilder) -> None:
    """A service account that never sits at a desk signs in at one."""
    who, user = t.actor("CORP\\svc-erp").name, t.someone("Operations")
    station = t.station_of(user)
    t.begin(5, "19:41")
    t.add(t.place("Logon Activity"), who, "Successful Logon", "Logon",
          station.partition(".")[0].upper(), note("Logon type", "Interactive"),
          workstation=station)  # fmt: skip
    t.wait(300)
    server, database = t.place("Windows Server"), t.place("SQL Server")
    t.add(server, who, "Modified", "Local group", "Local Users and Groups\\Administrators",
          note("Group member", f"Added: {user.account}"), workstation=station)  # fmt: skip
    t.wait(200)
    t.add(database, who, "Modified", "Database role", "Databases\\ERP\\Roles\\sysadmin",
          note("Member", f"Added: {user.account}"), workstation=station)  # fmt: skip
    for number in range(9):
        t.wait(60)
        t.add(database, who, "Modified", "Table", "Databases\\ERP\\Tables\\dbo.Suppliers",
              change("iban", f"DE02 1203 0000 0000 20{20 + number}", "GB33 BUKB 2020 1555 5555 55"),
              workstation=station)  # fmt: skip
