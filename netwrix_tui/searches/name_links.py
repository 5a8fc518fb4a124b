"""Links between names of one person, each as one record states it. Nothing is guessed.

Of a ``user`` object the details give sAMAccountName, userPrincipalName and the like beside its
path; a logon has two names of one login in Who and What; a mailbox is called as its owner, whose
login is that name.
"""

from __future__ import annotations

from collections.abc import Iterator

from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.records.name_forms import (
    NameKind,
    domain_of,
    is_login_of,
    kind_of,
    login_of,
    path_of,
)
from netwrix_tui.records.record import ActivityRecord, Row

USER_TYPES = frozenset({"user", "inetorgperson"})
MAILBOX, LOGON = "mailbox", "logon"
_SENT = frozenset({"sent", "removed"})
"""What owners do in their mailboxes; a delegate's login is not the mailbox's name anyway."""

_LONGEST = 300
"""Characters of a name that is remembered."""


class Link(ExtensibleStruct, frozen=True, omit_defaults=True):
    """Two names of one person, and the record that states it. ``is_change``: the first became the
    second."""

    first: str
    second: str
    rid: str = ""
    when: str = ""
    is_change: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        """The two names, whichever comes first and however they are written."""
        first, second = sorted((self.first.casefold(), self.second.casefold()))
        return first, second


def links_of_row(row: Row) -> Iterator[Link]:
    """The links that a record states without its details."""
    kind, what = row.object_type.casefold(), row.what.removesuffix(" Mailbox").strip()
    login = login_of(row.who)
    if not login or not what or what.casefold() == row.who.casefold():
        return
    if kind == LOGON and login_of(what).casefold() == login.casefold():
        yield from _link(row.who, what, row)
    if kind == MAILBOX and row.action.casefold() in _SENT and is_login_of(login, what):
        yield from _link(row.who, what, row)


def links_of_record(record: ActivityRecord) -> Iterator[Link]:
    """The links that the details of a user object state."""
    if record.object_type.casefold() not in USER_TYPES:
        return
    values = {
        (detail.property_name or "").replace(" ", "").casefold(): (
            detail.before or "", detail.after or detail.message or ""
        )
        for detail in record.details
    }  # fmt: skip

    def given(*names: str) -> str:
        return next((v for name in names for v in reversed(values.get(name, ())) if v), "")

    what = record.what.strip()
    path = what if kind_of(what) is NameKind.PATH else ""
    path = path or path_of(given("onpremisesdistinguishedname", "distinguishedname"))
    domain = domain_of(path)
    names: list[str] = [path]
    if kind_of(what) is NameKind.UPN:
        names.append(what)
    for attributes, of_domain in (
        (("samaccountname", "onpremisessamaccountname"), True),
        (("userprincipalname",), False),
        (("objectsid", "onpremisessecurityidentifier"), False),
        (("displayname",), False),
    ):
        name = given(*attributes)
        if name and (domain or not of_domain):
            names.append(f"{domain}\\{name}" if of_domain else name)
        before, after = values.get(attributes[0], ("", ""))
        if before and after and (domain or not of_domain):
            head = f"{domain}\\" if of_domain else ""
            yield from _link(head + before, head + after, record, is_change=True)
    yield from _moved(path, values, record)
    # All that it states hangs on the account: a path may have been somebody else's before.
    known = sorted(filter(None, names), key=lambda name: kind_of(name) is not NameKind.ACCOUNT)
    for name in known[1:]:
        yield from _link(known[0], name, record)


def _moved(path: str, values: dict[str, tuple[str, str]], record: ActivityRecord) -> Iterator[Link]:
    """The path that a renamed or moved object has from then on."""
    parent, _, leaf = path.rpartition("\\")
    before, after = values.get("name", ("", ""))
    if path and before == leaf and after:
        yield from _link(path, f"{parent}\\{after}", record, is_change=True)
    before, after = values.get("container", ("", ""))
    if path and before == parent and after:
        yield from _link(path, f"{after}\\{leaf}", record, is_change=True)


def _link(
    first: str, second: str, record: Row | ActivityRecord, *, is_change: bool = False
) -> Iterator[Link]:
    is_whole = 0 < len(first) <= _LONGEST and 0 < len(second) <= _LONGEST
    if is_whole and first.casefold() != second.casefold() and (first + second).isprintable():
        yield Link(first, second, record.rid, record.when, is_change)
