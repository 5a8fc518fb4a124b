"""What became of files."""

from __future__ import annotations

from netwrix_tui.demo import company_names
from netwrix_tui.demo.events.files import file_name
from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.seeded_random import SeededRandom
from netwrix_tui.demo.story_builder import StoryBuilder


def locked_files(t: StoryBuilder) -> None:
    """One user's workstation rewrites a share: hundreds of files in less than ten minutes."""
    user, admin = t.someone("Sales"), t.someone("IT")
    station = t.station_of(user)
    share, other = t.place("File Servers", "Sales"), t.place("File Servers", "Finance")
    t.begin(1, "14:02")
    for folder in company_names.FOLDERS[:16]:
        for _ in range(18):
            name = file_name(SeededRandom(t.rng.getrandbits(64)))
            path = f"{share.root}\\{folder}\\{name}"
            size = t.rng.randrange(9_000, 900_000)
            t.add(share, user.account, "Modified", "File", path,
                  change("Size", f"{size} bytes", f"{size + 272} bytes"),
                  workstation=station)  # fmt: skip
            t.add(share, user.account, "Renamed", "File", path,
                  change("Name", name, f"{name}.locked"), workstation=station)  # fmt: skip
        t.add(share, user.account, "Removed", "File", f"{share.root}\\{folder}\\Backup.zip",
              workstation=station)  # fmt: skip
        t.add(share, user.account, "Added", "File", f"{share.root}\\{folder}\\README_RESTORE.txt",
              change("Size", None, "1482 bytes"), workstation=station)  # fmt: skip
    for folder in company_names.FOLDERS[:12]:
        t.add(other, user.account, "Modify (Failed Attempt)", "Folder", f"{other.root}\\{folder}",
              note("Cause", "Access is denied."), workstation=station)  # fmt: skip
    t.wait(1500)
    t.add(t.place("Active Directory"), admin.admin_account, "Modified", "user", user.path,
          change("User Account Control", "Enabled", "Disabled"),
          workstation="jump01.corp.local")  # fmt: skip


def leaver(t: StoryBuilder) -> None:
    """Somebody about to leave copies the drawings and mails the price lists home."""
    user, admin = t.someone("Engineering"), t.someone("IT")
    station = t.station_of(user)
    share, mail = t.place("File Servers", "Engineering"), t.place("Exchange Online")
    t.begin(9, "17:48")
    for _ in range(180):
        name = file_name(SeededRandom(t.rng.getrandbits(64)))
        folder = t.rng.choice(("Drawings\\Rev C", "Projects\\Aurora", "Suppliers\\Prices"))
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


def missing_folder(t: StoryBuilder) -> None:
    """A folder of contracts is gone on a Friday: tidied away by mistake, and brought back."""
    user, admin = t.someone("Legal"), t.someone("IT")
    share, station = t.place("File Servers", "Legal"), t.station_of(user)
    folder = f"{share.root}\\Contracts\\Customers 2026"
    t.begin(3, "11:37")
    t.add(share, user.account, "Renamed", "Folder", f"{share.root}\\Contracts\\Customers",
          change("Name", "Customers", "Customers 2026"), workstation=station)  # fmt: skip
    for number in range(6):
        t.add(share, user.account, "Moved", "File", f"{folder}\\Framework {number + 1}.docx",
              change("Path", f"{folder}\\Framework {number + 1}.docx",
                     f"{share.root}\\Archive\\2024\\Framework {number + 1}.docx"),
              workstation=station)  # fmt: skip
        t.wait(3)
    t.wait(140)
    for number in range(34):
        t.add(share, user.account, "Removed", "File",
              f"{folder}\\Contract {4100 + number}.pdf",
              change("Size", f"{t.rng.randrange(40_000, 900_000)} bytes", None),
              workstation=station)  # fmt: skip
    t.add(share, user.account, "Removed", "Folder", folder, workstation=station)
    t.wait(5400)
    for number in range(34):
        t.add(share, admin.admin_account, "Added", "File",
              f"{folder}\\Contract {4100 + number}.pdf",
              note("Process", "vbr-agent.exe"), workstation="jump01.corp.local")  # fmt: skip


def open_share(t: StoryBuilder) -> None:
    """Somebody meets closed doors in the HR share until an administrator opens it to everyone."""
    user, admin = t.someone("Support"), t.someone("IT")
    share, station = t.place("File Servers", "HR"), t.station_of(user)
    folder = f"{share.root}\\Payroll"
    t.begin(4, "09:14")
    for month in range(1, 10):
        t.add(share, user.account, "Read (Failed Attempt)", "File",
              f"{folder}\\Salaries 2026-{month:02}.xlsx", note("Cause", "Access is denied."),
              workstation=station)  # fmt: skip
        t.wait(7)
    t.add(share, user.account, "Remove (Failed Attempt)", "Folder", folder,
          note("Cause", "Access is denied."), workstation=station)  # fmt: skip
    t.wait(2700)
    everything = "This folder, subfolders and files"
    before = [f"CORP\\Payroll Team (Allow - Modify; {everything})",
              f"CORP\\HR Confidential (Allow - Read & Execute; {everything})",
              f"BUILTIN\\Administrators (Allow - Full Control; {everything})"]  # fmt: skip
    after = [*before, f"Everyone (Allow - Full Control; {everything})"]
    t.add(share, admin.admin_account, "Modified", "Folder", folder,
          change("Permissions", "\n".join(before), "\n".join(after)),
          workstation="jump02.corp.local")  # fmt: skip
    t.wait(300)
    for month in range(1, 10):
        t.add(share, user.account, "Read", "File",
              f"{folder}\\Salaries 2026-{month:02}.xlsx", workstation=station)  # fmt: skip
        t.wait(25)


def borrowed_plans(t: StoryBuilder) -> None:
    """Construction plans are shared with a freemail address, with the right to change them."""
    user = t.someone("Engineering")
    site = t.place("SharePoint Online", "projects")
    t.begin(5, "16:20")
    for name in ("Gearbox", "Housing", "Test%20bench"):
        t.add(site, user.cloud_name, "Added", "Sharing link",
              f"{site.root}/Shared Documents/{name}%20Rev%20C.dwg",
              change("Shared with", None, "plans.collector@freemail.example"),
              note("Link type", "Edit"), workstation=t.station_of(user))  # fmt: skip
        t.wait(45)
