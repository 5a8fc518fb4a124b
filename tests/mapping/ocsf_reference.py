"""What OCSF's classes require, and their activities, as the schema has them (1.8 and 1.9).

Reduced to the classes that are written. ``NETWRIX_TUI_OCSF_CLASSES`` may name a file with the
schema's own (``classes``, each with ``class_uid``, ``required`` and ``activity_id``).
"""

from __future__ import annotations

from dataclasses import dataclass

_ALWAYS = frozenset((
    "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClassReference:
    """One class: what is required besides what all require, its activities, versions of it."""

    name: str
    category: int
    requires: frozenset[str]
    activities: frozenset[int]
    versions: tuple[str, ...] = ("1.8", "1.9")

    @property
    def required(self) -> frozenset[str]:
        return _ALWAYS | self.requires


CLASS_REFERENCES: dict[int, ClassReference] = {
    1001: ClassReference(
        "file_activity", 1, frozenset(("actor", "device", "file")), frozenset((0, *range(1, 15)))
    ),
    3001: ClassReference(
        "account_change", 3, frozenset(("user",)), frozenset(range(13)), versions=("1.8",)
    ),
    3002: ClassReference("authentication", 3, frozenset(("user",)), frozenset(range(8))),
    3004: ClassReference("entity_management", 3, frozenset(("entity",)), frozenset(range(14))),
    3006: ClassReference("group_management", 3, frozenset(("group",)), frozenset(range(14))),
    3007: ClassReference(
        "user_management", 3, frozenset(("user",)), frozenset(range(20)), versions=("1.9",)
    ),
    4009: ClassReference(
        "email_activity", 4, frozenset(("direction_id", "email")), frozenset(range(6))
    ),
    6005: ClassReference(
        "datastore_activity", 6, frozenset(("actor", "src_endpoint")), frozenset(range(11))
    ),
    6006: ClassReference(
        "file_hosting", 6, frozenset(("actor", "file", "src_endpoint")), frozenset(range(18))
    ),
}
OTHER = 99
