"""An audit record as a document of the Elastic Common Schema."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.mapping.account_changes import account_change
from netwrix_tui.mapping.account_parts import account_parts
from netwrix_tui.mapping.action_parts import ActionKind, ActionParts, action_parts
from netwrix_tui.mapping.ecs_tables import (
    ACCOUNT_VERBS,
    CATEGORIES,
    CONSTANTS,
    ECS_VERSION,
    FAILED_LOGON,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    OBSERVER,
    TYPES,
    VERBS,
)
from netwrix_tui.mapping.location_parts import extension_of, folder_of, last_part, location_parts
from netwrix_tui.mapping.members import Member, members_of
from netwrix_tui.mapping.object_kinds import ObjectKind, object_kind
from netwrix_tui.mapping.plain_fields import Fields, further_fields, text_fields
from netwrix_tui.mapping.record_facts import RecordFacts, digest_of, iso_of, original_text
from netwrix_tui.records.record import ActivityRecord, Detail

_ECS = {"version": ECS_VERSION}
_CANONICAL = len("2026-03-17T09:37:11Z")


def ecs_document(record: ActivityRecord, facts: RecordFacts) -> Fields:
    """The document; the same for the same record and facts, its members in the same order."""
    act = action_parts(record.action)
    kind = object_kind(record.data_source, record.object_type, record.action)
    is_group = kind is ObjectKind.GROUP
    members = members_of(record.details) if record.details else []
    who = account_parts(record.who)
    own = _netwrix(record, facts)

    event: Fields = dict(CONSTANTS)
    if record.rid:
        event["id"] = record.rid
    if record.action:
        event["code"] = record.action
    if verb := _verb(kind, act, record.details, members):
        event["action"] = verb
    event["outcome"] = "failure" if act.failed else "success"
    types = TYPES.get(kind, {}).get(act.kind)
    if types is not None:
        event["category"] = [CATEGORIES[kind]]
        event["type"] = list(types)
    if record.data_source:
        event["provider"] = record.data_source
    if facts.fetched is not None:
        event["created"] = iso_of(facts.fetched)
    event["hash"] = digest_of(facts.raw)
    if facts.with_original:
        event["original"] = original_text(facts.raw)

    user: Fields = {}
    if who.name:
        user["name"] = who.name
    if who.domain:
        user["domain"] = who.domain
    if who.email:
        user["email"] = who.email
    if who.sid:
        user["id"] = who.sid
    users = [who.known_as] if who.known_as else []
    target = ""
    if kind is ObjectKind.USER:
        target = last_part(record.what)
    elif members:
        target = members[0].name
        if len(members) > 1:
            own["members"] = [
                {"name": m.name, "action": "added" if m.is_added else "removed"} for m in members
            ]
    if target:
        user["target"] = {"name": target}
        users.append(target)
        users += [member.name for member in members[1:]]

    document: Fields = {"@timestamp": _timestamp(record, facts, own)}
    document["ecs"] = _ECS
    document["event"] = event
    document["observer"] = OBSERVER
    if user:
        document["user"] = user
    if is_group and record.what:
        document["group"] = {"name": last_part(record.what)}
    related: Fields = {}
    if users:
        related["user"] = list(dict.fromkeys(users))
    _add_places(document, related, record)
    if related:
        document["related"] = related
    if record.what and (kind is ObjectKind.FILE or kind is ObjectKind.DOCUMENT):
        document["file"] = _file(record)
    document["netwrix"] = own
    return document


def _timestamp(record: ActivityRecord, facts: RecordFacts, own: Fields) -> str:
    when = record.when
    if facts.moment is None:
        own["when"], own["when_unreadable"] = when, True
        return iso_of(0)
    if len(when) == _CANONICAL and when[-1] == "Z":
        return when
    own["when"] = when
    return iso_of(facts.moment)


def _verb(
    kind: ObjectKind, act: ActionParts, details: Sequence[Detail], members: list[Member]
) -> str:
    if act.failed:
        return FAILED_LOGON if kind is ObjectKind.LOGON else ""
    if kind is ObjectKind.USER:
        return ACCOUNT_VERBS.get(account_change(act.kind, details), "")
    if members and kind is ObjectKind.GROUP and act.kind is ActionKind.MODIFY:
        added = {member.is_added for member in members}
        if len(added) == 1:
            return MEMBER_ADDED if added.pop() else MEMBER_REMOVED
    return VERBS.get((kind, act.kind), "")


def _add_places(document: Fields, related: Fields, record: ActivityRecord) -> None:
    where, workstation = location_parts(record.where), location_parts(record.workstation)
    addresses, hosts = [], []
    if where.name:
        document["host"] = {"name": where.name}
    elif where.address:
        document["host"] = {"name": where.address, "ip": [where.address]}
        addresses.append(where.address)
    elif where.url:
        url = {"full": where.url}
        if where.domain:
            url["domain"] = where.domain
        document["url"] = url
    if workstation.address:
        document["source"] = {"ip": workstation.address}
        addresses.append(workstation.address)
    elif workstation.host:
        document["source"] = {"domain": workstation.host}
    hosts = [host for host in (where.host, workstation.host) if host]
    if addresses:
        related["ip"] = list(dict.fromkeys(addresses))
    if hosts:
        related["hosts"] = list(dict.fromkeys(hosts))


def _file(record: ActivityRecord) -> Fields:
    name = last_part(record.what)
    file = {"path": record.what}
    if folder := folder_of(record.what):
        file["directory"] = folder
    if name:
        file["name"] = name
    if record.object_type.strip().lower() not in ("folder", "share") and (
        extension := extension_of(name)
    ):
        file["extension"] = extension
    return file


def _netwrix(record: ActivityRecord, facts: RecordFacts) -> Fields:
    own: Fields = {"server": facts.server} if facts.server else {}
    own |= text_fields(record, "who", "what", "where", "workstation", "object_type")
    if record.monitoring_plan or record.monitoring_plan_id:
        plan = own["monitoring_plan"] = {}
        if record.monitoring_plan:
            plan["name"] = record.monitoring_plan
        if record.monitoring_plan_id:
            plan["id"] = record.monitoring_plan_id
    if record.item:
        own["item"] = {"name": record.item}
    own |= further_fields(record)
    if facts.is_damaged:
        own["damaged"] = True
    if facts.is_cut:
        own["cut"] = True
    return own
