"""ECS: which fields are written, of which type, from what; categories and verbs, as data.

Source: "ECS field reference" and "Using the categorization fields" in Elastic's documentation.
"""

from __future__ import annotations

from netwrix_tui.mapping.account_changes import AccountChange
from netwrix_tui.mapping.action_parts import ActionKind
from netwrix_tui.mapping.object_kinds import ObjectKind

ECS_VERSION = "9.0.0"
"""The version whose fields are written; none of them is newer."""

ECS_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("@timestamp", "date", "When, in UTC"),
    ("event.created", "date", "when it was first read, where that is known"),
    ("ecs.version", "keyword", ECS_VERSION),
    ("event.kind", "keyword", "event"),
    ("event.module", "keyword", "netwrix_auditor"),
    ("event.dataset", "keyword", "netwrix_auditor.activity"),
    ("event.id", "keyword", "RID"),
    ("event.code", "keyword", "Action"),
    ("event.action", "keyword", "Elastic's verb, where one fits exactly"),
    ("event.outcome", "keyword", "failure for “(Failed Attempt)” and Failed Logon, else success"),
    ("event.category", "keyword[]", "by the kind of object, below"),
    ("event.type", "keyword[]", "by the action, below"),
    ("event.provider", "keyword", "DataSource"),
    ("event.hash", "keyword", "SHA-256 of the record's exact bytes"),
    ("event.original", "keyword", "the exact bytes, with `--original`"),
    ("observer.vendor", "keyword", "Netwrix"),
    ("observer.product", "keyword", "Auditor"),
    ("user.name", "keyword", "Who: `u` of `D\\u` and of `u@d`, else the whole"),
    ("user.domain", "keyword", "Who: `D` of `D\\u`, `d` of `u@d`"),
    ("user.email", "keyword", "Who: `u@d`"),
    ("user.id", "keyword", "Who: a SID"),
    ("user.target.name", "keyword", "a user that What names; a member added or removed"),
    ("group.name", "keyword", "a group that What names"),
    ("related.user", "keyword[]", "all of these names"),
    ("host.name", "keyword", "Where, if it is no URL"),
    ("host.ip", "ip[]", "Where, if it is an address"),
    ("url.full", "wildcard", "Where, if it is a URL"),
    ("url.domain", "keyword", "its host"),
    ("source.ip", "ip", "Workstation, if it is an address"),
    ("source.domain", "keyword", "Workstation, if it is a name"),
    ("related.ip", "ip[]", "all addresses"),
    ("related.hosts", "keyword[]", "all names of hosts"),
    ("file.path", "keyword", "What, of files and documents"),
    ("file.directory", "keyword", "What without its last part"),
    ("file.name", "keyword", "the last part"),
    ("file.extension", "keyword", "what stands behind its last dot"),
)  # fmt: skip
"""Field, type, and what is in it; ``[]`` marks what is always an array."""

NETWRIX_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("netwrix.server", "keyword", "the server of Netwrix Auditor"),
    ("netwrix.who", "keyword", "Who, as it is"),
    ("netwrix.what", "keyword", "What, as it is"),
    ("netwrix.where", "keyword", "Where, as it is"),
    ("netwrix.workstation", "keyword", "Workstation, as it is"),
    ("netwrix.object_type", "keyword", "ObjectType"),
    ("netwrix.monitoring_plan.name", "keyword", "MonitoringPlan.Name"),
    ("netwrix.monitoring_plan.id", "keyword", "MonitoringPlan.ID"),
    ("netwrix.item.name", "keyword", "Item.Name"),
    ("netwrix.details.property", "keyword", "Detail.PropertyName"),
    ("netwrix.details.message", "keyword", "Detail.Message"),
    ("netwrix.details.before", "keyword", "Detail.Before"),
    ("netwrix.details.after", "keyword", "Detail.After"),
    ("netwrix.details.extra.name", "keyword", "a field of a Detail that is not documented"),
    ("netwrix.details.extra.value", "keyword", "its value"),
    ("netwrix.extra.name", "keyword", "a field that is not documented"),
    ("netwrix.extra.value", "keyword", "its value"),
    ("netwrix.members.name", "keyword", "members, where there are several"),
    ("netwrix.members.action", "keyword", "added or removed"),
    ("netwrix.when", "keyword", "When as it is, where it is not in UTC by the second"),
    ("netwrix.when_unreadable", "boolean", "true where it names no moment; @timestamp is 1970"),
    ("netwrix.damaged", "boolean", "true where the record broke the rules of JSON or XML"),
    ("netwrix.cut", "boolean", "true where it is too long to be read whole (8 MB)"),
    ("netwrix.text_replaced", "boolean", "true where half a character stands as U+FFFD"),
)  # fmt: skip
"""What has no place in ECS, in a namespace of its own. Details are objects in an array: no key is
made of a value."""

