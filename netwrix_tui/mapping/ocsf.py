"""An audit record as an event of the Open Cybersecurity Schema Framework."""

from __future__ import annotations

from netwrix_tui.mapping.account_changes import account_change
from netwrix_tui.mapping.account_parts import AccountParts, account_parts
from netwrix_tui.mapping.action_parts import ActionKind, action_parts
from netwrix_tui.mapping.location_parts import extension_of, folder_of, last_part, location_parts
from netwrix_tui.mapping.members import Member, members_of
from netwrix_tui.mapping.object_kinds import ObjectKind, object_kind
from netwrix_tui.mapping.ocsf_tables import (
    ACCOUNT_ACTIVITIES,
    ACCOUNT_CHANGE,
    ACTIVITIES,
    ACTIVITY_NAMES,
    ADD_USER,
    AUTHENTICATION,
    CATEGORY_NAMES,
    CLASS_OF_KIND,
    DATASTORE_ACTIVITY,
    EMAIL_ACTIVITY,
    ENTITY_MANAGEMENT,
    FILE_ACTIVITY,
    FILE_HOSTING,
    GROUP_MANAGEMENT,
    LINK_ACTIVITIES,
    NEWER_GROUP_ACTIVITIES,
    OTHER,
    REMOVE_USER,
    SECURITY_PROPERTIES,
    SET_SECURITY,
    USER_ACTIVITIES,
    USER_MANAGEMENT,
    OcsfClass,
    OcsfVersion,
)
from netwrix_tui.mapping.plain_fields import Fields, further_fields, text_fields
from netwrix_tui.mapping.record_facts import RecordFacts, digest_of, iso_of, original_text
from netwrix_tui.records.record import ActivityRecord

_PRODUCT = {"name": "Auditor", "vendor_name": "Netwrix"}
_UNKNOWN = "unknown"
_UNKNOWN_TYPE, _REGULAR_FILE, _FOLDER = 0, 1, 2
_RELATIONAL = 1
_FOLDERS = ("folder", "share")


def ocsf_event(record: ActivityRecord, facts: RecordFacts, version: OcsfVersion) -> Fields:
    """The event; the same for the same record and facts, its members in the same order."""
    act = action_parts(record.action)
    kind = object_kind(record.data_source, record.object_type, record.action)
    members = members_of(record.details) if record.details else []
    chosen = _class_of(kind, act.kind, version)
    activity = _activity(chosen, kind, record, members, version)
    moment = facts.moment or 0
    event: Fields = {
        "activity_id": activity,
        "activity_name": ACTIVITY_NAMES[chosen].get(activity) or record.action or "Other",
        "category_uid": chosen.category_uid,
        "category_name": CATEGORY_NAMES[chosen.category_uid],
        "class_uid": chosen.uid,
        "class_name": chosen.caption,
        "type_uid": chosen.uid * 100 + activity,
        "severity_id": 1,
        "severity": "Informational",
        "status_id": 2 if act.failed else 1,
        "status": "Failure" if act.failed else "Success",
        "time": moment // 1000,
        "metadata": _metadata(record, facts, version),
    }
    unmapped = _unmapped(record, facts)
    who = account_parts(record.who)
    if chosen is AUTHENTICATION:
        event["user"] = _user(who)
    else:
        event["actor"] = {"user": _user(who)}
        _add_object(event, chosen, kind, record, members, version)
    _add_places(event, chosen, record, unmapped)
    if facts.with_original:
        event["raw_data"] = original_text(facts.raw)
    event["unmapped"] = unmapped
    return event


def _class_of(kind: ObjectKind, action_kind: ActionKind, version: OcsfVersion) -> OcsfClass:
    if kind is ObjectKind.USER:
        return USER_MANAGEMENT if version is OcsfVersion.V1_9 else ACCOUNT_CHANGE
    if kind is ObjectKind.MAIL and action_kind is ActionKind.SEND:
        return EMAIL_ACTIVITY
    return CLASS_OF_KIND[kind]


def _activity(
    chosen: OcsfClass,
    kind: ObjectKind,
    record: ActivityRecord,
    members: list[Member],
    version: OcsfVersion,
) -> int:
    action_kind = action_parts(record.action).kind
    if kind is ObjectKind.USER:
        table = USER_ACTIVITIES if chosen is USER_MANAGEMENT else ACCOUNT_ACTIVITIES
        return table.get(account_change(action_kind, record.details), OTHER)
    if kind is ObjectKind.LINK:
        return LINK_ACTIVITIES.get(action_kind, OTHER)
    if kind is ObjectKind.GROUP and action_kind is ActionKind.MODIFY:
        added = {member.is_added for member in members}
        if added:
            both = len(added) > 1
            return OTHER if both else ADD_USER if members[0].is_added else REMOVE_USER
        newer = NEWER_GROUP_ACTIVITIES if version is OcsfVersion.V1_9 else {}
        return newer.get(action_kind, OTHER)
    if kind is ObjectKind.FILE and action_kind is ActionKind.MODIFY and _is_security(record):
        return SET_SECURITY
    return ACTIVITIES[chosen].get(action_kind, OTHER)


def _is_security(record: ActivityRecord) -> bool:
    names = ((detail.property_name or "").strip().lower() for detail in record.details)
    return any(name in SECURITY_PROPERTIES for name in names)


