"""Group policies: short changes of links, and long ones of settings (several KB)."""

from __future__ import annotations

from netwrix_tui.demo import company_names
from netwrix_tui.demo.events.kind import Scene, Stage, change
from netwrix_tui.records.record import Detail

POLICIES: tuple[str, ...] = (
    "Default Domain Policy", "Default Domain Controllers Policy", "Workstation Baseline",
    "Server Baseline", "BitLocker", "Browser Settings", "Firewall Clients", "Audit Settings",
    "Software Restriction", "Remote Desktop",
)  # fmt: skip
_AREAS = (
    "Account Policies/Password Policy", "Account Policies/Account Lockout Policy",
    "Local Policies/Audit Policy", "Local Policies/User Rights Assignment",
    "Local Policies/Security Options", "Windows Defender Firewall/Domain Profile",
    "Administrative Templates/Windows Components/Windows Update",
    "Administrative Templates/System/Remote Assistance",
)  # fmt: skip
_SETTINGS = (
    "Minimum password length", "Account lockout threshold", "Audit logon events",
    "Audit object access", "Allow log on locally", "Deny access to this computer from the network",
    "Network security: LAN Manager authentication level", "Inbound connections",
    "Configure automatic updates", "Require secure RPC communication", "Screen saver timeout",
)  # fmt: skip
_VALUES = ("Not configured", "Enabled", "Disabled", "Success, Failure", "8", "14", "Administrators")


def settings_changed(stage: Stage) -> Scene:
    """One to several dozen settings of a policy; the computer settings as one long text too."""
    rng = stage.rng
    number = rng.pick((1, 1, 2, 3, 6, 30))
    details: list[Detail] = []
    for _ in range(number):
        path = f"Computer Configuration/{rng.pick(_AREAS)}/{rng.pick(_SETTINGS)}"
        details.append(change(path, rng.pick(_VALUES), rng.pick(_VALUES)))
    if number == 30:
        before = _report(stage)
        after = before.replace("Enabled", "Not configured", 3)
        details.append(change("Settings report", before, after))
    return f"\\local\\corp\\System\\Policies\\{rng.pick(POLICIES)}", tuple(details)


def _report(stage: Stage) -> str:
    rng = stage.rng
    lines = [f"{rng.pick(_AREAS)} | {rng.pick(_SETTINGS)} | {rng.pick(_VALUES)}" for _ in range(60)]
    return "\r\n".join(lines)


def link_changed(stage: Stage) -> Scene:
    """A policy linked to an organizational unit."""
    rng = stage.rng
    unit = f"\\local\\corp\\Staff\\{rng.pick(company_names.SITES)}"
    states = ("Disabled", "Enabled") if rng.chance(60) else ("Enabled", "Disabled")
    return f"{unit} ({rng.pick(POLICIES)})", (change("Link", *states),)
