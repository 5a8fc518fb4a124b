"""An activity record with all its fields, and its row in a results table.

Field names and bounds: "Activity Record Structure" and "Reference for Creating Activity Records"
in the vendor's documentation of the Integration API.
"""

from __future__ import annotations

import msgspec


class Detail(msgspec.Struct, frozen=True, gc=False):
    """One change inside a record: a property, a message, the value before and the value after.

    None means that the server did not send the element, an empty string that it was empty.
    """

    property_name: str | None = None
    message: str | None = None
    before: str | None = None
    after: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Fields that the documentation does not name, as (name, text)."""


class ActivityRecord(msgspec.Struct, frozen=True):
    """One audited action: who did what, where and when. Text is kept as it was received.

    ``when`` is ISO 8601 with an offset (``2026-03-17T09:37:11Z``). ``item`` holds its type in
    brackets, as in ``corp.local (Domain)``. Names of product versions 8.0 to 8.5 are already
    translated: ``AuditedSystem`` stands in ``data_source``, ``ManagedObject`` in
    ``monitoring_plan``.
    """

    rid: str = ""
    who: str = ""
    action: str = ""
    what: str = ""
    when: str = ""
    where: str = ""
    object_type: str = ""
    monitoring_plan: str = ""
    monitoring_plan_id: str = ""
    data_source: str = ""
    item: str = ""
    workstation: str = ""
    details: tuple[Detail, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Fields that the documentation does not name, as (name, text); nested ones as JSON or XML."""
    server: str = ""
    """The name of the server that it came from, if several are asked; never on the wire."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """The fields of a record that a table, a sort or a count works on: all but the details."""

    rid: str = ""
    when: str = ""
    who: str = ""
    action: str = ""
    object_type: str = ""
    what: str = ""
    where: str = ""
    data_source: str = ""
    workstation: str = ""
    monitoring_plan: str = ""
    item: str = ""
    server: str = ""
    """The name of the server that it came from, if several are asked."""

    @property
    def key(self) -> str:
        """The key of the record among those of all servers; with a single server, its RID."""
        return record_key(self.server, self.rid)

    def as_record(self) -> ActivityRecord:
        """A record made from the fields of the row: without its changes."""
        return ActivityRecord(**msgspec.structs.asdict(self))


def record_key(server: str, rid: str) -> str:
    """The key of a record: its RID, after the name of its server if several are asked.

    Without a RID it is empty: such a record cannot be recognised again.
    """
    return f"{server}\n{rid}" if server and rid else rid


def key_parts(key: str) -> tuple[str, str]:
    """The name of the server (empty if a single one is asked) and the RID of a key."""
    server, line, rid = key.partition("\n")
    return (server, rid) if line else ("", key)
