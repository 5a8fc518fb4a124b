"""Devices, recorded sessions, records that other programs wrote, and the auditing itself."""

from __future__ import annotations

from netwrix_tui.demo import company_names
from netwrix_tui.demo.company import Pool
from netwrix_tui.demo.events.kind import Kind, Scene, Stage, Station, change, note

_WINDOWS = (
    ("chrome.exe", "Travel booking - Browser"),
    ("mmc.exe", "Active Directory Users and Computers"),
    ("ssms.exe", "Object Explorer - sql02"),
    ("mstsc.exe", "Remote Desktop Connection"),
    ("excel.exe", "Q3 forecast.xlsx - Spreadsheet"),
    ("powershell.exe", "Administrator: PowerShell"),
)
_DOORS = ("Main entrance", "Server room", "Archive", "Laboratory 2", "Loading dock")


def _configured(stage: Stage) -> Scene:
    rule = 10 + stage.rng.below(80)
    return f"access-list outside {rule}", (
        change("Rule", f"deny tcp any host 10.10.1.{rule}", f"permit tcp any host 10.10.1.{rule}"),
    )


def _device_logon(stage: Stage) -> Scene:
    return stage.place.where, (note("Protocol", stage.rng.pick(("ssh", "https"))),)


def _activity(stage: Stage) -> Scene:
    program, title = stage.rng.pick(_WINDOWS)
    return title, (note("Application", program), note("Duration", f"{stage.rng.below(50)} min"))


def _session(stage: Stage) -> Scene:
    return f"Session {stage.rng.below(90000) + 1000}", (note("Video", "Recorded"),)


def _door(stage: Stage) -> Scene:
    badge = 40000 + stage.rng.below(900)
    return stage.rng.pick(_DOORS), (change("Badge", None, str(badge)),)


def _erp(stage: Stage) -> Scene:
    rng = stage.rng
    return f"Purchase order {rng.below(80000) + 10000}", (
        change("Amount", f"{rng.below(5000)}.00 EUR", f"{rng.below(90000)}.00 EUR"),
        change("Approver", None, rng.pick(stage.company.people).name),
    )


def _auditing(stage: Stage) -> Scene:
    plan = stage.rng.pick(("AD monitoring", "File servers", "Microsoft 365", "Databases"))
    return f"Monitoring plans\\{plan}", (
        change("Collect", "All actions", stage.rng.pick(("Changes only", "All actions"))),
    )


def _searched(stage: Stage) -> Scene:
    return "Interactive search", (
        note("Filters", f'Who contains "{stage.rng.pick(company_names.LAST_NAMES).lower()}"'),
    )


_NET, _UA, _API, _SELF = "Network Devices", "User Activity", "Netwrix API", "Self-audit"
_OWN, _IP, _NONE = Station.OWN, Station.ADDRESS, Station.NONE

KINDS: tuple[Kind, ...] = (
    Kind(_NET, "Modified", "Configuration", 26, 8, Pool.DEVICES, _IP, _configured),
    Kind(_NET, "Successful Logon", "Logon", 40, 20, Pool.DEVICES, _IP, _device_logon),
    Kind(_NET, "Failed Logon", "Logon", 10, 30, Pool.DEVICES, _IP, _device_logon),
    Kind(_UA, "Activated", "Window", 90, 16, Pool.ADMINS, _OWN, _activity),
    Kind(_UA, "Session start", "Session", 22, 8, Pool.ADMINS, _OWN, _session),
    Kind(_UA, "Session end", "Session", 22, 8, Pool.ADMINS, _OWN, _session),
    Kind(_API, "Read", "Door", 60, 14, Pool.PEOPLE, _NONE, _door),
    Kind(_API, "Modified", "Purchase order", 30, 6, Pool.PEOPLE, _IP, _erp),
    Kind(_SELF, "Modified", "Monitoring plan", 6, 5, Pool.ADMINS, _OWN, _auditing),
    Kind(_SELF, "Read", "Search", 10, 8, Pool.ADMINS, _OWN, _searched),
)
