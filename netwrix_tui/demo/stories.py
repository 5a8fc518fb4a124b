"""Stories in the data: a few hundred scripted records that ordinary filters find.

They are told once at start and merged into the drawn records by time. Nothing else knows of them.
"""

from __future__ import annotations

from random import Random

from netwrix_tui.demo import names
from netwrix_tui.demo.company import Company
from netwrix_tui.demo.dice import Dice
from netwrix_tui.demo.events.files import file_name
from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.teller import Teller, Told


def tell(company: Company, seed: int, now: int) -> list[Told]:
    """All stories, newest record first."""
    told: list[Told] = []
    for story in (
        _domain_admin_at_night,
        _locked_files,
        _weakened_policy,
        _interactive_service,
        _leaver,
    ):
        teller = Teller(company, Random(f"{story.__name__} {seed}"), now)
        story(teller)
        told += teller.told
    return sorted(told, key=lambda entry: -entry[0])


def _domain_admin_at_night(t: Teller) -> None:
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
        name = file_name(Dice(t.dice.getrandbits(64)))
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


def _locked_files(t: Teller) -> None:
    """One user's workstation rewrites a share: hundreds of files in less than ten minutes."""
    user, admin = t.someone("Sales"), t.someone("IT")
    station = t.station_of(user)
    share, other = t.place("File Servers", "Sales"), t.place("File Servers", "Finance")
    t.begin(1, "14:02")
    for folder in names.FOLDERS[:16]:
        for _ in range(18):
            name = file_name(Dice(t.dice.getrandbits(64)))
            path = f"{share.root}\\{folder}\\{name}"
            size = t.dice.randrange(9_000, 900_000)
            t.add(share, user.account, "Modified", "File", path,
                  change("Size", f"{size} bytes", f"{size + 272} bytes"),
                  workstation=station)  # fmt: skip
            t.add(share, user.account, "Renamed", "File", path,
                  change("Name", name, f"{name}.locked"), workstation=station)  # fmt: skip
        t.add(share, user.account, "Added", "File", f"{share.root}\\{folder}\\README_RESTORE.txt",
              change("Size", None, "1482 bytes"), workstation=station)  # fmt: skip
    for folder in names.FOLDERS[:12]:
        t.add(other, user.account, "Modify (Failed Attempt)", "Folder", f"{other.root}\\{folder}",
              note("Cause", "Access is denied."), workstation=station)  # fmt: skip
    t.wait(1500)
    t.add(t.place("Active Directory"), admin.admin_account, "Modified", "user", user.path,
          change("User Account Control", "Enabled", "Disabled"),
          workstation="jump01.corp.local")  # fmt: skip


def _weakened_policy(t: Teller) -> None:
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
    for person in t.dice.sample(t.company.people, 160):
        t.add(logon, person.account, "Failed Logon", "Logon", "DC01",
              note("Logon type", "Network"), note("Attempts", "3"),
              note("Cause", "The user name is right, but the password is wrong."),
              workstation="203.0.113.77")  # fmt: skip
    t.add(logon, t.someone("Marketing").account, "Successful Logon", "Logon", "DC01",
          note("Logon type", "Network"), workstation="203.0.113.77")  # fmt: skip
    t.begin(3, "08:21")
    t.add(policy, other.admin_account, "Modified", "Group Policy Object", what,
          change(length, "4", "14"), change(lockout, "0", "5"),
          workstation="jump02.corp.local")  # fmt: skip


def _interactive_service(t: Teller) -> None:
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


def _leaver(t: Teller) -> None:
    """Somebody about to leave copies the drawings and mails the price lists home."""
    user, admin = t.someone("Engineering"), t.someone("IT")
    station = t.station_of(user)
    share, mail = t.place("File Servers", "Engineering"), t.place("Exchange Online")
    t.begin(9, "17:48")
    for _ in range(180):
        name = file_name(Dice(t.dice.getrandbits(64)))
        folder = t.dice.choice(("Drawings\\Rev C", "Projects\\Aurora", "Suppliers\\Prices"))
        t.add(share, user.account, "Copied", "File", f"{share.root}\\{folder}\\{name}",
              change("Path", f"{share.root}\\{folder}\\{name}", f"E:\\private\\{name}"),
              workstation=station)  # fmt: skip
        t.wait(4)
    for number in range(30):
        t.add(mail, user.cloud_name, "Sent", "Mailbox", user.name,
              note("Recipient", f"{user.login}@home.example"),
              change("Subject", None, f"Fwd: price list part {number + 1}"),
              note("Attachment", f"price list {number + 1:02}.zip"),
              workstation=station)  # fmt: skip
        t.wait(20)
    t.begin(8, "07:30")
    t.add(t.place("Active Directory"), admin.admin_account, "Modified", "user", user.path,
          change("User Account Control", "Enabled", "Disabled"),
          workstation="jump01.corp.local")  # fmt: skip
