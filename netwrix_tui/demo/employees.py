"""The people of the demo's company."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

from netwrix_tui.demo import company_names

CLOUD_DOMAIN = "corp.example"

_PLAIN_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "'": ""})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, a mailbox and a desk."""

    first: str
    last: str
    login: str
    department: str
    title: str
    site: str

    @property
    def name(self) -> str:
        """The display name."""
        return f"{self.first} {self.last}"

    @property
    def account(self) -> str:
        """``CORP\\jane.doe``."""
        return f"CORP\\{self.login}"

    @property
    def admin_account(self) -> str:
        """The second account that people of the IT department work with."""
        return f"CORP\\adm-{self.login}"

    @property
    def cloud_name(self) -> str:
        """The name with which the cloud services know the person, and the mail address."""
        return f"{self.login}@{CLOUD_DOMAIN}"

    @property
    def path(self) -> str:
        """The directory object, as audit records write it: ``\\local\\corp\\Staff\\...``."""
        return f"\\local\\corp\\Staff\\{self.site}\\{self.department}\\{self.name}"

    @property
    def distinguished_name(self) -> str:
        """The directory object by the names of LDAP: ``CN=Jane Doe,OU=Sales,…,DC=local``."""
        units = f"OU={self.department},OU={self.site},OU=Staff"
        return f"CN={self.name},{units},DC=corp,DC=local"

    @property
    def site_code(self) -> str:
        """Three letters for the names of workstations."""
        return _plain(self.site)[:3].lower()

    @property
    def is_admin(self) -> bool:
        """True for the people who have a second account with rights."""
        return self.department == "IT"


def hire(rng: Random, number: int) -> tuple[Person, ...]:
    """So many people, no two with the same name. The company has 3,000 names to give."""
    pairs = [
        (first, last) for first in company_names.FIRST_NAMES for last in company_names.LAST_NAMES
    ]
    people = []
    for first, last in rng.sample(pairs, number):
        department, titles = rng.choice(company_names.DEPARTMENTS)
        login = f"{_plain(first)}.{_plain(last)}".lower()
        title, site = rng.choice(titles), rng.choice(company_names.SITES)
        people.append(Person(first, last, login, department, title, site))
    return tuple(people)


def _plain(name: str) -> str:
    """The name in ASCII letters, as account names are written."""
    parts = unicodedata.normalize("NFKD", name.translate(_PLAIN_LETTERS))
    return "".join(char for char in parts if char.isascii())
