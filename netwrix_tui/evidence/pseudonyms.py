"""Pseudonyms: accounts become ``person-17``, workstations and addresses ``host-4``, everywhere.

First all names are learned from the fields that hold them, then they are replaced there and in
every text where they occur as whole words, also without their domain. Addresses (IP, MAC, mail),
security identifiers and further accounts of the same domains are known by their form. Accounts of
the system stay.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from netwrix_tui.evidence.aliases import Aliases, Told
from netwrix_tui.evidence.name_groups import (
    AccountGroups,
    AccountName,
    HostGroups,
    account_name_of,
    host_name,
)
from netwrix_tui.evidence.name_properties import (
    GIVEN_NAMES,
    SURNAMES,
    end_of_path,
    is_person,
    plain_property,
)
from netwrix_tui.evidence.needles import Needles, replaced_between
from netwrix_tui.records.record import ActivityRecord, Detail

_BY_FORM = re.compile(
    r"(?P<mail>[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<sid>\bS-1-(?:5-21|12-1)(?:-\d+)+)"
    r"|(?P<mac>(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-]))"
    r"|(?P<v4>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d))"
    r"|(?P<v6>(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:]))"
)
_SHORT = 200
"""Characters of a text that may come again, as a server's name does."""

_REMEMBERED = 20_000
_PARTS_OF_HOST = re.compile(r"[\s,;()\[\]]+")
_LOOKS_LIKE_HOST = re.compile(r"[\d.]")
_IN_URL = re.compile(r"(?:[a-z]+://)?(?P<host>[^/:]+|\[[^\]]*\])(?::\d+)?(?:/.*)?", re.IGNORECASE)


