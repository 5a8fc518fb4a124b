"""What became of accounts."""

from __future__ import annotations

from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.teller import Teller

_STAFF = "\\local\\corp\\Staff"


def sleeper_account(t: Teller) -> None:
    """An account is made in the evening, let in from outside, used once, and removed."""
    admin = t.someone("IT")
    directory, logon = t.place("Active Directory"), t.place("Logon Activity")
    station = t.station_of(admin)
    path, outside = f"{_STAFF}\\Leeds\\IT\\helpdesk2", "198.51.100.24"
    t.begin(6, "20:11")
    t.add(directory, admin.admin_account, "Added", "user", path,
          change("sAMAccountName", None, "helpdesk2"),
          change("description", None, "temporary"), workstation=station)  # fmt: skip
    t.wait(50)
    for group in ("VPN Users", "Remote Desktop Berlin", "Password Resetters"):
        t.add(directory, admin.admin_account, "Modified", "group",
              f"\\local\\corp\\Groups\\{group}", note("Group member", f'Added: "{path}"'),
              workstation=station)  # fmt: skip
        t.wait(20)
    t.begin(5, "03:32")
    t.add(logon, "CORP\\helpdesk2", "Successful Logon", "Logon", "DC01",
          note("Logon type", "Remote Interactive"), workstation=outside)  # fmt: skip
    t.wait(4000)
    t.add(logon, "CORP\\helpdesk2", "Logoff", "Logon", "DC01",
          change("Duration", None, "1:06:40"), workstation=outside)  # fmt: skip
    t.wait(8600)
    t.add(directory, admin.admin_account, "Removed", "user", path,
          change("sAMAccountName", "helpdesk2", None), workstation=station)  # fmt: skip


def fallen_unit(t: Teller) -> None:
    """One click too many: an organizational unit goes, with the people and machines in it."""
    admin = t.someone("IT")
    directory, station = t.place("Active Directory"), "jump02.corp.local"
    unit = "\\local\\corp\\Projects\\Harbour"
    t.begin(4, "10:48")
    t.add(directory, admin.admin_account, "Modified", "organizationalUnit", unit,
          change("Protect from deletion", "True", "False"), workstation=station)  # fmt: skip
    t.wait(30)
    for number in range(1, 8):
        t.add(directory, admin.admin_account, "Removed", "user", f"{unit}\\Harbour Guest {number}",
              change("sAMAccountName", f"harbour.guest{number}", None),
              workstation=station)  # fmt: skip
    for number in range(1, 4):
        t.add(directory, admin.admin_account, "Removed", "computer", f"{unit}\\HB-PC-{number}",
              workstation=station)  # fmt: skip
    t.add(directory, admin.admin_account, "Removed", "group", f"{unit}\\Harbour Team",
          workstation=station)  # fmt: skip
    t.add(directory, admin.admin_account, "Removed", "organizationalUnit", unit,
          workstation=station)  # fmt: skip


def revived_account(t: Teller) -> None:
    """The account of somebody long gone is unlocked, enabled, given a new password, and used."""
    admin, gone = t.someone("IT"), t.someone("Marketing")
    directory, logon = t.place("Active Directory"), t.place("Logon Activity")
    station, outside = t.station_of(admin), "198.51.100.77"
    t.begin(3, "18:30")
    for attempt in range(5):
        t.add(logon, gone.account, "Failed Logon", "Logon", "DC01",
              note("Cause", "The account is disabled."), note("Attempts", str(attempt + 1)),
              workstation=outside)  # fmt: skip
        t.wait(12)
    t.add(directory, "NT AUTHORITY\\SYSTEM", "Modified", "user", gone.path,
          change("lockoutTime", "Unlocked", "Locked out"), workstation="unknown")  # fmt: skip
    t.wait(900)
    t.add(directory, admin.admin_account, "Modified", "user", gone.path,
          change("User Account Control", "Disabled", "Enabled"), workstation=station)  # fmt: skip
    t.wait(25)
    t.add(directory, admin.admin_account, "Modified", "user", gone.path,
          note("Password", "The password was reset."), workstation=station)  # fmt: skip
    t.wait(340)
    t.add(logon, gone.account, "Successful Logon", "Logon", "DC01",
          note("Logon type", "Remote Interactive"), workstation=outside)  # fmt: skip
    t.begin(2, "08:05")
    t.add(directory, admin.admin_account, "Modified", "user", gone.path,
          change("User Account Control", "Enabled", "Disabled"), workstation=station)  # fmt: skip
