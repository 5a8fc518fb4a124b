"""The directory: Active Directory, Group Policy, Entra ID, and what is reported about accounts."""

from __future__ import annotations

from datetime import timedelta

from netwrix_tui.clock import utc_at
from netwrix_tui.demo import company_names
from netwrix_tui.demo.company import Pool
from netwrix_tui.demo.events import policies
from netwrix_tui.demo.events.kind import Kind, Scene, Stage, Station, change, note

_PHONE = "+49 30 5550"


def _person_changed(stage: Stage) -> Scene:
    rng, people = stage.rng, stage.company.people
    person = rng.pick(people)
    match rng.below(5):
        case 0:
            detail = change("title", person.title, f"Senior {person.title}")
        case 1:
            detail = change("manager", rng.pick(people).path, rng.pick(people).path)
        case 2:
            extension = 100 + rng.below(900)
            detail = change("telephoneNumber", f"{_PHONE}{extension}", f"{_PHONE}{extension + 1}")
        case 3:
            detail = change(
                "physicalDeliveryOfficeName", rng.pick(company_names.SITES), person.site
            )
        case _:
            detail = change("department", rng.pick(company_names.DEPARTMENTS)[0], person.department)
    return person.path, (detail,)


def _account_switched(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    states = ("Enabled", "Disabled") if stage.rng.chance(50) else ("Disabled", "Enabled")
    return person.path, (change("User Account Control", *states),)


def _password_reset(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.path, (note("Password", "The password was reset."),)


def _lockout(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.path, (change("lockoutTime", "Unlocked", "Locked out"),)


def _person_added(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.path, (
        change("sAMAccountName", None, person.login),
        change("userPrincipalName", None, person.cloud_name),
        change("Member of", None, "\\local\\corp\\Groups\\Domain Users"),
    )


def _person_removed(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.path, (change("sAMAccountName", person.login, None),)


def _person_moved(stage: Stage) -> Scene:
    person, site = stage.rng.pick(stage.company.people), stage.rng.pick(company_names.SITES)
    target = f"\\local\\corp\\Staff\\{site}\\{person.department}"
    return person.path, (change("Container", person.path.rpartition("\\")[0], target),)


def _person_renamed(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    new = f"{person.first} {stage.rng.pick(company_names.LAST_NAMES)}"
    return person.path, (change("Name", person.name, new),)


def _membership(stage: Stage) -> Scene:
    """A change of members is a change of the group; the member stands in the details."""
    rng = stage.rng
    group, person = rng.pick(company_names.GROUPS), rng.pick(stage.company.people)
    added = note("Group member", f'Added: "{person.path}"')
    removed = note("Group member", f'Removed: "{person.path}"')
    return f"\\local\\corp\\Groups\\{group}", (added if rng.chance(60) else removed,)


def _computer(stage: Stage) -> Scene:
    number = 100 + stage.rng.below(320)
    name = f"WS-{stage.rng.pick(company_names.SITES)[:3].upper()}-{number}"
    return f"\\local\\corp\\Computers\\{name}", (change("operatingSystemVersion", None, "10.0"),)


def _unit(stage: Stage) -> Scene:
    unit = f"\\local\\corp\\Projects\\{stage.rng.pick(company_names.TOPICS).title()}"
    return unit, (change("Protect from deletion", "True", "False"),)


def _unit_denied(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.path, (note("Cause", "Insufficient access rights."),)


def _cloud_user(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.cloud_name, (
        change("UsageLocation", "DE", stage.rng.pick(("FR", "GB", "PL"))),
        note("displayName", person.name),
        note("onPremisesSamAccountName", person.login),
        note("onPremisesDistinguishedName", person.distinguished_name),
    )


def _cloud_role(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    role = stage.rng.pick(("Helpdesk Administrator", "Reports Reader", "Exchange Administrator"))
    return role, (note("Role member", f"Added: {person.cloud_name}"),)


def _application(stage: Stage) -> Scene:
    name = f"{stage.rng.pick(company_names.TOPICS).title()} Connector"
    return name, (change("Delegated permission", None, "Mail.Read, Files.Read.All"),)


def _role_activated(stage: Stage) -> Scene:
    role = stage.rng.pick(("Global Administrator", "Security Administrator", "User Administrator"))
    return role, (note("Justification", f"Change {4000 + stage.rng.below(900)}"),)


def _inactive(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.path, (change("Inactive for", None, f"{40 + stage.rng.below(200)} days"),)


def _expiring(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    day = utc_at(stage.moment) + timedelta(days=1 + stage.rng.below(14))
    return person.path, (change("Password expires", None, f"{day:%Y-%m-%d}"),)


def _reviewed(stage: Stage) -> Scene:
    group = stage.rng.pick(company_names.GROUPS)
    return group, (change("Review state", "Pending", stage.rng.pick(("Approved", "Revoked"))),)


_AD, _GP, _ENTRA = "Active Directory", "Group Policy", "Entra ID"
_OWN, _IP, _NONE = Station.OWN, Station.ADDRESS, Station.NONE
_ADMINS, _SYSTEM = Pool.ADMINS, Pool.SYSTEM

KINDS: tuple[Kind, ...] = (
    Kind(_AD, "Modified", "user", 150, 12, _ADMINS, _OWN, _person_changed),
    Kind(_AD, "Modified", "user", 20, 140, Pool.SERVICES, _OWN, _person_changed),
    Kind(_AD, "Modified", "user", 14, 3, _ADMINS, _OWN, _account_switched),
    Kind(_AD, "Modified", "user", 22, 3, _ADMINS, _OWN, _password_reset),
    Kind(_AD, "Modified", "user", 24, 14, _SYSTEM, _OWN, _lockout),
    Kind(_AD, "Modified", "group", 60, 4, _ADMINS, _OWN, _membership),
    Kind(_AD, "Added", "user", 16, 3, _ADMINS, _OWN, _person_added),
    Kind(_AD, "Removed", "user", 10, 2, _ADMINS, _OWN, _person_removed),
    Kind(_AD, "Moved", "user", 9, 2, _ADMINS, _OWN, _person_moved),
    Kind(_AD, "Renamed", "user", 8, 2, _ADMINS, _OWN, _person_renamed),
    Kind(_AD, "Added", "computer", 14, 4, _ADMINS, _OWN, _computer),
    Kind(_AD, "Removed", "computer", 10, 2, _ADMINS, _OWN, _computer),
    Kind(_AD, "Removed", "organizationalUnit", 5, 1, _ADMINS, _OWN, _unit),
    Kind(_AD, "Modify (Failed Attempt)", "user", 8, 2, Pool.PEOPLE, _OWN, _unit_denied),
    Kind(_GP, "Modified", "Group Policy Object", 36, 4, _ADMINS, _OWN, policies.settings_changed),
    Kind(_GP, "Modified", "Group Policy link", 12, 2, _ADMINS, _OWN, policies.link_changed),
    Kind(_ENTRA, "Modified", "User", 90, 20, Pool.ADMINS_CLOUD, _IP, _cloud_user),
    Kind(_ENTRA, "Modified", "Role", 14, 3, Pool.ADMINS_CLOUD, _IP, _cloud_role),
    Kind(_ENTRA, "Added", "Application", 12, 2, Pool.ADMINS_CLOUD, _IP, _application),
    Kind(_ENTRA, "Activated", "Role", 20, 6, Pool.ADMINS_CLOUD, _IP, _role_activated),
    Kind("Inactive Users", "Modified", "user", 4, 40, _SYSTEM, _NONE, _inactive),
    Kind("Password Expiration", "Modified", "user", 4, 60, _SYSTEM, _NONE, _expiring),
    Kind("Entitlement reviews", "Modified", "Review", 22, 3, Pool.PEOPLE, _NONE, _reviewed),
)
