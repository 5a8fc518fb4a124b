"""What kind of object a record is about, by its data source, its object type and its action."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from netwrix_tui.mapping.action_parts import ActionKind, action_parts


class ObjectKind(Enum):
    """A kind of object; the text names it in tables."""

    LOGON = "a logon or logoff"
    USER = "a user (Active Directory, Entra ID)"
    GROUP = "a group and its members"
    COMPUTER = "a computer (Active Directory)"
    FILE = "a file or folder (File Servers)"
    DOCUMENT = "a document (SharePoint, SharePoint Online, MS Teams)"
    LINK = "a sharing link (SharePoint, SharePoint Online, MS Teams)"
    DATABASE = "an object of a database (SQL Server, Oracle Database)"
    CONFIGURATION = "a setting (Group Policy, Windows Server, VMware, Network Devices)"
    MAIL = "an item of a mailbox (Exchange, Exchange Online)"
    OTHER = "anything else"


_DIRECTORIES = frozenset(("active directory", "entra id", "azure ad"))
_USERS = frozenset(("user", "guest user", "user account", "inetorgperson"))
_GROUPS = frozenset((
    "group", "local group", "security group", "distribution group", "distribution list",
    "microsoft 365 group", "mail-enabled security group", "dynamic distribution group",
))  # fmt: skip
_COMPUTERS = frozenset(("computer", "computer account"))
_FILES = frozenset(("file", "folder", "share", "document"))
_DOCUMENTS = frozenset(("document", "file", "folder", "list item", "item"))
_LINKS = frozenset(("sharing link", "link"))
_LIBRARIES = frozenset(("sharepoint", "sharepoint online", "ms teams"))
_DATABASES = frozenset(("sql server", "oracle database"))
_SETTINGS = frozenset(("group policy", "windows server", "vmware", "network devices"))
_MAIL_SYSTEMS = frozenset(("exchange", "exchange online"))
_MAILBOXES = frozenset(("mailbox", "mailbox folder", "mailbox item", "mail", "message", "item"))
_OF_ITEMS = frozenset(
    (ActionKind.READ, ActionKind.SEND, ActionKind.COPY, ActionKind.MOVE, ActionKind.REMOVE)
)


@lru_cache(maxsize=8192)
def object_kind(data_source: str, object_type: str, action: str) -> ObjectKind:
    """The kind of object. What is not known for sure is OTHER: better no kind than a wrong one."""
    source, kind, action_kind = (
        data_source.strip().lower(),
        object_type.strip().lower(),
        action_parts(action).kind,
    )
    if action_kind in (ActionKind.LOGON, ActionKind.LOGOFF):
        return ObjectKind.LOGON
    if kind in _GROUPS:
        return ObjectKind.GROUP
    if source in _DIRECTORIES:
        if kind in _USERS:
            return ObjectKind.USER
        return ObjectKind.COMPUTER if kind in _COMPUTERS else ObjectKind.OTHER
    if source == "file servers" and kind in _FILES:
        return ObjectKind.FILE
    if source in _LIBRARIES:
        if kind in _LINKS:
            return ObjectKind.LINK
        return ObjectKind.DOCUMENT if kind in _DOCUMENTS else ObjectKind.OTHER
    if source in _DATABASES:
        return ObjectKind.DATABASE
    if source in _SETTINGS:
        return ObjectKind.CONFIGURATION
    if source in _MAIL_SYSTEMS and kind in _MAILBOXES and action_kind in _OF_ITEMS:
        return ObjectKind.MAIL
    return ObjectKind.OTHER
