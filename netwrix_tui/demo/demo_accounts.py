"""Who may sign in to the demo, and what each may do.

Passwords are new at every start, unless NETWRIX_TUI_DEMO_PASSWORD names one for all of them: a
client can live through a restart then.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from netwrix_tui.demo.monitored_items import FINANCE_PLAN


class Role(Enum):
    """The roles of the product that matter to the API ("Roles and Permissions")."""

    GLOBAL_ADMINISTRATOR = "Global administrator"
    GLOBAL_REVIEWER = "Global reviewer"
    REVIEWER = "Reviewer"
    CONTRIBUTOR = "Contributor"

    @property
    def may_read(self) -> bool:
        """Whether enum and search are answered."""
        return self is not Role.CONTRIBUTOR

    @property
    def may_write(self) -> bool:
        """Whether records are taken in."""
        return self in (Role.GLOBAL_ADMINISTRATOR, Role.CONTRIBUTOR)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the domain CORP. ``plan`` is the only one whose records a Reviewer sees."""

    login: str
    role: Role
    plan: str | None = None
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)

    @property
    def user(self) -> str:
        """``CORP\\jane``."""
        return f"CORP\\{self.login}"

    @property
    def title(self) -> str:
        """The role in words, with the plan to which it is restricted."""
        return self.role.value if self.plan is None else f"{self.role.value} on {self.plan}"

    def forms(self) -> Iterator[tuple[str, str]]:
        """Every (domain, user) under which the account may sign in."""
        yield "CORP", self.login
        yield "corp.local", self.login
        yield "", self.login
        yield "", f"{self.login}@corp.local"
        yield "", f"{self.login}@corp"


class Accounts:
    """The accounts of one run of the demo. ``password`` is for all of them, if it is given."""

    def __init__(self, password: str = "") -> None:
        made: tuple[Account, ...] = (
            Account("jane", Role.GLOBAL_ADMINISTRATOR),
            Account("omar", Role.GLOBAL_REVIEWER),
            Account("ruth", Role.REVIEWER, FINANCE_PLAN),
            Account("svc-erp", Role.CONTRIBUTOR),
        )
        self.all = tuple(replace(a, password=password) for a in made) if password else made
        self._by_name = {
            _joined(domain, user): account
            for account in self.all
            for domain, user in account.forms()
        }

    def named(self, name: str) -> Account | None:
        """The account of a name in any of its forms, without regard to case."""
        return self._by_name.get(name.casefold())

    def checked(self, name: str, password: str) -> Account | None:
        """The account, if the password is its own."""
        account = self.named(name)
        if account is None:
            return None
        return (
            account if hmac.compare_digest(account.password.encode(), password.encode()) else None
        )


def _joined(domain: str, user: str) -> str:
    return (f"{domain}\\{user}" if domain else user).casefold()
