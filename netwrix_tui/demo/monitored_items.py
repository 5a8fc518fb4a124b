"""Where things happen: servers, shares, tenants and devices, each an item of a monitoring plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID, uuid5

_PLANS = UUID("5f0c1a52-6e0e-4d3b-9a53-0b7f6e0d9b11")

FINANCE_PLAN = "Finance share compliance"
"""The plan that the demo's Reviewer may read: a part of the file servers."""


@dataclass(frozen=True, slots=True)
class MonitoredItem:
    """One item of a monitoring plan. ``root`` is what paths in What begin with."""

    source: str
    where: str
    item: str
    plan: str
    root: str = ""

    @property
    def plan_id(self) -> str:
        """The ID that the product gives a plan, in braces."""
        return _plan_id(self.plan)


@lru_cache(maxsize=64)
def _plan_id(plan: str) -> str:
    return f"{{{uuid5(_PLANS, plan)}}}".upper()


def build_places() -> tuple[MonitoredItem, ...]:
    """Every place, for each data source at least one."""
    return tuple(_places())


def _places() -> Iterator[MonitoredItem]:
    yield from _directory()
    yield from _files()
    yield from _cloud()
    yield from _platform()


def _directory() -> Iterator[MonitoredItem]:
    plan, item = "AD monitoring", "corp.local (Domain)"
    for number in (1, 2, 3):
        controller = f"dc{number:02}.corp.local"
        for source in ("Active Directory", "Logon Activity", "Group Policy"):
            yield MonitoredItem(source, controller, item, plan, "\\local\\corp")
    yield MonitoredItem("Inactive Users", "dc01.corp.local", item, plan, "\\local\\corp")
    yield MonitoredItem("Password Expiration", "dc01.corp.local", item, plan, "\\local\\corp")
    yield MonitoredItem("AD FS", "adfs01.corp.local", "adfs01.corp.local (Computer)", plan)
    yield MonitoredItem("AD FS", "adfs02.corp.local", "adfs02.corp.local (Computer)", plan)


def _files() -> Iterator[MonitoredItem]:
    shares = ("Finance", "HR", "Sales", "Engineering", "Operations", "Legal", "Research", "Public")
    for number, share in enumerate(shares):
        server = f"fs{1 + number // 2:02}"
        root = f"\\\\{server}\\{share}"
        plan = FINANCE_PLAN if share == "Finance" else "File servers"
        yield MonitoredItem("File Servers", server, f"{root} (Windows file share)", plan, root)
    yield MonitoredItem(
        "File Servers", "nas01", "nas01 (NetApp)", "File servers", "\\\\nas01\\home"
    )
    yield MonitoredItem(
        "File Servers", "nas01", "nas01 (NetApp)", FINANCE_PLAN, "\\\\nas01\\Ledger"
    )
    yield MonitoredItem("File Servers", "isilon01", "isilon01 (Dell Isilon)", "File servers",
                "\\\\isilon01\\media")  # fmt: skip
    yield MonitoredItem("File Servers", "unity01", "unity01 (Dell Data Storage)", "File servers",
                "\\\\unity01\\cad")  # fmt: skip
    yield MonitoredItem("SharePoint", "http://portal.corp.local",
                "SharePoint_Config (SharePoint farm)",
                "Portal and mail", "http://portal.corp.local")  # fmt: skip
    for number in (1, 2):
        yield MonitoredItem("Exchange", f"ex{number:02}.corp.local", "corp.local (Domain)",
                    "Portal and mail")  # fmt: skip


def _cloud() -> Iterator[MonitoredItem]:
    tenant, plan = "corp.onmicrosoft.com (Microsoft 365 tenant)", "Microsoft 365"
    yield MonitoredItem("Entra ID", "corp.onmicrosoft.com", tenant, plan)
    yield MonitoredItem("Exchange Online", "PR0P264MB1940", tenant, plan)
    yield MonitoredItem("Exchange Online", "PR0P264MB2217", tenant, plan)
    yield MonitoredItem("MS Teams", "corp.onmicrosoft.com", tenant, plan)
    for site in ("sales", "projects", "quality"):
        url = f"https://corp.sharepoint.com/sites/{site}"
        yield MonitoredItem("SharePoint Online", "https://corp.sharepoint.com", tenant, plan, url)


def _platform() -> Iterator[MonitoredItem]:
    for name in ("sql01", "sql02\\ERP", "sql03\\CRM"):
        yield MonitoredItem("SQL Server", name, f"{name} (SQL Server instance)", "Databases")
    yield MonitoredItem("Oracle Database", "ora01",
                "ora01.corp.local/ERP (Oracle Database instance)",
                "Databases")  # fmt: skip
    for number in range(1, 13):
        server = f"app{number:02}.corp.local"
        for source in ("Windows Server", "Event Log"):
            yield MonitoredItem(source, server, f"{server} (Computer)", "Windows servers")
    for number in (1, 2, 3):
        host = f"esx{number:02}.corp.local"
        yield MonitoredItem(
            "VMware", host, "vcenter01.corp.local (VMware ESX/ESXi/vCenter)", "VMware"
        )
    for device in ("fw01", "fw02", "core-sw01", "core-sw02", "vpn01"):
        yield MonitoredItem(
            "Network Devices", device, "10.10.1.0-10.10.1.255 (IP range)", "Network"
        )
    for server in ("jump01.corp.local", "jump02.corp.local"):
        yield MonitoredItem("User Activity", server, f"{server} (Computer)", "Recorded sessions")
    yield MonitoredItem("Netwrix API", "badge01", "Door badges (Integration)", "Integrations")
    yield MonitoredItem("Netwrix API", "erp01", "ERP audit trail (Integration)", "Integrations")
    yield MonitoredItem("Entitlement reviews", "nwx01.corp.local", "Access reviews (AD container)",
                "Access reviews")  # fmt: skip
    yield MonitoredItem(
        "Self-audit", "nwx01.corp.local", "nwx01.corp.local (Computer)", "Self-audit"
    )
