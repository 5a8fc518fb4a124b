"""What became of servers, machines and devices."""

from __future__ import annotations

from netwrix_tui.demo.events.kind import change, note
from netwrix_tui.demo.story_builder import StoryBuilder


def copied_controller(t: StoryBuilder) -> None:
    """A domain controller is copied at night, with every password hash that it holds."""
    host, machine = t.place("VMware"), "\\Datacenter\\vm\\dc02"
    who = t.actor("VSPHERE.LOCAL\\Administrator").name
    t.begin(3, "01:17")
    t.add(host, who, "Added", "Snapshot", machine, change("Snapshot", None, "tmp"),
          workstation="10.10.1.5")  # fmt: skip
    t.wait(200)
    t.add(host, who, "Added", "Virtual Machine", "\\Datacenter\\vm\\dc02-copy",
          note("Cloned from", "dc02"), workstation="10.10.1.5")  # fmt: skip
    t.wait(2600)
    t.add(host, who, "Copied", "Virtual Machine", "\\Datacenter\\vm\\dc02-copy",
          change("Datastore", "san01", "usb-backup"), workstation="10.10.1.5")  # fmt: skip
    t.wait(700)
    t.add(host, who, "Removed", "Virtual Machine", "\\Datacenter\\vm\\dc02-copy",
          workstation="10.10.1.5")  # fmt: skip
    t.add(host, who, "Removed", "Snapshot", machine, change("Snapshot", "tmp", None),
          workstation="10.10.1.5")  # fmt: skip


def planted_program(t: StoryBuilder) -> None:
    """A program makes itself at home on a server: a service, a task, and an entry under Run."""
    admin = t.someone("IT")
    server, station = t.place("Windows Server"), t.station_of(admin)
    path = "C:\\ProgramData\\upd\\svhost.exe"
    t.begin(4, "02:33")
    t.add(server, admin.admin_account, "Added", "Service", "Services\\Update Helper",
          change("Path", None, path), change("Start type", None, "Automatic"),
          workstation=station)  # fmt: skip
    t.wait(15)
    t.add(server, admin.admin_account, "Added", "Scheduled task", "Scheduled Tasks\\Update Helper",
          change("Action", None, path), change("Trigger", None, "At startup"),
          workstation=station)  # fmt: skip
    t.wait(10)
    t.add(server, admin.admin_account, "Added", "Registry value",
          "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
          change("Update Helper", None, path), workstation=station)  # fmt: skip


def opened_firewall(t: StoryBuilder) -> None:
    """Remote desktop is opened to the whole world for a weekend."""
    device, who = t.place("Network Devices"), t.actor("netops").name
    t.begin(6, "19:55")
    t.add(device, who, "Modified", "Configuration", "access-list outside 3389",
          change("Rule", "deny tcp any host 10.10.4.12 eq 3389",
                 "permit tcp any host 10.10.4.12 eq 3389"),
          workstation="203.0.113.200")  # fmt: skip
    t.begin(4, "07:40")
    t.add(device, who, "Modified", "Configuration", "access-list outside 3389",
          change("Rule", "permit tcp any host 10.10.4.12 eq 3389",
                 "deny tcp any host 10.10.4.12 eq 3389"),
          workstation="10.10.1.5")  # fmt: skip


def own_approval(t: StoryBuilder) -> None:
    """Late at night somebody raises the amount of an order and approves it for himself."""
    user = t.someone("Operations")
    erp = next(p for p in t.company.places if p.where == "erp01")
    station = t.station_of(user)
    t.begin(1, "22:40")
    t.add(erp, user.account, "Modified", "Purchase order", "Purchase order 88120",
          change("Amount", "980.00 EUR", "98000.00 EUR"), workstation=station)  # fmt: skip
    t.wait(40)
    t.add(erp, user.account, "Modified", "Purchase order", "Purchase order 88120",
          change("Approver", None, user.name), workstation=station)  # fmt: skip
