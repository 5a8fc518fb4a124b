"""Which forms of a name mean one person or one machine: ``CORP\\jane`` and ``jane@corp.local``.

Where it is not plain, they are taken for two: nobody is made responsible for another's doings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from netwrix_tui.evidence.needles import lower_case

_NOBODY = frozenset(
    {
        "", "-", "system", "local service", "network service", "anonymous logon", "iusr",
        "not applicable", "n/a", "unknown", "everyone",
    }
)  # fmt: skip
_NO_DOMAIN_OF_PEOPLE = frozenset(
    {"nt authority", "nt service", "builtin", "window manager", "font driver host"}
)
_NOWHERE = frozenset({"", "-", "localhost", "not applicable", "n/a", "unknown", "system"})
_ACCOUNT = re.compile(r"(?P<domain>[^\\/@]+)[\\/](?P<user>[^\\/]+)")
_PRINCIPAL = re.compile(r"(?P<user>[^\\/@\s]+)@(?P<domain>[^\\/@\s]+)")


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account's parts, in lower case; ``domain`` is empty for a bare name."""

    user: str
    domain: str
    is_principal: bool = False

    @property
    def short_domain(self) -> str:
        """The first label of the domain, which mostly is its NetBIOS name."""
        return self.domain.partition(".")[0]


def account_name_of(name: str) -> AccountName | None:
    """The parts of an account's name; None for what is no person's, as ``SYSTEM``."""
    text = lower_case(name.strip())
    if found := _ACCOUNT.fullmatch(text):
        parts = AccountName(found["user"].strip(), found["domain"].strip())
    elif found := _PRINCIPAL.fullmatch(text):
        parts = AccountName(found["user"], found["domain"], is_principal=True)
    else:
        parts = AccountName(text, "")
    is_nobody = parts.user in _NOBODY or parts.domain in _NO_DOMAIN_OF_PEOPLE
    return None if is_nobody else parts


def host_name(name: str) -> str | None:
    """A host's name in lower case; None for what names none."""
    text = lower_case(name.strip()).lstrip("\\").rstrip(".")
    return None if text in _NOWHERE else text


class AccountGroups:
    """Persons by the accounts that are known."""

    def __init__(self, known: Iterable[AccountName]) -> None:
        self._domains: dict[str, set[tuple[str, bool]]] = {}
        for parts in known:
            there = self._domains.setdefault(parts.user, set())
            if parts.domain:
                there.add((parts.domain, parts.is_principal))

    def person(self, parts: AccountName) -> str:
        """The same text for all forms of one person's name."""
        there = self._domains.get(parts.user, set())
        persons = {self._of(domain, is_principal, there) for domain, is_principal in there}
        if not parts.domain:
            domain = persons.pop() if len(persons) == 1 else ""
        else:
            domain = self._of(parts.domain, parts.is_principal, there)
        return f"{domain}\\{parts.user}"

    @staticmethod
    def _of(domain: str, is_principal: bool, there: set[tuple[str, bool]]) -> str:
        if not is_principal:
            return domain
        plain = {other for other, principal in there if not principal}
        short = domain.partition(".")[0]
        if short in plain:
            return short
        principals = {other for other, principal in there if principal}
        return next(iter(plain)) if len(plain) == 1 and principals == {domain} else domain


class HostGroups:
    """Machines by the names that are known: ``ws4`` is ``ws4.corp.local`` where no other is."""

    def __init__(self, known: Iterable[str]) -> None:
        self._full: dict[str, set[str]] = {}
        for name in known:
            label, dot, _ = name.partition(".")
            if dot:
                self._full.setdefault(label, set()).add(name)

    def machine(self, name: str) -> str:
        """The same text for all forms of one machine's name."""
        full = self._full.get(name, set())
        return next(iter(full)) if len(full) == 1 else name
