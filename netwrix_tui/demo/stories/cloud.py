"""What happened in the cloud and in mailboxes."""

from __future__ import annotations

from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.story_builder import StoryBuilder


def cloud_takeover(t: StoryBuilder) -> None:
    """Somebody becomes Global Administrator by night; an application and a rule read mail."""
    admin, boss = t.someone("IT"), t.someone("Finance")
    tenant, mail = t.place("Entra ID"), t.place("Exchange Online")
    address = "198.51.100.140"
    t.begin(5, "22:41")
    t.add(tenant, admin.cloud_name, "Activated", "Role", "Global Administrator",
          note("Justification", "-"), workstation=address)  # fmt: skip
    t.wait(70)
    t.add(tenant, admin.cloud_name, "Added", "Application", "Mail Backup Helper",
          change("Delegated permission", None, "Mail.ReadWrite, Mail.Send, Files.ReadWrite.All"),
          note("Publisher", "Not verified"), workstation=address)  # fmt: skip
    t.wait(95)
    t.add(mail, admin.cloud_name, "Modified", "Mailbox", f"{boss.name} Mailbox",
          change("Permissions", None, f"{admin.account} (Full Access)"),
          workstation=address)  # fmt: skip
    t.wait(40)
    t.add(mail, admin.cloud_name, "Added", "Transport rule", "Archive copy",
          change("Conditions", None, f"Sent to {boss.cloud_name}"),
          change("Blind copy to", None, "archive@collector.example"),
          workstation=address)  # fmt: skip
    for number in range(12):
        t.wait(15)
        t.add(mail, admin.cloud_name, "Copied", "Mailbox", f"{boss.name} Mailbox",
              change("Folder", "Inbox", f"Export/{number + 1:02}"),
              workstation=address)  # fmt: skip