class Pseudonyms:
    """Learn all names, then :meth:`settle`, then replace. The same names give the same ones."""

    def __init__(self) -> None:
        self._accounts: dict[str, AccountName] = {}
        self._hosts: dict[str, str] = {}
        self._persons: dict[str, str] = {}
        self._machines: dict[str, str] = {}
        self._needles = Needles(self._unknown_account)
        self._account_groups = AccountGroups(())
        self._aliases = Aliases()
        self._same: dict[str, str] = {}
        self._host_groups = HostGroups(())
        self._meant: dict[str, dict[str, None]] = {}
        self._again = lru_cache(_REMEMBERED)(self._replaced)

    def learn_account(self, name: str) -> None:
        """A name from a field that holds an account."""
        if name not in self._accounts:
            parts = account_name_of(name)
            if parts is not None:
                self._accounts[name] = parts

    def learn_person(
        self, accounts: Iterable[str], names: Iterable[str], further: Iterable[str]
    ) -> None:
        """All that a record calls one person: accounts, the object's names, and further ones."""
        told: list[tuple[AccountName, ...]] = []
        for part in (accounts, names, further):
            there: list[AccountName] = []
            for name in part:
                self.learn_account(name)
                if (parts := self._accounts.get(name)) is not None and parts not in there:
                    there.append(parts)
            told.append(tuple(there))
        self._aliases.tell(Told(*told))

    def learn_host(self, name: str) -> None:
        """A name from a field that holds a workstation or a server's address."""
        if name in self._hosts:
            return
        parts = [part for part in _PARTS_OF_HOST.split(name) if _LOOKS_LIKE_HOST.search(part)]
        for part in (name, *parts):
            found = _IN_URL.fullmatch(part)
            host = host_name(found["host"] if found is not None else part)
            if host is not None and _BY_FORM.fullmatch(host) is None:
                self._hosts.setdefault(part, host)

    def settle(self) -> None:
        """All names are known: give each its pseudonym."""
        self._again.cache_clear()
        self._account_groups = AccountGroups(self._accounts.values())
        self._same = self._aliases.persons(self._account_groups.person)
        self._host_groups = HostGroups(self._hosts.values())
        for name, parts in self._accounts.items():
            self._needles.add(name.strip(), self._person(name, parts))
            if "," in name:  # as a distinguished name writes it
                escaped = name.strip().replace(",", "\\,")
                self._needles.add(escaped, self._person(name, parts))
            if parts.domain and not parts.is_principal:
                self._needles.add_domain(parts.domain)
        for parts in list(self._accounts.values()):
            bare = AccountName(parts.user, "")
            self._needles.add(parts.user, self._person(parts.user, bare))
        for name, host in self._hosts.items():
            self._needles.add(host, self._machine(name, host))
            label = host.partition(".")[0]
            self._needles.add(label, self._machine(label, label))

    def account(self, name: str) -> str:
        """What stands in the place of an account's field."""
        parts = self._accounts.get(name)
        return self.text(name) if parts is None else self._person(name, parts)

    def host(self, name: str) -> str:
        """What stands in the place of a workstation's field."""
        host = self._hosts.get(name)
        return self.text(name) if host is None else self._machine(name, host)

    def text(self, text: str) -> str:
        """Any text, all names in it replaced."""
        if len(text) > _SHORT:
            return self._replaced(text)
        return self._again(text)

    def record(self, record: ActivityRecord) -> ActivityRecord:
        """A record, all names in it replaced; its RID stays."""
        texts = {
            field: self.text(getattr(record, field))
            for field in (
                "action", "what", "where", "object_type", "monitoring_plan", "data_source", "item",
            )
        }  # fmt: skip
        person = end_of_path(record.what) if is_person(record.object_type) else ""
        details = tuple(self._detail(each, person) for each in record.details)
        return msgspec.structs.replace(
            record,
            **texts,
            who=self.account(record.who),
            workstation=self.host(record.workstation),
            details=details,
            extra=tuple((name, self.text(value)) for name, value in record.extra),
        )

    def body(self, body: bytes | None) -> bytes | None:
        """A request's body, the names in its values replaced; None where it cannot be read."""
        try:
            text = (body or b"").decode()
            if text.lstrip().startswith("<"):
                return re.sub(r"(?<=>)[^<]+(?=<)", lambda f: self._xml_text(f[0]), text).encode()
            return msgspec.json.encode(self._values(msgspec.json.decode(text)))
        except (ValueError, RecursionError):
            return None

    def key(self) -> dict[str, list[str]]:
        """What each pseudonym stands for: every form that was met."""
        return {name: list(forms) for name, forms in self._meant.items()}

    def _replaced(self, text: str) -> str:
        return replaced_between(_BY_FORM, text, self._by_form, self._needles.replaced)

    def _detail(self, detail: Detail, person: str) -> Detail:
        """A change; of a ``person``, a given name or a surname is replaced here alone."""
        values = (detail.message, detail.before, detail.after)
        name = plain_property(detail.property_name) if person else ""
        if name in GIVEN_NAMES or name in SURNAMES:
            instead = self.account(person)
            message, before, after = (instead if value else value for value in values)
        else:
            message, before, after = (v if v is None else self.text(v) for v in values)
        property_name = None if detail.property_name is None else self.text(detail.property_name)
        extra = tuple((name, self.text(value)) for name, value in detail.extra)
        return Detail(property_name, message, before, after, extra)

    def _values(self, value: object) -> object:
        if isinstance(value, str):
            return self.account(value)
        if isinstance(value, list):
            return [self._values(each) for each in value]
        if isinstance(value, dict):
            return {name: self._values(each) for name, each in value.items()}
        return value

    def _xml_text(self, text: str) -> str:
        from html import escape, unescape

        return escape(self.account(unescape(text)))

    def _by_form(self, text: str) -> str:
        found = _BY_FORM.fullmatch(text)
        kind = found.lastgroup if found is not None else None
        if kind == "mail":
            parts = account_name_of(text)
            return text if parts is None else self._person(text, parts)
        if kind == "sid":
            return self._numbered(self._persons, "person", text.lower(), text)
        if kind in ("v4", "v6"):
            try:
                address = ipaddress.ip_address(text)
            except ValueError:
                return self._needles.replaced(text)  # a version, a time of day
            if address.is_unspecified:
                return text
        return self._numbered(self._machines, "host", text.lower(), text)

    def _unknown_account(self, name: str) -> str:
        parts = account_name_of(name.replace("\\\\", "\\"))
        return name if parts is None else self._person(name, parts)

    def _person(self, name: str, parts: AccountName) -> str:
        identity = self._account_groups.person(parts)
        return self._numbered(self._persons, "person", self._same.get(identity, identity), name)

    def _machine(self, name: str, host: str) -> str:
        return self._numbered(self._machines, "host", self._host_groups.machine(host), name)

    def _numbered(self, known: dict[str, str], kind: str, identity: str, form: str) -> str:
        instead = known.get(identity)
        if instead is None:
            instead = known[identity] = f"{kind}-{len(known) + 1}"
        self._meant.setdefault(instead, {})[form] = None
        return instead


def learned(accounts: Iterable[str], hosts: Iterable[str]) -> Pseudonyms:
    """Pseudonyms of these names."""
    names = Pseudonyms()
    for account in accounts:
        names.learn_account(account)
    for host in hosts:
        names.learn_host(host)
    names.settle()
    return names
