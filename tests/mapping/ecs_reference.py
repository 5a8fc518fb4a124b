"""Types of ECS fields, as Elastic's "ECS field reference" has them (8.17 to 9.5).

Only those that a record of an audit may fill; ``array`` marks fields that are arrays by rule.
``NETWRIX_TUI_ECS_FIELDS`` may name a file with all of them (field, type, normalization).
"""

from __future__ import annotations

ECS_TYPES: dict[str, str] = {
    "@timestamp": "date",
    "ecs.version": "keyword",
    "event.action": "keyword",
    "event.category": "keyword array",
    "event.code": "keyword",
    "event.created": "date",
    "event.dataset": "keyword",
    "event.hash": "keyword",
    "event.id": "keyword",
    "event.kind": "keyword",
    "event.module": "keyword",
    "event.original": "keyword",
    "event.outcome": "keyword",
    "event.provider": "keyword",
    "event.type": "keyword array",
    "file.directory": "keyword",
    "file.extension": "keyword",
    "file.name": "keyword",
    "file.path": "keyword",
    "group.name": "keyword",
    "host.ip": "ip array",
    "host.name": "keyword",
    "observer.product": "keyword",
    "observer.vendor": "keyword",
    "related.hosts": "keyword array",
    "related.ip": "ip array",
    "related.user": "keyword array",
    "source.domain": "keyword",
    "source.ip": "ip",
    "url.domain": "keyword",
    "url.full": "wildcard",
    "user.domain": "keyword",
    "user.email": "keyword",
    "user.id": "keyword",
    "user.name": "keyword",
    "user.target.name": "keyword",
}

EVENT_CATEGORIES = frozenset((
    "authentication", "configuration", "database", "email", "file", "iam",
))  # fmt: skip
EVENT_TYPES = frozenset((
    "access", "change", "creation", "deletion", "end", "group", "info", "start", "user",
))  # fmt: skip
ALLOWED: dict[str, frozenset[str]] = {
    "authentication": frozenset(("start", "end", "info")),
    "configuration": frozenset(("access", "change", "creation", "deletion", "info")),
    "database": frozenset(("access", "change", "info", "error")),
    "email": frozenset(("info",)),
    "file": frozenset(("access", "change", "creation", "deletion", "info")),
    "iam": frozenset(("admin", "change", "creation", "deletion", "group", "info", "user")),
}
"""The types that ECS expects beside each category."""
