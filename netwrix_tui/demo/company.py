"""The company whose audit records the demo holds: people, accounts, groups, machines.

Everything is a function of the seed. Whatever a record names in Who, Where, Item, Workstation or
MonitoringPlan is drawn from the tuples built here, so that a search can judge each name once
instead of once a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from random import Random

from netwrix_tui.demo import company_names
from netwrix_tui.demo.employees import Person, hire
from netwrix_tui.demo.hostile import Hostility
from netwrix_tui.demo.monitored_items import MonitoredItem, build_places

NO_STATION = 0
"""The code of the workstation that is not there: records without the field."""
UNKNOWN_STATION = 1
"""The code of the workstation named ``unknown``."""


class Pool(Enum):
    """A population from which the actors of a kind of event are drawn."""

    PEOPLE = "people"
    PEOPLE_CLOUD = "people, by their cloud names"
    ADMINS = "administrators"
    ADMINS_CLOUD = "administrators, by their cloud names"
    SERVICES = "service accounts"
    BACKUP = "the backup account"
    SYSTEM = "the operating system"
    MACHINES = "computer accounts"
    STRANGERS = "names that nobody here bears"
    DEVICES = "local accounts of devices"
    VSPHERE = "accounts of the virtual platform"
    DATABASE = "logins of databases"


@dataclass(frozen=True, slots=True)
class Actor:
    """One value of Who. ``station`` and ``address`` are codes of :attr:`Company.stations`."""

    name: str
    station: int
    address: int
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the directory; ``members`` are values of Who, in every form of each name."""

    name: str
    members: frozenset[str]

    @property
    def account(self) -> str:
        """The form in which InGroup names it: ``CORP\\Domain Admins``."""
        return f"CORP\\{self.name}"


@dataclass(slots=True)
class Company:
    """All names; their positions are the codes that records are made of."""

    people: tuple[Person, ...]
    actors: list[Actor] = field(default_factory=list)
    stations: list[str] = field(default_factory=lambda: ["", "unknown"])
    pools: dict[Pool, list[int]] = field(default_factory=lambda: {pool: [] for pool in Pool})
    places: tuple[MonitoredItem, ...] = ()
    groups: tuple[Group, ...] = ()

    def admins(self) -> Iterator[Person]:
        """The people of the IT department, who have a second account with rights."""
        return (person for person in self.people if person.is_admin)


def build_company(seed: int, hostility: Hostility | None = None) -> Company:
    """The company of a seed; ``hostility`` decorates the names that records show."""
    rng = Random(f"company {seed}")
    company = Company(hire(rng, 320))
    _engage(company, rng)
    company.places = build_places()
    company.groups = tuple(_groups(company, rng))
    if hostility is not None:
        _decorate(company, hostility)
    return company


def _decorate(company: Company, hostility: Hostility) -> None:
    shown = {a.name: hostility.name(a.name, i) for i, a in enumerate(company.actors)}
    company.actors = [replace(a, name=shown[a.name]) for a in company.actors]
    company.groups = tuple(
        replace(g, members=g.members | {shown[m] for m in g.members if m in shown})
        for g in company.groups
    )
    company.stations[2:] = [hostility.name(s, i) for i, s in enumerate(company.stations[2:])]
    company.places = tuple(hostility.place(p, i) for i, p in enumerate(company.places))


def _engage(company: Company, rng: Random) -> None:
    def station(name: str) -> int:
        company.stations.append(name)
        return len(company.stations) - 1

    def actor(name: str, own: int, address: int, person: Person | None, *pools: Pool) -> None:
        for pool in pools:
            company.pools[pool].append(len(company.actors))
        company.actors.append(Actor(name, own, address, person))

    for number, person in enumerate(company.people):
        own = station(f"ws-{person.site_code}-{number + 101}.corp.local")
        address = station(f"10.{20 + number % 5}.{number // 50}.{20 + number % 200}")
        actor(person.account, own, address, person, Pool.PEOPLE)
        cloud = (Pool.PEOPLE_CLOUD, Pool.ADMINS_CLOUD) if person.is_admin else (Pool.PEOPLE_CLOUD,)
        actor(person.cloud_name, own, address, person, *cloud)
        if person.is_admin:
            jump = station(f"jump{1 + number % 3:02}.corp.local")
            actor(person.admin_account, jump, address, person, Pool.ADMINS, Pool.DATABASE)
        if number % 2 == 0:
            actor(f"CORP\\WS-{person.site_code.upper()}-{number + 101}$", own, address, None,
                  Pool.MACHINES)  # fmt: skip
    for number, name in enumerate(company_names.SERVICES):
        own = station(f"app{number + 1:02}.corp.local")
        address = station(f"10.10.4.{number + 11}")
        pool = Pool.BACKUP if name == "svc-backup" else Pool.SERVICES
        actor(f"CORP\\{name}", own, address, None, pool)
    local = UNKNOWN_STATION
    actor("NT AUTHORITY\\SYSTEM", local, local, None, Pool.SYSTEM)
    actor("System", local, local, None, Pool.SYSTEM)
    actor("NT AUTHORITY\\LOCAL SERVICE", local, local, None, Pool.SYSTEM)
    outside = [station(f"203.0.113.{rng.randrange(1, 250)}") for _ in range(12)]
    for name in ("administrator", "admin", "root", "test", "scanner", "backup", "guest", "oracle"):
        actor(f"CORP\\{name}", rng.choice(outside), rng.choice(outside), None, Pool.STRANGERS)
    netops = station("10.10.1.5")
    for name in ("admin", "netops", "automation"):
        actor(name, netops, netops, None, Pool.DEVICES)
    vcenter = station("vcenter01.corp.local")
    for name in ("Administrator", "vpxd-extension", "svc-veeam"):
        actor(f"VSPHERE.LOCAL\\{name}", vcenter, vcenter, None, Pool.VSPHERE)
    for name in ("sa", "SYS", "ERP_OWNER", "REPORTING"):
        actor(name, netops, netops, None, Pool.DATABASE)


def _groups(company: Company, rng: Random) -> Iterator[Group]:
    admins = list(company.admins())
    yield _group("Domain Admins", admins[:4], admin_accounts=True)
    yield _group("Enterprise Admins", admins[:2], admin_accounts=True)
    yield _group("Server Operators", admins[2:9], admin_accounts=True)
    yield _group("Domain Users", list(company.people))
    for department, _ in company_names.DEPARTMENTS:
        yield _group(department, [p for p in company.people if p.department == department])
    for name in company_names.GROUPS:
        yield _group(name, rng.sample(company.people, rng.randrange(4, 40)))
    services = frozenset(f"CORP\\{name}" for name in company_names.SERVICES)
    yield Group("Service Accounts", services)


def _group(name: str, people: list[Person], *, admin_accounts: bool = False) -> Group:
    members: set[str] = set()
    for person in people:
        if admin_accounts:
            members.add(person.admin_account)
        else:
            members.update((person.account, person.cloud_name))
    return Group(name, frozenset(members))
