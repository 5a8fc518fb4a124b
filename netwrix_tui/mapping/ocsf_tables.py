"""OCSF: the classes that are written, what each requires, and the activities, as data.

Source: the schema of the Open Cybersecurity Schema Framework. The classes stand in 1.8 and 1.9
alike but User Management, which is 1.9's; Account Change is what was there before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from netwrix_tui.mapping.account_changes import AccountChange
from netwrix_tui.mapping.action_parts import ActionKind
from netwrix_tui.mapping.object_kinds import ObjectKind


class OcsfVersion(StrEnum):
    """Versions of the schema that can be written; the first is the default."""

    V1_8 = "1.8"
    V1_9 = "1.9"

    @property
    def whole(self) -> str:
        """As it stands in ``metadata.version``."""
        return f"{self.value}.0"


@dataclass(frozen=True, slots=True)
class OcsfClass:
    """A class of events by its number and name; ``requires`` are attributes that are always there,
    besides those of every class.
    """

    uid: int
    caption: str
    requires: tuple[str, ...] = ()

    @property
    def category_uid(self) -> int:
        """The category that the class is in."""
        return self.uid // 1000


CATEGORY_NAMES = {
    1: "System Activity",
    3: "Identity & Access Management",
    4: "Network Activity",
    6: "Application Activity",
}

FILE_ACTIVITY = OcsfClass(1001, "File System Activity", ("actor", "device", "file"))
ACCOUNT_CHANGE = OcsfClass(3001, "Account Change", ("user",))
AUTHENTICATION = OcsfClass(3002, "Authentication", ("user",))
ENTITY_MANAGEMENT = OcsfClass(3004, "Entity Management", ("entity",))
GROUP_MANAGEMENT = OcsfClass(3006, "Group Management", ("group",))
USER_MANAGEMENT = OcsfClass(3007, "User Management", ("user",))
EMAIL_ACTIVITY = OcsfClass(4009, "Email Activity", ("direction_id", "email"))
DATASTORE_ACTIVITY = OcsfClass(6005, "Datastore Activity", ("actor", "src_endpoint"))
FILE_HOSTING = OcsfClass(6006, "File Hosting Activity", ("actor", "file", "src_endpoint"))

CLASSES: tuple[OcsfClass, ...] = (
    FILE_ACTIVITY, ACCOUNT_CHANGE, AUTHENTICATION, ENTITY_MANAGEMENT, GROUP_MANAGEMENT,
    USER_MANAGEMENT, EMAIL_ACTIVITY, DATASTORE_ACTIVITY, FILE_HOSTING,
)  # fmt: skip

ALWAYS = (
    "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid",
)  # fmt: skip
"""What every class requires."""

OTHER = 99
SET_SECURITY = 7
ADD_USER, REMOVE_USER = 3, 4

CLASS_OF_KIND: dict[ObjectKind, OcsfClass] = {
    ObjectKind.LOGON: AUTHENTICATION,
    ObjectKind.GROUP: GROUP_MANAGEMENT,
    ObjectKind.COMPUTER: ENTITY_MANAGEMENT,
    ObjectKind.FILE: FILE_ACTIVITY,
    ObjectKind.DOCUMENT: FILE_HOSTING,
    ObjectKind.LINK: FILE_HOSTING,
    ObjectKind.DATABASE: DATASTORE_ACTIVITY,
    ObjectKind.CONFIGURATION: ENTITY_MANAGEMENT,
    ObjectKind.MAIL: ENTITY_MANAGEMENT,
    ObjectKind.OTHER: ENTITY_MANAGEMENT,
}
"""Users are by version; mail that was sent is EMAIL_ACTIVITY."""

ACTIVITIES: dict[OcsfClass, dict[ActionKind, int]] = {
    AUTHENTICATION: {ActionKind.LOGON: 1, ActionKind.LOGOFF: 2},
    FILE_ACTIVITY: {
        ActionKind.ADD: 1, ActionKind.READ: 2, ActionKind.MODIFY: 3, ActionKind.REMOVE: 4,
        ActionKind.RENAME: 5,
    },
    ENTITY_MANAGEMENT: {
        ActionKind.ADD: 1, ActionKind.READ: 2, ActionKind.MODIFY: 3, ActionKind.REMOVE: 4,
        ActionKind.MOVE: 5,
    },
    GROUP_MANAGEMENT: {ActionKind.ADD: 6, ActionKind.REMOVE: 5},
    EMAIL_ACTIVITY: {ActionKind.SEND: 1},
    DATASTORE_ACTIVITY: {
        ActionKind.READ: 1, ActionKind.MODIFY: 2, ActionKind.ADD: 6, ActionKind.REMOVE: 7,
    },
    FILE_HOSTING: {
        ActionKind.ADD: 1, ActionKind.READ: 14, ActionKind.MODIFY: 3, ActionKind.REMOVE: 4,
        ActionKind.RENAME: 5, ActionKind.COPY: 6,
        ActionKind.MOVE: 7,
    },
}  # fmt: skip
"""Activities by class and kind of action; whatever is not here is OTHER, named by its action."""

LINK_ACTIVITIES: dict[ActionKind, int] = {ActionKind.ADD: 12, ActionKind.REMOVE: 13}
NEWER_GROUP_ACTIVITIES: dict[ActionKind, int] = {ActionKind.MODIFY: 9}
"""Of 1.9 alone."""

ACCOUNT_ACTIVITIES: dict[AccountChange, int] = {
    AccountChange.CREATED: 1,
    AccountChange.ENABLED: 2,
    AccountChange.PASSWORD_CHANGED: 3,
    AccountChange.PASSWORD_RESET: 4,
    AccountChange.DISABLED: 5,
    AccountChange.DELETED: 6,
    AccountChange.LOCKED: 9,
    AccountChange.UNLOCKED: 12,
}
USER_ACTIVITIES: dict[AccountChange, int] = {
    AccountChange.CREATED: 1,
    AccountChange.MODIFIED: 2,
    AccountChange.RENAMED: 2,
    AccountChange.DELETED: 3,
    AccountChange.ENABLED: 4,
    AccountChange.DISABLED: 5,
    AccountChange.LOCKED: 6,
    AccountChange.UNLOCKED: 7,
    AccountChange.PASSWORD_CHANGED: 8,
    AccountChange.PASSWORD_RESET: 9,
}

ACTIVITY_NAMES: dict[OcsfClass, dict[int, str]] = {
    FILE_ACTIVITY: {
        1: "Create", 2: "Read", 3: "Update", 4: "Delete", 5: "Rename", 7: "Set Security",
    },
    ACCOUNT_CHANGE: {
        1: "Create", 2: "Enable", 3: "Password Change", 4: "Password Reset", 5: "Disable",
        6: "Delete", 9: "Lock", 12: "Unlock",
    },
    AUTHENTICATION: {1: "Logon", 2: "Logoff"},
    ENTITY_MANAGEMENT: {1: "Create", 2: "Read", 3: "Update", 4: "Delete", 5: "Move"},
    GROUP_MANAGEMENT: {3: "Add User", 4: "Remove User", 5: "Delete", 6: "Create", 9: "Update"},
    USER_MANAGEMENT: {
        1: "Create", 2: "Update", 3: "Delete", 4: "Enable", 5: "Disable", 6: "Lock", 7: "Unlock",
        8: "Password Change", 9: "Password Reset",
    },
    EMAIL_ACTIVITY: {1: "Send"},
    DATASTORE_ACTIVITY: {1: "Read", 2: "Update", 6: "Create", 7: "Delete"},
    FILE_HOSTING: {
        1: "Upload", 3: "Update", 4: "Delete", 5: "Rename", 6: "Copy", 7: "Move", 12: "Share",
        13: "Unshare", 14: "Open",
    },
}  # fmt: skip
"""The activities that are written, by their captions."""

SECURITY_PROPERTIES = frozenset(
    ("permissions", "owner", "inheritance", "audit settings", "security descriptor")
)
"""Properties of files in lower case whose change is one of security."""
