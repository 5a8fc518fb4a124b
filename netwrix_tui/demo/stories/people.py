"""People whose names are another's, or change."""

from __future__ import annotations

from dataclasses import replace

from netwrix_tui.demo.employees import CLOUD_DOMAIN
from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.story_builder import StoryBuilder


def namesakes(t: StoryBuilder) -> None:
    """A second person of one name comes, a service account is called alike, somebody marries."""
    admin, first, bride = t.someone("IT"), t.someone("Sales"), t.someone("Legal")
    second = replace(first, login=f"{first.login}2", department="Support", site="Leeds")
    directory, tenant = t.place("Active Directory"), t.place("Entra ID")
    logon, mail = t.place("Logon Activity"), t.place("Exchange")
    station = t.station_of(admin)
    t.begin(6, "09:12")
    t.add(tenant, admin.cloud_name, "Modified", "User", first.cloud_name,
          change("UsageLocation", "DE", "GB"), note("displayName", first.name),
          note("onPremisesSamAccountName", first.login),
          note("onPremisesDistinguishedName", first.distinguished_name))  # fmt: skip
    t.wait(1800)
    t.add(directory, admin.admin_account, "Added", "user", second.path,
          change("sAMAccountName", None, second.login), change("displayName", None, second.name),
          change("userPrincipalName", None, second.cloud_name),
          change("objectSid", None, "S-1-5-21-3623811015-3361044348-30300820-7291"),
          workstation=station)  # fmt: skip
    t.wait(240)
    service = f"svc-{first.login}"
    t.add(directory, admin.admin_account, "Added", "user",
          f"\\local\\corp\\Service Accounts\\{first.name}",
          change("sAMAccountName", None, service), change("displayName", None, first.name),
          change("userPrincipalName", None, f"{service}@{CLOUD_DOMAIN}"),
          workstation=station)  # fmt: skip
    t.begin(5, "08:31")
    t.add(logon, second.account, "Successful Logon", "Logon", "DC01",
          note("Logon type", "Interactive"), workstation="ws-lee-900.corp.local")  # fmt: skip
    t.wait(600)
    t.add(mail, second.account, "Sent", "Mailbox", second.name,
          note("Recipient", first.cloud_name), workstation="ws-lee-900.corp.local")  # fmt: skip
    t.wait(300)
    t.add(mail, second.account, "Read", "Mailbox", first.name,
          note("Folder", "Inbox"), workstation="ws-lee-900.corp.local")  # fmt: skip
    t.begin(4, "11:05")
    married = f"{bride.first} Ashdown"
    login = f"{bride.first[:1].lower()}.ashdown"
    new_path = f"{bride.path.rpartition(chr(92))[0]}\\{married}"
    t.add(directory, admin.admin_account, "Renamed", "user", bride.path,
          change("Name", bride.name, married), workstation=station)  # fmt: skip
    t.wait(20)
    t.add(directory, admin.admin_account, "Modified", "user", new_path,
          change("sAMAccountName", bride.login, login),
          change("userPrincipalName", bride.cloud_name, f"{login}@{CLOUD_DOMAIN}"),
          change("displayName", bride.name, married), workstation=station)  # fmt: skip
    t.begin(3, "09:02")
    t.add(logon, f"CORP\\{login}", "Successful Logon", "Logon", "DC01",
          note("Logon type", "Interactive"), workstation=t.station_of(bride))  # fmt: skip