CONSTANTS: dict[str, str] = {
    "kind": "event",
    "module": "netwrix_auditor",
    "dataset": "netwrix_auditor.activity",
}
OBSERVER: dict[str, str] = {"vendor": "Netwrix", "product": "Auditor"}

CATEGORIES: dict[ObjectKind, str] = {
    ObjectKind.LOGON: "authentication",
    ObjectKind.USER: "iam",
    ObjectKind.GROUP: "iam",
    ObjectKind.FILE: "file",
    ObjectKind.DOCUMENT: "file",
    ObjectKind.CONFIGURATION: "configuration",
    ObjectKind.DATABASE: "database",
    ObjectKind.MAIL: "email",
}
"""Of other kinds: no category rather than a wrong one."""

_USUAL: dict[ActionKind, str] = {
    ActionKind.ADD: "creation",
    ActionKind.REMOVE: "deletion",
    ActionKind.MODIFY: "change",
    ActionKind.MOVE: "change",
    ActionKind.RENAME: "change",
    ActionKind.COPY: "access",
    ActionKind.READ: "access",
}
_CHANGES: dict[ActionKind, str] = {
    action_kind: kind for action_kind, kind in _USUAL.items() if kind != "access"
}

TYPES: dict[ObjectKind, dict[ActionKind, tuple[str, ...]]] = {
    ObjectKind.LOGON: {ActionKind.LOGON: ("start",), ActionKind.LOGOFF: ("end",)},
    ObjectKind.USER: {action_kind: ("user", kind) for action_kind, kind in _CHANGES.items()},
    ObjectKind.GROUP: {action_kind: ("group", kind) for action_kind, kind in _CHANGES.items()},
    ObjectKind.FILE: {action_kind: (kind,) for action_kind, kind in _USUAL.items()},
    ObjectKind.DOCUMENT: {action_kind: (kind,) for action_kind, kind in _USUAL.items()},
    ObjectKind.CONFIGURATION: {action_kind: (kind,) for action_kind, kind in _USUAL.items()},
    ObjectKind.DATABASE: {
        action_kind: ("access",) if kind == "access" else ("change",)
        for action_kind, kind in _USUAL.items()
    },
    ObjectKind.MAIL: dict.fromkeys(ActionKind, ("info",)),
}
"""Types by kind and action_kind; the category is left out as well where there is no type."""

VERBS: dict[tuple[ObjectKind, ActionKind], str] = {
    (ObjectKind.LOGON, ActionKind.LOGON): "logged-in",
    (ObjectKind.LOGON, ActionKind.LOGOFF): "logged-out",
    (ObjectKind.GROUP, ActionKind.ADD): "added-group-account",
    (ObjectKind.GROUP, ActionKind.REMOVE): "deleted-group-account",
    (ObjectKind.GROUP, ActionKind.MODIFY): "modified-group-account",
    (ObjectKind.COMPUTER, ActionKind.ADD): "added-computer-account",
    (ObjectKind.COMPUTER, ActionKind.REMOVE): "deleted-computer-account",
    (ObjectKind.COMPUTER, ActionKind.MODIFY): "changed-computer-account",
    (ObjectKind.FILE, ActionKind.ADD): "creation",
    (ObjectKind.FILE, ActionKind.REMOVE): "deletion",
    (ObjectKind.FILE, ActionKind.MODIFY): "modification",
    (ObjectKind.FILE, ActionKind.RENAME): "rename",
}
"""Verbs of Elastic's own integrations, where one says exactly this. None for what failed, but for
a logon: it would say that it was done."""

FAILED_LOGON = "logon-failed"
MEMBER_ADDED, MEMBER_REMOVED = "added-member-to-group", "removed-member-from-group"

ACCOUNT_VERBS: dict[AccountChange, str] = {
    AccountChange.CREATED: "added-user-account",
    AccountChange.DELETED: "deleted-user-account",
    AccountChange.ENABLED: "enabled-user-account",
    AccountChange.DISABLED: "disabled-user-account",
    AccountChange.LOCKED: "locked-out-user-account",
    AccountChange.UNLOCKED: "unlocked-user-account",
    AccountChange.PASSWORD_CHANGED: "changed-password",
    AccountChange.PASSWORD_RESET: "reset-password",
    AccountChange.RENAMED: "renamed-user-account",
    AccountChange.MODIFIED: "modified-user-account",
}