def _metadata(record: ActivityRecord, facts: RecordFacts, version: OcsfVersion) -> Fields:
    metadata: Fields = {"version": version.whole, "product": _PRODUCT}
    if record.rid:
        metadata["original_event_uid"] = record.rid
    if record.when:
        metadata["original_time"] = record.when
    if record.data_source:
        metadata["log_provider"] = record.data_source
    if facts.fetched is not None:
        metadata["logged_time"] = facts.fetched // 1000
    return metadata


def _user(parts: AccountParts) -> Fields:
    user: Fields = {"name": parts.name or parts.sid or _UNKNOWN}
    if parts.domain:
        user["domain"] = parts.domain
    if parts.email:
        user["email_addr"] = parts.email
    if parts.sid:
        user["uid"] = parts.sid
    return user


def _add_object(
    event: Fields,
    chosen: OcsfClass,
    kind: ObjectKind,
    record: ActivityRecord,
    members: list[Member],
    version: OcsfVersion,
) -> None:
    name = last_part(record.what) or _UNKNOWN
    if chosen in (ACCOUNT_CHANGE, USER_MANAGEMENT):
        event["user"] = _user(account_parts(name))
    elif chosen is GROUP_MANAGEMENT:
        event["group"] = {"name": name}
        if members:
            users = [_user(account_parts(member.name)) for member in members]
            event["user"] = users[0]
            if len(users) > 1 and version is OcsfVersion.V1_9:
                event["users"] = users
    elif chosen is ENTITY_MANAGEMENT:
        event["entity"] = {"name": record.what or _UNKNOWN}
        if record.object_type:
            event["entity"]["type"] = record.object_type
    elif chosen in (FILE_ACTIVITY, FILE_HOSTING):
        event["file"] = _file(record, name)
    elif chosen is DATASTORE_ACTIVITY:
        database, table = _database(record)
        event["database"] = {"name": database, "type_id": _RELATIONAL}
        if table:
            event["table"] = {"name": table}
    elif chosen is EMAIL_ACTIVITY:
        event["direction_id"] = 0
        event["direction"] = "Unknown"
        event["email"] = _email(record)


def _file(record: ActivityRecord, name: str) -> Fields:
    is_folder = record.object_type.strip().lower() in _FOLDERS
    file: Fields = {"name": name, "type_id": _FOLDER if is_folder else _REGULAR_FILE}
    if record.what:
        file["path"] = record.what
    if folder := folder_of(record.what):
        file["parent_folder"] = folder
    if not is_folder and (extension := extension_of(name)):
        file["ext"] = extension
    return file


def _database(record: ActivityRecord) -> tuple[str, str]:
    """The names of the database and of the table in it; empty for what is none."""
    parts = [part for part in record.what.split("\\") if part]
    if len(parts) >= 2 and parts[0].lower() == "databases":
        is_table = len(parts) >= 4 and parts[2].lower() == "tables"
        return parts[1], parts[3] if is_table else ""
    is_table = record.object_type.strip().lower() == "table"
    return record.where or _UNKNOWN, record.what if is_table else ""


def _email(record: ActivityRecord) -> Fields:
    email: Fields = {"from": record.who or _UNKNOWN, "to": []}
    for detail in record.details:
        name = (detail.property_name or "").strip().lower()
        value = detail.after or detail.message or ""
        if name in ("recipient", "recipients", "to") and value:
            email["to"].append(value)
        elif name == "subject" and value:
            email.setdefault("subject", value)
    return email


def _add_places(event: Fields, chosen: OcsfClass, record: ActivityRecord, unmapped: Fields) -> None:
    where = location_parts(record.where)
    here: Fields = {}
    if where.address:
        here["ip"] = where.address
    if where.host:
        here["hostname"] = where.host
    if chosen is FILE_ACTIVITY:
        event["device"] = {**(here or {"name": _UNKNOWN}), "type_id": _UNKNOWN_TYPE}
        return
    if chosen in (AUTHENTICATION, DATASTORE_ACTIVITY, FILE_HOSTING, EMAIL_ACTIVITY):
        event["dst_endpoint"] = here or {"name": _UNKNOWN}
    workstation = location_parts(record.workstation)
    there: Fields = {}
    if workstation.address:
        there["ip"] = workstation.address
    if workstation.host:
        there["hostname"] = workstation.host
    if there:
        event["src_endpoint"] = there
    elif "src_endpoint" in chosen.requires:
        event["src_endpoint"] = {"name": _UNKNOWN}


def _unmapped(record: ActivityRecord, facts: RecordFacts) -> Fields:
    """Everything as the record has it, but what stands in ``metadata`` already."""
    unmapped: Fields = {"server": facts.server} if facts.server else {}
    unmapped |= text_fields(
        record, "who", "action", "object_type", "what", "where", "workstation", "monitoring_plan",
        "monitoring_plan_id", "item",
    )  # fmt: skip
    unmapped |= further_fields(record)
    unmapped["sha256"] = digest_of(facts.raw)
    if facts.moment is None:
        unmapped["when_unreadable"] = True
    elif record.when != iso_of(facts.moment):
        unmapped["time_in_utc"] = iso_of(facts.moment)
    if facts.is_damaged:
        unmapped["damaged"] = True
    if facts.is_cut:
        unmapped["cut"] = True
    return unmapped
