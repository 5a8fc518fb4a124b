"""Which objects are people, and which properties of a change name one."""

from __future__ import annotations

import re

PEOPLE = frozenset(
    {
        "user", "user account", "inetorgperson", "contact", "mailbox", "mail user",
        "mail contact", "guest user", "person",
    }
)  # fmt: skip
"""Object types whose objects are people, in lower case."""

ACCOUNTS = frozenset(
    {
        "samaccountname", "userprincipalname", "onpremisessamaccountname",
        "onpremisesuserprincipalname", "userlogonname", "userlogonnameprewindows", "upn",
    }
)  # fmt: skip
"""Properties of a person's object that no two objects share."""

OBJECT_NAMES = frozenset(
    {"name", "cn", "commonname", "distinguishedname", "onpremisesdistinguishedname"}
)
"""Properties that name the object itself, as its path does."""

DISPLAY_NAMES = frozenset({"displayname", "fullname", "simpledisplayname", "displaynameprintable"})

ADDRESSES = frozenset(
    {
        "mail", "email", "emailaddress", "emailaddresses", "othermails", "proxyaddresses",
        "primarysmtpaddress", "windowsemailaddress", "mailnickname", "alias", "targetaddress",
    }
)  # fmt: skip

GIVEN_NAMES = frozenset({"givenname", "firstname"})
SURNAMES = frozenset({"sn", "surname", "lastname"})

OTHER_PEOPLE = frozenset(
    {
        "approver", "approvers", "approvedby", "requester", "requestor", "requestedby", "reviewer",
        "reviewedby", "manager", "owner", "managedby", "author", "createdby", "modifiedby",
        "changedby", "assignee", "assignedto", "delegate", "trustee", "sponsor", "editor",
        "recipient", "sender", "onbehalfof", "contact", "responsible", "employee",
    }
)  # fmt: skip
"""Properties of any object whose value is a person, who need not be the object."""

MAY_NAME = re.compile(
    rb"ember|approve|request|review|manage|owner|author|[a-z]{5} ?by\b|assign|delegate|trustee"
    rb"|sponsor|editor|recipient|sender|behalf|contact|responsible|employee",
    re.IGNORECASE,
)
"""Found in the bytes of each record of an object that is no person, but may name one."""

_OTHER_THAN_LETTERS = re.compile(r"[^a-z]")
_COMMON_NAME = re.compile(r"(?<!,)(?<!, )(?<!\w)CN=((?:\\.|[^,\\])+)(?:,|$)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")


def plain_property(name: str | None) -> str:
    """``Display Name`` and ``displayName`` as ``displayname``."""
    return _OTHER_THAN_LETTERS.sub("", (name or "").casefold())


def is_person(object_type: str) -> bool:
    """Whether objects of this type are people."""
    return object_type.strip().casefold() in PEOPLE


def common_names(text: str) -> list[str]:
    """The objects whose distinguished names stand in a text, without what they lie in."""
    return [_ESCAPED.sub(r"\1", each[1]).strip() for each in _COMMON_NAME.finditer(text)]


def end_of_path(path: str) -> str:
    """What a path's last part names; of a distinguished name, its first."""
    text = path.strip().strip('"')
    found = _COMMON_NAME.match(text)
    if found is not None:
        return _ESCAPED.sub(r"\1", found[1]).strip()
    return text.rstrip("\\").rpartition("\\")[2].strip()
